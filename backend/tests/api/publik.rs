//! What anyone may see: list, map, figures, feeds and open data, and that nothing secret or personal is ever in them.

use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use shared::aduan::{AduanBaru, Kategori};
use shared::clock::wita_day;
use shared::error::ErrorCode;
use shared::place::{Posisi, SumberPosisi};
use shared::wilayah::WilayahKode;

use crate::support::TestApp;

/// Everything that is served to anyone.
const ALL: [&str; 13] = [
    "/api/publik/aduan",
    "/api/publik/peta?bbox=115,-3,116,-2&zoom=8",
    "/api/publik/peta?bbox=115.3,-2.5,115.7,-2.1&zoom=14",
    "/api/publik/angka",
    "/umpan/63.11.atom",
    "/umpan/63.11.05.atom",
    "/data/aduan.geojson",
    "/data/aduan.csv",
    "/open311/v2/requests.json",
    "/open311/v2/requests.xml",
    "/open311/v2/services.json",
    "/open311/v2/discovery.json",
    "/open311/v2/services/drainase.json",
];

const PERSONAL: [&str; 8] = [
    "Siti Aminah",
    "3456",
    "siti@",
    "samping langgar",
    "jembatan",
    "115.471234",
    "2.223456",
    "tiga rumah",
];

fn at(lat: f64, lng: f64) -> impl FnOnce(&mut AduanBaru) {
    move |aduan| {
        aduan.lokasi.posisi = Some(Posisi {
            lat,
            lng,
            akurasi_m: Some(5.0),
            sumber: SumberPosisi::Gps,
        });
    }
}

#[actix_web::test]
async fn nothing_secret_or_personal_is_in_any_public_answer() {
    let app = TestApp::start().await;
    let (siti, budi) = (app.pelapor(), app.petugas().await);
    let open = siti.has_sent(at(-2.223_456, 115.471_234)).await;
    let secret = siti
        .has_sent(|aduan| {
            at(-2.223_456, 115.471_234)(aduan);
            aduan.rahasia = true;
            aduan.kategori = Kategori::Rumah;
        })
        .await;
    budi.does(open.id, "verifikasi", 1, Some("Catatan dalam."), false)
        .await
        .ok();
    for path in ALL {
        let told = app.get(path).await.ok();
        for personal in PERSONAL {
            assert!(
                !told.text.contains(personal),
                "{personal} in {path}: {}",
                told.text
            );
        }
        assert!(
            !told.text.contains(secret.kode.as_str()),
            "{path} tells of the secret one"
        );
        assert!(!told.text.contains("Catatan dalam"), "{path}");
        let lists = path.contains("requests")
            || path.contains("data")
            || path.contains("umpan")
            || path.ends_with("/aduan");
        assert_eq!(
            told.text.contains(open.kode.as_str()),
            lists,
            "{path}: {}",
            told.text
        );
    }
    for path in [
        "/api/publik/aduan/",
        "/open311/v2/requests/",
        "/open311/v2/tokens/",
    ] {
        let end = if path.starts_with("/open") { ".json" } else { "" };
        let hidden = app.get(&format!("{path}{}{end}", secret.kode)).await;
        assert_eq!(hidden.status.as_u16(), 404, "{path}");
        app.get(&format!("{path}{}{end}", open.kode)).await.ok();
    }
}

#[actix_web::test]
async fn the_list_is_read_page_by_page_and_filtered() {
    let app = TestApp::start().await;
    let siti = app.pelapor();
    for _ in 0..5 {
        siti.has_sent(|_| {}).await;
    }
    let elsewhere = siti
        .has_sent(|aduan| {
            aduan.lokasi.wilayah = WilayahKode::parse("63.11.01.2001");
            aduan.kategori = Kategori::Rumah;
        })
        .await;
    let mut seen = Vec::new();
    let mut path = "/api/publik/aduan?limit=4".to_owned();
    loop {
        let page = app.get(&path).await.ok().json();
        seen.extend(
            page["items"]
                .as_array()
                .unwrap()
                .iter()
                .map(|item| item["kode"].to_string()),
        );
        match page["next"].as_str() {
            Some(next) => path = format!("/api/publik/aduan?limit=4&cursor={next}"),
            None => break,
        }
    }
    assert_eq!(seen.len(), 6);
    seen.sort();
    seen.dedup();
    assert_eq!(seen.len(), 6);
    for query in [
        "kecamatan=63.11.01",
        "kategori=rumah",
        "kategori=rumah&status=diterima",
    ] {
        let found = app.get(&format!("/api/publik/aduan?{query}")).await.ok().json();
        assert_eq!(found["items"].as_array().unwrap().len(), 1, "{query}");
        assert_eq!(found["items"][0]["kode"], json!(elsewhere.kode), "{query}");
    }
    for (query, field) in [("limit=0", "limit"), ("cursor=x", "cursor"), ("petak=x", "petak")] {
        app.get(&format!("/api/publik/aduan?{query}"))
            .await
            .refused(ErrorCode::IsianSalah)
            .of_field(field);
    }
}

