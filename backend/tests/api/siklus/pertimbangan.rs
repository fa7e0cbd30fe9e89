//! What an officer asks before a step, and what officers alone see of the others.

use backend::aduan::penjaga::round;
use chrono::{Days, TimeDelta};
use serde_json::json;
use shared::account::Peran;
use shared::aduan::{AturanSiklus, awal_hari};
use shared::clock::wita_day;
use shared::error::ErrorCode;

use super::{langkah, orang};
use crate::support::TestApp;

#[actix_web::test]
async fn only_who_could_do_the_work_is_offered_for_it() {
    let app = TestApp::start().await;
    let (siti, budi) = (app.pelapor(), app.petugas().await);
    orang(&app, "rudi", Peran::TimTeknis, ("puprperkim", None)).await;
    orang(&app, "joko", Peran::TimTeknis, ("puprperkim", Some("perkim"))).await;
    orang(&app, "sari", Peran::TimTeknis, ("disdukcapil", None)).await;
    orang(&app, "hadi", Peran::KepalaSkpd, ("puprperkim", None)).await;
    let id = siti.has_sent(|_| {}).await.id;
    let names = async |query: &str| {
        let path = format!("/api/aduan/{id}/tim-teknis?skpd={query}");
        let people = budi.get(&path).await.ok().json();
        let people = people.as_array().unwrap().iter();
        people
            .map(|one| one["nama"].as_str().unwrap().to_lowercase())
            .collect::<Vec<_>>()
    };
    let whole = names("puprperkim").await;
    let part = names("puprperkim&bidang=perkim").await;
    // Whoever belongs to a part alone does not get what is the whole office's.
    assert!(whole.iter().any(|nama| nama.contains("rudi")), "{whole:?}");
    assert!(!whole.iter().any(|nama| nama.contains("joko")), "{whole:?}");
    assert!(part.iter().any(|nama| nama.contains("joko")), "{part:?}");
    for nobody in ["sari", "hadi"] {
        assert!(
            !part.iter().chain(&whole).any(|nama| nama.contains(nobody)),
            "{nobody}"
        );
    }
    let foreign = app.sebagai(Peran::PejabatPenghubung, "63.11.01").await;
    foreign
        .get(&format!("/api/aduan/{id}/tim-teknis?skpd=puprperkim"))
        .await
        .refused(ErrorCode::TidakDitemukan);
}

#[actix_web::test]
async fn what_a_pause_would_make_of_the_deadline_is_what_it_makes_of_it() {
    let app = TestApp::start().await;
    let (siti, budi) = (app.pelapor(), app.petugas().await);
    let id = siti.has_sent(|_| {}).await.id;
    budi.does(id, "verifikasi", 1, None, false).await.ok();
    budi.does(id, "proses", 2, None, false).await.ok();
    let today = wita_day(backend::clock::now());
    let path = |days| format!("/api/aduan/{id}/bila-ditunda?sampai={}", today + Days::new(days));
    budi.get(&path(0))
        .await
        .refused(ErrorCode::IsianSalah)
        .of_field("sampai");
    budi.get(&path(91))
        .await
        .refused(ErrorCode::IsianSalah)
        .of_field("sampai");
    let before = budi.sees(id).await.ok().json()["tenggat"].clone();
    let told = budi.get(&path(30)).await.ok().json()["tenggat"].clone();
    assert!(before["hari"].as_str() < told["hari"].as_str(), "{before} {told}");
    assert_eq!(app.count("jeda"), 0);
    let hingga = today + Days::new(30);
    langkah(
        &budi,
        id,
        "tunda",
        3,
        json!({"teks": "Menunggu alat berat.", "sampai": hingga}),
    )
    .await
    .ok();
    assert_eq!(budi.sees(id).await.ok().json()["tenggat"], json!(null));
    let then = awal_hari(hingga) + TimeDelta::hours(3);
    round(&app.db, &AturanSiklus::default(), then).await.unwrap();
    assert_eq!(budi.sees(id).await.ok().json()["tenggat"], told);
}

#[actix_web::test]
async fn duplicates_are_named_to_officers_and_who_to_turn_to_to_everybody() {
    let app = TestApp::start().await;
    let (siti, budi) = (app.pelapor(), app.petugas().await);
    let main = siti.has_sent(|_| {}).await;
    let same = siti.has_sent(|_| {}).await;
    langkah(&budi, same.id, "gabung", 1, json!({"induk": main.kode}))
        .await
        .ok();
    assert_eq!(
        budi.sees(main.id).await.ok().json()["gabungan"],
        json!([same.kode])
    );
    assert_eq!(siti.sees(main.id).await.ok().json()["gabungan"], json!([]));

    let (open, secret) = (
        siti.has_sent(|_| {}).await,
        siti.has_sent(|aduan| aduan.rahasia = true).await,
    );
    for (aduan, expected) in [(&open, json!("Balai Jalan Nasional")), (&secret, json!(null))] {
        budi.does(aduan.id, "bukan-wewenang", 1, Some("Ini jalan nasional."), false)
            .await
            .ok();
        let seen = siti.looks_up(aduan.kode.as_str()).await.ok().json();
        assert_eq!(seen["instansi"], expected);
    }
}
