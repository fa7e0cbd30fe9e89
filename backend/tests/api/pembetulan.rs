//! Officers put right what is wrong about a complaint, each from what he had read: what they changed besides one another is
//! merged, what they changed both waits for a choice, and nobody is overwritten.

use reqwest::Method;
use serde_json::{Value, json};
use shared::account::Peran;
use shared::aduan::{AduanBaru, Kategori};
use shared::error::ErrorCode;
use shared::id::{AduanId, AksiId, BedaId};
use shared::sinkron::Terkirim;

use crate::support::{Pelapor, Petugas, Reply, TestApp, asal};

const DESA: &str = "63.11.05.2007";
const TETANGGA: &str = "63.11.05.2001";

fn patokan(dari: &str, ke: &str) -> Value {
    json!({"patokan": {"dari": dari, "ke": ke}, "asal": asal()})
}

fn kategori(dari: Kategori, ke: Kategori) -> Value {
    json!({"kategori": {"dari": dari, "ke": ke}, "asal": asal()})
}

async fn corrects(by: &Petugas<'_>, id: AduanId, body: &Value) -> Reply {
    corrects_as(by, AksiId::mint(), id, body).await
}

async fn corrects_as(by: &Petugas<'_>, aksi: AksiId, id: AduanId, body: &Value) -> Reply {
    by.posts(aksi, &format!("/api/aduan/{id}/pembetulan"), body).await
}

async fn chooses(by: &Petugas<'_>, id: AduanId, beda: &Value, pilih: &str) -> Reply {
    let path = format!("/api/aduan/{id}/beda/{}", beda["id"].as_str().unwrap());
    let body = json!({"versi": beda["versi"], "pilih": pilih, "asal": asal()});
    by.posts(AksiId::mint(), &path, &body).await
}

/// Two officers of different offices who both had read "dekat jembatan"; the first one's word came first. Gives what
/// the second one was answered.
async fn contested<'a>(app: &'a TestApp, siti: &Pelapor<'_>) -> (AduanBaru, Petugas<'a>, Petugas<'a>, Value) {
    let aduan = siti.has_sent(|_| {}).await;
    let (ani, budi) = (app.petugas().await, app.petugas_lampihong().await);
    corrects(&ani, aduan.id, &patokan("dekat jembatan", "di muka pasar"))
        .await
        .ok();
    let told = corrects(&budi, aduan.id, &patokan("dekat jembatan", "di ujung gang"))
        .await
        .ok()
        .json();
    (aduan, ani, budi, told)
}

#[actix_web::test]
async fn what_two_stale_officers_changed_besides_one_another_is_merged() {
    let app = TestApp::start().await;
    let siti = app.pelapor();
    let aduan = siti.has_sent(|aduan| aduan.kategori = Kategori::Drainase).await;
    let (ani, budi) = (app.petugas().await, app.petugas_lampihong().await);
    let place = json!({"lat": -2.361_234_5, "lng": 115.371_234_5, "akurasi_m": 6.0, "sumber": "gps"});
    let mut field = patokan("dekat jembatan", " Seberang langgar. ");
    field["posisi"] = json!({"dari": null, "ke": place});
    field["wilayah"] = json!({"dari": DESA, "ke": TETANGGA});
    field["alasan"] = json!("Dilihat di lapangan.");
    corrects(&ani, aduan.id, &field).await.ok();
    // Budi has read nothing of it.
    let mut desk = kategori(Kategori::Drainase, Kategori::JalanLingkungan);
    desk["jenis"] = json!({"dari": "pengaduan", "ke": "aspirasi"});
    let seen = corrects(&budi, aduan.id, &desk).await.ok().json();
    assert_eq!(
        (&seen["kategori"], &seen["jenis"], &seen["versi"]),
        (&json!("jalan_lingkungan"), &json!("aspirasi"), &json!(3))
    );
    assert_eq!(seen["lokasi"]["catatan"], "Seberang langgar.");
    assert_eq!(seen["lokasi"]["wilayah"], TETANGGA);
    assert_eq!(seen["lokasi"]["posisi"], place);
    assert_eq!(seen.get("beda"), None);
    let notes = seen["catatan"].to_string();
    assert!(
        notes.contains("Seberang langgar.") && notes.contains("Dilihat di lapangan."),
        "{notes}"
    );
    // Found by its new words, told to whoever keeps a copy, and kept in the history.
    let found = ani.lists(&[("cari", "seberang")]).await.ok().json();
    assert_eq!(found["total"], 1);
    assert_eq!(app.count("riwayat WHERE kolom = 'lokasi_catatan'"), 1);
    assert_eq!(app.count("jejak WHERE perbuatan = 'aduan_pembetulan'"), 2);
    // The reporter's own words are as he wrote them, and he reads no note.
    let own = siti.sees(aduan.id).await.ok();
    assert_eq!(own.json()["uraian"], aduan.uraian);
    assert!(!own.text.contains("di lapangan"));
}

