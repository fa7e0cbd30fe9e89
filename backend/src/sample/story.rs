//! One sample complaint with what became of it, told through the same functions that serve people.

use chrono::{DateTime, Datelike, TimeDelta, Timelike, Utc, Weekday};
use rand::Rng;
use rand::rngs::StdRng;
use shared::account::Account;
use shared::aduan::{
    AduanBaru, Kontak, Lokasi, PenilaianBaru, Persetujuan, PesanBaru, RilisBaru, Rincian, Tindakan,
    TindakanBaru,
};
use shared::aksi::{Asal, JenisAksi, SKEMA};
use shared::clock::to_wita;
use shared::file::MediaType;
use shared::id::{AduanId, AksiId, PerangkatId, PesanId};
use shared::kode::{Jenis as JenisKode, Kode};
use shared::kunci::Kunci;
use shared::place::{Posisi, SumberPosisi};
use shared::wilayah::Wilayah;
use uuid::Uuid;

use super::photo::Photo;
use super::text;
use crate::aduan::Pembaca;
use crate::aduan::queries::{self, Penerima};
use crate::aksi::{Masuk, Pemilik};
use crate::clock;
use crate::db::{Conn, Db};
use crate::error::Result;
use crate::files::store::Store;

/// Milliseconds since 1970 that sample ids bear: fixed, so that the same seed makes the same ids on any day.
const ID_MILLIS: u64 = 1_767_225_600_000;
/// Degrees by which a place lies off its village's centre at most; some 500 m.
const SPREAD: f64 = 0.005;

/// Hours of the day, in WITA.
const OFFICE_OPENS: u32 = 8;
const OFFICE_CLOSES: u32 = 16;

pub struct Story {
    baru: AduanBaru,
    pada: DateTime<Utc>,
    ids: [Uuid; 8],
    foto: Vec<Photo>,
    steps: Vec<Step>,
}

struct Step {
    pada: DateTime<Utc>,
    what: What,
}

