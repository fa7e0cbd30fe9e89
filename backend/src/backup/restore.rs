//! Reads a backup twice: once to check every byte of it, and only then to write. Photos go first and rows last, in one
//! transaction, so that a restore that breaks off leaves the database as it was.

use std::io::{BufRead, BufReader, Read};
use std::path::Path;

use anyhow::{Context, bail, ensure};
use bytes::Bytes;
use diesel::QueryResult;
use diesel::connection::SimpleConnection;
use sha2::{Digest, Sha256};
use shared::file::BYTES_MAX;
use tokio::sync::mpsc;

use super::archive::{Content, Part, read_parts, read_small};
use super::manifest::{Manifest, TableEntry};
use super::tables::TABLES;
use crate::aduan::queries::list_foto;
use crate::db::{Conn, Db, schema_version};
use crate::error::{AppError, Result};
use crate::files::store::Store;
use crate::{account, files, publik};

/// Largest manifest that is read, in bytes.
const MANIFEST_LIMIT: u64 = 1024 * 1024;
/// Photos that wait in memory for the store.
const PHOTOS_AHEAD: usize = 2;

/// What becomes of a portal that is already in use.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Existing {
    /// It stays, and the restore is refused.
    Keep,
    /// It is replaced whole by what the backup holds.
    Replace,
}

/// Restores `path` into a database whose schema is up to date, and into its store.
pub async fn restore(db: &Db, store: &Store, path: &Path, existing: Existing) -> anyhow::Result<Manifest> {
    let manifest = verify(path)?;
    let schema = db.run_blocking(schema_version).map_err(AppError::into_cause)?;
    manifest.check(&schema, TABLES.iter().map(|table| table.name))?;
    db.run_blocking(|conn| refuse_used(conn, existing))
        .map_err(AppError::into_cause)?;
    put_photos(store, path).await?;
    db.write_blocking(|conn| {
        refuse_used(conn, existing)?;
        write_rows(conn, path)
    })
    .map_err(AppError::into_cause)?;
    if existing == Existing::Replace {
        delete_unlisted(db, store)
            .await
            .context("isi portal sudah dipulihkan, tetapi foto lama belum terhapus; ulangi perintah ini")?;
    }
    Ok(manifest)
}

/// The photos of the portal that was replaced are nobody's now. What the store holds is asked before what the rows
/// list: a photo that arrives meanwhile is listed before it is there.
async fn delete_unlisted(db: &Db, store: &Store) -> anyhow::Result<()> {
    let present = store.list().await.map_err(AppError::into_cause)?;
    let listed = db
        .run_blocking(|conn| Ok(list_foto(conn)?))
        .map_err(AppError::into_cause)?;
    for (aduan, sha256) in present {
        if !listed.contains(&(aduan.to_string(), sha256.clone())) {
            store.delete(aduan, &sha256).await.map_err(AppError::into_cause)?;
        }
    }
    Ok(())
}

/// Checks that every part is there, whole and as the manifest says.
fn verify(path: &Path) -> anyhow::Result<Manifest> {
    let mut manifest: Option<Manifest> = None;
    let (mut tables, mut photos) = (0, 0);
    read_parts(path, |part, content| match (part, &manifest) {
        (Part::Manifest, None) => {
            let json = read_small(content, MANIFEST_LIMIT)?;
            manifest = Some(serde_json::from_slice(&json).context("isi manifest.json tidak terbaca")?);
            Ok(())
        }
        (Part::Table(name), Some(manifest)) => {
            let entry = manifest.tables.get(tables).filter(|entry| entry.name == name);
            tables += 1;
            check_rows(
                entry.with_context(|| format!("tabel {name} tidak pada tempatnya"))?,
                content,
            )
        }
        (Part::Photo { sha256, .. }, Some(_)) => {
            photos += 1;
            let bytes = read_small(content, BYTES_MAX)?;
            ensure!(
                hex::encode(Sha256::digest(bytes)) == sha256,
                "foto {sha256} dalam cadangan ini rusak"
            );
            Ok(())
        }
        (Part::Manifest | Part::Table(_) | Part::Photo { .. }, _) => bail!("susunan cadangan ini salah"),
    })?;
    let manifest = manifest.context("berkas ini bukan cadangan portal")?;
    ensure!(
        tables == manifest.tables.len() && photos == manifest.photos,
        "cadangan ini tidak lengkap: {tables} tabel dan {photos} foto"
    );
    Ok(manifest)
}

