//! Clears away what nobody will come back for: uploads whose time is over, and files that no upload knows.

use actix_web::web;
use shared::id::UploadId;

use super::{Files, finish, queries};
use crate::db::Db;
use crate::error::Result;

/// Uploads that one round looks at.
const BATCH: i64 = 500;

/// Answers how many uploads and stray files were cleared away.
pub async fn sweep(db: &Db, files: &Files) -> Result<usize> {
    let now = files.now().naive_utc();
    let expired = db
        .run(move |conn| queries::list_expired(conn, now, BATCH))
        .await?;
    let mut swept = 0;
    for id in expired {
        swept += usize::from(clear(db, files, id, true).await?);
    }
    let spool = files.spool.clone();
    let present = web::block(move || spool.list())
        .await?
        .map_err(anyhow::Error::new)?;
    for id in present {
        if !db.run(move |conn| queries::exists(conn, id)).await? {
            swept += usize::from(clear(db, files, id, false).await?);
        }
    }
    Ok(swept)
}

/// Removes the file, and the row when there is one; an upload that is being written to just now is let be.
async fn clear(db: &Db, files: &Files, id: UploadId, has_row: bool) -> Result<bool> {
    let spool = files.spool.clone();
    let held = web::block(move || spool.hold(id))
        .await?
        .map_err(anyhow::Error::new)?;
    let Some(held) = held else { return Ok(false) };
    let now = files.now().naive_utc();
    if has_row
        && !db
            .write(move |conn| queries::delete_expired(conn, id, now))
            .await?
    {
        return Ok(false);
    }
    finish::remove(held).await?;
    Ok(true)
}
