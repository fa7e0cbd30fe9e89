//! One photo to the server in parts (tus 1.0: creation, checksum). The order of things is decided by
//! [`sync::Upload`]; each confirmed part is noted in the database, so that a reload goes on at the byte.

use gloo::net::http::{Method, RequestBuilder, Response};
use js_sys::Uint8Array;
use sha2::{Digest, Sha256};
use shared::error::{ApiError, ErrorCode};
use shared::file::Foto;
use shared::kunci::hex;
use shared::paths;
use sync::{FotoState, Kiriman, Outcome, Refusal, Reply, Turn, Upload, Verdict};
use wasm_bindgen::prelude::*;

use crate::exchange::exchange;
use crate::wire::{Holder, PART_MS, authorized, has_photo, refusal, spoilt};
use crate::{StoreError, antrean, now};

#[wasm_bindgen]
extern "C" {
    // A page's and a worker's alike; web-sys has it of a page alone.
    #[wasm_bindgen(catch)]
    fn btoa(text: &str) -> Result<String, JsValue>;
}

const VERSION: &str = "1.0.0";

/// Sends what is still lacking of a photo, in the holder's name.
///
/// # Errors
/// See [`StoreError`]: the device could not give the bytes or note how far it is.
pub async fn send_photo(kiriman: &Kiriman, sha256: &str, holder: &Holder) -> Result<Outcome<()>, StoreError> {
    let kepala = &kiriman.kepala;
    let waiting = kepala.foto.iter().find_map(|foto| match &foto.state {
        FotoState::Menunggu { upload, .. } if foto.foto.sha256 == sha256 => {
            Some((&foto.foto, upload.clone()))
        }
        FotoState::Menunggu { .. } | FotoState::Terkirim | FotoState::Ditolak { .. } | FotoState::Dilepas => {
            None
        }
    });
    let Some((foto, address)) = waiting else {
        return Ok(Outcome::Done(()));
    };
    let Some(bytes) = antrean::foto(kepala.id, sha256)
        .await?
        .map(|bytes| bytes.to_vec())
    else {
        return Ok(Outcome::Refused(spoilt()));
    };
    if hex(&Sha256::digest(&bytes)) != sha256 {
        return Ok(Outcome::Refused(spoilt()));
    }
    let note = async |address: Option<String>, confirmed: u64| {
        antrean::change(kepala.id, kepala.aksi, &move |kepala| {
            kepala.note_upload(sha256, address.clone(), confirmed);
        })
        .await
    };
    send_bytes(holder, (foto, &bytes), address, &note).await
}

/// Sends what is still lacking of a photo, from the address of an upload that was begun for it. `note` is told after each
/// answer where the upload is and how many bytes of it are confirmed.
///
/// # Errors
/// What `note` answers.
pub async fn send_bytes(
    holder: &Holder,
    (foto, bytes): (&Foto, &[u8]),
    address: Option<String>,
    note: &impl AsyncFn(Option<String>, u64) -> Result<(), StoreError>,
) -> Result<Outcome<()>, StoreError> {
    let mut upload = Upload::new(foto.bytes, address);
    loop {
        let turn = upload.turn();
        if let Turn::End(verdict) = turn {
            return Ok(match verdict {
                Verdict::Whole => Outcome::Done(()),
                Verdict::Refused(refusal) => Outcome::Refused(refusal),
                Verdict::Later => Outcome::Unreachable,
            });
        }
        let began = now();
        let reply = ask(holder, foto, &turn, bytes).await;
        upload.hear(reply, now().saturating_sub(began));
        note(upload.address().map(str::to_owned), upload.confirmed()).await?;
    }
}

