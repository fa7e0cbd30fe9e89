//! Web Push (RFC 8030): news on the screen of a device whose owner allowed it, encrypted for that browser alone (RFC 8291)
//! and signed as ours (RFC 8292). What is told are code and state, as in a letter.

use std::time::Duration;

use anyhow::Context;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, Utc};
use hmac::{Hmac, Mac};
use reqwest::redirect::Policy;
use reqwest::{Client, StatusCode, Url};
use serde::Serialize;
use sha2::Sha256;
use web_push_native::p256::ecdsa::signature::Signer;
use web_push_native::p256::ecdsa::{Signature, SigningKey};
use web_push_native::{Auth, encrypt, p256};

use super::surel::Gagal;
use crate::config::Secret;

/// Sets the key apart from those that sign tokens and seal secrets.
const PURPOSE: &[u8] = b"portal: push, version 1";
/// A service to which no connection can be made is not waited for.
const SABAR_SAMBUNG: Duration = Duration::from_secs(5);
const SABAR: Duration = Duration::from_secs(15);
/// A phone that is out of reach gets it within this time or not at all, in seconds.
const BERLAKU: u32 = 3 * 24 * 3_600;
/// How long a signature holds, in seconds; RFC 8292 allows a day.
const TANDA_BERLAKU: i64 = 12 * 3_600;
/// Bytes of the secret that the browser gives.
const AUTH_BYTES: usize = 16;
/// Where the browsers that there are take pushes. A subscription may name no other place: it would send the server to
/// wherever somebody likes.
pub const LAYANAN: &str =
    "fcm.googleapis.com,updates.push.services.mozilla.com,web.push.apple.com,*.notify.windows.com";

/// The way to the push services.
#[derive(Clone)]
pub struct Push {
    kunci: SigningKey,
    /// Who we are to them: an address of web or mail.
    kami: String,
    layanan: Vec<Tempat>,
    http: Client,
}

/// A place that takes pushes.
#[derive(Clone, Debug)]
enum Tempat {
    /// A host by HTTPS; with a star before it, any below it.
    Host(String),
    /// An origin of a test.
    Origin(String),
}

/// What a browser shows.
#[derive(Serialize)]
pub struct Pesan<'a> {
    pub judul: &'a str,
    pub isi: &'a str,
    /// The page of the app that tells more.
    pub alamat: &'a str,
}

/// A browser that wants to be told.
pub struct Peramban {
    pub endpoint: String,
    pub p256dh: String,
    pub auth: String,
}

impl Push {
    /// `layanan`: hosts with commas between, as in [`LAYANAN`]; an origin with its scheme is taken as it is, for tests.
    pub fn new(secret: &Secret, public_url: &str, layanan: &str) -> anyhow::Result<Self> {
        let layanan = layanan.split(',').map(str::trim).filter(|name| !name.is_empty());
        Ok(Self {
            kunci: signing_key(secret)?,
            kami: public_url.to_owned(),
            layanan: layanan
                .map(|name| match name.contains("://") {
                    true => Tempat::Origin(name.to_owned()),
                    false => Tempat::Host(name.to_lowercase()),
                })
                .collect(),
            http: Client::builder()
                .connect_timeout(SABAR_SAMBUNG)
                .timeout(SABAR)
                .redirect(Policy::none())
                .build()
                .context("push")?,
        })
    }

    /// What browsers know us by: the public key, base64url.
    pub fn kunci_umum(&self) -> String {
        let point = self.kunci.verifying_key().to_encoded_point(false);
        URL_SAFE_NO_PAD.encode(point.as_bytes())
    }

    /// Whether pushes may go there.
    pub fn boleh(&self, endpoint: &str) -> bool {
        let Ok(url) = endpoint.parse::<Url>() else {
            return false;
        };
        let host = url.host_str().unwrap_or_default().to_lowercase();
        let default_port = url.scheme() == "https" && url.port().is_none();
        self.layanan.iter().any(|known| match known {
            Tempat::Origin(origin) => url.origin().ascii_serialization() == *origin,
            Tempat::Host(name) => {
                default_port
                    && match name.strip_prefix('*') {
                        Some(below) => host.ends_with(below),
                        None => host == *name,
                    }
            }
        })
    }

