//! The names within a backup, and reading one from its beginning to its end.

use std::fs::File;
use std::io::{BufReader, Read};
use std::path::Path;

use anyhow::{Context, bail};
use shared::id::AduanId;
use shared::kunci::is_sha256;
use tar::{Archive, Entry};
use zstd::stream::read::Decoder;

pub const MANIFEST: &str = "manifest.json";
const TABLES: &str = "tables/";
const ROWS: &str = ".ndjson";
const PHOTOS: &str = "photos/";

/// What one part of a backup is. Only these names are known; a path out of the archive is none of them.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Part {
    Manifest,
    Table(String),
    Photo { aduan: AduanId, sha256: String },
}

impl Part {
    pub fn name(&self) -> String {
        match self {
            Self::Manifest => MANIFEST.to_owned(),
            Self::Table(table) => format!("{TABLES}{table}{ROWS}"),
            Self::Photo { aduan, sha256 } => format!("{PHOTOS}{aduan}/{sha256}"),
        }
    }

    fn parse(name: &str) -> Option<Self> {
        if name == MANIFEST {
            return Some(Self::Manifest);
        }
        if let Some(table) = name.strip_prefix(TABLES).and_then(|rest| rest.strip_suffix(ROWS)) {
            return Some(Self::Table(table.to_owned()));
        }
        let (aduan, sha256) = name.strip_prefix(PHOTOS)?.split_once('/')?;
        Some(Self::Photo {
            aduan: aduan.parse().ok()?,
            sha256: Some(sha256).filter(|text| is_sha256(text))?.to_owned(),
        })
    }
}

pub type Content<'a> = Entry<'a, Decoder<'static, BufReader<File>>>;

/// Hands over each part in its order, to its very end: a file that was cut short is an error, not a shorter backup.
pub fn read_parts(
    path: &Path,
    mut take: impl FnMut(Part, &mut Content<'_>) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let file = File::open(path).with_context(|| format!("{} tidak dapat dibuka", path.display()))?;
    let mut archive = Archive::new(Decoder::new(file).context("berkas ini bukan cadangan portal")?);
    for entry in archive.entries()? {
        let mut entry = entry.context("cadangan ini rusak atau terpotong")?;
        let name = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
        let Some(part) = Part::parse(&name) else {
            bail!("cadangan ini memuat \"{name}\", yang tidak dikenal");
        };
        take(part, &mut entry)?;
    }
    let mut rest = archive.into_inner();
    std::io::copy(&mut rest, &mut std::io::sink()).context("cadangan ini rusak atau terpotong")?;
    Ok(())
}

/// Reads a part into memory, if it is not larger than it may be.
pub fn read_small(content: &mut Content<'_>, limit: u64) -> anyhow::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    content
        .take(limit + 1)
        .read_to_end(&mut bytes)
        .context("cadangan ini rusak atau terpotong")?;
    if bytes.len() as u64 > limit {
        bail!("cadangan ini memuat bagian yang terlalu besar");
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_names_of_a_backup_are_read() {
        let photo = Part::Photo {
            aduan: AduanId::mint(),
            sha256: "ab".repeat(32),
        };
        for part in [Part::Manifest, Part::Table("aduan".into()), photo] {
            assert_eq!(Part::parse(&part.name()), Some(part));
        }
        for name in [
            "",
            "../portal.db",
            "photos/../x",
            "photos/1/2",
            "tables/aduan",
            "/etc/passwd",
        ] {
            assert_eq!(Part::parse(name), None, "{name}");
        }
    }
}
