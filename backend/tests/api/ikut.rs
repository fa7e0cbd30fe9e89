//! Following somebody else's complaint, and the open ones near by that are offered for it.

use reqwest::Method;
use serde_json::{Value, json};
use shared::aduan::{AduanBaru, IkutAkhir, IkutBaru, Kategori};
use shared::aksi::IDEMPOTENCY_KEY;
use shared::error::ErrorCode;
use shared::id::{AksiId, IkutId};
use shared::kode::Kode;
use shared::kunci::Kunci;
use shared::place::{Posisi, SumberPosisi};
use shared::publik::Petak;

use crate::support::{Reply, TestApp, asal};

const HERE: (f64, f64) = (-2.3175, 115.6225);

/// Somebody who follows.
struct Pengikut<'a> {
    app: &'a TestApp,
    kunci: Kunci,
    id: IkutId,
}

impl<'a> Pengikut<'a> {
    fn new(app: &'a TestApp) -> Self {
        Self {
            app,
            kunci: Kunci::from_random(rand::random()),
            id: IkutId::mint(),
        }
    }

    fn body(&self, kode: &Kode) -> IkutBaru {
        IkutBaru {
            id: self.id,
            kode: kode.clone(),
            kunci_hash: self.kunci.hash(),
            asal: asal(),
        }
    }

    async fn send(&self, aksi: AksiId, body: &IkutBaru) -> Reply {
        let request = self.app.http.request(Method::POST, self.app.url("/api/ikut"));
        Reply::of(request.header(IDEMPOTENCY_KEY, aksi.to_string()).json(body)).await
    }

    async fn follows(&self, kode: &Kode) -> Reply {
        self.send(AksiId::mint(), &self.body(kode)).await
    }

    async fn leaves(&self, with: Option<&Kunci>) -> Reply {
        let path = format!("/api/ikut/{}/akhiri", self.id);
        let request = self.app.http.request(Method::POST, self.app.url(&path));
        let request = request
            .header(IDEMPOTENCY_KEY, AksiId::mint().to_string())
            .json(&IkutAkhir { asal: asal() });
        Reply::of(match with {
            Some(kunci) => request.header("Authorization", format!("Kunci {}", kunci.as_str())),
            None => request,
        })
        .await
    }
}

fn at(lat: f64, lng: f64) -> impl FnOnce(&mut AduanBaru) {
    move |aduan| {
        aduan.lokasi.posisi = Some(Posisi {
            lat,
            lng,
            akurasi_m: Some(8.0),
            sumber: SumberPosisi::Gps,
        });
    }
}

async fn followers(app: &TestApp, kode: &Kode) -> u64 {
    let page = app.get(&format!("/api/public/aduan/{kode}")).await.ok().json();
    page["pengikut"].as_u64().unwrap()
}

#[actix_web::test]
async fn who_follows_is_counted_once_and_leaves_with_his_own_key_alone() {
    let app = TestApp::start().await;
    let aduan = app.pelapor().has_sent(|_| {}).await;
    let (siti, budi) = (Pengikut::new(&app), Pengikut::new(&app));
    let (aksi, body) = (AksiId::mint(), siti.body(&aduan.kode));
    let receipt = siti.send(aksi, &body).await.created().json();
    assert_eq!(receipt["id"], json!(siti.id));
    assert_eq!(receipt["status"], "diterima");
    // Sent again, since the answer was lost: the same answer, and one follower.
    assert_eq!(siti.send(aksi, &body).await.created().json(), receipt);
    siti.follows(&aduan.kode).await.refused(ErrorCode::SudahAda);
    budi.follows(&aduan.kode).await.created();
    assert_eq!(followers(&app, &aduan.kode).await, 2);

    siti.leaves(None).await.refused(ErrorCode::PerluMasuk);
    siti.leaves(Some(&budi.kunci))
        .await
        .refused(ErrorCode::TidakDitemukan);
    assert_eq!(followers(&app, &aduan.kode).await, 2);
    siti.leaves(Some(&siti.kunci)).await.ok();
    siti.leaves(Some(&siti.kunci)).await.ok();
    assert_eq!(followers(&app, &aduan.kode).await, 1);
    // Nothing of it says who it was.
    assert_eq!(app.count("aduan_ikut"), 2);
}

