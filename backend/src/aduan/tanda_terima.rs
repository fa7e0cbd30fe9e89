//! `GET /api/aduan/{id}/tanda-terima.pdf`: the receipt on paper, from the template that the browser prints as well. It
//! bears the code and never the key, which no server knows.

use actix_web::HttpResponse;
use actix_web::http::header;
use actix_web::web::{self, Data, Path};
use anyhow::{Context, anyhow};
use ironpress::HtmlConverter;
use shared::account::Hak;
use shared::aduan::{JUDUL_TANDA_TERIMA, Jenis, Kategori, TandaTerima, Tautan};
use shared::error::ApiError;
use shared::kode::Kode;
use shared::wilayah::{WilayahKode, full_name};

use super::row::AduanRow;
use super::{Pembaca, huruf, queries};
use crate::config::Config;
use crate::db::{Conn, Db};
use crate::error::Result;
use crate::http::client::Client;
use crate::http::limits::Limits;
use crate::http::rute::{Butuh, Rute};
use crate::publik::Alamat;
use crate::wilayah;

/// Inter (SIL Open Font License 1.1, `fonts/OFL.txt`), its Latin part: paper looks alike whatever the machine has.
const REGULAR: &[u8] = include_bytes!("../../fonts/inter-latin-400.ttf");
const BOLD: &[u8] = include_bytes!("../../fonts/inter-latin-700.ttf");
const STYLE: &str = include_str!("../../templates/tanda_terima.css");

pub fn configure(app: &mut Rute<'_>) {
    app.at("/api/aduan/{id}/tanda-terima.pdf", |at| {
        at.get(Butuh::Kunci(Hak::LihatAduan), show)
    });
}

#[utoipa::path(get, path = "/api/aduan/{id}/tanda-terima.pdf", tag = "aduan", summary = "Tanda terima untuk dicetak",
    params(("id" = String, Path, description = "Id (UUID) atau kode unik")),
    security(("token" = []), ("kunci" = [])),
    responses((status = 200, content_type = "application/pdf", description = "Dengan kode QR menuju status umum, tanpa kunci"),
        (status = 401, body = ApiError, description = "perlu_masuk"),
        (status = 404, body = ApiError, description = "tidak_ditemukan: tidak ada, atau bukan milik pemanggil"),
        (status = 429, body = ApiError, description = "tunggu_dulu")))]
pub async fn show(
    db: Data<Db>,
    config: Data<Config>,
    guard: (Data<Limits>, Client),
    (alamat, pembaca): (Alamat, Pembaca),
    id: Path<String>,
) -> Result<HttpResponse> {
    let reader = pembaca.clone();
    let found = db
        .run(move |conn| {
            let row = queries::find_for(conn, &id, &reader)?;
            receipt(conn, &row, &config, &alamat)
        })
        .await;
    let receipt = pembaca.remember(&guard.0, guard.1, found)?;
    let name = format!("tanda-terima-{}.pdf", receipt.kode);
    let pdf = web::block(move || pdf(&receipt)).await??;
    Ok(HttpResponse::Ok()
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .insert_header((
            header::CONTENT_DISPOSITION,
            format!("attachment; filename=\"{name}\""),
        ))
        .content_type("application/pdf")
        .body(pdf))
}

fn receipt(conn: &mut Conn, row: &AduanRow, config: &Config, alamat: &Alamat) -> Result<TandaTerima> {
    let regions = wilayah::queries::list(conn)?;
    let tempat = WilayahKode::parse(&row.wilayah_kode).and_then(|kode| full_name(&regions, &kode));
    let kode = Kode::parse(&row.kode).map_err(|_| anyhow!("a stored code does not read"))?;
    let district = &config.district;
    Ok(TandaTerima {
        portal: district.nama.clone(),
        kabupaten: district.kabupaten.clone(),
        skpd: district.skpd.clone(),
        telepon: district.kontak.telepon.clone(),
        jenis: Jenis::parse(&row.jenis).context("jenis")?,
        kategori: Kategori::parse(&row.kategori).context("kategori")?,
        tempat: tempat.unwrap_or_default(),
        dibuat: row.ditangkap_pada.and_utc(),
        diterima: Some(row.diterima_pada.and_utc()),
        foto: queries::count_foto(conn, &row.id)?,
        tautan: Tautan::Umum(alamat.cek(kode.as_str())),
        kode,
    })
}

/// Makes the PDF: takes some tens of milliseconds of a core, so never on the reactor.
fn pdf(receipt: &TandaTerima) -> Result<Vec<u8>> {
    let html = format!(
        "<!doctype html><html lang=\"id\"><head><meta charset=\"utf-8\"><title>{JUDUL_TANDA_TERIMA} {}</title>\
         <style>{STYLE}</style></head><body>{}</body></html>",
        receipt.kode,
        receipt.html(),
    );
    let made = HtmlConverter::new()
        .add_font("Inter", REGULAR.to_vec())
        .add_font("Inter Bold", BOLD.to_vec())
        .convert(&html);
    Ok(huruf::only_used(
        &made.map_err(|error| anyhow!("receipt: {error}"))?,
    )?)
}
