//! What happens to a complaint that stands: steps, answers, messages, a rating.

use futures_util::future::join;
use serde_json::{Value, json};
use shared::error::ErrorCode;
use shared::id::AksiId;

use crate::support::{TestApp, asal};

fn statuses(aduan: &Value) -> Vec<&str> {
    aduan["langkah"]
        .as_array()
        .unwrap()
        .iter()
        .map(|step| step["status"].as_str().unwrap())
        .collect()
}

#[actix_web::test]
async fn an_officer_answers_and_the_reporter_reads_it_and_rates() {
    let app = TestApp::start().await;
    let (siti, budi) = (app.pelapor(), app.petugas().await);
    let id = siti.has_sent(|_| {}).await.id;
    let seen = budi.sees(id).await.ok().json();
    assert_eq!(
        seen["tindakan"],
        json!(["verifikasi", "tolak", "bukan-wewenang", "gabung", "arsipkan"])
    );
    budi.does(id, "verifikasi", 1, None, false).await.ok();
    budi.does(id, "proses", 2, Some("Diteruskan ke bidang."), false)
        .await
        .ok();
    budi.does(id, "tanggapi", 3, Some("Tim turun Kamis."), true)
        .await
        .ok();
    siti.writes(id, "Terima kasih, kami tunggu.").await.created();
    budi.writes(id, "Kamis pukul sembilan.").await.created();
    siti.rates(id, 5).await.refused(ErrorCode::LangkahSalah);
    budi.does(id, "selesai", 4, None, false).await.ok();
    siti.rates(id, 4).await.created();
    siti.rates(id, 1).await.refused(ErrorCode::SudahAda);

    let seen = siti.sees(id).await.ok().json();
    assert_eq!(
        statuses(&seen),
        ["diterima", "diverifikasi", "diproses", "ditanggapi", "selesai"]
    );
    assert_eq!(seen["pesan"][0]["isi"], "Tim turun Kamis.");
    assert_eq!(
        (&seen["pesan"][0]["tanggapan"], &seen["pesan"][0]["dari"]),
        (&json!(true), &json!("petugas"))
    );
    assert_eq!(seen["pesan"][1]["dari"], "pelapor");
    assert_eq!(
        (&seen["pesan"][2]["dari"], &seen["pesan"][2]["tanggapan"]),
        (&json!("petugas"), &json!(false))
    );
    assert_eq!(
        (&seen["penilaian"]["nilai"], &seen["tenggat"]),
        (&json!(4), &Value::Null)
    );
    assert_eq!(seen["tindakan"], json!(["buka-kembali"]));
    // Officers are named to officers alone.
    assert_eq!(seen["langkah"][1]["oleh"], Value::Null);
    assert_eq!(
        budi.sees(id).await.ok().json()["langkah"][1]["oleh"],
        "Petugas petugas"
    );
}

#[actix_web::test]
async fn verification_starts_the_clock_of_the_answer() {
    let app = TestApp::start().await;
    let (siti, budi) = (app.pelapor(), app.petugas().await);
    let id = siti.has_sent(|_| {}).await.id;
    let days = |seen: Value| seen["sisa_hari_kerja"].as_i64().unwrap();
    assert_eq!(days(budi.sees(id).await.json()), 3);
    assert_eq!(
        days(budi.does(id, "verifikasi", 1, None, false).await.ok().json()),
        14
    );
}

#[actix_web::test]
async fn a_step_that_the_table_does_not_know_is_refused() {
    let app = TestApp::start().await;
    let (siti, budi) = (app.pelapor(), app.petugas().await);
    let id = siti.has_sent(|_| {}).await.id;
    budi.does(id, "selesai", 1, None, false)
        .await
        .refused(ErrorCode::LangkahSalah);
    budi.does(id, "lupakan", 1, None, false)
        .await
        .refused(ErrorCode::TidakDitemukan);
    budi.does(id, "tolak", 1, None, false)
        .await
        .refused(ErrorCode::IsianSalah)
        .of_field("teks");
    budi.does(id, "verifikasi", 0, None, false)
        .await
        .refused(ErrorCode::IsianSalah)
        .of_field("versi");
    assert_eq!(app.count("aduan_langkah"), 1);
}

#[actix_web::test]
async fn a_decision_on_an_older_version_is_refused_with_the_present_state() {
    let app = TestApp::start().await;
    let (siti, budi) = (app.pelapor(), app.petugas().await);
    let id = siti.has_sent(|_| {}).await.id;
    budi.does(id, "verifikasi", 1, None, false).await.ok();
    let refusal = budi
        .does(id, "tolak", 1, Some("Lokasi tidak ditemukan."), true)
        .await
        .refused(ErrorCode::VersiUsang);
    let sekarang = &refusal.json()["sekarang"];
    assert_eq!(
        (&sekarang["versi"], &sekarang["status"]),
        (&json!(2), &json!("diverifikasi"))
    );
    assert_eq!(app.count("aduan_langkah"), 2);
}

