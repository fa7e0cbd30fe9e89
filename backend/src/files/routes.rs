//! `/api/files`: the photos of records, uploaded by tus 1.0 in parts that survive a broken link.

use actix_web::http::Method;
use actix_web::http::header::{self, HttpDate};
use actix_web::middleware::from_fn;
use actix_web::web::{Data, Path, Payload};
use actix_web::{HttpRequest, HttpResponse, HttpResponseBuilder};
use chrono::NaiveDateTime;
use shared::account::Hak;
use shared::error::{ApiError, ErrorCode};
use shared::file::BYTES_MAX;
use shared::paths;

use super::headers::{self, EXPIRES, LENGTH, OFFSET};
use super::receive::drain;
use super::row::Unggahan;
use super::upload::{Door, Part};
use super::{Files, protocol, queries};
use crate::aduan::Pembaca;
use crate::db::Db;
use crate::error::{AppError, Result};
use crate::http::client::Credential;
use crate::http::problem;
use crate::http::rute::{Butuh, Rute, Tempat};

pub fn configure(app: &mut Rute<'_>) {
    let own = Butuh::Kunci(Hak::LihatAduan);
    let all = Tempat::new(paths::FILES, "")
        .post(own, create)
        .on(Method::OPTIONS, Butuh::Siapa, options);
    let one = Tempat::new(paths::FILES, "/{id}")
        .on(Method::HEAD, own, show)
        .on(Method::PATCH, own, append)
        .delete(own, terminate)
        .on(Method::OPTIONS, Butuh::Siapa, options);
    app.within(paths::FILES, [all, one], |scope| {
        scope
            .wrap(from_fn(problem::explain))
            .wrap(from_fn(protocol::negotiate))
    });
}

#[utoipa::path(options, path = paths::FILES, tag = "files", summary = "Kemampuan server unggahan (tus 1.0)",
    responses((status = 204, description = "Tus-Version, Tus-Extension, Tus-Max-Size, Tus-Checksum-Algorithm")))]
pub async fn options() -> HttpResponse {
    HttpResponse::NoContent()
        .insert_header(("Tus-Extension", headers::EXTENSIONS))
        .insert_header(("Tus-Checksum-Algorithm", headers::CHECKSUM_ALGORITHMS))
        .insert_header(("Tus-Max-Size", BYTES_MAX))
        .finish()
}

#[utoipa::path(post, path = paths::FILES, tag = "files", summary = "Memulai unggahan satu foto aduan",
    params(
        ("Tus-Resumable" = String, Header, description = "1.0.0"),
        ("Upload-Length" = u64, Header, description = "Ukuran foto dalam byte"),
        ("Upload-Metadata" = String, Header, description = "aduan (UUID) dan sha256 (heksadesimal), nilainya base64"),
    ),
    security(("token" = []), ("kunci" = [])),
    responses(
        (status = 201, description = "Location: alamat unggahan; Upload-Offset: byte yang sudah diterima. Bila unggahan \
            foto ini sudah pernah dimulai, alamat yang sama diberikan lagi."),
        (status = 400, body = ApiError, description = "header_salah"),
        (status = 403, body = ApiError, description = "tidak_berhak: tidak ada aduan pemanggil yang menunggu foto ini"),
        (status = 412, body = ApiError, description = "protokol_salah"),
        (status = 413, body = ApiError, description = "terlalu_besar"),
    ))]
pub async fn create(
    req: HttpRequest,
    pembaca: Result<Pembaca>,
    db: Data<Db>,
    files: Data<Files>,
    payload: Payload,
) -> Result<HttpResponse> {
    let bytes = headers::number(req.headers(), LENGTH)?;
    if bytes > BYTES_MAX {
        drain(&mut payload.into_inner()).await;
        return Err(too_large());
    }
    let photo = headers::metadata(req.headers())?;
    let pembaca = match Credential::of(&req) {
        Credential::None | Credential::Unreadable => return Err(queries::not_wanted()),
        Credential::Kunci(_) | Credential::Bearer(_) => pembaca?,
    };
    let now = files.now().naive_utc();
    let upload = db
        .write(move |conn| queries::begin(conn, &pembaca, &photo, bytes, now))
        .await?;
    let location = format!("{}/{}", paths::FILES, upload.id);
    Ok(standing(HttpResponse::Created(), &upload)
        .insert_header((header::LOCATION, location))
        .finish())
}

#[utoipa::path(head, path = "/api/files/{id}", tag = "files", summary = "Sampai byte mana unggahan sudah diterima",
    params(("id" = String, Path), ("Tus-Resumable" = String, Header, description = "1.0.0")),
    security(("token" = []), ("kunci" = [])),
    responses(
        (status = 200, description = "Upload-Offset, Upload-Length, Upload-Expires"),
        (status = 404, description = "tidak_ditemukan"),
        (status = 410, description = "unggahan_berakhir"),
    ))]
