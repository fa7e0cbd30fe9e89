//! How each step is spoken of to the officer: what it brings about, what its text is for, how likely it is.

use shared::aduan::{Isian, Tindakan};

use crate::ui::ButtonKind;

/// One sentence: what happens when it is taken.
pub const fn arti(tindakan: Tindakan) -> &'static str {
    match tindakan {
        Tindakan::Verifikasi => "Aduan ini benar dan cukup jelas. Waktu tindak lanjut mulai berjalan.",
        Tindakan::Disposisi => {
            "Menyerahkan aduan kepada SKPD yang mengerjakan. Tim teknisnya langsung melihatnya."
        }
        Tindakan::Proses => "Pengerjaan dimulai. Pelapor melihat bahwa aduannya sedang dikerjakan.",
        Tindakan::Tunda => {
            "Waktu berhenti sampai hari yang Anda pilih, lalu berjalan lagi dengan sendirinya."
        }
        Tindakan::Lanjutkan => "Waktu berjalan lagi mulai sekarang, sebelum hari yang ditentukan.",
        Tindakan::Tanggapi => "Jawaban untuk pelapor.",
        Tindakan::Selesai => {
            "Urusan berakhir. Pelapor dapat menilai, atau membuka kembali dalam beberapa hari."
        }
        Tindakan::Tolak => {
            "Aduan tidak dapat ditindaklanjuti. Pelapor membaca alasannya dan dapat membuka kembali."
        }
        Tindakan::BukanWewenang => {
            "Urusan instansi lain. Setelah ini surat pelimpahan siap disalin atau dicetak."
        }
        Tindakan::BukaKembali => "Aduan ditangani lagi.",
        Tindakan::Gabung => "Sama dengan aduan lain. Pelapor diarahkan ke aduan itu; dapat dipulihkan.",
        Tindakan::Arsipkan => "Bukan aduan sungguhan, misalnya percobaan atau iklan. Dapat dipulihkan.",
        Tindakan::Pulihkan => "Aduan kembali seperti baru diterima, dan waktu pemeriksaan berjalan lagi.",
    }
}

/// Steps that most complaints take stand as buttons; the others wait behind *Lainnya*.
pub const fn is_likely(tindakan: Tindakan) -> bool {
    match tindakan {
        Tindakan::Verifikasi
        | Tindakan::Disposisi
        | Tindakan::Proses
        | Tindakan::Lanjutkan
        | Tindakan::Selesai
        | Tindakan::Pulihkan => true,
        Tindakan::Tunda
        | Tindakan::Tanggapi
        | Tindakan::Tolak
        | Tindakan::BukanWewenang
        | Tindakan::BukaKembali
        | Tindakan::Gabung
        | Tindakan::Arsipkan => false,
    }
}

pub const fn kind_of(tindakan: Tindakan) -> ButtonKind {
    match tindakan {
        Tindakan::Verifikasi
        | Tindakan::Disposisi
        | Tindakan::Proses
        | Tindakan::Tunda
        | Tindakan::Lanjutkan
        | Tindakan::Tanggapi
        | Tindakan::Selesai
        | Tindakan::BukaKembali
        | Tindakan::Pulihkan => ButtonKind::Primary,
        Tindakan::Tolak | Tindakan::BukanWewenang | Tindakan::Gabung | Tindakan::Arsipkan => {
            ButtonKind::Danger
        }
    }
}

/// Label and hint of the step's text.
pub const fn teks_words(tindakan: Tindakan) -> (&'static str, &'static str) {
    match (tindakan, tindakan.isian()) {
        (Tindakan::Disposisi, _) => ("Catatan untuk SKPD", "Dibaca petugas saja, tidak oleh pelapor."),
        (_, Isian::Alasan) => ("Alasan", "Dibaca pelapor. Jelaskan dengan kata biasa dan sopan."),
        (_, Isian::Bebas | Isian::Tanggapan) => ("Keterangan untuk pelapor", "Dibaca pelapor."),
    }
}
