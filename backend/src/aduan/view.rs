//! Turns stored complaints into what somebody may see: the officer all but an anonymous name, the reporter his own, the
//! public what was released.

use anyhow::Context;
use chrono::{DateTime, NaiveDateTime, Utc};
use shared::account::{Bidang, Hak, Letak, Skpd};
use shared::aduan::{
    Aduan, AduanRingkas, BedaTampil, Catatan, DisposisiTampil, EskalasiTampil, JedaTampil, Jenis, Kategori,
    Kontak, Langkah, LokasiTampil, MungkinSama, NilaiOleh, Pelaku, Penilaian, Pesan, Pihak, Rilis,
    SebagaiFoto, Status, Sumber, Tindakan, Tingkat, judul_uraian, tindakan_dari,
};
use shared::clock::Kalender;
use shared::file::{Foto, FotoTampil, MediaType};
use shared::kode::Kode;
use shared::place::{Posisi, SumberPosisi};
use shared::wilayah::{Wilayah, WilayahKode, full_name};

use super::pembaca::Pembaca;
use super::queries::{FotoCount, RingkasRow};
use super::row::{
    AduanRow, BedaRow, CatatanRow, DisposisiRow, EskalasiRow, FotoRow, JedaRow, LangkahRow, PenilaianRow,
    PesanRow, stored_tenggat,
};

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
    pub catatan: Vec<CatatanRow>,
    /// What waits for a choice; read for officers alone.
    pub beda: Vec<BedaRow>,
    pub jeda: Vec<JedaRow>,
    pub disposisi: Option<DisposisiRow>,
    /// The offices, where it was handed to one.
    pub skpd: Vec<Skpd>,
    /// Code of the complaint that it is the same as.
    pub induk: Option<String>,
    /// Code of what it was a part of.
    pub pecahan_dari: Option<String>,
    /// Codes of its own parts.
    pub pecahan: Vec<String>,
    /// How many follow it or one of those that are the same as it.
    pub pengikut: u32,
    /// Codes of those that are the same as it.
    pub gabungan: Vec<String>,
    pub eskalasi: Vec<EskalasiRow>,
    /// Those that may be the same and are the reader's to see, with their distance in metres.
    pub mungkin: Vec<(AduanRow, i32)>,
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
    let letak = row.letak(&wilayah)?;
    let is_officer = matches!(pembaca, Pembaca::Petugas(_));
    Ok(Aduan {
        id: row.id.parse().context("id")?,
        kode: kode(&row.kode)?,
        versi: row.versi,
        status,
        jenis: Jenis::parse(&row.jenis).context("jenis")?,
        kategori: Kategori::parse(&row.kategori).context("kategori")?,
        uraian: row.uraian.clone(),
        lokasi: lokasi(row, &with.wilayah)?,
        foto: with
            .foto
            .iter()
            .filter(|row| row.sebagai != SebagaiFoto::Umum.as_str())
            .map(|row| foto(row, &with.foto))
            .collect::<anyhow::Result<_>>()?,
        pelapor: pelapor(row, &letak, pembaca),
        anonim: row.anonim,
        rahasia: row.rahasia,
        rilis: rilis(row),
        ditangkap_pada: row.ditangkap_pada.and_utc(),
        diterima_pada: row.diterima_pada.and_utc(),
        diubah_pada: row.diubah_pada.and_utc(),
        dihapus_pada: row.dihapus_pada.map(|pada| pada.and_utc()),
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
        tindakan: allowed(status, &letak, pembaca),
        disposisi: with
            .disposisi
            .as_ref()
            .map(|row| disposisi(row, with, pembaca))
            .transpose()?,
        jeda: with.jeda.iter().map(jeda).collect(),
        eskalasi: Tingkat::of_nomor(row.eskalasi).filter(|_| is_officer),
        riwayat_eskalasi: if is_officer {
            riwayat_eskalasi(with)
        } else {
            Vec::new()
        },
        instansi: row.instansi.clone(),
        induk: with.induk.as_deref().map(kode).transpose()?,
        gabungan: if is_officer {
            with.gabungan
                .iter()
                .map(|text| kode(text))
                .collect::<anyhow::Result<_>>()?
        } else {
            Vec::new()
        },
        pecahan_dari: with.pecahan_dari.as_deref().map(kode).transpose()?,
        pecahan: with
            .pecahan
            .iter()
            .map(|text| kode(text))
            .collect::<anyhow::Result<_>>()?,
        pengikut: with.pengikut,
        catatan: if is_officer { catatan(with) } else { Vec::new() },
        beda: with
            .beda
            .iter()
            .map(|row| beda(row, with))
            .collect::<anyhow::Result<_>>()?,
        sumber: Sumber::parse(&row.sumber).context("sumber")?,
        mungkin_sama: mungkin_sama(with)?,
        dientri_oleh: author(row.dientri_oleh.as_ref(), with, pembaca),
    })
}

