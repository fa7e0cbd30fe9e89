//! The words of sample complaints, by category.

use rand::Rng;
use rand::seq::IndexedRandom;
use shared::aduan::{Jenis, Kategori};

const NAMES: [&str; 24] = [
    "Siti Aminah",
    "Muhammad Rizki",
    "Hj. Rahmawati",
    "Ahmad Zaini",
    "Nurul Hidayah",
    "Syahrul Ramadhan",
    "Mahmudah",
    "Abdul Gafur",
    "Rusmini",
    "Yusuf Effendi",
    "Halimatus Sa'diyah",
    "Budi Santoso",
    "Jumiati",
    "H. Darmawi",
    "Lina Marlina",
    "Supian",
    "Norlatifah",
    "Fahrurrazi",
    "Masniah",
    "Wahyu Hidayat",
    "Raudatul Jannah",
    "Samsul Bahri",
    "Kartini",
    "Hendra",
];

const PATOKAN: [&str; 10] = [
    "seberang langgar",
    "dekat jembatan kayu",
    "samping SDN",
    "belakang kantor desa",
    "depan pos kamling",
    "simpang tiga dekat pasar",
    "tepi sungai, dekat titian",
    "sebelah posyandu",
    "ujung jalan kebun karet",
    "dekat lapangan bola",
];

const RUMAH: [(&str, &str); 5] = [
    (
        "Rumah janda lansia di RT {rt} {desa} atapnya bocor di tiga tempat dan dinding papannya sudah lapuk.",
        "Rumah tidak layak huni, RT {rt} {desa}",
    ),
    (
        "Satu rumah di RT {rt} {desa} miring setelah hujan lebat minggu lalu, tiang belakangnya patah.",
        "Rumah miring setelah hujan, {desa}",
    ),
    (
        "Keluarga dengan tiga anak di {desa} masih tinggal di rumah berlantai tanah tanpa jamban sendiri.",
        "Rumah berlantai tanah di {desa}",
    ),
    (
        "Lantai rumah panggung di RT {rt} {desa} banyak yang berlubang, tidak aman untuk anak-anak.",
        "Lantai rumah panggung rusak, {desa}",
    ),
    (
        "Rumah korban kebakaran di {desa} belum dapat ditempati, keluarganya menumpang di rumah saudara.",
        "Rumah korban kebakaran di {desa}",
    ),
];

const JALAN: [(&str, &str); 5] = [
    (
        "Jalan lingkungan di RT {rt} {desa} berlubang sepanjang kira-kira {n} meter, motor sering tergelincir.",
        "Jalan lingkungan berlubang, {desa}",
    ),
    (
        "Titian ulin menuju RT {rt} {desa} patah beberapa keping, anak sekolah harus memutar jauh.",
        "Titian patah menuju RT {rt} {desa}",
    ),
    (
        "Jalan rabat beton di {desa} retak dan amblas di satu sisi sejak dilewati truk.",
        "Rabat beton amblas di {desa}",
    ),
    (
        "Jalan tanah di RT {rt} {desa} tidak dapat dilewati bila hujan, lumpurnya setinggi mata kaki.",
        "Jalan tanah berlumpur, {desa}",
    ),
    (
        "Bahu jalan dekat tikungan di {desa} longsor sekitar {n} meter dan belum diberi tanda.",
        "Bahu jalan longsor di {desa}",
    ),
];

const DRAINASE: [(&str, &str); 5] = [
    (
        "Saluran di samping langgar RT {rt} {desa} tersumbat tanah, air masuk ke tiga rumah setinggi mata kaki.",
        "Drainase buntu, {desa}",
    ),
    (
        "Gorong-gorong di tikungan {desa} patah, air meluap ke jalan setiap hujan.",
        "Gorong-gorong patah di {desa}",
    ),
    (
        "Got depan sekolah di {desa} penuh sampah dan berbau, sudah {n} hari tidak mengalir.",
        "Got tersumbat depan sekolah, {desa}",
    ),
    (
        "Dinding saluran di RT {rt} {desa} runtuh sepanjang {n} meter dan menutup aliran air.",
        "Dinding saluran runtuh, {desa}",
    ),
    (
        "Genangan di RT {rt} {desa} tidak surut sampai dua hari karena tidak ada saluran pembuang.",
        "Genangan tidak surut, {desa}",
    ),
];

const PRASARANA: [(&str, &str); 4] = [
    (
        "Lampu jalan di simpang RT {rt} {desa} mati sejak {n} hari yang lalu, gelap dan rawan.",
        "Lampu jalan mati di {desa}",
    ),
    (
        "Sumur bor bersama di RT {rt} {desa} pompanya rusak, warga mengambil air dari sungai.",
        "Pompa sumur bersama rusak, {desa}",
    ),
    (
        "Tempat sampah bersama di {desa} tidak pernah diangkut, sudah meluber ke jalan.",
        "Sampah tidak terangkut di {desa}",
    ),
    (
        "MCK umum di RT {rt} {desa} pintunya lepas dan tidak ada air bersih.",
        "MCK umum rusak, {desa}",
    ),
];

