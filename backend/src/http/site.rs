//! The web app's files, read into memory once: nothing outside the folder can ever be reached, and each file is served
//! in the smallest form that was made beside it (`.br`, `.gz`) and that the browser takes.

use std::collections::HashMap;
use std::path::Path;

use actix_web::http::header::{self, HeaderMap, HeaderValue};
use actix_web::http::{Method, StatusCode};
use actix_web::web::{Bytes, Data};
use actix_web::{HttpRequest, HttpResponse};
use anyhow::Context;
use sha2::{Digest, Sha256};

use crate::error::{AppError, Result};

/// A hashed name never changes its content; anything else must be asked for again.
const IMMUTABLE: &str = "public, max-age=31536000, immutable";
const REVALIDATE: &str = "no-cache";
const MANIFEST: &str = "/manifest.webmanifest";
/// Hex digits that make a name a hashed one.
const HASH_LEN: usize = 8;

#[derive(Default)]
pub struct Site {
    files: HashMap<String, SiteFile>,
}

struct SiteFile {
    content_type: &'static str,
    immutable: bool,
    etag: String,
    plain: Bytes,
    brotli: Option<Bytes>,
    gzip: Option<Bytes>,
}

impl Site {
    /// Reads the folder. An app that is put on a home screen stands there under the portal's own name.
    pub fn load(folder: Option<&Path>, name: &str) -> anyhow::Result<Self> {
        let mut site = Self::default();
        if let Some(folder) = folder {
            site.add_folder(folder, "")
                .with_context(|| format!("aplikasi web di {}", folder.display()))?;
            if let Some(manifest) = site.files.get_mut(MANIFEST) {
                manifest.plain = named(&manifest.plain, name)
                    .with_context(|| format!("{MANIFEST} di {}", folder.display()))?;
                manifest.etag = etag(&manifest.plain);
                (manifest.brotli, manifest.gzip) = (None, None);
            }
        }
        Ok(site)
    }

    fn add_folder(&mut self, folder: &Path, prefix: &str) -> anyhow::Result<()> {
        for entry in std::fs::read_dir(folder)? {
            let entry = entry?;
            let name = entry.file_name().to_string_lossy().into_owned();
            let path = format!("{prefix}/{name}");
            if entry.file_type()?.is_dir() {
                self.add_folder(&entry.path(), &path)?;
            } else if !name.ends_with(".br") && !name.ends_with(".gz") {
                self.files.insert(path, SiteFile::read(&entry.path(), &name)?);
            }
        }
        Ok(())
    }
}

/// The manifest with the portal's name in it. Home screens cut long names, so the short one goes without the word
/// that all portals share.
fn named(manifest: &[u8], name: &str) -> anyhow::Result<Bytes> {
    let mut manifest: serde_json::Value = serde_json::from_slice(manifest)?;
    let short = name
        .strip_prefix("Portal ")
        .filter(|rest| !rest.is_empty())
        .unwrap_or(name);
    manifest["name"] = name.into();
    manifest["short_name"] = short.into();
    Ok(Bytes::from(serde_json::to_vec(&manifest)?))
}

fn etag(bytes: &[u8]) -> String {
    hex::encode(&Sha256::digest(bytes)[..12])
}

impl SiteFile {
    fn read(path: &Path, name: &str) -> anyhow::Result<Self> {
        let plain = std::fs::read(path)?;
        let beside = |extension: &str| {
            let mut packed = path.as_os_str().to_owned();
            packed.push(extension);
            std::fs::read(packed).ok().map(Bytes::from)
        };
        Ok(Self {
            content_type: content_type(name),
            immutable: is_hashed(name),
            etag: etag(&plain),
            brotli: beside(".br"),
            gzip: beside(".gz"),
            plain: Bytes::from(plain),
        })
    }

    fn answer(&self, req: &HttpRequest) -> HttpResponse {
        let (encoding, body) = self.smallest(req.headers());
        let etag = format!(
            "\"{}{}\"",
            self.etag,
            encoding.map(|name| format!("-{name}")).unwrap_or_default()
        );
        let mut response = HttpResponse::build(StatusCode::OK);
        response
            .insert_header((header::CONTENT_TYPE, self.content_type))
            .insert_header((
                header::CACHE_CONTROL,
                if self.immutable { IMMUTABLE } else { REVALIDATE },
            ))
            .insert_header((header::VARY, "Accept-Encoding"))
            .insert_header((header::ETAG, etag.as_str()));
        if matches(req.headers(), &etag) {
            return response.status(StatusCode::NOT_MODIFIED).finish();
        }
        // Named even when plain, so that the compressing middleware leaves the body as it is.
        response.insert_header((header::CONTENT_ENCODING, encoding.unwrap_or("identity")));
        response.body(body)
    }

