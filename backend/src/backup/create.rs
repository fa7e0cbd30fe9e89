//! Writes a backup beside its final name and gives it that name only when it is whole.

use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Read, Seek, SeekFrom, Write};
use std::path::Path;

use anyhow::{Context, bail, ensure};
use chrono::NaiveDateTime;
use futures_util::TryStreamExt;
use serde::Deserialize;
use sha2::{Digest, Sha256};
use shared::id::AduanId;
use tar::{Builder, Header};
use tempfile::NamedTempFile;
use zstd::stream::write::Encoder;

use super::archive::Part;
use super::manifest::{Manifest, TableEntry};
use super::table::Table;
use super::tables::TABLES;
use crate::clock;
use crate::db::{Conn, Db};
use crate::error::{AppError, Result};
use crate::files::store::Store;

/// Makes fair use of a small server: twice the size at a tenth of the time of the strongest.
const ZSTD_LEVEL: i32 = 6;
/// The table whose rows say which files belong to the portal.
const FOTO: &str = "aduan_foto";

type Pack<'a> = Builder<Encoder<'static, BufWriter<&'a mut File>>>;

/// All rows as they stood at one moment, each table in a file without a name.
struct Snapshot {
    schema: String,
    tables: Vec<(TableEntry, File)>,
}

/// Backs the portal up into `path`, which must not be there yet.
pub async fn create(db: &Db, store: &Store, path: &Path) -> anyhow::Result<Manifest> {
    ensure!(!path.exists(), "{} sudah ada; pilih nama lain", path.display());
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        Some(_) | None => Path::new("."),
    };
    let mut snapshot = db
        .snapshot_blocking(|conn| Snapshot::take(conn, folder))
        .map_err(AppError::into_cause)
        .context("basis data tidak dapat dibaca")?;
    let entries = snapshot.tables.iter().map(|(entry, _)| entry.clone()).collect();
    let mut photos = 0;
    for photo in photos_of(snapshot.foto()?)? {
        photo?;
        photos += 1;
    }
    let manifest = Manifest::new(snapshot.schema.clone(), clock::now(), entries, photos);
    let mut file = NamedTempFile::new_in(folder).context("cadangan tidak dapat ditulis")?;
    pack(&mut snapshot, &manifest, store, file.as_file_mut()).await?;
    file.as_file().sync_all()?;
    file.persist_noclobber(path)
        .with_context(|| format!("{} tidak dapat ditulis", path.display()))?;
    Ok(manifest)
}

/// What the row of a photo says of its file.
#[derive(Deserialize)]
struct FotoLine {
    aduan_id: String,
    sha256: String,
    diterima_pada: Option<NaiveDateTime>,
}

impl Snapshot {
    /// The rows of the photos, from wherever they were read to last.
    fn foto(&self) -> anyhow::Result<File> {
        let found = self.tables.iter().find(|(entry, _)| entry.name == FOTO);
        let (_, rows) = found.context("tabel foto tidak ada dalam cadangan")?;
        Ok(rows.try_clone()?)
    }

    fn take(conn: &mut Conn, folder: &Path) -> Result<Self> {
        let mut tables = Vec::with_capacity(TABLES.len());
        for table in TABLES {
            tables.push(spill(conn, table, folder)?);
        }
        Ok(Self {
            schema: crate::db::schema_version(conn)?,
            tables,
        })
    }
}

/// Reads from the backup's own rows which photos belong to it.
fn photos_of(mut rows: File) -> anyhow::Result<impl Iterator<Item = anyhow::Result<(AduanId, String)>>> {
    rows.seek(SeekFrom::Start(0))?;
    let listed = BufReader::new(rows)
        .lines()
        .map(|line| -> anyhow::Result<Option<_>> {
            let row: FotoLine = serde_json::from_str(&line?)?;
            let photo = (row.aduan_id.parse()?, row.sha256);
            Ok(row.diterima_pada.map(|_| photo))
        });
    Ok(listed.filter_map(Result::transpose))
}

/// A tar says the size of a part before its bytes, so rows go to a file first; it has no name, and so cannot be left
/// behind.
fn spill(conn: &mut Conn, table: &Table, folder: &Path) -> Result<(TableEntry, File)> {
    let mut file = BufWriter::new(tempfile::tempfile_in(folder).map_err(anyhow::Error::new)?);
    let mut hash = Sha256::new();
    let (mut rows, mut bytes) = (0, 0);
    (table.dump)(conn, &mut |line| {
        for part in [line, b"\n"] {
            file.write_all(part)?;
            hash.update(part);
            bytes += part.len() as u64;
        }
        rows += 1;
        Ok(())
    })?;
    let file = file
        .into_inner()
        .map_err(|error| anyhow::Error::new(error.into_error()))?;
    let sha256 = hex::encode(hash.finalize());
    let name = table.name.to_owned();
    Ok((
        TableEntry {
            name,
            rows,
            bytes,
            sha256,
        },
        file,
    ))
}

async fn pack(
    snapshot: &mut Snapshot,
    manifest: &Manifest,
    store: &Store,
    file: &mut File,
) -> anyhow::Result<()> {
    let mut encoder = Encoder::new(BufWriter::new(file), ZSTD_LEVEL)?;
    encoder.include_checksum(true)?;
    let mut tar = Builder::new(encoder);
    let json = serde_json::to_vec_pretty(manifest)?;
    append(
        &mut tar,
        &Part::Manifest,
        json.len() as u64,
        manifest,
        json.as_slice(),
    )?;
    for (entry, rows) in &mut snapshot.tables {
        rows.seek(SeekFrom::Start(0))?;
        append(
            &mut tar,
            &Part::Table(entry.name.clone()),
            entry.bytes,
            manifest,
            rows,
        )?;
    }
    for photo in photos_of(snapshot.foto()?)? {
        let (aduan, sha256) = photo?;
        let Some(photo) = store.get(aduan, &sha256).await.map_err(AppError::into_cause)? else {
            bail!("foto {sha256} dari aduan {aduan} tidak ada di penyimpanan; cadangan tidak dibuat");
        };
        let bytes: Vec<bytes::Bytes> = photo.stream.try_collect().await?;
        let bytes = bytes.concat();
        let part = Part::Photo { aduan, sha256 };
        append(&mut tar, &part, bytes.len() as u64, manifest, bytes.as_slice())?;
    }
    let mut buffer = tar.into_inner()?.finish()?;
    buffer.flush()?;
    Ok(())
}

fn append(
    tar: &mut Pack<'_>,
    part: &Part,
    bytes: u64,
    manifest: &Manifest,
    content: impl Read,
) -> anyhow::Result<()> {
    let mut header = Header::new_gnu();
    header.set_size(bytes);
    header.set_mode(0o600);
    header.set_mtime(u64::try_from(manifest.made_at.timestamp()).unwrap_or_default());
    tar.append_data(&mut header, part.name(), content)
        .context("cadangan tidak dapat ditulis")
}
