//! Brings in what stands in a file: each kiriman by the very function that would have answered the device, so that what
//! came before, by whichever way, is known again. One that is refused holds up none of the others.

use std::fs::File;
use std::io::BufReader;

use actix_web::web::{self, Data};
use serde_json::Value;
use shared::account::{Account, Hak};
use shared::aksi::JenisAksi;
use shared::error::{ApiError, ErrorCode};
use shared::id::AccountId;
use shared::jejak::{Objek, Perbuatan};
use shared::penyelamat::{BerkasMasuk, HasilKiriman, KirimanBerkas, KirimanMasuk};
use shared::sinkron::AksiKirim;

use super::bentuk::{Berkas, Bingkai, Salah};
use crate::account::{Petugas, queries as accounts};
use crate::aduan::Pembaca;
use crate::aksi::{self, Answer};
use crate::clock;
use crate::error::{AppError, Result};
use crate::files::{self, Files};
use crate::http::body::canonical_sha256;
use crate::jejak::{self, Baris, Dalam, Oleh};
use crate::sinkron::jalan::{Bersama, Masuk, kerjakan};

/// A file as it lies on the disk while it is brought in.
pub type BerkasDisk = Berkas<BufReader<File>>;

/// How much of a file is sound: so many kiriman, and what is wrong after them.
pub fn periksa(mut berkas: BerkasDisk) -> (u32, Option<Salah>) {
    let mut utuh = 0;
    loop {
        match berkas.bingkai() {
            Ok(Some(Bingkai::Kiriman(_))) => utuh += 1,
            Ok(Some(Bingkai::Foto(_))) => {}
            Ok(None) => return (utuh, None),
            Err(salah) => return (utuh, Some(salah)),
        }
    }
}

/// An admin who brings a file.
pub struct Pembawa {
    pub bersama: Bersama,
    pub files: Data<Files>,
    pub admin: Petugas,
}

/// A kiriman whose photos are coming, and what became of it so far.
struct Kini {
    kiriman: KirimanBerkas,
    masuk: KirimanMasuk,
}

impl Pembawa {
    /// Takes all that is sound.
    ///
    /// # Errors
    /// Only what keeps everything from being done; what concerns one kiriman is told with it.
    pub async fn bawa(&self, mut berkas: BerkasDisk) -> Result<BerkasMasuk> {
        let mut hasil = BerkasMasuk {
            dibuat_pada: berkas.kepala.dibuat_pada,
            jumlah: berkas.kepala.jumlah,
            kiriman: Vec::new(),
            rusak: None,
        };
        let mut kini: Option<Kini> = None;
        loop {
            // A frame is read and opened off the reactor: a photo takes its time.
            let (back, next) = web::block(move || {
                let next = berkas.bingkai();
                (berkas, next)
            })
            .await?;
            berkas = back;
            match next {
                Ok(Some(Bingkai::Kiriman(kiriman))) => {
                    let begun = self.begin(*kiriman).await;
                    if let Some(done) = kini.replace(begun) {
                        hasil.kiriman.push(self.end(done).await?);
                    }
                }
                Ok(Some(Bingkai::Foto(bytes))) => {
                    if let Some(kini) = &mut kini {
                        self.foto(kini, bytes).await;
                    }
                }
                Ok(None) => break,
                Err(salah) => {
                    hasil.rusak = Some(AppError::from(salah).told().0.detail.clone());
                    break;
                }
            }
        }
        if let Some(done) = kini {
            hasil.kiriman.push(self.end(done).await?);
        }
        Ok(hasil)
    }

    async fn begin(&self, kiriman: KirimanBerkas) -> Kini {
        let mut masuk = KirimanMasuk {
            aksi: kiriman.aksi,
            kode: kiriman.kode.clone(),
            jenis: kiriman.jenis,
            disimpan_pada: kiriman.disimpan_pada,
            hasil: HasilKiriman::Diterima,
            pesan: None,
            petugas: None,
            foto: 0,
            foto_jumlah: kiriman.foto.len(),
            foto_pesan: None,
        };
        match self.record(&kiriman, &mut masuk.petugas).await {
            Ok(answer) if answer.replayed => masuk.hasil = HasilKiriman::SudahAda,
            Ok(_) => {}
            Err(error) => {
                masuk.hasil = match error {
                    AppError::Refused(_) => HasilKiriman::Ditolak,
                    AppError::Wait(_) | AppError::Contended | AppError::Busy(_) | AppError::Internal(_) => {
                        HasilKiriman::Tertunda
                    }
                };
                masuk.pesan = Some(told(&error));
            }
        }
        Kini { kiriman, masuk }
    }

