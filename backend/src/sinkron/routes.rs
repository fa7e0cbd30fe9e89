//! `/api/sync`.

use actix_web::HttpResponse;
use actix_web::web::Data;
use futures_util::stream::{self, StreamExt, TryStreamExt};
use garde::Validate;
use serde::Deserialize;
use serde_json::Value;
use shared::aksi::JenisAksi;
use shared::error::ApiError;
use shared::id::AksiId;
use shared::paths;
use shared::sinkron::{AksiKirim, HasilAksi, Kirim, SEKALI, Terkirim};

use super::jalan::{Bersama, Masuk, kerjakan};
use crate::account::{Keys, Petugas};
use crate::config::Config;
use crate::db::Db;
use crate::error::{AppError, Result};
use crate::http::answer::fresh;
use crate::http::body::{Body, read_json};
use crate::http::client::{Client, Credential};
use crate::http::limits::Limits;
use crate::http::rute::{Butuh, Rute};

pub fn configure(app: &mut Rute<'_>) {
    // Each aksi says in whose name it is done, and is judged by that.
    app.at(paths::SYNC, |at| at.post(Butuh::Siapa, sync));
}

#[utoipa::path(post, path = paths::SYNC, tag = "sinkron",
    summary = "Mengirim beberapa tindakan sekaligus; masing-masing dijawab sendiri",
    request_body = Kirim, security((), ("token" = [])),
    responses((status = 200, body = Terkirim, description = "Tiap tindakan dengan statusnya sendiri; yang ditolak tidak menahan yang lain"),
        (status = 400, body = ApiError, description = "bentuk_salah"),
        (status = 413, body = ApiError, description = "terlalu_besar"),
        (status = 422, body = ApiError, description = "isian_salah")))]
pub async fn sync(
    app: (Data<Db>, Data<Config>, Data<Limits>, Data<Keys>),
    client: Client,
    credential: Credential,
    body: Body<Mentah>,
) -> Result<HttpResponse> {
    let (db, config, limits, keys) = app;
    let masuk = who(&db, &config, &keys, credential).await?;
    let bersama = Bersama {
        db,
        config,
        limits,
        client,
    };
    let mut hasil = Vec::new();
    let mut waiting = body.into_inner().aksi.into_iter().map(Terbaca::from).peekable();
    while let Some(first) = waiting.next() {
        let beside = bersama.db.shares_commits() && first.stands_alone();
        let mut run = vec![first];
        while beside && let Some(next) = waiting.next_if(Terbaca::stands_alone) {
            run.push(next);
        }
        let done = stream::iter(run)
            .map(|one| one.done(&bersama, &masuk))
            .buffered(BESIDE);
        hasil.extend(done.try_collect::<Vec<_>>().await?);
    }
    Ok(fresh(&Terkirim { hasil }))
}

/// So many new records of one request are on their way to the database at once where they share its commits; others still
/// come in between. Over connections of their own they would not see one another, and what is like another would not be
/// marked.
const BESIDE: usize = 16;

/// An aksi that was understood, or why it was not.
struct Terbaca {
    id: AksiId,
    aksi: Result<AksiKirim>,
}

impl From<Satu> for Terbaca {
    fn from(Satu { id, isi }: Satu) -> Self {
        let aksi = read(id, isi);
        Self { id, aksi }
    }
}

impl Terbaca {
    /// Whether it may be done beside its neighbours. What comes after something in a request may be about it, and waits for
    /// its answer; a new record is about nothing else.
    fn stands_alone(&self) -> bool {
        matches!(&self.aksi, Ok(aksi) if matches!(aksi.jenis, JenisAksi::AduanBaru | JenisAksi::AduanTitipan))
    }

    async fn done(self, bersama: &Bersama, masuk: &Masuk) -> Result<HasilAksi> {
        let id = self.id;
        let done = match self.aksi {
            Ok(aksi) => kerjakan(bersama, masuk, aksi).await,
            Err(error) => Err(error),
        };
        match done {
            Ok(answer) => Ok(HasilAksi {
                id,
                status: answer.status,
                badan: serde_json::from_str(&answer.json)?,
                diulang: answer.replayed,
                tunggu: None,
            }),
            Err(error) => refused(id, &error),
        }
    }
}

/// [`Kirim`] as it came in: one aksi that this version does not know holds up none of the others.
#[derive(Deserialize, Validate)]
pub struct Mentah {
    #[garde(length(min = 1, max = SEKALI))]
    aksi: Vec<Satu>,
}

#[derive(Deserialize)]
struct Satu {
    id: AksiId,
    #[serde(flatten)]
    isi: serde_json::Map<String, Value>,
}

fn read(id: AksiId, mut isi: serde_json::Map<String, Value>) -> Result<AksiKirim> {
    isi.insert("id".to_owned(), serde_json::to_value(id)?);
    read_json(&Value::Object(isi))
}

/// A token that is over concerns only what is done in an officer's name.
async fn who(db: &Db, config: &Config, keys: &Keys, credential: Credential) -> Result<Masuk> {
    let nobody = || crate::account::session::over();
    let found = match credential {
        Credential::Bearer(token) => Petugas::of_token(keys, db, &config.totp_wajib, &token).await,
        Credential::None | Credential::Kunci(_) | Credential::Unreadable => Err(nobody()),
    };
    match found {
        Ok(petugas) => Ok(Ok(petugas)),
        Err(AppError::Refused(error)) => Ok(Err(error)),
        Err(other) => Err(other),
    }
}

fn refused(id: AksiId, error: &AppError) -> Result<HasilAksi> {
    error.log();
    let (told, tunggu) = error.told();
    let badan: Value = serde_json::to_value(&*told)?;
    Ok(HasilAksi {
        id,
        status: told.code.status(),
        badan,
        diulang: false,
        tunggu,
    })
}
