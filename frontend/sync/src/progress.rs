//! How much of a kiriman the server has confirmed, in bytes.

use crate::kepala::{FotoState, Kepala, State};

#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Progress {
    pub sent: u64,
    pub total: u64,
    /// 0 to 100; 100 only for what is *terkirim*.
    pub percent: u8,
}

pub fn progress(kepala: &Kepala) -> Progress {
    let text = kepala.bytes;
    let mut sent = if kepala.receipt.is_some() { text } else { 0 };
    let mut total = text;
    for foto in &kepala.foto {
        let (arrived, counts) = match &foto.state {
            FotoState::Menunggu { offset, .. } => (*offset, foto.foto.bytes),
            FotoState::Terkirim => (foto.foto.bytes, foto.foto.bytes),
            FotoState::Ditolak { .. } => (0, foto.foto.bytes),
            FotoState::Dilepas => (0, 0),
        };
        sent += arrived.min(counts);
        total += counts;
    }
    let percent = match kepala.state() {
        State::Terkirim => 100,
        State::Tersimpan | State::MenungguFoto | State::PerluDiperbaiki | State::MenungguMasuk => {
            u8::try_from(sent * 100 / total.max(1)).unwrap_or(99).min(99)
        }
    };
    Progress { sent, total, percent }
}
