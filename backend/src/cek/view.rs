//! The public state of a complaint in words.

use serde::Serialize;
use shared::aduan::{AduanPublik, FotoPublik, LangkahPublik, Status};
use shared::clock::sisa_words;
use shared::words::{tanggal, waktu};

#[derive(Serialize)]
pub struct StatusPage {
    kode: String,
    status: &'static str,
    /// Class of the chip; the word beside it says the same.
    warna: &'static str,
    arti: &'static str,
    judul: String,
    ringkasan: Option<String>,
    /// Kind, category and place, once released.
    keterangan: Option<String>,
    tenggat: Option<String>,
    sisa: Option<String>,
    /// The calendar of the deadline's year is not known yet.
    sementara: bool,
    /// The office that works on it.
    skpd: Option<String>,
    /// Whom to turn to instead.
    instansi: Option<String>,
    /// The one that it is the same as.
    induk: Option<String>,
    /// Why there is no more to read.
    tertutup: Option<&'static str>,
    langkah: Vec<StepLine>,
    /// What comes at the end, while it has not come.
    nanti: Option<&'static str>,
    tanggapan: Vec<AnswerLine>,
    foto: Vec<PhotoLine>,
    /// How many follow it, where somebody does.
    pengikut: Option<u32>,
}

#[derive(Serialize)]
struct PhotoLine {
    alamat: String,
    /// What it shows, for whoever does not see it.
    nama: String,
    sesudah: bool,
}

#[derive(Serialize)]
struct StepLine {
    status: &'static str,
    pada: String,
    catatan: Option<String>,
}

#[derive(Serialize)]
struct AnswerLine {
    isi: String,
    pada: String,
}

impl From<AduanPublik> for StatusPage {
    fn from(aduan: AduanPublik) -> Self {
        let foto = photos(&aduan);
        let kinds = [
            aduan.jenis.map(|jenis| jenis.label().to_owned()),
            aduan.kategori.map(|kategori| kategori.label().to_owned()),
            aduan.wilayah,
        ];
        let kinds: Vec<String> = kinds.into_iter().flatten().collect();
        let tertutup = match (aduan.rahasia, &aduan.rilis) {
            (true, _) => Some(
                "Pelapor meminta aduan ini dirahasiakan, jadi hanya status dan tanggalnya yang ditampilkan.",
            ),
            (false, None) => Some("Isi aduan ini belum ditampilkan kepada umum."),
            (false, Some(_)) => None,
        };
        let (judul, ringkasan) = match aduan.rilis {
            Some(rilis) => (rilis.judul, Some(rilis.ringkasan).filter(|text| !text.is_empty())),
            None => ("Aduan warga".to_owned(), None),
        };
        Self {
            foto,
            pengikut: Some(aduan.pengikut).filter(|count| *count > 0),
            kode: aduan.kode.to_string(),
            status: aduan.status.label(),
            warna: colour(aduan.status),
            arti: aduan.status.arti(),
            judul,
            ringkasan,
            keterangan: (!kinds.is_empty()).then(|| kinds.join(" · ")),
            tenggat: aduan.tenggat.map(|tenggat| tanggal(tenggat.hari)),
            sisa: aduan.sisa_hari_kerja.map(|sisa| sisa_words(sisa).to_lowercase()),
            sementara: aduan.tenggat.is_some_and(|tenggat| tenggat.sementara),
            skpd: aduan.skpd,
            instansi: aduan.instansi,
            induk: aduan.induk.map(|kode| kode.to_string()),
            tertutup,
            langkah: aduan.langkah.into_iter().map(StepLine::from).collect(),
            nanti: (!aduan.status.berakhir()).then_some("Selesai, lalu pelapor menilai"),
            tanggapan: aduan
                .tanggapan
                .into_iter()
                .map(|tanggapan| AnswerLine {
                    isi: tanggapan.isi,
                    pada: waktu(tanggapan.pada),
                })
                .collect(),
        }
    }
}

fn photos(aduan: &AduanPublik) -> Vec<PhotoLine> {
    let line = |(place, foto): (usize, &FotoPublik)| PhotoLine {
        alamat: format!("/api/public/aduan/{}/foto/{}", aduan.kode, foto.sha256),
        nama: if foto.sesudah {
            format!("Foto {}, sesudah ditangani", place + 1)
        } else {
            format!("Foto {} dari laporan", place + 1)
        },
        sesudah: foto.sesudah,
    };
    aduan.foto.iter().enumerate().map(line).collect()
}

impl From<LangkahPublik> for StepLine {
    fn from(langkah: LangkahPublik) -> Self {
        Self {
            status: langkah.status.label(),
            pada: waktu(langkah.pada),
            catatan: langkah.catatan,
        }
    }
}

const fn colour(status: Status) -> &'static str {
    match status {
        Status::Diterima
        | Status::Diverifikasi
        | Status::Didisposisikan
        | Status::Diproses
        | Status::Ditunda
        | Status::DibukaKembali => "emas",
        Status::Ditanggapi | Status::Selesai => "",
        Status::Ditolak | Status::BukanWewenang | Status::Digabung | Status::Diarsipkan => "bata",
    }
}
