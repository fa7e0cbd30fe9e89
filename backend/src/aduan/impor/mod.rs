//! Complaints of before the portal, from a spreadsheet and a folder of photos. Each line is judged by itself: the good ones
//! come in with the days and the outcome that they had, the bad ones are explained. The number that a line bears in the
//! old book makes its aksi, so the same file may be read again and nothing comes in twice; what came in before its photos
//! did is completed. Nobody is told any news of what is long past.

mod gambar;
mod nilai;

use std::collections::HashSet;
use std::path::Path;

use anyhow::Context;
use chrono::{DateTime, Utc};
use sha2::{Digest, Sha256};
use shared::account::{Account, ImporSalah, Peran};
use shared::aduan::{
    AduanBaru, AduanDiterima, Kontak, Lokasi, Persetujuan, Rincian, Sumber, Tindakan, TindakanBaru,
};
use shared::aksi::{Asal, JenisAksi, SKEMA};
use shared::clock::wita_day;
use shared::id::{AduanId, AksiId, PerangkatId};
use shared::kode::{self, Kode};
use shared::kunci::Kunci;

use super::queries::{self, Penerima};
use crate::account::{penugasan, queries as accounts};
use crate::aksi::{self, Masuk, Pemilik};
use crate::config::Config;
use crate::db::{Conn, Db};
use crate::error::{AppError, Result};
use crate::files::store::Store;
use crate::lembar::{self, Baris, Bentuk};
use crate::{clock, kabar, wilayah};

use gambar::{Gambar, gambar};
use nilai::{Akhir, Baik, Dikenal, KOLOM, TANPA_NAMA, slip};

const BENTUK: Bentuk = Bentuk {
    kolom: &KOLOM,
    wajib: &["nomor", "tanggal", "kategori", "uraian", "desa"],
    baris_max: 100_000,
    contoh: "Kolomnya diterangkan di README.",
};

/// What was consented to is not known of what came on paper.
const PERSETUJUAN: &str = "sebelum-portal";

/// What is read, and in whose name.
pub struct Permintaan<'a> {
    pub berkas: &'a Path,
    /// Where the photos lie that the file names.
    pub foto: Option<&'a Path>,
    /// User name of who answers for it.
    pub oleh: &'a str,
    /// Only judge.
    pub coba: bool,
}

/// What came of it.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Hasil {
    /// Made, or in a trial: would be made.
    pub masuk: usize,
    /// Came in at an earlier reading.
    pub sudah_ada: usize,
    pub foto: usize,
    pub salah: Vec<ImporSalah>,
}

/// # Errors
/// Where the file as a whole cannot be read, or nobody of that name may come in. A bad line is no error but a
/// [`Hasil::salah`].
pub async fn run(db: &Db, config: &Config, asked: &Permintaan<'_>) -> anyhow::Result<Hasil> {
    let bytes =
        std::fs::read(asked.berkas).with_context(|| format!("{} tidak terbaca", asked.berkas.display()))?;
    let lines = lembar::baca(bytes, &BENTUK).map_err(AppError::into_cause)?;
    let now = clock::now();
    let regions = db
        .run_blocking(wilayah::queries::list)
        .map_err(AppError::into_cause)?;
    let petugas = petugas(db, config, asked.oleh, now)?;
    let known = Dikenal::new(&regions, wita_day(now));
    let store = Store::open(&config.files)?;
    let kedatangan = Kedatangan {
        perangkat: PerangkatId::mint(),
        penerima: Penerima {
            sumber: Sumber::Impor,
            ..Penerima::warga(&config.district)
        },
        petugas,
        now,
    };
    let mut hasil = Hasil::default();
    let mut seen = HashSet::new();
    for baris in &lines {
        let judged = known.judge(baris).and_then(|baik| {
            if seen.insert(baik.nomor.clone()) {
                Ok(baik)
            } else {
                let message = "Nomor ini sudah ada di baris sebelumnya.";
                Err(vec![slip(baris, "nomor", message.to_owned())])
            }
        });
        let outcome = match judged {
            Ok(baik) => kedatangan.take(db, &store, baris, (&baik, asked)).await,
            Err(slips) => Ok(Err(slips)),
        };
        match outcome {
            Ok(Ok(Nasib::Masuk { foto })) => {
                hasil.masuk += 1;
                hasil.foto += foto;
            }
            Ok(Ok(Nasib::SudahAda { foto })) => {
                hasil.sudah_ada += 1;
                hasil.foto += foto;
            }
            Ok(Err(slips)) => hasil.salah.extend(slips),
            Err(error) => return Err(error.into_cause().context(format!("baris {}", baris.nomor))),
        }
    }
    Ok(hasil)
}