fn mungkin_sama(with: &Belongings) -> anyhow::Result<Vec<MungkinSama>> {
    let others = with.mungkin.iter();
    let shown = others.map(|(row, jarak_m)| {
        Ok(MungkinSama {
            kode: kode(&row.kode)?,
            judul: row
                .rilis_judul
                .clone()
                .unwrap_or_else(|| judul_uraian(&row.uraian)),
            status: Status::parse(&row.status).context("status")?,
            jarak_m: *jarak_m,
            diterima_pada: row.diterima_pada.and_utc(),
        })
    });
    shown.collect()
}

fn allowed(status: Status, letak: &Letak<'_>, pembaca: &Pembaca) -> Vec<Tindakan> {
    let may = |tindakan: &Tindakan| match (pembaca, tindakan.pelaku()) {
        (Pembaca::Petugas(account), Pelaku::Petugas(hak)) => account.boleh_atas(hak, letak),
        (Pembaca::Pelapor(_), Pelaku::Pelapor) => true,
        (Pembaca::Petugas(_), Pelaku::Pelapor) | (Pembaca::Pelapor(_), Pelaku::Petugas(_)) => false,
    };
    tindakan_dari(status).filter(may).collect()
}

/// The reporter learns which office it is; who of it and what was noted is for officers.
fn disposisi(row: &DisposisiRow, with: &Belongings, pembaca: &Pembaca) -> anyhow::Result<DisposisiTampil> {
    let is_officer = matches!(pembaca, Pembaca::Petugas(_));
    let office = with.skpd.iter().find(|office| office.kode == row.skpd_kode);
    let part = office.and_then(|office| {
        let same = |part: &&Bidang| Some(&part.kode) == row.bidang_kode.as_ref();
        office.bidang.iter().find(same)
    });
    let petugas = row.petugas_id.as_deref().filter(|_| is_officer);
    Ok(DisposisiTampil {
        skpd: row.skpd_kode.clone(),
        nama_skpd: office.map_or_else(|| row.skpd_kode.clone(), |office| office.nama.clone()),
        bidang: row.bidang_kode.clone(),
        nama_bidang: part.map(|part| part.nama.clone()),
        petugas: petugas.map(str::parse).transpose().context("petugas_id")?,
        nama_petugas: author(row.petugas_id.as_ref(), with, pembaca),
        catatan: row.catatan.clone().filter(|_| is_officer),
        pada: row.pada.and_utc(),
    })
}

fn jeda(row: &JedaRow) -> JedaTampil {
    JedaTampil {
        dari: row.dari.and_utc(),
        hingga: row.hingga,
        sampai: row.sampai.map(|sampai| sampai.and_utc()),
    }
}

fn riwayat_eskalasi(with: &Belongings) -> Vec<EskalasiTampil> {
    let told = with.eskalasi.iter().filter_map(|row| {
        Some(EskalasiTampil {
            tingkat: Tingkat::of_nomor(row.tingkat)?,
            tenggat: row.tenggat,
            pada: row.pada.and_utc(),
        })
    });
    told.collect()
}

