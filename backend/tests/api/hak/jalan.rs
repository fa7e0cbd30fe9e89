//! One request for each route that needs something, and what it is about.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use reqwest::Method;
use serde_json::{Value, json};
use shared::account::Hak;
use shared::aduan::Tindakan;
use shared::id::{AksiId, PesanId, SesiId};
use shared::kunci::Kunci;

use super::bahan::{BEDA, Bahan, DESA, PERMINTAAN, SURAT, akun_baru, tugas};
use crate::support::asal;
use crate::support::people::aduan_baru;
use crate::support::photo::{PNG, sha256};
use crate::support::tus::{PART, metadata};

/// Whose the thing is that a request is about.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Milik {
    /// A record of one village: whoever does not reach there is told that there is none.
    Desa,
    /// The same, and the answer of tus is that nothing is wanted.
    Unggahan,
    /// Made for one village: whoever does not reach there is told so, by the field.
    Untuk,
    /// A list, or a file of lines: one's own part of it alone.
    Daftar,
    /// The whole district's.
    Kabupaten,
    /// What is the caller's own, or no record at all.
    Sendiri,
    /// The reporter's alone, no officer's.
    Pelapor,
}

pub struct Jalan {
    pub method: Method,
    /// As it was registered.
    pub route: &'static str,
    pub path: String,
    pub badan: Option<Value>,
    pub header: Vec<(&'static str, String)>,
    /// The right, where it depends on what is asked for.
    pub hak: Option<Hak>,
    pub milik: Milik,
}

fn jalan(method: Method, route: &'static str, path: impl Into<String>, milik: Milik) -> Jalan {
    Jalan {
        method,
        route,
        path: path.into(),
        badan: None,
        header: Vec::new(),
        hak: None,
        milik,
    }
}

impl Jalan {
    fn with(mut self, mut badan: Value) -> Self {
        badan["asal"] = json!(asal());
        self.header.push(("Idempotency-Key", AksiId::mint().to_string()));
        self.badan = Some(badan);
        self
    }