const PEKERJAAN: [(&str, &str); 3] = [
    (
        "Pekerjaan jembatan kecil di {desa} berhenti sejak {n} hari yang lalu, bahannya menumpuk di jalan.",
        "Pekerjaan jembatan terhenti di {desa}",
    ),
    (
        "Siring yang baru dibangun di RT {rt} {desa} sudah retak memanjang.",
        "Siring baru sudah retak, {desa}",
    ),
    (
        "Tidak ada papan nama pekerjaan pada pengerasan jalan di {desa}.",
        "Papan nama pekerjaan tidak ada, {desa}",
    ),
];

const LAINNYA: [(&str, &str); 3] = [
    (
        "Pohon besar di tepi jalan {desa} condong ke rumah warga dan dahannya sudah lapuk.",
        "Pohon condong ke rumah, {desa}",
    ),
    (
        "Kapan usulan RT {rt} {desa} tahun lalu disurvei, dan apa yang perlu kami siapkan?",
        "Menanyakan jadwal survei, {desa}",
    ),
    (
        "Mohon ada taman bermain kecil di {desa}, tanah desanya sudah tersedia.",
        "Usul taman bermain di {desa}",
    ),
];

const AFTERWARDS: [&str; 6] = [
    "Mohon dapat segera ditinjau.",
    "Warga siap bergotong royong bila bahannya ada.",
    "Sudah kami sampaikan kepada ketua RT.",
    "Kejadian ini berulang setiap musim hujan.",
    "Ada anak kecil dan lansia yang terdampak.",
    "Foto kami sertakan bila petugas memerlukan.",
];

const ANSWERS: [&str; 5] = [
    "Tim turun Kamis. Saluran dibersihkan bersama warga RT setempat.",
    "Sudah kami tinjau bersama aparat desa. Perbaikan masuk pekerjaan bulan ini.",
    "Terima kasih. Bahan dikirim minggu depan, pengerjaannya swakelola bersama warga.",
    "Kami sudah mengukur lokasi. Usulan ini masuk daftar prioritas anggaran perubahan.",
    "Lampu sudah diganti. Beri tahu kami bila padam lagi.",
];

const REASONS: [&str; 3] = [
    "Lokasi yang disebut tidak ditemukan. Silakan kirim aduan baru dengan titik di peta.",
    "Aduan yang sama sudah kami tangani dengan kode lain.",
    "Uraian belum cukup untuk ditindaklanjuti. Silakan kirim lagi dengan keterangan yang lebih lengkap.",
];

const ELSEWHERE: [&str; 2] = [
    "Ruas ini jalan provinsi; sudah kami teruskan kepada dinas di provinsi.",
    "Jaringan listrik ditangani PLN; nomor layanannya 123.",
];

const REPLIES: [&str; 4] = [
    "Terima kasih, kami tunggu kabarnya.",
    "Hari ini hujan lagi dan airnya kembali naik.",
    "Ketua RT siap mendampingi petugas.",
    "Sudah mulai dikerjakan, terima kasih.",
];

pub struct Complaint {
    pub jenis: Jenis,
    pub kategori: Kategori,
    pub uraian: String,
    pub judul: String,
}

pub fn complaint(rng: &mut impl Rng, desa: &str) -> Complaint {
    let kategori = *one(rng, &Kategori::ALL);
    let (uraian, judul) = *match kategori {
        Kategori::Rumah => one(rng, &RUMAH),
        Kategori::JalanLingkungan => one(rng, &JALAN),
        Kategori::Drainase => one(rng, &DRAINASE),
        Kategori::PrasaranaUmum => one(rng, &PRASARANA),
        Kategori::Pekerjaan => one(rng, &PEKERJAAN),
        Kategori::Lainnya => one(rng, &LAINNYA),
    };
    let (rt, n) = (
        rng.random_range(1..=8).to_string(),
        rng.random_range(5..=60).to_string(),
    );
    let fill = |text: &str| {
        text.replace("{desa}", desa)
            .replace("{rt}", &rt)
            .replace("{n}", &n)
    };
    let jenis = if uraian.ends_with('?') {
        Jenis::PermintaanInformasi
    } else if uraian.starts_with("Mohon") {
        Jenis::Aspirasi
    } else {
        Jenis::Pengaduan
    };
    Complaint {
        jenis,
        kategori,
        uraian: format!("{} {}", fill(uraian), one(rng, &AFTERWARDS)),
        judul: fill(judul),
    }
}

pub fn name(rng: &mut impl Rng) -> &'static str {
    words(rng, &NAMES)
}

pub fn patokan(rng: &mut impl Rng) -> &'static str {
    words(rng, &PATOKAN)
}

pub fn answer(rng: &mut impl Rng) -> &'static str {
    words(rng, &ANSWERS)
}

pub fn reason(rng: &mut impl Rng) -> &'static str {
    words(rng, &REASONS)
}

pub fn elsewhere(rng: &mut impl Rng) -> &'static str {
    words(rng, &ELSEWHERE)
}

pub fn reply(rng: &mut impl Rng) -> &'static str {
    words(rng, &REPLIES)
}

fn words(rng: &mut impl Rng, of: &'static [&'static str]) -> &'static str {
    of.choose(rng).copied().unwrap_or_default()
}

/// One of several; the lists above are never empty, so the first stands in for the impossible.
fn one<'a, T>(rng: &mut impl Rng, of: &'a [T]) -> &'a T {
    of.choose(rng).unwrap_or(&of[0])
}
