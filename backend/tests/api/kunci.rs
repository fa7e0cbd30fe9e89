//! A new key in place of a lost one.

use serde_json::{Value, json};
use shared::account::Peran;
use shared::error::ErrorCode;
use shared::id::{AduanId, AksiId};
use shared::kunci::Kunci;

use crate::support::{TestApp, asal};

fn path(id: AduanId) -> String {
    format!("/api/aduan/{id}/kunci-baru")
}

fn body(kunci: &Kunci, hp: &str) -> Value {
    json!({"kunci_hash": kunci.hash(), "hp": hp, "cara": "telepon_balik", "catatan": "Ditelepon pukul 9.", "asal": asal()})
}

fn new_key() -> Kunci {
    Kunci::from_random(rand::random())
}

#[actix_web::test]
async fn with_the_new_key_the_reporter_goes_on_and_the_lost_one_opens_nothing() {
    let app = TestApp::start().await;
    let (mut siti, budi) = (app.pelapor(), app.petugas().await);
    let id = siti.has_sent(|_| {}).await.id;
    let (aksi, kunci) = (AksiId::mint(), new_key());
    let sent = body(&kunci, "+62 812-3456-7890");
    let answer = budi.posts(aksi, &path(id), &sent).await.ok();
    assert_eq!(
        budi.posts(aksi, &path(id), &sent).await.ok().json(),
        answer.json()
    );
    assert!(!answer.text.contains(kunci.as_str()) && !answer.text.contains(&kunci.hash().to_string()));
    siti.sees(id).await.refused(ErrorCode::TidakDitemukan);
    siti.kunci = kunci;
    siti.sees(id).await.ok();
    siti.writes(id, "Ini saya lagi.").await.created();
    assert_eq!(app.count("aduan_kunci"), 1);
}

#[actix_web::test]
async fn a_number_that_is_not_the_reporters_changes_nothing() {
    let app = TestApp::start().await;
    let (siti, budi) = (app.pelapor(), app.petugas().await);
    let id = siti.has_sent(|_| {}).await.id;
    for hp in ["0812 3456 7891", "0812", ""] {
        budi.posts(AksiId::mint(), &path(id), &body(&new_key(), hp))
            .await
            .refused(ErrorCode::IsianSalah)
            .of_field("hp");
    }
    let not_a_hash =
        json!({"kunci_hash": "abc", "hp": "0812 3456 7890", "cara": "telepon_balik", "asal": asal()});
    budi.posts(AksiId::mint(), &path(id), &not_a_hash)
        .await
        .refused(ErrorCode::IsianSalah)
        .of_field("kunci_hash");
    siti.sees(id).await.ok();
    assert_eq!(app.count("aduan_kunci"), 0);
}

#[actix_web::test]
async fn no_officer_of_elsewhere_gives_a_key_nor_one_without_the_right() {
    let app = TestApp::start().await;
    let (siti, lampihong) = (app.pelapor(), app.petugas_lampihong().await);
    let elsewhere = shared::wilayah::WilayahKode::parse("63.11.01.2001");
    let outside = siti.has_sent(|aduan| aduan.lokasi.wilayah = elsewhere).await.id;
    let inside = siti.has_sent(|_| {}).await.id;
    let sent = body(&new_key(), "0812 3456 7890");
    lampihong
        .posts(AksiId::mint(), &path(outside), &sent)
        .await
        .refused(ErrorCode::TidakDitemukan);
    let auditor = app.sebagai(Peran::Auditor, "63.11").await;
    auditor
        .posts(AksiId::mint(), &path(inside), &sent)
        .await
        .refused(ErrorCode::TidakBerhak);
    siti.sees(inside).await.ok();
    siti.sees(outside).await.ok();
    assert_eq!(app.count("aduan_kunci"), 0);
}