/// What has become of a line that is good.
enum Nasib {
    Masuk { foto: usize },
    SudahAda { foto: usize },
}

/// How all lines of one reading come in.
struct Kedatangan {
    perangkat: PerangkatId,
    penerima: Penerima,
    petugas: Account,
    now: DateTime<Utc>,
}

impl Kedatangan {
    /// # Errors
    /// Inside: what is wrong with the line. What came in at an earlier reading needs no photo but those that it lacks.
    async fn take(
        &self,
        db: &Db,
        store: &Store,
        baris: &Baris,
        (baik, asked): (&Baik, &Permintaan<'_>),
    ) -> Result<Result<Nasib, Vec<ImporSalah>>> {
        let masuk = self.masuk(baris, baik)?;
        if let Some((badan, jawaban)) = db.run_blocking(|conn| Ok(aksi::kept(conn, masuk.id)?))? {
            if badan != masuk.badan_sha256 {
                let message =
                    "Nomor ini sudah diimpor dengan isi yang lain. Ubahlah di portal, bukan di berkas.";
                return Ok(Err(vec![slip(baris, "nomor", message.to_owned())]));
            }
            let id = serde_json::from_str::<AduanDiterima>(&jawaban)?.id;
            let lacking = db.run_blocking(|conn| Ok(queries::list_foto_kurang(conn, &id.to_string())?))?;
            if lacking.is_empty() || asked.coba {
                return Ok(Ok(Nasib::SudahAda { foto: 0 }));
            }
            let mut gambar = match gambar(baris, baik, asked.foto) {
                Ok(gambar) => gambar,
                Err(slips) => return Ok(Err(slips)),
            };
            gambar.retain(|one| lacking.contains(&one.foto.sha256));
            let foto = self.keep(db, store, id, &gambar).await?;
            return Ok(Ok(Nasib::SudahAda { foto }));
        }
        let gambar = match gambar(baris, baik, asked.foto) {
            Ok(gambar) => gambar,
            Err(slips) => return Ok(Err(slips)),
        };
        if asked.coba {
            return Ok(Ok(Nasib::Masuk { foto: gambar.len() }));
        }
        let baru = self.aduan(baris, baik, &gambar);
        db.write_blocking(|conn| self.tell(conn, &masuk, &baru, baik))?;
        let foto = self.keep(db, store, baru.id, &gambar).await?;
        Ok(Ok(Nasib::Masuk { foto }))
    }

    /// Puts photos where an upload would have put them; answers how many are new.
    async fn keep(&self, db: &Db, store: &Store, id: AduanId, gambar: &[Gambar]) -> Result<usize> {
        let mut kept = 0;
        for one in gambar {
            store.put(id, &one.foto.sha256, one.bytes.clone()).await?;
            let aduan_id = id.to_string();
            let arrived = db.write_blocking(|conn| {
                queries::foto_arrived(conn, &aduan_id, &one.foto.sha256, one.foto.media_type, self.now)
            })?;
            if arrived {
                kept += 1;
            } else {
                // Erased meanwhile: no record lists it any more.
                store.delete(id, &one.foto.sha256).await?;
            }
        }
        Ok(kept)
    }

    /// All of one line in one transaction: it is there with what became of it, or not at all.
    fn tell(&self, conn: &mut Conn, masuk: &Masuk, baru: &AduanBaru, baik: &Baik) -> Result<()> {
        let mut penerima = self.penerima.clone();
        if matches!(baik.akhir, Akhir::Selesai { .. } | Akhir::Ditolak { .. }) {
            // What ended long ago is the same as nothing that is open now.
            penerima.mungkin_sama_m = 0;
        }
        queries::insert_once(conn, &penerima, masuk, baru)?;
        let id = baru.id.to_string();
        for (place, (tindakan, teks, pada)) in steps(baik).into_iter().enumerate() {
            let step = TindakanBaru {
                versi: i64::try_from(place + 1).context("version")?,
                teks,
                publik: false,
                rincian: Rincian::default(),
                asal: baru.asal.clone(),
            };
            let masuk = Masuk {
                id: AksiId::mint(),
                jenis: JenisAksi::AduanTindakan,
                pada,
                ..masuk.clone()
            };
            queries::tindakan(conn, &masuk, (&id, &self.petugas), (tindakan, &step))?;
        }
        kabar::lupakan(conn, &id)?;
        queries::jangan_tinjau(conn, &id)?;
        Ok(())
    }

    fn masuk(&self, baris: &Baris, baik: &Baik) -> Result<Masuk> {
        Ok(Masuk {
            id: aksi_of(&baik.nomor),
            jenis: JenisAksi::AduanBaru,
            pemilik: Pemilik::Account(self.petugas.id),
            // Of what the line means, however the file writes it.
            badan_sha256: hex::encode(Sha256::digest(serde_json_canonicalizer::to_vec(baik)?)),
            asal: self.asal(baris, baik),
            pada: baik.pada,
        })
    }

    fn asal(&self, baris: &Baris, baik: &Baik) -> Asal {
        Asal {
            perangkat: self.perangkat,
            urutan: u64::from(baris.nomor),
            ditangkap_pada: baik.pada,
            skema: SKEMA,
        }
    }

    fn aduan(&self, baris: &Baris, baik: &Baik, gambar: &[Gambar]) -> AduanBaru {
        AduanBaru {
            id: AduanId::mint(),
            kode: Kode::from_random(kode::Jenis::Aduan, rand::random()),
            // Nobody holds this key; whoever can show that it is his complaint is given another.
            kunci_hash: Kunci::from_random(rand::random()).hash(),
            jenis: baik.jenis,
            kategori: baik.kategori,
            uraian: baik.uraian.clone(),
            lokasi: Lokasi {
                wilayah: Some(baik.desa.clone()),
                posisi: baik.posisi,
                catatan: baik.patokan.clone(),
            },
            foto: gambar.iter().map(|one| one.foto.clone()).collect(),
            pelapor: Kontak {
                nama: if baik.nama.is_empty() {
                    TANPA_NAMA.to_owned()
                } else {
                    baik.nama.clone()
                },
                hp: baik.hp.clone(),
                email: None,
                tanpa_hp: baik.hp.is_empty(),
            },
            anonim: false,
            rahasia: false,
            persetujuan: Persetujuan {
                versi: PERSETUJUAN.to_owned(),
                pada: baik.pada,
            },
            asal: self.asal(baris, baik),
        }
    }
}

/// The steps by which it came to stand where the old book leaves it, each with its text and its moment.
fn steps(baik: &Baik) -> Vec<(Tindakan, Option<String>, DateTime<Utc>)> {
    match &baik.akhir {
        Akhir::Diterima => vec![],
        Akhir::Diproses => vec![
            (Tindakan::Verifikasi, None, baik.pada),
            (Tindakan::Proses, None, baik.pada),
        ],
        Akhir::Selesai { tanggapan, pada } => vec![
            (Tindakan::Verifikasi, None, baik.pada),
            (Tindakan::Tanggapi, Some(tanggapan.clone()), *pada),
            (Tindakan::Selesai, None, *pada),
        ],
        Akhir::Ditolak { alasan, pada } => vec![(Tindakan::Tolak, Some(alasan.clone()), *pada)],
    }
}

/// The aksi of a number of the old book: the same at each reading (UUIDv8, RFC 9562).
fn aksi_of(nomor: &str) -> AksiId {
    let hash = Sha256::digest(format!("impor-aduan\0{nomor}"));
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&hash[..16]);
    AksiId(uuid::Builder::from_custom_bytes(bytes).into_uuid())
}

/// Who answers for it, with what it takes to write down how each ended.
fn petugas(db: &Db, config: &Config, name: &str, now: DateTime<Utc>) -> anyhow::Result<Account> {
    let found = db.run_blocking(|conn| {
        let Some(row) = accounts::find_by_name(conn, name)? else {
            return Ok(None);
        };
        let id = row.id.parse().context("id of an account")?;
        accounts::find_active(conn, id, now)
    });
    let account = found
        .map_err(AppError::into_cause)?
        .with_context(|| format!("tidak ada akun aktif bernama {name}"))?;
    let all = [Peran::VerifikatorSkpd, Peran::PejabatPenghubung, Peran::TimTeknis];
    let penugasan = all
        .into_iter()
        .map(|peran| penugasan(peran, config.district.wilayah.clone(), now))
        .collect();
    Ok(Account { penugasan, ..account })
}
