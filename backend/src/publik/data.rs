//! `/umpan` and `/data`: what other tools read. Open data are sent as they are read from the table, a thousand rows at a
//! time, so that a million of them need no more memory than a few.

use actix_web::HttpResponse;
use actix_web::http::header;
use actix_web::web::{Bytes, Data, Path};
use futures_util::stream;
use serde_json::json;
use shared::clock::wita_day;
use shared::error::ApiError;
use shared::publik::PublikRingkas;
use shared::wilayah::{Wilayah, WilayahKode, full_name};

use super::queries::{self, Saring};
use super::routes::CACHE;
use super::umpan::{Tentang, feed};
use super::{Alamat, PublikRow};
use crate::config::{Config, District};
use crate::db::Db;
use crate::error::{AppError, Result};
use crate::http::csv::harmless;
use crate::http::rute::{Butuh, Rute};
use crate::{clock, wilayah};

/// Entries of a feed.
const UMPAN: i64 = 50;
/// Rows that are read at once.
const BATCH: i64 = 1_000;

pub fn configure(app: &mut Rute<'_>) {
    app.at("/umpan/{kecamatan}.atom", |at| at.get(Butuh::Siapa, umpan))
        .at("/data/aduan.geojson", |at| at.get(Butuh::Siapa, geojson))
        .at("/data/aduan.csv", |at| at.get(Butuh::Siapa, csv));
}

#[utoipa::path(get, path = "/umpan/{kecamatan}.atom", tag = "publik", summary = "Aduan terbaru sebagai umpan Atom",
    params(("kecamatan" = String, Path, description = "Kode kecamatan, atau kode kabupaten untuk semuanya")),
    responses((status = 200, content_type = "application/atom+xml", body = String),
        (status = 404, body = ApiError, description = "tidak_ditemukan: bukan kecamatan daerah ini")))]
pub async fn umpan(
    db: Data<Db>,
    config: Data<Config>,
    alamat: Alamat,
    kecamatan: Path<String>,
) -> Result<HttpResponse> {
    let kode = WilayahKode::parse(&kecamatan).ok_or_else(AppError::not_found)?;
    let whole = kode == config.district.wilayah;
    let path = format!("/umpan/{kode}.atom");
    let found = db.run(move |conn| {
        let regions = wilayah::queries::list(conn)?;
        let known = regions.iter().find(|wilayah| wilayah.kode == kode);
        if !known.is_some_and(|wilayah| whole || !wilayah.level.is_village()) {
            return Err(AppError::not_found());
        }
        let nama = full_name(&regions, &kode).unwrap_or_default();
        let saring = Saring {
            kecamatan: (!whole).then_some(kode),
            ..Saring::default()
        };
        let rows = queries::sesudah(conn, &saring, None, UMPAN)?;
        Ok((nama, ringkas(rows, &regions)?))
    });
    let (nama, items) = found.await?;
    let tentang = Tentang {
        nama: if whole { &config.district.kabupaten } else { &nama },
        path: &path,
        now: clock::now(),
    };
    let xml = feed(&config.district, &alamat, &tentang, &items).to_string();
    Ok(HttpResponse::Ok()
        .insert_header(CACHE)
        .content_type("application/atom+xml; charset=utf-8")
        .body(xml))
}

fn ringkas(rows: Vec<PublikRow>, regions: &[Wilayah]) -> anyhow::Result<Vec<PublikRingkas>> {
    rows.into_iter().map(|row| row.ringkas(regions)).collect()
}

#[utoipa::path(get, path = "/data/aduan.geojson", tag = "publik", summary = "Data terbuka, GeoJSON (RFC 7946)",
    responses((status = 200, content_type = "application/geo+json", body = String)))]
pub async fn geojson(db: Data<Db>, config: Data<Config>) -> HttpResponse {
    let publik = &config.district.publik;
    let told = json!({"lisensi": publik.lisensi, "lisensi_url": publik.lisensi_url,
        "sumber": config.district.skpd, "dibuat_pada": clock::now()});
    let told = told.to_string();
    // The members of the object, and then the features, which are not known yet.
    let head = format!(
        "{{\"type\":\"FeatureCollection\",{},\"features\":[",
        told.trim_start_matches('{').trim_end_matches('}')
    );
    let lines = |items: &[PublikRingkas], first: bool| {
        let features = items.iter().map(|item| feature(item).to_string());
        let joined = features.collect::<Vec<_>>().join(",\n");
        Ok(if first || joined.is_empty() {
            joined
        } else {
            format!(",\n{joined}")
        })
    };
    answer(
        &config.district,
        "geojson",
        "application/geo+json",
        stream(db, head, lines, "]}\n"),
    )
}

