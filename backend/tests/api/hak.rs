//! Rights: what a role may do where, on routes and in what it is shown.

use backend::app::routes;
use backend::http::rute::Butuh;
use reqwest::Method;
use shared::account::Peran;
use shared::error::ErrorCode;

use crate::support::{Reply, TestApp};

#[actix_web::test]
async fn who_only_reads_sees_neither_the_reporter_nor_what_is_secret() {
    let app = TestApp::start().await;
    let siti = app.pelapor();
    let open = siti.has_sent(|_| {}).await;
    let secret = siti.has_sent(|aduan| aduan.rahasia = true).await;
    let kades = app.sebagai(Peran::KepalaDesa, "63.11.05.2007").await;
    let seen = kades.sees(open.id).await.ok().json();
    assert_eq!(seen["pelapor"], serde_json::Value::Null);
    assert_eq!(seen["tindakan"], serde_json::json!([]));
    kades.sees(secret.id).await.refused(ErrorCode::TidakDitemukan);
    assert_eq!(kades.lists(&[]).await.ok().json()["total"], 1);
    kades
        .does(open.id, "verifikasi", 1, None, false)
        .await
        .refused(ErrorCode::TidakBerhak);
    let neighbour = app.sebagai(Peran::KepalaDesa, "63.11.05.2001").await;
    neighbour.sees(open.id).await.refused(ErrorCode::TidakDitemukan);
    assert_eq!(neighbour.lists(&[]).await.ok().json()["total"], 0);
}

#[actix_web::test]
async fn a_route_that_needs_an_account_lets_nobody_else_in() {
    let app = TestApp::start().await;
    let id = "0193e3a1-7c3e-7f6b-8a31-0a4f5c7d9e21";
    let guarded = routes().into_iter().filter(|route| match route.butuh {
        Butuh::Hak(_) | Butuh::Akun | Butuh::Diri => true,
        Butuh::Siapa | Butuh::Kunci(_) => false,
    });
    let mut asked = 0;
    for route in guarded {
        let path = route.path.replace("{id}", id).replace("{tindakan}", "verifikasi");
        let method = Method::from_bytes(route.method.as_str().as_bytes()).unwrap();
        let reply = Reply::of(app.http.request(method, app.url(&path))).await;
        reply.refused(ErrorCode::PerluMasuk);
        asked += 1;
    }
    assert!(asked >= 3, "{asked}");
}
