//! Map tiles from a file of the portal's own.

use std::path::{Path, PathBuf};

use backend::config::Tiles;
use backend::tiles::TileFile;
use diesel::connection::SimpleConnection;
use diesel::sql_types::Binary;
use diesel::sqlite::SqliteConnection;
use diesel::{Connection, RunQueryDsl, sql_query};
use reqwest::StatusCode;

use crate::support::TestApp;
use crate::support::photo::{JPEG, PNG};

/// Zoom 1 to 3; one tile in the north-west of zoom 1, one in its south-east, a page where a picture should be.
fn tile_file(folder: &Path, format: &str) -> PathBuf {
    let path = folder.join("peta.mbtiles");
    let mut conn = SqliteConnection::establish(path.to_str().unwrap()).unwrap();
    conn.batch_execute(&format!(
        "CREATE TABLE metadata (name text, value text);
         INSERT INTO metadata VALUES ('format', '{format}');
         CREATE TABLE tiles (zoom_level integer, tile_column integer, tile_row integer, tile_data blob);"
    ))
    .unwrap();
    for (z, x, row, bytes) in [
        (1, 0, 1, PNG),
        (1, 1, 0, JPEG),
        (3, 0, 0, &b"<script>alert(1)</script>"[..]),
    ] {
        sql_query(format!("INSERT INTO tiles VALUES ({z}, {x}, {row}, ?)"))
            .bind::<Binary, _>(bytes)
            .execute(&mut conn)
            .unwrap();
    }
    path
}

#[actix_web::test]
async fn a_tile_is_found_by_the_place_that_browsers_count_from_the_north() {
    let folder = tempfile::tempdir().unwrap();
    let path = tile_file(folder.path(), "png");
    let app = TestApp::start_with(|config| config.tiles = Tiles::File(path)).await;
    for (place, media_type, bytes) in [("1/0/0", "image/png", PNG), ("1/1/1", "image/jpeg", JPEG)] {
        let tile = app
            .http
            .get(app.url(&format!("/tiles/{place}")))
            .send()
            .await
            .unwrap();
        assert_eq!(tile.headers()["content-type"], media_type);
        assert_eq!(tile.headers()["x-content-type-options"], "nosniff");
        assert!(
            tile.headers()["cache-control"]
                .to_str()
                .unwrap()
                .starts_with("public, max-age=")
        );
        let etag = tile.headers()["etag"].clone();
        assert_eq!(tile.bytes().await.unwrap(), bytes);
        let again = app
            .http
            .get(app.url(&format!("/tiles/{place}")))
            .header("If-None-Match", etag);
        assert_eq!(again.send().await.unwrap().status(), StatusCode::NOT_MODIFIED);
    }
}

#[actix_web::test]
async fn holes_are_empty_and_places_off_the_map_are_not_there() {
    let folder = tempfile::tempdir().unwrap();
    let path = tile_file(folder.path(), "png");
    let app = TestApp::start_with(|config| config.tiles = Tiles::File(path)).await;
    for (place, status) in [
        ("1/1/0", StatusCode::NO_CONTENT),
        // What is no picture is not served at all.
        ("3/0/7", StatusCode::NO_CONTENT),
        ("0/0/0", StatusCode::NOT_FOUND),
        ("1/2/0", StatusCode::NOT_FOUND),
        ("1/0/2", StatusCode::NOT_FOUND),
        ("4/0/0", StatusCode::NOT_FOUND),
        ("255/0/0", StatusCode::NOT_FOUND),
        ("256/0/0", StatusCode::NOT_FOUND),
        ("1/-1/0", StatusCode::NOT_FOUND),
        ("1/4294967296/0", StatusCode::NOT_FOUND),
        ("a/b/c", StatusCode::NOT_FOUND),
    ] {
        assert_eq!(
            app.get(&format!("/tiles/{place}")).await.status,
            status,
            "{place}"
        );
    }
    let peta = app.get("/api/portal").await.ok().json()["peta"].clone();
    assert_eq!(
        (&peta["ubin"], &peta["zoom_maks"]),
        (&"/tiles/{z}/{x}/{y}".into(), &3.into())
    );
}

#[actix_web::test]
async fn without_a_file_there_are_no_tiles() {
    let app = TestApp::start().await;
    assert_eq!(app.get("/tiles/1/0/0").await.status, StatusCode::NOT_FOUND);
}

#[test]
fn a_file_that_cannot_be_a_map_is_refused_with_the_reason() {
    let folder = tempfile::tempdir().unwrap();
    let other = folder.path().join("other.mbtiles");
    std::fs::write(&other, "no database".repeat(100)).unwrap();
    let vector = tile_file(folder.path(), "pbf");
    for (path, reason) in [
        (&folder.path().join("none.mbtiles"), "tidak dapat dibuka"),
        (&other, "bukan MBTiles"),
        (&vector, "pbf"),
    ] {
        let refusal = TileFile::open(path).err().map(|error| format!("{error:#}"));
        assert!(
            refusal.as_ref().is_some_and(|text| text.contains(reason)),
            "{refusal:?}"
        );
    }
    assert!(!folder.path().join("none.mbtiles").exists());
}
