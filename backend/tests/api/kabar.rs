//! News: to whom it goes, once, and how it leaves the portal.

use backend::db::Db;
use backend::kabar::{self, Saluran, Surel};
use backend::{account, clock};
use chrono::{DateTime, TimeDelta, Utc};
use reqwest::Method;
use serde_json::{Value, json};
use shared::account::{Penugasan, Peran};
use shared::error::ErrorCode;
use shared::id::{AduanId, AksiId};
use shared::wilayah::WilayahKode;

use crate::support::smtp::{Letter, Smtp};
use crate::support::{Petugas, Reply, TestApp, asal, make_account};

async fn tell(app: &TestApp) -> usize {
    kabar::sebar(&app.db, Saluran::of(&app.config), clock::now())
        .await
        .unwrap()
}

async fn news(of: &Petugas<'_>) -> Vec<(String, String)> {
    let page = of.get("/api/kabar").await.ok().json();
    let items = page["items"].as_array().unwrap().clone();
    assert_eq!(page["total"], items.len());
    let text = |item: &Value, name: &str| item[name].as_str().unwrap().to_owned();
    items
        .iter()
        .map(|item| (text(item, "peristiwa"), text(item, "kode")))
        .collect()
}

async fn reads(of: &Petugas<'_>, what: Value) -> Value {
    let request = of.request(Method::PUT, "/api/kabar/dibaca").json(&what);
    Reply::of(request).await.ok().json()
}

/// Somebody of an office with this role, logged in.
async fn of_office<'a>(app: &'a TestApp, nama: &str, peran: Peran, skpd: &str) -> Petugas<'a> {
    let held = Penugasan {
        skpd: Some(skpd.to_owned()),
        ..account::penugasan(peran, WilayahKode::parse("63.11").unwrap(), clock::now())
    };
    make_account(&app.db, nama, vec![held]);
    Petugas::login(app, nama).await
}

async fn hands_on(by: &Petugas<'_>, id: AduanId, versi: i64, skpd: &str) {
    let body = json!({"versi": versi, "skpd": skpd, "asal": asal()});
    by.posts(AksiId::mint(), &format!("/api/aduan/{id}/disposisi"), &body)
        .await
        .ok();
}

#[actix_web::test]
async fn each_is_told_of_what_is_his_and_nobody_of_his_own_doing() {
    let app = TestApp::start().await;
    app.execute("INSERT INTO skpd (kode, nama, aktif) VALUES ('air', 'Dinas Air', TRUE), ('jalan', 'Dinas Jalan', TRUE)");
    let verifikator = app.sebagai(Peran::VerifikatorSkpd, "63.11").await;
    let elsewhere = app.sebagai(Peran::VerifikatorSkpd, "63.11.01").await;
    let office = of_office(&app, "air.teknis", Peran::TimTeknis, "air").await;
    let other_office = of_office(&app, "jalan.teknis", Peran::TimTeknis, "jalan").await;
    let penghubung = app.sebagai(Peran::PejabatPenghubung, "63.11").await;
    let siti = app.pelapor();
    let aduan = siti.has_sent(|_| {}).await;
    let kode = aduan.kode.to_string();
    // Nothing is told before a worker has told it; of the event the queue holds no more than what it was.
    assert_eq!(app.count("kabar_antre WHERE kejadian = 'masuk'"), 1);
    assert!(news(&verifikator).await.is_empty());
    tell(&app).await;
    let told = |what: &str| (what.to_owned(), kode.clone());
    assert_eq!(news(&verifikator).await, [told("masuk")]);
    for nobody in [&elsewhere, &office, &other_office] {
        assert!(news(nobody).await.is_empty());
    }
    verifikator
        .does(aduan.id, "verifikasi", 1, None, false)
        .await
        .ok();
    hands_on(&penghubung, aduan.id, 2, "air").await;
    siti.writes(aduan.id, "Airnya sudah masuk ke dapur.")
        .await
        .created();
    tell(&app).await;
    // The newest first; of the office that has it, and of nobody else.
    assert_eq!(
        news(&office).await,
        [told("pesan_pelapor"), told("didisposisikan")]
    );
    assert!(news(&other_office).await.is_empty());
    assert_eq!(news(&verifikator).await, [told("masuk")]);
    assert!(news(&penghubung).await.is_empty(), "he did it himself");
    let page = office.get("/api/kabar").await.ok().json();
    assert_eq!(page["items"][0]["tempat"], "Lampihong Kiri, Kec. Lampihong");
    assert_eq!(page["items"][0]["dibaca"], false);
    assert!(
        !page.to_string().contains("dapur"),
        "what was written is read in the portal"
    );
    assert_eq!(tell(&app).await, 0);
}