    fn header(mut self, name: &'static str, value: impl ToString) -> Self {
        self.header.push((name, value.to_string()));
        self
    }
}

/// Every request, made anew for each person, since nobody may use another's aksi.
pub async fn semua(bahan: &Bahan<'_>) -> Vec<Jalan> {
    let mut all = aduan(bahan);
    all.extend(tambahan(bahan));
    all.extend(data_saya(bahan));
    all.extend(files(bahan).await);
    all.extend(saya());
    all.extend(akun(bahan));
    all.extend(aturan());
    all.extend(kabar());
    all
}

fn aturan() -> Vec<Jalan> {
    let later = shared::clock::wita_day(backend::clock::now()) + chrono::Days::new(30);
    let change = json!({"tahap": "tindak_lanjut", "jenis": "pengaduan", "kategori": null, "hari_kerja": 6,
        "berlaku_mulai": later});
    let hari = json!([{"tanggal": "2026-12-25", "nama": "Natal", "jenis": "libur"}]);
    vec![
        jalan(
            Method::GET,
            "/api/batas-waktu",
            "/api/batas-waktu",
            Milik::Sendiri,
        ),
        jalan(
            Method::PUT,
            "/api/batas-waktu",
            "/api/batas-waktu",
            Milik::Kabupaten,
        )
        .with(json!({"perubahan": [change]})),
        jalan(
            Method::PUT,
            "/api/libur/{tahun}",
            "/api/libur/2026",
            Milik::Kabupaten,
        )
        .with(json!({"hari": hari})),
        jalan(
            Method::POST,
            "/api/berkas-penyelamat",
            "/api/berkas-penyelamat",
            Milik::Kabupaten,
        ),
        jalan(Method::GET, "/api/jejak", "/api/jejak", Milik::Kabupaten),
        jalan(Method::GET, "/api/templat", "/api/templat", Milik::Sendiri),
        jalan(
            Method::PUT,
            "/api/templat/{id}",
            format!("/api/templat/{}", AksiId::mint()),
            Milik::Kabupaten,
        )
        .with(json!({"judul": format!("Templat {}", AksiId::mint()), "isi": "Terima kasih atas laporannya.", "aktif": true})),
        jalan(Method::GET, "/api/changes", "/api/changes", Milik::Sendiri),
        jalan(
            Method::GET,
            "/api/changes/stream",
            "/api/changes/stream",
            Milik::Sendiri,
        ),
        jalan(Method::GET, "/api/jejak.csv", "/api/jejak.csv", Milik::Kabupaten),
        jalan(
            Method::GET,
            "/api/permintaan-data",
            "/api/permintaan-data",
            Milik::Kabupaten,
        ),
        jalan(
            Method::POST,
            "/api/permintaan-data/{id}/jawaban",
            format!("/api/permintaan-data/{PERMINTAAN}/jawaban"),
            Milik::Kabupaten,
        )
        .with(json!({"dikabulkan": false, "alasan": "Datanya sudah benar."})),
        jalan(
            Method::GET,
            "/api/data-pribadi/akan-dihapus",
            "/api/data-pribadi/akan-dihapus",
            Milik::Kabupaten,
        ),
    ]
}

fn kabar() -> Vec<Jalan> {
    vec![
        jalan(Method::GET, "/api/kabar", "/api/kabar", Milik::Sendiri),
        jalan(
            Method::POST,
            "/api/kabar/langganan",
            "/api/kabar/langganan",
            Milik::Sendiri,
        )
        .with(json!({"endpoint": "https://contoh.id/push", "p256dh": "x", "auth": "x"})),
        jalan(
            Method::PUT,
            "/api/kabar/dibaca",
            "/api/kabar/dibaca",
            Milik::Sendiri,
        )
        .with(json!({"id": AksiId::mint()})),
        jalan(
            Method::PUT,
            "/api/kabar/aduan/{id}/dibaca",
            format!("/api/kabar/aduan/{}/dibaca", AksiId::mint()),
            Milik::Sendiri,
        ),
        jalan(
            Method::GET,
            "/api/kabar/keluar",
            "/api/kabar/keluar",
            Milik::Kabupaten,
        ),
        jalan(
            Method::PUT,
            "/api/kabar/keluar/{id}",
            format!("/api/kabar/keluar/{SURAT}"),
            Milik::Kabupaten,
        ),
    ]
}

/// What the holder of the key alone may ask about himself.
fn data_saya(bahan: &Bahan<'_>) -> Vec<Jalan> {
    let of = |rest: &str| format!("/api/aduan/{}{rest}", bahan.aduan.id);
    let requests = "/api/aduan/{id}/permintaan-data";
    vec![
        jalan(Method::GET, requests, of("/permintaan-data"), Milik::Pelapor),
        jalan(Method::POST, requests, of("/permintaan-data"), Milik::Pelapor).with(json!({
            "id": AksiId::mint(), "jenis": "perbaikan",
            "kontak": {"nama": "Siti Aminah", "hp": "0812 3456 7890"},
        })),
        jalan(
            Method::POST,
            "/api/aduan/{id}/langganan",
            of("/langganan"),
            Milik::Pelapor,
        )
        .with(json!({"endpoint": "https://contoh.id/push", "p256dh": "x", "auth": "x"})),
        jalan(
            Method::POST,
            "/api/aduan/{id}/langganan/akhiri",
            of("/langganan/akhiri"),
            Milik::Pelapor,
        )
        .with(json!({"endpoint": "https://contoh.id/push"})),
        jalan(
            Method::GET,
            "/api/aduan/{id}/data-saya",
            of("/data-saya"),
            Milik::Pelapor,
        ),
    ]
}

/// Entered for somebody of the village.
fn titipan() -> Jalan {
    let mut entered = serde_json::to_value(aduan_baru(&Kunci::from_random(rand::random()))).unwrap();
    entered["lokasi"] = json!({"wilayah": DESA});
    jalan(
        Method::POST,
        "/api/aduan/titipan",
        "/api/aduan/titipan",
        Milik::Untuk,
    )
    .with(entered)
}

/// What officers add to a complaint, and what becomes of a part of it.
fn tambahan(bahan: &Bahan<'_>) -> Vec<Jalan> {
    let of = |rest: &str| format!("/api/aduan/{}{rest}", bahan.aduan.id);
    vec![
        jalan(
            Method::POST,
            "/api/aduan/{id}/foto-sesudah",
            of("/foto-sesudah"),
            Milik::Desa,
        )
        .with(json!({"foto": {"sha256": sha256(AksiId::mint().to_string().as_bytes()), "bytes": 9, "media_type": "image/jpeg"}})),
        jalan(
            Method::POST,
            "/api/aduan/{id}/foto-sesudah/hapus",
            of("/foto-sesudah/hapus"),
            Milik::Desa,
        )
        .with(json!({"sha256": "0".repeat(64)})),
        // Answered alike whatever the id: what was read on the device was read.
        jalan(
            Method::POST,
            "/api/aduan/{id}/dilihat",
            of("/dilihat"),
            Milik::Sendiri,
        )
        .with(json!({})),
        jalan(Method::POST, "/api/aduan/{id}/pecah", of("/pecah"), Milik::Desa).with(json!({
            "versi": 99, "id": AksiId::mint(), "kode": bahan.aduan.kode, "kategori": "drainase",
            "uraian": "Lampu jalan di depan langgar juga padam.",
        })),
        jalan(
            Method::POST,
            "/api/aduan/{id}/pembetulan",
            of("/pembetulan"),
            Milik::Desa,
        )
        .with(json!({"kategori": {"dari": "drainase", "ke": "drainase"}})),
        jalan(
            Method::POST,
            "/api/aduan/{id}/beda/{beda}",
            of(&format!("/beda/{BEDA}")),
            Milik::Desa,
        )
        .with(json!({"versi": 99, "pilih": "kini"})),
        jalan(Method::POST, "/api/aduan/{id}/foto-umum", of("/foto-umum"), Milik::Desa)
            .with(json!({"dari": "0".repeat(64), "foto": null})),
    ]
}

fn aduan(bahan: &Bahan<'_>) -> Vec<Jalan> {
    let id = bahan.aduan.id;
    let later = shared::clock::wita_day(backend::clock::now()) + chrono::Days::new(30);
    let of = |rest: &str| format!("/api/aduan/{id}{rest}");
    let photo = "/api/aduan/{id}/foto/{sha256}";
    let mut all = vec![
        titipan(),
        jalan(Method::GET, "/api/aduan", "/api/aduan", Milik::Daftar),
        jalan(Method::GET, "/api/aduan/{id}", of(""), Milik::Desa),
        jalan(
            Method::GET,
            "/api/aduan/{id}",
            format!("/api/aduan/{}", bahan.aduan.kode),
            Milik::Desa,
        ),
        jalan(
            Method::GET,
            "/api/aduan/{id}/tanda-terima.pdf",
            of("/tanda-terima.pdf"),
            Milik::Desa,
        ),
        jalan(
            Method::POST,
            "/api/aduan/{id}/kunci-baru",
            of("/kunci-baru"),
            Milik::Desa,
        )
        .with(json!({"kunci_hash": "0".repeat(64), "hp": "0811 000 000", "cara": "telepon_balik"})),
        jalan(
            Method::POST,
            "/api/aduan/{id}/bukan-sama",
            of("/bukan-sama"),
            Milik::Desa,
        )
        .with(json!({"lain": bahan.aduan.kode})),
        jalan(
            Method::POST,
            "/api/aduan/{id}/kategori",
            of("/kategori"),
            Milik::Desa,
        )
        .with(json!({"versi": 1, "kategori": "drainase", "alasan": "Sebenarnya drainase."})),
        jalan(Method::GET, photo, bahan.foto(), Milik::Desa),
        jalan(Method::HEAD, photo, bahan.foto(), Milik::Desa),
        jalan(Method::POST, "/api/aduan/{id}/pesan", of("/pesan"), Milik::Desa)
            .with(json!({"id": PesanId::mint(), "isi": "Kapan diperiksa?"})),
        jalan(
            Method::POST,
            "/api/aduan/{id}/penilaian",
            of("/penilaian"),
            Milik::Pelapor,
        )
        .with(json!({"nilai": 4, "komentar": ""})),
        jalan(
            Method::POST,
            "/api/aduan/{id}/buka-kembali",
            of("/buka-kembali"),
            Milik::Pelapor,
        )
        .with(json!({"versi": 99, "teks": "Airnya masuk lagi."})),
        jalan(
            Method::POST,
            "/api/aduan/{id}/catatan",
            of("/catatan"),
            Milik::Desa,
        )
        .with(json!({"id": PesanId::mint(), "isi": "Hubungi ketua RT dahulu."})),
        jalan(
            Method::GET,
            "/api/aduan/{id}/surat-pelimpahan",
            of("/surat-pelimpahan"),
            Milik::Desa,
        ),
        jalan(
            Method::GET,
            "/api/aduan/{id}/tim-teknis",
            of("/tim-teknis?skpd=puprperkim"),
            Milik::Desa,
        ),
        jalan(
            Method::GET,
            "/api/aduan/{id}/bila-ditunda",
            of(&format!("/bila-ditunda?sampai={later}")),
            Milik::Desa,
        ),
        jalan(Method::POST, "/api/aduan/{id}/rilis", of("/rilis"), Milik::Desa)
            .with(json!({"versi": 1, "judul": "Saluran tersumbat", "ringkasan": "Ringkasan."})),
    ];
    for tindakan in Tindakan::ALL
        .into_iter()
        .filter(|tindakan| tindakan.hak().is_some())
    {
        let path = of(&format!("/{}", tindakan.as_str()));
        let one = jalan(Method::POST, "/api/aduan/{id}/{tindakan}", path, Milik::Desa)
            .with(json!({"versi": 99, "teks": "Sudah diperiksa oleh petugas.", "publik": false}));
        all.push(Jalan {
            hak: tindakan.hak(),
            ..one
        });
    }
    all
}

async fn files(bahan: &Bahan<'_>) -> Vec<Jalan> {
    let upload = bahan.upload().await;
    let one = |method| {
        jalan(method, "/api/files/{id}", upload.clone(), Milik::Desa).header("Tus-Resumable", "1.0.0")
    };
    vec![
        jalan(Method::POST, "/api/files", "/api/files", Milik::Unggahan)
            .header("Tus-Resumable", "1.0.0")
            .header("Upload-Length", PNG.len())
            .header("Upload-Metadata", metadata(bahan.aduan.id, &sha256(PNG))),
        one(Method::HEAD),
        one(Method::PATCH)
            .header("Content-Type", PART)
            .header("Upload-Offset", 0),
        one(Method::DELETE),
    ]
}

fn saya() -> Vec<Jalan> {
    let own = |method, path| jalan(method, path, path, Milik::Sendiri);
    vec![
        own(Method::GET, "/api/akun/saya"),
        own(Method::POST, "/api/akun/saya/sandi")
            .with(json!({"lama": "bukan ini", "sandi": "kayuh sampan ke hulu"})),
        own(Method::GET, "/api/akun/saya/sesi"),
        own(Method::POST, "/api/akun/saya/sesi/akhiri").with(json!({"sesi": SesiId::mint()})),
        own(Method::POST, "/api/akun/saya/totp").with(json!({})),
        own(Method::POST, "/api/akun/saya/totp/pasang").with(json!({"kode": "000000"})),
        own(Method::POST, "/api/akun/saya/totp/lepas").with(json!({"sandi": "bukan ini"})),
        own(Method::GET, "/api/skpd"),
        jalan(Method::POST, "/api/skpd", "/api/skpd", Milik::Kabupaten)
            .with(json!({"kode": "uji", "nama": "Dinas Uji", "aktif": true})),
    ]
}

fn akun(bahan: &Bahan<'_>) -> Vec<Jalan> {
    let id = &bahan.akun;
    let lines = "nama_pengguna,nama\nsiapa,Siapa Saja\n";
    let mut all = vec![
        jalan(Method::GET, "/api/akun", "/api/akun", Milik::Daftar),
        jalan(Method::POST, "/api/akun", "/api/akun", Milik::Untuk)
            .with(akun_baru(&format!("baru.{}", AksiId::mint()), "Hasanah")),
        jalan(Method::POST, "/api/akun/impor", "/api/akun/impor", Milik::Sendiri)
            .with(json!({"berkas": BASE64_STANDARD.encode(lines), "coba": true})),
        jalan(
            Method::GET,
            "/api/akun/impor/contoh.xlsx",
            "/api/akun/impor/contoh.xlsx",
            Milik::Sendiri,
        ),
        jalan(
            Method::GET,
            "/api/akun/{id}",
            format!("/api/akun/{id}"),
            Milik::Desa,
        ),
        jalan(
            Method::GET,
            "/api/akun/{id}/sesi",
            format!("/api/akun/{id}/sesi"),
            Milik::Desa,
        ),
    ];
    let posts = [
        ("/api/akun/{id}/nama", json!({"nama": "Rahmat Sasaran"})),
        ("/api/akun/{id}/penugasan", json!({"tugas": tugas()})),
        (
            "/api/akun/{id}/penugasan/akhiri",
            json!({"penugasan": bahan.penugasan, "sampai": "2026-12-31"}),
        ),
        (
            "/api/akun/{id}/serah-terima",
            json!({"penerus": bahan.penerus, "hari": "2020-01-01", "keterangan": "mutasi"}),
        ),
        ("/api/akun/{id}/sesi/akhiri", json!({"sesi": null})),
    ];
    for (route, badan) in posts {
        all.push(jalan(Method::POST, route, route.replace("{id}", id), Milik::Desa).with(badan));
    }
    for urusan in shared::account::Urusan::ALL {
        let path = format!("/api/akun/{id}/{}", urusan.as_str());
        all.push(jalan(Method::POST, "/api/akun/{id}/{urusan}", path, Milik::Desa).with(json!({})));
    }
    all
}
