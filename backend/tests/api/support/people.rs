//! The people of the tests: a reporter with his key, an officer with his token.

use chrono::Utc;
use reqwest::{Method, RequestBuilder};
use serde::Serialize;
use serde_json::{Value, json};
use shared::aduan::{
    AduanBaru, Jenis, Kategori, Kontak, Lokasi, PenilaianBaru, Persetujuan, PesanBaru, RilisBaru, Rincian,
    TindakanBaru,
};
use shared::aksi::{Asal, IDEMPOTENCY_KEY, SKEMA};
use shared::id::{AduanId, AksiId, PerangkatId, PesanId};
use shared::kode::{Jenis as JenisKode, Kode};
use shared::kunci::Kunci;
use shared::wilayah::WilayahKode;

use super::{PASSWORD, Reply, TestApp};

/// Where and when a test's device captured something.
pub fn asal() -> Asal {
    Asal {
        perangkat: PerangkatId::mint(),
        urutan: 1,
        ditangkap_pada: Utc::now(),
        skema: SKEMA,
    }
}

/// A good complaint from Lampihong Kiri, whose reporter holds this key.
pub fn aduan_baru(kunci: &Kunci) -> AduanBaru {
    AduanBaru {
        id: AduanId::mint(),
        kode: Kode::from_random(JenisKode::Aduan, rand::random()),
        kunci_hash: kunci.hash(),
        jenis: Jenis::Pengaduan,
        kategori: Kategori::Drainase,
        uraian: "Saluran di samping langgar tersumbat tanah, air masuk ke tiga rumah.".to_owned(),
        lokasi: Lokasi {
            wilayah: WilayahKode::parse("63.11.05.2007"),
            posisi: None,
            catatan: "dekat jembatan".to_owned(),
        },
        foto: Vec::new(),
        pelapor: Kontak {
            nama: "Siti Aminah".to_owned(),
            hp: "0812 3456 7890".to_owned(),
            email: Some("siti@contoh.id".to_owned()),
            tanpa_hp: false,
        },
        anonim: false,
        rahasia: false,
        persetujuan: Persetujuan {
            versi: "2026-11".to_owned(),
            pada: Utc::now(),
        },
        asal: asal(),
    }
}

pub struct Pelapor<'a> {
    pub(super) app: &'a TestApp,
    pub kunci: Kunci,
    forwarded_for: Option<String>,
}

impl<'a> Pelapor<'a> {
    pub fn new(app: &'a TestApp) -> Self {
        Self {
            app,
            kunci: Kunci::from_random(rand::random()),
            forwarded_for: None,
        }
    }

    /// The same person as a proxy tells of him.
    pub fn behind(mut self, address: &str) -> Self {
        self.forwarded_for = Some(address.to_owned());
        self
    }

    pub fn aduan(&self) -> AduanBaru {
        aduan_baru(&self.kunci)
    }

    fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let request = self.app.http.request(method, self.app.url(path));
        match &self.forwarded_for {
            Some(address) => request.header("X-Forwarded-For", address),
            None => request,
        }
    }

    /// A request that shows the key.
    pub fn with_key(&self, method: Method, path: &str) -> RequestBuilder {
        self.request(method, path)
            .header("Authorization", format!("Kunci {}", self.kunci.as_str()))
    }

    pub async fn send(&self, aduan: &AduanBaru) -> Reply {
        self.send_as(AksiId::mint(), aduan).await
    }

    /// Sends under an aksi's id; what is sent may be no complaint at all.
    pub async fn send_as(&self, aksi: AksiId, body: &impl Serialize) -> Reply {
        Reply::of(
            self.request(Method::POST, "/api/aduan")
                .header(IDEMPOTENCY_KEY, aksi.to_string())
                .json(body),
        )
        .await
    }

    /// Sends a good complaint that is taken.
    pub async fn has_sent(&self, change: impl FnOnce(&mut AduanBaru)) -> AduanBaru {
        let mut aduan = self.aduan();
        change(&mut aduan);
        self.send(&aduan).await.created();
        aduan
    }

    pub async fn sees(&self, id: impl ToString) -> Reply {
        Reply::of(self.with_key(Method::GET, &format!("/api/aduan/{}", id.to_string()))).await
    }

    pub async fn looks_up(&self, kode: &str) -> Reply {
        Reply::of(self.request(Method::GET, &format!("/api/public/aduan/{kode}"))).await
    }

    pub async fn writes(&self, id: AduanId, isi: &str) -> Reply {
        let body = PesanBaru {
            id: PesanId::mint(),
            isi: isi.to_owned(),
            asal: asal(),
        };
        self.posts(&format!("/api/aduan/{id}/pesan"), &body).await
    }

    pub async fn rates(&self, id: AduanId, nilai: u8) -> Reply {
        let body = PenilaianBaru {
            nilai,
            komentar: String::new(),
            asal: asal(),
        };
        self.posts(&format!("/api/aduan/{id}/penilaian"), &body).await
    }

    async fn posts(&self, path: &str, body: &impl Serialize) -> Reply {
        let request = self
            .with_key(Method::POST, path)
            .header(IDEMPOTENCY_KEY, AksiId::mint().to_string());
        Reply::of(request.json(body)).await
    }
}

