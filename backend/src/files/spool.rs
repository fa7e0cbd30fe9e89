//! The folder of files that are still arriving, one a live upload, named by the upload's id and by nothing else. A file
//! may be longer than what counts: the table knows how many bytes were acknowledged, and whoever takes the file
//! up cuts it to that. Bytes are on the disk before the table counts them.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{ErrorKind, Seek, SeekFrom};
use std::path::PathBuf;

use anyhow::Context;
use shared::id::UploadId;

use crate::folder;

#[derive(Clone)]
pub struct Spool {
    folder: PathBuf,
}

/// A file that this request alone may change. The lock is the operating system's: it holds between processes too, and
/// ends with the process, however that ends.
pub struct Held {
    file: File,
    path: PathBuf,
}

impl Spool {
    pub fn open(folder: PathBuf) -> anyhow::Result<Self> {
        folder::make(&folder)
            .with_context(|| format!("folder unggahan {} tidak dapat dibuat", folder.display()))?;
        Ok(Self { folder })
    }

    fn path(&self, id: UploadId) -> PathBuf {
        self.folder.join(id.to_string())
    }

    /// The file of an upload, made when it is not there; `None` while another request holds it.
    pub fn hold(&self, id: UploadId) -> std::io::Result<Option<Held>> {
        let path = self.path(id);
        let file = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(&path)?;
        match file.try_lock() {
            Ok(()) => Ok(Some(Held { file, path })),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(error)) => Err(error),
        }
    }

    /// Bytes on the disk; zero for an upload whose file is not there.
    pub fn length(&self, id: UploadId) -> std::io::Result<u64> {
        match std::fs::metadata(self.path(id)) {
            Ok(metadata) => Ok(metadata.len()),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(0),
            Err(error) => Err(error),
        }
    }

    /// The uploads that have a file.
    pub fn list(&self) -> std::io::Result<Vec<UploadId>> {
        let mut found = Vec::new();
        for entry in std::fs::read_dir(&self.folder)? {
            let name = entry?.file_name();
            found.extend(name.to_str().and_then(|name| name.parse::<UploadId>().ok()));
        }
        Ok(found)
    }
}

impl Held {
    /// Drops everything from `offset` on, and lets the next byte be written there.
    pub fn cut_to(&mut self, offset: u64) -> std::io::Result<()> {
        self.file.set_len(offset)?;
        self.file.seek(SeekFrom::Start(offset))?;
        Ok(())
    }

    /// A second handle on the same open file, under the same lock.
    pub fn writer(&self) -> std::io::Result<File> {
        self.file.try_clone()
    }

    pub fn read_whole(&self) -> std::io::Result<Vec<u8>> {
        std::fs::read(&self.path)
    }

    /// Makes the bytes and the file's name survive a power cut.
    pub fn sync(&self) -> std::io::Result<()> {
        self.file.sync_all()?;
        folder::sync(folder::holder(&self.path))
    }

    pub fn remove(self) -> std::io::Result<()> {
        std::fs::remove_file(&self.path)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    #[test]
    fn a_file_is_held_by_one_at_a_time_and_free_again_after() {
        let folder = tempfile::tempdir().unwrap();
        let spool = Spool::open(folder.path().join("unggahan")).unwrap();
        let id = UploadId::mint();
        let held = spool.hold(id).unwrap();
        assert!(held.is_some());
        assert!(spool.hold(id).unwrap().is_none());
        drop(held);
        assert!(spool.hold(id).unwrap().is_some());
    }

    #[test]
    fn what_does_not_count_is_cut_before_more_is_written() {
        let folder = tempfile::tempdir().unwrap();
        let spool = Spool::open(folder.path().to_owned()).unwrap();
        let id = UploadId::mint();
        let mut held = spool.hold(id).unwrap().unwrap();
        held.writer().unwrap().write_all(b"countednot").unwrap();
        held.cut_to(7).unwrap();
        held.writer().unwrap().write_all(b"!").unwrap();
        held.sync().unwrap();
        assert_eq!(held.read_whole().unwrap(), b"counted!");
        assert_eq!(spool.length(id).unwrap(), 8);
        assert_eq!(spool.list().unwrap(), [id]);
        held.remove().unwrap();
        assert_eq!((spool.length(id).unwrap(), spool.list().unwrap()), (0, vec![]));
    }
}
