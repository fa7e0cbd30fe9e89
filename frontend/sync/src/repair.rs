//! How a kiriman that the server refused comes back on its way.

use shared::error::ErrorCode;

use crate::kepala::{Hold, Kepala, Rupa, State};

/// How a refused kiriman can be sent again.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Repair {
    /// The server stored nothing: the same record, corrected, under a new aksi.
    SameRecord,
    /// The server keeps something else under this id or key: the content goes as a record of its own.
    NewRecord,
    /// The record is stored, only photos were refused: nothing to edit, the photos can be let go.
    PhotosOnly,
}

impl Kepala {
    pub fn repair(&self) -> Option<Repair> {
        // Of anything else there is nothing to mend: it is sent as it is, done anew, or let go.
        if self.state() != State::PerluDiperbaiki || self.rupa != Rupa::Aduan {
            return None;
        }
        match &self.hold {
            Some(Hold::Refused { error }) => Some(repair_of(error.code)),
            Some(Hold::Login) | None => Some(Repair::PhotosOnly),
        }
    }
}

fn repair_of(code: ErrorCode) -> Repair {
    match code {
        ErrorCode::KunciDipakai | ErrorCode::SudahAda | ErrorCode::TidakDitemukan => Repair::NewRecord,
        ErrorCode::BentukSalah
        | ErrorCode::IsianSalah
        | ErrorCode::KodeSalah
        | ErrorCode::PerluMasuk
        | ErrorCode::SandiSalah
        | ErrorCode::PerluKode
        | ErrorCode::KodeMasukSalah
        | ErrorCode::WajibDulu
        | ErrorCode::TidakBerhak
        | ErrorCode::VersiUsang
        | ErrorCode::LangkahSalah
        | ErrorCode::TerlaluBesar
        | ErrorCode::FotoSalah
        | ErrorCode::BerkasRusak
        | ErrorCode::BerkasAsing
        | ErrorCode::ChecksumBeda
        | ErrorCode::OffsetBeda
        | ErrorCode::UnggahanBerakhir
        | ErrorCode::KursorUsang
        | ErrorCode::HeaderSalah
        | ErrorCode::TidakDilayani
        | ErrorCode::TipeSalah
        | ErrorCode::ProtokolSalah
        | ErrorCode::SedangDipakai
        | ErrorCode::TungguDulu
        | ErrorCode::Gangguan
        | ErrorCode::BelumSiap => Repair::SameRecord,
    }
}
