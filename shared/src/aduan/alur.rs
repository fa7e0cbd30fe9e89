//! The life of a complaint as one table: from which state which step leads where. Server, screens and the diagram
//! of the docs read it; nothing else decides what may follow.

use super::{Status, Tindakan};

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
pub const TABEL: [Transisi; 40] = {
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
        line(S::Ditanggapi, T::BukaKembali, S::DibukaKembali),
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
}