#[actix_web::test]
async fn what_is_hidden_cannot_be_followed_and_what_was_merged_counts_at_the_other() {
    let app = TestApp::start().await;
    let hidden = app.pelapor().has_sent(|aduan| aduan.rahasia = true).await;
    let unknown = Kode::from_random(shared::kode::Jenis::Aduan, rand::random());
    for kode in [&hidden.kode, &unknown] {
        let someone = Pengikut::new(&app);
        someone.follows(kode).await.refused(ErrorCode::TidakDitemukan);
    }
    assert_eq!(app.count("aduan_ikut"), 0);

    let (first, second) = (
        app.pelapor().has_sent(|_| {}).await,
        app.pelapor().has_sent(|_| {}).await,
    );
    for kode in [&first.kode, &second.kode] {
        Pengikut::new(&app).follows(kode).await.created();
    }
    let budi = app.petugas().await;
    let merge = json!({"versi": 1, "induk": first.kode, "asal": asal()});
    budi.posts(
        AksiId::mint(),
        &format!("/api/aduan/{}/gabung", second.id),
        &merge,
    )
    .await
    .ok();
    // Who was under way while it was merged is taken too.
    Pengikut::new(&app).follows(&second.kode).await.created();
    assert_eq!(followers(&app, &first.kode).await, 3);
    assert_eq!(budi.sees(first.id).await.ok().json()["pengikut"], 3);
    assert_eq!(budi.sees(second.id).await.ok().json()["pengikut"], 2);
}

#[actix_web::test]
async fn open_ones_near_by_are_told_by_squares_and_nothing_hidden_is_among_them() {
    let app = TestApp::start().await;
    let siti = app.pelapor();
    let near = siti.has_sent(at(HERE.0, HERE.1)).await;
    siti.has_sent(at(HERE.0 + 0.05, HERE.1)).await;
    let hidden = siti
        .has_sent(|aduan| {
            at(HERE.0, HERE.1)(aduan);
            aduan.rahasia = true;
        })
        .await;
    let other_kind = siti
        .has_sent(|aduan| {
            at(HERE.0, HERE.1)(aduan);
            aduan.kategori = Kategori::Lainnya;
        })
        .await;
    let squares: Vec<String> = Petak::sekitar(HERE, 250.0).into_iter().map(Petak::nama).collect();
    let asked = format!(
        "/api/publik/terbuka?petak={}&kategori=drainase",
        squares.join(",")
    );
    let codes = |list: &Value| -> Vec<String> {
        let list = list.as_array().unwrap().iter();
        list.map(|one| one["kode"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(codes(&app.get(&asked).await.ok().json()), [near.kode.to_string()]);

    let whole = app.get("/api/publik/terbuka").await.ok();
    let all = codes(&whole.json());
    assert_eq!(all.len(), 3);
    assert!(all.contains(&other_kind.kode.to_string()) && !all.contains(&hidden.kode.to_string()));
    assert!(!whole.text.contains("Siti") && !whole.text.contains("langgar"));

    // What has ended is offered to nobody.
    let budi = app.petugas().await;
    let refuse = json!({"versi": 1, "teks": "Bukan masalah drainase.", "publik": false, "asal": asal()});
    budi.posts(AksiId::mint(), &format!("/api/aduan/{}/tolak", near.id), &refuse)
        .await
        .ok();
    assert!(codes(&app.get(&asked).await.ok().json()).is_empty());

    for bad in [
        "kategori=drainase",
        "petak=1",
        "petak=1.2,",
        "petak=1.1,1.2,1.3,1.4,1.5,1.6,1.7,1.8,1.9,2.0",
    ] {
        let reply = app.get(&format!("/api/publik/terbuka?{bad}")).await;
        reply.refused(ErrorCode::IsianSalah).of_field("petak");
    }
}
