//! `/api/jejak`, for admin and auditor of the whole district.

use actix_web::HttpResponse;
use actix_web::http::header;
use actix_web::web::{Bytes, Data, Query};
use futures_util::stream;
use shared::account::Hak;
use shared::clock::wita_day;
use shared::error::ApiError;
use shared::jejak::{Jejak, JejakFilter};
use shared::page::Page;
use shared::paths;

use super::list::{self, Letak};
use crate::account::Petugas;
use crate::clock;
use crate::config::Config;
use crate::db::Db;
use crate::error::{AppError, Result};
use crate::http::csv::harmless;
use crate::http::rute::{Butuh, Rute};

/// Lines that are read at once.
const BATCH: i64 = 1_000;
const HEAD: &str = "nomor,id,pada,pelaku,akun,nama,perbuatan,objek,catatan,sebutan,kolom,perangkat,aksi\r\n";

pub fn configure(app: &mut Rute<'_>) {
    app.at(paths::JEJAK, |at| at.get(Butuh::Hak(Hak::LihatJejak), show))
        .at(paths::JEJAK_CSV, |at| at.get(Butuh::Hak(Hak::LihatJejak), csv));
}

#[utoipa::path(get, path = paths::JEJAK, tag = "jejak", summary = "Jejak audit, yang terbaru dahulu", params(JejakFilter),
    security(("token" = [])),
    responses((status = 200, body = Page<Jejak>), (status = 400, body = ApiError, description = "bentuk_salah"),
        (status = 401, body = ApiError, description = "perlu_masuk"), (status = 403, body = ApiError, description = "tidak_berhak"),
        (status = 422, body = ApiError, description = "isian_salah")))]
pub async fn show(
    db: Data<Db>,
    config: Data<Config>,
    petugas: Petugas,
    filter: Query<JejakFilter>,
) -> Result<HttpResponse> {
    petugas.must_everywhere(Hak::LihatJejak, &config.district.wilayah)?;
    let page = db.run(move |conn| list::list(conn, &filter)).await?;
    Ok(HttpResponse::Ok()
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .json(page))
}

#[utoipa::path(get, path = paths::JEJAK_CSV, tag = "jejak", summary = "Jejak audit seutuhnya, CSV (RFC 4180)",
    params(JejakFilter), security(("token" = [])),
    responses((status = 200, content_type = "text/csv", body = String),
        (status = 401, body = ApiError, description = "perlu_masuk"), (status = 403, body = ApiError, description = "tidak_berhak")))]
pub async fn csv(
    db: Data<Db>,
    config: Data<Config>,
    petugas: Petugas,
    filter: Query<JejakFilter>,
) -> Result<HttpResponse> {
    petugas.must_everywhere(Hak::LihatJejak, &config.district.wilayah)?;
    let name = format!("attachment; filename=\"jejak-{}.csv\"", wita_day(clock::now()));
    Ok(HttpResponse::Ok()
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .insert_header((header::CONTENT_DISPOSITION, name))
        .content_type("text/csv; charset=utf-8")
        .streaming(lines(db, filter.into_inner())))
}

/// Sent as it is read, so that a long trail needs no more memory than a short one.
fn lines(
    db: Data<Db>,
    filter: JejakFilter,
) -> impl futures_util::Stream<Item = anyhow::Result<Bytes>> + 'static {
    enum State {
        Head,
        After(Option<Letak>),
        Over,
    }
    stream::try_unfold(State::Head, move |state| {
        let (db, filter) = (db.clone(), filter.clone());
        async move {
            let last = match state {
                State::Over => return Ok(None),
                State::Head => return Ok(Some((Bytes::from_static(HEAD.as_bytes()), State::After(None)))),
                State::After(last) => last,
            };
            let read = db.run(move |conn| list::sesudah(conn, &filter, last.as_ref(), BATCH));
            let (items, last) = read.await.map_err(AppError::into_cause)?;
            let Some(last) = last else {
                return Ok(Some((Bytes::new(), State::Over)));
            };
            let mut writer = csv::WriterBuilder::new()
                .terminator(csv::Terminator::CRLF)
                .from_writer(Vec::new());
            for item in &items {
                writer.write_record(record(item))?;
            }
            Ok(Some((
                Bytes::from(writer.into_inner()?),
                State::After(Some(last)),
            )))
        }
    })
}

fn record(line: &Jejak) -> [String; 13] {
    let text = |value: Option<String>| value.unwrap_or_default();
    [
        text(line.nomor.map(|nomor| nomor.to_string())),
        line.id.clone(),
        line.pada.to_rfc3339(),
        line.pelaku.as_str().to_owned(),
        text(line.account_id.map(|id| id.to_string())),
        harmless(line.nama.as_deref().unwrap_or_default()),
        line.perbuatan.as_str().to_owned(),
        line.objek.as_str().to_owned(),
        harmless(&line.catatan.join(" ")),
        harmless(line.sebutan.as_deref().unwrap_or_default()),
        harmless(&line.kolom.join(" ")),
        harmless(line.perangkat.as_deref().unwrap_or_default()),
        text(line.aksi_id.map(|id| id.to_string())),
    ]
}
