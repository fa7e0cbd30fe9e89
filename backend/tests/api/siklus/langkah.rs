//! Steps that people take: who may, who sees it afterwards, and what is refused.

use reqwest::Method;
use serde_json::json;
use shared::account::Peran;
use shared::error::ErrorCode;
use shared::id::{AksiId, PesanId};

use super::{langkah, orang};
use crate::support::{Reply, TestApp, asal};

#[actix_web::test]
async fn what_is_handed_to_an_office_is_seen_and_done_there_alone() {
    let app = TestApp::start().await;
    let (siti, ani) = (
        app.pelapor(),
        app.sebagai(Peran::PejabatPenghubung, "63.11").await,
    );
    let rudi = orang(&app, "rudi", Peran::TimTeknis, ("puprperkim", Some("perkim"))).await;
    let sari = orang(&app, "sari", Peran::TimTeknis, ("disdukcapil", None)).await;
    let hadi = orang(&app, "hadi", Peran::KepalaSkpd, ("puprperkim", None)).await;
    let id = siti.has_sent(|_| {}).await.id;
    app.petugas()
        .await
        .does(id, "verifikasi", 1, None, false)
        .await
        .ok();
    for nobody_yet in [&rudi, &sari, &hadi] {
        nobody_yet.sees(id).await.refused(ErrorCode::TidakDitemukan);
        assert_eq!(nobody_yet.lists(&[]).await.ok().json()["total"], 0);
    }
    let tujuan = json!({"skpd": "puprperkim", "bidang": "perkim", "teks": "Mohon dicek Kamis."});
    langkah(&rudi, id, "disposisi", 2, tujuan.clone())
        .await
        .refused(ErrorCode::TidakBerhak);
    langkah(&ani, id, "disposisi", 2, json!({}))
        .await
        .refused(ErrorCode::IsianSalah)
        .of_field("skpd");
    langkah(&ani, id, "disposisi", 2, json!({"skpd": "tidakada"}))
        .await
        .refused(ErrorCode::IsianSalah)
        .of_field("skpd");
    let aksi = AksiId::mint();
    let body = json!({"versi": 2, "skpd": "puprperkim", "bidang": "perkim", "teks": "Mohon dicek Kamis.", "asal": asal()});
    let path = format!("/api/aduan/{id}/disposisi");
    ani.posts(aksi, &path, &body).await.ok();
    let again = ani.posts(aksi, &path, &body).await.ok();
    assert_eq!(again.header("idempotent-replayed"), Some("true"));
    assert_eq!(app.count("disposisi"), 1);

    let seen = rudi.sees(id).await.ok().json();
    assert_eq!(seen["disposisi"]["catatan"], "Mohon dicek Kamis.");
    assert_eq!(seen["tindakan"], json!(["proses", "tunda", "tanggapi"]));
    assert_eq!(
        rudi.lists(&[("skpd", "puprperkim")]).await.ok().json()["total"],
        1
    );
    hadi.sees(id).await.ok();
    sari.sees(id).await.refused(ErrorCode::TidakDitemukan);
    langkah(&sari, id, "proses", 3, json!({}))
        .await
        .refused(ErrorCode::TidakDitemukan);
    assert_eq!(sari.lists(&[]).await.ok().json()["total"], 0);
    langkah(&rudi, id, "proses", 3, json!({})).await.ok();
    let told = siti.sees(id).await.ok();
    assert_eq!(told.json()["disposisi"]["nama_skpd"], "Dinas PUPRPERKIM");
    assert!(!told.text.contains("Mohon dicek"));
}

