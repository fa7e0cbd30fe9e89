//! `/api/openapi.json` and `/api/docs`.

use actix_web::HttpResponse;
use actix_web::http::{StatusCode, header};
use actix_web::web::Data;
use minijinja::context;
use shared::paths;

use super::openapi::document;
use super::view;
use crate::error::Result;
use crate::http::rute::{Butuh, Rute};
use crate::pages::Pages;

pub fn configure(app: &mut Rute<'_>) {
    app.at(paths::OPENAPI, |at| at.get(Butuh::Siapa, openapi))
        .at(paths::DOCS, |at| at.get(Butuh::Siapa, show));
}

#[utoipa::path(get, path = paths::OPENAPI, tag = "portal", summary = "Dokumen OpenAPI 3.1 ini",
    responses((status = 200, content_type = "application/json", body = serde_json::Value)))]
pub async fn openapi() -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((header::CACHE_CONTROL, "no-cache"))
        .json(document())
}

#[utoipa::path(get, path = paths::DOCS, tag = "portal", summary = "Dokumen ini sebagai halaman",
    responses((status = 200, content_type = "text/html", body = String)))]
pub async fn show(pages: Data<Pages>) -> Result<HttpResponse> {
    let api = view::api(&serde_json::to_value(document())?);
    pages.answer(StatusCode::OK, "docs.html", context! { api })
}
