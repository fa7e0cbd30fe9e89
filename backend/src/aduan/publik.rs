//! What anyone may see of a complaint who has its code.

use anyhow::Context;
use chrono::{DateTime, Utc};
use shared::aduan::{
    AduanPublik, FotoPublik, Jenis, Kategori, LangkahPublik, SebagaiFoto, Status, TanggapanPublik,
};
use shared::wilayah::{WilayahKode, full_name};

use super::row::{AduanRow, FotoRow, LangkahRow};
use super::view::{Belongings, kode, rilis};

/// Of a *rahasia* complaint status and dates; of any other, kind and village too, and of texts only those that an officer
/// released.
pub fn publik(row: &AduanRow, with: &Belongings, now: DateTime<Utc>) -> anyhow::Result<AduanPublik> {
    let tenggat = row.tenggat();
    let rilis = rilis(row).filter(|_| !row.rahasia);
    let open = !row.rahasia;
    let wilayah = WilayahKode::parse(&row.wilayah_kode).context("wilayah")?;
    let answers = with
        .pesan
        .iter()
        .filter(|pesan| pesan.tanggapan && pesan.publik && !row.rahasia);
    Ok(AduanPublik {
        kode: kode(&row.kode)?,
        status: Status::parse(&row.status).context("status")?,
        rahasia: row.rahasia,
        jenis: open.then(|| Jenis::parse(&row.jenis)).flatten(),
        kategori: open.then(|| Kategori::parse(&row.kategori)).flatten(),
        wilayah: open.then(|| full_name(&with.wilayah, &wilayah)).flatten(),
        rilis,
        langkah: with
            .langkah
            .iter()
            .map(|step| langkah_publik(step, row.rahasia))
            .collect::<anyhow::Result<_>>()?,
        tanggapan: answers
            .map(|pesan| TanggapanPublik {
                isi: pesan.isi.clone(),
                pada: pesan.pada.and_utc(),
            })
            .collect(),
        tenggat,
        sisa_hari_kerja: tenggat.map(|tenggat| with.kalender.sisa(tenggat, now)),
        induk: with.induk.as_deref().map(kode).transpose()?,
        instansi: row.instansi.clone().filter(|_| open),
        skpd: skpd_nama(row, with).filter(|_| open),
        foto: if open { foto(with) } else { Vec::new() },
        pengikut: if open { with.pengikut } else { 0 },
    })
}

/// The copies that have arrived, those of how it looks after the work last.
fn foto(with: &Belongings) -> Vec<FotoPublik> {
    let source = |copy: &FotoRow| {
        let own = with
            .foto
            .iter()
            .find(|row| Some(&row.sha256) == copy.dari_sha256.as_ref())?;
        Some((own.sebagai == SebagaiFoto::Sesudah.as_str(), own.urutan))
    };
    let copies = with
        .foto
        .iter()
        .filter(|row| row.sebagai == SebagaiFoto::Umum.as_str() && row.diterima_pada.is_some());
    let mut shown: Vec<((bool, i32), FotoPublik)> = copies
        .filter_map(|copy| {
            let (sesudah, urutan) = source(copy)?;
            let sha256 = copy.sha256.clone();
            Some(((sesudah, urutan), FotoPublik { sha256, sesudah }))
        })
        .collect();
    shown.sort_by_key(|(place, _)| *place);
    shown.into_iter().map(|(_, foto)| foto).collect()
}

/// The office that has it now, by its name.
fn skpd_nama(row: &AduanRow, with: &Belongings) -> Option<String> {
    let office = with
        .skpd
        .iter()
        .find(|office| Some(&office.kode) == row.skpd_kode.as_ref())?;
    Some(office.nama.clone())
}

fn langkah_publik(row: &LangkahRow, rahasia: bool) -> anyhow::Result<LangkahPublik> {
    Ok(LangkahPublik {
        status: Status::parse(&row.status).context("status of a step")?,
        pada: row.pada.and_utc(),
        catatan: row.catatan.clone().filter(|_| row.publik && !rahasia),
    })
}
