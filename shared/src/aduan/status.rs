//! The life of a complaint as one table: from which state which step leads where. Server, screens and the diagram
//! of the docs read it; nothing else decides what may follow.

use serde::{Deserialize, Serialize};

use crate::account::Hak;

/// Where a complaint stands.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Status {
    Diterima,
    Diverifikasi,
    Diproses,
    Ditanggapi,
    Selesai,
    Ditolak,
    BukanWewenang,
}

impl Status {
    pub const ALL: [Self; 7] = [
        Self::Diterima,
        Self::Diverifikasi,
        Self::Diproses,
        Self::Ditanggapi,
        Self::Selesai,
        Self::Ditolak,
        Self::BukanWewenang,
    ];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Diterima => "diterima",
            Self::Diverifikasi => "diverifikasi",
            Self::Diproses => "diproses",
            Self::Ditanggapi => "ditanggapi",
            Self::Selesai => "selesai",
            Self::Ditolak => "ditolak",
            Self::BukanWewenang => "bukan_wewenang",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.as_str() == text)
    }

    pub const fn label(self) -> &'static str {
        match self {
            Self::Diterima => "Diterima",
            Self::Diverifikasi => "Diverifikasi",
            Self::Diproses => "Diproses",
            Self::Ditanggapi => "Ditanggapi",
            Self::Selesai => "Selesai",
            Self::Ditolak => "Ditolak",
            Self::BukanWewenang => "Bukan wewenang",
        }
    }

    /// One sentence for the reporter: what the state means for him.
    pub const fn arti(self) -> &'static str {
        match self {
            Self::Diterima => "Aduan sudah sampai dan menunggu diperiksa petugas.",
            Self::Diverifikasi => "Petugas sudah memeriksa aduan ini dan akan menindaklanjutinya.",
            Self::Diproses => "Aduan sedang dikerjakan.",
            Self::Ditanggapi => "Petugas sudah memberi tanggapan.",
            Self::Selesai => "Aduan sudah selesai ditangani.",
            Self::Ditolak => "Aduan tidak dapat ditindaklanjuti.",
            Self::BukanWewenang => "Urusan ini ditangani oleh instansi lain.",
        }
    }

    /// Whether nobody has anything left to do.
    pub const fn berakhir(self) -> bool {
        match self {
            Self::Diterima | Self::Diverifikasi | Self::Diproses | Self::Ditanggapi => false,
            Self::Selesai | Self::Ditolak | Self::BukanWewenang => true,
        }
    }
}

/// A step that an officer takes.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Tindakan {
    Verifikasi,
    Proses,
    Tanggapi,
    Selesai,
    Tolak,
    BukanWewenang,
}

/// The text that goes with a step.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Isian {
    /// None is needed; a note may be given.
    Bebas,
    /// Why: it is told to the reporter.
    Alasan,
    /// The answer to the reporter.
    Tanggapan,
}

impl Tindakan {
    pub const ALL: [Self; 6] = [
        Self::Verifikasi,
        Self::Proses,
        Self::Tanggapi,
        Self::Selesai,
        Self::Tolak,
        Self::BukanWewenang,
    ];

    /// The step as it stands in a URL.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Verifikasi => "verifikasi",
            Self::Proses => "proses",
            Self::Tanggapi => "tanggapi",
            Self::Selesai => "selesai",
            Self::Tolak => "tolak",
            Self::BukanWewenang => "bukan-wewenang",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|tindakan| tindakan.as_str() == text)
    }

    /// The words on the button.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Verifikasi => "Verifikasi",
            Self::Proses => "Proses",
            Self::Tanggapi => "Kirim tanggapan",
            Self::Selesai => "Tandai selesai",
            Self::Tolak => "Tolak",
            Self::BukanWewenang => "Bukan wewenang",
        }
    }

    /// The right that the step needs.
    pub const fn hak(self) -> Hak {
        match self {
            Self::Verifikasi | Self::Tolak | Self::BukanWewenang => Hak::VerifikasiAduan,
            Self::Proses => Hak::KerjakanAduan,
            Self::Tanggapi | Self::Selesai => Hak::JawabAduan,
        }
    }

    pub const fn isian(self) -> Isian {
        match self {
            Self::Verifikasi | Self::Proses | Self::Selesai => Isian::Bebas,
            Self::Tolak | Self::BukanWewenang => Isian::Alasan,
            Self::Tanggapi => Isian::Tanggapan,
        }
    }
}

/// One line of the table.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Transisi {
    pub dari: Status,
    pub tindakan: Tindakan,
    pub ke: Status,
}

