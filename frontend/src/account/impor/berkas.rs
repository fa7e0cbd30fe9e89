//! The file that somebody chose, and the template that he may begin with.

use leptos::prelude::*;
use shared::paths;
use shared::words::ukuran;
use wasm_bindgen_futures::JsFuture;

use crate::account::session::Session;
use crate::api::{self, ApiFailure, Caller};
use crate::ui::save::save_as;

/// Bytes: what the server takes as one body, in base64 and with the words around it.
const BYTES_MAX: f64 = 190_000.0;

/// A file as it is sent.
#[derive(Clone, PartialEq, Eq)]
pub struct Berkas {
    pub nama: String,
    pub base64: String,
}

/// # Errors
/// What is wrong with the file and what to do.
pub async fn read(file: web_sys::File) -> Result<Berkas, String> {
    let nama = file.name();
    if file.size() > BYTES_MAX {
        let most = ukuran(BYTES_MAX as u64);
        return Err(format!(
            "Berkas {nama} terlalu besar: paling besar {most}. Bagi menjadi beberapa berkas, dan hapus lembar serta gambar yang tidak perlu."
        ));
    }
    let unreadable = || format!("Berkas {nama} tidak dapat dibaca. Pilih lagi berkasnya.");
    let bytes = JsFuture::from(file.array_buffer())
        .await
        .map_err(|_| unreadable())?;
    let bytes = js_sys::Uint8Array::new(&bytes).to_vec();
    // The browser's own encoder takes one character for each byte.
    let text: String = bytes.into_iter().map(char::from).collect();
    let base64 = window().btoa(&text).map_err(|_| unreadable())?;
    Ok(Berkas { nama, base64 })
}

/// Fetches the template with the token, which a plain link could not carry, and hands it to the browser.
pub async fn download_template(session: Session) -> Result<(), ApiFailure> {
    let url = api::get_blob_url(paths::AKUN_CONTOH, &Caller::Petugas(session)).await?;
    save_as(url, "contoh-akun.xlsx").ok_or(ApiFailure::Broken)
}
