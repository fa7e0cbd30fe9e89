//! What the portal itself does to a complaint when its time has come: an overdue one is told to the next higher office,
//! an answered one without a reply ends, one that was put off goes on. One function decides; a worker only carries out.

use chrono::{DateTime, Days, NaiveDate, NaiveTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::Status;
use crate::clock::{Kalender, wita_day};

/// How a complaint came in.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Sumber {
    #[default]
    Warga,
    /// Entered by an officer for somebody who has no phone.
    Petugas,
    Open311,
    Impor,
}

impl Sumber {
    pub const ALL: [Self; 4] = [Self::Warga, Self::Petugas, Self::Open311, Self::Impor];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Warga => "warga",
            Self::Petugas => "petugas",
            Self::Open311 => "open311",
            Self::Impor => "impor",
        }
    }

    pub const fn label(self) -> &'static str {
        match self {
            Self::Warga => "Dikirim warga lewat portal",
            Self::Petugas => "Dientri petugas untuk warga",
            Self::Open311 => "Dikirim lewat aplikasi lain (Open311)",
            Self::Impor => "Dipindahkan dari catatan lama",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|sumber| sumber.as_str() == text)
    }
}

/// To whom an overdue complaint has been told.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Tingkat {
    Penghubung,
    KepalaSkpd,
    Inspektorat,
}

impl Tingkat {
    pub const ALL: [Self; 3] = [Self::Penghubung, Self::KepalaSkpd, Self::Inspektorat];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Penghubung => "penghubung",
            Self::KepalaSkpd => "kepala_skpd",
            Self::Inspektorat => "inspektorat",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|tingkat| tingkat.as_str() == text)
    }

    /// As it is stored: how many of them know.
    pub const fn nomor(self) -> i32 {
        match self {
            Self::Penghubung => 1,
            Self::KepalaSkpd => 2,
            Self::Inspektorat => 3,
        }
    }

    pub fn of_nomor(nomor: i32) -> Option<Self> {
        Self::ALL.into_iter().find(|tingkat| tingkat.nomor() == nomor)
    }

    pub const fn label(self) -> &'static str {
        match self {
            Self::Penghubung => "Pejabat penghubung",
            Self::KepalaSkpd => "Kepala SKPD",
            Self::Inspektorat => "Inspektorat",
        }
    }
}

/// The steps and times of the district.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct AturanSiklus {
    /// *Hari kerja* after the deadline on which each learns of it.
    pub penghubung: u32,
    pub kepala_skpd: u32,
    pub inspektorat: u32,
    /// Days after an answer without a reply.
    pub tutup_hari: u32,
    /// Days within which the reporter may open again what has ended.
    pub buka_kembali_hari: u32,
    /// Metres within which an open complaint of like kategori may be the same; 0 looks for none.
    pub mungkin_sama_m: u32,
}

impl Default for AturanSiklus {
    fn default() -> Self {
        Self {
            penghubung: 1,
            kepala_skpd: 3,
            inspektorat: 7,
            tutup_hari: 10,
            buka_kembali_hari: 10,
            mungkin_sama_m: 250,
        }
    }
}

impl AturanSiklus {
    pub const fn hari(&self, tingkat: Tingkat) -> u32 {
        match tingkat {
            Tingkat::Penghubung => self.penghubung,
            Tingkat::KepalaSkpd => self.kepala_skpd,
            Tingkat::Inspektorat => self.inspektorat,
        }
    }

    /// Whether each office learns of it no earlier than the one below.
    pub const fn berurutan(&self) -> bool {
        1 <= self.penghubung && self.penghubung <= self.kepala_skpd && self.kepala_skpd <= self.inspektorat
    }
}

/// What of a complaint is looked at.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Keadaan {
    pub status: Status,
    pub tenggat: Option<NaiveDate>,
    pub tingkat: Option<Tingkat>,
    /// When it was last answered, unless the reporter has replied since.
    pub menunggu_balasan: Option<DateTime<Utc>>,
    /// The day on which a paused clock goes on.
    pub lanjut: Option<NaiveDate>,
}

/// What is to be done now.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Tinjauan {
    Eskalasi(Tingkat),
    Tutup,
    Lanjutkan,
    /// Nothing yet: to be looked at again then.
    Nanti(DateTime<Utc>),
    /// Nothing, unless somebody does something.
    Tidak,
}

/// Midnight in WITA with which a day begins.
pub fn awal_hari(hari: NaiveDate) -> DateTime<Utc> {
    hari.and_time(NaiveTime::MIN).and_utc() - TimeDelta::hours(8)
}

