//! Complaints that an officer enters for somebody who has no phone.

use serde_json::{Value, json};
use shared::account::Peran;
use shared::error::ErrorCode;
use shared::id::AksiId;
use shared::kunci::Kunci;
use shared::wilayah::WilayahKode;

use crate::support::photo::{JPEG, listed};
use crate::support::{Pelapor, TestApp, asal};

const PATH: &str = "/api/aduan/titipan";
const DESA: &str = "63.11.05.2007";

/// What is entered, and whoever holds its key.
fn titipan(app: &TestApp) -> (Pelapor<'_>, Value) {
    let siti = app.pelapor();
    let mut body = serde_json::to_value(siti.aduan()).unwrap();
    body["pelapor"] = json!({"nama": "Galuh Hasanah", "hp": "", "tanpa_hp": true});
    (siti, body)
}

#[actix_web::test]
async fn it_is_known_for_whom_it_was_entered_and_by_whom() {
    let app = TestApp::start().await;
    let operator = app.sebagai(Peran::OperatorDesa, DESA).await;
    let (siti, mut body) = titipan(&app);
    body["foto"] = json!([listed(JPEG)]);
    let aksi = AksiId::mint();
    let first = operator.posts(aksi, PATH, &body).await.created();
    // Sent once more it is answered alike, and is no second one.
    let again = operator.posts(aksi, PATH, &body).await.created();
    assert_eq!((again.text, app.count("aduan")), (first.text.clone(), 1));
    let id = first.json()["id"].as_str().unwrap().to_owned();
    siti.uploads(id.parse().unwrap(), JPEG).await;
    let budi = app.petugas().await;
    let seen = budi.sees(&id).await.ok().json();
    assert_eq!(seen["sumber"], "petugas");
    assert_eq!(seen["dientri_oleh"], format!("Petugas operator_desa.{DESA}"));
    assert_eq!(
        (
            &seen["pelapor"]["nama"],
            &seen["pelapor"]["hp"],
            &seen["pelapor"]["tanpa_hp"]
        ),
        (&json!("Galuh Hasanah"), &json!(""), &json!(true))
    );
    assert_eq!(seen["foto"][0]["diterima"], true);
    // Whoever holds the slip with the key reads it as its reporter, and goes the same way as everybody.
    let own = siti.sees(&id).await.ok().json();
    assert_eq!(own["pelapor"]["nama"], "Galuh Hasanah");
    siti.writes(id.parse().unwrap(), "Airnya masuk lagi.")
        .await
        .created();
    assert_eq!(
        app.count("jejak WHERE perbuatan = 'aduan_titipan' AND account_id IS NOT NULL"),
        1
    );
}

#[actix_web::test]
async fn only_within_the_officers_own_region_and_only_with_the_right() {
    let app = TestApp::start().await;
    let (_, mut body) = titipan(&app);
    let elsewhere = app.sebagai(Peran::OperatorDesa, "63.11.05.2001").await;
    elsewhere
        .posts(AksiId::mint(), PATH, &body)
        .await
        .refused(ErrorCode::IsianSalah)
        .of_field("lokasi.wilayah");
    // A point tells the village as well as a name does.
    body["lokasi"] = json!({"posisi": {"lat": -2.2972, "lng": 115.5331, "akurasi_m": 8.0, "sumber": "gps"}});
    elsewhere
        .posts(AksiId::mint(), PATH, &body)
        .await
        .refused(ErrorCode::IsianSalah)
        .of_field("lokasi.wilayah");
    let camat = app.sebagai(Peran::Camat, "63.11.05").await;
    camat
        .posts(AksiId::mint(), PATH, &body)
        .await
        .refused(ErrorCode::TidakBerhak);
    assert_eq!(app.count("aduan"), 0);
}

#[actix_web::test]
async fn nobody_leaves_his_own_number_out_and_nobody_takes_anothers_aksi() {
    let app = TestApp::start().await;
    let (_, body) = titipan(&app);
    app.pelapor()
        .send_as(AksiId::mint(), &body)
        .await
        .refused(ErrorCode::IsianSalah)
        .of_field("pelapor.tanpa_hp");
    let operator = app.sebagai(Peran::OperatorDesa, DESA).await;
    let mut both = body.clone();
    both["pelapor"]["hp"] = json!("0812 3456 7890");
    operator
        .posts(AksiId::mint(), PATH, &both)
        .await
        .refused(ErrorCode::IsianSalah)
        .of_field("pelapor.hp");
    let aksi = AksiId::mint();
    operator.posts(aksi, PATH, &body).await.created();
    let rt = app.sebagai(Peran::KetuaRt, DESA).await;
    rt.posts(aksi, PATH, &body).await.refused(ErrorCode::KunciDipakai);
    assert_eq!(app.count("aduan"), 1);
}

#[actix_web::test]
async fn whoever_has_no_phone_gets_a_new_key_by_coming() {
    let app = TestApp::start().await;
    let operator = app.sebagai(Peran::OperatorDesa, DESA).await;
    let (siti, body) = titipan(&app);
    let id = operator.posts(AksiId::mint(), PATH, &body).await.created().json()["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let budi = app.petugas().await;
    let path = format!("/api/aduan/{id}/kunci-baru");
    let asks = |cara: &str, hp: &str| {
        let kunci = Kunci::from_random(rand::random());
        json!({"kunci_hash": kunci.hash(), "hp": hp, "cara": cara, "catatan": "", "asal": asal()})
    };
    budi.posts(AksiId::mint(), &path, &asks("telepon_balik", "0812 3456 7890"))
        .await
        .refused(ErrorCode::IsianSalah)
        .of_field("cara");
    budi.posts(AksiId::mint(), &path, &asks("datang_tanpa_hp", ""))
        .await
        .ok();
    siti.sees(&id).await.refused(ErrorCode::TidakDitemukan);
    // Where a number is known, coming without it is not enough.
    let with_number = siti
        .has_sent(|aduan| aduan.lokasi.wilayah = WilayahKode::parse(DESA))
        .await;
    let path = format!("/api/aduan/{}/kunci-baru", with_number.id);
    budi.posts(AksiId::mint(), &path, &asks("datang_tanpa_hp", ""))
        .await
        .refused(ErrorCode::IsianSalah)
        .of_field("cara");
}
