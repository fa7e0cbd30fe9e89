//! Rights: what a role may do where, on routes and in what it is shown.

mod bahan;
mod jalan;
mod semua;

use shared::account::Peran;
use shared::error::ErrorCode;

use crate::support::TestApp;

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