enum What {
    Tindakan(Tindakan, Option<&'static str>),
    Rilis(String),
    Pesan(&'static str),
    Penilaian(u8),
}

impl Story {
    /// Received at `pada`, as it stands at `now`.
    pub fn write(
        rng: &mut StdRng,
        villages: &[Wilayah],
        place: usize,
        (pada, now): (DateTime<Utc>, DateTime<Utc>),
        foto: Vec<Photo>,
    ) -> Self {
        let village = &villages[rng.random_range(0..villages.len())];
        let complaint = text::complaint(rng, &village.nama);
        let ids = std::array::from_fn(|_| id(rng, place));
        let baru = AduanBaru {
            id: AduanId(id(rng, place)),
            kode: Kode::from_random(JenisKode::Aduan, rng.random()),
            kunci_hash: Kunci::from_random(rng.random()).hash(),
            jenis: complaint.jenis,
            kategori: complaint.kategori,
            uraian: complaint.uraian,
            lokasi: lokasi(rng, village),
            foto: foto.iter().map(|photo| photo.foto.clone()).collect(),
            pelapor: Kontak {
                nama: text::name(rng).to_owned(),
                hp: format!("0812{:08}", rng.random_range(0..100_000_000)),
                email: None,
                tanpa_hp: false,
            },
            anonim: rng.random_bool(0.15),
            rahasia: rng.random_bool(0.08),
            persetujuan: Persetujuan {
                versi: "2026-11".to_owned(),
                pada,
            },
            asal: asal(rng, place, pada),
        };
        let steps = steps(rng, &complaint.judul, baru.rahasia, pada, now);
        Self {
            baru,
            pada,
            ids,
            foto,
            steps,
        }
    }

    /// Answers false when the complaint is there already.
    pub fn tell(&self, conn: &mut Conn, penerima: &Penerima, petugas: &Account) -> Result<bool> {
        let id = self.baru.id.to_string();
        if queries::find(conn, &id)?.is_some() {
            return Ok(false);
        }
        let reporter = Pembaca::Pelapor(self.baru.kunci_hash.clone());
        let officer = Pembaca::Petugas(petugas.clone());
        let first = self.masuk(0, JenisAksi::AduanBaru, reporter.pemilik(), self.pada);
        queries::insert_once(conn, penerima, &first, &self.baru)?;
        let mut versi = 1;
        for (place, step) in self.steps.iter().enumerate() {
            let masuk = |jenis, pemilik| self.masuk(place + 1, jenis, pemilik, step.pada);
            let asal = self.baru.asal.clone();
            match &step.what {
                What::Tindakan(tindakan, teks) => {
                    let new = TindakanBaru {
                        versi,
                        teks: teks.map(str::to_owned),
                        publik: true,
                        rincian: Rincian {
                            instansi: (*tindakan == Tindakan::BukanWewenang)
                                .then(|| "Pemerintah Provinsi Kalimantan Selatan".to_owned()),
                            ..Rincian::default()
                        },
                        asal,
                    };
                    let masuk = masuk(JenisAksi::AduanTindakan, officer.pemilik());
                    queries::tindakan(conn, &masuk, (&id, petugas), (*tindakan, &new))?;
                    versi += 1;
                }
                What::Rilis(judul) => {
                    let new = RilisBaru {
                        versi,
                        judul: judul.clone(),
                        ringkasan: String::new(),
                        asal,
                    };
                    queries::rilis(
                        conn,
                        &masuk(JenisAksi::AduanRilis, officer.pemilik()),
                        &id,
                        petugas,
                        &new,
                    )?;
                    versi += 1;
                }
                What::Pesan(isi) => {
                    let new = PesanBaru {
                        id: PesanId(self.ids[place + 1]),
                        isi: (*isi).to_owned(),
                        asal,
                    };
                    queries::pesan(
                        conn,
                        &masuk(JenisAksi::AduanPesan, reporter.pemilik()),
                        &id,
                        &reporter,
                        &new,
                    )?;
                }
                What::Penilaian(nilai) => {
                    let new = PenilaianBaru {
                        nilai: *nilai,
                        komentar: String::new(),
                        asal,
                    };
                    queries::penilaian(
                        conn,
                        &masuk(JenisAksi::AduanPenilaian, reporter.pemilik()),
                        &id,
                        &reporter,
                        &new,
                    )?;
                }
            }
        }
        Ok(true)
    }

    /// Puts the photos where an upload would have put them. Answers how many.
    pub async fn keep_foto(&self, db: &Db, store: &Store) -> Result<usize> {
        for photo in &self.foto {
            store
                .put(self.baru.id, &photo.foto.sha256, photo.png.clone())
                .await?;
            let id = self.baru.id.to_string();
            db.write_blocking(|conn| {
                queries::foto_arrived(conn, &id, &photo.foto.sha256, MediaType::Png, self.pada)
            })?;
        }
        Ok(self.foto.len())
    }

    fn masuk(&self, place: usize, jenis: JenisAksi, pemilik: Pemilik, pada: DateTime<Utc>) -> Masuk {
        let id = AksiId(self.ids[place]);
        Masuk {
            id,
            jenis,
            pemilik,
            badan_sha256: String::new(),
            asal: self.baru.asal.clone(),
            pada,
        }
    }
}

fn id(rng: &mut StdRng, place: usize) -> Uuid {
    let millis = ID_MILLIS + u64::try_from(place).unwrap_or_default();
    uuid::Builder::from_unix_timestamp_millis(millis, &rng.random()).into_uuid()
}

fn lokasi(rng: &mut StdRng, village: &Wilayah) -> Lokasi {
    let posisi = rng.random_bool(0.8).then(|| Posisi {
        lat: village.lat + rng.random_range(-SPREAD..SPREAD),
        lng: village.lng + rng.random_range(-SPREAD..SPREAD),
        akurasi_m: Some(f64::from(rng.random_range(4..40))),
        sumber: SumberPosisi::Gps,
    });
    Lokasi {
        wilayah: Some(village.kode.clone()),
        posisi,
        catatan: text::patokan(rng).to_owned(),
    }
}

fn asal(rng: &mut StdRng, place: usize, pada: DateTime<Utc>) -> Asal {
    // Captured in the hills, sent when the road came down again.
    let ditangkap_pada = pada - TimeDelta::minutes(rng.random_range(0..300));
    Asal {
        perangkat: PerangkatId(id(rng, place)),
        urutan: 1,
        ditangkap_pada,
        skema: SKEMA,
    }
}

/// What became of it, as it is written down.
struct Telling<'a> {
    rng: &'a mut StdRng,
    at: DateTime<Utc>,
    now: DateTime<Utc>,
    told: Vec<Step>,
}

impl Telling<'_> {
    /// Some hours later; nothing happens in the future.
    fn later(&mut self, hours: std::ops::Range<i64>, what: impl FnOnce(&mut StdRng) -> What) {
        self.at += TimeDelta::minutes(self.rng.random_range(hours.start * 60..hours.end * 60));
        let what = what(self.rng);
        self.at = match &what {
            What::Tindakan(..) | What::Rilis(_) => in_office(self.at),
            What::Pesan(_) | What::Penilaian(_) => self.at,
        };
        if self.at < self.now {
            self.told.push(Step {
                pada: clock::stored(self.at).and_utc(),
                what,
            });
        }
    }