fn feature(item: &PublikRingkas) -> serde_json::Value {
    json!({
        "type": "Feature", "id": item.kode,
        "geometry": {"type": "Point", "coordinates": [item.lng, item.lat]},
        "properties": {
            "kode": item.kode, "jenis": item.jenis, "kategori": item.kategori, "status": item.status,
            "kecamatan": item.kecamatan, "wilayah": item.wilayah, "judul": item.judul, "ringkasan": item.ringkasan,
            "diterima_pada": item.diterima_pada, "diubah_pada": item.diubah_pada, "ketelitian_m": 550,
        },
    })
}

#[utoipa::path(get, path = "/data/aduan.csv", tag = "publik", summary = "Data terbuka, CSV (RFC 4180)",
    responses((status = 200, content_type = "text/csv", body = String)))]
pub async fn csv(db: Data<Db>, config: Data<Config>) -> HttpResponse {
    let head = "kode,jenis,kategori,status,kecamatan,wilayah,judul,ringkasan,lat,lng,ketelitian_m,diterima_pada,diubah_pada\r\n";
    let lines = |items: &[PublikRingkas], _: bool| {
        let mut writer = csv::WriterBuilder::new()
            .terminator(csv::Terminator::CRLF)
            .from_writer(Vec::new());
        for item in items {
            writer.write_record(record(item))?;
        }
        Ok(String::from_utf8(writer.into_inner()?)?)
    };
    answer(
        &config.district,
        "csv",
        "text/csv; charset=utf-8",
        stream(db, head.to_owned(), lines, ""),
    )
}

fn record(item: &PublikRingkas) -> [String; 13] {
    [
        item.kode.to_string(),
        item.jenis.as_str().to_owned(),
        item.kategori.as_str().to_owned(),
        item.status.as_str().to_owned(),
        item.kecamatan.to_string(),
        item.wilayah.clone(),
        harmless(item.judul.as_deref().unwrap_or_default()),
        harmless(item.ringkasan.as_deref().unwrap_or_default()),
        item.lat.to_string(),
        item.lng.to_string(),
        "550".to_owned(),
        item.diterima_pada.to_rfc3339(),
        item.diubah_pada.to_rfc3339(),
    ]
}

type Part = anyhow::Result<Bytes>;

/// Head, then the rows in batches, then the end.
fn stream(
    db: Data<Db>,
    head: String,
    lines: impl Fn(&[PublikRingkas], bool) -> anyhow::Result<String> + Copy + 'static,
    end: &'static str,
) -> impl futures_util::Stream<Item = Part> + 'static {
    enum State {
        Head(String),
        After(Option<queries::Letak>),
        Over,
    }
    stream::try_unfold(State::Head(head), move |state| {
        let db = db.clone();
        async move {
            let last = match state {
                State::Over => return Ok(None),
                State::Head(head) => return Ok(Some((Bytes::from(head), State::After(None)))),
                State::After(last) => last,
            };
            let first = last.is_none();
            let read = db.run(move |conn| {
                let rows = queries::sesudah(conn, &Saring::default(), last.as_ref(), BATCH)?;
                let last = rows.last().map(|row| (row.diterima_pada, row.kode.clone()));
                Ok((last, ringkas(rows, &wilayah::queries::list(conn)?)?))
            });
            let (last, items) = read.await.map_err(AppError::into_cause)?;
            Ok(Some(match last {
                Some(last) => (lines(&items, first)?.into(), State::After(Some(last))),
                None => (Bytes::from_static(end.as_bytes()), State::Over),
            }))
        }
    })
}

fn answer(
    district: &District,
    kind: &str,
    content_type: &'static str,
    body: impl futures_util::Stream<Item = Part> + 'static,
) -> HttpResponse {
    let day = wita_day(clock::now());
    HttpResponse::Ok()
        .insert_header(CACHE)
        .insert_header((
            header::CONTENT_DISPOSITION,
            format!("attachment; filename=\"aduan-{day}.{kind}\""),
        ))
        .insert_header((
            header::LINK,
            format!("<{}>; rel=\"license\"", district.publik.lisensi_url),
        ))
        // Anyone's page may read what is open to anyone.
        .insert_header((header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"))
        .content_type(content_type)
        .streaming(body)
}
