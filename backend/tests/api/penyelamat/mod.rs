//! Rescue files: what waited on a device comes in by an admin's hand, each once, and none holds up another.

mod bentuk;

use std::os::unix::fs::PermissionsExt;

use reqwest::Method;
use serde_json::{Value, json};
use shared::account::Peran;
use shared::aduan::AduanBaru;
use shared::error::ErrorCode;
use shared::file::{Foto, MediaType};
use shared::id::AccountId;
use shared::kunci::Kunci;
use shared::penyelamat::{BerkasMasuk, HasilKiriman};

use crate::support::penyelamat::{Isi, foto, kiriman, menunggu, pieces, titipan};
use crate::support::photo::{JPEG, PNG, listed, sha256};
use crate::support::{Pelapor, Petugas, Reply, TestApp};

const PATH: &str = "/api/berkas-penyelamat";
const DESA: &str = "63.11.05.2007";

async fn admin(app: &TestApp) -> Petugas<'_> {
    app.sebagai(Peran::Admin, "63.11").await
}

/// A file for this server.
fn file(app: &TestApp, isi: &[Isi]) -> Vec<u8> {
    pieces(&app.config.penyelamat.umum(), isi, |_| {}).concat()
}

async fn bring(admin: &Petugas<'_>, path: &str, bytes: Vec<u8>) -> Reply {
    Reply::of(admin.request(Method::POST, path).body(bytes)).await
}

async fn brought(admin: &Petugas<'_>, bytes: Vec<u8>) -> BerkasMasuk {
    bring(admin, PATH, bytes).await.ok().read()
}

fn hasil(masuk: &BerkasMasuk) -> Vec<HasilKiriman> {
    masuk.kiriman.iter().map(|one| one.hasil).collect()
}

fn png() -> Foto {
    Foto {
        media_type: MediaType::Png,
        ..listed(PNG)
    }
}

/// A complaint with two photos, as it waits on the device of whoever holds its key.
fn waiting(app: &TestApp) -> (Pelapor<'_>, AduanBaru, Value) {
    let siti = app.pelapor();
    let mut aduan = siti.aduan();
    aduan.foto = vec![listed(JPEG), png()];
    let waits = menunggu(&aduan, &siti.kunci);
    (siti, aduan, waits)
}

async fn id_of(petugas: &Petugas<'_>) -> AccountId {
    let own = petugas.get("/api/akun/saya").await.ok().json();
    own["id"].as_str().unwrap().parse().unwrap()
}

#[actix_web::test]
async fn what_waited_is_there_with_its_photos_and_once_however_often_the_file_comes() {
    let app = TestApp::start().await;
    let admin = admin(&app).await;
    let (siti, aduan, waits) = waiting(&app);
    let bytes = file(&app, &[kiriman(&waits), foto(JPEG), foto(PNG)]);
    for expected in [HasilKiriman::Diterima, HasilKiriman::SudahAda] {
        let masuk = brought(&admin, bytes.clone()).await;
        assert_eq!((masuk.jumlah, hasil(&masuk)), (1, vec![expected]));
        let one = &masuk.kiriman[0];
        assert_eq!((one.foto, one.foto_jumlah), (2, 2));
        assert_eq!(
            (&one.kode, &one.pesan, &one.foto_pesan),
            (&aduan.kode, &None, &None)
        );
    }
    assert_eq!((app.count("aduan"), app.count("aduan_foto")), (1, 2));
    let seen = siti.sees(aduan.id).await.ok().json();
    assert_eq!(seen["pelapor"]["nama"], "Siti Aminah");
    let photo = siti.fetches(aduan.id, &sha256(JPEG)).await;
    assert_eq!(photo.bytes().await.unwrap(), JPEG);
    // The device comes online after all, and sends the same aksi.
    let aksi = waits["aksi"].as_str().unwrap().parse().unwrap();
    let sent = siti.send_as(aksi, &aduan).await.created();
    assert_eq!(sent.header("idempotent-replayed"), Some("true"));
    let photo = Reply::of(siti.creation(aduan.id, &sha256(JPEG), JPEG.len() as u64)).await;
    photo.refused(ErrorCode::TidakBerhak);
    let seen = siti.sees(aduan.id).await.ok().json();
    assert_eq!(
        (seen["foto"][0]["diterima"].clone(), app.count("aduan")),
        (json!(true), 1)
    );
}