#[actix_web::test]
async fn the_same_field_changed_twice_keeps_both_until_somebody_chooses() {
    let app = TestApp::start().await;
    let siti = app.pelapor();
    let (aduan, ani, budi, told) = contested(&app, &siti).await;
    assert_eq!(
        told["lokasi"]["catatan"], "di muka pasar",
        "nobody is overwritten"
    );
    let beda = &told["beda"][0];
    let side = |side: &str| (beda[side]["nilai"]["nilai"].clone(), beda[side]["oleh"].clone());
    assert_eq!(
        beda["dasar"],
        json!({"kolom": "patokan", "nilai": "dekat jembatan"})
    );
    assert_eq!(side("kini"), (json!("di muka pasar"), json!("Petugas petugas")));
    assert_eq!(
        side("ajuan"),
        (json!("di ujung gang"), json!("Petugas lampihong"))
    );
    let own = siti.sees(aduan.id).await.ok();
    assert_eq!(own.json().get("beda"), None, "it is for officers");
    assert!(!own.text.contains("ujung gang"));

    let chosen = chooses(&ani, aduan.id, beda, "ajuan").await.ok().json();
    assert_eq!(chosen["lokasi"]["catatan"], "di ujung gang");
    assert_eq!(chosen.get("beda"), None);
    let kept = "aduan_beda WHERE putusan = 'ajuan' AND diputus_oleh IS NOT NULL AND kini LIKE '%pasar%' AND ajuan LIKE '%gang%'";
    assert_eq!(app.count(kept), 1, "what was not chosen can still be read");
    // Whoever chose on the same version meanwhile is shown what stands there now.
    let late = chooses(&budi, aduan.id, beda, "kini")
        .await
        .refused(ErrorCode::VersiUsang);
    assert_eq!(late.json()["sekarang"]["lokasi"]["catatan"], "di ujung gang");
}

#[actix_web::test]
async fn what_stands_can_be_chosen_and_stays() {
    let app = TestApp::start().await;
    let (aduan, _, budi, told) = contested(&app, &app.pelapor()).await;
    let chosen = chooses(&budi, aduan.id, &told["beda"][0], "kini")
        .await
        .ok()
        .json();
    assert_eq!(chosen["lokasi"]["catatan"], "di muka pasar");
    assert_eq!((chosen.get("beda"), &chosen["versi"]), (None, &json!(4)));
}

#[actix_web::test]
async fn a_choice_on_a_difference_that_has_changed_is_refused_with_the_present_state() {
    let app = TestApp::start().await;
    let (aduan, ani, budi, told) = contested(&app, &app.pelapor()).await;
    let seen = &told["beda"][0];
    // Ani goes on from her own word: what Budi would choose between is another pair now.
    corrects(&ani, aduan.id, &patokan("di muka pasar", "di muka pasar lama"))
        .await
        .ok();
    let late = chooses(&budi, aduan.id, seen, "ajuan")
        .await
        .refused(ErrorCode::VersiUsang);
    let now = &late.json()["sekarang"]["beda"][0];
    assert_eq!(
        (&now["versi"], &now["kini"]["nilai"]["nilai"]),
        (&json!(2), &json!("di muka pasar lama"))
    );
    assert_eq!(now["ajuan"], seen["ajuan"]);
    assert_eq!(app.count("aduan_beda WHERE putusan IS NOT NULL"), 0);
    // A step on the complaint concerns the difference no more than a message does.
    ani.writes(aduan.id, "Kami periksa.").await.created();
    let versi = ani.sees(aduan.id).await.ok().json()["versi"].as_i64().unwrap();
    ani.does(aduan.id, "verifikasi", versi, None, false).await.ok();
    chooses(&budi, aduan.id, now, "ajuan").await.ok();
}

#[actix_web::test]
async fn what_is_sent_again_is_done_once_and_the_same_word_twice_is_no_difference() {
    let app = TestApp::start().await;
    let (aduan, ani, budi, told) = contested(&app, &app.pelapor()).await;
    let (aksi, body) = (AksiId::mint(), patokan("dekat jembatan", "di bawah pohon"));
    for again in [None, Some("true")] {
        let reply = corrects_as(&budi, aksi, aduan.id, &body).await.ok();
        assert_eq!(reply.header("Idempotent-Replayed"), again);
        assert_eq!(reply.json()["beda"].as_array().unwrap().len(), 2);
    }
    assert_eq!(
        (
            app.count("aduan_beda"),
            app.count("aksi WHERE jenis = 'aduan_pembetulan'")
        ),
        (2, 3)
    );
    // Another one who proposes the same, and one who writes what stands there.
    corrects(&ani, aduan.id, &patokan("dekat jembatan", "di ujung gang"))
        .await
        .ok();
    let notes = app.count("aduan_catatan");
    let same = corrects(&ani, aduan.id, &patokan("dekat jembatan", "di muka pasar"))
        .await
        .ok();
    assert_eq!(same.json()["beda"][0], told["beda"][0]);
    assert_eq!((app.count("aduan_beda"), app.count("aduan_catatan")), (2, notes));
    // The choice is sent again too.
    let path = format!(
        "/api/aduan/{}/beda/{}",
        aduan.id,
        told["beda"][0]["id"].as_str().unwrap()
    );
    let (aksi, choice) = (
        AksiId::mint(),
        json!({"versi": 1, "pilih": "ajuan", "asal": asal()}),
    );
    for again in [None, Some("true")] {
        let reply = ani.posts(aksi, &path, &choice).await.ok();
        assert_eq!(reply.header("Idempotent-Replayed"), again);
    }
    assert_eq!(app.count("aduan_beda WHERE putusan IS NOT NULL"), 1);
}