pub async fn show(
    id: Path<String>,
    pembaca: Pembaca,
    db: Data<Db>,
    files: Data<Files>,
) -> Result<HttpResponse> {
    let upload = door(&id, pembaca, db, files)?.show().await?;
    Ok(standing(HttpResponse::Ok(), &upload)
        .insert_header((LENGTH, upload.bytes))
        .finish())
}

#[utoipa::path(patch, path = "/api/files/{id}", tag = "files", summary = "Mengirim satu bagian foto",
    params(
        ("id" = String, Path),
        ("Tus-Resumable" = String, Header, description = "1.0.0"),
        ("Upload-Offset" = u64, Header, description = "Byte tempat bagian ini mulai"),
        ("Upload-Checksum" = Option<String>, Header, description = "sha1 atau sha256, spasi, base64; bagian ini lalu \
            hanya dihitung bila utuh"),
    ),
    request_body(content = Vec<u8>, content_type = "application/offset+octet-stream"),
    security(("token" = []), ("kunci" = [])),
    responses(
        (status = 204, description = "Upload-Offset, Upload-Expires"),
        (status = 400, body = ApiError, description = "header_salah"),
        (status = 404, body = ApiError, description = "tidak_ditemukan"),
        (status = 409, body = ApiError, description = "offset_beda: tanyakan dengan HEAD, lalu lanjutkan dari sana"),
        (status = 410, body = ApiError, description = "unggahan_berakhir"),
        (status = 413, body = ApiError, description = "terlalu_besar"),
        (status = 415, body = ApiError, description = "tipe_salah"),
        (status = 422, body = ApiError, description = "foto_salah: foto ditolak, unggahan dihapus"),
        (status = 423, body = ApiError, description = "sedang_dipakai"),
        (status = 460, body = ApiError, description = "checksum_beda"),
    ))]
pub async fn append(
    req: HttpRequest,
    id: Path<String>,
    pembaca: Pembaca,
    db: Data<Db>,
    files: Data<Files>,
    payload: Payload,
) -> Result<HttpResponse> {
    let mut payload = payload.into_inner();
    let asked = part(&req).and_then(|part| Ok((part, door(&id, pembaca, db, files)?)));
    // A task of its own: a client that hangs up takes its request's future with it, but what arrived must still count.
    let work = actix_web::rt::spawn(async move {
        let outcome = match asked {
            Ok((part, door)) => door.append(part, &mut payload).await,
            Err(error) => Err(error),
        };
        if outcome.is_err() {
            drain(&mut payload).await;
        }
        outcome
    });
    let upload = work.await.map_err(anyhow::Error::new)??;
    Ok(standing(HttpResponse::NoContent(), &upload).finish())
}

#[utoipa::path(delete, path = "/api/files/{id}", tag = "files", summary = "Membatalkan unggahan",
    params(("id" = String, Path), ("Tus-Resumable" = String, Header, description = "1.0.0")),
    security(("token" = []), ("kunci" = [])),
    responses(
        (status = 204, description = "Unggahan dihapus"),
        (status = 404, body = ApiError, description = "tidak_ditemukan"),
        (status = 410, body = ApiError, description = "unggahan_berakhir"),
        (status = 423, body = ApiError, description = "sedang_dipakai"),
    ))]
pub async fn terminate(
    id: Path<String>,
    pembaca: Pembaca,
    db: Data<Db>,
    files: Data<Files>,
) -> Result<HttpResponse> {
    door(&id, pembaca, db, files)?.terminate().await?;
    Ok(HttpResponse::NoContent().finish())
}

fn door(id: &str, pembaca: Pembaca, db: Data<Db>, files: Data<Files>) -> Result<Door> {
    let id = id.parse().map_err(|_| AppError::not_found())?;
    Ok(Door {
        db,
        files,
        pembaca,
        id,
    })
}

fn part(req: &HttpRequest) -> Result<Part> {
    let headers = req.headers();
    let media_type = headers.get(header::CONTENT_TYPE);
    if media_type.is_none_or(|media_type| media_type != headers::PART_TYPE) {
        let detail = format!("Bagian foto dikirim sebagai {}.", headers::PART_TYPE);
        return Err(AppError::refused(ErrorCode::TipeSalah, detail));
    }
    let length = headers
        .get(header::CONTENT_LENGTH)
        .and_then(|value| value.to_str().ok());
    Ok(Part {
        offset: headers::number(headers, OFFSET)?,
        length: length.and_then(|length| length.parse().ok()),
        checksum: headers::checksum(headers)?,
    })
}

fn standing(mut response: HttpResponseBuilder, upload: &Unggahan) -> HttpResponseBuilder {
    response
        .insert_header((OFFSET, upload.offset))
        .insert_header((EXPIRES, expires(upload.kedaluwarsa)))
        .insert_header((header::CACHE_CONTROL, "no-store"));
    response
}

fn expires(moment: NaiveDateTime) -> HttpDate {
    HttpDate::from(std::time::SystemTime::from(moment.and_utc()))
}

fn too_large() -> AppError {
    let detail = format!(
        "Foto terlalu besar: paling banyak {}.",
        shared::words::ukuran(BYTES_MAX)
    );
    AppError::refused(ErrorCode::TerlaluBesar, detail)
}