const fn line(dari: Status, tindakan: Tindakan, ke: Status) -> Transisi {
    Transisi { dari, tindakan, ke }
}

/// The table. A question may be answered without being worked on; an answer may be followed by more work or by
/// another answer.
pub const TABEL: [Transisi; 13] = [
    line(Status::Diterima, Tindakan::Verifikasi, Status::Diverifikasi),
    line(Status::Diterima, Tindakan::Tolak, Status::Ditolak),
    line(Status::Diterima, Tindakan::BukanWewenang, Status::BukanWewenang),
    line(Status::Diverifikasi, Tindakan::Proses, Status::Diproses),
    line(Status::Diverifikasi, Tindakan::Tanggapi, Status::Ditanggapi),
    line(Status::Diverifikasi, Tindakan::Tolak, Status::Ditolak),
    line(
        Status::Diverifikasi,
        Tindakan::BukanWewenang,
        Status::BukanWewenang,
    ),
    line(Status::Diproses, Tindakan::Tanggapi, Status::Ditanggapi),
    line(Status::Diproses, Tindakan::Tolak, Status::Ditolak),
    line(Status::Diproses, Tindakan::BukanWewenang, Status::BukanWewenang),
    line(Status::Ditanggapi, Tindakan::Tanggapi, Status::Ditanggapi),
    line(Status::Ditanggapi, Tindakan::Proses, Status::Diproses),
    line(Status::Ditanggapi, Tindakan::Selesai, Status::Selesai),
];

/// Where a step leads from a state, if it may be taken there.
pub fn langkah_dari(dari: Status, tindakan: Tindakan) -> Option<Status> {
    TABEL
        .iter()
        .find(|t| t.dari == dari && t.tindakan == tindakan)
        .map(|t| t.ke)
}

/// The steps that may be taken from a state, in the table's order.
pub fn tindakan_dari(dari: Status) -> impl Iterator<Item = Tindakan> {
    TABEL
        .into_iter()
        .filter(move |t| t.dari == dari)
        .map(|t| t.tindakan)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn no_step_is_told_twice_from_the_same_state() {
        let mut seen = HashSet::new();
        assert!(TABEL.iter().all(|t| seen.insert((t.dari, t.tindakan))));
    }

    #[test]
    fn every_state_is_reached_and_only_ended_ones_have_no_step() {
        let mut reached = HashSet::from([Status::Diterima]);
        for _ in Status::ALL {
            let next: Vec<_> = TABEL
                .iter()
                .filter(|t| reached.contains(&t.dari))
                .map(|t| t.ke)
                .collect();
            reached.extend(next);
        }
        for status in Status::ALL {
            assert!(reached.contains(&status), "{status:?}");
            assert_eq!(
                tindakan_dari(status).next().is_none(),
                status.berakhir(),
                "{status:?}"
            );
        }
    }

    #[test]
    fn the_usual_way_leads_from_diterima_to_selesai() {
        let steps = [
            Tindakan::Verifikasi,
            Tindakan::Proses,
            Tindakan::Tanggapi,
            Tindakan::Selesai,
        ];
        let end = steps.into_iter().try_fold(Status::Diterima, langkah_dari);
        assert_eq!(end, Some(Status::Selesai));
        assert_eq!(langkah_dari(Status::Diterima, Tindakan::Selesai), None);
    }

    /// The table as a Mermaid diagram, as ARCHITECTURE.md shows it.
    fn diagram() -> String {
        let mut text = String::from("```mermaid\nstateDiagram-v2\n    [*] --> diterima\n");
        for t in TABEL {
            text += &format!(
                "    {} --> {}: {}\n",
                t.dari.as_str(),
                t.ke.as_str(),
                t.tindakan.as_str()
            );
        }
        for status in Status::ALL.into_iter().filter(|status| status.berakhir()) {
            text += &format!("    {} --> [*]\n", status.as_str());
        }
        text + "```\n"
    }

    #[test]
    fn the_diagram_in_the_docs_is_the_table() {
        let docs = include_str!("../../../ARCHITECTURE.md");
        assert!(
            docs.contains(&diagram()),
            "ARCHITECTURE.md should hold:\n{}",
            diagram()
        );
    }

    #[test]
    fn names_are_read_back() {
        for status in Status::ALL {
            assert_eq!(Status::parse(status.as_str()), Some(status));
            assert_eq!(serde_json::to_value(status).unwrap(), status.as_str());
        }
        for tindakan in Tindakan::ALL {
            assert_eq!(Tindakan::parse(tindakan.as_str()), Some(tindakan));
            assert_eq!(serde_json::to_value(tindakan).unwrap(), tindakan.as_str());
        }
    }
}
