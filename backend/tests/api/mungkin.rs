//! Complaints that may tell of the same thing.

use serde_json::{Value, json};
use shared::account::Peran;
use shared::aduan::{AduanBaru, Kategori};
use shared::error::ErrorCode;
use shared::id::AksiId;
use shared::place::{Posisi, SumberPosisi};

use crate::support::{TestApp, asal};

const LAT: f64 = -2.3501;
const LNG: f64 = 115.3602;
/// Degrees of latitude that are about a hundred metres.
const HUNDRED: f64 = 0.0009;

fn at(metres: f64) -> impl FnOnce(&mut AduanBaru) {
    move |aduan| {
        aduan.lokasi.posisi = Some(Posisi {
            lat: LAT + HUNDRED * metres / 100.0,
            lng: LNG,
            akurasi_m: Some(8.0),
            sumber: SumberPosisi::Gps,
        });
    }
}

fn marks(aduan: &Value) -> Vec<&str> {
    let marked = aduan["mungkin_sama"].as_array().map(Vec::as_slice);
    marked
        .unwrap_or_default()
        .iter()
        .map(|one| one["kode"].as_str().unwrap())
        .collect()
}

#[actix_web::test]
async fn a_like_one_near_by_is_marked_on_both_and_nobody_is_refused() {
    let app = TestApp::start().await;
    let (siti, budi) = (app.pelapor(), app.petugas().await);
    let first = siti.has_sent(at(0.0)).await;
    let near = app.pelapor().has_sent(at(150.0)).await;
    let far = siti.has_sent(at(390.0)).await;
    let other_kind = siti
        .has_sent(|aduan| {
            at(10.0)(aduan);
            aduan.kategori = Kategori::Lainnya;
        })
        .await;
    let without_a_point = siti.has_sent(|_| {}).await;
    let seen = budi.sees(near.id).await.ok().json();
    // The nearest first.
    assert_eq!(marks(&seen), [first.kode.as_str(), far.kode.as_str()]);
    let metres = seen["mungkin_sama"][0]["jarak_m"].as_i64().unwrap();
    assert!((145..=155).contains(&metres), "{metres}");
    assert_eq!(
        marks(&budi.sees(first.id).await.ok().json()),
        [near.kode.as_str()]
    );
    // 240 m to the near one, and too far from the first.
    assert_eq!(marks(&budi.sees(far.id).await.ok().json()), [near.kode.as_str()]);
    for id in [other_kind.id, without_a_point.id] {
        assert!(marks(&budi.sees(id).await.ok().json()).is_empty());
    }
    // It is for officers.
    assert_eq!(siti.sees(first.id).await.ok().json()["mungkin_sama"], Value::Null);
    let inbox = budi.lists(&[("mungkin_sama", "true")]).await.ok().json();
    let listed: Vec<&str> = inbox["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|line| line["kode"].as_str().unwrap())
        .collect();
    assert_eq!(listed, [far.kode.as_str(), near.kode.as_str()]);
    assert!(
        inbox["items"]
            .as_array()
            .unwrap()
            .iter()
            .all(|line| line["mungkin_sama"] == true)
    );
    let others = budi.lists(&[("mungkin_sama", "false")]).await.ok().json();
    assert_eq!(others["total"], 3);
    assert_eq!(others["items"][0]["mungkin_sama"], Value::Null);
}

#[actix_web::test]
async fn what_has_ended_is_not_marked_and_a_district_may_look_for_none() {
    let app = TestApp::start().await;
    let (siti, budi) = (app.pelapor(), app.petugas().await);
    let first = siti.has_sent(at(0.0)).await;
    budi.does(first.id, "tolak", 1, Some("Sudah diperbaiki bulan lalu."), false)
        .await
        .ok();
    let second = siti.has_sent(at(10.0)).await;
    assert!(marks(&budi.sees(second.id).await.ok().json()).is_empty());

    let app = TestApp::start_with(|config| config.district.siklus.mungkin_sama_m = 0).await;
    let siti = app.pelapor();
    siti.has_sent(at(0.0)).await;
    siti.has_sent(at(10.0)).await;
    assert_eq!(app.count("mungkin_sama"), 0);
}

#[actix_web::test]
async fn an_officer_says_that_they_are_not_the_same_or_merges_them() {
    let app = TestApp::start().await;
    let (siti, budi) = (app.pelapor(), app.petugas().await);
    let (one, two, three) = (
        siti.has_sent(at(0.0)).await,
        siti.has_sent(at(20.0)).await,
        siti.has_sent(at(40.0)).await,
    );
    let path = |id| format!("/api/aduan/{id}/bukan-sama");
    let aksi = AksiId::mint();
    let body = json!({"lain": two.kode, "asal": asal()});
    // Said of the earlier one, it holds for both.
    let seen = budi.posts(aksi, &path(one.id), &body).await.ok().json();
    assert_eq!(marks(&seen), [three.kode.as_str()]);
    assert_eq!(marks(&budi.sees(two.id).await.ok().json()), [three.kode.as_str()]);
    budi.posts(aksi, &path(one.id), &body).await.ok();
    budi.posts(
        AksiId::mint(),
        &path(one.id),
        &json!({"lain": one.kode, "asal": asal()}),
    )
    .await
    .refused(ErrorCode::IsianSalah)
    .of_field("lain");
    app.sebagai(Peran::TimTeknis, "63.11")
        .await
        .posts(
            AksiId::mint(),
            &path(two.id),
            &json!({"lain": three.kode, "asal": asal()}),
        )
        .await
        .refused(ErrorCode::TidakBerhak);
    let merge = json!({"versi": 1, "induk": one.kode, "asal": asal()});
    budi.posts(AksiId::mint(), &format!("/api/aduan/{}/gabung", three.id), &merge)
        .await
        .ok();
    for id in [one.id, three.id] {
        assert!(marks(&budi.sees(id).await.ok().json()).is_empty());
    }
    assert_eq!(
        budi.lists(&[("mungkin_sama", "true")]).await.ok().json()["total"],
        0
    );
}

#[actix_web::test]
async fn nobody_learns_of_a_secret_one_by_its_mark() {
    let app = TestApp::start().await;
    let siti = app.pelapor();
    siti.has_sent(|aduan| {
        at(0.0)(aduan);
        aduan.rahasia = true;
    })
    .await;
    let open = siti.has_sent(at(20.0)).await;
    let kades = app.sebagai(Peran::KepalaDesa, "63.11.05.2007").await;
    assert!(marks(&kades.sees(open.id).await.ok().json()).is_empty());
    let budi = app.petugas().await;
    assert_eq!(marks(&budi.sees(open.id).await.ok().json()).len(), 1);
}