async fn ask(holder: &Holder, foto: &Foto, turn: &Turn, bytes: &[u8]) -> Reply {
    match turn {
        Turn::Create => create(holder, foto).await,
        Turn::Ask(address) => offset(holder, address).await,
        Turn::Part { address, from, to } => {
            let range = usize::try_from(*from).ok().zip(usize::try_from(*to).ok());
            match range.and_then(|(from, to)| bytes.get(from..to)) {
                Some(part) => send_part(holder, address, *from, part).await,
                None => Reply::Refused(spoilt()),
            }
        }
        Turn::AskRecord => match has_photo(holder, &foto.sha256).await {
            Outcome::Done(arrived) => Reply::Arrived(arrived),
            Outcome::Refused(refusal) => Reply::Refused(refusal),
            Outcome::Unreachable => Reply::Unreachable,
        },
        Turn::End(_) => Reply::Unreachable,
    }
}

async fn create(holder: &Holder, foto: &Foto) -> Reply {
    let pair = |name: &str, value: &str| btoa(value).ok().map(|value| format!("{name} {value}"));
    let pairs = [
        pair("aduan", &holder.aduan.to_string()),
        pair("sha256", &foto.sha256),
        pair("filetype", foto.media_type.as_str()),
    ];
    let metadata: Vec<String> = pairs.into_iter().flatten().collect();
    let builder = tus(Method::POST, paths::FILES, holder)
        .header("Upload-Length", &foto.bytes.to_string())
        .header("Upload-Metadata", &metadata.join(","));
    let Some(answer) = exchange(builder, None, PART_MS).await else {
        return Reply::Unreachable;
    };
    match answer.status() {
        201 => answer
            .headers()
            .get("location")
            .and_then(|place| own_path(&place))
            .map_or(Reply::Unreachable, Reply::Created),
        403 | 404 | 409 => {
            let refusal = refusal(answer).await;
            if refusal.error.is_some() {
                Reply::NotWanted(refusal)
            } else {
                Reply::Refused(refusal)
            }
        }
        _ => Reply::Refused(refusal(answer).await),
    }
}

async fn offset(holder: &Holder, address: &str) -> Reply {
    let builder = tus(Method::HEAD, address, holder).cache(web_sys::RequestCache::NoStore);
    let Some(answer) = exchange(builder, None, PART_MS).await else {
        return Reply::Unreachable;
    };
    match answer.status() {
        200 | 204 => stands_at(&answer),
        403 | 404 | 410 => Reply::Gone,
        // An answer to HEAD has no words of its own.
        401 => Reply::Refused(Refusal {
            error: Some(ApiError::new(ErrorCode::PerluMasuk, "")),
            retry_after: None,
        }),
        _ => Reply::Refused(refusal(answer).await),
    }
}

async fn send_part(holder: &Holder, address: &str, from: u64, part: &[u8]) -> Reply {
    let digest: String = Sha256::digest(part)
        .iter()
        .map(|byte| char::from(*byte))
        .collect();
    let Ok(checksum) = btoa(&digest) else {
        return Reply::Unreachable;
    };
    let builder = tus(Method::PATCH, address, holder)
        .header("Content-Type", "application/offset+octet-stream")
        .header("Upload-Offset", &from.to_string())
        .header("Upload-Checksum", &format!("sha256 {checksum}"));
    let Some(answer) = exchange(builder, Some(Uint8Array::from(part).into()), PART_MS).await else {
        return Reply::Unreachable;
    };
    match answer.status() {
        200 | 204 => stands_at(&answer),
        404 | 410 => Reply::Gone,
        409 | 460 => Reply::NotCounted,
        _ => Reply::Refused(refusal(answer).await),
    }
}

fn tus(method: Method, address: &str, holder: &Holder) -> RequestBuilder {
    authorized(RequestBuilder::new(address).method(method), holder).header("Tus-Resumable", VERSION)
}

fn stands_at(answer: &Response) -> Reply {
    let offset = answer
        .headers()
        .get("upload-offset")
        .and_then(|text| text.parse().ok());
    offset.map_or(Reply::Unreachable, Reply::At)
}

/// The path of an address on this very server: the key is sent nowhere else.
fn own_path(address: &str) -> Option<String> {
    let origin = js_sys::Reflect::get(&js_sys::global(), &"origin".into())
        .ok()?
        .as_string()?;
    let path = address.strip_prefix(&origin).unwrap_or(address);
    (path.starts_with('/') && !path.starts_with("//")).then(|| path.to_owned())
}