#[actix_web::test]
async fn beside_what_was_sent_before_only_the_rest_is_taken() {
    let app = TestApp::start().await;
    let admin = admin(&app).await;
    let (siti, aduan, waits) = waiting(&app);
    siti.send_as(waits["aksi"].as_str().unwrap().parse().unwrap(), &aduan)
        .await
        .created();
    siti.uploads(aduan.id, JPEG).await;
    // Of the other photo a part had come.
    let begun = siti.begins(aduan.id, PNG).await;
    begun.sends(0, &PNG[..10]).await.stands_at(10);
    let masuk = brought(&admin, file(&app, &[kiriman(&waits), foto(PNG)])).await;
    assert_eq!(hasil(&masuk), [HasilKiriman::SudahAda]);
    assert_eq!((masuk.kiriman[0].foto, masuk.kiriman[0].foto_jumlah), (2, 2));
    // The device that goes on with the upload finds it gone, and the photo there.
    begun
        .sends(10, &PNG[10..])
        .await
        .refused(ErrorCode::TidakDitemukan);
    let again = Reply::of(siti.creation(aduan.id, &sha256(PNG), PNG.len() as u64)).await;
    again.refused(ErrorCode::TidakBerhak);
    let seen = siti.sees(aduan.id).await.ok().json();
    assert_eq!(seen["foto"][1]["diterima"], true);
}

#[actix_web::test]
async fn one_that_is_refused_holds_up_none_of_the_others() {
    let app = TestApp::start().await;
    let admin = admin(&app).await;
    let (_, first, good) = waiting(&app);
    let (_, _, mut wrong) = waiting(&app);
    let mut body: Value = serde_json::from_str(wrong["badan"].as_str().unwrap()).unwrap();
    body["uraian"] = json!("");
    wrong["badan"] = json!(body.to_string());
    let (_, _, mut foreign) = waiting(&app);
    foreign["jenis"] = json!("aduan_tindakan");
    let (_, last, other) = waiting(&app);
    let isi = [
        kiriman(&good),
        foto(b"no photo at all"),
        foto(JPEG),
        kiriman(&wrong),
        foto(JPEG),
        kiriman(&foreign),
        kiriman(&other),
        foto(JPEG),
    ];
    let masuk = brought(&admin, file(&app, &isi)).await;
    let (good, wrong) = (HasilKiriman::Diterima, HasilKiriman::Ditolak);
    assert_eq!(hasil(&masuk), [good, wrong, wrong, good]);
    let told: Vec<bool> = masuk.kiriman.iter().map(|one| one.pesan.is_some()).collect();
    assert_eq!(told, [false, true, true, false]);
    let photos: Vec<usize> = masuk.kiriman.iter().map(|one| one.foto).collect();
    assert_eq!(photos, [1, 0, 0, 1]);
    // A photo that the record does not list is said; one of a record that was refused needs no more words.
    assert!(masuk.kiriman[0].foto_pesan.is_some() && masuk.kiriman[1].foto_pesan.is_none());
    assert_eq!(app.count("aduan"), 2);
    for id in [first.id, last.id] {
        assert_eq!(app.count(&format!("aduan WHERE id = '{id}'")), 1);
    }
}

#[actix_web::test]
async fn a_photo_goes_to_nobody_elses_record() {
    let app = TestApp::start().await;
    let admin = admin(&app).await;
    let siti = app.pelapor();
    let hers = siti.has_sent(|aduan| aduan.foto = vec![listed(JPEG)]).await;
    // Somebody who knows her record's id, and not its key.
    let stranger = Kunci::from_random(rand::random());
    let masuk = brought(
        &admin,
        file(&app, &[kiriman(&menunggu(&hers, &stranger)), foto(JPEG)]),
    )
    .await;
    assert_eq!(
        (hasil(&masuk), masuk.kiriman[0].foto),
        (vec![HasilKiriman::Ditolak], 0)
    );
    let seen = siti.sees(hers.id).await.ok().json();
    assert_eq!(seen["foto"][0]["diterima"], false);
}

