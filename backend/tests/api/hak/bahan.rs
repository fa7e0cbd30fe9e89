//! What the rights are tried on: one village's open complaint, its secret one, and an account of that village.

use serde_json::{Value, json};
use shared::account::Peran;
use shared::aduan::AduanBaru;
use shared::id::AksiId;

use crate::support::photo::{JPEG, PNG, listed, sha256};
use crate::support::{Pelapor, Petugas, TestApp, asal};

pub const DESA: &str = "63.11.05.2007";
pub const TETANGGA: &str = "63.11.05.2001";
pub const KABUPATEN: &str = "63.11";
/// A letter that did not go out.
pub const SURAT: &str = "0199c0de-0000-7000-8000-000000000001";
/// What the reporter asked for about his data.
pub const PERMINTAAN: &str = "0199c0de-0000-7000-8000-000000000002";
/// Two values of the complaint's patokan that wait for a choice.
pub const BEDA: &str = "0199c0de-0000-7000-8000-000000000003";

/// Words of the records; where one of them stands, something was told.
pub const ISI: [&str; 5] = [
    "samping langgar",
    "Siti Aminah",
    "0812 3456",
    "dekat jembatan",
    "Rahmat Sasaran",
];

pub struct Bahan<'a> {
    pub siti: Pelapor<'a>,
    pub aduan: AduanBaru,
    pub rahasia: AduanBaru,
    /// The account that an admin keeps, and who may go on with its work.
    pub akun: String,
    pub penerus: String,
    pub penugasan: String,
}

impl<'a> Bahan<'a> {
    pub async fn new(app: &'a TestApp) -> Self {
        let siti = app.pelapor().behind("203.0.113.1");
        let aduan = siti
            .has_sent(|aduan| aduan.foto = vec![listed(JPEG), listed_png()])
            .await;
        let rahasia = siti.has_sent(|aduan| aduan.rahasia = true).await;
        siti.uploads(aduan.id, JPEG).await.stands_at(JPEG.len() as u64);
        let admin = app.sebagai(Peran::Admin, KABUPATEN).await;
        let akun = account(&admin, "sasaran", "Rahmat Sasaran").await;
        let penerus = account(&admin, "penerus", "Hasanah").await;
        // A letter that did not go out.
        app.execute(&format!(
            "INSERT INTO kabar_keluar (id, saluran, aduan_id, kejadian, dibuat_pada, coba, berikut_pada, galat) \
             VALUES ('{SURAT}', 'surel', '{}', 'langkah:selesai', '2026-01-01 00:00:00', 1, '2026-01-01 00:00:00', 'gagal')",
            aduan.id
        ));
        app.execute(&format!(
            "INSERT INTO permintaan_data (id, aduan_id, jenis, keterangan, diminta_pada, tenggat, alasan) \
             VALUES ('{PERMINTAAN}', '{}', 'perbaikan', '', '2026-01-01 00:00:00', '2026-01-04 00:00:00', '')",
            aduan.id
        ));
        let patokan = |text: &str| json!({"kolom": "patokan", "nilai": text});
        let (dasar, kini, ajuan) = (
            patokan("dekat jembatan"),
            patokan("di ujung gang"),
            patokan("di muka pasar"),
        );
        app.execute(&format!(
            "INSERT INTO aduan_beda (id, aduan_id, kolom, versi, dasar, kini, kini_pada, ajuan, ajuan_oleh, ajuan_pada) \
             SELECT '{BEDA}', '{}', 'patokan', 1, '{dasar}', '{kini}', '2026-01-01 00:00:00', '{ajuan}', MIN(id), \
             '2026-01-01 00:00:00' FROM account",
            aduan.id
        ));
        let penugasan =
            admin.get(&format!("/api/akun/{akun}")).await.ok().json()["penugasan"][0]["id"].clone();
        Self {
            siti,
            aduan,
            rahasia,
            akun,
            penerus,
            penugasan: penugasan.as_str().unwrap().to_owned(),
        }
    }

    /// The upload of the photo that is still to come; begun once more if somebody ended it.
    pub async fn upload(&self) -> String {
        self.siti.begins(self.aduan.id, PNG).await.path
    }

    pub fn foto(&self) -> String {
        format!("/api/aduan/{}/foto/{}", self.aduan.id, sha256(JPEG))
    }
}

fn listed_png() -> shared::file::Foto {
    let mut foto = listed(PNG);
    foto.media_type = shared::file::MediaType::Png;
    foto
}

/// A village's account, made by an admin.
async fn account(admin: &Petugas<'_>, nama_pengguna: &str, nama: &str) -> String {
    let made = admin
        .posts(AksiId::mint(), "/api/akun", &akun_baru(nama_pengguna, nama))
        .await;
    made.created().json()["akun"]["id"].as_str().unwrap().to_owned()
}

pub fn akun_baru(nama_pengguna: &str, nama: &str) -> Value {
    json!({
        "id": shared::id::AccountId::mint(), "nama_pengguna": nama_pengguna, "nama": nama,
        "tugas": [tugas()], "asal": asal(),
    })
}

pub fn tugas() -> Value {
    let today = shared::clock::wita_day(backend::clock::now());
    json!({"peran": "operator_desa", "wilayah": DESA, "mulai": today})
}
