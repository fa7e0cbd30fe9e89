//! The letter with which a complaint is handed to whoever is competent, put together from the record. It names no reporter:
//! another office learns who he is from himself.

use chrono::{DateTime, Utc};
use shared::aduan::{Aduan, Status};
use shared::clock::wita_day;
use shared::error::ErrorCode;
use shared::words::tanggal;

use crate::config::District;
use crate::error::{AppError, Result};

/// # Errors
/// 409 for a complaint that is this district's own matter.
pub fn pelimpahan(aduan: &Aduan, district: &District, now: DateTime<Utc>) -> Result<String> {
    let instansi = aduan
        .instansi
        .as_deref()
        .filter(|_| aduan.status == Status::BukanWewenang);
    let Some(instansi) = instansi else {
        let detail = "Surat pelimpahan hanya untuk aduan yang bukan wewenang kabupaten.";
        return Err(AppError::refused(ErrorCode::LangkahSalah, detail));
    };
    let alasan = aduan.langkah.last().and_then(|step| step.catatan.clone());
    Ok(format!(
        "{kabupaten}\n{skpd}\n{alamat}\n\n{hari}\n\nKepada Yth.\n{instansi}\ndi tempat\n\n\
         Perihal: Pelimpahan {jenis} {kode}\n\n\
         Dengan hormat,\n\n\
         Pada {diterima} kami menerima {jenis} dengan kode {kode} tentang {kategori} di {tempat}:\n\n\
         \"{uraian}\"\n\n\
         Setelah kami periksa, urusan ini bukan wewenang kami. {alasan}\n\n\
         Bersama surat ini kami limpahkan untuk ditindaklanjuti sesuai kewenangan Saudara. Pelapor sudah kami beri \
         tahu bahwa urusannya dilimpahkan kepada Saudara.\n\n\
         Atas perhatian Saudara kami ucapkan terima kasih.\n\n\
         {skpd}\n{kabupaten}\n",
        kabupaten = district.kabupaten,
        skpd = district.skpd,
        alamat = district.kontak.alamat.as_deref().unwrap_or_default(),
        hari = tanggal(wita_day(now)),
        jenis = aduan.jenis.label().to_lowercase(),
        kode = aduan.kode,
        diterima = tanggal(wita_day(aduan.diterima_pada)),
        kategori = aduan.kategori.label().to_lowercase(),
        tempat = aduan.lokasi.nama,
        uraian = aduan.uraian,
        alasan = alasan.unwrap_or_default(),
    ))
}
