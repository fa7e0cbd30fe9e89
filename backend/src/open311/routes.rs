//! `/open311/v2`. The end of each address says the format.

use std::collections::HashMap;
use std::time::Instant;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Bytes, Data, Path, Query};
use serde_json::{Value, json};
use shared::aduan::{AduanDiterima, Sumber};
use shared::kode::Kode;

use super::bentuk::Bentuk;
use super::kirim::{self, Formulir};
use super::salah::Salah;
use super::saring::{Cari, Ditanya, service};
use super::tampil;
use crate::aduan;
use crate::aduan::queries::Penerima;
use crate::config::Config;
use crate::db::Db;
use crate::http::client::Client;
use crate::http::limits::Limits;
use crate::http::rute::{Butuh, Rute};
use crate::publik::{Alamat, PublikRow, queries};
use crate::{clock, wilayah};

pub fn configure(app: &mut Rute<'_>) {
    app.at("/open311/v2/discovery.{format}", |at| {
        at.get(Butuh::Siapa, discovery)
    })
    .at("/open311/v2/services.{format}", |at| {
        at.get(Butuh::Siapa, services)
    })
    .at("/open311/v2/services/{code}.{format}", |at| {
        at.get(Butuh::Siapa, definition)
    })
    // Who may file is told by the key in the form, which the standard puts there.
    .at("/open311/v2/requests.{format}", |at| {
        at.get(Butuh::Siapa, list).post(Butuh::Siapa, create)
    })
    .at("/open311/v2/requests/{id}.{format}", |at| {
        at.get(Butuh::Siapa, show)
    })
    .at("/open311/v2/tokens/{id}.{format}", |at| {
        at.get(Butuh::Siapa, token)
    });
}

/// Answers in the format that the address ends with.
fn answer(format: &str, root: &str, status: StatusCode, found: Result<Value, Salah>) -> HttpResponse {
    let Some(bentuk) = Bentuk::parse(format) else {
        return Salah::tidak_ada("Alamat ini berakhir dengan .json atau .xml.").answer(Bentuk::Json);
    };
    match found {
        Ok(value) => bentuk.answer(status, root, &value),
        Err(salah) => salah.answer(bentuk),
    }
}

#[utoipa::path(get, path = "/open311/v2/discovery.{format}", tag = "open311", summary = "Keterangan layanan Open311",
    params(("format" = String, Path, description = "json atau xml")), responses((status = 200, body = Value)))]
pub async fn discovery(config: Data<Config>, alamat: Alamat, format: Path<String>) -> HttpResponse {
    let value = tampil::discovery(&alamat, &config.district);
    answer(&format, "discovery", StatusCode::OK, Ok(value))
}

#[utoipa::path(get, path = "/open311/v2/services.{format}", tag = "open311", summary = "Kategori yang dapat diadukan",
    params(("format" = String, Path, description = "json atau xml")), responses((status = 200, body = Value)))]
pub async fn services(format: Path<String>) -> HttpResponse {
    answer(&format, "services", StatusCode::OK, Ok(tampil::services()))
}

#[utoipa::path(get, path = "/open311/v2/services/{code}.{format}", tag = "open311", summary = "Isian tambahan satu kategori",
    params(("code" = String, Path, description = "service_code"), ("format" = String, Path, description = "json atau xml")),
    responses((status = 200, body = Value), (status = 404, description = "service_code tidak ada")))]
pub async fn definition(path: Path<(String, String)>) -> HttpResponse {
    let (code, format) = path.into_inner();
    let found = service(&code).map(tampil::definition);
    answer(&format, "service_definition", StatusCode::OK, found)
}

#[utoipa::path(get, path = "/open311/v2/requests.{format}", tag = "open311", summary = "Aduan yang tidak dirahasiakan",
    params(("format" = String, Path, description = "json atau xml"), Ditanya),
    responses((status = 200, body = Value), (status = 400, description = "saringan salah"), (status = 404, description = "service_code tidak ada")))]
pub async fn list(
    db: Data<Db>,
    config: Data<Config>,
    format: Path<String>,
    asked: Query<Ditanya>,
) -> HttpResponse {
    let found = match asked.read(clock::now()) {
        Ok(cari) => find(&db, &config, cari).await,
        Err(salah) => Err(salah),
    };
    answer(&format, "service_requests", StatusCode::OK, found)
}

async fn find(db: &Db, config: &Data<Config>, cari: Cari) -> Result<Value, Salah> {
    let config = config.clone();
    let found = db.run(move |conn| {
        let rows: Vec<PublikRow> = match &cari {
            Cari::Nomor(kode) => queries::nomor(conn, kode)?,
            Cari::Halaman(saring, page) => queries::halaman(conn, saring, *page)?,
        };
        let regions = wilayah::queries::list(conn)?;
        let shown = rows
            .into_iter()
            .map(|row| Ok(tampil::request(&row.ringkas(&regions)?, &config.district)));
        Ok(Value::Array(shown.collect::<anyhow::Result<_>>()?))
    });
    Ok(found.await?)
}