/// What the time alone makes of a complaint.
pub fn tinjau(aturan: &AturanSiklus, kalender: &Kalender, keadaan: &Keadaan, now: DateTime<Utc>) -> Tinjauan {
    let today = wita_day(now);
    let on = |hari: NaiveDate, what: Tinjauan| {
        if hari <= today {
            what
        } else {
            Tinjauan::Nanti(awal_hari(hari))
        }
    };
    match keadaan.status {
        Status::Diterima
        | Status::Diverifikasi
        | Status::Didisposisikan
        | Status::Diproses
        | Status::DibukaKembali => {
            let next = Tingkat::ALL
                .into_iter()
                .find(|tingkat| keadaan.tingkat.is_none_or(|known| known < *tingkat));
            match (keadaan.tenggat, next) {
                (Some(tenggat), Some(tingkat)) => {
                    let due = kalender.tenggat(awal_hari(tenggat), aturan.hari(tingkat));
                    on(due.hari, Tinjauan::Eskalasi(tingkat))
                }
                (None, _) | (_, None) => Tinjauan::Tidak,
            }
        }
        Status::Ditunda => keadaan
            .lanjut
            .map_or(Tinjauan::Tidak, |hari| on(hari, Tinjauan::Lanjutkan)),
        Status::Ditanggapi => match keadaan.menunggu_balasan {
            Some(dijawab) => {
                let end = dijawab + Days::new(u64::from(aturan.tutup_hari));
                if end <= now {
                    Tinjauan::Tutup
                } else {
                    Tinjauan::Nanti(end)
                }
            }
            None => Tinjauan::Tidak,
        },
        Status::Selesai | Status::Ditolak | Status::BukanWewenang | Status::Digabung | Status::Diarsipkan => {
            Tinjauan::Tidak
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    fn keadaan(status: Status) -> Keadaan {
        Keadaan {
            status,
            tenggat: Some("2026-11-26".parse().unwrap()),
            tingkat: None,
            menunggu_balasan: Some(at("2026-11-26T02:00:00Z")),
            lanjut: Some("2026-11-30".parse().unwrap()),
        }
    }

    /// Thursday the 26th is the last day; the 27th is a Friday.
    #[test]
    fn each_office_learns_of_it_on_its_own_working_day() {
        let kalender = Kalender::default();
        let aturan = AturanSiklus::default();
        for (known, now, expected) in [
            (
                None,
                "2026-11-26T15:59:00Z",
                Tinjauan::Nanti(at("2026-11-26T16:00:00Z")),
            ),
            (
                None,
                "2026-11-26T16:00:00Z",
                Tinjauan::Eskalasi(Tingkat::Penghubung),
            ),
            (
                Some(Tingkat::Penghubung),
                "2026-11-27T02:00:00Z",
                Tinjauan::Nanti(at("2026-11-30T16:00:00Z")),
            ),
            (
                Some(Tingkat::Penghubung),
                "2026-12-01T02:00:00Z",
                Tinjauan::Eskalasi(Tingkat::KepalaSkpd),
            ),
            (
                Some(Tingkat::KepalaSkpd),
                "2026-12-07T02:00:00Z",
                Tinjauan::Eskalasi(Tingkat::Inspektorat),
            ),
            (
                Some(Tingkat::Inspektorat),
                "2027-12-07T02:00:00Z",
                Tinjauan::Tidak,
            ),
        ] {
            let stands = Keadaan {
                tingkat: known,
                ..keadaan(Status::Diproses)
            };
            assert_eq!(
                tinjau(&aturan, &kalender, &stands, at(now)),
                expected,
                "{known:?} {now}"
            );
        }
    }

    #[test]
    fn an_answer_without_a_reply_ends_and_a_pause_ends_on_its_day() {
        let of = |stands: &Keadaan, now: &str| {
            tinjau(&AturanSiklus::default(), &Kalender::default(), stands, at(now))
        };
        let answered = keadaan(Status::Ditanggapi);
        let end = at("2026-12-06T02:00:00Z");
        assert_eq!(of(&answered, "2026-12-06T01:59:59Z"), Tinjauan::Nanti(end));
        assert_eq!(of(&answered, "2026-12-06T02:00:00Z"), Tinjauan::Tutup);
        let replied = Keadaan {
            menunggu_balasan: None,
            ..answered
        };
        assert_eq!(of(&replied, "2027-12-06T02:00:00Z"), Tinjauan::Tidak);
        let paused = keadaan(Status::Ditunda);
        assert_eq!(
            of(&paused, "2026-11-29T15:00:00Z"),
            Tinjauan::Nanti(at("2026-11-29T16:00:00Z"))
        );
        assert_eq!(of(&paused, "2026-11-29T16:00:00Z"), Tinjauan::Lanjutkan);
        for ended in Status::ALL.into_iter().filter(|status| status.berakhir()) {
            assert_eq!(of(&keadaan(ended), "2027-12-06T02:00:00Z"), Tinjauan::Tidak);
        }
    }
}
