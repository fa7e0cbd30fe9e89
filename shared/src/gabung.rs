//! Corrections of a record merge field by field, each against what its writer had read (*dasar*). Whoever changed what
//! he had read is followed; whoever changed what had become something else in the meantime overwrites nobody: what
//! stands stays, his value is kept beside it (*beda*), and a person chooses. The order of arrival at the server
//! decides; devices agree by reading what came of it.
//!
//! What must stay true, and is played through in `sync/tests`: a value gives way only to somebody who had read that
//! very value, or who chose between the two; no value that was written is lost without a person's choice.

use serde::{Deserialize, Serialize};

/// What somebody made of one field: what he had read there, and what he wrote.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Ubahan<T> {
    pub dari: T,
    pub ke: T,
}

/// What came of a correction of one field. `I` names a difference.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Hasil<I> {
    /// It said what its writer had read.
    TakBerubah,
    /// Somebody wrote the same before.
    SudahBegitu,
    Diterapkan,
    /// Both are kept, in this difference.
    Beda(I),
}

/// One of the two values between which a person chooses.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Sisi {
    /// What stands in the record.
    Kini,
    /// What was proposed.
    Ajuan,
}

impl Sisi {
    pub const ALL: [Self; 2] = [Self::Kini, Self::Ajuan];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Kini => "kini",
            Self::Ajuan => "ajuan",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|sisi| sisi.as_str() == text)
    }
}

/// Two values of one field, of which neither overwrote the other.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Beda<I, T> {
    pub id: I,
    /// Counts up with each change, from 1; a choice names the version that it was made on.
    pub versi: i64,
    /// What the writer of the proposal had read.
    pub dasar: T,
    /// What stands in the record; once decided, what stood there until then.
    pub kini: T,
    pub ajuan: T,
    /// Open without one.
    pub putusan: Option<Sisi>,
}

impl<I, T> Beda<I, T> {
    pub const fn terbuka(&self) -> bool {
        self.putusan.is_none()
    }
}

/// Why a choice is not taken.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Gagal {
    TidakAda,
    /// The difference is another now, or decided: look again, then choose.
    Usang,
}

/// One field: what stands in it, and what differs from that.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Kolom<I, T> {
    pub kini: T,
    /// The open ones, and those that were decided as far as they were read.
    pub beda: Vec<Beda<I, T>>,
}

impl<I: Clone + PartialEq, T: Clone + PartialEq> Kolom<I, T> {
    pub const fn new(kini: T) -> Self {
        Self {
            kini,
            beda: Vec::new(),
        }
    }

    /// Merges a correction. `id` names the difference, if it makes one.
    ///
    /// Whoever goes on from a value that waits for a choice changes that proposal, and no second one is made of the same
    /// value.
    pub fn betulkan(&mut self, ubahan: &Ubahan<T>, id: I) -> Hasil<I> {
        let Ubahan { dari, ke } = ubahan;
        if dari == ke {
            return Hasil::TakBerubah;
        }
        if *ke == self.kini {
            return Hasil::SudahBegitu;
        }
        if *dari == self.kini {
            self.ganti(ke);
            return Hasil::Diterapkan;
        }
        let open = |beda: &&mut Beda<I, T>| beda.terbuka();
        if let Some(same) = self.beda.iter_mut().filter(open).find(|beda| beda.ajuan == *ke) {
            return Hasil::Beda(same.id.clone());
        }
        if let Some(own) = self.beda.iter_mut().filter(open).find(|beda| beda.ajuan == *dari) {
            own.ajuan = ke.clone();
            own.versi += 1;
            return Hasil::Beda(own.id.clone());
        }
        self.beda.push(Beda {
            id: id.clone(),
            versi: 1,
            dasar: dari.clone(),
            kini: self.kini.clone(),
            ajuan: ke.clone(),
            putusan: None,
        });
        Hasil::Beda(id)
    }

    /// Takes a person's choice, made on this version of the difference.
    ///
    /// # Errors
    /// [`Gagal`], and nothing is changed.
    pub fn pilih(&mut self, id: &I, versi: i64, sisi: Sisi) -> Result<(), Gagal> {
        let found = self.beda.iter_mut().find(|beda| beda.id == *id);
        let beda = found.ok_or(Gagal::TidakAda)?;
        if !beda.terbuka() || beda.versi != versi {
            return Err(Gagal::Usang);
        }
        match sisi {
            Sisi::Kini => {
                beda.putusan = Some(Sisi::Kini);
                beda.versi += 1;
            }
            Sisi::Ajuan => {
                let ajuan = beda.ajuan.clone();
                self.ganti(&ajuan);
            }
        }
        Ok(())
    }

