//! Turns stored complaints into what somebody may see: the officer all but an anonymous name, the reporter his own, the
//! public what was released.

use anyhow::Context;
use chrono::{DateTime, Utc};
use shared::account::Hak;
use shared::aduan::{
    Aduan, AduanRingkas, Jenis, Kategori, Kontak, Langkah, LokasiTampil, Penilaian, Pesan, Pihak, Rilis,
    Status, Tindakan, judul_uraian, tindakan_dari,
};
use shared::clock::Kalender;
use shared::file::{Foto, FotoTampil, MediaType};
use shared::kode::Kode;
use shared::place::{Posisi, SumberPosisi};
use shared::wilayah::{Wilayah, WilayahKode, full_name};

use super::pembaca::Pembaca;
use super::queries::{FotoCount, RingkasRow};
use super::row::{AduanRow, FotoRow, LangkahRow, PenilaianRow, PesanRow, stored_tenggat};

/// What belongs to one complaint, and the tables by which it is put into words.
pub struct Belongings {
    pub foto: Vec<FotoRow>,
    pub langkah: Vec<LangkahRow>,
    pub pesan: Vec<PesanRow>,
    pub penilaian: Option<PenilaianRow>,
    /// Account ids with the names of their officers.
    pub names: Vec<(String, String)>,
    pub wilayah: Vec<Wilayah>,
    pub kalender: Kalender,
}

impl Belongings {
    fn name(&self, account_id: Option<&String>) -> Option<String> {
        self.names
            .iter()
            .find(|(id, _)| Some(id) == account_id)
            .map(|(_, name)| name.clone())
    }
}

/// The whole complaint, for its reporter or for an officer.
pub fn aduan(
    row: &AduanRow,
    with: &Belongings,
    pembaca: &Pembaca,
    now: DateTime<Utc>,
) -> anyhow::Result<Aduan> {
    let status = Status::parse(&row.status).context("status")?;
    let tenggat = row.tenggat();
    let wilayah = WilayahKode::parse(&row.wilayah_kode).context("wilayah")?;
    Ok(Aduan {
        id: row.id.parse().context("id")?,
        kode: kode(&row.kode)?,
        versi: row.versi,
        status,
        jenis: Jenis::parse(&row.jenis).context("jenis")?,
        kategori: Kategori::parse(&row.kategori).context("kategori")?,
        uraian: row.uraian.clone(),
        lokasi: lokasi(row, &with.wilayah)?,
        foto: with.foto.iter().map(foto).collect::<anyhow::Result<_>>()?,
        pelapor: pelapor(row, &wilayah, pembaca),
        anonim: row.anonim,
        rahasia: row.rahasia,
        rilis: rilis(row),
        ditangkap_pada: row.ditangkap_pada.and_utc(),
        diterima_pada: row.diterima_pada.and_utc(),
        diubah_pada: row.diubah_pada.and_utc(),
        tenggat,
        sisa_hari_kerja: tenggat.map(|tenggat| with.kalender.sisa(tenggat, now)),
        langkah: with
            .langkah
            .iter()
            .map(|row| langkah(row, with, pembaca))
            .collect::<anyhow::Result<_>>()?,
        pesan: with
            .pesan
            .iter()
            .map(|row| pesan(row, with, pembaca))
            .collect::<anyhow::Result<_>>()?,
        penilaian: with.penilaian.as_ref().map(penilaian).transpose()?,
        tindakan: allowed(status, &wilayah, pembaca),
    })
}

fn allowed(status: Status, wilayah: &WilayahKode, pembaca: &Pembaca) -> Vec<Tindakan> {
    match pembaca {
        Pembaca::Petugas(account) => tindakan_dari(status)
            .filter(|tindakan| account.boleh_di(tindakan.hak(), wilayah))
            .collect(),
        Pembaca::Pelapor(_) => Vec::new(),
    }
}

/// An anonymous reporter is known to the system alone; he himself reads what he wrote.
fn pelapor(row: &AduanRow, wilayah: &WilayahKode, pembaca: &Pembaca) -> Option<Kontak> {
    let contact = || Kontak {
        nama: row.nama.clone(),
        hp: row.hp.clone(),
        email: row.email.clone(),
    };
    match pembaca {
        Pembaca::Pelapor(_) => Some(contact()),
        Pembaca::Petugas(account) => {
            (!row.anonim && account.boleh_di(Hak::LihatPelapor, wilayah)).then(contact)
        }
    }
}

/// Names of officers are for officers; the reporter is answered by the office.
fn author(account_id: Option<&String>, with: &Belongings, pembaca: &Pembaca) -> Option<String> {
    match pembaca {
        Pembaca::Petugas(_) => with.name(account_id),
        Pembaca::Pelapor(_) => None,
    }
}

