//! What stands in the form *Betulkan data*, and what the officer had read when he began.

use leptos::prelude::*;
use shared::aduan::{Aduan, Jenis, Kategori, PembetulanBaru, Sampai};
use shared::gabung::Ubahan;
use shared::place::Posisi;
use shared::wilayah::WilayahKode;
use shared::words::waktu;

use crate::device;

#[derive(Clone, Copy)]
pub struct Isi {
    pub jenis: RwSignal<String>,
    pub kategori: RwSignal<String>,
    pub wilayah: RwSignal<String>,
    pub patokan: RwSignal<String>,
    pub posisi: RwSignal<Option<Posisi>>,
    pub alasan: RwSignal<String>,
    /// What he had read. It stays while he writes, whatever the page shows by then: by it his corrections are merged.
    dasar: StoredValue<Aduan>,
}

impl Isi {
    pub fn of(aduan: Aduan) -> Self {
        let isi = Self {
            jenis: RwSignal::default(),
            kategori: RwSignal::default(),
            wilayah: RwSignal::default(),
            patokan: RwSignal::default(),
            posisi: RwSignal::new(None),
            alasan: RwSignal::default(),
            dasar: StoredValue::new(aduan),
        };
        isi.fill();
        isi
    }

    /// Begins anew from how the complaint stands, unless something was written.
    pub fn follow(self, aduan: Aduan) {
        if self.baru().ubahan().is_empty() {
            self.dasar.set_value(aduan);
            self.fill();
        }
    }

    fn fill(self) {
        let dasar = self.dasar.get_value();
        self.jenis.set(dasar.jenis.as_str().to_owned());
        self.kategori.set(dasar.kategori.as_str().to_owned());
        let wilayah = dasar.lokasi.wilayah.as_ref();
        self.wilayah
            .set(wilayah.map(WilayahKode::to_string).unwrap_or_default());
        self.patokan.set(dasar.lokasi.catatan);
        self.posisi.set(dasar.lokasi.posisi);
    }

    /// The fields that he changed, each with what he had read.
    pub fn baru(self) -> PembetulanBaru {
        let dasar = self.dasar.get_value();
        let alasan = self.alasan.get_untracked();
        PembetulanBaru {
            jenis: changed(dasar.jenis, Jenis::parse(&self.jenis.get_untracked())),
            kategori: changed(dasar.kategori, Kategori::parse(&self.kategori.get_untracked())),
            wilayah: dasar
                .lokasi
                .wilayah
                .and_then(|dari| changed(dari, WilayahKode::parse(&self.wilayah.get_untracked()))),
            patokan: changed(
                dasar.lokasi.catatan.trim().to_owned(),
                Some(self.patokan.get_untracked().trim().to_owned()),
            ),
            posisi: changed(dasar.lokasi.posisi, Some(self.posisi.get_untracked())),
            ..PembetulanBaru::kosong(alasan.trim().to_owned(), device::asal())
        }
    }
}

fn changed<T: PartialEq>(dari: T, ke: Option<T>) -> Option<Ubahan<T>> {
    ke.filter(|ke| *ke != dari).map(|ke| Ubahan { dari, ke })
}

/// What came of a correction, in sentences.
pub fn kata_sampai(sampai: &[Sampai]) -> Vec<String> {
    let mut saved: Vec<&str> = Vec::new();
    let mut told = Vec::new();
    for one in sampai {
        match one {
            Sampai::Tersimpan(kolom) => saved.push(kolom.label()),
            Sampai::Beda(beda) => told.push(format!(
                "{} juga diubah oleh {} pada {}: pilih satu.",
                beda.ajuan.nilai.kolom().label(),
                beda.kini.oleh.as_deref().unwrap_or("orang lain"),
                waktu(beda.kini.pada)
            )),
            Sampai::Diputus(kolom) => {
                told.push(format!("{} sudah dipilih lain oleh petugas lain.", kolom.label()));
            }
        }
    }
    if !saved.is_empty() {
        told.insert(0, format!("{} Anda tersimpan.", saved.join(", ")));
    }
    told
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use shared::aduan::{BedaTampil, NamaKolom, Nilai, NilaiOleh};
    use shared::id::BedaId;

    use super::*;

    #[test]
    fn what_came_of_a_correction_is_told_in_sentences() {
        let by = |kategori, oleh: Option<&str>| NilaiOleh {
            nilai: Nilai::Kategori(kategori),
            oleh: oleh.map(str::to_owned),
            pada: DateTime::UNIX_EPOCH,
        };
        let beda = BedaTampil {
            id: BedaId::mint(),
            versi: 1,
            dasar: Nilai::Kategori(Kategori::Lainnya),
            kini: by(Kategori::Drainase, Some("Ani")),
            ajuan: by(Kategori::Rumah, Some("Budi")),
        };
        let told = kata_sampai(&[
            Sampai::Beda(Box::new(beda)),
            Sampai::Tersimpan(NamaKolom::Patokan),
            Sampai::Tersimpan(NamaKolom::Posisi),
            Sampai::Diputus(NamaKolom::Jenis),
        ]);
        assert_eq!(told[0], "Patokan, Titik di peta Anda tersimpan.");
        assert!(
            told[1].starts_with("Kategori juga diubah oleh Ani pada "),
            "{}",
            told[1]
        );
        assert_eq!(told[2], "Jenis sudah dipilih lain oleh petugas lain.");
        assert_eq!(changed("a", Some("a")), None);
        assert_eq!(changed("a", None), None);
    }
}