    /// Hands a message to the browser's push service. Where that knows the browser no more, nothing will ever arrive.
    pub async fn kirim(&self, kepada: &Peramban, pesan: &Pesan<'_>, now: DateTime<Utc>) -> Result<(), Gagal> {
        let never = |galat: &str| Gagal {
            galat: galat.to_owned(),
            selamanya: true,
            ..Gagal::default()
        };
        if !self.boleh(&kepada.endpoint) {
            return Err(never("layanan pemberitahuan tidak dikenal"));
        }
        let sealed = seal(kepada, pesan).map_err(|_| never("kunci peramban tidak dapat dipakai"))?;
        let url: Url = kepada
            .endpoint
            .parse()
            .map_err(|_| never("layanan pemberitahuan tidak dikenal"))?;
        let authorization = self
            .sign(&url.origin().ascii_serialization(), now)
            .map_err(|_| never("tanda tangan gagal"))?;
        let request = self
            .http
            .post(url)
            .header("TTL", BERLAKU)
            .header("Urgency", "normal")
            .header("Content-Encoding", "aes128gcm")
            .header("Content-Type", "application/octet-stream")
            .header("Authorization", authorization)
            .body(sealed);
        let answer = request.send().await.map_err(|_| Gagal {
            galat: "layanan pemberitahuan tidak terjangkau".to_owned(),
            tak_terjangkau: true,
            ..Gagal::default()
        })?;
        match answer.status() {
            done if done.is_success() => Ok(()),
            // The browser has been told to forget us, or is no more.
            StatusCode::NOT_FOUND | StatusCode::GONE => Err(Gagal {
                hilang: true,
                ..never("peramban tidak lagi menerima")
            }),
            other => Err(Gagal {
                galat: format!("layanan pemberitahuan menjawab {}", other.as_u16()),
                // A clock or a setting of ours may be at fault, and be mended: it is tried again like anything else.
                ..Gagal::default()
            }),
        }
    }

    /// RFC 8292, 2: who sends, to which service, until when.
    fn sign(&self, origin: &str, now: DateTime<Utc>) -> anyhow::Result<String> {
        let header = URL_SAFE_NO_PAD.encode(r#"{"typ":"JWT","alg":"ES256"}"#);
        let claims = serde_json::json!({
            "aud": origin,
            "exp": now.timestamp() + TANDA_BERLAKU,
            "sub": self.kami,
        });
        let claims = URL_SAFE_NO_PAD.encode(serde_json::to_vec(&claims)?);
        let signed = format!("{header}.{claims}");
        let signature: Signature = self.kunci.try_sign(signed.as_bytes())?;
        let signature = URL_SAFE_NO_PAD.encode(signature.to_bytes());
        Ok(format!("vapid t={signed}.{signature}, k={}", self.kunci_umum()))
    }
}

fn seal(kepada: &Peramban, pesan: &Pesan<'_>) -> anyhow::Result<Vec<u8>> {
    let (public, auth) = keys(&kepada.p256dh, &kepada.auth).context("keys of a browser")?;
    encrypt(serde_json::to_vec(pesan)?, &public, &auth).map_err(|error| anyhow::anyhow!("{error}"))
}

/// The two keys that a browser gives, if they can be used.
pub fn keys(p256dh: &str, auth: &str) -> Option<(p256::PublicKey, Auth)> {
    let point = URL_SAFE_NO_PAD.decode(p256dh).ok()?;
    let auth = URL_SAFE_NO_PAD
        .decode(auth)
        .ok()
        .filter(|auth| auth.len() == AUTH_BYTES)?;
    Some((
        p256::PublicKey::from_sec1_bytes(&point).ok()?,
        Auth::clone_from_slice(&auth),
    ))
}

/// Derived from the server's secret, so that browsers know us again after a restart, and on every process alike.
fn signing_key(secret: &Secret) -> anyhow::Result<SigningKey> {
    // Nearly every number of 256 bits is a key of the curve; the next one is where the first is not.
    for attempt in 0..=u8::MAX {
        let mut derive =
            <Hmac<Sha256> as Mac>::new_from_slice(secret.as_bytes()).context("key of the pushes")?;
        derive.update(PURPOSE);
        derive.update(&[attempt]);
        if let Ok(key) = SigningKey::from_slice(&derive.finalize().into_bytes()) {
            return Ok(key);
        }
    }
    anyhow::bail!("no key of the curve")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn push(layanan: &str) -> Push {
        let secret = Secret::try_from("rahasia untuk uji yang cukup panjang sekali".to_owned()).unwrap();
        Push::new(&secret, "https://portal.contoh.go.id", layanan).unwrap()
    }

    #[test]
    fn pushes_go_to_the_browsers_own_services_and_nowhere_else() {
        let push = push(LAYANAN);
        for (endpoint, may) in [
            ("https://fcm.googleapis.com/fcm/send/abc", true),
            ("https://wns2-pn1p.notify.windows.com/w/?token=x", true),
            ("https://updates.push.services.mozilla.com/wpush/v2/x", true),
            ("http://fcm.googleapis.com/fcm/send/abc", false),
            ("https://fcm.googleapis.com:8443/fcm/send/abc", false),
            ("https://fcm.googleapis.com.contoh.id/x", false),
            ("https://notify.windows.com.contoh.id/x", false),
            ("https://127.0.0.1/x", false),
            ("https://user@169.254.169.254/latest", false),
            ("bukan alamat", false),
        ] {
            assert_eq!(push.boleh(endpoint), may, "{endpoint}");
        }
    }

    #[test]
    fn the_key_is_the_same_at_each_start() {
        assert_eq!(push(LAYANAN).kunci_umum(), push("").kunci_umum());
        // An uncompressed point of the curve.
        let point = URL_SAFE_NO_PAD.decode(push("").kunci_umum()).unwrap();
        assert_eq!((point.len(), point[0]), (65, 4));
    }
}
