//! The last step of an upload: all bytes are there, now they are judged. Only a photo whose hash and content hold
//! goes to the object store, and only then does its record count it. Each step may be done again, so that
//! whoever comes next finishes what a crash left between two of them.

use actix_web::web;
use bytes::Bytes;
use sha2::{Digest, Sha256};
use shared::error::{ApiError, ErrorCode};
use shared::file::MediaType;
use shared::id::AduanId;

use super::row::Unggahan;
use super::spool::Held;
use super::{Files, image, queries};
use crate::aduan::Pembaca;
use crate::aduan::queries::foto_arrived;
use crate::db::Db;
use crate::error::{AppError, Result};

/// Judges and keeps a complete upload. A refused one is gone afterwards, and may begin anew.
pub async fn finish(db: &Db, files: &Files, held: Held, upload: &Unggahan) -> Result<()> {
    // A photo is held in memory whole while it is judged; the permit bounds how many are at once.
    let _permit = files.judging.acquire().await.map_err(anyhow::Error::new)?;
    let sha256 = upload.sha256.clone();
    let (held, verdict) = web::block(move || {
        let verdict = held.read_whole().map(|bytes| judge(bytes, &sha256));
        (held, verdict)
    })
    .await?;
    let (media_type, bytes) = match verdict.map_err(anyhow::Error::new)? {
        Ok(photo) => photo,
        Err(refusal) => {
            discard(db, held, upload).await?;
            return Err(AppError::Refused(refusal));
        }
    };
    files.store.put(upload.aduan, &upload.sha256, bytes).await?;
    let (aduan, sha256, now) = (upload.aduan.to_string(), upload.sha256.clone(), files.now());
    db.write(move |conn| foto_arrived(conn, &aduan, &sha256, media_type, now))
        .await?;
    // The row stays until it expires: a client whose last answer was cut asks for the offset once more.
    remove(held).await
}

/// Judges and keeps a photo that came whole by another way than tus, if its record lists it; one that is there stays as
/// it is. An upload that was begun for it is no more: whoever goes on with it is told so, and finds the photo arrived.
pub async fn keep_whole(
    db: &Db,
    files: &Files,
    (pembaca, aduan): (&Pembaca, AduanId),
    bytes: Vec<u8>,
) -> Result<()> {
    let _permit = files.judging.acquire().await.map_err(anyhow::Error::new)?;
    let (sha256, verdict) = web::block(move || {
        let sha256 = hex::encode(Sha256::digest(&bytes));
        let verdict = judge(bytes, &sha256);
        (sha256, verdict)
    })
    .await?;
    let (asker, wanted) = (pembaca.clone(), sha256.clone());
    let listed = db
        .run(move |conn| queries::find_listed(conn, &asker, aduan, &wanted))
        .await?;
    if listed.ok_or_else(queries::not_wanted)?.diterima_pada.is_some() {
        return Ok(());
    }
    let (media_type, bytes) = verdict?;
    files.store.put(aduan, &sha256, bytes).await?;
    let now = files.now();
    db.write(move |conn| {
        foto_arrived(conn, &aduan.to_string(), &sha256, media_type, now)?;
        queries::delete_of_photo(conn, aduan, &sha256)
    })
    .await
}

/// Ends an upload and leaves nothing of it.
pub async fn discard(db: &Db, held: Held, upload: &Unggahan) -> Result<()> {
    let id = upload.id;
    db.write(move |conn| queries::delete(conn, id)).await?;
    remove(held).await
}

pub async fn remove(held: Held) -> Result<()> {
    let removed = web::block(move || held.remove()).await?;
    Ok(removed.map_err(anyhow::Error::new)?)
}

fn judge(bytes: Vec<u8>, sha256: &str) -> Result<(MediaType, Bytes), ApiError> {
    if hex::encode(Sha256::digest(&bytes)) != sha256 {
        let detail = "Isi foto tidak sama dengan yang dicatat aduan. Unggah lagi dari awal.";
        return Err(ApiError::new(ErrorCode::ChecksumBeda, detail));
    }
    let media_type = image::judge(&bytes)?;
    Ok((media_type, Bytes::from(bytes)))
}
