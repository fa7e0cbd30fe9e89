//! The second step of a login.

use reqwest::Method;
use serde_json::json;
use shared::account::Peran;
use shared::error::ErrorCode;
use totp_rs::{Builder, Secret};

use super::{admin, known, login_with, with_token};
use crate::support::{PASSWORD, Petugas, Reply, TestApp, try_login};

const START: &str = "/api/akun/saya/totp";

/// The code of the app that holds this secret, `steps` of 30 seconds from now.
fn code(rahasia: &str, steps: i64) -> String {
    let secret = Secret::try_from_base32(rahasia).unwrap();
    let totp = Builder::new().with_secret(secret).build().unwrap();
    let at = chrono::Utc::now().timestamp() + 30 * steps;
    totp.generate(u64::try_from(at).unwrap()).to_string()
}

/// Sets the second step up; the secret and the codes of recovery.
async fn set_up(petugas: &Petugas<'_>) -> (String, Vec<String>) {
    let calon = Reply::of(petugas.request(Method::POST, START)).await.ok().json();
    let rahasia = calon["rahasia"].as_str().unwrap().to_owned();
    assert!(calon["qr_svg"].as_str().unwrap().contains("<svg"));
    let confirm = petugas
        .request(Method::POST, &format!("{START}/pasang"))
        .json(&json!({"kode": code(&rahasia, -1)}));
    let done = Reply::of(confirm).await.ok().json();
    let codes = serde_json::from_value(done["pemulihan"].clone()).unwrap();
    (rahasia, codes)
}

#[actix_web::test]
async fn after_the_set_up_a_login_needs_a_code_and_no_code_is_good_twice() {
    let app = TestApp::start().await;
    let ani = admin(&app).await;
    known(&app, &ani, "siti").await;
    let siti = Petugas::login(&app, "siti").await;
    let (rahasia, codes) = set_up(&siti).await;
    assert_eq!(codes.len(), 10);
    try_login(&app, "siti", PASSWORD)
        .await
        .refused(ErrorCode::PerluKode);
    login_with(&app, "siti", "000000")
        .await
        .refused(ErrorCode::KodeMasukSalah);
    // The code that confirmed the set-up is used already.
    login_with(&app, "siti", &code(&rahasia, -1))
        .await
        .refused(ErrorCode::KodeMasukSalah);
    let good = code(&rahasia, 0);
    login_with(&app, "siti", &good).await.ok();
    login_with(&app, "siti", &good)
        .await
        .refused(ErrorCode::KodeMasukSalah);
}

#[actix_web::test]
async fn a_code_of_recovery_lets_in_once() {
    let app = TestApp::start().await;
    let ani = admin(&app).await;
    known(&app, &ani, "siti").await;
    let (_, codes) = set_up(&Petugas::login(&app, "siti").await).await;
    login_with(&app, "siti", &codes[3].to_uppercase().replace('-', " "))
        .await
        .ok();
    login_with(&app, "siti", &codes[3])
        .await
        .refused(ErrorCode::KodeMasukSalah);
    login_with(&app, "siti", &codes[4]).await.ok();
    assert_eq!(app.count("totp_pemulihan WHERE dipakai_pada IS NULL"), 8);
}

#[actix_web::test]
async fn nothing_of_it_lies_in_clear_in_the_database() {
    let app = TestApp::start().await;
    let siti = app.petugas().await;
    let (rahasia, codes) = set_up(&siti).await;
    let raw = hex::encode(Secret::try_from_base32(&rahasia).unwrap().as_bytes());
    for text in [&rahasia, &raw] {
        assert_eq!(app.count(&format!("totp WHERE rahasia LIKE '%{text}%'")), 0);
    }
    assert_eq!(
        app.count(&format!("totp_pemulihan WHERE hash = '{}'", codes[0])),
        0
    );
    assert_eq!(app.count("totp_pemulihan"), 10);
}

#[actix_web::test]
async fn a_wrong_first_code_sets_nothing_up_and_a_second_set_up_is_refused() {
    let app = TestApp::start().await;
    let siti = app.petugas().await;
    let confirm = async |kode: &str| {
        let request = siti.request(Method::POST, &format!("{START}/pasang"));
        Reply::of(request.json(&json!({"kode": kode}))).await
    };
    confirm("123456").await.refused(ErrorCode::LangkahSalah);
    Reply::of(siti.request(Method::POST, START)).await.ok();
    confirm("000000").await.refused(ErrorCode::KodeMasukSalah);
    try_login(&app, "petugas", PASSWORD).await.ok();
    set_up(&siti).await;
    Reply::of(siti.request(Method::POST, START))
        .await
        .refused(ErrorCode::SudahAda);
    try_login(&app, "petugas", PASSWORD)
        .await
        .refused(ErrorCode::PerluKode);
}

#[actix_web::test]
async fn its_owner_takes_it_away_with_his_password_and_an_admin_for_who_lost_his_phone() {
    let app = TestApp::start().await;
    let ani = admin(&app).await;
    let id = known(&app, &ani, "siti").await;
    let siti = Petugas::login(&app, "siti").await;
    set_up(&siti).await;
    let take_away = async |sandi: &str| {
        let request = siti.request(Method::POST, &format!("{START}/lepas"));
        Reply::of(request.json(&json!({"sandi": sandi}))).await
    };
    take_away("salah")
        .await
        .refused(ErrorCode::IsianSalah)
        .of_field("sandi");
    assert_eq!(take_away(PASSWORD).await.status, 204);
    try_login(&app, "siti", PASSWORD).await.ok();
    set_up(&siti).await;
    ani.urus(&format!("/api/akun/{id}/lepas-totp"), json!({}))
        .await
        .ok();
    siti.get("/api/akun/saya").await.refused(ErrorCode::PerluMasuk);
    try_login(&app, "siti", PASSWORD).await.ok();
    assert_eq!(app.count("totp_pemulihan"), 0);
    assert_eq!(
        app.count(&format!("riwayat WHERE catatan_id = '{id}' AND kolom = 'totp'")),
        4
    );
}

#[actix_web::test]
async fn a_role_that_must_have_it_does_nothing_else_before() {
    let app = TestApp::start_with(|config| config.totp_wajib = vec![Peran::VerifikatorSkpd]).await;
    let login = try_login(&app, "petugas", PASSWORD).await.ok();
    assert_eq!(login.json()["akun"]["wajib"], "pasang_totp");
    with_token(&app, &login, Method::GET, "/api/aduan", None)
        .await
        .refused(ErrorCode::WajibDulu);
    with_token(&app, &login, Method::GET, "/api/akun/saya", None)
        .await
        .ok();
    set_up(&app.petugas().await).await;
    with_token(&app, &login, Method::GET, "/api/aduan", None)
        .await
        .ok();
    let ani = admin(&app).await;
    ani.get("/api/akun").await.ok();
}