fn lokasi(row: &AduanRow, regions: &[Wilayah]) -> anyhow::Result<LokasiTampil> {
    let wilayah = WilayahKode::parse(&row.wilayah_kode).context("wilayah")?;
    let posisi = match (row.lat, row.lng, row.posisi_sumber.as_deref()) {
        (Some(lat), Some(lng), Some(sumber)) => Some(Posisi {
            lat,
            lng,
            akurasi_m: row.akurasi_m,
            sumber: parse_sumber(sumber).context("posisi_sumber")?,
        }),
        (_, _, _) => None,
    };
    Ok(LokasiTampil {
        nama: full_name(regions, &wilayah).unwrap_or_else(|| wilayah.to_string()),
        wilayah: Some(wilayah),
        posisi,
        catatan: row.lokasi_catatan.clone(),
        dari_posisi: row.wilayah_dari_posisi,
    })
}

pub const fn sumber_text(sumber: SumberPosisi) -> &'static str {
    match sumber {
        SumberPosisi::Gps => "gps",
        SumberPosisi::Peta => "peta",
        SumberPosisi::Foto => "foto",
    }
}

fn parse_sumber(text: &str) -> Option<SumberPosisi> {
    [SumberPosisi::Gps, SumberPosisi::Peta, SumberPosisi::Foto]
        .into_iter()
        .find(|sumber| sumber_text(*sumber) == text)
}

pub const fn pihak_text(pihak: Pihak) -> &'static str {
    match pihak {
        Pihak::Pelapor => "pelapor",
        Pihak::Petugas => "petugas",
    }
}

fn parse_pihak(text: &str) -> Option<Pihak> {
    [Pihak::Pelapor, Pihak::Petugas]
        .into_iter()
        .find(|pihak| pihak_text(*pihak) == text)
}

pub fn kode(text: &str) -> anyhow::Result<Kode> {
    Kode::parse(text).map_err(|error| anyhow::anyhow!("kode {text:?}: {error:?}"))
}

fn foto(row: &FotoRow) -> anyhow::Result<FotoTampil> {
    let foto = Foto {
        sha256: row.sha256.clone(),
        bytes: u64::try_from(row.bytes).context("bytes")?,
        media_type: MediaType::parse(&row.media_type).context("media_type")?,
    };
    Ok(FotoTampil {
        foto,
        diterima: row.diterima_pada.is_some(),
    })
}

pub fn rilis(row: &AduanRow) -> Option<Rilis> {
    let (judul, pada) = row.rilis_judul.clone().zip(row.rilis_pada)?;
    Some(Rilis {
        judul,
        ringkasan: row.rilis_ringkasan.clone().unwrap_or_default(),
        pada: pada.and_utc(),
    })
}

fn langkah(row: &LangkahRow, with: &Belongings, pembaca: &Pembaca) -> anyhow::Result<Langkah> {
    Ok(Langkah {
        status: Status::parse(&row.status).context("status of a step")?,
        pada: row.pada.and_utc(),
        oleh: author(row.account_id.as_ref(), with, pembaca),
        catatan: row.catatan.clone(),
        publik: row.publik,
    })
}

fn pesan(row: &PesanRow, with: &Belongings, pembaca: &Pembaca) -> anyhow::Result<Pesan> {
    Ok(Pesan {
        id: row.id.parse().context("id of a message")?,
        dari: parse_pihak(&row.dari).context("side of a message")?,
        oleh: author(row.account_id.as_ref(), with, pembaca),
        isi: row.isi.clone(),
        tanggapan: row.tanggapan,
        publik: row.publik,
        pada: row.pada.and_utc(),
    })
}

fn penilaian(row: &PenilaianRow) -> anyhow::Result<Penilaian> {
    let nilai = u8::try_from(row.nilai).context("nilai")?;
    Ok(Penilaian {
        nilai,
        komentar: row.komentar.clone(),
        pada: row.pada.and_utc(),
    })
}

/// A line of the inbox.
pub fn ringkas(
    row: RingkasRow,
    foto: FotoCount,
    regions: &[Wilayah],
    kalender: &Kalender,
    now: DateTime<Utc>,
) -> anyhow::Result<AduanRingkas> {
    let tenggat = stored_tenggat(row.tenggat, row.tenggat_sementara);
    let wilayah = WilayahKode::parse(&row.wilayah_kode).context("wilayah")?;
    Ok(AduanRingkas {
        id: row.id.parse().context("id")?,
        kode: kode(&row.kode)?,
        versi: row.versi,
        status: Status::parse(&row.status).context("status")?,
        jenis: Jenis::parse(&row.jenis).context("jenis")?,
        kategori: Kategori::parse(&row.kategori).context("kategori")?,
        judul: row.rilis_judul.unwrap_or_else(|| judul_uraian(&row.uraian)),
        wilayah: full_name(regions, &wilayah).unwrap_or(row.wilayah_kode),
        rahasia: row.rahasia,
        foto: foto.listed,
        foto_kurang: foto.lacking,
        diterima_pada: row.diterima_pada.and_utc(),
        tenggat,
        sisa_hari_kerja: tenggat.map(|tenggat| kalender.sisa(tenggat, now)),
    })
}