#[actix_web::test]
async fn what_is_handed_to_one_person_is_not_his_colleagues() {
    let app = TestApp::start().await;
    let (siti, ani) = (app.pelapor(), app.petugas().await);
    let rudi = orang(&app, "rudi", Peran::TimTeknis, ("puprperkim", None)).await;
    let joko = orang(&app, "joko", Peran::TimTeknis, ("puprperkim", None)).await;
    let sari = orang(&app, "sari", Peran::TimTeknis, ("disdukcapil", None)).await;
    let id = siti.has_sent(|_| {}).await.id;
    ani.does(id, "verifikasi", 1, None, false).await.ok();
    let me =
        async |who: &crate::support::Petugas<'_>| who.get("/api/akun/saya").await.ok().json()["id"].clone();
    let foreign = json!({"skpd": "puprperkim", "petugas": me(&sari).await});
    langkah(&ani, id, "disposisi", 2, foreign)
        .await
        .refused(ErrorCode::IsianSalah)
        .of_field("petugas");
    let tujuan = json!({"skpd": "puprperkim", "petugas": me(&rudi).await});
    langkah(&ani, id, "disposisi", 2, tujuan).await.ok();
    rudi.sees(id).await.ok();
    joko.sees(id).await.refused(ErrorCode::TidakDitemukan);
    assert_eq!(joko.lists(&[]).await.ok().json()["total"], 0);
    assert_eq!(app.count("disposisi"), 1);
}

#[actix_web::test]
async fn the_reporter_opens_again_within_the_days_and_nobody_else_does() {
    let app = TestApp::start().await;
    let (siti, budi, other) = (app.pelapor(), app.petugas().await, app.pelapor());
    let id = siti.has_sent(|_| {}).await.id;
    for (versi, tindakan) in [(1, "verifikasi"), (2, "proses")] {
        budi.does(id, tindakan, versi, None, false).await.ok();
    }
    budi.does(id, "tanggapi", 3, Some("Sudah dikeruk."), false)
        .await
        .ok();
    budi.does(id, "selesai", 4, None, false).await.ok();
    let aksi = AksiId::mint();
    let body = json!({"versi": 5, "teks": "Airnya masuk lagi.", "asal": asal()});
    let path = format!("/api/aduan/{id}/buka-kembali");
    let opens = async |who: &crate::support::Pelapor<'_>| {
        let request = who
            .with_key(Method::POST, &path)
            .header("Idempotency-Key", aksi.to_string());
        Reply::of(request.json(&body)).await
    };
    opens(&other).await.refused(ErrorCode::TidakDitemukan);
    budi.posts(AksiId::mint(), &path, &body)
        .await
        .refused(ErrorCode::TidakBerhak);
    app.execute("UPDATE aduan SET berakhir_pada = '2026-01-01 02:00:00'");
    opens(&siti).await.refused(ErrorCode::LangkahSalah);
    app.execute("UPDATE aduan SET berakhir_pada = diubah_pada");
    let opened = opens(&siti).await.ok().json();
    assert_eq!(opened["status"], "dibuka_kembali");
    assert_eq!(opened["sisa_hari_kerja"], 14);
    opens(&siti).await.ok();
    assert_eq!(app.count("aduan_langkah"), 6);
}

#[actix_web::test]
async fn an_answer_that_does_not_help_is_opened_again_at_once_and_its_clock_begins_anew() {
    let app = TestApp::start().await;
    let (siti, budi) = (app.pelapor(), app.petugas().await);
    let id = siti.has_sent(|_| {}).await.id;
    budi.does(id, "verifikasi", 1, None, false).await.ok();
    budi.does(id, "tanggapi", 2, Some("Sudah kami catat."), false)
        .await
        .ok();
    let seen = siti.sees(id).await.ok().json();
    assert!(
        seen["tindakan"]
            .as_array()
            .unwrap()
            .contains(&json!("buka-kembali"))
    );
    let request = siti
        .with_key(Method::POST, &format!("/api/aduan/{id}/buka-kembali"))
        .header("Idempotency-Key", AksiId::mint().to_string());
    let body = json!({"versi": 3, "teks": "Belum ada yang datang.", "asal": asal()});
    let opened = Reply::of(request.json(&body)).await.ok().json();
    assert_eq!(
        (&opened["status"], &opened["sisa_hari_kerja"]),
        (&json!("dibuka_kembali"), &json!(14))
    );
}

