//! What a failure is called in the face of a person: what is wrong and what to do, without codes.

use shared::error::{ApiError, ErrorCode};

use crate::api::ApiFailure;

pub fn of_failure(failure: &ApiFailure) -> String {
    match failure {
        ApiFailure::Offline => "Server belum terjangkau. Periksa jaringan, lalu coba lagi.".into(),
        ApiFailure::Refused(error) => of_refusal(error),
        ApiFailure::Broken => "Layanan sedang terganggu. Coba lagi beberapa menit lagi.".into(),
    }
}

/// The server's own sentence where it speaks of what the person did, ours where it speaks of machines.
pub fn of_refusal(error: &ApiError) -> String {
    match error.code {
        ErrorCode::IsianSalah
        | ErrorCode::KodeSalah
        | ErrorCode::SandiSalah
        | ErrorCode::PerluKode
        | ErrorCode::KodeMasukSalah
        | ErrorCode::WajibDulu
        | ErrorCode::TidakBerhak
        | ErrorCode::TidakDitemukan
        | ErrorCode::SudahAda
        | ErrorCode::VersiUsang
        | ErrorCode::LangkahSalah
        | ErrorCode::TerlaluBesar
        | ErrorCode::FotoSalah
        | ErrorCode::BerkasRusak
        | ErrorCode::BerkasAsing
        | ErrorCode::TungguDulu => error.detail.clone(),
        ErrorCode::PerluMasuk => "Sesi Anda sudah berakhir. Silakan masuk lagi.".into(),
        ErrorCode::KunciDipakai => {
            "Kiriman ini pernah dikirim dengan isi yang berbeda. Muat ulang halaman, lalu periksa lagi."
                .into()
        }
        ErrorCode::Gangguan | ErrorCode::BelumSiap => {
            "Layanan sedang terganggu. Coba lagi beberapa menit lagi.".into()
        }
        ErrorCode::BentukSalah
        | ErrorCode::ChecksumBeda
        | ErrorCode::OffsetBeda
        | ErrorCode::UnggahanBerakhir
        | ErrorCode::KursorUsang
        | ErrorCode::HeaderSalah
        | ErrorCode::TidakDilayani
        | ErrorCode::TipeSalah
        | ErrorCode::ProtokolSalah
        | ErrorCode::SedangDipakai => {
            "Kiriman tidak dapat dibaca oleh server. Muat ulang halaman, lalu coba lagi.".into()
        }
    }
}
