//! A photo is shown to those alone whose it is, and as nothing but a picture.

use reqwest::{Method, StatusCode};

use crate::support::photo::{JPEG, PNG, listed, sha256};
use crate::support::{Reply, TestApp};

#[actix_web::test]
async fn a_photo_is_served_as_a_picture_that_no_browser_takes_for_more() {
    let app = TestApp::start().await;
    let siti = app.pelapor();
    let aduan = siti
        .has_sent(|aduan| aduan.foto = vec![listed(PNG), listed(JPEG)])
        .await;
    siti.uploads(aduan.id, JPEG).await.stands_at(JPEG.len() as u64);
    for name in [aduan.id.to_string(), aduan.kode.to_string()] {
        let fetched = siti.fetches(name, &sha256(JPEG)).await;
        assert_eq!(fetched.status(), StatusCode::OK);
        let disposition = format!("inline; filename=\"{}_2.jpg\"", aduan.kode);
        let etag = format!("\"{}\"", sha256(JPEG));
        for (name, value) in [
            ("content-type", "image/jpeg"),
            ("content-length", JPEG.len().to_string().as_str()),
            ("content-disposition", &disposition),
            ("x-content-type-options", "nosniff"),
            (
                "content-security-policy",
                "default-src 'none'; sandbox; frame-ancestors 'none'",
            ),
            ("cache-control", "no-store"),
            ("cross-origin-resource-policy", "same-origin"),
            ("etag", &etag),
        ] {
            assert_eq!(fetched.headers()[name], value, "{name}");
        }
        assert!(!fetched.headers().contains_key("content-encoding"));
        assert_eq!(fetched.bytes().await.unwrap(), JPEG);
    }
}

#[actix_web::test]
async fn a_photo_that_the_browser_holds_is_not_sent_again() {
    let app = TestApp::start().await;
    let siti = app.pelapor();
    let aduan = siti.has_sent(|aduan| aduan.foto = vec![listed(JPEG)]).await;
    siti.uploads(aduan.id, JPEG).await.stands_at(JPEG.len() as u64);
    let path = format!("/api/aduan/{}/foto/{}", aduan.id, sha256(JPEG));
    let request = siti
        .with_key(Method::GET, &path)
        .header("If-None-Match", format!("\"{}\"", sha256(JPEG)));
    let reply = Reply::of(request).await;
    assert_eq!(
        (reply.status, reply.text.as_str()),
        (StatusCode::NOT_MODIFIED, "")
    );
}

#[actix_web::test]
async fn nobody_else_learns_whether_a_photo_is_there() {
    let app = TestApp::start().await;
    let (siti, budi) = (app.pelapor(), app.pelapor());
    let aduan = siti
        .has_sent(|aduan| aduan.foto = vec![listed(JPEG), listed(PNG)])
        .await;
    siti.uploads(aduan.id, JPEG).await.stands_at(JPEG.len() as u64);
    let (here, missing, none) = (sha256(JPEG), sha256(PNG), sha256(b"none"));
    for (who, hash) in [
        (&budi, here.as_str()),
        (&budi, &missing),
        (&budi, &none),
        (&siti, &missing),
        (&siti, &none),
        (&siti, "not-a-hash"),
    ] {
        assert_eq!(
            who.fetches(aduan.id, hash).await.status(),
            StatusCode::NOT_FOUND,
            "{hash}"
        );
    }
    let path = format!("/api/aduan/{}/foto/{here}", aduan.id);
    assert_eq!(app.get(&path).await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(app.petugas().await.get(&path).await.status, StatusCode::OK);
    app.execute(&format!(
        "UPDATE aduan SET wilayah_kode = '63.11.01.2001' WHERE id = '{}'",
        aduan.id
    ));
    let elsewhere = app.petugas_lampihong().await;
    assert_eq!(elsewhere.get(&path).await.status, StatusCode::NOT_FOUND);
}