pub struct Petugas<'a> {
    app: &'a TestApp,
    pub token: String,
    /// The value of the session cookie.
    pub cookie: String,
}

impl<'a> Petugas<'a> {
    pub async fn login(app: &'a TestApp, nama_pengguna: &str) -> Self {
        let reply = try_login(app, nama_pengguna, PASSWORD).await.ok();
        let token = reply.json()["token"].as_str().unwrap().to_owned();
        Self {
            app,
            token,
            cookie: session_cookie(&reply),
        }
    }

    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.app
            .http
            .request(method, self.app.url(path))
            .bearer_auth(&self.token)
    }

    pub async fn get(&self, path: &str) -> Reply {
        Reply::of(self.request(Method::GET, path)).await
    }

    pub async fn lists(&self, query: &[(&str, &str)]) -> Reply {
        Reply::of(self.request(Method::GET, "/api/aduan").query(query)).await
    }

    pub async fn sees(&self, id: impl ToString) -> Reply {
        self.get(&format!("/api/aduan/{}", id.to_string())).await
    }

    pub async fn posts(&self, aksi: AksiId, path: &str, body: &impl Serialize) -> Reply {
        Reply::of(
            self.request(Method::POST, path)
                .header(IDEMPOTENCY_KEY, aksi.to_string())
                .json(body),
        )
        .await
    }

    /// Takes a step on the version that he has seen.
    pub async fn does(
        &self,
        id: AduanId,
        tindakan: &str,
        versi: i64,
        teks: Option<&str>,
        publik: bool,
    ) -> Reply {
        let body = TindakanBaru {
            versi,
            teks: teks.map(str::to_owned),
            publik,
            rincian: Rincian {
                instansi: (tindakan == "bukan-wewenang").then(|| "Balai Jalan Nasional".to_owned()),
                ..Rincian::default()
            },
            asal: asal(),
        };
        self.posts(AksiId::mint(), &format!("/api/aduan/{id}/{tindakan}"), &body)
            .await
    }

    pub async fn releases(&self, id: AduanId, versi: i64, judul: &str) -> Reply {
        let body = RilisBaru {
            versi,
            judul: judul.to_owned(),
            ringkasan: "Ringkasan petugas.".to_owned(),
            asal: asal(),
        };
        self.posts(AksiId::mint(), &format!("/api/aduan/{id}/rilis"), &body)
            .await
    }

    pub async fn writes(&self, id: AduanId, isi: &str) -> Reply {
        let body = PesanBaru {
            id: PesanId::mint(),
            isi: isi.to_owned(),
            asal: asal(),
        };
        self.posts(AksiId::mint(), &format!("/api/aduan/{id}/pesan"), &body)
            .await
    }
}

pub async fn try_login(app: &TestApp, nama_pengguna: &str, sandi: &str) -> Reply {
    let body: Value =
        json!({"nama_pengguna": nama_pengguna, "sandi": sandi, "perangkat": PerangkatId::mint()});
    Reply::of(app.http.post(app.url("/api/auth/login")).json(&body)).await
}

/// The session cookie that an answer sets.
pub fn session_cookie(reply: &Reply) -> String {
    let cookie = reply.header("set-cookie").unwrap();
    cookie
        .strip_prefix("portal_sesi=")
        .unwrap()
        .split(';')
        .next()
        .unwrap()
        .to_owned()
}
