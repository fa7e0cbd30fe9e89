//! Regions, boundaries and the calendar, as they are served and imported.

use backend::wilayah::import;
use serde_json::json;
use shared::wilayah::{Wilayah, WilayahKode};

use crate::support::{Reply, TestApp};

#[actix_web::test]
async fn a_new_portal_knows_its_regions_and_a_device_fetches_them_once() {
    let app = TestApp::start().await;
    let reply = app.get("/api/wilayah").await.ok();
    assert_eq!(reply.read::<Vec<Wilayah>>().len(), 166);
    let tag = reply.header("etag").unwrap();
    assert_eq!(
        Reply::of(app.http.get(app.url("/api/wilayah")).header("If-None-Match", tag))
            .await
            .status,
        304
    );
}

#[actix_web::test]
async fn boundaries_appear_once_they_are_imported() {
    let app = TestApp::start().await;
    assert_eq!(app.get("/api/wilayah/batas").await.status, 204);
    assert_eq!(
        app.get("/api/portal").await.ok().json()["peta"]["ada_batas"],
        false
    );
    let ring = json!([[[115.5, -2.1], [115.6, -2.1], [115.6, -2.2], [115.5, -2.1]]]);
    let file = json!({"type": "FeatureCollection", "features": [{"type": "Feature",
        "properties": {"kode": "63.11.01", "nama": "Juai", "level": "kecamatan"},
        "geometry": {"type": "Polygon", "coordinates": ring}}]});
    assert_eq!(import::batas(&app.db, &file.to_string()).unwrap(), 1);
    assert_eq!(import::batas(&app.db, &file.to_string()).unwrap(), 1);
    let shapes = app.get("/api/wilayah/batas").await.ok();
    assert_eq!(shapes.header("content-type"), Some("application/geo+json"));
    assert_eq!(shapes.json()["features"].as_array().unwrap().len(), 1);
    assert_eq!(shapes.json()["features"][0]["geometry"]["coordinates"], ring);
    assert_eq!(
        app.get("/api/portal").await.ok().json()["peta"]["ada_batas"],
        true
    );
}

#[actix_web::test]
async fn a_file_with_a_wrong_line_changes_nothing() {
    let app = TestApp::start().await;
    let refusal = import::wilayah(
        &app.db,
        "kode,level,nama,induk,lat,lng\n63.11,kabupaten,X,63,1,2\nsalah,desa,Y,63.11,1,2\n",
    );
    assert!(refusal.unwrap_err().to_string().contains("baris 3"));
    assert_eq!(app.count("wilayah"), 166);
}

#[actix_web::test]
async fn another_district_replaces_the_regions() {
    let app = TestApp::start().await;
    let file = "kode,level,nama,induk,lat,lng\n63.09,kabupaten,Kabupaten Lain,63,-1.9,115.5\n63.09.01,kecamatan,Satu,63.09,-1.9,115.5\n";
    assert_eq!(import::wilayah(&app.db, file).unwrap(), 2);
    assert_eq!(app.get("/api/wilayah").await.ok().read::<Vec<Wilayah>>().len(), 2);
}

#[actix_web::test]
async fn the_portal_of_another_district_begins_without_regions() {
    let app =
        TestApp::start_with(|config| config.district.wilayah = WilayahKode::parse("63.09").unwrap()).await;
    assert_eq!(app.get("/api/wilayah").await.ok().text, "[]");
}

#[actix_web::test]
async fn a_new_holiday_moves_the_deadlines_that_still_run() {
    let app = TestApp::start().await;
    let siti = app.pelapor();
    let id = siti.has_sent(|_| {}).await.id;
    let tenggat = async || {
        siti.sees(id).await.ok().json()["tenggat"]["hari"]
            .as_str()
            .unwrap()
            .to_owned()
    };
    let before = tenggat().await;
    let year = &before[..4];
    let file =
        format!("tanggal,jenis,nama\n{before},libur,Hari libur daerah\n{year}-01-01,libur,Tahun Baru\n");
    assert_eq!(import::libur(&app.db, &file).unwrap(), 2);
    assert!(tenggat().await > before);
}