fn total(squares: &Value, name: &str) -> u64 {
    squares
        .as_array()
        .unwrap()
        .iter()
        .map(|square| square[name].as_u64().unwrap())
        .sum()
}

#[actix_web::test]
async fn the_map_counts_every_complaint_once_on_every_grid_and_follows_it() {
    let app = TestApp::start().await;
    let (siti, budi) = (app.pelapor(), app.petugas().await);
    let id = siti.has_sent(at(-2.301, 115.401)).await.id;
    siti.has_sent(at(-2.302, 115.402)).await;
    siti.has_sent(at(-2.45, 115.55)).await;
    let map = |zoom: u8, more: &str| format!("/api/publik/peta?bbox=115.2,-2.6,115.7,-2.1&zoom={zoom}{more}");
    for zoom in [5, 9, 11, 14, 19] {
        let squares = app.get(&map(zoom, "")).await.ok().json();
        assert_eq!(
            (total(&squares, "terbuka"), total(&squares, "berakhir")),
            (3, 0),
            "{zoom}"
        );
    }
    let near = "/api/publik/peta?bbox=115.39,-2.31,115.42,-2.29&zoom=16";
    let squares = app.get(near).await.ok().json();
    assert_eq!(squares.as_array().unwrap().len(), 1);
    assert_eq!(squares[0]["terbuka"], 2);
    let petak = squares[0]["petak"].as_str().unwrap();
    let listed = app
        .get(&format!("/api/publik/aduan?petak={petak}"))
        .await
        .ok()
        .json();
    assert_eq!(listed["items"].as_array().unwrap().len(), 2);

    budi.does(id, "tolak", 1, Some("Bukan saluran umum."), false)
        .await
        .ok();
    let squares = app.get(&map(14, "")).await.ok().json();
    assert_eq!((total(&squares, "terbuka"), total(&squares, "berakhir")), (2, 1));
    assert_eq!(
        total(&app.get(&map(9, "&terbuka=false")).await.ok().json(), "berakhir"),
        1
    );
    assert_eq!(
        total(&app.get(&map(9, "&kategori=rumah")).await.ok().json(), "terbuka"),
        0
    );
    for bbox in ["", "1,2,3", "116,-3,115,-2", "0,0,0,91"] {
        app.get(&format!("/api/publik/peta?bbox={bbox}&zoom=9"))
            .await
            .refused(ErrorCode::IsianSalah)
            .of_field("bbox");
    }
}

#[actix_web::test]
async fn the_figures_tell_shares_and_days_and_hide_where_a_secret_one_is() {
    let app = TestApp::start().await;
    let (siti, budi) = (app.pelapor(), app.petugas().await);
    let id = siti.has_sent(|_| {}).await.id;
    siti.has_sent(|_| {}).await;
    siti.has_sent(|aduan| {
        aduan.rahasia = true;
        aduan.kategori = Kategori::Rumah;
    })
    .await;
    budi.does(id, "verifikasi", 1, None, false).await.ok();
    budi.does(id, "tanggapi", 2, Some("Tim turun Kamis."), false)
        .await
        .ok();
    budi.does(id, "selesai", 3, None, false).await.ok();
    let month = wita_day(Utc::now()).format("%Y-%m").to_string();
    let told = app
        .get(&format!("/api/publik/angka?bulan={month}"))
        .await
        .ok()
        .json();
    assert_eq!(
        (&told["semua"]["masuk"], &told["semua"]["selesai"]),
        (&json!(3), &json!(1))
    );
    assert_eq!(told["semua"]["persen_selesai"], 33.3);
    assert_eq!(told["semua"]["median_hari_kerja"], 0);
    assert_eq!(told["dirahasiakan"], 1);
    assert_eq!(told["per_kecamatan"].as_array().unwrap().len(), 1);
    assert_eq!(told["per_kecamatan"][0][2]["masuk"], 2);
    assert_eq!(
        told["per_kategori"],
        json!([["drainase", told["per_kategori"][0][1]]])
    );
    assert_eq!(told["sasaran_persen"], 81.0);
    let before = app.get("/api/publik/angka?bulan=2020-01").await.ok().json();
    assert_eq!(before["semua"]["masuk"], 0);
    app.get("/api/publik/angka?bulan=kemarin")
        .await
        .refused(ErrorCode::IsianSalah)
        .of_field("bulan");
}