#[actix_web::test]
async fn of_two_officers_who_decide_at_once_one_is_asked_to_look_again() {
    let app = TestApp::start().await;
    let (siti, budi, ani) = (app.pelapor(), app.petugas().await, app.petugas().await);
    let id = siti.has_sent(|_| {}).await.id;
    let (one, other) = join(
        budi.does(id, "verifikasi", 1, None, false),
        ani.does(id, "tolak", 1, Some("Sudah ditangani."), false),
    )
    .await;
    let (won, lost) = if one.status.is_success() {
        (one, other)
    } else {
        (other, one)
    };
    won.ok();
    lost.refused(ErrorCode::VersiUsang);
    assert_eq!(app.count("aduan_langkah"), 2);
}

#[actix_web::test]
async fn a_step_sent_twice_is_taken_once() {
    let app = TestApp::start().await;
    let (siti, budi) = (app.pelapor(), app.petugas().await);
    let id = siti.has_sent(|_| {}).await.id;
    let body = json!({"versi": 1, "asal": asal()});
    let aksi = AksiId::mint();
    let first = budi
        .posts(aksi, &format!("/api/aduan/{id}/verifikasi"), &body)
        .await
        .ok();
    let again = budi
        .posts(aksi, &format!("/api/aduan/{id}/verifikasi"), &body)
        .await
        .ok();
    assert_eq!(first.text, again.text);
    budi.posts(aksi, &format!("/api/aduan/{id}/tolak"), &body)
        .await
        .refused(ErrorCode::KunciDipakai);
    assert_eq!(app.count("aduan_langkah"), 2);
}

#[actix_web::test]
async fn the_journal_of_what_was_done_holds_no_copy_of_anybodys_data() {
    let app = TestApp::start().await;
    let (siti, budi) = (app.pelapor(), app.petugas().await);
    let id = siti.has_sent(|_| {}).await.id;
    budi.does(id, "verifikasi", 1, None, false).await.ok();
    siti.writes(id, "Terima kasih, kami tunggu.").await.created();
    assert_eq!(app.count("aksi"), 3);
    for private in ["Siti", "3456", "Saluran", "Terima kasih"] {
        assert_eq!(
            app.count(&format!("aksi WHERE jawaban LIKE '%{private}%'")),
            0,
            "{private}"
        );
    }
}

#[actix_web::test]
async fn each_change_leaves_the_former_value_in_the_history() {
    let app = TestApp::start().await;
    let (siti, budi) = (app.pelapor(), app.petugas().await);
    let id = siti.has_sent(|_| {}).await.id;
    assert_eq!(app.count("riwayat"), 0);
    budi.does(id, "verifikasi", 1, None, false).await.ok();
    assert_eq!(
        app.count("riwayat WHERE kolom = 'status' AND lama = '\"diterima\"' AND baru = '\"diverifikasi\"'"),
        1
    );
    assert_eq!(app.count("riwayat WHERE account_id IS NULL"), 0);
}

#[actix_web::test]
async fn an_officer_does_not_rate_and_a_reporter_takes_no_steps() {
    let app = TestApp::start().await;
    let (siti, budi) = (app.pelapor(), app.petugas().await);
    let id = siti.has_sent(|_| {}).await.id;
    let rating = json!({"nilai": 5, "asal": asal()});
    budi.posts(AksiId::mint(), &format!("/api/aduan/{id}/penilaian"), &rating)
        .await
        .refused(ErrorCode::TidakBerhak);
    let step = json!({"versi": 1, "asal": asal()});
    let path = format!("/api/aduan/{id}/verifikasi");
    let request = siti
        .with_key(reqwest::Method::POST, &path)
        .header("Idempotency-Key", AksiId::mint().to_string());
    crate::support::Reply::of(request.json(&step))
        .await
        .refused(ErrorCode::PerluMasuk);
}

#[actix_web::test]
async fn a_message_beyond_its_limits_is_refused() {
    let app = TestApp::start().await;
    let siti = app.pelapor();
    let id = siti.has_sent(|_| {}).await.id;
    siti.writes(id, " ")
        .await
        .refused(ErrorCode::IsianSalah)
        .of_field("isi");
    siti.writes(id, &"x".repeat(2_001))
        .await
        .refused(ErrorCode::IsianSalah)
        .of_field("isi");
    siti.rates(id, 6)
        .await
        .refused(ErrorCode::IsianSalah)
        .of_field("nilai");
    assert_eq!(app.count("aduan_pesan"), 0);
}