fn beda(row: &BedaRow, with: &Belongings) -> anyhow::Result<BedaTampil> {
    let of = |nilai: &str, oleh: Option<&String>, pada: NaiveDateTime| -> anyhow::Result<NilaiOleh> {
        Ok(NilaiOleh {
            nilai: serde_json::from_str(nilai).context("value of a difference")?,
            oleh: with.name(oleh),
            pada: pada.and_utc(),
        })
    };
    Ok(BedaTampil {
        id: row.id.parse().context("id of a difference")?,
        versi: row.versi,
        dasar: serde_json::from_str(&row.dasar).context("base of a difference")?,
        kini: of(&row.kini, row.kini_oleh.as_ref(), row.kini_pada)?,
        ajuan: of(&row.ajuan, Some(&row.ajuan_oleh), row.ajuan_pada)?,
    })
}

fn catatan(with: &Belongings) -> Vec<Catatan> {
    let notes = with.catatan.iter().map(|row| Catatan {
        oleh: with.name(Some(&row.account_id)).unwrap_or_default(),
        isi: row.isi.clone(),
        pada: row.pada.and_utc(),
    });
    notes.collect()
}

/// An anonymous reporter is known to the system alone; he himself reads what he wrote.
fn pelapor(row: &AduanRow, letak: &Letak<'_>, pembaca: &Pembaca) -> Option<Kontak> {
    match pembaca {
        Pembaca::Pelapor(_) => Some(row.kontak()),
        Pembaca::Petugas(account) => {
            (!row.anonim && account.boleh_atas(Hak::LihatPelapor, letak)).then(|| row.kontak())
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

pub fn posisi(row: &AduanRow) -> anyhow::Result<Option<Posisi>> {
    Ok(match (row.lat, row.lng, row.posisi_sumber.as_deref()) {
        (Some(lat), Some(lng), Some(sumber)) => Some(Posisi {
            lat,
            lng,
            akurasi_m: row.akurasi_m,
            sumber: parse_sumber(sumber).context("posisi_sumber")?,
        }),
        (_, _, _) => None,
    })
}

fn lokasi(row: &AduanRow, regions: &[Wilayah]) -> anyhow::Result<LokasiTampil> {
    let wilayah = WilayahKode::parse(&row.wilayah_kode).context("wilayah")?;
    let posisi = posisi(row)?;
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

/// Whether a copy of the photo stands before the public.
fn has_copy(row: &FotoRow, all: &[FotoRow]) -> bool {
    all.iter()
        .any(|copy| copy.dari_sha256.as_ref() == Some(&row.sha256) && copy.diterima_pada.is_some())
}

fn foto(row: &FotoRow, all: &[FotoRow]) -> anyhow::Result<FotoTampil> {
    let foto = Foto {
        sha256: row.sha256.clone(),
        bytes: u64::try_from(row.bytes).context("bytes")?,
        media_type: MediaType::parse(&row.media_type).context("media_type")?,
    };
    Ok(FotoTampil {
        foto,
        diterima: row.diterima_pada.is_some(),
        sebagai: SebagaiFoto::parse(&row.sebagai).context("sebagai")?,
        umum: has_copy(row, all),
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
    (foto, mungkin_sama): (FotoCount, bool),
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
        wilayah_kode: Some(wilayah),
        rahasia: row.rahasia,
        foto: foto.listed,
        foto_kurang: foto.lacking,
        diterima_pada: row.diterima_pada.and_utc(),
        tenggat,
        sisa_hari_kerja: tenggat.map(|tenggat| kalender.sisa(tenggat, now)),
        eskalasi: Tingkat::of_nomor(row.eskalasi),
        skpd: row.skpd_kode,
        mungkin_sama,
    })
}
