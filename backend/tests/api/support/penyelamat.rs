//! A device that writes rescue files, in words of its own: what the server reads is not tried on what the server wrote.

use aes_gcm::aead::Aead;
use aes_gcm::{Aes256Gcm, KeyInit, Nonce};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hkdf::Hkdf;
use p256::SecretKey;
use p256::elliptic_curve::sec1::ToEncodedPoint;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use shared::aduan::AduanBaru;
use shared::id::{AccountId, AksiId};
use shared::kunci::Kunci;

/// What the browser's own writer wrote for the key of [`SECRET`].
pub const PERAMBAN: &[u8] = include_bytes!("penyelamat/peramban.portal");
pub const SECRET: &str = "rahasia untuk uji berkas penyelamat";

pub const AKHIR: u8 = 0;
pub const KIRIMAN: u8 = 1;
pub const FOTO: u8 = 2;

/// What a frame holds: its kind and its content.
pub type Isi = (u8, Vec<u8>);

/// The pieces of a file: the first line, then each frame. `kunci` is the server's point; `change` may write another line
/// than is true.
pub fn pieces(kunci: &str, isi: &[Isi], change: impl FnOnce(&mut Value)) -> Vec<Vec<u8>> {
    let theirs = URL_SAFE_NO_PAD.decode(kunci).unwrap();
    let own = SecretKey::from_slice(&rand::random::<[u8; 32]>()).unwrap();
    let mut line = json!({
        "format": "portal-penyelamat", "versi": 1, "daerah": "63.11",
        "kunci": hex::encode(&Sha256::digest(&theirs)[..8]),
        "publik": URL_SAFE_NO_PAD.encode(own.public_key().to_encoded_point(false).as_bytes()),
        "dibuat_pada": "2026-11-21T08:00:00Z",
        "jumlah": isi.iter().filter(|(kind, _)| *kind == KIRIMAN).count(),
    });
    change(&mut line);
    let line = line.to_string();
    let cipher = cipher(&own, &theirs, line.as_bytes());
    let mut pieces = vec![format!("{line}\n").into_bytes()];
    let end = (AKHIR, Vec::new());
    for (place, (kind, content)) in isi.iter().chain([&end]).enumerate() {
        let mut nonce = [0; 12];
        nonce[7..11].copy_from_slice(&u32::try_from(place).unwrap().to_be_bytes());
        nonce[11] = u8::from(*kind == AKHIR);
        let open = [&[*kind], content.as_slice()].concat();
        let sealed = cipher
            .encrypt(Nonce::from_slice(&nonce), open.as_slice())
            .unwrap();
        let length = u32::try_from(sealed.len()).unwrap().to_be_bytes();
        pieces.push([length.as_slice(), &sealed].concat());
    }
    pieces
}

fn cipher(own: &SecretKey, theirs: &[u8], line: &[u8]) -> Aes256Gcm {
    let point = p256::PublicKey::from_sec1_bytes(theirs).unwrap();
    let agreed = p256::ecdh::diffie_hellman(own.to_nonzero_scalar(), point.as_affine());
    let mut key = [0; 32];
    Hkdf::<Sha256>::new(Some(&Sha256::digest(line)), agreed.raw_secret_bytes())
        .expand(&[b"portal-penyelamat 1".as_slice(), theirs].concat(), &mut key)
        .unwrap();
    Aes256Gcm::new_from_slice(&key).unwrap()
}

/// A complaint as it waits on a device.
pub fn menunggu(aduan: &AduanBaru, kunci: &Kunci) -> Value {
    json!({
        "aksi": AksiId::mint(), "jenis": "aduan_baru", "id": aduan.id, "kode": aduan.kode, "kunci": kunci.as_str(),
        "badan": serde_json::to_string(aduan).unwrap(), "urutan": 1, "disimpan_pada": "2026-11-20T01:00:00Z",
        "foto": aduan.foto.iter().map(|foto| &foto.sha256).collect::<Vec<_>>(),
    })
}

/// The same, entered by an officer for somebody else.
pub fn titipan(aduan: &AduanBaru, kunci: &Kunci, officer: AccountId) -> Value {
    let mut kiriman = menunggu(aduan, kunci);
    kiriman["jenis"] = json!("aduan_titipan");
    kiriman["titipan"] = json!(officer);
    kiriman
}

pub fn kiriman(value: &Value) -> Isi {
    (KIRIMAN, value.to_string().into_bytes())
}

pub fn foto(bytes: &[u8]) -> Isi {
    (FOTO, bytes.to_vec())
}
