//! Writes the file. One photo at a time is read, sealed and put away; how a file looks, js/penyelamat.js knows.

use std::pin::Pin;

use ::sync::{FotoState, Kepala, Kiriman, Rupa};
use chrono::{DateTime, Utc};
use js_sys::Uint8Array;
use shared::aksi::JenisAksi;
use shared::clock::wita_day;
use shared::id::AduanId;
use shared::penyelamat::{AKHIRAN, KirimanBerkas};
use shared::portal::Portal;
use wasm_bindgen::prelude::*;

use crate::offline::net_state::moment;
use crate::offline::{StoreError, antrean};
use crate::ui::chunk::{Chunk, ChunkMissing, ready};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = portalPenyelamat, catch)]
    async fn begin(kunci: &str, daerah: &str, jumlah: u32) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(js_namespace = portalPenyelamat, catch)]
    async fn seal(kind: u8, content: &JsValue) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(js_namespace = portalPenyelamat, catch)]
    async fn end(name: &str) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(js_namespace = portalPenyelamat, js_name = share, catch)]
    async fn js_share(file: &web_sys::File) -> Result<JsValue, JsValue>;
}

/// Kinds of frames.
const KIRIMAN: u8 = 1;
const FOTO: u8 = 2;

/// A file that was written.
#[derive(Clone)]
pub struct Tertulis {
    pub file: web_sys::File,
    pub kiriman: usize,
    pub foto: usize,
    /// Photos whose bytes the device no longer has.
    pub hilang: usize,
}

/// Why no file was written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Gagal {
    /// The device never heard the district's key.
    TanpaKunci,
    /// The part of the app that writes could not be fetched.
    Bagian,
    /// The browser cannot seal, most often because the page did not come by HTTPS.
    Peramban,
    Simpanan(StoreError),
}

impl Gagal {
    pub const fn words(self) -> &'static str {
        match self {
            Self::TanpaKunci => {
                "Kunci daerah belum tersimpan di perangkat ini, jadi berkas belum dapat dibuat. Buka portal sekali saat ada jaringan, lalu coba lagi."
            }
            Self::Bagian => "Bagian ini belum dapat dimuat. Coba lagi saat jaringan ada.",
            Self::Peramban => {
                "Peramban ini tidak dapat membuat berkas terkunci. Buka portal lewat alamat https, atau perbarui peramban."
            }
            Self::Simpanan(error) => error.words(),
        }
    }
}

impl From<ChunkMissing> for Gagal {
    fn from(_: ChunkMissing) -> Self {
        Self::Bagian
    }
}

impl From<StoreError> for Gagal {
    fn from(error: StoreError) -> Self {
        Self::Simpanan(error)
    }
}

impl From<JsValue> for Gagal {
    fn from(_: JsValue) -> Self {
        Self::Peramban
    }
}

pub type Tulis = Pin<Box<dyn Future<Output = Result<Tertulis, Gagal>>>>;

/// Writes those of the outbox into one file.
pub fn tulis(wanted: Vec<AduanId>, portal: Option<Portal>) -> Tulis {
    Box::pin(async move {
        let portal = portal.ok_or(Gagal::TanpaKunci)?;
        let kunci = portal.penyelamat_kunci.as_deref().ok_or(Gagal::TanpaKunci)?;
        ready(Chunk::Penyelamat).await?;
        let mut all = antrean::all().await?;
        all.retain(|kiriman| wanted.contains(&kiriman.kepala.id) && jenis(&kiriman.kepala).is_some());
        all.sort_by_key(|kiriman| kiriman.kepala.urutan);
        let daerah = portal.wilayah.as_str();
        begin(kunci, daerah, u32::try_from(all.len()).unwrap_or(u32::MAX)).await?;
        let (mut foto, mut hilang) = (0, 0);
        for kiriman in &all {
            let Some(isi) = isi(kiriman) else { continue };
            let text = serde_json::to_string(&isi).map_err(|_| Gagal::Peramban)?;
            seal(KIRIMAN, &JsValue::from_str(&text)).await?;
            for sha256 in waiting_photos(&kiriman.kepala) {
                match antrean::foto(kiriman.kepala.id, sha256).await? {
                    Some(bytes) => seal_photo(&bytes).await.map(|()| foto += 1)?,
                    None => hilang += 1,
                }
            }
        }
        let name = format!("antrean-{daerah}-{}.{AKHIRAN}", wita_day(Utc::now()));
        let file = end(&name).await?.dyn_into::<web_sys::File>()?;
        Ok(Tertulis {
            file,
            kiriman: all.len(),
            foto,
            hilang,
        })
    })
}

async fn seal_photo(bytes: &Uint8Array) -> Result<(), Gagal> {
    seal(FOTO, bytes).await?;
    Ok(())
}

/// Hands the file to the phone's own sheet; false where it takes no such file.
pub async fn bagikan(file: &web_sys::File) -> bool {
    js_share(file).await.is_ok_and(|shared| shared.is_truthy())
}

/// What it is to the office. What was done to a complaint is done in somebody's name, which a file does not prove.
fn jenis(kepala: &Kepala) -> Option<JenisAksi> {
    match (kepala.rupa, kepala.titipan) {
        (Rupa::Ikut, _) => Some(JenisAksi::AduanIkut),
        (Rupa::Aduan, None) => Some(JenisAksi::AduanBaru),
        (Rupa::Aduan, Some(_)) => Some(JenisAksi::AduanTitipan),
        (Rupa::Susulan(_), _) => None,
    }
}

fn isi(Kiriman { kepala, rahasia }: &Kiriman) -> Option<KirimanBerkas> {
    let moment = |at| moment(at).unwrap_or(DateTime::UNIX_EPOCH);
    let listed = kepala.foto.iter().filter(|foto| match foto.state {
        FotoState::Menunggu { .. } | FotoState::Terkirim | FotoState::Ditolak { .. } => true,
        FotoState::Dilepas => false,
    });
    Some(KirimanBerkas {
        aksi: kepala.aksi,
        jenis: jenis(kepala)?,
        id: kepala.id,
        kode: rahasia.kode.clone(),
        kunci: rahasia.kunci.clone(),
        titipan: kepala.titipan,
        badan: rahasia.isi.clone(),
        urutan: kepala.urutan,
        disimpan_pada: moment(kepala.saved_at),
        diterima_pada: kepala.receipt.as_ref().map(|receipt| receipt.diterima_pada),
        foto: listed.map(|foto| foto.foto.sha256.clone()).collect(),
    })
}

/// Those that the office does not have, also where it refused them once.
fn waiting_photos(kepala: &Kepala) -> impl Iterator<Item = &str> {
    kepala.foto.iter().filter_map(|foto| match foto.state {
        FotoState::Menunggu { .. } | FotoState::Ditolak { .. } => Some(foto.foto.sha256.as_str()),
        FotoState::Terkirim | FotoState::Dilepas => None,
    })
}
