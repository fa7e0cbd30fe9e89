//! Roles (*peran*) and rights (*hak*), and the one table of which role may do what. Server and screens read it alike,
//! and nothing else decides. Which offices the district has is told in `domain` terms by the work that they do for a
//! complaint (PermenPANRB 62/2018: verifikator, pejabat penghubung, tim teknis).

use std::fmt;

use serde::{Deserialize, Serialize};

/// A role. An account holds it by an assignment, for a region and a time.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Peran {
    Admin,
    Pimpinan,
    /// APIP or BPK, within the time that an admin gives.
    Auditor,
    KepalaSkpd,
    Inspektorat,
    VerifikatorSkpd,
    PejabatPenghubung,
    TimTeknis,
    Ppk,
    Penyedia,
    Bappedalitbang,
    PetugasDukcapil,
    VerifikatorDukcapil,
    Camat,
    KasiKecamatan,
    OperatorDesa,
    PengawasDesa,
    /// Head of a desa or of a kelurahan.
    KepalaDesa,
    KetuaRt,
    KelompokMasyarakat,
    Enumerator,
    Warga,
}

/// A right that a route or a screen asks for.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Hak {
    /// Reads complaints, without the reporter's name and number.
    LihatAduan,
    /// Reads complaints that are hidden from the public.
    LihatRahasia,
    /// Reads name, phone and address of a reporter.
    LihatPelapor,
    /// Judges what came in: verified, refused, not ours.
    VerifikasiAduan,
    /// Hands a complaint to a bidang or to a person, and takes it back.
    DisposisiAduan,
    /// Works on what was handed to him: begins, pauses, brings the photos of the finished work.
    KerjakanAduan,
    /// Answers the reporter and ends the matter.
    JawabAduan,
    /// Internal notes, and messages with the reporter.
    CatatAduan,
    /// Puts right what a complaint is: kategori, duplicates, splitting, spam.
    KelolaAduan,
    /// Shows a complaint or a photo to the public.
    RilisAduan,
    /// Enters a complaint for somebody who has no phone.
    BantuEntri,
    /// Gives a reporter a new key in place of a lost one.
    TerbitkanKunci,
    EksporAduan,
    ImporAduan,
    /// Reads all figures; no personal data is among them.
    LihatAngka,
    /// Makes accounts, gives and ends assignments.
    KelolaAkun,
    /// Calendar, limits, templates and the other rules of the district.
    KelolaAturan,
    /// Reads the audit trail.
    LihatJejak,
    /// Answers requests under the law on personal data, and keeps the times of retention.
    KelolaDataPribadi,
    /// Sees which notices did not get through, and sends them again.
    KelolaKabar,
}