#[actix_web::test]
async fn what_is_rahasia_is_told_to_those_who_may_read_it() {
    let app = TestApp::start().await;
    let may = app.sebagai(Peran::VerifikatorSkpd, "63.11").await;
    let may_not = app.sebagai(Peran::Camat, "63.11.05").await;
    app.pelapor().has_sent(|aduan| aduan.rahasia = true).await;
    tell(&app).await;
    assert_eq!(news(&may).await.len(), 1);
    assert!(news(&may_not).await.is_empty());
}

#[actix_web::test]
async fn what_was_read_is_read_for_its_owner_alone() {
    let app = TestApp::start().await;
    let (one, other) = (
        app.sebagai(Peran::VerifikatorSkpd, "63.11").await,
        app.sebagai(Peran::VerifikatorSkpd, "63.11.05").await,
    );
    for _ in 0..3 {
        app.pelapor().has_sent(|_| {}).await;
    }
    tell(&app).await;
    let page = one.get("/api/kabar?limit=2").await.ok().json();
    assert_eq!(
        (page["items"].as_array().unwrap().len(), &page["total"]),
        (2, &json!(3))
    );
    let next = page["next"].as_str().unwrap();
    let rest = one
        .get(&format!("/api/kabar?limit=2&cursor={next}"))
        .await
        .ok()
        .json();
    assert_eq!(
        (rest["items"].as_array().unwrap().len(), &rest["next"]),
        (1, &Value::Null)
    );
    let second = page["items"][1]["id"].clone();
    assert_eq!(reads(&one, json!({"id": second})).await, 2);
    // What came later than what he saw stays unread.
    assert_eq!(
        reads(&one, json!({"id": second, "dan_sebelumnya": true})).await,
        1
    );
    let unread = one.get("/api/kabar?belum=true").await.ok().json();
    assert_eq!(unread["items"][0]["id"], page["items"][0]["id"]);
    assert_eq!(
        (unread["items"].as_array().unwrap().len(), &unread["total"]),
        (1, &json!(1))
    );
    assert_eq!(other.get("/api/kabar?belum=true").await.ok().json()["total"], 3);
    // Another's is left as it is.
    assert_eq!(reads(&other, json!({"id": page["items"][0]["id"]})).await, 3);
    assert_eq!(one.get("/api/kabar?belum=true").await.ok().json()["total"], 1);
    one.get("/api/kabar?limit=0").await.refused(ErrorCode::IsianSalah);
    one.get("/api/kabar?cursor=zz")
        .await
        .refused(ErrorCode::BentukSalah);
    app.get("/api/kabar").await.refused(ErrorCode::PerluMasuk);
}

#[actix_web::test]
async fn whoever_opens_a_complaint_has_read_what_he_was_told_of_it() {
    let app = TestApp::start().await;
    let (one, other) = (
        app.sebagai(Peran::VerifikatorSkpd, "63.11").await,
        app.sebagai(Peran::VerifikatorSkpd, "63.11.05").await,
    );
    let siti = app.pelapor();
    let id = siti.has_sent(|_| {}).await.id;
    siti.writes(id, "Airnya sudah sampai teras.").await.created();
    app.pelapor().has_sent(|_| {}).await;
    tell(&app).await;
    assert_eq!(news(&one).await.len(), 3);
    let opens = |address: String| Reply::of(one.request(Method::PUT, &address));
    let left = opens(format!("/api/kabar/aduan/{id}/dibaca")).await.ok().json();
    assert_eq!(left, 1);
    let left = opens(format!("/api/kabar/aduan/{}/dibaca", AduanId::mint()))
        .await
        .ok()
        .json();
    assert_eq!(left, 1);
    assert_eq!(other.get("/api/kabar?belum=true").await.ok().json()["total"], 3);
    opens("/api/kabar/aduan/x/dibaca".to_owned())
        .await
        .refused(ErrorCode::TidakDitemukan);
}

