//! What is wrong about a complaint is put right, field by field. The rules of merging are [`shared::gabung`]'s; here they
//! are applied to what is stored, with all that follows from another value.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use shared::account::{Account, Hak};
use shared::aduan::{NamaKolom, Nilai, PembetulanBaru, Status};
use shared::error::{ApiError, ErrorCode};
use shared::gabung::{Hasil, Kolom, Ubahan};
use shared::id::BedaId;
use shared::jejak::Objek;
use shared::wilayah::{Wilayah, WilayahKode, full_name};
use uuid::Uuid;

use super::find::must;
use super::hitung::Aturan;
use super::langkah::update;
use super::{beda, find_for, jeda, kata, seen};
use crate::aduan::kolom::tulis;
use crate::aduan::pembaca::Pembaca;
use crate::aduan::row::{AduanRow, CatatanRow};
use crate::aksi::{self, Answer, Masuk, Tentang};
use crate::db::Conn;
use crate::error::{AppError, Result};
use crate::jejak::Oleh;
use crate::schema::aduan_catatan;
use crate::wilayah;

pub fn betulkan(
    conn: &mut Conn,
    masuk: &Masuk,
    (id, petugas): (&str, &Account),
    baru: &PembetulanBaru,
) -> Result<Answer> {
    let pembaca = Pembaca::Petugas(petugas.clone());
    let effect = |conn: &mut Conn| {
        let before = find_for(conn, id, &pembaca)?;
        let detail = "Membetulkan data bukan tugas Anda pada aduan ini.";
        must(petugas, Hak::KelolaAduan, &before, detail)?;
        let ubahan = baru.ubahan();
        if ubahan.is_empty() {
            let detail = "Tidak ada yang dibetulkan. Ubah paling sedikit satu isian.";
            return Err(AppError::refused(ErrorCode::IsianSalah, detail));
        }
        gabungkan(conn, masuk.pada, (petugas, &before), (&ubahan, &baru.alasan))?;
        Ok(Tentang::new(Objek::Aduan, before.id))
    };
    aksi::once_shown(conn, masuk, effect, |conn| {
        Answer::ok(&seen(conn, id, &pembaca, masuk)?)
    })
}

/// One field before and after.
pub(super) struct Perubahan {
    pub lama: Kolom<BedaId, Nilai>,
    pub baru: Kolom<BedaId, Nilai>,
    /// In words, for the officers.
    pub cerita: String,
}

/// Merges these corrections into the complaint. Where nothing comes of any, nothing is written.
pub(super) fn gabungkan(
    conn: &mut Conn,
    pada: DateTime<Utc>,
    (petugas, before): (&Account, &AduanRow),
    (ubahan, alasan): (&[Ubahan<Nilai>], &str),
) -> Result<()> {
    let regions = regions_of(conn, ubahan.iter().flat_map(|one| [&one.dari, &one.ke]))?;
    let mut changes = Vec::new();
    for one in ubahan {
        refuse_unfit((petugas, before), &one.ke, &regions)?;
        let lama = beda::kolom(conn, before, one.ke.kolom())?;
        let mut baru = lama.clone();
        let (label, ke) = (one.ke.kolom().label(), one.ke.kata(&regions));
        let cerita = match baru.betulkan(one, BedaId::mint()) {
            Hasil::TakBerubah | Hasil::SudahBegitu => continue,
            Hasil::Diterapkan => {
                format!("{label} diganti dari {} menjadi {ke}", one.dari.kata(&regions))
            }
            Hasil::Beda(_) if baru == lama => continue,
            Hasil::Beda(_) => {
                format!("{label} \"{ke}\" menunggu dipilih, karena isinya sudah diubah orang lain")
            }
        };
        changes.push(Perubahan { lama, baru, cerita });
    }
    if changes.is_empty() {
        return Ok(());
    }
    simpan(conn, (petugas, pada), before, (&changes, alasan))
}

