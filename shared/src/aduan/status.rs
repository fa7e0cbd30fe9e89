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
            Self::DibukaKembali => "Aduan dibuka kembali atas permintaan Anda dan menunggu petugas.",
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

/// A step that somebody takes.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Tindakan {
    Verifikasi,
    Disposisi,
    Proses,
    Tunda,
    Lanjutkan,
    Tanggapi,
    Selesai,
    Tolak,
    BukanWewenang,
    /// The reporter's own step.
    BukaKembali,
    Gabung,
    Arsipkan,
    /// Takes back a merging or an archiving that was a mistake.
    Pulihkan,
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

/// What else a step needs besides its text.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Pelengkap {
    Tanpa,
    /// An SKPD; perhaps a bidang and a person of it.
    Tujuan,
    /// The day on which the clock goes on.
    Sampai,
    /// Whom the reporter should turn to.
    Instansi,
    /// The code of the complaint that this one is the same as.
    Induk,
}

/// Who takes a step.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Pelaku {
    /// An officer with this right.
    Petugas(Hak),
    /// Whoever holds the key.
    Pelapor,
}

impl Tindakan {
    pub const ALL: [Self; 13] = [
        Self::Verifikasi,
        Self::Disposisi,
        Self::Proses,
        Self::Tunda,
        Self::Lanjutkan,
        Self::Tanggapi,
        Self::Selesai,
        Self::Tolak,
        Self::BukanWewenang,
        Self::BukaKembali,
        Self::Gabung,
        Self::Arsipkan,
        Self::Pulihkan,
    ];

