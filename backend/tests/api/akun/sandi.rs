//! The first password, the one-time one, and one's own change of it.

use reqwest::Method;
use serde_json::json;
use shared::error::ErrorCode;

use super::{admin, first_password, known, with_token};
use crate::support::{PASSWORD, Petugas, TestApp, try_login};

#[actix_web::test]
async fn a_link_gives_a_password_once() {
    let app = TestApp::start().await;
    let ani = admin(&app).await;
    let (_, once) = ani.opens("siti").await;
    for bad in ["pendek", "12345678", "password"] {
        let refused = first_password(&app, &once, bad).await;
        refused.refused(ErrorCode::IsianSalah).of_field("sandi");
    }
    let done = first_password(&app, &once, "kuda batu hujan").await.ok();
    assert_eq!(done.json()["nama_pengguna"], "siti");
    first_password(&app, &once, "hujan batu kuda")
        .await
        .refused(ErrorCode::TidakDitemukan);
    try_login(&app, "siti", "kuda batu hujan").await.ok();
}

#[actix_web::test]
async fn a_link_is_good_for_three_days() {
    let app = TestApp::start().await;
    let ani = admin(&app).await;
    let (_, once) = ani.opens("siti").await;
    assert_eq!(
        app.execute("UPDATE sekali_pakai SET kedaluwarsa = dibuat_pada"),
        1
    );
    first_password(&app, &once, PASSWORD)
        .await
        .refused(ErrorCode::TidakDitemukan);
    try_login(&app, "siti", &once)
        .await
        .refused(ErrorCode::SandiSalah);
}

#[actix_web::test]
async fn who_comes_in_by_a_slip_does_nothing_before_he_has_a_password_of_his_own() {
    let app = TestApp::start().await;
    let ani = admin(&app).await;
    let (_, once) = ani.opens("siti").await;
    let typed = once.to_uppercase().chars().collect::<Vec<_>>();
    let typed = typed
        .chunks(4)
        .map(|four| four.iter().collect::<String>())
        .collect::<Vec<_>>()
        .join("-");
    let login = try_login(&app, "siti", &typed).await.ok();
    assert_eq!(login.json()["akun"]["wajib"], "ganti_sandi");
    for path in ["/api/aduan", "/api/skpd"] {
        with_token(&app, &login, Method::GET, path, None)
            .await
            .refused(ErrorCode::WajibDulu);
    }
    with_token(
        &app,
        &login,
        Method::GET,
        "/api/aduan/0193e3a1-7c3e-7f6b-8a31-0a4f5c7d9e21",
        None,
    )
    .await
    .refused(ErrorCode::WajibDulu);
    with_token(&app, &login, Method::POST, "/api/akun/saya/totp", None)
        .await
        .refused(ErrorCode::WajibDulu);
    // Used up: the slip that lies about lets nobody else in.
    try_login(&app, "siti", &typed)
        .await
        .refused(ErrorCode::SandiSalah);
    let own = json!({"sandi": "kuda batu hujan"});
    let changed = with_token(&app, &login, Method::POST, "/api/akun/saya/sandi", Some(own)).await;
    assert_eq!(changed.status, 204);
    with_token(&app, &login, Method::GET, "/api/aduan", None)
        .await
        .ok();
    let next = try_login(&app, "siti", "kuda batu hujan").await.ok();
    assert_eq!(next.json()["akun"].get("wajib"), None);
}

#[actix_web::test]
async fn a_change_asks_for_the_old_password_and_ends_the_other_sessions() {
    let app = TestApp::start().await;
    let ani = admin(&app).await;
    known(&app, &ani, "siti").await;
    let (here, there) = (
        Petugas::login(&app, "siti").await,
        Petugas::login(&app, "siti").await,
    );
    let change = async |lama: Option<&str>, sandi: &str| {
        let body = json!({"lama": lama, "sandi": sandi});
        crate::support::Reply::of(here.request(Method::POST, "/api/akun/saya/sandi").json(&body)).await
    };
    for (lama, sandi, field) in [
        (None, "kuda batu hujan", "lama"),
        (Some("bukan ini"), "kuda batu hujan", "lama"),
        (Some(PASSWORD), "pendek", "sandi"),
        (Some(PASSWORD), "password123", "sandi"),
    ] {
        let refused = change(lama, sandi).await.refused(ErrorCode::IsianSalah).json();
        assert_eq!(refused["fields"][0]["field"], field);
    }
    assert_eq!(change(Some(PASSWORD), "kuda batu hujan").await.status, 204);
    here.get("/api/akun/saya").await.ok();
    there.get("/api/akun/saya").await.refused(ErrorCode::PerluMasuk);
    try_login(&app, "siti", "kuda batu hujan").await.ok();
}
