//! Which function does which aksi, and who may have it done: the same as the routes ask.

use actix_web::web::{Data, Path};
use serde::de::DeserializeOwned;
use shared::account::Hak;
use shared::aduan::{SebagaiFoto, Tindakan};
use shared::aksi::JenisAksi;
use shared::error::{ApiError, ErrorCode};
use shared::id::AksiId;
use shared::kunci::Kunci;
use shared::sinkron::AksiKirim;

use crate::account::Petugas;
use crate::aduan::{self, Pembaca};
use crate::aksi::Answer;
use crate::config::Config;
use crate::db::Db;
use crate::error::{AppError, Result};
use crate::http::body::Body;
use crate::http::client::Client;
use crate::http::idempotency::IdempotencyKey;
use crate::http::limits::Limits;

/// What all aksi of one request share.
#[derive(Clone)]
pub struct Bersama {
    pub db: Data<Db>,
    pub config: Data<Config>,
    pub limits: Data<Limits>,
    pub client: Client,
}

/// Whoever is logged in, or why nobody is.
pub type Masuk = std::result::Result<Petugas, ApiError>;

pub async fn kerjakan(app: &Bersama, masuk: &Masuk, aksi: AksiKirim) -> Result<Answer> {
    let AksiKirim {
        id,
        jenis,
        catatan,
        tindakan,
        kunci,
        badan,
    } = aksi;
    let key = IdempotencyKey::of(id)?;
    let (db, config, limits) = (app.db.clone(), app.config.clone(), app.limits.clone());
    let guard = (app.limits.clone(), app.client);
    let about = || catatan.clone().map(Path::from).ok_or_else(|| lacks("catatan"));
    match jenis {
        JenisAksi::AduanBaru => {
            aduan::routes::create(db, config, limits, app.client, key, body(badan)?).await
        }
        JenisAksi::AduanTitipan => {
            let petugas = officer(app, masuk, id, Hak::BantuEntri).await?;
            aduan::routes::titipan(db, config, petugas, key, body(badan)?).await
        }
        JenisAksi::AduanIkut => aduan::ikut::create(db, limits, app.client, key, body(badan)?).await,
        JenisAksi::AduanPesan => {
            let pembaca = pembaca(app, masuk, (id, kunci.as_deref()), Hak::CatatAduan).await?;
            aduan::routes::pesan(db, guard, pembaca, about()?, key, body(badan)?).await
        }
        JenisAksi::AduanPenilaian => {
            let pembaca = pembaca(app, masuk, (id, kunci.as_deref()), Hak::LihatAduan).await?;
            aduan::routes::penilaian(db, guard, pembaca, about()?, key, body(badan)?).await
        }
        JenisAksi::AduanCatatan => {
            let petugas = officer(app, masuk, id, Hak::CatatAduan).await?;
            aduan::routes::catatan(db, petugas, about()?, key, body(badan)?).await
        }
        JenisAksi::AduanDilihat => {
            let petugas = officer(app, masuk, id, Hak::LihatAduan).await?;
            aduan::dilihat::dilihat(db, petugas, about()?, key, body(badan)?).await
        }
        JenisAksi::AduanPembetulan => {
            let petugas = officer(app, masuk, id, Hak::KelolaAduan).await?;
            aduan::pembetulan::create(db, petugas, about()?, key, body(badan)?).await
        }
        JenisAksi::AduanBedaPilih => {
            let petugas = officer(app, masuk, id, Hak::KelolaAduan).await?;
            let catatan = catatan.ok_or_else(|| lacks("catatan"))?;
            let beda = tindakan.ok_or_else(|| lacks("tindakan"))?;
            aduan::pembetulan::pilih(db, petugas, Path::from((catatan, beda)), key, body(badan)?).await
        }
        JenisAksi::AduanTindakan if kunci.is_some() => {
            if tindakan.as_deref() != Some(Tindakan::BukaKembali.as_str()) {
                let message = "Dengan kunci pelapor hanya buka-kembali yang dapat dilakukan.";
                return Err(ApiError::field(ErrorCode::IsianSalah, "tindakan", message).into());
            }
            let pembaca = pembaca(app, masuk, (id, kunci.as_deref()), Hak::LihatAduan).await?;
            aduan::routes::buka_kembali((db, config), guard, pembaca, about()?, key, body(badan)?).await
        }
        JenisAksi::AduanTindakan => {
            let petugas = officer(app, masuk, id, Hak::LihatAduan).await?;
            let catatan = catatan.ok_or_else(|| lacks("catatan"))?;
            let tindakan = tindakan.ok_or_else(|| lacks("tindakan"))?;
            aduan::routes::tindakan(db, petugas, Path::from((catatan, tindakan)), key, body(badan)?).await
        }
        // Of the photos on a complaint only those of how it looks after the work are taken where there is no network.
        JenisAksi::AduanFoto if tindakan.as_deref() == Some(SebagaiFoto::Sesudah.as_str()) => {
            let petugas = officer(app, masuk, id, Hak::KerjakanAduan).await?;
            aduan::foto_petugas::sesudah(db, petugas, about()?, key, body(badan)?).await
        }
        // Done with the network alone.
        JenisAksi::AduanRilis
        | JenisAksi::BatasWaktuUbah
        | JenisAksi::LiburGanti
        | JenisAksi::AkunBaru
        | JenisAksi::AkunUbah
        | JenisAksi::AkunPenugasan
        | JenisAksi::AkunUrusan
        | JenisAksi::AkunSerahTerima
        | JenisAksi::AkunImpor
        | JenisAksi::SkpdUbah
        | JenisAksi::AduanKunciBaru
        | JenisAksi::AduanBukanSama
        | JenisAksi::AduanKategori
        | JenisAksi::TemplatUbah
        | JenisAksi::DataPermintaan
        | JenisAksi::DataJawaban
        | JenisAksi::AduanIkutAkhir
        | JenisAksi::AduanFoto
        | JenisAksi::AduanPecahan
        | JenisAksi::KabarLangganan
        | JenisAksi::KabarUlangi
        | JenisAksi::KabarLanggananAkhir => {
            let message = "Tindakan ini tidak dikirim lewat antrean. Lakukan langsung di halamannya.";
            Err(ApiError::field(ErrorCode::IsianSalah, "jenis", message).into())
        }
    }
}

fn body<T>(badan: serde_json::Value) -> Result<Body<T>>
where
    T: DeserializeOwned + garde::Validate<Context = ()>,
{
    Body::of_json(&badan)
}

fn lacks(field: &str) -> AppError {
    ApiError::field(ErrorCode::IsianSalah, field, "Wajib diisi untuk tindakan ini.").into()
}

async fn officer(app: &Bersama, masuk: &Masuk, aksi: AksiId, hak: Hak) -> Result<Petugas> {
    let petugas = masuk.clone()?;
    petugas.must_once(&app.db, hak, Some(aksi)).await?;
    Ok(petugas)
}

/// The reporter by his key, else the officer.
async fn pembaca(
    app: &Bersama,
    masuk: &Masuk,
    (aksi, kunci): (AksiId, Option<&str>),
    hak: Hak,
) -> Result<Pembaca> {
    match kunci {
        None => Ok(Pembaca::Petugas(officer(app, masuk, aksi, hak).await?.0)),
        Some(kunci) => match Kunci::parse(kunci) {
            Some(kunci) => Ok(Pembaca::Pelapor(kunci.hash())),
            None => {
                let message = "Kunci pelapor ini salah ketik.";
                Err(ApiError::field(ErrorCode::IsianSalah, "kunci", message).into())
            }
        },
    }
}
