//! What happens to one upload: its offset is told, a part is added, it is ended. Whoever changes it holds its file, and
//! reads the row once more under that lock.

use actix_web::dev::Payload;
use actix_web::web::{self, Data};
use shared::error::ErrorCode;
use shared::id::UploadId;

use super::finish::{discard, finish};
use super::headers::Checksum;
use super::receive::{Ending, Received, receive};
use super::row::Unggahan;
use super::spool::Held;
use super::{Files, queries};
use crate::aduan::Pembaca;
use crate::db::Db;
use crate::error::{AppError, Result};

/// What the headers of a part say.
pub struct Part {
    pub offset: u64,
    /// Bytes that follow, when the client says how many.
    pub length: Option<u64>,
    pub checksum: Option<Checksum>,
}

/// Where an upload stands.
pub struct Standing {
    pub upload: Unggahan,
    /// The photo is whole, judged and kept.
    pub diterima: bool,
}

/// The way to one upload of one caller.
#[derive(Clone)]
pub struct Door {
    pub db: Data<Db>,
    pub files: Data<Files>,
    pub pembaca: Pembaca,
    pub id: UploadId,
}

impl Door {
    /// Where the upload stands. What a crash left undone after the last byte is done first.
    pub async fn show(&self) -> Result<Unggahan> {
        let standing = self.standing().await?;
        if standing.diterima || !standing.upload.is_complete() {
            return Ok(standing.upload);
        }
        // Whoever holds the file is finishing it just now.
        let Some(held) = self.try_hold().await? else {
            return Ok(standing.upload);
        };
        let standing = self.standing().await?;
        if standing.upload.is_complete() && !standing.diterima {
            finish(&self.db, &self.files, held, &standing.upload).await?;
        }
        Ok(standing.upload)
    }

    /// Adds a part at the offset where the upload stands. A part that bears a checksum counts only when whole; of
    /// any other, what arrived counts.
    pub async fn append(&self, part: Part, payload: &mut Payload) -> Result<Unggahan> {
        self.standing().await?;
        let mut held = self.hold().await?;
        let Standing { mut upload, diterima } = self.standing().await?;
        if part.offset != upload.offset {
            let detail = format!("Unggahan ini berada di byte {}.", upload.offset);
            return Err(AppError::refused(ErrorCode::OffsetBeda, detail));
        }
        let room = upload.bytes - upload.offset;
        if part.length.is_some_and(|length| length > room) {
            return Err(too_long());
        }
        if diterima {
            return Ok(upload);
        }
        let received = match self.write(&mut held, &upload, &part, payload).await {
            Ok(received) => received,
            Err(error) => {
                held.cut_to(upload.offset).map_err(anyhow::Error::new)?;
                return Err(AppError::Busy(error));
            }
        };
        if counts(received, &part) {
            held = sync(held).await?;
            upload = self.acknowledge(upload, received.bytes).await?;
        }
        match received.ending {
            Ending::Whole if upload.is_complete() => finish(&self.db, &self.files, held, &upload).await?,
            Ending::Whole => {}
            Ending::Cut => return Err(cut(upload.offset)),
            Ending::TooLong => return Err(too_long()),
            Ending::Differs => return Err(differs()),
        }
        Ok(upload)
    }

    /// Ends the upload. A photo that was already kept stays: it belongs to its record.
    pub async fn terminate(&self) -> Result<()> {
        self.standing().await?;
        let held = self.hold().await?;
        let standing = self.standing().await?;
        discard(&self.db, held, &standing.upload).await
    }

    /// # Errors
    /// 404 for an unknown or foreign upload, 410 for one whose time is over.
    async fn standing(&self) -> Result<Standing> {
        let Self { pembaca, id, .. } = self.clone();
        let found = self.db.run(move |conn| queries::find(conn, &pembaca, id)).await?;
        let (mut upload, listed) = found.ok_or_else(AppError::not_found)?;
        if upload.kedaluwarsa <= self.files.now().naive_utc() {
            let detail = "Waktu unggahan ini sudah habis. Mulai lagi dari awal.";
            return Err(AppError::refused(ErrorCode::UnggahanBerakhir, detail));
        }
        let diterima = listed.diterima_pada.is_some();
        if !diterima {
            // A disk that lost bytes, or a database restored without them, is believed over the row.
            let spool = self.files.spool.clone();
            let on_disk = web::block(move || spool.length(id)).await?;
            upload.offset = upload.offset.min(on_disk.map_err(anyhow::Error::new)?);
        }
        Ok(Standing { upload, diterima })
    }

    async fn try_hold(&self) -> Result<Option<Held>> {
        let (spool, id) = (self.files.spool.clone(), self.id);
        let held = web::block(move || spool.hold(id)).await?;
        held.map_err(|error| AppError::Busy(anyhow::Error::new(error)))
    }

    async fn hold(&self) -> Result<Held> {
        self.try_hold().await?.ok_or_else(|| {
            let detail = "Unggahan ini sedang menerima bagian lain. Coba lagi sebentar.";
            AppError::refused(ErrorCode::SedangDipakai, detail)
        })
    }

    async fn write(
        &self,
        held: &mut Held,
        upload: &Unggahan,
        part: &Part,
        payload: &mut Payload,
    ) -> anyhow::Result<Received> {
        held.cut_to(upload.offset)?;
        let room = upload.bytes - upload.offset;
        Ok(receive(payload, held.writer()?, room, part.checksum.as_ref()).await?)
    }

    async fn acknowledge(&self, upload: Unggahan, bytes: u64) -> Result<Unggahan> {
        let (id, offset, now) = (upload.id, upload.offset + bytes, self.files.now().naive_utc());
        let kedaluwarsa = self
            .db
            .write(move |conn| queries::acknowledge(conn, id, offset, now))
            .await?;
        Ok(Unggahan {
            offset,
            kedaluwarsa,
            ..upload
        })
    }
}

fn counts(received: Received, part: &Part) -> bool {
    let counts = match received.ending {
        Ending::Whole => true,
        Ending::Cut => part.checksum.is_none(),
        Ending::TooLong | Ending::Differs => false,
    };
    counts && received.bytes > 0
}

async fn sync(held: Held) -> Result<Held> {
    let (held, synced) = web::block(move || {
        let synced = held.sync();
        (held, synced)
    })
    .await?;
    synced.map_err(|error| AppError::Busy(anyhow::Error::new(error)))?;
    Ok(held)
}

fn too_long() -> AppError {
    AppError::refused(
        ErrorCode::TerlaluBesar,
        "Bagian ini lebih panjang daripada sisa foto.",
    )
}

/// Nobody is at fault: a client that still hears us asks where the upload stands, and goes on from there.
fn cut(offset: u64) -> AppError {
    let detail = format!("Kiriman terputus di tengah jalan; lanjutkan dari byte {offset}.");
    AppError::refused(ErrorCode::OffsetBeda, detail)
}

fn differs() -> AppError {
    AppError::refused(
        ErrorCode::ChecksumBeda,
        "Bagian ini rusak di perjalanan. Kirim lagi bagian yang sama.",
    )
}