#[actix_web::test]
async fn what_an_officer_entered_is_his_as_long_as_he_may() {
    let app = TestApp::start().await;
    let admin = admin(&app).await;
    let operator = app.sebagai(Peran::OperatorDesa, DESA).await;
    let officer = id_of(&operator).await;
    let siti = app.pelapor();
    let entered = || {
        let mut aduan = siti.aduan();
        aduan.pelapor.hp = String::new();
        aduan.pelapor.tanpa_hp = true;
        titipan(&aduan, &siti.kunci, officer)
    };
    let first = entered();
    let masuk = brought(&admin, file(&app, &[kiriman(&first)])).await;
    assert_eq!(hasil(&masuk), [HasilKiriman::Diterima]);
    let name = format!("Petugas operator_desa.{DESA}");
    assert_eq!(masuk.kiriman[0].petugas.as_deref(), Some(name.as_str()));
    let seen = app
        .petugas()
        .await
        .sees(first["id"].as_str().unwrap())
        .await
        .ok()
        .json();
    assert_eq!(seen["dientri_oleh"], name);

    // The trail: who brought it, and in whose name it was done, under one aksi.
    let line = |perbuatan: &str, account: AccountId| {
        let aksi = first["aksi"].as_str().unwrap();
        format!("jejak WHERE perbuatan = '{perbuatan}' AND account_id = '{account}' AND aksi_id = '{aksi}'")
    };
    assert_eq!(app.count(&line("penyelamat", id_of(&admin).await)), 1);
    assert_eq!(app.count(&line("aduan_titipan", officer)), 1);

    // His assignment has ended since: what he sent while he had it is there, what is new is not taken.
    app.execute(&format!("DELETE FROM penugasan WHERE account_id = '{officer}'"));
    let isi = [kiriman(&first), kiriman(&entered())];
    let masuk = brought(&admin, file(&app, &isi)).await;
    assert_eq!(hasil(&masuk), [HasilKiriman::SudahAda, HasilKiriman::Ditolak]);
    assert!(masuk.kiriman[1].pesan.as_ref().unwrap().contains(&name));
    assert_eq!(app.count("aduan"), 1);

    // Nobody enters in the name of an account that there is not.
    let nobody = titipan(&siti.aduan(), &siti.kunci, AccountId::mint());
    let masuk = brought(&admin, file(&app, &[kiriman(&nobody)])).await;
    assert_eq!(hasil(&masuk), [HasilKiriman::Ditolak]);
}

#[actix_web::test]
async fn a_village_that_comes_in_one_file_is_not_told_to_wait() {
    let app = TestApp::start_with(|config| (config.aduan_per_minute, config.aduan_burst) = (1, 1)).await;
    let admin = admin(&app).await;
    let all: Vec<Isi> = (0..6)
        .map(|_| {
            let siti = app.pelapor();
            kiriman(&menunggu(&siti.aduan(), &siti.kunci))
        })
        .collect();
    let masuk = brought(&admin, file(&app, &all)).await;
    assert_eq!(hasil(&masuk), [HasilKiriman::Diterima; 6]);
}

#[actix_web::test]
async fn of_a_damaged_file_nothing_is_taken_until_the_sound_part_is_asked_for() {
    let app = TestApp::start().await;
    let admin = admin(&app).await;
    let (_, first, waits) = waiting(&app);
    let (_, _, other) = waiting(&app);
    let isi = [kiriman(&waits), foto(JPEG), kiriman(&other), foto(JPEG)];
    let all = pieces(&app.config.penyelamat.umum(), &isi, |_| {});
    let cut = all[..3].concat();
    let mut damaged = all.concat();
    let place = all[..3].concat().len() + 9;
    damaged[place] ^= 1;
    for bytes in [&cut, &damaged] {
        let refused = bring(&admin, PATH, bytes.clone())
            .await
            .refused(ErrorCode::BerkasRusak);
        let detail = refused.json()["detail"].as_str().unwrap().to_owned();
        assert!(
            detail.contains("1 kiriman") && detail.contains("dari HP"),
            "{detail}"
        );
        assert_eq!(app.count("aduan"), 0);
    }
    let path = format!("{PATH}?sebagian=true");
    let masuk: BerkasMasuk = bring(&admin, &path, damaged).await.ok().read();
    assert_eq!((masuk.jumlah, hasil(&masuk)), (2, vec![HasilKiriman::Diterima]));
    assert!(masuk.rusak.is_some() && masuk.kiriman[0].foto == 1);
    assert_eq!(app.count(&format!("aduan WHERE id = '{}'", first.id)), 1);
    // Where nothing is sound there is nothing to take.
    let none = all[..1].concat();
    bring(&admin, &path, none).await.refused(ErrorCode::BerkasRusak);
}