#[utoipa::path(get, path = "/open311/v2/requests/{id}.{format}", tag = "open311", summary = "Satu aduan",
    params(("id" = String, Path, description = "Kode unik"), ("format" = String, Path, description = "json atau xml")),
    responses((status = 200, body = Value), (status = 404, description = "tidak ada, atau dirahasiakan")))]
pub async fn show(
    db: Data<Db>,
    config: Data<Config>,
    guard: (Data<Limits>, Client),
    path: Path<(String, String)>,
) -> HttpResponse {
    let (id, format) = path.into_inner();
    let found = find_one(&db, &config, guard, &id).await;
    answer(&format, "service_requests", StatusCode::OK, found)
}

/// Unknown and hidden ones are answered alike, and whoever guesses waits.
async fn find_one(
    db: &Db,
    config: &Data<Config>,
    (limits, client): (Data<Limits>, Client),
    id: &str,
) -> Result<Value, Salah> {
    let none = || Salah::tidak_ada("service_request_id ini tidak ada.");
    let kode = Kode::parse(id).map_err(|_| none())?;
    let found = find(db, config, Cari::Nomor(vec![kode])).await?;
    if found.as_array().is_some_and(Vec::is_empty) {
        limits.guess.attempt(client.origin, Instant::now())?;
        return Err(none());
    }
    Ok(found)
}

#[utoipa::path(get, path = "/open311/v2/tokens/{id}.{format}", tag = "open311", summary = "Kode unik dari token",
    params(("id" = String, Path, description = "Token; di sini sama dengan kode unik"), ("format" = String, Path, description = "json atau xml")),
    responses((status = 200, body = Value), (status = 404, description = "tidak ada")))]
pub async fn token(
    db: Data<Db>,
    config: Data<Config>,
    guard: (Data<Limits>, Client),
    path: Path<(String, String)>,
) -> HttpResponse {
    let (id, format) = path.into_inner();
    let found = find_one(&db, &config, guard, &id).await;
    let found =
        found.map(|found| json!([{"service_request_id": found[0]["service_request_id"], "token": id}]));
    answer(&format, "service_requests", StatusCode::OK, found)
}

#[utoipa::path(post, path = "/open311/v2/requests.{format}", tag = "open311", summary = "Mengirim aduan dari aplikasi lain",
    params(("format" = String, Path, description = "json atau xml")),
    request_body(content = String, content_type = "application/x-www-form-urlencoded",
        description = "api_key, service_code, description, lat dan long atau address_string, first_name, last_name, phone, email, media_url, attribute[…]"),
    responses((status = 201, body = Value, description = "service_request_id; isian yang sama pada hari yang sama dijawab sama"),
        (status = 400, description = "isian salah"), (status = 403, description = "api_key tidak dikenal"),
        (status = 404, description = "service_code tidak ada"), (status = 429, description = "kirim lagi nanti")))]
pub async fn create(
    db: Data<Db>,
    config: Data<Config>,
    guard: (Data<Limits>, Client),
    format: Path<String>,
    body: Bytes,
) -> HttpResponse {
    let taken = take(&db, &config, guard, &body).await;
    answer(&format, "service_requests", StatusCode::CREATED, taken)
}

async fn take(
    db: &Db,
    config: &Config,
    (limits, client): (Data<Limits>, Client),
    body: &Bytes,
) -> Result<Value, Salah> {
    let text = std::str::from_utf8(body).map_err(|_| Salah::isian("Formulir tidak terbaca."))?;
    let fields = Query::<HashMap<String, String>>::from_query(text);
    let form = Formulir(
        fields
            .map_err(|_| Salah::isian("Formulir tidak terbaca."))?
            .into_inner(),
    );
    let tool = kirim::tool(&config.open311_kunci, &form)?;
    limits.admit_aduan(client.origin)?;
    let regions = db.run(wilayah::queries::list).await?;
    let now = clock::now();
    let baru = kirim::read(&form, &regions, now)?;
    let masuk = kirim::masuk(tool, &form, &baru, now);
    let penerima = Penerima {
        sumber: Sumber::Open311,
        ..Penerima::warga(&config.district)
    };
    let answer = db
        .write(move |conn| aduan::queries::insert_once(conn, &penerima, &masuk, &baru))
        .await?;
    let receipt: AduanDiterima = serde_json::from_str(&answer.json).map_err(anyhow::Error::new)?;
    Ok(json!([{
        "service_request_id": receipt.kode,
        "service_notice": "Aduan diterima. Simpan nomornya untuk melihat kemajuannya.",
        "account_id": null,
    }]))
}
