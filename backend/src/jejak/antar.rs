//! Deliveries of personal data: the line is committed before the answer leaves. What is delivered at the same time is
//! committed together, so that a hundred who read cost no more commits than one.

use actix_web::HttpResponse;
use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::middleware::Next;
use actix_web::web::Data;
use chrono::{DateTime, Utc};
use shared::id::AccountId;
use shared::jejak::{Objek, Perbuatan};
use tokio::sync::{mpsc, oneshot};

use super::baris::{Baris, Dalam, Oleh, tulis};
use crate::clock;
use crate::db::{Conn, Db};
use crate::error::{AppError, Result};

/// Deliveries of one transaction.
const SEKALI: usize = 256;
/// Deliveries that may wait; more of them wait at the door.
const ANTRE: usize = 1_024;

/// What goes to whom.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Antaran {
    pub kepada: AccountId,
    pub objek: Objek,
    /// Ids of the records; none, and nothing is written down.
    pub catatan: Vec<String>,
    /// The fields, by name.
    pub kolom: &'static [&'static str],
}

impl Antaran {
    /// Lets the line be written before the answer leaves.
    pub fn on(self, mut response: HttpResponse) -> HttpResponse {
        response.extensions_mut().insert(self);
        response
    }

    /// Writes the line in the transaction that makes the answer.
    pub fn tulis(&self, conn: &mut Conn, pada: DateTime<Utc>) -> Result<()> {
        let (first, rest) = match self.catatan.as_slice() {
            [] => return Ok(()),
            [one] => (one.as_str(), Vec::new()),
            many => ("", many.to_vec()),
        };
        let baris = Baris {
            oleh: Oleh::Petugas(self.kepada),
            perbuatan: Perbuatan::Antar,
            objek: self.objek,
            catatan_id: first,
            perangkat: None,
            aksi_id: None,
            dalam: Dalam::Antar {
                catatan: rest,
                kolom: self.kolom,
            },
            pada,
        };
        tulis(conn, &baris)
    }
}

type Waiting = (Antaran, DateTime<Utc>, oneshot::Sender<bool>);

/// Writes deliveries down, many at once.
#[derive(Clone)]
pub struct Pengantar {
    queue: mpsc::Sender<Waiting>,
}

impl Pengantar {
    /// Works for as long as anyone holds it. Call it where a reactor runs.
    pub fn start(db: Db) -> Self {
        let (queue, mut waiting) = mpsc::channel::<Waiting>(ANTRE);
        actix_web::rt::spawn(async move {
            while let Some(first) = waiting.recv().await {
                let mut batch = vec![first];
                // Whatever came while the last batch was being committed.
                while batch.len() < SEKALI
                    && let Ok(next) = waiting.try_recv()
                {
                    batch.push(next);
                }
                let told: Vec<_> = batch
                    .iter()
                    .map(|(what, pada, _)| (what.clone(), *pada))
                    .collect();
                let written = db
                    .write(move |conn| told.iter().try_for_each(|(what, pada)| what.tulis(conn, *pada)))
                    .await;
                if let Err(error) = &written {
                    error.log();
                }
                for (_, _, asker) in batch {
                    // Who asked may have gone away; the line stands all the same.
                    let _ = asker.send(written.is_ok());
                }
            }
        });
        Self { queue }
    }

    async fn catat(&self, what: Antaran) -> Result<()> {
        let (asker, answer) = oneshot::channel();
        let lost = || AppError::Busy(anyhow::anyhow!("a delivery could not be written down"));
        self.queue
            .send((what, clock::now(), asker))
            .await
            .map_err(|_| lost())?;
        if answer.await.unwrap_or(false) {
            Ok(())
        } else {
            Err(lost())
        }
    }
}

/// Holds an answer back until its delivery is written down; where it cannot be, nothing is delivered.
pub async fn hold(
    req: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> std::result::Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let pengantar = req.app_data::<Data<Pengantar>>().cloned();
    let mut response = next.call(req).await?.map_into_boxed_body();
    let what = response.response_mut().extensions_mut().remove::<Antaran>();
    let Some(what) = what.filter(|what| !what.catatan.is_empty()) else {
        return Ok(response);
    };
    let written = match pengantar {
        Some(pengantar) => pengantar.catat(what).await,
        None => Err(AppError::Internal(anyhow::anyhow!(
            "the app has nobody who writes deliveries down"
        ))),
    };
    match written {
        Ok(()) => Ok(response),
        Err(error) => {
            let (req, _) = response.into_parts();
            Ok(ServiceResponse::from_err(error, req))
        }
    }
}
