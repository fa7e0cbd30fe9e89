//! Reads the headers of tus 1.0 (<https://tus.io/protocols/resumable-upload>). Pure: what is no header of the
//! protocol is refused with the header's name, and no text from outside makes it panic.

use actix_web::http::header::HeaderMap;
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use sha1::Sha1;
use sha2::Sha256;
use sha2::digest::{Digest, DynDigest};
use shared::error::{ApiError, ErrorCode};
use shared::id::AduanId;
use shared::kunci::is_sha256;

/// The one version that is spoken.
pub const VERSION: &str = "1.0.0";
pub const EXTENSIONS: &str = "creation,checksum,termination,expiration";
pub const CHECKSUM_ALGORITHMS: &str = "sha1,sha256";
/// Media type of a part.
pub const PART_TYPE: &str = "application/offset+octet-stream";

pub const RESUMABLE: &str = "Tus-Resumable";
pub const LENGTH: &str = "Upload-Length";
pub const OFFSET: &str = "Upload-Offset";
pub const EXPIRES: &str = "Upload-Expires";
const METADATA: &str = "Upload-Metadata";
const CHECKSUM: &str = "Upload-Checksum";

/// What a creation says of the photo: which one, of which record. Other keys, a file name among them, are not read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Metadata {
    pub aduan: AduanId,
    pub sha256: String,
}

/// The announced checksum of one part.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Checksum {
    algorithm: Algorithm,
    digest: Vec<u8>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Algorithm {
    Sha1,
    Sha256,
}

impl Algorithm {
    fn hasher(self) -> Box<dyn DynDigest> {
        match self {
            Self::Sha1 => Box::new(Sha1::new()),
            Self::Sha256 => Box::new(Sha256::new()),
        }
    }

    fn length(self) -> usize {
        match self {
            Self::Sha1 => 20,
            Self::Sha256 => 32,
        }
    }
}

impl Checksum {
    pub fn hasher(&self) -> Box<dyn DynDigest> {
        self.algorithm.hasher()
    }

    pub fn fits(&self, hasher: Box<dyn DynDigest>) -> bool {
        *hasher.finalize() == *self.digest
    }
}

/// A header that holds a count of bytes.
pub fn number(headers: &HeaderMap, name: &'static str) -> Result<u64, ApiError> {
    let text = text(headers, name)?.ok_or_else(|| refusal(name, "Wajib ada: jumlah byte."))?;
    // `parse` would take a sign too.
    let is_plain = !text.is_empty() && text.bytes().all(|c| c.is_ascii_digit());
    text.parse()
        .ok()
        .filter(|_| is_plain)
        .ok_or_else(|| refusal(name, "Harus berupa jumlah byte."))
}

pub fn metadata(headers: &HeaderMap) -> Result<Metadata, ApiError> {
    let text = text(headers, METADATA)?.ok_or_else(|| refusal(METADATA, "Wajib ada: aduan dan sha256."))?;
    read_metadata(text).map_err(|message| refusal(METADATA, message))
}

fn read_metadata(text: &str) -> Result<Metadata, &'static str> {
    let (mut aduan, mut sha256) = (None, None);
    for pair in text.split(',') {
        let (key, value) = pair.trim().split_once(' ').unwrap_or((pair.trim(), ""));
        let slot = match key {
            "aduan" => &mut aduan,
            "sha256" => &mut sha256,
            _ => continue,
        };
        let bytes = BASE64_STANDARD
            .decode(value.trim())
            .map_err(|_| "Nilainya harus ditulis dalam base64.")?;
        let value = String::from_utf8(bytes).map_err(|_| "Nilainya harus berupa teks.")?;
        if slot.replace(value).is_some() {
            return Err("Nama yang sama tertulis dua kali.");
        }
    }
    let aduan = aduan
        .and_then(|text| text.parse().ok())
        .ok_or("aduan harus berupa id aduan (UUID).")?;
    let sha256 = sha256
        .filter(|text| is_sha256(text))
        .ok_or("sha256 harus berupa 64 angka heksadesimal huruf kecil.")?;
    Ok(Metadata { aduan, sha256 })
}

/// The checksum of a part, if the client announced one.
pub fn checksum(headers: &HeaderMap) -> Result<Option<Checksum>, ApiError> {
    match text(headers, CHECKSUM)? {
        Some(text) => read_checksum(text)
            .map(Some)
            .map_err(|message| refusal(CHECKSUM, message)),
        None => Ok(None),
    }
}

fn read_checksum(text: &str) -> Result<Checksum, &'static str> {
    let (name, value) = text
        .trim()
        .split_once(' ')
        .ok_or("Harus berupa nama algoritma, spasi, dan checksum dalam base64.")?;
    let algorithm = match name {
        "sha1" => Algorithm::Sha1,
        "sha256" => Algorithm::Sha256,
        _ => return Err("Algoritma harus sha1 atau sha256."),
    };
    let digest = BASE64_STANDARD
        .decode(value.trim())
        .ok()
        .filter(|digest| digest.len() == algorithm.length())
        .ok_or("Checksum tidak terbaca: periksa base64 dan panjangnya.")?;
    Ok(Checksum { algorithm, digest })
}

