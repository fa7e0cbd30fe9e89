//! Assignments (*penugasan*): a role, for a region and all below it, for an office where the role belongs to one, from
//! one day to another. What somebody may do is the sum of his assignments of today.

use chrono::NaiveDate;
use garde::Validate;
use serde::{Deserialize, Serialize};

use super::{Hak, Letak, Peran};
use crate::id::{AccountId, PenugasanId};
use crate::wilayah::WilayahKode;

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Penugasan {
    pub id: PenugasanId,
    pub peran: Peran,
    pub wilayah: WilayahKode,
    /// Code of the office; none for a role that belongs to no one office.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub skpd: Option<String>,
    /// Code of the bidang within the office; none for the whole office.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bidang: Option<String>,
    /// First day, in WITA.
    pub mulai: NaiveDate,
    /// Last day, in WITA; none while no end is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sampai: Option<NaiveDate>,
}

/// Work as it is given: an assignment without a name of its own yet.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Tugas {
    #[garde(skip)]
    pub peran: Peran,
    #[garde(skip)]
    pub wilayah: WilayahKode,
    #[garde(skip)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub skpd: Option<String>,
    #[garde(skip)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bidang: Option<String>,
    #[garde(skip)]
    pub mulai: NaiveDate,
    #[garde(custom(not_before(&self.mulai)))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sampai: Option<NaiveDate>,
}

fn not_before(mulai: &NaiveDate) -> impl Fn(&Option<NaiveDate>, &()) -> garde::Result + use<> {
    let mulai = *mulai;
    move |sampai, ()| match sampai {
        Some(sampai) if *sampai < mulai => Err(garde::Error::new(
            "Hari terakhir lebih awal daripada hari mulai. Tukar kedua tanggal itu.",
        )),
        Some(_) | None => Ok(()),
    }
}

impl Tugas {
    pub fn dengan(self, id: PenugasanId) -> Penugasan {
        Penugasan {
            id,
            peran: self.peran,
            wilayah: self.wilayah,
            skpd: self.skpd,
            bidang: self.bidang,
            mulai: self.mulai,
            sampai: self.sampai,
        }
    }
}

impl From<Penugasan> for Tugas {
    fn from(held: Penugasan) -> Self {
        Self {
            peran: held.peran,
            wilayah: held.wilayah,
            skpd: held.skpd,
            bidang: held.bidang,
            mulai: held.mulai,
            sampai: held.sampai,
        }
    }
}

impl Penugasan {
    /// Whether it holds on this day.
    pub fn berlaku(&self, hari: NaiveDate) -> bool {
        self.mulai <= hari && self.sampai.is_none_or(|sampai| hari <= sampai)
    }

    pub fn boleh(&self, hak: Hak) -> bool {
        self.peran.boleh(hak)
    }

    /// The office whose records alone this assignment is about; none where the region decides.
    pub fn kantor(&self) -> Option<&str> {
        self.skpd.as_deref().filter(|_| self.peran.menurut_disposisi())
    }

    /// Whether a record that lies here is within the assignment of this account. What was handed to one person of the
    /// tim teknis is not his colleagues'.
    pub fn mencakup(&self, pemegang: AccountId, letak: &Letak<'_>) -> bool {
        let of_office = match self.kantor() {
            None => true,
            Some(kantor) => {
                letak.skpd == Some(kantor)
                    && (self.bidang.is_none() || self.bidang.as_deref() == letak.bidang)
                    && (!self.bagi_perorangan() || letak.petugas.is_none_or(|petugas| petugas == pemegang))
            }
        };
        of_office && self.wilayah.covers(letak.wilayah)
    }

    /// Whether the work is given to persons, so that it is not everybody's of the office.
    pub fn bagi_perorangan(&self) -> bool {
        self.peran.boleh(Hak::KerjakanAduan)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn work_does_not_end_before_it_begins() {
        let tugas = |sampai: &str| Tugas {
            peran: Peran::Auditor,
            wilayah: WilayahKode::parse("63.11").unwrap(),
            skpd: None,
            bidang: None,
            mulai: "2026-11-02".parse().unwrap(),
            sampai: Some(sampai.parse().unwrap()),
        };
        assert!(tugas("2026-11-02").validate().is_ok());
        assert!(tugas("2026-11-01").validate().is_err());
    }

    #[test]
    fn what_is_handed_to_an_office_is_for_its_people_and_those_who_hand_on() {
        let day = "2026-11-02".parse().unwrap();
        let of = |peran, skpd: Option<&str>, bidang: Option<&str>| Penugasan {
            id: PenugasanId::mint(),
            peran,
            wilayah: WilayahKode::parse("63.11.05").unwrap(),
            skpd: skpd.map(str::to_owned),
            bidang: bidang.map(str::to_owned),
            mulai: day,
            sampai: None,
        };
        let (me, other) = (AccountId::mint(), AccountId::mint());
        let desa = WilayahKode::parse("63.11.05.2007").unwrap();
        let at = |skpd, bidang, petugas| Letak {
            wilayah: &desa,
            skpd,
            bidang,
            petugas,
        };
        let office = at(Some("puprperkim"), Some("perkim"), None);
        let named = at(Some("puprperkim"), Some("perkim"), Some(other));
        for (held, letak, expected) in [
            (of(Peran::TimTeknis, Some("puprperkim"), None), office, true),
            (
                of(Peran::TimTeknis, Some("puprperkim"), Some("perkim")),
                office,
                true,
            ),
            (
                of(Peran::TimTeknis, Some("puprperkim"), Some("jalan")),
                office,
                false,
            ),
            (of(Peran::TimTeknis, Some("disdukcapil"), None), office, false),
            (
                of(Peran::TimTeknis, Some("puprperkim"), None),
                at(None, None, None),
                false,
            ),
            (of(Peran::TimTeknis, Some("puprperkim"), None), named, false),
            (of(Peran::KepalaSkpd, Some("puprperkim"), None), named, true),
            (
                of(Peran::PejabatPenghubung, Some("disdukcapil"), None),
                named,
                true,
            ),
            (of(Peran::TimTeknis, None, None), named, true),
        ] {
            assert_eq!(held.mencakup(me, &letak), expected, "{held:?} {letak:?}");
        }
        let mine = at(Some("puprperkim"), None, Some(me));
        assert!(of(Peran::TimTeknis, Some("puprperkim"), None).mencakup(me, &mine));
        let elsewhere = WilayahKode::parse("63.11.01.2001").unwrap();
        let foreign = Letak {
            wilayah: &elsewhere,
            ..office
        };
        assert!(!of(Peran::TimTeknis, Some("puprperkim"), None).mencakup(me, &foreign));
    }

    #[test]
    fn the_first_and_the_last_day_belong_to_it() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let penugasan = Penugasan {
            id: PenugasanId::mint(),
            peran: Peran::Auditor,
            wilayah: WilayahKode::parse("63.11").unwrap(),
            skpd: None,
            bidang: None,
            mulai: day("2026-11-02"),
            sampai: Some(day("2026-11-06")),
        };
        let held: Vec<bool> = ["2026-11-01", "2026-11-02", "2026-11-06", "2026-11-07"]
            .into_iter()
            .map(|text| penugasan.berlaku(day(text)))
            .collect();
        assert_eq!(held, [false, true, true, false]);
    }
}
