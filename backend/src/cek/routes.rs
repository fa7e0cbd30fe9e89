//! `/cek` and `/cek/{kode}`.

use actix_web::http::{StatusCode, header};
use actix_web::web::{Data, Path, Query};
use actix_web::{HttpResponse, ResponseError};
use minijinja::context;
use serde::{Deserialize, Serialize};
use shared::error::{ApiError, ErrorCode};
use shared::kode::{Jenis, Kode, RANDOM_LEN};
use shared::paths;

use super::view::StatusPage;
use crate::aduan::routes::find_public;
use crate::db::Db;
use crate::error::{AppError, Result};
use crate::http::client::Client;
use crate::http::limits::Limits;
use crate::http::rute::{Butuh, Rute};
use crate::pages::Pages;

pub fn configure(app: &mut Rute<'_>) {
    app.at(paths::CEK, |at| at.get(Butuh::Siapa, ask))
        .at("/cek/{kode}", |at| at.get(Butuh::Siapa, show));
}

#[derive(Deserialize)]
pub struct Typed {
    kode: Option<String>,
}

/// The form, with what was typed and what is wrong with it.
#[derive(Default, Serialize)]
struct Asked {
    typed: String,
    salah: Option<String>,
    contoh: String,
}

impl Asked {
    fn new(typed: &str, salah: Option<String>) -> Self {
        let contoh = Kode::from_random(Jenis::Aduan, EXAMPLE).to_string();
        Self {
            typed: typed.chars().take(TYPED_MAX).collect(),
            salah,
            contoh,
        }
    }
}

/// Spells a code that shows letters and numbers and belongs to nobody.
const EXAMPLE: [u8; RANDOM_LEN] = [7, 19, 3, 20, 23, 2, 29, 4, 26, 8, 27, 12];
/// More than a code with every space that somebody may put into it.
const TYPED_MAX: usize = 40;

/// The form; a code that was typed into it leads on to its own page.
pub async fn ask(pages: Data<Pages>, typed: Query<Typed>) -> Result<HttpResponse> {
    let Some(typed) = typed.into_inner().kode else {
        return pages.answer(
            StatusCode::OK,
            "cek.html",
            context! { asked => Asked::new("", None) },
        );
    };
    match Kode::parse(&typed) {
        Ok(kode) => {
            let page = format!("{}/{kode}", paths::CEK);
            Ok(HttpResponse::SeeOther()
                .insert_header((header::LOCATION, page))
                .finish())
        }
        Err(slip) => refuse(&pages, &typed, &ApiError::from(slip)),
    }
}

pub async fn show(
    pages: Data<Pages>,
    db: Data<Db>,
    limits: Data<Limits>,
    client: Client,
    kode: Path<String>,
) -> Result<HttpResponse> {
    match find_public(&db, &limits, client, &kode).await {
        Ok(aduan) => pages.answer(
            StatusCode::OK,
            "cek.html",
            context! { aduan => StatusPage::from(aduan) },
        ),
        Err(AppError::Refused(error)) => refuse(&pages, &kode, &error),
        Err(error) => tell(&pages, &error),
    }
}

fn refuse(pages: &Pages, typed: &str, error: &ApiError) -> Result<HttpResponse> {
    let status = StatusCode::from_u16(error.code.status()).unwrap_or(StatusCode::BAD_REQUEST);
    if error.code == ErrorCode::TidakDitemukan {
        let pesan = context! {
            judul => "Kode ini belum ada pada kami",
            isi => "Bila aduan baru disimpan tanpa jaringan, mungkin ia masih menunggu dikirim dari perangkat Anda: \
                    buka portal di perangkat itu. Selain itu, cocokkan lagi kodenya dengan tanda terima.",
        };
        return pages.answer(
            status,
            "cek.html",
            context! { asked => Asked::new(typed, None), pesan },
        );
    }
    pages.answer(
        status,
        "cek.html",
        context! { asked => Asked::new(typed, Some(error.detail.clone())) },
    )
}

/// The page of somebody who has to wait, or of a server that cannot answer.
fn tell(pages: &Pages, error: &AppError) -> Result<HttpResponse> {
    error.log();
    let judul = match error {
        AppError::Wait(_) => "Tunggu sebentar",
        AppError::Refused(_) | AppError::Contended | AppError::Busy(_) | AppError::Internal(_) => {
            "Belum dapat dijawab"
        }
    };
    let isi = match error {
        AppError::Wait(_) => "Terlalu banyak percobaan dari jaringan ini. Coba lagi sebentar lagi.",
        AppError::Refused(_) | AppError::Contended | AppError::Busy(_) | AppError::Internal(_) => {
            "Layanan sedang tidak dapat menjawab. Aduan Anda aman; coba lagi nanti."
        }
    };
    let filled = context! { asked => Asked::new("", None), pesan => context! { judul, isi } };
    let mut response = pages.answer(error.status_code(), "cek.html", filled)?;
    if let Some(after) = error.error_response().headers().get(header::RETRY_AFTER) {
        response.headers_mut().insert(header::RETRY_AFTER, after.clone());
    }
    Ok(response)
}