    /// The step as it stands in a URL.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Verifikasi => "verifikasi",
            Self::Disposisi => "disposisi",
            Self::Proses => "proses",
            Self::Tunda => "tunda",
            Self::Lanjutkan => "lanjutkan",
            Self::Tanggapi => "tanggapi",
            Self::Selesai => "selesai",
            Self::Tolak => "tolak",
            Self::BukanWewenang => "bukan-wewenang",
            Self::BukaKembali => "buka-kembali",
            Self::Gabung => "gabung",
            Self::Arsipkan => "arsipkan",
            Self::Pulihkan => "pulihkan",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|tindakan| tindakan.as_str() == text)
    }

    /// The words on the button.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Verifikasi => "Verifikasi",
            Self::Disposisi => "Disposisikan",
            Self::Proses => "Proses",
            Self::Tunda => "Tunda",
            Self::Lanjutkan => "Lanjutkan",
            Self::Tanggapi => "Kirim tanggapan",
            Self::Selesai => "Tandai selesai",
            Self::Tolak => "Tolak",
            Self::BukanWewenang => "Bukan wewenang",
            Self::BukaKembali => "Buka kembali",
            Self::Gabung => "Gabungkan",
            Self::Arsipkan => "Arsipkan",
            Self::Pulihkan => "Pulihkan",
        }
    }

    pub const fn pelaku(self) -> Pelaku {
        match self {
            Self::Verifikasi | Self::Tolak | Self::BukanWewenang => Pelaku::Petugas(Hak::VerifikasiAduan),
            Self::Disposisi => Pelaku::Petugas(Hak::DisposisiAduan),
            Self::Proses | Self::Tunda | Self::Lanjutkan => Pelaku::Petugas(Hak::KerjakanAduan),
            Self::Tanggapi | Self::Selesai => Pelaku::Petugas(Hak::JawabAduan),
            Self::Gabung | Self::Arsipkan | Self::Pulihkan => Pelaku::Petugas(Hak::KelolaAduan),
            Self::BukaKembali => Pelaku::Pelapor,
        }
    }

    /// The right that an officer needs for the step; none where it is not an officer's.
    pub const fn hak(self) -> Option<Hak> {
        match self.pelaku() {
            Pelaku::Petugas(hak) => Some(hak),
            Pelaku::Pelapor => None,
        }
    }

    pub const fn isian(self) -> Isian {
        match self {
            Self::Verifikasi
            | Self::Disposisi
            | Self::Proses
            | Self::Lanjutkan
            | Self::Selesai
            | Self::Gabung
            | Self::Pulihkan => Isian::Bebas,
            Self::Tunda | Self::Tolak | Self::BukanWewenang | Self::BukaKembali | Self::Arsipkan => {
                Isian::Alasan
            }
            Self::Tanggapi => Isian::Tanggapan,
        }
    }

    pub const fn pelengkap(self) -> Pelengkap {
        match self {
            Self::Disposisi => Pelengkap::Tujuan,
            Self::Tunda => Pelengkap::Sampai,
            Self::BukanWewenang => Pelengkap::Instansi,
            Self::Gabung => Pelengkap::Induk,
            Self::Verifikasi
            | Self::Proses
            | Self::Lanjutkan
            | Self::Tanggapi
            | Self::Selesai
            | Self::Tolak
            | Self::BukaKembali
            | Self::Arsipkan
            | Self::Pulihkan => Pelengkap::Tanpa,
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

/// The table. A question may be answered without being worked on; an answer may be followed by more work or by
/// another answer. The system itself takes two of its steps: it ends what was answered and found no reply, and goes on
/// with what was put off until a day.
pub const TABEL: [Transisi; 39] = {
    use Status as S;
    use Tindakan as T;
    const fn line(dari: Status, tindakan: Tindakan, ke: Status) -> Transisi {
        Transisi { dari, tindakan, ke }
    }
    [
        line(S::Diterima, T::Verifikasi, S::Diverifikasi),
        line(S::Diterima, T::Tolak, S::Ditolak),
        line(S::Diterima, T::BukanWewenang, S::BukanWewenang),
        line(S::Diterima, T::Gabung, S::Digabung),
        line(S::Diterima, T::Arsipkan, S::Diarsipkan),
        line(S::Diverifikasi, T::Disposisi, S::Didisposisikan),
        line(S::Diverifikasi, T::Proses, S::Diproses),
        line(S::Diverifikasi, T::Tanggapi, S::Ditanggapi),
        line(S::Diverifikasi, T::Tolak, S::Ditolak),
        line(S::Diverifikasi, T::BukanWewenang, S::BukanWewenang),
        line(S::Diverifikasi, T::Gabung, S::Digabung),
        line(S::Diverifikasi, T::Arsipkan, S::Diarsipkan),
        line(S::Didisposisikan, T::Disposisi, S::Didisposisikan),
        line(S::Didisposisikan, T::Proses, S::Diproses),
        line(S::Didisposisikan, T::Tunda, S::Ditunda),
        line(S::Didisposisikan, T::Tanggapi, S::Ditanggapi),
        line(S::Didisposisikan, T::Tolak, S::Ditolak),
        line(S::Didisposisikan, T::BukanWewenang, S::BukanWewenang),
        line(S::Didisposisikan, T::Gabung, S::Digabung),
        line(S::Diproses, T::Disposisi, S::Didisposisikan),
        line(S::Diproses, T::Tunda, S::Ditunda),
        line(S::Diproses, T::Tanggapi, S::Ditanggapi),
        line(S::Diproses, T::Tolak, S::Ditolak),
        line(S::Diproses, T::BukanWewenang, S::BukanWewenang),
        line(S::Diproses, T::Gabung, S::Digabung),
        line(S::Ditunda, T::Lanjutkan, S::Diproses),
        line(S::Ditanggapi, T::Tanggapi, S::Ditanggapi),
        line(S::Ditanggapi, T::Disposisi, S::Didisposisikan),
        line(S::Ditanggapi, T::Proses, S::Diproses),
        line(S::Ditanggapi, T::Selesai, S::Selesai),
        line(S::Selesai, T::BukaKembali, S::DibukaKembali),
        line(S::Ditolak, T::BukaKembali, S::DibukaKembali),
        line(S::DibukaKembali, T::Disposisi, S::Didisposisikan),
        line(S::DibukaKembali, T::Proses, S::Diproses),
        line(S::DibukaKembali, T::Tanggapi, S::Ditanggapi),
        line(S::DibukaKembali, T::Tolak, S::Ditolak),
        line(S::DibukaKembali, T::BukanWewenang, S::BukanWewenang),
        line(S::Digabung, T::Pulihkan, S::Diterima),
        line(S::Diarsipkan, T::Pulihkan, S::Diterima),
    ]
};

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
    use crate::account::Peran;

    #[test]
    fn no_step_is_told_twice_from_the_same_state() {
        let mut seen = HashSet::new();
        assert!(TABEL.iter().all(|t| seen.insert((t.dari, t.tindakan))));
    }

    #[test]
    fn every_state_is_reached_and_only_ended_ones_have_no_step_but_back() {
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
            // Where nobody has anything left to do, the end can only be taken back.
            let takes_back = |t: Tindakan| matches!(t, Tindakan::BukaKembali | Tindakan::Pulihkan);
            let goes_on = tindakan_dari(status).any(|t| !takes_back(t));
            assert_eq!(goes_on, !status.berakhir(), "{status:?}");
        }
    }

    #[test]
    fn the_usual_way_leads_from_diterima_to_selesai() {
        let steps = [
            Tindakan::Verifikasi,
            Tindakan::Disposisi,
            Tindakan::Proses,
            Tindakan::Tunda,
            Tindakan::Lanjutkan,
            Tindakan::Tanggapi,
            Tindakan::Selesai,
            Tindakan::BukaKembali,
            Tindakan::Tanggapi,
            Tindakan::Selesai,
        ];
        let end = steps.into_iter().try_fold(Status::Diterima, langkah_dari);
        assert_eq!(end, Some(Status::Selesai));
        assert_eq!(langkah_dari(Status::Diterima, Tindakan::Selesai), None);
    }

    /// Each step from each state, so that a line that comes or goes is seen: how many there are of 12 × 13.
    #[test]
    fn whoever_takes_a_step_has_the_right_and_every_step_is_somebodys() {
        for tindakan in Tindakan::ALL {
            assert!(TABEL.iter().any(|t| t.tindakan == tindakan), "{tindakan:?}");
            match tindakan.hak() {
                Some(hak) => assert!(
                    Peran::ALL.into_iter().any(|peran| peran.boleh(hak)),
                    "{tindakan:?}"
                ),
                None => assert_eq!(tindakan, Tindakan::BukaKembali),
            }
        }
        let taken = Status::ALL.into_iter().flat_map(|dari| {
            Tindakan::ALL
                .into_iter()
                .filter_map(move |tindakan| langkah_dari(dari, tindakan))
        });
        assert_eq!(taken.count(), TABEL.len());
    }

    /// Who does which part of the work (PermenPANRB 62/2018).
    #[test]
    fn the_verifikator_verifies_the_penghubung_hands_on_the_tim_teknis_works_and_answers() {
        for (peran, may, may_not) in [
            (Peran::VerifikatorSkpd, Tindakan::Verifikasi, Tindakan::Disposisi),
            (
                Peran::PejabatPenghubung,
                Tindakan::Disposisi,
                Tindakan::Verifikasi,
            ),
            (Peran::TimTeknis, Tindakan::Tunda, Tindakan::Disposisi),
            (Peran::TimTeknis, Tindakan::Tanggapi, Tindakan::Tolak),
            (Peran::KepalaSkpd, Tindakan::Disposisi, Tindakan::Proses),
        ] {
            let has = |tindakan: Tindakan| tindakan.hak().is_some_and(|hak| peran.boleh(hak));
            assert!(has(may) && !has(may_not), "{peran:?}");
        }
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