/// Stores what became of the fields: the complaint under its next version, the differences, and a note that tells of it.
pub(super) fn simpan(
    conn: &mut Conn,
    (petugas, pada): (&Account, DateTime<Utc>),
    before: &AduanRow,
    (changes, alasan): (&[Perubahan], &str),
) -> Result<()> {
    let mut after = before.clone();
    for Perubahan { lama, baru, .. } in changes {
        if lama.kini != baru.kini {
            tulis(&mut after, &baru.kini);
        }
    }
    count_anew(conn, before, &mut after)?;
    for change in changes {
        beda::simpan(conn, before, change, (petugas.id, pada))?;
    }
    update(conn, before, &mut after, (Oleh::Petugas(petugas.id), pada))?;
    if (&after.wilayah_kode, &after.lokasi_catatan) != (&before.wilayah_kode, &before.lokasi_catatan) {
        let regions = wilayah::queries::list_hingga(conn, [after.wilayah_kode.as_str()])?;
        let tempat = WilayahKode::parse(&after.wilayah_kode).and_then(|kode| full_name(&regions, &kode));
        kata::replace(conn, &after, &tempat.unwrap_or_default())?;
    }
    let told: Vec<&str> = changes.iter().map(|change| change.cerita.as_str()).collect();
    let note = CatatanRow {
        id: Uuid::now_v7().to_string(),
        aduan_id: before.id.clone(),
        account_id: petugas.id.to_string(),
        isi: match alasan.trim() {
            "" => format!("{}.", told.join("; ")),
            alasan => format!("{}: {alasan}", told.join("; ")),
        },
        pada: pada.naive_utc(),
    };
    diesel::insert_into(aduan_catatan::table)
        .values(note)
        .execute(conn)?;
    Ok(())
}

/// The deadline goes by jenis and kategori. What has ended has no clock; what is put off or answered is looked at when it
/// would have been.
fn count_anew(conn: &mut Conn, before: &AduanRow, after: &mut AduanRow) -> Result<()> {
    let same = (&before.jenis, &before.kategori) == (&after.jenis, &after.kategori);
    if same || before.berakhir_pada.is_some() {
        return Ok(());
    }
    let jeda = jeda::list_of(conn, &[&after.id])?;
    let jeda = jeda.get(&after.id).map_or(&[][..], Vec::as_slice);
    Aturan::load(conn)?.set_tenggat(after, jeda)?;
    let answered = Status::parse(&before.status) == Some(Status::Ditanggapi);
    if answered || jeda.iter().any(|jeda| jeda.sampai.is_none()) {
        after.tinjau_pada = before.tinjau_pada;
    }
    // Who learned of a deadline that is over has not learned of the next one.
    if after.tenggat != before.tenggat {
        after.eskalasi = 0;
    }
    Ok(())
}

/// The regions by which these values are put into words.
pub(super) fn regions_of<'a>(
    conn: &mut Conn,
    values: impl Iterator<Item = &'a Nilai>,
) -> Result<Vec<Wilayah>> {
    let kode = values.filter_map(|nilai| match nilai {
        Nilai::Wilayah(kode) => Some(kode.as_str()),
        Nilai::Jenis(_) | Nilai::Kategori(_) | Nilai::Patokan(_) | Nilai::Posisi(_) => None,
    });
    wilayah::queries::list_hingga(conn, kode)
}

/// Refuses a value that this officer may not put there, or that must not come back.
pub(super) fn refuse_unfit(
    (petugas, row): (&Account, &AduanRow),
    ke: &Nilai,
    regions: &[Wilayah],
) -> Result<()> {
    let kolom = ke.kolom();
    if kolom.pribadi() && row.dihapus_pada.is_some() {
        let detail = "Data pribadi aduan ini sudah dihapus, jadi tempatnya tidak dapat dibetulkan lagi.";
        return Err(ApiError::field(ErrorCode::LangkahSalah, kolom.as_str(), detail).into());
    }
    let Nilai::Wilayah(kode) = ke else { return Ok(()) };
    let fault =
        |message: &str| ApiError::field(ErrorCode::IsianSalah, NamaKolom::Wilayah.as_str(), message).into();
    if !regions
        .iter()
        .any(|region| region.kode == *kode && region.level.is_village())
    {
        return Err(fault(
            "Desa atau kelurahan ini tidak ada dalam daftar. Pilih lagi.",
        ));
    }
    if !petugas.boleh_di(Hak::KelolaAduan, kode) {
        return Err(fault(
            "Desa ini di luar wilayah tugas Anda. Pilih desa di wilayah Anda.",
        ));
    }
    Ok(())
}
