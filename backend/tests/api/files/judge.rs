//! Only a whole photo of a kind that we serve is kept; of anything else nothing stays, and a new try may begin.

use shared::error::ErrorCode;
use shared::file::BYTES_MAX;

use crate::support::photo::{JPEG, PNG, WEBP, huge_png, jpeg_of, listed, sha256};
use crate::support::{Reply, TestApp};

/// Uploads bytes that the complaint lists, and expects the refusal and that nothing of them is left.
async fn is_refused(app: &TestApp, bytes: &[u8], code: ErrorCode) {
    let siti = app.pelapor();
    let aduan = siti.has_sent(|aduan| aduan.foto = vec![listed(bytes)]).await;
    siti.uploads(aduan.id, bytes).await.refused(code);
    assert_eq!(app.count("unggahan"), 0);
    assert_eq!(app.count("aduan_foto WHERE diterima_pada IS NOT NULL"), 0);
    assert_eq!(
        std::fs::read_dir(app.config.data.join("unggahan"))
            .unwrap()
            .count(),
        0
    );
    assert_eq!(files_in(&app.config.files), 0);
    assert_eq!(siti.fetches(aduan.id, &sha256(bytes)).await.status(), 404);
}

fn files_in(folder: &str) -> usize {
    let mut found = 0;
    let mut folders = vec![std::path::PathBuf::from(folder)];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path)
            } else {
                found += 1
            }
        }
    }
    found
}

#[actix_web::test]
async fn what_is_no_photo_is_refused_and_leaves_nothing() {
    let app = TestApp::start().await;
    let polyglot = [&[0xFF, 0xD8, 0xFF, 0xE0][..], b"<script>alert(1)</script>"].concat();
    for bytes in [
        &b"<!doctype html><title>foto</title><script>alert(1)</script>"[..],
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b"GIF89a\x01\x00\x01\x00\x00\x00\x00;",
        b"MZ\x90\x00",
        &polyglot,
        &JPEG[..JPEG.len() / 2],
        &PNG[..PNG.len() - 1],
        &WEBP[..WEBP.len() - 8],
        &huge_png(),
    ] {
        is_refused(&app, bytes, ErrorCode::FotoSalah).await;
    }
}

#[actix_web::test]
async fn each_kind_of_photo_is_kept_as_what_it_is_whatever_the_record_said() {
    let app = TestApp::start().await;
    let siti = app.pelapor();
    let aduan = siti
        .has_sent(|aduan| aduan.foto = [JPEG, PNG, WEBP].map(listed).to_vec())
        .await;
    for (photo, media_type) in [(JPEG, "image/jpeg"), (PNG, "image/png"), (WEBP, "image/webp")] {
        siti.uploads(aduan.id, photo).await.stands_at(photo.len() as u64);
        let fetched = siti.fetches(aduan.id, &sha256(photo)).await;
        assert_eq!(fetched.headers()["content-type"], media_type);
        assert_eq!(fetched.bytes().await.unwrap(), photo);
    }
    assert_eq!(files_in(&app.config.files), 3);
}

#[actix_web::test]
async fn other_bytes_of_the_same_length_are_refused_and_may_be_sent_again() {
    let app = TestApp::start().await;
    let siti = app.pelapor();
    let aduan = siti.has_sent(|aduan| aduan.foto = vec![listed(JPEG)]).await;
    let mut damaged = JPEG.to_vec();
    damaged[500] ^= 1;
    let upload = siti.begins(aduan.id, JPEG).await;
    upload.sends(0, &damaged).await.refused(ErrorCode::ChecksumBeda);
    assert_eq!(upload.head().await.status, 404);
    siti.uploads(aduan.id, JPEG).await.stands_at(JPEG.len() as u64);
}

#[actix_web::test]
async fn a_photo_of_just_ten_megabytes_is_taken() {
    let app = TestApp::start().await;
    let siti = app.pelapor();
    let photo = jpeg_of(usize::try_from(BYTES_MAX).unwrap(), 0);
    let aduan = siti.has_sent(|aduan| aduan.foto = vec![listed(&photo)]).await;
    siti.uploads(aduan.id, &photo).await.stands_at(BYTES_MAX);
}

#[actix_web::test]
async fn the_same_photo_of_two_records_tells_neither_of_the_other() {
    let app = TestApp::start().await;
    let (siti, budi) = (app.pelapor(), app.pelapor());
    let hers = siti.has_sent(|aduan| aduan.foto = vec![listed(JPEG)]).await;
    siti.uploads(hers.id, JPEG).await.stands_at(JPEG.len() as u64);
    let his = budi.has_sent(|aduan| aduan.foto = vec![listed(JPEG)]).await;
    assert_eq!(budi.sees(his.id).await.ok().json()["foto"][0]["diterima"], false);
    let upload = budi.begins(his.id, JPEG).await;
    assert_eq!(upload.offset().await, 0);
    upload.sends(0, JPEG).await.stands_at(JPEG.len() as u64);
    assert_eq!(files_in(&app.config.files), 2);
    let reply = Reply::of(upload.part(JPEG.len() as u64, "")).await;
    reply.stands_at(JPEG.len() as u64);
}