fn check_rows(entry: &TableEntry, content: &mut Content<'_>) -> anyhow::Result<()> {
    let mut hash = Sha256::new();
    let mut rows = 0;
    let mut buffer = vec![0; 64 * 1024];
    loop {
        let read = content
            .read(&mut buffer)
            .context("cadangan ini rusak atau terpotong")?;
        if read == 0 {
            break;
        }
        hash.update(&buffer[..read]);
        rows += buffer[..read].iter().filter(|byte| **byte == b'\n').count() as u64;
    }
    let fits = hex::encode(hash.finalize()) == entry.sha256 && rows == entry.rows;
    ensure!(fits, "tabel {} dalam cadangan ini rusak", entry.name);
    Ok(())
}

/// A database in use is never overwritten by mistake. Regions and the calendar are there from the first start.
fn refuse_used(conn: &mut Conn, existing: Existing) -> Result<()> {
    if existing == Existing::Replace {
        return Ok(());
    }
    for table in TABLES.iter().filter(|table| !table.is_reference) {
        if !(table.is_empty)(conn)? {
            let name = table.name;
            return Err(anyhow::anyhow!(
                "basis data ini sudah dipakai (tabel {name} berisi); tambahkan --replace untuk mengganti seluruh isinya"
            )
            .into());
        }
    }
    Ok(())
}

/// The archive is read on a thread of its own, a few photos ahead of the store.
async fn put_photos(store: &Store, path: &Path) -> anyhow::Result<()> {
    let (send, mut received) = mpsc::channel(PHOTOS_AHEAD);
    let path = path.to_owned();
    let reading = tokio::task::spawn_blocking(move || {
        read_parts(&path, |part, content| match part {
            Part::Photo { aduan, sha256 } => {
                let bytes = Bytes::from(read_small(content, BYTES_MAX)?);
                Ok(send.blocking_send((aduan, sha256, bytes))?)
            }
            Part::Manifest | Part::Table(_) => Ok(()),
        })
    });
    while let Some((aduan, sha256, bytes)) = received.recv().await {
        store
            .put(aduan, &sha256, bytes)
            .await
            .map_err(AppError::into_cause)?;
    }
    reading.await?
}

/// Between its tables the file may hold more photos than are read within the limit on idle transactions.
fn wait_for_the_file(conn: &mut Conn) -> QueryResult<()> {
    match conn {
        Conn::Sqlite(_) => Ok(()),
        Conn::Postgres(postgres) => {
            postgres.batch_execute("SET LOCAL idle_in_transaction_session_timeout = 0")
        }
    }
}

fn write_rows(conn: &mut Conn, path: &Path) -> Result<()> {
    wait_for_the_file(conn)?;
    files::queries::clear(conn)?;
    account::queries::clear_sesi(conn)?;
    for table in TABLES.iter().rev() {
        (table.clear)(conn)?;
    }
    read_parts(path, |part, content| match part {
        Part::Table(name) => {
            let table = TABLES.iter().find(|table| table.name == name);
            let table = table.with_context(|| format!("tabel {name} tidak dikenal"))?;
            for (row, line) in BufReader::new(content).split(b'\n').enumerate() {
                (table.insert)(conn, &line?)
                    .map_err(AppError::into_cause)
                    .with_context(|| format!("tabel {name}, baris {}", row + 1))?;
            }
            Ok(())
        }
        Part::Manifest | Part::Photo { .. } => Ok(()),
    })?;
    publik::queries::susun(conn)
}