    fn chance(&mut self, of: f64) -> bool {
        self.rng.random_bool(of)
    }
}

/// The next moment at which an officer is at his desk.
fn in_office(moment: DateTime<Utc>) -> DateTime<Utc> {
    let late = match to_wita(moment).hour() {
        hour @ 0..OFFICE_OPENS => OFFICE_OPENS - hour,
        OFFICE_OPENS..OFFICE_CLOSES => 0,
        hour => 24 + OFFICE_OPENS - hour,
    };
    let mut at = moment + TimeDelta::hours(i64::from(late));
    while matches!(to_wita(at).weekday(), Weekday::Sat | Weekday::Sun) {
        at += TimeDelta::days(1);
    }
    at
}

/// The older, the further along.
fn steps(rng: &mut StdRng, judul: &str, rahasia: bool, pada: DateTime<Utc>, now: DateTime<Utc>) -> Vec<Step> {
    let mut telling = Telling {
        rng,
        at: pada,
        now,
        told: Vec::new(),
    };
    if telling.chance(0.06) {
        telling.later(4..60, |rng| {
            What::Tindakan(Tindakan::Tolak, Some(text::reason(rng)))
        });
        return telling.told;
    }
    telling.later(2..60, |_| What::Tindakan(Tindakan::Verifikasi, None));
    if telling.chance(0.05) {
        telling.later(4..60, |rng| {
            What::Tindakan(Tindakan::BukanWewenang, Some(text::elsewhere(rng)))
        });
        return telling.told;
    }
    if !rahasia && telling.chance(0.8) {
        telling.later(0..1, |_| What::Rilis(judul.to_owned()));
    }
    telling.later(12..120, |_| What::Tindakan(Tindakan::Proses, None));
    if telling.chance(0.3) {
        telling.later(6..48, |rng| What::Pesan(text::reply(rng)));
    }
    telling.later(24..240, |rng| {
        What::Tindakan(Tindakan::Tanggapi, Some(text::answer(rng)))
    });
    if telling.chance(0.75) {
        telling.later(48..240, |_| What::Tindakan(Tindakan::Selesai, None));
        if telling.chance(0.5) {
            telling.later(1..72, |rng| What::Penilaian(rng.random_range(2..=5)));
        }
    }
    telling.told
}
