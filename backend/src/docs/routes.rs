//! `/api/openapi.json` and `/api/docs`.

use actix_web::HttpResponse;
use actix_web::http::{StatusCode, header};
use actix_web::web::{self, Data, ServiceConfig};
use minijinja::context;
use shared::paths;

use super::openapi::document;
use super::view;
use crate::error::Result;
use crate::pages::Pages;

pub fn configure(app: &mut ServiceConfig) {
    app.service(web::resource(paths::OPENAPI).get(openapi));
    app.service(web::resource(paths::DOCS).get(show));
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