    fn smallest(&self, headers: &HeaderMap) -> (Option<&'static str>, Bytes) {
        if let Some(body) = self.brotli.as_ref().filter(|_| accepts(headers, "br")) {
            return (Some("br"), body.clone());
        }
        if let Some(body) = self.gzip.as_ref().filter(|_| accepts(headers, "gzip")) {
            return (Some("gzip"), body.clone());
        }
        (None, self.plain.clone())
    }
}

/// Serves the file of that name, or the app itself for a page that the app draws.
pub async fn serve(req: HttpRequest, site: Data<Site>) -> Result<HttpResponse> {
    let path = req.path();
    let is_foreign = ["/api", "/tiles", "/cek"].iter().any(|door| is_below(path, door));
    if is_foreign || !matches!(*req.method(), Method::GET | Method::HEAD) {
        return Err(AppError::not_found());
    }
    if let Some(file) = site.files.get(path) {
        return Ok(file.answer(&req));
    }
    let is_page = !path.rsplit('/').next().unwrap_or_default().contains('.');
    match site.files.get("/index.html").filter(|_| is_page) {
        Some(app) => Ok(app.answer(&req)),
        None => Err(AppError::not_found()),
    }
}

fn is_below(path: &str, door: &str) -> bool {
    path.strip_prefix(door)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

fn accepts(headers: &HeaderMap, encoding: &str) -> bool {
    let offered = headers
        .get(header::ACCEPT_ENCODING)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    offered.split(',').any(|part| {
        let mut words = part.split(';').map(str::trim);
        let named = words
            .next()
            .is_some_and(|name| name.eq_ignore_ascii_case(encoding));
        named && !words.any(|weight| weight.replace(' ', "").trim_end_matches(['0', '.']) == "q=")
    })
}

/// Whether the caller already holds the version with this tag.
pub fn matches(headers: &HeaderMap, etag: &str) -> bool {
    let held = headers
        .get(header::IF_NONE_MATCH)
        .and_then(|value: &HeaderValue| value.to_str().ok());
    held.is_some_and(|held| {
        held.split(',')
            .any(|tag| tag.trim().trim_start_matches("W/") == etag)
    })
}

fn is_hashed(name: &str) -> bool {
    name.split(['-', '.', '_']).any(|part| {
        part.len() >= HASH_LEN
            && part.bytes().all(|c| c.is_ascii_hexdigit())
            && part.bytes().any(|c| c.is_ascii_digit())
    })
}

fn content_type(name: &str) -> &'static str {
    match name.rsplit('.').next().unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "wasm" => "application/wasm",
        "json" | "map" => "application/json",
        "webmanifest" => "application/manifest+json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "webp" => "image/webp",
        "ico" => "image/x-icon",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_name_with_a_hash_is_kept_for_ever() {
        for (name, hashed) in [
            ("app-0f3a9c2b7d.wasm", true),
            ("map.0f3a9c2b.js", true),
            ("index.html", false),
            ("sw.js", false),
            ("manifest.webmanifest", false),
            ("feedface.js", false),
        ] {
            assert_eq!(is_hashed(name), hashed, "{name}");
        }
    }

    #[test]
    fn the_installed_app_bears_the_name_of_the_portal() {
        let folder = tempfile::tempdir().unwrap();
        let manifest = br#"{"name":"Portal Layanan","short_name":"Portal","start_url":"/"}"#;
        std::fs::write(folder.path().join("manifest.webmanifest"), manifest).unwrap();
        let site = Site::load(Some(folder.path()), "Portal Sampang").unwrap();
        let served: serde_json::Value = serde_json::from_slice(&site.files[MANIFEST].plain).unwrap();
        let expected =
            serde_json::json!({"name": "Portal Sampang", "short_name": "Sampang", "start_url": "/"});
        assert_eq!(served, expected);
    }

    #[test]
    fn an_encoding_that_is_refused_by_weight_is_not_accepted() {
        let mut headers = HeaderMap::new();
        headers.insert(
            header::ACCEPT_ENCODING,
            HeaderValue::from_static("gzip;q=0, br;q=0.5"),
        );
        assert!(accepts(&headers, "br"));
        assert!(!accepts(&headers, "gzip"));
    }
}