impl Peran {
    pub const ALL: [Self; 22] = [
        Self::Admin,
        Self::Pimpinan,
        Self::Auditor,
        Self::KepalaSkpd,
        Self::Inspektorat,
        Self::VerifikatorSkpd,
        Self::PejabatPenghubung,
        Self::TimTeknis,
        Self::Ppk,
        Self::Penyedia,
        Self::Bappedalitbang,
        Self::PetugasDukcapil,
        Self::VerifikatorDukcapil,
        Self::Camat,
        Self::KasiKecamatan,
        Self::OperatorDesa,
        Self::PengawasDesa,
        Self::KepalaDesa,
        Self::KetuaRt,
        Self::KelompokMasyarakat,
        Self::Enumerator,
        Self::Warga,
    ];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Admin => "admin",
            Self::Pimpinan => "pimpinan",
            Self::Auditor => "auditor",
            Self::KepalaSkpd => "kepala_skpd",
            Self::Inspektorat => "inspektorat",
            Self::VerifikatorSkpd => "verifikator_skpd",
            Self::PejabatPenghubung => "pejabat_penghubung",
            Self::TimTeknis => "tim_teknis",
            Self::Ppk => "ppk",
            Self::Penyedia => "penyedia",
            Self::Bappedalitbang => "bappedalitbang",
            Self::PetugasDukcapil => "petugas_dukcapil",
            Self::VerifikatorDukcapil => "verifikator_dukcapil",
            Self::Camat => "camat",
            Self::KasiKecamatan => "kasi_kecamatan",
            Self::OperatorDesa => "operator_desa",
            Self::PengawasDesa => "pengawas_desa",
            Self::KepalaDesa => "kepala_desa",
            Self::KetuaRt => "ketua_rt",
            Self::KelompokMasyarakat => "kelompok_masyarakat",
            Self::Enumerator => "enumerator",
            Self::Warga => "warga",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|peran| peran.as_str() == text)
    }

    /// The word for the role on screen.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Admin => "Admin",
            Self::Pimpinan => "Pimpinan daerah",
            Self::Auditor => "Auditor (APIP/BPK)",
            Self::KepalaSkpd => "Kepala SKPD",
            Self::Inspektorat => "Inspektorat",
            Self::VerifikatorSkpd => "Verifikator SKPD",
            Self::PejabatPenghubung => "Pejabat penghubung",
            Self::TimTeknis => "Tim teknis",
            Self::Ppk => "PPK",
            Self::Penyedia => "Penyedia",
            Self::Bappedalitbang => "Bappedalitbang",
            Self::PetugasDukcapil => "Petugas Dukcapil",
            Self::VerifikatorDukcapil => "Verifikator Dukcapil",
            Self::Camat => "Camat",
            Self::KasiKecamatan => "Kasi kecamatan",
            Self::OperatorDesa => "Operator desa/kelurahan",
            Self::PengawasDesa => "Pengawas desa",
            Self::KepalaDesa => "Kepala desa/lurah",
            Self::KetuaRt => "Ketua RT",
            Self::KelompokMasyarakat => "Kelompok masyarakat",
            Self::Enumerator => "Enumerator",
            Self::Warga => "Warga",
        }
    }

    /// One line of the table: all that the role may do.
    pub const fn hak(self) -> &'static [Hak] {
        use Hak::{
            BantuEntri, CatatAduan, DisposisiAduan, EksporAduan, ImporAduan, JawabAduan, KelolaAduan,
            KelolaAkun, KelolaAturan, KelolaDataPribadi, KelolaKabar, KerjakanAduan, LihatAduan, LihatAngka,
            LihatJejak, LihatPelapor, LihatRahasia, RilisAduan, TerbitkanKunci, VerifikasiAduan,
        };
        match self {
            Self::Admin => &[
                LihatAngka,
                KelolaAkun,
                KelolaAturan,
                LihatJejak,
                KelolaDataPribadi,
                ImporAduan,
                KelolaKabar,
            ],
            Self::Pimpinan | Self::Bappedalitbang => &[LihatAngka],
            Self::Auditor => &[LihatAduan, EksporAduan, LihatAngka, LihatJejak],
            Self::KepalaSkpd => &[
                LihatAduan,
                LihatRahasia,
                LihatPelapor,
                DisposisiAduan,
                JawabAduan,
                CatatAduan,
                EksporAduan,
                LihatAngka,
            ],
            Self::Inspektorat => &[LihatAduan, LihatRahasia, CatatAduan, EksporAduan, LihatAngka],
            Self::VerifikatorSkpd => &[
                LihatAduan,
                LihatRahasia,
                LihatPelapor,
                VerifikasiAduan,
                CatatAduan,
                KelolaAduan,
                RilisAduan,
                BantuEntri,
                TerbitkanKunci,
                EksporAduan,
                LihatAngka,
            ],
            Self::PejabatPenghubung => &[
                LihatAduan,
                LihatRahasia,
                LihatPelapor,
                DisposisiAduan,
                JawabAduan,
                CatatAduan,
                KelolaAduan,
                RilisAduan,
                BantuEntri,
                TerbitkanKunci,
                EksporAduan,
                LihatAngka,
            ],
            Self::TimTeknis => &[
                LihatAduan,
                LihatRahasia,
                LihatPelapor,
                KerjakanAduan,
                JawabAduan,
                CatatAduan,
            ],
            Self::Ppk | Self::PengawasDesa => &[LihatAduan],
            Self::Camat => &[LihatAduan, CatatAduan, LihatAngka],
            Self::KasiKecamatan => &[LihatAduan, LihatPelapor, CatatAduan, BantuEntri, LihatAngka],
            Self::OperatorDesa => &[LihatAduan, BantuEntri],
            Self::KepalaDesa => &[LihatAduan, LihatAngka],
            Self::KetuaRt | Self::Enumerator => &[BantuEntri],
            Self::Penyedia
            | Self::PetugasDukcapil
            | Self::VerifikatorDukcapil
            | Self::KelompokMasyarakat
            | Self::Warga => &[],
        }
    }

    pub fn boleh(self, hak: Hak) -> bool {
        self.hak().contains(&hak)
    }

    /// Whether somebody who holds this role for an office has to do with what is handed to that office, and with
    /// nothing else. Who verifies and hands on must see what has no office yet.
    pub const fn menurut_disposisi(self) -> bool {
        match self {
            Self::KepalaSkpd | Self::TimTeknis | Self::Ppk => true,
            Self::Admin
            | Self::Pimpinan
            | Self::Auditor
            | Self::Inspektorat
            | Self::VerifikatorSkpd
            | Self::PejabatPenghubung
            | Self::Penyedia
            | Self::Bappedalitbang
            | Self::PetugasDukcapil
            | Self::VerifikatorDukcapil
            | Self::Camat
            | Self::KasiKecamatan
            | Self::OperatorDesa
            | Self::PengawasDesa
            | Self::KepalaDesa
            | Self::KetuaRt
            | Self::KelompokMasyarakat
            | Self::Enumerator
            | Self::Warga => false,
        }
    }
}

impl fmt::Display for Peran {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.label())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn roles_are_read_back_from_their_names() {
        for peran in Peran::ALL {
            assert_eq!(Peran::parse(peran.as_str()), Some(peran));
            assert_eq!(serde_json::to_value(peran).unwrap(), peran.as_str());
        }
    }

    #[test]
    fn no_right_is_told_twice_and_who_works_on_complaints_sees_them() {
        for peran in Peran::ALL {
            let mut seen = HashSet::new();
            assert!(peran.hak().iter().all(|hak| seen.insert(hak)), "{peran:?}");
            let works = [
                Hak::VerifikasiAduan,
                Hak::DisposisiAduan,
                Hak::KerjakanAduan,
                Hak::JawabAduan,
                Hak::CatatAduan,
                Hak::KelolaAduan,
                Hak::RilisAduan,
                Hak::TerbitkanKunci,
                Hak::LihatPelapor,
                Hak::LihatRahasia,
                Hak::EksporAduan,
            ];
            if works.into_iter().any(|hak| peran.boleh(hak)) {
                assert!(peran.boleh(Hak::LihatAduan), "{peran:?}");
            }
        }
    }

    #[test]
    fn whoever_leads_or_keeps_accounts_reads_no_personal_data() {
        for peran in [
            Peran::Admin,
            Peran::Pimpinan,
            Peran::Auditor,
            Peran::Bappedalitbang,
            Peran::Inspektorat,
        ] {
            assert!(!peran.boleh(Hak::LihatPelapor), "{peran:?}");
        }
    }
}
