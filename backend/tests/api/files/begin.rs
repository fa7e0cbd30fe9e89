//! Which uploads may begin, and what the server says of itself.

use reqwest::Method;
use reqwest::StatusCode;
use shared::error::ErrorCode;
use shared::file::BYTES_MAX;
use shared::id::AduanId;

use crate::support::photo::{JPEG, listed, sha256};
use crate::support::{Reply, TestApp, tus};

#[actix_web::test]
async fn the_server_says_what_it_speaks() {
    let app = TestApp::start().await;
    let reply = Reply::of(app.http.request(Method::OPTIONS, app.url("/api/files"))).await;
    assert_eq!(reply.status, StatusCode::NO_CONTENT);
    for (name, value) in [
        ("tus-resumable", "1.0.0"),
        ("tus-version", "1.0.0"),
        ("tus-extension", "creation,checksum,termination,expiration"),
        ("tus-checksum-algorithm", "sha1,sha256"),
        ("tus-max-size", "10485760"),
    ] {
        assert_eq!(reply.header(name), Some(value), "{name}");
    }
}

#[actix_web::test]
async fn another_version_of_the_protocol_is_refused() {
    let app = TestApp::start().await;
    let siti = app.pelapor();
    for version in [None, Some("0.2.2")] {
        let mut request = siti.with_key(Method::POST, "/api/files").body("x".repeat(1_000));
        if let Some(version) = version {
            request = request.header("Tus-Resumable", version);
        }
        let reply = Reply::of(request).await.refused(ErrorCode::ProtokolSalah);
        assert_eq!(reply.header("tus-version"), Some("1.0.0"));
    }
}

#[actix_web::test]
async fn an_upload_begins_only_for_a_photo_that_an_own_record_lists_and_lacks() {
    let app = TestApp::start().await;
    let (siti, budi) = (app.pelapor(), app.pelapor());
    let aduan = siti.has_sent(|aduan| aduan.foto = vec![listed(JPEG)]).await;
    let (hash, bytes) = (sha256(JPEG), JPEG.len() as u64);
    for (name, request) in [
        ("unknown record", siti.creation(AduanId::mint(), &hash, bytes)),
        ("photo not listed", siti.creation(aduan.id, &sha256(b"other"), 5)),
        ("foreign key", budi.creation(aduan.id, &hash, bytes)),
        ("no key", {
            let request = app
                .http
                .post(app.url("/api/files"))
                .header("Tus-Resumable", "1.0.0");
            let request = request.header("Upload-Length", bytes);
            request.header("Upload-Metadata", tus::metadata(aduan.id, &hash))
        }),
    ] {
        let reply = Reply::of(request).await;
        assert_eq!(reply.json()["code"], "tidak_berhak", "{name}: {}", reply.text);
        reply.refused(ErrorCode::TidakBerhak);
    }
    assert_eq!(app.count("unggahan"), 0);
    Reply::of(siti.creation(aduan.id, &hash, bytes)).await.created();
    assert_eq!(app.count("unggahan"), 1);
}

#[actix_web::test]
async fn an_officer_may_send_a_photo_for_a_reporter() {
    let app = TestApp::start().await;
    let aduan = app
        .pelapor()
        .has_sent(|aduan| aduan.foto = vec![listed(JPEG)])
        .await;
    let ahmad = app.petugas().await;
    let request = ahmad
        .request(Method::POST, "/api/files")
        .header("Tus-Resumable", "1.0.0");
    let request = request.header("Upload-Length", JPEG.len());
    Reply::of(request.header("Upload-Metadata", tus::metadata(aduan.id, &sha256(JPEG))))
        .await
        .created();
}

#[actix_web::test]
async fn a_creation_whose_answer_was_lost_finds_the_upload_that_it_began() {
    let app = TestApp::start().await;
    let siti = app.pelapor();
    let aduan = siti.has_sent(|aduan| aduan.foto = vec![listed(JPEG)]).await;
    let upload = siti.begins(aduan.id, JPEG).await;
    upload.sends(0, &JPEG[..100]).await.stands_at(100);
    let again = Reply::of(siti.creation(aduan.id, &sha256(JPEG), JPEG.len() as u64))
        .await
        .created();
    assert_eq!(again.header("location"), Some(upload.path.as_str()));
    assert_eq!(tus::offset(&again), 100);
    assert_eq!(app.count("unggahan"), 1);
}

#[actix_web::test]
async fn ten_creations_at_once_begin_one_upload() {
    let app = TestApp::start().await;
    let siti = app.pelapor();
    let aduan = siti.has_sent(|aduan| aduan.foto = vec![listed(JPEG)]).await;
    let ask = || Reply::of(siti.creation(aduan.id, &sha256(JPEG), JPEG.len() as u64));
    let replies = futures_util::future::join_all((0..10).map(|_| ask())).await;
    let first = replies[0].header("location").map(str::to_owned);
    for reply in replies {
        assert_eq!(reply.created().header("location").map(str::to_owned), first);
    }
    assert_eq!(app.count("unggahan"), 1);
}

#[actix_web::test]
async fn a_photo_larger_than_ten_megabytes_is_refused_before_it_is_sent() {
    let app = TestApp::start().await;
    let siti = app.pelapor();
    let aduan = siti.has_sent(|aduan| aduan.foto = vec![listed(JPEG)]).await;
    let request = siti.creation(aduan.id, &sha256(JPEG), BYTES_MAX + 1);
    Reply::of(request).await.refused(ErrorCode::TerlaluBesar);
    let request = siti.creation(aduan.id, &sha256(JPEG), JPEG.len() as u64 + 1);
    Reply::of(request)
        .await
        .refused(ErrorCode::HeaderSalah)
        .of_field("Upload-Length");
}

#[actix_web::test]
async fn headers_that_cannot_be_read_are_named() {
    let app = TestApp::start().await;
    let siti = app.pelapor();
    let aduan = siti.has_sent(|aduan| aduan.foto = vec![listed(JPEG)]).await;
    let blank = || siti.tus(Method::POST, "/api/files");
    for (field, request) in [
        ("Upload-Length", blank()),
        ("Upload-Length", blank().header("Upload-Length", "many")),
        ("Upload-Length", blank().header("Upload-Length", "-1")),
        ("Upload-Metadata", blank().header("Upload-Length", "10")),
        (
            "Upload-Metadata",
            blank()
                .header("Upload-Length", "10")
                .header("Upload-Metadata", "aduan %%%,sha256"),
        ),
        (
            "Upload-Metadata",
            blank()
                .header("Upload-Length", "10")
                .header("Upload-Metadata", tus::metadata(aduan.id, "../../portal.db")),
        ),
    ] {
        Reply::of(request)
            .await
            .refused(ErrorCode::HeaderSalah)
            .of_field(field);
    }
}
