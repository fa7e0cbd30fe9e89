//! One photo to the server in parts (tus 1.0: creation, checksum). The order of things is decided by
//! [`::sync::Upload`]; each confirmed part is noted in the database, so that a reload goes on at the byte.

use ::sync::{FotoState, Kiriman, Outcome, Reply, Turn, Upload, Verdict};
use gloo::net::http::{Method, RequestBuilder, Response};
use js_sys::Uint8Array;
use leptos::prelude::window;
use sha2::{Digest, Sha256};
use shared::file::Foto;
use shared::kunci::hex;
use shared::paths;

use super::wire::{PART_MS, authorized, has_photo, refusal, spoilt};
use super::{StoreError, antrean, now};
use crate::exchange::exchange;

const VERSION: &str = "1.0.0";

/// Sends what is still lacking of a photo.
///
/// # Errors
/// See [`StoreError`]: the device could not give the bytes or note how far it is.
pub async fn send_photo(kiriman: &Kiriman, sha256: &str) -> Result<Outcome<()>, StoreError> {
    let waiting = kiriman.foto.iter().find_map(|foto| match &foto.state {
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
    let Some(bytes) = antrean::foto(kiriman.id, sha256)
        .await?
        .map(|bytes| bytes.to_vec())
    else {
        return Ok(Outcome::Refused(spoilt()));
    };
    if hex(&Sha256::digest(&bytes)) != sha256 {
        return Ok(Outcome::Refused(spoilt()));
    }
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
        let reply = ask(kiriman, foto, &turn, &bytes).await;
        upload.hear(reply, now().saturating_sub(began));
        let address = upload.address().map(str::to_owned);
        let confirmed = upload.confirmed();
        antrean::change(kiriman.id, kiriman.aksi, &move |kiriman| {
            kiriman.note_upload(sha256, address.clone(), confirmed);
        })
        .await?;
    }
}

async fn ask(kiriman: &Kiriman, foto: &Foto, turn: &Turn, bytes: &[u8]) -> Reply {
    match turn {
        Turn::Create => create(kiriman, foto).await,
        Turn::Ask(address) => offset(kiriman, address).await,
        Turn::Part { address, from, to } => {
            let range = usize::try_from(*from).ok().zip(usize::try_from(*to).ok());
            match range.and_then(|(from, to)| bytes.get(from..to)) {
                Some(part) => send_part(kiriman, address, *from, part).await,
                None => Reply::Refused(spoilt()),
            }
        }
        Turn::AskRecord => match has_photo(kiriman, &foto.sha256).await {
            Outcome::Done(arrived) => Reply::Arrived(arrived),
            Outcome::Refused(refusal) => Reply::Refused(refusal),
            Outcome::Unreachable => Reply::Unreachable,
        },
        Turn::End(_) => Reply::Unreachable,
    }
}

async fn create(kiriman: &Kiriman, foto: &Foto) -> Reply {
    let pair = |name: &str, value: &str| window().btoa(value).ok().map(|value| format!("{name} {value}"));
    let pairs = [
        pair("aduan", &kiriman.id.to_string()),
        pair("sha256", &foto.sha256),
        pair("filetype", foto.media_type.as_str()),
    ];
    let metadata: Vec<String> = pairs.into_iter().flatten().collect();
    let builder = tus(Method::POST, paths::FILES, kiriman)
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

async fn offset(kiriman: &Kiriman, address: &str) -> Reply {
    let builder = tus(Method::HEAD, address, kiriman).cache(web_sys::RequestCache::NoStore);
    let Some(answer) = exchange(builder, None, PART_MS).await else {
        return Reply::Unreachable;
    };
    match answer.status() {
        200 | 204 => stands_at(&answer),
        403 | 404 | 410 => Reply::Gone,
        _ => Reply::Refused(refusal(answer).await),
    }
}

async fn send_part(kiriman: &Kiriman, address: &str, from: u64, part: &[u8]) -> Reply {
    let digest: String = Sha256::digest(part)
        .iter()
        .map(|byte| char::from(*byte))
        .collect();
    let Ok(checksum) = window().btoa(&digest) else {
        return Reply::Unreachable;
    };
    let builder = tus(Method::PATCH, address, kiriman)
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

fn tus(method: Method, address: &str, kiriman: &Kiriman) -> RequestBuilder {
    authorized(RequestBuilder::new(address).method(method), kiriman).header("Tus-Resumable", VERSION)
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
    let origin = window().location().origin().ok()?;
    let path = address.strip_prefix(&origin).unwrap_or(address);
    (path.starts_with('/') && !path.starts_with("//")).then(|| path.to_owned())
}
