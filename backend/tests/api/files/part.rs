//! The parts of a photo: in order, whole, one at a time, resumed at the byte.

use std::time::{Duration, Instant};

use bytes::Bytes;
use futures_util::stream::{self, StreamExt};
use reqwest::{Body, StatusCode};
use shared::error::ErrorCode;
use shared::id::UploadId;
use tokio::sync::oneshot;

use crate::support::photo::{JPEG, jpeg_of, listed, sha256};
use crate::support::{Reply, TestApp, tus};

/// Polls until the server says so.
async fn until<F: Future<Output = bool>>(what: &str, mut check: impl FnMut() -> F) {
    let deadline = Instant::now() + Duration::from_secs(20);
    while !check().await {
        assert!(Instant::now() < deadline, "still not: {what}");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

#[actix_web::test]
async fn a_photo_sent_in_parts_arrives_whole() {
    let app = TestApp::start().await;
    let siti = app.pelapor();
    let photo = jpeg_of(100_000, b'.');
    let aduan = siti.has_sent(|aduan| aduan.foto = vec![listed(&photo)]).await;
    let upload = siti.begins(aduan.id, &photo).await;
    let mut offset = 0;
    for part in photo.chunks(30_000) {
        let request = upload
            .part(offset, part.to_vec())
            .header("Upload-Checksum", tus::checksum(part));
        offset += part.len() as u64;
        Reply::of(request).await.stands_at(offset);
    }
    assert_eq!(app.count("aduan_foto WHERE diterima_pada IS NOT NULL"), 1);
    let seen = siti.sees(aduan.id).await.ok().json();
    assert_eq!(seen["foto"][0]["diterima"], true);
    assert_eq!(
        siti.fetches(aduan.id, &sha256(&photo))
            .await
            .bytes()
            .await
            .unwrap(),
        photo
    );
    assert_eq!(
        std::fs::read_dir(app.config.data.join("unggahan"))
            .unwrap()
            .count(),
        0
    );
}

#[actix_web::test]
async fn the_offset_is_told_and_never_kept_by_a_cache() {
    let app = TestApp::start().await;
    let siti = app.pelapor();
    let aduan = siti.has_sent(|aduan| aduan.foto = vec![listed(JPEG)]).await;
    let upload = siti.begins(aduan.id, JPEG).await;
    upload.sends(0, &JPEG[..17]).await.stands_at(17);
    let head = upload.head().await.ok();
    assert_eq!(tus::offset(&head), 17);
    assert_eq!(
        head.header("upload-length"),
        Some(JPEG.len().to_string().as_str())
    );
    assert_eq!(head.header("cache-control"), Some("no-store"));
    assert!(head.header("upload-expires").unwrap().ends_with(" GMT"));
}

#[actix_web::test]
async fn a_part_at_another_offset_is_refused_and_changes_nothing() {
    let app = TestApp::start().await;
    let siti = app.pelapor();
    let aduan = siti.has_sent(|aduan| aduan.foto = vec![listed(JPEG)]).await;
    let upload = siti.begins(aduan.id, JPEG).await;
    upload.sends(0, &JPEG[..100]).await.stands_at(100);
    for offset in [0, 99, 101, u64::MAX] {
        upload
            .sends(offset, &JPEG[100..200])
            .await
            .refused(ErrorCode::OffsetBeda);
    }
    assert_eq!(upload.offset().await, 100);
    upload.sends(100, &JPEG[100..]).await.stands_at(JPEG.len() as u64);
}

#[actix_web::test]
async fn a_part_whose_checksum_differs_does_not_count() {
    let app = TestApp::start().await;
    let siti = app.pelapor();
    let aduan = siti.has_sent(|aduan| aduan.foto = vec![listed(JPEG)]).await;
    let upload = siti.begins(aduan.id, JPEG).await;
    let request = upload
        .part(0, &JPEG[..100])
        .header("Upload-Checksum", tus::checksum(b"other"));
    Reply::of(request).await.refused(ErrorCode::ChecksumBeda);
    assert_eq!(upload.offset().await, 0);
    for checksum in ["md5 AAAA", "sha256", "sha1 AAAA"] {
        let request = upload.part(0, &JPEG[..100]).header("Upload-Checksum", checksum);
        Reply::of(request)
            .await
            .refused(ErrorCode::HeaderSalah)
            .of_field("Upload-Checksum");
    }
    upload.sends(0, JPEG).await.stands_at(JPEG.len() as u64);
}

#[actix_web::test]
async fn a_part_of_another_type_or_without_an_offset_is_refused() {
    let app = TestApp::start().await;
    let siti = app.pelapor();
    let aduan = siti.has_sent(|aduan| aduan.foto = vec![listed(JPEG)]).await;
    let upload = siti.begins(aduan.id, JPEG).await;
    let patch = || siti.tus(reqwest::Method::PATCH, &upload.path).body(JPEG);
    let request = patch()
        .header("Content-Type", "image/jpeg")
        .header("Upload-Offset", 0);
    Reply::of(request).await.refused(ErrorCode::TipeSalah);
    let request = patch().header("Content-Type", tus::PART);
    Reply::of(request)
        .await
        .refused(ErrorCode::HeaderSalah)
        .of_field("Upload-Offset");
    assert_eq!(upload.offset().await, 0);
}

#[actix_web::test]
async fn more_bytes_than_announced_are_refused() {
    let app = TestApp::start().await;
    let siti = app.pelapor();
    let aduan = siti.has_sent(|aduan| aduan.foto = vec![listed(JPEG)]).await;
    let upload = siti.begins(aduan.id, JPEG).await;
    upload
        .sends(0, &[JPEG, b"more"].concat())
        .await
        .refused(ErrorCode::TerlaluBesar);
    // The same without a Content-Length, so that only the bytes themselves tell.
    let chunks = stream::iter([
        Ok::<_, std::io::Error>(Bytes::from_static(JPEG)),
        Ok("more".into()),
    ]);
    let request = upload.part(0, Body::wrap_stream(chunks));
    Reply::of(request).await.refused(ErrorCode::TerlaluBesar);
    upload
        .sends(0, &vec![0; 20_000_000])
        .await
        .refused(ErrorCode::TerlaluBesar);
    assert_eq!(upload.offset().await, 0);
}

#[actix_web::test]
async fn a_method_that_a_proxy_would_not_let_through_may_stand_in_a_header() {
    let app = TestApp::start().await;
    let siti = app.pelapor();
    let aduan = siti.has_sent(|aduan| aduan.foto = vec![listed(JPEG)]).await;
    let upload = siti.begins(aduan.id, JPEG).await;
    let post = |method: &str| {
        siti.tus(reqwest::Method::POST, &upload.path)
            .header("X-HTTP-Method-Override", method)
    };
    let part = post("PATCH")
        .header("Content-Type", tus::PART)
        .header("Upload-Offset", 0);
    Reply::of(part.body(&JPEG[..40])).await.stands_at(40);
    assert_eq!(Reply::of(post("DELETE")).await.status, StatusCode::NO_CONTENT);
    Reply::of(post("BREW")).await.refused(ErrorCode::TidakDilayani);
}

#[actix_web::test]
async fn two_parts_at_once_do_not_mix() {
    let app = TestApp::start().await;
    let siti = app.pelapor();
    let aduan = siti.has_sent(|aduan| aduan.foto = vec![listed(JPEG)]).await;
    let upload = siti.begins(aduan.id, JPEG).await;
    let (finish, finished) = oneshot::channel::<()>();
    let slow =
        stream::iter([Ok::<_, std::io::Error>(Bytes::from_static(&JPEG[..50]))]).chain(stream::once(async {
            finished.await.unwrap();
            Ok(Bytes::from_static(&JPEG[50..]))
        }));
    let first = upload.part(0, Body::wrap_stream(slow));
    let first = tokio::spawn(Reply::of(first));
    let path = app.config.data.join("unggahan").join(upload.id());
    until("the first part is being written", || async {
        std::fs::metadata(&path).is_ok()
    })
    .await;
    until("the second is refused", || async {
        let second = upload.sends(0, JPEG).await;
        second.status == StatusCode::LOCKED && second.json()["code"] == "sedang_dipakai"
    })
    .await;
    upload.ends().await.refused(ErrorCode::SedangDipakai);
    finish.send(()).unwrap();
    first.await.unwrap().stands_at(JPEG.len() as u64);
    assert_eq!(
        siti.fetches(aduan.id, &sha256(JPEG)).await.bytes().await.unwrap(),
        JPEG
    );
}

#[actix_web::test]
async fn senders_that_fall_silent_hold_no_connection_to_the_database() {
    let app = TestApp::start().await;
    let siti = app.pelapor();
    let photos: Vec<Vec<u8>> = (0..10).map(|seed| jpeg_of(50_000, seed)).collect();
    let mut silent = Vec::new();
    for photos in photos.chunks(5) {
        let aduan = siti
            .has_sent(|aduan| aduan.foto = photos.iter().map(|photo| listed(photo)).collect())
            .await;
        for photo in photos {
            let upload = siti.begins(aduan.id, photo).await;
            let first = Ok::<_, std::io::Error>(Bytes::copy_from_slice(&photo[..100]));
            let body = stream::iter([first]).chain(stream::pending());
            silent.push(tokio::spawn(Reply::of(upload.part(0, Body::wrap_stream(body)))));
        }
    }
    let folder = app.config.data.join("unggahan");
    until("all ten are being received", || async {
        let files = std::fs::read_dir(&folder).unwrap();
        files
            .filter(|file| file.as_ref().unwrap().metadata().unwrap().len() == 100)
            .count()
            == 10
    })
    .await;
    let (open, idle) = app.db.pool_state();
    assert!(open <= 4, "the test wants fewer connections than senders");
    assert_eq!(idle, open);
    app.get("/api/health").await.ok();
    siti.has_sent(|_| {}).await;
    silent.iter().for_each(tokio::task::JoinHandle::abort);
}

#[actix_web::test]
async fn an_ended_upload_is_gone_and_may_begin_anew() {
    let app = TestApp::start().await;
    let siti = app.pelapor();
    let aduan = siti.has_sent(|aduan| aduan.foto = vec![listed(JPEG)]).await;
    let upload = siti.begins(aduan.id, JPEG).await;
    upload.sends(0, &JPEG[..100]).await.stands_at(100);
    assert_eq!(upload.ends().await.status, StatusCode::NO_CONTENT);
    upload.ends().await.refused(ErrorCode::TidakDitemukan);
    assert_eq!(upload.head().await.status, StatusCode::NOT_FOUND);
    assert_eq!(
        std::fs::read_dir(app.config.data.join("unggahan"))
            .unwrap()
            .count(),
        0
    );
    siti.uploads(aduan.id, JPEG).await.stands_at(JPEG.len() as u64);
}

#[actix_web::test]
async fn a_foreign_or_unknown_upload_reads_alike() {
    let app = TestApp::start().await;
    let (siti, budi) = (app.pelapor(), app.pelapor());
    let aduan = siti.has_sent(|aduan| aduan.foto = vec![listed(JPEG)]).await;
    let upload = siti.begins(aduan.id, JPEG).await;
    let unknown = format!("/api/files/{}", UploadId::mint());
    let (mut foreign, mut nothing) = (Vec::new(), Vec::new());
    for path in [
        &upload.path,
        &unknown,
        &"/api/files/..%2F..%2Fportal.db".to_owned(),
    ] {
        let reply = Reply::of(budi.tus(reqwest::Method::DELETE, path))
            .await
            .refused(ErrorCode::TidakDitemukan);
        foreign.push(reply.json()["detail"].to_string());
        nothing.push(reply.status);
    }
    foreign.dedup();
    nothing.dedup();
    assert_eq!((foreign.len(), nothing.len()), (1, 1));
    assert_eq!(app.count("unggahan"), 1);
}
