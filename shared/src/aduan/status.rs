//! Where a complaint stands, and what that means for its reporter.

use serde::{Deserialize, Serialize};

/// Where a complaint stands.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Status {
    Diterima,
    Diverifikasi,
    /// Handed to an SKPD, perhaps to a bidang or a person of it.
    Didisposisikan,
    Diproses,
    /// Its clock stands still until a day.
    Ditunda,
    Ditanggapi,
    Selesai,
    Ditolak,
    BukanWewenang,
    /// The reporter was not content with the end.
    DibukaKembali,
    /// A duplicate: what follows is told at the other one.
    Digabung,
    /// Spam, or a trial.
    Diarsipkan,
}

impl Status {
    pub const ALL: [Self; 12] = [
        Self::Diterima,
        Self::Diverifikasi,
        Self::Didisposisikan,
        Self::Diproses,
        Self::Ditunda,
        Self::Ditanggapi,
        Self::Selesai,
        Self::Ditolak,
        Self::BukanWewenang,
        Self::DibukaKembali,
        Self::Digabung,
        Self::Diarsipkan,
    ];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Diterima => "diterima",
            Self::Diverifikasi => "diverifikasi",
            Self::Didisposisikan => "didisposisikan",
            Self::Diproses => "diproses",
            Self::Ditunda => "ditunda",
            Self::Ditanggapi => "ditanggapi",
            Self::Selesai => "selesai",
            Self::Ditolak => "ditolak",
            Self::BukanWewenang => "bukan_wewenang",
            Self::DibukaKembali => "dibuka_kembali",
            Self::Digabung => "digabung",
            Self::Diarsipkan => "diarsipkan",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.as_str() == text)
    }

    pub const fn label(self) -> &'static str {
        match self {
            Self::Diterima => "Diterima",
            Self::Diverifikasi => "Diverifikasi",
            Self::Didisposisikan => "Didisposisikan",
            Self::Diproses => "Diproses",
            Self::Ditunda => "Ditunda",
            Self::Ditanggapi => "Ditanggapi",
            Self::Selesai => "Selesai",
            Self::Ditolak => "Ditolak",
            Self::BukanWewenang => "Bukan wewenang",
            Self::DibukaKembali => "Dibuka kembali",
            Self::Digabung => "Digabung",
            Self::Diarsipkan => "Diarsipkan",
        }
    }

    /// One sentence for the reporter: what the state means for him.
    pub const fn arti(self) -> &'static str {
        match self {
            Self::Diterima => "Aduan sudah sampai dan menunggu diperiksa petugas.",
            Self::Diverifikasi => "Petugas sudah memeriksa aduan ini dan akan menindaklanjutinya.",
            Self::Didisposisikan => "Aduan sudah diteruskan kepada SKPD yang akan mengerjakannya.",
            Self::Diproses => "Aduan sedang dikerjakan.",
            Self::Ditunda => "Pengerjaan ditunda untuk sementara. Alasannya tertulis pada perjalanan aduan.",
            Self::Ditanggapi => "Petugas sudah memberi tanggapan.",
            Self::Selesai => "Aduan sudah selesai ditangani.",
            Self::Ditolak => "Aduan tidak dapat ditindaklanjuti.",
            Self::BukanWewenang => "Urusan ini ditangani oleh instansi lain.",
            Self::DibukaKembali => "Aduan dibuka kembali atas permintaan pelapor dan menunggu petugas.",
            Self::Digabung => "Aduan ini sama dengan aduan lain; kelanjutannya ada di sana.",
            Self::Diarsipkan => "Aduan disimpan tanpa ditindaklanjuti.",
        }
    }

    /// What was done when the complaint came into this state, told afterwards to its reporter.
    pub const fn kabar(self) -> &'static str {
        match self {
            Self::Diterima => "Aduan sampai di kantor.",
            Self::Diverifikasi => "Petugas memeriksa aduan; waktu tindak lanjut mulai berjalan.",
            Self::Didisposisikan => "Aduan diteruskan kepada SKPD yang mengerjakannya.",
            Self::Diproses => "Pengerjaan dimulai atau dilanjutkan.",
            Self::Ditunda => "Pengerjaan ditunda untuk sementara; waktunya berhenti.",
            Self::Ditanggapi => "Petugas memberi tanggapan.",
            Self::Selesai => "Aduan dinyatakan selesai.",
            Self::Ditolak => "Aduan dinyatakan tidak dapat ditindaklanjuti.",
            Self::BukanWewenang => "Urusan ini ditangani instansi lain.",
            Self::DibukaKembali => "Pelapor meminta aduan dibuka lagi; waktunya dihitung dari awal.",
            Self::Digabung => "Aduan digabung dengan aduan lain tentang hal yang sama.",
            Self::Diarsipkan => "Aduan disimpan tanpa ditindaklanjuti.",
        }
    }

    /// Whether nobody has anything left to do.
    pub const fn berakhir(self) -> bool {
        match self {
            Self::Diterima
            | Self::Diverifikasi
            | Self::Didisposisikan
            | Self::Diproses
            | Self::Ditunda
            | Self::Ditanggapi
            | Self::DibukaKembali => false,
            Self::Selesai | Self::Ditolak | Self::BukanWewenang | Self::Digabung | Self::Diarsipkan => true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_back() {
        for status in Status::ALL {
            assert_eq!(Status::parse(status.as_str()), Some(status));
            assert_eq!(serde_json::to_value(status).unwrap(), status.as_str());
        }
    }
}
