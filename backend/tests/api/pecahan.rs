//! One complaint that tells of two matters becomes two.

use serde_json::{Value, json};
use shared::account::Peran;
use shared::aduan::AduanBaru;
use shared::error::ErrorCode;
use shared::id::{AduanId, AksiId};
use shared::kode::{Jenis, Kode};
use shared::kunci::Kunci;

use crate::support::people::Petugas;
use crate::support::{Reply, TestApp, asal};

const LAIN: &str = "Lampu jalan di depan langgar juga padam sejak Senin.";

struct Pecahan {
    id: AduanId,
    kode: Kode,
}

impl Pecahan {
    fn mint() -> Self {
        Self {
            id: AduanId::mint(),
            kode: Kode::from_random(Jenis::Aduan, rand::random()),
        }
    }

    fn body(&self, versi: i64) -> Value {
        json!({"versi": versi, "id": self.id, "kode": self.kode, "kategori": "lainnya", "uraian": LAIN, "asal": asal()})
    }

    async fn of(&self, who: &Petugas<'_>, whole: &AduanBaru, versi: i64) -> Reply {
        self.sent(who, AksiId::mint(), whole, &self.body(versi)).await
    }

    async fn sent(&self, who: &Petugas<'_>, aksi: AksiId, whole: &AduanBaru, body: &Value) -> Reply {
        who.posts(aksi, &format!("/api/aduan/{}/pecah", whole.id), body)
            .await
    }
}

#[actix_web::test]
async fn both_have_their_own_way_and_one_key_opens_both() {
    let app = TestApp::start().await;
    let (siti, budi) = (app.pelapor(), app.petugas().await);
    let whole = siti.has_sent(|_| {}).await;
    let part = Pecahan::mint();
    let (aksi, body) = (AksiId::mint(), part.body(1));
    let first = part.sent(&budi, aksi, &whole, &body).await.ok().json();
    assert_eq!(first["pecahan"], json!([part.kode]));
    // The answer was lost and it is sent again: still one.
    part.sent(&budi, aksi, &whole, &body).await.ok();
    assert_eq!((app.count("aduan"), app.count("pecahan")), (2, 1));

    // Somebody else who has decided on the same version is shown what was done meanwhile.
    Pecahan::mint()
        .of(&budi, &whole, 1)
        .await
        .refused(ErrorCode::VersiUsang);

    let own = siti.sees(part.id).await.ok().json();
    assert_eq!(
        (&own["pecahan_dari"], &own["status"]),
        (&json!(whole.kode), &json!("diterima"))
    );
    assert_eq!(
        (&own["uraian"], &own["kategori"]),
        (&json!(LAIN), &json!("lainnya"))
    );
    assert_eq!(own["pelapor"]["nama"], "Siti Aminah");
    assert!(own["tenggat"].is_object());
    // He is told in the thread that he knows.
    let thread = siti.sees(whole.id).await.ok().json();
    let told = thread["pesan"][0]["isi"].as_str().unwrap();
    assert!(told.contains(part.kode.as_str()) && told.contains(LAIN), "{told}");
    assert_eq!(thread["status"], "diterima");

    // What happens to one does not happen to the other.
    budi.does(part.id, "tolak", 1, Some("Lampu itu milik desa."), false)
        .await
        .ok();
    assert_eq!(siti.sees(whole.id).await.ok().json()["status"], "diterima");

    // A new key opens both, the old one neither.
    let kunci = Kunci::from_random(rand::random());
    let change =
        json!({"kunci_hash": kunci.hash(), "hp": "0812 3456 7890", "cara": "telepon_balik", "asal": asal()});
    budi.posts(
        AksiId::mint(),
        &format!("/api/aduan/{}/kunci-baru", whole.id),
        &change,
    )
    .await
    .ok();
    siti.sees(part.id).await.refused(ErrorCode::TidakDitemukan);
    let mut again = app.pelapor();
    again.kunci = kunci;
    again.sees(part.id).await.ok();
    again.sees(whole.id).await.ok();
}

#[actix_web::test]
async fn what_has_ended_what_has_changed_and_what_is_taken_is_not_split() {
    let app = TestApp::start().await;
    let (siti, budi) = (app.pelapor(), app.petugas().await);
    let whole = siti.has_sent(|_| {}).await;
    let other = siti.has_sent(|_| {}).await;
    let taken = Pecahan {
        id: AduanId::mint(),
        kode: other.kode.clone(),
    };
    taken.of(&budi, &whole, 1).await.refused(ErrorCode::SudahAda);
    Pecahan::mint()
        .of(&budi, &whole, 7)
        .await
        .refused(ErrorCode::VersiUsang);
    let short = json!({"versi": 1, "id": AduanId::mint(), "kode": Kode::from_random(Jenis::Aduan, rand::random()),
        "kategori": "lainnya", "uraian": "Lampu.", "asal": asal()});
    Pecahan::mint()
        .sent(&budi, AksiId::mint(), &whole, &short)
        .await
        .refused(ErrorCode::IsianSalah)
        .of_field("uraian");
    let teknis = app.sebagai(Peran::TimTeknis, "63.11").await;
    Pecahan::mint()
        .of(&teknis, &whole, 1)
        .await
        .refused(ErrorCode::TidakBerhak);
    budi.does(whole.id, "tolak", 1, Some("Bukan di kabupaten ini."), false)
        .await
        .ok();
    Pecahan::mint()
        .of(&budi, &whole, 2)
        .await
        .refused(ErrorCode::LangkahSalah);
    assert_eq!((app.count("aduan"), app.count("pecahan")), (2, 0));
}