#[actix_web::test]
async fn two_workers_tell_each_thing_once() {
    let app = TestApp::start().await;
    let verifikator = app.sebagai(Peran::VerifikatorSkpd, "63.11").await;
    let siti = app.pelapor();
    for _ in 0..20 {
        siti.has_sent(|_| {}).await;
    }
    let others = Db::open(&app.config.database, 2).unwrap();
    let now = clock::now();
    let (one, two) = futures_util::future::join(
        kabar::sebar(&app.db, Saluran::default(), now),
        kabar::sebar(&others, Saluran::default(), now),
    )
    .await;
    // The account that the tests make for all the work is told too.
    assert_eq!(one.unwrap() + two.unwrap(), 60);
    assert_eq!(news(&verifikator).await.len(), 20);
    assert_eq!(app.count("kabar_antre"), 0);
}

/// A portal that writes e-mail, with an officer who has an address.
async fn with_mail() -> (TestApp, Smtp) {
    let smtp = Smtp::start().await;
    let surel = Surel::new(&smtp.url(), "Portal Uji <portal@contoh.go.id>").unwrap();
    let app = TestApp::start_with(|config| {
        config.surel = Some(surel);
        config.public_url = Some("https://portal.contoh.go.id".to_owned());
    })
    .await;
    app.execute("UPDATE account SET email = 'budi@contoh.id' WHERE nama_pengguna = 'petugas'");
    (app, smtp)
}

async fn sends(app: &TestApp, now: DateTime<Utc>) -> usize {
    kabar::kirim(&app.db, &app.config, Saluran::SEMUA, now)
        .await
        .unwrap()
}

fn to<'a>(letters: &'a [Letter], address: &str) -> Vec<&'a Letter> {
    letters.iter().filter(|letter| letter.to == address).collect()
}

#[actix_web::test]
async fn a_letter_says_the_code_and_the_state_and_nothing_that_was_written() {
    let (app, smtp) = with_mail().await;
    let (siti, budi) = (app.pelapor(), app.petugas().await);
    let aduan = siti.has_sent(|_| {}).await;
    let without = siti.has_sent(|aduan| aduan.pelapor.email = None).await;
    for id in [aduan.id, without.id] {
        budi.does(id, "verifikasi", 1, None, false).await.ok();
    }
    budi.does(aduan.id, "tolak", 2, Some("Salurannya milik pribadi."), false)
        .await
        .ok();
    tell(&app).await;
    assert_eq!(app.count("kabar_keluar WHERE aduan_id IS NOT NULL"), 2);
    assert_eq!(
        app.count("kabar_keluar WHERE kejadian LIKE '%@%' OR galat LIKE '%@%'"),
        0,
        "an address stands with its owner alone"
    );
    assert_eq!(sends(&app, clock::now()).await, 2);
    let letters = smtp.take();
    let letters = to(&letters, "siti@contoh.id");
    assert_eq!(letters.len(), 2);
    let last = &letters[1].raw;
    let plain = last.replace("=\n", "");
    assert!(
        plain.contains(&format!("Aduan {} kini ditolak.", aduan.kode)),
        "{plain}"
    );
    assert!(plain.contains(&format!("https://portal.contoh.go.id/cek/{}", aduan.kode)));
    assert!(plain.contains("Auto-Submitted: auto-generated") && plain.contains("Message-ID: <"));
    assert!(!plain.contains("pribadi") && !plain.contains("langgar") && !plain.contains(siti.kunci.as_str()));
    assert_eq!(
        sends(&app, clock::now() + TimeDelta::days(1)).await,
        1,
        "the officer's"
    );
}