#[actix_web::test]
async fn a_file_that_is_not_for_this_portal_says_whose_it_is() {
    let app = TestApp::start().await;
    let admin = admin(&app).await;
    let (_, _, waits) = waiting(&app);
    let isi = [kiriman(&waits)];
    let own = app.config.penyelamat.umum();
    let elsewhere = TestApp::start().await.config.penyelamat.umum();
    for (bytes, words) in [
        (
            pieces(&own, &isi, |line| line["daerah"] = json!("63.02")),
            "63.02",
        ),
        (
            pieces(&own, &isi, |line| line["versi"] = json!(2)),
            "Perbarui portal",
        ),
        (pieces(&elsewhere, &isi, |_| {}), "penyelamat.key"),
        (vec![JPEG.to_vec()], "bukan berkas penyelamat"),
        (vec![], "bukan berkas penyelamat"),
    ] {
        let refused = bring(&admin, PATH, bytes.concat())
            .await
            .refused(ErrorCode::BerkasAsing);
        assert!(refused.text.contains(words), "{words}: {}", refused.text);
    }
    assert_eq!(app.count("aduan"), 0);
}

#[actix_web::test]
async fn a_file_that_is_too_large_is_told_the_limit_and_leaves_nothing() {
    let app = TestApp::start_with(|config| config.penyelamat_bytes = 4_000).await;
    let admin = admin(&app).await;
    let (_, _, waits) = waiting(&app);
    let large = file(&app, &[kiriman(&waits), foto(&[7; 9_000])]);
    let refused = bring(&admin, PATH, large.clone())
        .await
        .refused(ErrorCode::TerlaluBesar);
    assert!(refused.text.contains("PORTAL_PENYELAMAT_MIB"), "{}", refused.text);
    // Also where the length is not announced.
    let chunks = large
        .chunks(1_000)
        .map(|part| Ok::<_, std::io::Error>(part.to_vec()))
        .collect::<Vec<_>>();
    let body = reqwest::Body::wrap_stream(futures_util::stream::iter(chunks));
    let request = admin.request(Method::POST, PATH).body(body);
    Reply::of(request).await.refused(ErrorCode::TerlaluBesar);
    assert_eq!(app.count("aduan"), 0);
    let left: Vec<_> = std::fs::read_dir(&app.config.data)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.starts_with(".tmp"))
        .collect();
    assert!(left.is_empty(), "{left:?}");
}

#[actix_web::test]
async fn only_an_admin_of_the_whole_district_brings_files() {
    let app = TestApp::start().await;
    let (_, _, waits) = waiting(&app);
    let bytes = file(&app, &[kiriman(&waits)]);
    for petugas in [
        app.petugas().await,
        app.sebagai(Peran::Admin, "63.11.05").await,
        app.sebagai(Peran::OperatorDesa, DESA).await,
    ] {
        bring(&petugas, PATH, bytes.clone())
            .await
            .refused(ErrorCode::TidakBerhak);
    }
    let nobody = app.http.post(app.url(PATH)).body(bytes);
    Reply::of(nobody).await.refused(ErrorCode::PerluMasuk);
    assert_eq!(app.count("aduan"), 0);
}

#[actix_web::test]
async fn devices_are_told_the_key_and_it_stays_the_same() {
    let app = TestApp::start().await;
    let told = app.get("/api/portal").await.ok().json();
    let again = backend::config::Config::for_tests(&app.config.data, app.config.database.clone()).unwrap();
    assert_eq!(told["penyelamat_kunci"], again.penyelamat.umum());
    let key = std::fs::metadata(app.config.data.join("penyelamat.key")).unwrap();
    assert_eq!(key.permissions().mode() & 0o777, 0o600);
}