/// All rows of the public tables, as one text a table.
fn tables(app: &TestApp) -> Vec<i64> {
    [
        "publik",
        "publik_hitung",
        "publik_sel WHERE n > 0",
        "publik_angka WHERE n > 0",
    ]
    .map(|table| app.count(table))
    .to_vec()
}

#[actix_web::test]
async fn made_anew_the_public_tables_are_what_they_had_become() {
    let app = TestApp::start().await;
    let (siti, budi) = (app.pelapor(), app.petugas().await);
    let id = siti.has_sent(at(-2.301, 115.401)).await.id;
    siti.has_sent(|aduan| aduan.rahasia = true).await;
    siti.has_sent(|_| {}).await;
    budi.does(id, "verifikasi", 1, None, false).await.ok();
    budi.does(id, "tanggapi", 2, Some("Tim turun Kamis."), false)
        .await
        .ok();
    budi.releases(id, 3, "Drainase buntu").await.ok();
    let paths = [&ALL[..4], &ALL[6..10]].concat();
    let mut before = Vec::new();
    for path in &paths {
        before.push(without_time(&app.get(path).await.ok().text));
    }
    let counted = tables(&app);
    app.db.write_blocking(backend::publik::queries::susun).unwrap();
    for (path, before) in paths.iter().zip(before) {
        assert_eq!(without_time(&app.get(path).await.ok().text), before, "{path}");
    }
    assert_eq!(tables(&app), counted);
}

/// The moment at which open data were made differs each time.
fn without_time(text: &str) -> String {
    text.split("\"dibuat_pada\"")
        .map(|part| part.split_once('Z').map_or(part, |(_, rest)| rest))
        .collect()
}

#[actix_web::test]
async fn open_data_tell_licence_and_day_and_no_formula() {
    let app = TestApp::start().await;
    let (siti, budi) = (app.pelapor(), app.petugas().await);
    let id = siti.has_sent(|_| {}).await.id;
    budi.releases(id, 1, "=HYPERLINK(\"x\"), buntu").await.ok();
    let csv = app.get("/data/aduan.csv").await.ok();
    assert!(csv.header("link").unwrap().contains("rel=\"license\""));
    let day = wita_day(Utc::now());
    assert!(
        csv.header("content-disposition")
            .unwrap()
            .contains(&format!("aduan-{day}.csv"))
    );
    assert_eq!(csv.text.lines().count(), 2);
    assert!(
        csv.text.contains("\"'=HYPERLINK(\"\"x\"\"), buntu\""),
        "{}",
        csv.text
    );
    let data = app.get("/data/aduan.geojson").await.ok().json();
    assert_eq!(data["features"].as_array().unwrap().len(), 1);
    assert_eq!(data["lisensi"], "CC BY 4.0");
    assert!(
        data["dibuat_pada"]
            .as_str()
            .unwrap()
            .parse::<DateTime<Utc>>()
            .is_ok()
    );
    let feed = app.get("/umpan/63.11.05.atom").await.ok();
    assert!(
        feed.text.contains("buntu") && feed.text.contains("/cek/ADU-"),
        "{}",
        feed.text
    );
    assert!(
        !app.get("/umpan/63.11.01.atom")
            .await
            .ok()
            .text
            .contains("<entry>")
    );
    for other in ["63.11.05.2007", "63.10", "x"] {
        assert_eq!(
            app.get(&format!("/umpan/{other}.atom")).await.status.as_u16(),
            404,
            "{other}"
        );
    }
}

#[actix_web::test]
async fn what_is_read_elsewhere_leads_to_the_address_that_was_set() {
    let app =
        TestApp::start_with(|config| config.public_url = Some("https://portal.contoh.go.id".to_owned()))
            .await;
    let aduan = app.pelapor().has_sent(|_| {}).await;
    let feed = app.get("/umpan/63.11.atom").await.ok().text;
    let page = format!("https://portal.contoh.go.id/cek/{}", aduan.kode);
    assert!(feed.contains(&page), "{feed}");
    assert!(!feed.contains(&app.url("")), "{feed}");
}