    /// Puts another value in the field. Open differences face it from here on; one that proposed this very value is
    /// thereby decided.
    fn ganti(&mut self, ke: &T) {
        self.kini = ke.clone();
        for beda in self.beda.iter_mut().filter(|beda| beda.terbuka()) {
            beda.versi += 1;
            if beda.ajuan == *ke {
                beda.putusan = Some(Sisi::Ajuan);
            } else {
                beda.kini = ke.clone();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    type Patokan = Kolom<u32, &'static str>;

    const fn ubah(dari: &'static str, ke: &'static str) -> Ubahan<&'static str> {
        Ubahan { dari, ke }
    }

    /// Two officers had read *langgar*; Ani's word came first.
    fn contested() -> Patokan {
        let mut patokan = Patokan::new("langgar");
        assert_eq!(patokan.betulkan(&ubah("langgar", "masjid"), 1), Hasil::Diterapkan);
        assert_eq!(patokan.betulkan(&ubah("langgar", "surau"), 2), Hasil::Beda(2));
        patokan
    }

    #[test]
    fn whoever_changes_what_he_has_read_is_followed() {
        let mut patokan = Patokan::new("langgar");
        assert_eq!(
            patokan.betulkan(&ubah("langgar", "langgar"), 1),
            Hasil::TakBerubah
        );
        assert_eq!(patokan.betulkan(&ubah("langgar", "masjid"), 1), Hasil::Diterapkan);
        assert_eq!(
            patokan.betulkan(&ubah("langgar", "masjid"), 2),
            Hasil::SudahBegitu
        );
        assert_eq!(patokan, Patokan::new("masjid"));
    }

    #[test]
    fn whoever_had_read_something_else_overwrites_nobody() {
        let patokan = contested();
        assert_eq!(patokan.kini, "masjid");
        let beda = &patokan.beda[0];
        assert_eq!(
            (beda.dasar, beda.kini, beda.ajuan),
            ("langgar", "masjid", "surau")
        );
        assert!(beda.terbuka());
    }

    #[test]
    fn the_same_proposal_is_one_and_whoever_goes_on_from_it_changes_it() {
        let mut patokan = contested();
        assert_eq!(patokan.betulkan(&ubah("langgar", "surau"), 3), Hasil::Beda(2));
        assert_eq!(patokan.betulkan(&ubah("surau", "surau lama"), 3), Hasil::Beda(2));
        assert_eq!(patokan.beda.len(), 1);
        assert_eq!((patokan.beda[0].ajuan, patokan.beda[0].versi), ("surau lama", 2));
    }

    #[test]
    fn either_side_can_be_chosen_and_the_other_stays_readable() {
        let mut kini = contested();
        assert_eq!(kini.pilih(&2, 1, Sisi::Kini), Ok(()));
        assert_eq!((kini.kini, kini.beda[0].putusan), ("masjid", Some(Sisi::Kini)));
        let mut ajuan = contested();
        assert_eq!(ajuan.pilih(&2, 1, Sisi::Ajuan), Ok(()));
        assert_eq!(
            (ajuan.kini, ajuan.beda[0].kini, ajuan.beda[0].putusan),
            ("surau", "masjid", Some(Sisi::Ajuan))
        );
    }

    #[test]
    fn a_choice_on_what_has_changed_since_is_refused() {
        let mut patokan = contested();
        // Somebody who had read what stood there went on from it: the difference is another now.
        patokan.betulkan(&ubah("masjid", "masjid raya"), 3);
        let before = patokan.clone();
        assert_eq!(patokan.pilih(&2, 1, Sisi::Ajuan), Err(Gagal::Usang));
        assert_eq!(patokan.pilih(&9, 1, Sisi::Ajuan), Err(Gagal::TidakAda));
        assert_eq!(patokan, before);
        assert_eq!(patokan.beda[0].kini, "masjid raya");
        assert_eq!(patokan.pilih(&2, 2, Sisi::Kini), Ok(()));
        assert_eq!(patokan.pilih(&2, 3, Sisi::Ajuan), Err(Gagal::Usang), "decided");
    }

    #[test]
    fn of_three_values_each_choice_is_made_anew() {
        let mut patokan = contested();
        assert_eq!(patokan.betulkan(&ubah("langgar", "warung"), 3), Hasil::Beda(3));
        assert_eq!(patokan.pilih(&2, 1, Sisi::Ajuan), Ok(()));
        assert_eq!((patokan.beda[1].kini, patokan.beda[1].versi), ("surau", 2));
        assert_eq!(patokan.pilih(&3, 1, Sisi::Ajuan), Err(Gagal::Usang));
        // Somebody writes what was proposed: nothing is left to choose.
        assert_eq!(patokan.betulkan(&ubah("surau", "warung"), 4), Hasil::Diterapkan);
        assert_eq!(patokan.beda[1].putusan, Some(Sisi::Ajuan));
    }
}
