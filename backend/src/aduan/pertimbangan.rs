//! What an officer asks before he takes a step: whom he could give the work to, and what a pause makes of the deadline.
//! Nothing is written here.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path, Query};
use chrono::NaiveDate;
use serde::Deserialize;
use shared::aduan::{Pelaksana, Rincian, TenggatBila, Tindakan};
use shared::clock::wita_day;
use shared::error::ApiError;
use utoipa::IntoParams;

use super::{Pembaca, queries};
use crate::account::Petugas;
use crate::clock;
use crate::db::Db;
use crate::error::Result;
use crate::http::answer::fresh;

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct TujuanAsked {
    /// Kode SKPD.
    skpd: String,
    /// Kode bidang.
    bidang: Option<String>,
}

#[utoipa::path(get, path = "/api/aduan/{id}/tim-teknis", tag = "aduan",
    summary = "Petugas yang dapat diberi aduan ini di suatu SKPD",
    params(("id" = String, Path, description = "Id (UUID) atau kode unik"), TujuanAsked), security(("token" = [])),
    responses((status = 200, body = Vec<Pelaksana>), (status = 400, body = ApiError, description = "bentuk_salah"),
        (status = 401, body = ApiError), (status = 403, body = ApiError), (status = 404, body = ApiError)))]
pub async fn tim_teknis(
    db: Data<Db>,
    petugas: Petugas,
    id: Path<String>,
    asked: Query<TujuanAsked>,
) -> Result<HttpResponse> {
    let pembaca = Pembaca::Petugas(petugas.0);
    let found = db.run(move |conn| {
        let row = queries::find_for(conn, &id, &pembaca)?;
        let bidang = asked.bidang.as_deref().filter(|kode| !kode.is_empty());
        queries::calon(conn, &row, (&asked.skpd, bidang), clock::now())
    });
    Ok(fresh(&found.await?))
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct TundaAsked {
    /// Hari waktu berjalan lagi, misalnya 2026-12-05.
    sampai: NaiveDate,
}

#[utoipa::path(get, path = "/api/aduan/{id}/bila-ditunda", tag = "aduan",
    summary = "Tenggat bila aduan ditunda sampai suatu hari",
    params(("id" = String, Path, description = "Id (UUID) atau kode unik"), TundaAsked), security(("token" = [])),
    responses((status = 200, body = TenggatBila), (status = 400, body = ApiError, description = "bentuk_salah"),
        (status = 401, body = ApiError), (status = 403, body = ApiError), (status = 404, body = ApiError),
        (status = 422, body = ApiError, description = "isian_salah: hari itu tidak dapat dipilih")))]
pub async fn bila_ditunda(
    db: Data<Db>,
    petugas: Petugas,
    id: Path<String>,
    asked: Query<TundaAsked>,
) -> Result<HttpResponse> {
    let pembaca = Pembaca::Petugas(petugas.0);
    let found = db.run(move |conn| {
        let now = clock::now();
        let row = queries::find_for(conn, &id, &pembaca)?;
        let rincian = Rincian {
            sampai: Some(asked.sampai),
            ..Rincian::default()
        };
        rincian.lengkap(Tindakan::Tunda, wita_day(now))?;
        queries::bila_ditunda(conn, &row, asked.sampai, now)
    });
    Ok(fresh(&TenggatBila {
        tenggat: found.await?,
    }))
}