#[actix_web::test]
async fn what_does_not_go_out_is_tried_again_and_given_up_where_nobody_lives() {
    let (app, smtp) = with_mail().await;
    let (siti, budi) = (app.pelapor(), app.petugas().await);
    let admin = app.sebagai(Peran::Admin, "63.11").await;
    let aduan = siti.has_sent(|_| {}).await;
    budi.does(aduan.id, "verifikasi", 1, None, false).await.ok();
    tell(&app).await;
    let now = clock::now();
    smtp.refuse(&["451 nanti saja"]);
    assert_eq!(sends(&app, now).await, 0);
    let held = admin.get("/api/kabar/keluar").await.ok().json();
    assert_eq!(held[0]["galat"], "server surel menjawab 451");
    assert_eq!(
        (&held[0]["kepada"], &held[0]["sebutan"]),
        (&json!("pelapor"), &json!(aduan.kode))
    );
    assert_eq!(held[0]["coba"], 1);
    assert!(!held.to_string().contains('@'));
    assert_eq!(
        sends(&app, now + TimeDelta::seconds(30)).await,
        0,
        "not before its time"
    );
    assert_eq!(sends(&app, now + TimeDelta::minutes(3)).await, 1);
    assert_eq!(to(&smtp.take(), "siti@contoh.id").len(), 1);
    assert_eq!(admin.get("/api/kabar/keluar").await.ok().json(), json!([]));

    budi.does(aduan.id, "tolak", 2, Some("Bukan aduan."), false)
        .await
        .ok();
    tell(&app).await;
    let later = clock::now() + TimeDelta::minutes(1);
    smtp.refuse(&["550 tidak ada"]);
    sends(&app, later).await;
    let held = admin.get("/api/kabar/keluar").await.ok().json();
    assert_eq!(held[0]["berikut_pada"], Value::Null);
    let path = format!("/api/kabar/keluar/{}", held[0]["id"].as_str().unwrap());
    Reply::of(budi.request(Method::PUT, &path))
        .await
        .refused(ErrorCode::TidakBerhak);
    let reply = Reply::of(admin.request(Method::PUT, &path)).await;
    assert_eq!(reply.status, 204);
    assert_eq!(app.count("jejak WHERE perbuatan = 'kabar_ulangi'"), 1);
    assert_eq!(sends(&app, later).await, 1);
    Reply::of(admin.request(Method::PUT, &path))
        .await
        .refused(ErrorCode::TidakDitemukan);
}

#[actix_web::test]
async fn an_officer_gets_one_letter_for_all_that_he_has_not_read_and_none_for_what_he_has() {
    let (app, smtp) = with_mail().await;
    let (siti, budi) = (app.pelapor(), app.petugas().await);
    for _ in 0..3 {
        siti.has_sent(|_| {}).await;
    }
    tell(&app).await;
    assert_eq!(app.count("kabar_keluar"), 1);
    let now = clock::now();
    assert_eq!(sends(&app, now).await, 0, "he has time to read it in the portal");
    assert_eq!(sends(&app, now + TimeDelta::minutes(11)).await, 1);
    let letters = smtp.take();
    assert_eq!(letters[0].to, "budi@contoh.id");
    assert!(letters[0].raw.contains("Ada 3 kabar yang belum Anda baca"));
    assert!(letters[0].raw.contains("https://portal.contoh.go.id/kabar"));
    // No more than one an hour, and none once he has read it all.
    siti.has_sent(|_| {}).await;
    tell(&app).await;
    assert_eq!(sends(&app, now + TimeDelta::minutes(50)).await, 0);
    let newest = budi.get("/api/kabar").await.ok().json()["items"][0]["id"].clone();
    assert_eq!(
        reads(&budi, json!({"id": newest, "dan_sebelumnya": true})).await,
        0
    );
    assert_eq!(sends(&app, now + TimeDelta::minutes(70)).await, 0);
    assert!(smtp.take().is_empty());
    assert_eq!(app.count("kabar_keluar WHERE selesai_pada IS NULL"), 0);
}

#[actix_web::test]
async fn news_of_long_ago_is_cleared_away_and_what_was_given_up_stays() {
    let (app, smtp) = with_mail().await;
    let (siti, budi) = (app.pelapor(), app.petugas().await);
    let aduan = siti.has_sent(|_| {}).await;
    budi.does(aduan.id, "verifikasi", 1, None, false).await.ok();
    tell(&app).await;
    budi.does(aduan.id, "tolak", 2, Some("Bukan aduan."), false)
        .await
        .ok();
    tell(&app).await;
    let now = clock::now();
    smtp.refuse(&["550 tidak ada"]);
    assert_eq!(sends(&app, now + TimeDelta::minutes(11)).await, 2);
    let sweep = |days: i64| {
        app.db
            .write_blocking(|conn| kabar::sapu(conn, now + TimeDelta::days(days)))
            .unwrap()
    };
    assert_eq!(sweep(89), 0);
    // The unread news of two officers, and of three letters the two that went out.
    assert_eq!((app.count("kabar"), app.count("kabar_keluar")), (2, 3));
    assert_eq!(sweep(91), 4);
    assert_eq!((app.count("kabar"), app.count("kabar_keluar")), (0, 1));
}