#[actix_web::test]
async fn a_value_is_judged_as_in_a_new_complaint_and_only_who_may_puts_it_right() {
    let app = TestApp::start().await;
    let aduan = app.pelapor().has_sent(|_| {}).await;
    let budi = app.petugas_lampihong().await;
    let refuse = async |body: Value, field: &str| {
        corrects(&budi, aduan.id, &body)
            .await
            .refused(ErrorCode::IsianSalah)
            .of_field(field);
    };
    refuse(patokan("dekat jembatan", &"x".repeat(301)), "patokan").await;
    refuse(json!({"posisi": {"dari": null, "ke": {"lat": 99, "lng": 115.0, "akurasi_m": null, "sumber": "peta"}}, "asal": asal()}), "posisi").await;
    for desa in ["63.11.05", "63.11.05.9999", "63.11.04.2001"] {
        refuse(
            json!({"wilayah": {"dari": DESA, "ke": desa}, "asal": asal()}),
            "wilayah",
        )
        .await;
    }
    corrects(&budi, aduan.id, &json!({"asal": asal()}))
        .await
        .refused(ErrorCode::IsianSalah);
    let mut odd = kategori(Kategori::Drainase, Kategori::Lainnya);
    odd["kategori"]["ke"] = json!("hujan");
    corrects(&budi, aduan.id, &odd)
        .await
        .refused(ErrorCode::BentukSalah);

    let body = patokan("dekat jembatan", "di muka pasar");
    let teknis = app.sebagai(Peran::TimTeknis, "63.11").await;
    corrects(&teknis, aduan.id, &body)
        .await
        .refused(ErrorCode::TidakBerhak);
    let elsewhere = app.sebagai(Peran::PejabatPenghubung, "63.11.04").await;
    corrects(&elsewhere, aduan.id, &body)
        .await
        .refused(ErrorCode::TidakDitemukan);
    assert_eq!(
        (app.count("aduan WHERE versi > 1"), app.count("aduan_beda")),
        (0, 0)
    );
    let unknown = json!({"id": BedaId::mint(), "versi": 1});
    chooses(&budi, aduan.id, &unknown, "kini")
        .await
        .refused(ErrorCode::TidakDitemukan);
}

#[actix_web::test]
async fn several_wait_on_the_device_and_go_in_one_request() {
    let app = TestApp::start().await;
    let (aduan, ani, budi, told) = contested(&app, &app.pelapor()).await;
    let sends = async |by: &Petugas<'_>, aksi: &[Value]| -> Vec<(u16, Value)> {
        let request = by.request(Method::POST, "/api/sync").json(&json!({"aksi": aksi}));
        let told: Terkirim = Reply::of(request).await.ok().read();
        told.hasil
            .into_iter()
            .map(|one| (one.status, one.badan))
            .collect()
    };
    let pembetulan = |badan: Value| json!({"id": AksiId::mint(), "jenis": "aduan_pembetulan", "catatan": aduan.id, "badan": badan});
    let beda = &told["beda"][0];
    let pilih = json!({"id": AksiId::mint(), "jenis": "aduan_beda_pilih", "catatan": aduan.id, "tindakan": beda["id"],
        "badan": {"versi": beda["versi"], "pilih": "ajuan", "asal": asal()}});
    let mut twice = pilih.clone();
    twice["id"] = json!(AksiId::mint());
    let batch = [
        pembetulan(kategori(Kategori::Drainase, Kategori::Lainnya)),
        // The first one's own word, from which he went on without a network.
        pembetulan(kategori(Kategori::Lainnya, Kategori::Rumah)),
        pilih,
        twice,
    ];
    let answers = sends(&budi, &batch).await;
    let statuses: Vec<u16> = answers.iter().map(|(status, _)| *status).collect();
    assert_eq!(statuses, [200, 200, 200, 409]);
    let last = &answers[2].1;
    assert_eq!(
        (&last["kategori"], &last["lokasi"]["catatan"]),
        (&json!("rumah"), &json!("di ujung gang"))
    );
    let again = sends(&budi, &batch[..3]).await;
    assert!(again.iter().all(|(status, _)| *status == 200));
    assert_eq!(app.count("riwayat WHERE kolom = 'kategori'"), 2);
    // In nobody's name it is not done, nor by whoever may not.
    let teknis = app.sebagai(Peran::TimTeknis, "63.11").await;
    let theirs = sends(&teknis, &[pembetulan(patokan("di ujung gang", "x"))]).await;
    assert_eq!(theirs[0].0, 403);
    assert_eq!(
        ani.sees(aduan.id).await.ok().json()["lokasi"]["catatan"],
        "di ujung gang"
    );
}
