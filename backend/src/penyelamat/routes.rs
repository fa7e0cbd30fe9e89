//! `/api/berkas-penyelamat`.

use std::fs::File;
use std::io::{BufReader, Seek};

use actix_web::dev;
use actix_web::http::header;
use actix_web::web::{self, Data, Payload, Query};
use actix_web::{HttpRequest, HttpResponse};
use serde::Deserialize;
use shared::account::Hak;
use shared::error::{ApiError, ErrorCode};
use shared::paths;
use shared::penyelamat::BerkasMasuk;
use shared::words::ukuran;
use utoipa::IntoParams;

use super::bentuk::Berkas;
use super::masuk::{BerkasDisk, Pembawa, periksa};
use crate::account::Petugas;
use crate::config::Config;
use crate::db::Db;
use crate::error::{AppError, Result};
use crate::files::Files;
use crate::files::receive::{Ending, drain, receive};
use crate::http::answer::fresh;
use crate::http::client::Client;
use crate::http::limits::Limits;
use crate::http::rute::{Butuh, Rute};
use crate::sinkron::jalan::Bersama;

pub fn configure(app: &mut Rute<'_>) {
    app.at(paths::BERKAS_PENYELAMAT, |at| {
        at.post(Butuh::Hak(Hak::ImporAduan), impor)
    });
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Cara {
    /// Of a file that is damaged, take what stands whole before the damage.
    #[serde(default)]
    sebagian: bool,
}

#[utoipa::path(post, path = paths::BERKAS_PENYELAMAT, tag = "sinkron",
    summary = "Memasukkan yang menunggu di sebuah perangkat, dari berkas penyelamat",
    params(Cara), request_body(content = Vec<u8>, content_type = "application/octet-stream"), security(("token" = [])),
    responses((status = 200, body = BerkasMasuk, description = "Tiap kiriman dengan hasilnya sendiri; yang sudah ada tidak menjadi dua"),
        (status = 401, body = ApiError), (status = 403, body = ApiError, description = "tidak_berhak"),
        (status = 413, body = ApiError, description = "terlalu_besar"),
        (status = 422, body = ApiError, description = "berkas_rusak, berkas_asing; tidak ada yang dimasukkan")))]
pub async fn impor(
    req: HttpRequest,
    app: (Data<Db>, Data<Config>, Data<Files>),
    client: Client,
    petugas: Petugas,
    cara: Query<Cara>,
    payload: Payload,
) -> Result<HttpResponse> {
    let (db, config, files) = app;
    petugas.must_everywhere(Hak::ImporAduan, &config.district.wilayah)?;
    let mut payload = payload.into_inner();
    let announced = req.headers().get(header::CONTENT_LENGTH);
    let announced = announced.and_then(|value| value.to_str().ok()?.parse().ok());
    let pembawa = Pembawa {
        bersama: Bersama {
            db,
            config: config.clone(),
            // What a whole village captured comes from the one address of whoever brings it.
            limits: Data::new(Limits::new(u32::MAX, u32::MAX)),
            client,
        },
        files,
        admin: petugas,
    };
    // A task of its own: whoever hangs up takes his request's future with him, but what was begun is to be ended.
    let work = actix_web::rt::spawn(async move {
        let file = spool(&config, announced, &mut payload).await?;
        let berkas = sound(&config, file, cara.sebagian).await?;
        pembawa.bawa(berkas).await
    });
    Ok(fresh(&work.await.map_err(anyhow::Error::new)??))
}

/// The file on the disk, without a name: it is gone with this request, however that ends.
async fn spool(config: &Config, announced: Option<u64>, payload: &mut dev::Payload) -> Result<File> {
    let most = config.penyelamat_bytes;
    let data = config.data.clone();
    let (mut file, writer) = web::block(move || {
        let file = tempfile::tempfile_in(data)?;
        let writer = file.try_clone()?;
        Ok::<_, std::io::Error>((file, writer))
    })
    .await?
    .map_err(unwritten)?;
    let ending = if announced.is_some_and(|bytes| bytes > most) {
        Ending::TooLong
    } else {
        let received = receive(payload, writer, most, None).await;
        received.map_err(unwritten)?.ending
    };
    match ending {
        Ending::Whole => {
            file.rewind().map_err(unwritten)?;
            Ok(file)
        }
        Ending::TooLong => {
            drain(payload).await;
            let detail = format!(
                "Berkas ini terlalu besar: paling besar {}. Minta pengelola server menaikkan batasnya (PORTAL_PENYELAMAT_MIB), atau simpan berkas satu per satu kiriman.",
                ukuran(most)
            );
            Err(AppError::refused(ErrorCode::TerlaluBesar, detail))
        }
        Ending::Cut | Ending::Differs => Err(AppError::Busy(anyhow::anyhow!("a rescue file broke off"))),
    }
}

fn unwritten(error: std::io::Error) -> AppError {
    AppError::Busy(anyhow::Error::new(error))
}

/// The file, once it is known to be whole, or as much of it as is wanted: nothing is done before.
async fn sound(config: &Config, file: File, sebagian: bool) -> Result<BerkasDisk> {
    let (kunci, daerah) = (config.penyelamat.clone(), config.district.wilayah.clone());
    let judged = web::block(move || {
        let open = |file: &File| {
            let mut file = file.try_clone()?;
            file.rewind()?;
            Berkas::open(BufReader::new(file), &kunci, &daerah)
        };
        let (utuh, salah) = periksa(open(&file)?);
        match salah {
            Some(salah) if !sebagian || utuh == 0 => Err(incomplete(utuh, salah.into())),
            Some(_) | None => Ok(open(&file)?),
        }
    });
    judged.await?
}

/// What is wrong, and what may be done with the part that is not.
fn incomplete(utuh: u32, error: AppError) -> AppError {
    match error {
        AppError::Refused(error) => {
            let rest = match utuh {
                0 => "Tidak ada kiriman yang utuh di dalamnya.".to_owned(),
                utuh => format!("{utuh} kiriman di bagian depannya masih utuh dan dapat dimasukkan dahulu."),
            };
            AppError::refused(error.code, format!("{} {rest}", error.detail))
        }
        other => other,
    }
}
