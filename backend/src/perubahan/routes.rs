//! `/api/changes`.

use actix_web::HttpResponse;
use actix_web::web::{Data, Query};
use shared::error::ApiError;
use shared::paths;
use shared::perubahan::{PerubahanFilter, PerubahanPage};

use super::{Aliran, Pelanggan, list};
use crate::account::Petugas;
use crate::clock;
use crate::config::Config;
use crate::db::Db;
use crate::error::Result;
use crate::http::answer::fresh;
use crate::http::rute::{Butuh, Rute};

pub fn configure(app: &mut Rute<'_>) {
    app.at(paths::CHANGES_STREAM, |at| at.get(Butuh::Akun, stream))
        .at(paths::CHANGES, |at| at.get(Butuh::Akun, list));
}

#[utoipa::path(get, path = paths::CHANGES, tag = "sinkron", params(PerubahanFilter),
    summary = "Yang berubah sejak kursor, sejauh boleh dilihat pemanggil; tanpa kursor: bekal awal",
    security(("token" = [])),
    responses((status = 200, body = PerubahanPage),
        (status = 400, body = ApiError, description = "bentuk_salah"),
        (status = 401, body = ApiError, description = "perlu_masuk"),
        (status = 410, body = ApiError, description = "kursor_usang: salinan disusun ulang dari awal")))]
pub async fn list(
    db: Data<Db>,
    config: Data<Config>,
    petugas: Petugas,
    filter: Query<PerubahanFilter>,
) -> Result<HttpResponse> {
    let kepada = Pelanggan {
        account: petugas.0,
        kabupaten: config.district.wilayah.clone(),
        pada: clock::now(),
    };
    let page = db
        .run(move |conn| list::list(conn, &kepada, filter.since.as_deref()))
        .await?;
    Ok(fresh(&page))
}

#[utoipa::path(get, path = paths::CHANGES_STREAM, tag = "sinkron",
    summary = "Aliran peristiwa: memberi tahu bahwa ada yang perlu diambil",
    security(("token" = [])),
    responses((status = 200, content_type = "text/event-stream", body = String),
        (status = 401, body = ApiError, description = "perlu_masuk"),
        (status = 503, body = ApiError, description = "belum_siap: terlalu banyak pendengar")))]
pub async fn stream(aliran: Data<Aliran>, petugas: Petugas) -> Result<HttpResponse> {
    aliran.answer(petugas.0.id)
}
