//! What every answer bears, and how the web app's own files are served.

use reqwest::Method;
use shared::error::ErrorCode;
use shared::id::AksiId;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::support::{Reply, TestApp, site};

#[actix_web::test]
async fn every_answer_tells_the_browser_what_it_may_do() {
    let app = TestApp::start().await;
    for path in ["/api/health", "/api/nowhere", "/", "/cek"] {
        let reply = app.get(path).await;
        assert_eq!(reply.header("x-content-type-options"), Some("nosniff"), "{path}");
        assert!(
            reply
                .header("content-security-policy")
                .unwrap()
                .contains("frame-ancestors 'none'"),
            "{path}"
        );
        assert!(
            reply.header("referrer-policy").is_some() && reply.header("permissions-policy").is_some(),
            "{path}"
        );
        assert_eq!(reply.header("strict-transport-security"), None, "{path}");
    }
    let policy = app.get("/api/health").await;
    let policy = policy.header("content-security-policy").unwrap();
    for part in [
        "script-src 'self' 'wasm-unsafe-eval'",
        "https://tile.openstreetmap.org",
        "worker-src 'self'",
        "style-src 'self'",
    ] {
        assert!(policy.contains(part), "{part} in {policy}");
    }
    assert!(!policy.contains("unsafe-inline"));
}

#[actix_web::test]
async fn hsts_is_told_behind_tls_and_only_when_a_trusted_proxy_says_so() {
    let trusting = TestApp::start_with(|config| config.trusted_proxies = "127.0.0.1".parse().unwrap()).await;
    let wary = TestApp::start().await;
    for (app, told) in [(&trusting, true), (&wary, false)] {
        let reply = Reply::of(
            app.http
                .get(app.url("/api/health"))
                .header("X-Forwarded-Proto", "https"),
        )
        .await;
        assert_eq!(reply.header("strict-transport-security").is_some(), told);
    }
}

#[actix_web::test]
async fn what_is_not_served_is_told_as_a_problem() {
    let app = TestApp::start().await;
    app.get("/api/nowhere").await.refused(ErrorCode::TidakDitemukan);
    let reply = Reply::of(app.http.delete(app.url("/api/health")))
        .await
        .refused(ErrorCode::TidakDilayani);
    assert_eq!(reply.header("allow"), Some("GET, HEAD"));
}

#[actix_web::test]
async fn health_gives_the_nonce_back_and_answers_a_head() {
    let app = TestApp::start().await;
    let reply = app.get("/api/health?nonce=abc123").await.ok();
    assert_eq!(
        (&reply.json()["status"], &reply.json()["nonce"]),
        (&"ok".into(), &"abc123".into())
    );
    assert_eq!(reply.header("cache-control"), Some("no-store"));
    Reply::of(app.http.request(Method::HEAD, app.url("/api/health")))
        .await
        .ok();
}

#[actix_web::test]
async fn a_page_of_the_app_is_the_app_and_a_missing_file_is_missing() {
    let folder = tempfile::tempdir().unwrap();
    site(folder.path());
    let app = TestApp::start_with(|config| config.site = Some(folder.path().to_owned())).await;
    for page in [
        "/",
        "/aduan/baru",
        "/lacak/ADU-7K3MX-Q2X4J-T8VC7",
        "/petugas/aduan",
    ] {
        let reply = app.get(page).await.ok();
        assert!(reply.text.contains("<title>app</title>"), "{page}");
        assert_eq!(reply.header("cache-control"), Some("no-cache"), "{page}");
    }
    for missing in [
        "/gone-0f3a9c2b7d.js",
        "/tiles/1/2/3",
        "/../Cargo.toml",
        "/app.css",
    ] {
        assert_eq!(app.get(missing).await.status, 404, "{missing}");
    }
    assert_eq!(
        app.get("/sw.js").await.ok().header("cache-control"),
        Some("no-cache")
    );
}

#[actix_web::test]
async fn a_hashed_file_is_kept_for_ever_and_sent_in_its_smallest_form() {
    let folder = tempfile::tempdir().unwrap();
    site(folder.path());
    let app = TestApp::start_with(|config| config.site = Some(folder.path().to_owned())).await;
    let get = |encodings: &'static str| {
        Reply::of(
            app.http
                .get(app.url("/app-0f3a9c2b7d.js"))
                .header("Accept-Encoding", encodings),
        )
    };
    for (encodings, body, encoding) in [
        ("br, gzip", "as brotli", Some("br")),
        ("gzip, deflate", "as gzip", Some("gzip")),
        ("br;q=0, gzip", "as gzip", Some("gzip")),
        ("identity", "plain", None),
    ] {
        let reply = get(encodings).await.ok();
        assert_eq!(reply.text, body, "{encodings}");
        assert_eq!(
            reply
                .header("content-encoding")
                .filter(|name| *name != "identity"),
            encoding,
            "{encodings}"
        );
        assert_eq!(
            reply.header("content-type"),
            Some("text/javascript; charset=utf-8")
        );
        assert!(reply.header("cache-control").unwrap().contains("immutable"));
        assert!(
            reply
                .header("vary")
                .unwrap()
                .to_lowercase()
                .contains("accept-encoding")
        );
    }
    let tag = get("br").await.header("etag").unwrap().to_owned();
    let request = app
        .http
        .get(app.url("/app-0f3a9c2b7d.js"))
        .header("Accept-Encoding", "br")
        .header("If-None-Match", tag);
    assert_eq!(Reply::of(request).await.status, 304);
}

#[actix_web::test]
async fn a_body_that_breaks_off_is_to_be_sent_again_and_not_to_be_mended() {
    let app = TestApp::start().await;
    let mut link = TcpStream::connect(app.address).await.unwrap();
    let head = format!(
        "POST /api/aduan HTTP/1.1\r\nHost: portal\r\nIdempotency-Key: {}\r\n\
         Content-Type: application/json\r\nContent-Length: 900\r\n\r\n",
        AksiId::mint()
    );
    link.write_all(head.as_bytes()).await.unwrap();
    link.write_all(b"{\"id\": ").await.unwrap();
    link.shutdown().await.unwrap();
    let mut answer = String::new();
    link.read_to_string(&mut answer).await.unwrap();
    assert!(
        answer.starts_with("HTTP/1.1 503") && answer.contains("retry-after: "),
        "{answer}"
    );
    assert!(answer.contains("belum_siap"), "{answer}");
    assert_eq!(app.count("aduan"), 0);
}
