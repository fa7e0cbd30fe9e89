//! The object store: a folder by default, S3 or what speaks like it by configuration. A photo is kept under its
//! record and its own hash. The same photo of two records is kept twice, so that nobody can find out by
//! uploading whether somebody else has it.

use std::path::PathBuf;
use std::str::FromStr;
use std::sync::Arc;

use anyhow::Context;
use bytes::Bytes;
use futures_util::TryStreamExt;
use futures_util::stream::BoxStream;
use object_store::aws::AmazonS3Builder;
use object_store::local::LocalFileSystem;
use object_store::path::Path;
use object_store::prefix::PrefixStore;
use object_store::{Error as StoreError, ObjectStore, ObjectStoreExt, PutPayload};
use shared::id::AduanId;

use crate::error::{AppError, Result};
use crate::folder;

/// Folder of the photos of complaints.
const FOLDER: &str = "aduan";

/// Where the files are kept, as `PORTAL_FILES` says it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Location {
    Folder(PathBuf),
    S3 { bucket: String, prefix: String },
}

impl FromStr for Location {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let Some((scheme, rest)) = text.split_once("://") else {
            return match text {
                "" => Err("PORTAL_FILES kosong".to_owned()),
                path => Ok(Self::Folder(PathBuf::from(path))),
            };
        };
        let (bucket, prefix) = rest.split_once('/').unwrap_or((rest, ""));
        match scheme {
            "s3" if !bucket.is_empty() => Ok(Self::S3 {
                bucket: bucket.to_owned(),
                prefix: prefix.trim_matches('/').to_owned(),
            }),
            "s3" => Err("PORTAL_FILES: nama bucket kosong; tulis s3://bucket/awalan".to_owned()),
            _ => Err(format!(
                "PORTAL_FILES: skema \"{scheme}\" tidak dikenal; pakailah nama folder atau s3://bucket/awalan"
            )),
        }
    }
}

#[derive(Clone)]
pub struct Store {
    inner: Arc<dyn ObjectStore>,
}

/// The bytes of a photo on their way out, with their number.
pub struct Content {
    pub bytes: u64,
    pub stream: BoxStream<'static, object_store::Result<Bytes>>,
}

impl Store {
    /// `files` is what `PORTAL_FILES` says. S3 is reached with the usual settings of the environment (`AWS_ACCESS_KEY_ID`, `AWS_REGION`, `AWS_ENDPOINT` …).
    pub fn open(files: &str) -> anyhow::Result<Self> {
        let inner: Arc<dyn ObjectStore> = match &files.parse().map_err(anyhow::Error::msg)? {
            Location::Folder(folder) => {
                folder::make(folder)
                    .with_context(|| format!("folder foto {} tidak dapat dibuat", folder.display()))?;
                Arc::new(LocalFileSystem::new_with_prefix(folder)?.with_fsync(true))
            }
            Location::S3 { bucket, prefix } => {
                let store = AmazonS3Builder::from_env().with_bucket_name(bucket).build();
                let store = store.context("penyimpanan S3 tidak dapat dibuka; periksa AWS_…")?;
                Arc::new(PrefixStore::new(store, prefix.as_str()))
            }
        };
        Ok(Self { inner })
    }

    /// Keeps a photo; it is durable when this returns. Keeping it again changes nothing.
    pub async fn put(&self, aduan: AduanId, sha256: &str, bytes: Bytes) -> Result<()> {
        let key = key(aduan, sha256)?;
        self.inner
            .put(&key, PutPayload::from_bytes(bytes))
            .await
            .map_err(unreachable)?;
        Ok(())
    }

    /// A photo's bytes, or `None` when it is not there.
    pub async fn get(&self, aduan: AduanId, sha256: &str) -> Result<Option<Content>> {
        match self.inner.get(&key(aduan, sha256)?).await {
            Ok(found) => Ok(Some(Content {
                bytes: found.meta.size,
                stream: found.into_stream(),
            })),
            Err(StoreError::NotFound { .. }) => Ok(None),
            Err(error) => Err(unreachable(error)),
        }
    }

    /// All photos that are kept. What else lies in the folder or bucket is none of ours.
    pub async fn list(&self) -> Result<Vec<(AduanId, String)>> {
        let found = self.inner.list(Some(&Path::from(FOLDER)));
        let photos = found.try_filter_map(|object| async move { Ok(photo_of(&object.location)) });
        photos.try_collect().await.map_err(unreachable)
    }

    pub async fn delete(&self, aduan: AduanId, sha256: &str) -> Result<()> {
        match self.inner.delete(&key(aduan, sha256)?).await {
            Ok(()) | Err(StoreError::NotFound { .. }) => Ok(()),
            Err(error) => Err(unreachable(error)),
        }
    }
}

fn photo_of(key: &Path) -> Option<(AduanId, String)> {
    let (aduan, sha256) = key
        .as_ref()
        .strip_prefix(FOLDER)?
        .strip_prefix('/')?
        .split_once('/')?;
    let sha256 = Some(sha256).filter(|text| shared::kunci::is_sha256(text))?;
    Some((aduan.parse().ok()?, sha256.to_owned()))
}

/// Both parts come from types and checks that let no separator through; the check here is the last one.
fn key(aduan: AduanId, sha256: &str) -> Result<Path> {
    if !shared::kunci::is_sha256(sha256) {
        return Err(anyhow::anyhow!("not a SHA-256: {sha256:?}").into());
    }
    Ok(Path::from_iter([FOLDER, &aduan.to_string(), sha256]))
}

fn unreachable(error: StoreError) -> AppError {
    AppError::Busy(anyhow::Error::new(error).context("the object store does not answer"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_setting_names_a_folder_or_a_bucket() {
        let bucket = |prefix: &str| Location::S3 {
            bucket: "portal".into(),
            prefix: prefix.into(),
        };
        assert_eq!("s3://portal".parse(), Ok(bucket("")));
        assert_eq!("s3://portal/a/b/".parse(), Ok(bucket("a/b")));
        assert_eq!("data/berkas".parse(), Ok(Location::Folder("data/berkas".into())));
        for text in ["", "s3://", "s3:///a", "ftp://x/y"] {
            assert!(text.parse::<Location>().is_err(), "{text}");
        }
    }

    #[actix_web::test]
    async fn a_photo_comes_back_for_its_own_record_alone() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(folder.path().to_str().unwrap()).unwrap();
        let (mine, other) = (AduanId::mint(), AduanId::mint());
        let sha256 = "ab".repeat(32);
        for _ in 0..2 {
            store
                .put(mine, &sha256, Bytes::from_static(b"photo"))
                .await
                .unwrap();
        }
        let found = store.get(mine, &sha256).await.unwrap().unwrap();
        assert_eq!(found.bytes, 5);
        let bytes: Vec<Bytes> = found.stream.try_collect().await.unwrap();
        assert_eq!(bytes.concat(), b"photo");
        assert!(store.get(other, &sha256).await.unwrap().is_none());
        assert!(store.get(mine, "../portal.db").await.is_err());
        assert_eq!(store.list().await.unwrap(), [(mine, sha256.clone())]);
        for _ in 0..2 {
            store.delete(mine, &sha256).await.unwrap();
        }
        assert!(store.list().await.unwrap().is_empty());
    }
}
