//! The figures: they count, and they name nobody.

use std::net::SocketAddr;

use actix_web::web::Data;

use crate::support::TestApp;
use crate::support::photo::{JPEG, PNG, listed, sha256};

#[actix_web::test]
async fn the_figures_count_routes_and_statuses_and_name_nobody() {
    let app = TestApp::start().await;
    let siti = app.pelapor();
    let aduan = siti
        .has_sent(|aduan| aduan.foto = vec![listed(JPEG), listed(PNG)])
        .await;
    siti.sees(aduan.id).await.ok();
    siti.sees(aduan.id).await.ok();
    app.pelapor().sees(aduan.id).await;
    app.get("/nowhere/at-all").await;
    siti.uploads(aduan.id, JPEG).await.stands_at(JPEG.len() as u64);
    siti.begins(aduan.id, PNG)
        .await
        .sends(0, &PNG[..9])
        .await
        .stands_at(9);

    let listen = SocketAddr::from(([127, 0, 0, 1], 0));
    let db = Data::new(app.db.clone());
    let (server, address) = backend::metrics::bind(listen, app.metrics.clone(), db).unwrap();
    let handle = server.handle();
    actix_web::rt::spawn(server);
    let reply = app
        .http
        .get(format!("http://{address}/metrics"))
        .send()
        .await
        .unwrap();
    assert!(
        reply.headers()["content-type"]
            .to_str()
            .unwrap()
            .starts_with("text/plain; version=0.0.4")
    );
    let text = reply.text().await.unwrap();
    for line in [
        r#"portal_http_requests_total{method="GET",route="/api/aduan/{id}",status="200"} 2"#,
        r#"portal_http_requests_total{method="GET",route="/api/aduan/{id}",status="404"} 1"#,
        r#"portal_http_requests_total{method="GET",route="other",status="404"} 1"#,
        r#"portal_http_requests_total{method="PATCH",route="/api/files/{id}",status="204"} 2"#,
        r#"portal_http_request_seconds_count{method="POST",route="/api/aduan"} 1"#,
        r#"portal_aduan{status="diterima"} 1"#,
        r#"portal_aduan{status="selesai"} 0"#,
        r#"portal_uploads{state="bytes"} 1"#,
        r#"portal_uploads{state="expiry"} 1"#,
        r#"portal_database_connections{state="idle"}"#,
    ] {
        assert!(text.contains(line), "{line} is not in\n{text}");
    }
    for name in [
        aduan.id.to_string(),
        aduan.kode.to_string(),
        sha256(JPEG),
        "127.0.0.1".to_owned(),
    ] {
        assert!(!text.contains(&name), "{name} is in\n{text}");
    }
    handle.stop(false).await;
}

#[actix_web::test]
async fn the_portal_itself_does_not_show_the_figures() {
    let app = TestApp::start().await;
    assert_eq!(app.get("/metrics").await.status, 404);
}