fn text<'a>(headers: &'a HeaderMap, name: &'static str) -> Result<Option<&'a str>, ApiError> {
    headers
        .get(name)
        .map(|value| value.to_str())
        .transpose()
        .map_err(|_| refusal(name, "Harus berupa teks ASCII."))
}

fn refusal(name: &'static str, message: &str) -> ApiError {
    ApiError::field(ErrorCode::HeaderSalah, name, message)
}

#[cfg(test)]
mod tests {
    use actix_web::http::header::{HeaderName, HeaderValue};
    use proptest::prelude::{any, prop, prop_assert_eq, proptest};

    use super::*;

    fn encoded(text: &str) -> String {
        BASE64_STANDARD.encode(text)
    }

    #[test]
    fn metadata_names_the_record_and_the_photo_and_nothing_else_is_read() {
        let aduan = AduanId::mint();
        let sha256 = "ab".repeat(32);
        let text = format!(
            "filename {}, aduan {},is_confidential,sha256 {}",
            encoded("../../etc/passwd"),
            encoded(&aduan.to_string()),
            encoded(&sha256)
        );
        assert_eq!(read_metadata(&text), Ok(Metadata { aduan, sha256 }));
    }

    #[test]
    fn metadata_that_is_missing_doubled_or_malformed_is_refused() {
        let aduan = encoded(&AduanId::mint().to_string());
        let sha256 = encoded(&"ab".repeat(32));
        for text in [
            String::new(),
            format!("aduan {aduan}"),
            format!("sha256 {sha256}"),
            format!("aduan {aduan},sha256 {}", encoded("../../portal.db")),
            format!("aduan {aduan},sha256 {}", encoded(&"AB".repeat(32))),
            format!("aduan {},sha256 {sha256}", encoded("1")),
            format!("aduan {aduan},sha256 !!!"),
            format!("aduan {aduan},sha256 {sha256},aduan {aduan}"),
        ] {
            assert!(read_metadata(&text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_checksum_fits_its_own_bytes_alone() {
        for (algorithm, digest) in [
            ("sha1", BASE64_STANDARD.encode(Sha1::digest(b"photo"))),
            ("sha256", BASE64_STANDARD.encode(Sha256::digest(b"photo"))),
        ] {
            let checksum = read_checksum(&format!("{algorithm} {digest}")).unwrap();
            for (bytes, fits) in [(&b"photo"[..], true), (b"phota", false)] {
                let mut hasher = checksum.hasher();
                hasher.update(bytes);
                assert_eq!(checksum.fits(hasher), fits, "{algorithm}");
            }
        }
        for text in [
            "sha256",
            "md5 1B2M2Y8AsgTpgAmY7PhCfg==",
            "sha1 aaaa",
            "sha256 ???",
        ] {
            assert!(read_checksum(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_count_of_bytes_has_no_sign_and_no_end_beyond_the_countable() {
        for (text, expected) in [
            ("0", Some(0)),
            ("10485760", Some(10_485_760)),
            ("-1", None),
            ("+1", None),
            ("1.5", None),
            ("18446744073709551616", None),
            ("", None),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(
                HeaderName::from_static("upload-length"),
                HeaderValue::from_static(text),
            );
            assert_eq!(number(&headers, LENGTH).ok(), expected, "{text}");
        }
        assert!(number(&HeaderMap::new(), LENGTH).is_err());
    }

    proptest! {
        #[test]
        fn no_text_makes_the_readers_panic(text in any::<String>()) {
            let _ = read_metadata(&text);
            let _ = read_checksum(&text);
        }

        #[test]
        fn no_header_value_makes_the_readers_panic(bytes in prop::collection::vec(any::<u8>(), 0..80)) {
            if let Ok(value) = HeaderValue::from_bytes(&bytes) {
                let mut headers = HeaderMap::new();
                for name in [METADATA, CHECKSUM, LENGTH] {
                    let name: HeaderName = name.parse().unwrap();
                    headers.insert(name, value.clone());
                }
                let _ = (metadata(&headers), checksum(&headers), number(&headers, LENGTH));
            }
        }

        #[test]
        fn every_name_of_a_record_is_read_back(high in any::<u64>(), low in any::<u64>()) {
            let aduan = uuid::Uuid::from_u64_pair(high, low);
            let sha256 = "0123456789abcdef".repeat(4);
            let text = format!("sha256 {},aduan {}", encoded(&sha256), encoded(&aduan.to_string()));
            prop_assert_eq!(read_metadata(&text).map(|read| read.aduan.0), Ok(aduan));
        }
    }
}
