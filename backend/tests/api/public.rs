//! Who may see what: the reporter by his key, the officer within his region, the public what was released.

use reqwest::Method;
use serde_json::json;
use shared::error::ErrorCode;
use shared::id::AduanId;

use crate::support::{Reply, TestApp};

#[actix_web::test]
async fn a_foreign_complaint_and_an_unknown_one_are_refused_alike() {
    let app = TestApp::start().await;
    let (siti, rahmat) = (app.pelapor(), app.pelapor());
    let aduan = siti.has_sent(|_| {}).await;
    let foreign = rahmat
        .sees(aduan.id)
        .await
        .refused(ErrorCode::TidakDitemukan)
        .json();
    let unknown = rahmat
        .sees(AduanId::mint())
        .await
        .refused(ErrorCode::TidakDitemukan)
        .json();
    assert_eq!(
        (&foreign["detail"], &foreign["title"]),
        (&unknown["detail"], &unknown["title"])
    );
    rahmat
        .writes(aduan.id, "Ini bukan aduan saya.")
        .await
        .refused(ErrorCode::TidakDitemukan);
    app.get(&format!("/api/aduan/{}", aduan.id))
        .await
        .refused(ErrorCode::PerluMasuk);
    let request = app
        .http
        .get(app.url(&format!("/api/aduan/{}", aduan.id)))
        .bearer_auth("bukan.token.kami");
    Reply::of(request).await.refused(ErrorCode::PerluMasuk);
    assert_eq!(
        siti.sees(&aduan.kode).await.ok().json()["id"],
        aduan.id.to_string()
    );
    assert_eq!(app.count("aduan_pesan"), 0);
}

#[actix_web::test]
async fn an_officer_sees_his_own_region_alone() {
    let app = TestApp::start().await;
    let (siti, lampihong) = (app.pelapor(), app.petugas_lampihong().await);
    let inside = siti.has_sent(|_| {}).await.id;
    let outside = siti
        .has_sent(|aduan| aduan.lokasi.wilayah = shared::wilayah::WilayahKode::parse("63.11.01.2001"))
        .await
        .id;
    lampihong.sees(inside).await.ok();
    lampihong.sees(outside).await.refused(ErrorCode::TidakDitemukan);
    lampihong
        .does(outside, "verifikasi", 1, None, false)
        .await
        .refused(ErrorCode::TidakDitemukan);
    assert_eq!(lampihong.lists(&[]).await.ok().json()["total"], 1);
}

#[actix_web::test]
async fn an_anonymous_name_is_shown_to_its_owner_alone() {
    let app = TestApp::start().await;
    let (siti, budi) = (app.pelapor(), app.petugas().await);
    let id = siti.has_sent(|aduan| aduan.anonim = true).await.id;
    let seen = budi.sees(id).await.ok();
    assert!(seen.json()["pelapor"].is_null());
    for personal in ["Siti", "3456", "siti@"] {
        assert!(!seen.text.contains(personal), "{personal} in {}", seen.text);
    }
    assert_eq!(siti.sees(id).await.ok().json()["pelapor"]["nama"], "Siti Aminah");
}

#[actix_web::test]
async fn the_public_reads_no_words_until_an_officer_releases_some() {
    let app = TestApp::start().await;
    let (siti, budi) = (app.pelapor(), app.petugas().await);
    let aduan = siti.has_sent(|_| {}).await;
    let (id, kode) = (aduan.id, aduan.kode.to_string());
    budi.does(id, "verifikasi", 1, Some("Catatan untuk kami."), false)
        .await
        .ok();
    let before = siti.looks_up(&kode).await.ok();
    for private in ["Siti", "3456", "siti@", "Saluran", "jembatan", "Catatan"] {
        assert!(!before.text.contains(private), "{private} in {}", before.text);
    }
    assert_eq!(before.json()["langkah"].as_array().unwrap().len(), 2);

    budi.releases(id, 2, "Drainase buntu, Lampihong Kiri").await.ok();
    budi.does(id, "tanggapi", 3, Some("Tim turun Kamis."), true)
        .await
        .ok();
    budi.does(id, "tanggapi", 4, Some("Hanya untuk pelapor."), false)
        .await
        .ok();
    let after = siti.looks_up(&kode.to_lowercase().replace('-', " ")).await.ok();
    assert_eq!(after.json()["rilis"]["judul"], "Drainase buntu, Lampihong Kiri");
    assert_eq!(
        (&after.json()["kategori"], &after.json()["wilayah"]),
        (&json!("drainase"), &json!("Lampihong Kiri, Kec. Lampihong"))
    );
    assert_eq!(after.json()["tanggapan"].as_array().unwrap().len(), 1);
    for private in ["Siti", "3456", "siti@", "Saluran", "Hanya untuk", "Catatan"] {
        assert!(!after.text.contains(private), "{private} in {}", after.text);
    }
}

#[actix_web::test]
async fn of_a_rahasia_complaint_the_public_sees_status_and_dates_whatever_is_ticked() {
    let app = TestApp::start().await;
    let (siti, budi) = (app.pelapor(), app.petugas().await);
    let aduan = siti.has_sent(|aduan| aduan.rahasia = true).await;
    budi.does(aduan.id, "verifikasi", 1, Some("Catatan terbuka."), true)
        .await
        .ok();
    budi.does(aduan.id, "tanggapi", 2, Some("Jawaban terbuka."), true)
        .await
        .ok();
    budi.releases(aduan.id, 3, "Judul untuk umum")
        .await
        .refused(ErrorCode::LangkahSalah);
    let seen = siti.looks_up(aduan.kode.as_str()).await.ok().json();
    let mut names: Vec<&String> = seen.as_object().unwrap().keys().collect();
    names.sort();
    assert_eq!(
        names,
        [
            "foto",
            "kode",
            "langkah",
            "pengikut",
            "rahasia",
            "status",
            "tanggapan"
        ]
    );
    assert_eq!((&seen["tanggapan"], &seen["foto"]), (&json!([]), &json!([])));
    assert_eq!(seen["pengikut"], 0);
    assert!(
        seen["langkah"]
            .as_array()
            .unwrap()
            .iter()
            .all(|step| step["catatan"].is_null())
    );
    // The reporter himself reads all of it.
    assert!(siti.sees(aduan.id).await.ok().text.contains("Jawaban terbuka."));
}

#[actix_web::test]
async fn a_mistyped_code_names_its_group_and_an_unknown_one_is_not_found() {
    let app = TestApp::start().await;
    let siti = app.pelapor();
    let aduan = siti.has_sent(|_| {}).await;
    let mut typed: Vec<char> = aduan.kode.as_str().chars().collect();
    typed[11] = if typed[11] == 'A' { 'B' } else { 'A' };
    let typed: String = typed.into_iter().collect();
    let refusal = siti.looks_up(&typed).await.refused(ErrorCode::KodeSalah);
    assert_eq!(refusal.json()["fields"][0]["group"], 2);
    siti.looks_up("ADU-7K3M").await.refused(ErrorCode::KodeSalah);
    let other = siti.aduan().kode;
    siti.looks_up(other.as_str())
        .await
        .refused(ErrorCode::TidakDitemukan);
}

#[actix_web::test]
async fn only_officers_list() {
    let app = TestApp::start().await;
    let siti = app.pelapor();
    app.get("/api/aduan").await.refused(ErrorCode::PerluMasuk);
    Reply::of(siti.with_key(Method::GET, "/api/aduan"))
        .await
        .refused(ErrorCode::PerluMasuk);
}