    /// Does what the device would have asked for; `nama` becomes that of the officer in whose name it is.
    async fn record(&self, kiriman: &KirimanBerkas, nama: &mut Option<String>) -> Result<Answer> {
        let badan: Value = serde_json::from_str(&kiriman.badan).map_err(|_| {
            AppError::refused(
                ErrorCode::BentukSalah,
                "Isi kiriman ini tidak terbaca. Perbarui portal di server, lalu impor lagi.",
            )
        })?;
        let masuk: Masuk = match (kiriman.jenis, kiriman.titipan) {
            (JenisAksi::AduanBaru | JenisAksi::AduanIkut, None) => Err(tanpa_akun()),
            (JenisAksi::AduanTitipan, Some(officer)) => {
                let account = self.account(officer).await?;
                *nama = account.as_ref().map(|account| account.nama.clone());
                match boleh(account) {
                    Ok(account) => Ok(Petugas(account, self.admin.1)),
                    Err(refusal) => return self.kept_or(kiriman, &badan, refusal).await,
                }
            }
            _ => {
                let detail = "Kiriman jenis ini tidak dibawa dengan berkas. Lakukan langsung di halamannya.";
                return Err(AppError::refused(ErrorCode::IsianSalah, detail));
            }
        };
        self.note(kiriman).await?;
        let aksi = AksiKirim {
            id: kiriman.aksi,
            jenis: kiriman.jenis,
            catatan: None,
            tindakan: None,
            kunci: None,
            badan,
        };
        kerjakan(&self.bersama, &masuk, aksi).await
    }

    /// Who entered it, if his account is open.
    async fn account(&self, id: AccountId) -> Result<Option<Account>> {
        let find = self
            .bersama
            .db
            .run(move |conn| accounts::find_active(conn, id, clock::now()));
        find.await
    }

    /// What an officer sent himself while he might is there, whatever he may now.
    async fn kept_or(&self, kiriman: &KirimanBerkas, badan: &Value, refusal: ApiError) -> Result<Answer> {
        let id = kiriman.aksi;
        let kept = self.bersama.db.run(move |conn| Ok(aksi::kept(conn, id)?)).await?;
        let (sha256, json) = kept.ok_or(AppError::Refused(refusal))?;
        if sha256 != canonical_sha256(badan)? {
            return Err(aksi::other_body());
        }
        Ok(Answer {
            status: 200,
            json,
            lokasi: None,
            replayed: true,
        })
    }

    /// Before anything is done: the trail names who brought it, also where it then fails. Under the same aksi stands
    /// in whose name it was done.
    async fn note(&self, kiriman: &KirimanBerkas) -> Result<()> {
        let (admin, aksi) = (self.admin.0.id, kiriman.aksi);
        let catatan = match kiriman.jenis {
            JenisAksi::AduanIkut => String::new(),
            _ => kiriman.id.to_string(),
        };
        let write = self.bersama.db.write(move |conn| {
            let baris = Baris {
                oleh: Oleh::Petugas(admin),
                perbuatan: Perbuatan::Penyelamat,
                objek: Objek::Aduan,
                catatan_id: &catatan,
                perangkat: None,
                aksi_id: Some(aksi),
                dalam: Dalam::Tanpa,
                pada: clock::now(),
            };
            jejak::tulis(conn, &baris)
        });
        write.await
    }

    /// A photo goes to the record of its kiriman, also where that came by another way.
    async fn foto(&self, kini: &mut Kini, bytes: Vec<u8>) {
        let pembaca = holder(&kini.kiriman);
        let of = (&pembaca, kini.kiriman.id);
        if let Err(error) = files::finish::keep_whole(&self.bersama.db, &self.files, of, bytes).await {
            kini.masuk.foto_pesan = Some(told(&error));
        }
    }

    async fn end(&self, kini: Kini) -> Result<KirimanMasuk> {
        let Kini { kiriman, mut masuk } = kini;
        let pembaca = holder(&kiriman);
        let count = self
            .bersama
            .db
            .run(move |conn| files::queries::count_arrived(conn, &pembaca, kiriman.id, &kiriman.foto));
        masuk.foto = count.await?;
        match masuk.hasil {
            HasilKiriman::Diterima | HasilKiriman::SudahAda => {}
            // Without a record there is nothing that a photo could lack.
            HasilKiriman::Ditolak | HasilKiriman::Tertunda => masuk.foto_pesan = None,
        }
        Ok(masuk)
    }
}

/// What a citizen sends is done in nobody's name, least of all in that of the admin who carries it.
fn tanpa_akun() -> ApiError {
    ApiError::new(ErrorCode::PerluMasuk, "Kiriman ini dibuat tanpa akun petugas.")
}

fn holder(kiriman: &KirimanBerkas) -> Pembaca {
    Pembaca::Pelapor(kiriman.kunci.hash())
}

fn told(error: &AppError) -> String {
    error.log();
    error.told().0.detail.clone()
}

/// Whether somebody may still enter complaints for others. What he has to do at his next login is no matter of what he
/// entered before.
fn boleh(account: Option<Account>) -> std::result::Result<Account, ApiError> {
    let account = account.ok_or_else(|| {
        ApiError::new(
            ErrorCode::TidakBerhak,
            "Akun petugas yang mengentrinya sudah tidak aktif. Aktifkan lagi di Akun petugas, lalu impor berkas ini sekali lagi.",
        )
    })?;
    if account.boleh(Hak::BantuEntri) {
        return Ok(Account {
            wajib: None,
            ..account
        });
    }
    let detail = format!(
        "{} kini tidak berhak mengentri aduan titipan. Beri lagi penugasannya di Akun petugas, lalu impor berkas ini sekali lagi.",
        account.nama
    );
    Err(ApiError::new(ErrorCode::TidakBerhak, detail))
}