#[actix_web::test]
async fn a_duplicate_points_to_the_other_and_can_be_taken_back() {
    let app = TestApp::start().await;
    let (siti, budi) = (app.pelapor(), app.petugas().await);
    let lampihong = app.petugas_lampihong().await;
    let main = siti.has_sent(|_| {}).await;
    let far = siti
        .has_sent(|aduan| aduan.lokasi.wilayah = shared::wilayah::WilayahKode::parse("63.11.01.2001"))
        .await;
    let id = siti.has_sent(|_| {}).await.id;
    for (induk, who) in [(far.kode.clone(), &lampihong)] {
        langkah(who, id, "gabung", 1, json!({"induk": induk}))
            .await
            .refused(ErrorCode::IsianSalah)
            .of_field("induk");
    }
    let merged = langkah(&budi, id, "gabung", 1, json!({"induk": main.kode}))
        .await
        .ok()
        .json();
    assert_eq!(
        (&merged["status"], &merged["induk"]),
        (&json!("digabung"), &json!(main.kode))
    );
    // Nothing is told at a complaint that is itself told elsewhere.
    let kode = merged["kode"].clone();
    langkah(&budi, main.id, "gabung", 1, json!({"induk": kode}))
        .await
        .refused(ErrorCode::IsianSalah)
        .of_field("induk");
    let public = siti.looks_up(kode.as_str().unwrap()).await.ok().json();
    assert_eq!(public["induk"], json!(main.kode));
    let back = langkah(&budi, id, "pulihkan", 2, json!({})).await.ok().json();
    assert_eq!(
        (&back["status"], &back["induk"]),
        (&json!("diterima"), &json!(null))
    );
}

#[actix_web::test]
async fn officers_notes_are_never_the_reporters() {
    let app = TestApp::start().await;
    let (siti, budi) = (app.pelapor(), app.petugas().await);
    let id = siti.has_sent(|_| {}).await.id;
    let body = json!({"id": PesanId::mint(), "isi": "Hubungi ketua RT dahulu.", "asal": asal()});
    let (aksi, path) = (AksiId::mint(), format!("/api/aduan/{id}/catatan"));
    let noted = budi.posts(aksi, &path, &body).await.created().json();
    assert_eq!(noted["catatan"][0]["isi"], "Hubungi ketua RT dahulu.");
    budi.posts(aksi, &path, &body).await.created();
    assert_eq!(app.count("aduan_catatan"), 1);
    assert!(!siti.sees(id).await.ok().text.contains("ketua RT"));
    app.sebagai(Peran::Auditor, "63.11")
        .await
        .posts(AksiId::mint(), &path, &body)
        .await
        .refused(ErrorCode::TidakBerhak);
}

#[actix_web::test]
async fn the_letter_is_made_of_the_record_and_names_no_reporter() {
    let app = TestApp::start().await;
    let (siti, budi) = (app.pelapor(), app.petugas().await);
    let id = siti.has_sent(|_| {}).await.id;
    let path = format!("/api/aduan/{id}/surat-pelimpahan");
    budi.get(&path).await.refused(ErrorCode::LangkahSalah);
    langkah(
        &budi,
        id,
        "bukan-wewenang",
        1,
        json!({"teks": "Ini jalan nasional."}),
    )
    .await
    .refused(ErrorCode::IsianSalah)
    .of_field("instansi");
    budi.does(id, "bukan-wewenang", 1, Some("Ini jalan nasional."), false)
        .await
        .ok();
    let surat = budi.get(&path).await.ok().text;
    for words in [
        "Balai Jalan Nasional",
        "Ini jalan nasional.",
        "samping langgar",
        "Dinas PUPRPERKIM",
    ] {
        assert!(surat.contains(words), "{words} in {surat}");
    }
    assert!(!surat.contains("Siti") && !surat.contains("3456"));
    assert_eq!(
        siti.sees(id).await.ok().json()["instansi"],
        "Balai Jalan Nasional"
    );
}
