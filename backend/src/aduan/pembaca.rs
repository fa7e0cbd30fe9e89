//! Who reads or writes a complaint: an officer by his token, or whoever holds the reporter's key.

use std::time::Instant;

use actix_web::dev::Payload;
use actix_web::web::Data;
use actix_web::{FromRequest, HttpMessage, HttpRequest};
use futures_util::future::LocalBoxFuture;
use shared::account::{Account, Hak};
use shared::aduan::Aduan;
use shared::error::ErrorCode;
use shared::jejak::Objek;
use shared::kunci::KunciHash;

use crate::account::{Keys, Petugas};
use crate::aksi::Pemilik;
use crate::config::Config;
use crate::db::Db;
use crate::error::{AppError, Result};
use crate::http::client::{Client, Credential};
use crate::http::idempotency::IdempotencyKey;
use crate::http::limits::Limits;
use crate::http::rute::HakPetugas;
use crate::jejak::Antaran;

#[derive(Clone, Debug)]
pub enum Pembaca {
    Petugas(Account),
    Pelapor(KunciHash),
}

impl Pembaca {
    pub fn pemilik(&self) -> Pemilik {
        match self {
            Self::Petugas(account) => Pemilik::Account(account.id),
            Self::Pelapor(kunci) => Pemilik::Kunci(kunci.clone()),
        }
    }

    /// What goes to an officer's device with a complaint. A reporter gets what is his own.
    pub fn antaran(&self, aduan: &Aduan) -> Option<Antaran> {
        const UMUM: &[&str] = &["uraian", "lokasi", "pesan"];
        const PRIBADI: &[&str] = &["nama", "hp", "email", "uraian", "lokasi", "pesan"];
        match self {
            Self::Pelapor(_) => None,
            Self::Petugas(account) => Some(Antaran {
                kepada: account.id,
                objek: Objek::Aduan,
                catatan: vec![aduan.id.to_string()],
                kolom: if aduan.pelapor.is_some() { PRIBADI } else { UMUM },
            }),
        }
    }

    /// Remembers a reporter's guess that found nothing, so that keys and codes cannot be tried out: whoever goes on with
    /// it is told to wait, whatever he asks for. Who holds the right key is never told so, since it was looked at first;
    /// 128 random bits are not found out by being quick.
    pub fn remember<T>(&self, limits: &Limits, client: Client, outcome: Result<T>) -> Result<T> {
        if let (Self::Pelapor(_), Err(AppError::Refused(error))) = (self, &outcome)
            && error.code == ErrorCode::TidakDitemukan
        {
            limits.guess.attempt(client.origin, Instant::now())?;
        }
        outcome
    }
}

impl FromRequest for Pembaca {
    type Error = AppError;
    type Future = LocalBoxFuture<'static, Result<Self>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        let credential = Credential::of(req);
        let needed = req.extensions().get::<HakPetugas>().copied();
        let hak = needed.map_or(Hak::LihatAduan, |needed| needed.hak);
        let aksi = IdempotencyKey::given(req).filter(|_| needed.is_some_and(|needed| needed.sekali));
        let app = (
            req.app_data::<Data<Keys>>().cloned(),
            req.app_data::<Data<Db>>().cloned(),
        );
        let config = req.app_data::<Data<Config>>().cloned();
        Box::pin(async move {
            let ((Some(keys), Some(db)), Some(config)) = (app, config) else {
                return Err(AppError::Internal(anyhow::anyhow!(
                    "the app lacks its shared state"
                )));
            };
            match credential {
                Credential::Bearer(token) => {
                    let petugas = Petugas::of_token(&keys, &db, &config.totp_wajib, &token).await?;
                    petugas.must_once(&db, hak, aksi).await?;
                    Ok(Self::Petugas(petugas.0))
                }
                Credential::Kunci(kunci) => Ok(Self::Pelapor(kunci)),
                Credential::None | Credential::Unreadable => {
                    let detail = "Buka aduan ini dengan tautan pelacak Anda, atau masuk sebagai petugas.";
                    Err(AppError::refused(ErrorCode::PerluMasuk, detail))
                }
            }
        })
    }
}
