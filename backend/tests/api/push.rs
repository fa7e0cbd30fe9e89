//! News on the screen of a device whose owner allowed it.

use backend::clock;
use backend::kabar::{self, Push, Saluran};
use chrono::TimeDelta;
use reqwest::Method;
use serde_json::{Value, json};
use shared::aduan::IkutBaru;
use shared::aksi::IDEMPOTENCY_KEY;
use shared::error::ErrorCode;
use shared::id::{AksiId, IkutId};
use shared::kode::Kode;
use shared::kunci::Kunci;

use crate::support::push::{Browser, PushService, claims};
use crate::support::{Reply, TestApp, asal};

async fn app_with(service: &PushService) -> TestApp {
    let origin = service.origin.clone();
    TestApp::start_with(move |config| {
        config.push = Some(Push::new(&config.secret, "https://portal.contoh.go.id", &origin).unwrap());
    })
    .await
}

/// Tells what happened and sends it; answers how much went out.
async fn round(app: &TestApp) -> usize {
    let now = clock::now();
    kabar::sebar(&app.db, Saluran::of(&app.config), now)
        .await
        .unwrap();
    kabar::kirim(&app.db, &app.config, Saluran::SEMUA, now)
        .await
        .unwrap()
}

/// Asks as the holder of a key, or as nobody.
async fn asks(app: &TestApp, path: &str, kunci: Option<&Kunci>, body: &Value) -> Reply {
    let request = app
        .http
        .request(Method::POST, app.url(path))
        .header(IDEMPOTENCY_KEY, AksiId::mint().to_string())
        .json(body);
    Reply::of(match kunci {
        Some(kunci) => request.header("Authorization", format!("Kunci {}", kunci.as_str())),
        None => request,
    })
    .await
}

async fn follows(app: &TestApp, kode: &Kode) -> (IkutId, Kunci) {
    let kunci = Kunci::from_random(rand::random());
    let new = IkutBaru {
        id: IkutId::mint(),
        kode: kode.clone(),
        kunci_hash: kunci.hash(),
        asal: asal(),
    };
    let body = serde_json::to_value(&new).unwrap();
    asks(app, "/api/ikut", None, &body).await.created();
    (new.id, kunci)
}

#[actix_web::test]
async fn reporter_and_follower_are_told_each_what_is_theirs_and_nobody_else_can_read_it() {
    let service = PushService::start();
    let app = app_with(&service).await;
    let (siti, budi) = (app.pelapor(), app.petugas().await);
    let aduan = siti.has_sent(|_| {}).await;
    let (own, other) = (Browser::of(&service, "siti"), Browser::of(&service, "tetangga"));
    let path = format!("/api/aduan/{}/langganan", aduan.id);
    asks(&app, &path, Some(&siti.kunci), &own.subscription())
        .await
        .ok();
    // Said again at each start of the app.
    asks(&app, &path, Some(&siti.kunci), &own.subscription())
        .await
        .ok();
    let (ikut, kunci) = follows(&app, &aduan.kode).await;
    let following = format!("/api/ikut/{ikut}/langganan");
    asks(&app, &following, Some(&siti.kunci), &other.subscription())
        .await
        .refused(ErrorCode::TidakDitemukan);
    asks(&app, &following, Some(&kunci), &other.subscription())
        .await
        .ok();
    assert_eq!((app.count("langganan"), app.count("langganan_aduan")), (2, 2));

    budi.does(aduan.id, "verifikasi", 1, None, false).await.ok();
    assert_eq!(round(&app).await, 2);
    let mut pushed = service.take();
    pushed.sort_by(|one, two| one.path.cmp(&two.path));
    for (pushed, browser) in pushed.iter().zip([&own, &other]) {
        let told = browser.opens(pushed);
        assert!(
            told["isi"].as_str().unwrap().contains(aduan.kode.as_str()),
            "{told}"
        );
        assert_eq!(told["alamat"], "/aduan-saya");
        // On the wire there is nothing to read.
        let wire = String::from_utf8_lossy(&pushed.body);
        assert!(!wire.contains(aduan.kode.as_str()) && !wire.contains("Diverifikasi"));
        let key = app.get("/api/portal").await.ok().json()["push_kunci"]
            .as_str()
            .unwrap()
            .to_owned();
        let signed = claims(pushed, &key);
        assert_eq!(
            (&signed["aud"], &signed["sub"]),
            (&json!(service.origin), &json!("https://portal.contoh.go.id"))
        );
        let left = signed["exp"].as_i64().unwrap() - clock::now().timestamp();
        assert!((1..=24 * 3_600).contains(&left), "{left}");
        assert!(pushed.ttl.parse::<u32>().unwrap() > 0);
    }
    assert_eq!(pushed.len(), 2);

    // What an officer writes to the reporter is none of a follower's business.
    budi.writes(aduan.id, "Kapan kami dapat datang?").await.created();
    assert_eq!(round(&app).await, 1);
    assert_eq!(service.take()[0].path, "/push/siti");
    // Once told, nothing is told again.
    assert_eq!(round(&app).await, 0);

    // Who has left is told no more, and who has lost his key to somebody else neither.
    let leave = json!({"asal": asal()});
    asks(&app, &format!("/api/ikut/{ikut}/akhiri"), Some(&kunci), &leave)
        .await
        .ok();
    budi.does(aduan.id, "proses", 2, None, false).await.ok();
    assert_eq!(round(&app).await, 1);
    assert_eq!(service.take()[0].path, "/push/siti");
    let renewed = Kunci::from_random(rand::random());
    let change = json!({"kunci_hash": renewed.hash(), "hp": "0812 3456 7890", "cara": "telepon_balik", "asal": asal()});
    budi.posts(
        AksiId::mint(),
        &format!("/api/aduan/{}/kunci-baru", aduan.id),
        &change,
    )
    .await
    .ok();
    budi.writes(aduan.id, "Kami sudah di jalan.").await.created();
    assert_eq!(round(&app).await, 0);
    kabar::sapu_langganan(&app.db).await.unwrap();
    assert_eq!((app.count("langganan"), app.count("langganan_aduan")), (0, 0));
}

#[actix_web::test]
async fn who_takes_a_report_off_a_shared_device_is_told_of_it_no_more_there() {
    let service = PushService::start();
    let app = app_with(&service).await;
    let (siti, budi) = (app.pelapor(), app.petugas().await);
    let aduan = siti.has_sent(|_| {}).await;
    let path = format!("/api/aduan/{}/langganan", aduan.id);
    let (shared, own) = (Browser::of(&service, "bersama"), Browser::of(&service, "siti"));
    for browser in [&shared, &own] {
        asks(&app, &path, Some(&siti.kunci), &browser.subscription())
            .await
            .ok();
    }
    let end = json!({"endpoint": shared.endpoint, "asal": asal()});
    let stranger = Kunci::from_random(rand::random());
    asks(&app, &format!("{path}/akhiri"), Some(&stranger), &end)
        .await
        .refused(ErrorCode::TidakDitemukan);
    asks(&app, &format!("{path}/akhiri"), Some(&siti.kunci), &end)
        .await
        .ok();
    // Also what was on its way when he asked.
    budi.does(aduan.id, "verifikasi", 1, None, false).await.ok();
    assert_eq!(round(&app).await, 1);
    assert_eq!(service.take()[0].path, "/push/siti");

    // A device is not held on to for ever: the eleventh takes the place of the first.
    for n in 0..11 {
        let browser = Browser::of(&service, &format!("lain-{n}"));
        asks(&app, &path, Some(&siti.kunci), &browser.subscription())
            .await
            .ok();
    }
    assert_eq!(app.count("langganan_aduan"), 10);
}

#[actix_web::test]
async fn a_browser_that_is_gone_is_forgotten_and_one_that_is_out_of_reach_is_tried_again() {
    let service = PushService::start();
    let app = app_with(&service).await;
    let (siti, budi) = (app.pelapor(), app.petugas().await);
    let aduan = siti.has_sent(|_| {}).await;
    let own = Browser::of(&service, "siti");
    let path = format!("/api/aduan/{}/langganan", aduan.id);
    asks(&app, &path, Some(&siti.kunci), &own.subscription())
        .await
        .ok();
    service.answer(503);
    budi.does(aduan.id, "verifikasi", 1, None, false).await.ok();
    assert_eq!(round(&app).await, 0);
    assert_eq!(service.take().len(), 1);
    // Not at once, but later.
    assert_eq!(round(&app).await, 0);
    assert!(service.take().is_empty());
    service.answer(201);
    let later = clock::now() + TimeDelta::minutes(10);
    assert_eq!(
        kabar::kirim(&app.db, &app.config, Saluran::SEMUA, later)
            .await
            .unwrap(),
        1
    );
    assert_eq!(service.take().len(), 1);

    service.answer(410);
    budi.does(aduan.id, "proses", 2, None, false).await.ok();
    assert_eq!(round(&app).await, 0);
    assert_eq!((app.count("langganan"), app.count("langganan_aduan")), (0, 0));
    let admin = app.get("/api/kabar/keluar").await;
    admin.refused(ErrorCode::PerluMasuk);
    assert_eq!(app.count("kabar_keluar WHERE selesai_pada IS NULL"), 0);
}

#[actix_web::test]
async fn an_officer_is_told_where_he_is_logged_in_and_nowhere_else() {
    let service = PushService::start();
    let app = app_with(&service).await;
    let budi = app.petugas().await;
    let own = Browser::of(&service, "budi");
    budi.posts(AksiId::mint(), "/api/kabar/langganan", &own.subscription())
        .await
        .ok();
    // On another device than the one on which he is logged in nothing is told.
    app.pelapor().has_sent(|_| {}).await;
    assert_eq!(round(&app).await, 0);
    app.execute("UPDATE langganan SET perangkat = (SELECT MIN(perangkat) FROM sesi)");
    app.pelapor().has_sent(|_| {}).await;
    app.pelapor().has_sent(|_| {}).await;
    // One push, however much there is.
    assert_eq!(round(&app).await, 1);
    let told = own.opens(&service.take()[0]);
    assert_eq!(
        (&told["isi"], &told["alamat"]),
        (&json!("3 kabar belum dibaca"), &json!("/kabar"))
    );

    app.execute("UPDATE sesi SET dicabut_pada = dibuat_pada");
    app.pelapor().has_sent(|_| {}).await;
    assert_eq!(round(&app).await, 0);
    assert!(service.take().is_empty());
}

#[actix_web::test]
async fn pushes_go_to_known_services_alone_and_only_from_a_portal_that_sends_some() {
    let service = PushService::start();
    let app = app_with(&service).await;
    let siti = app.pelapor();
    let aduan = siti.has_sent(|_| {}).await;
    let path = format!("/api/aduan/{}/langganan", aduan.id);
    let browser = Browser::of(&service, "siti");
    for (field, value) in [
        ("endpoint", json!("http://169.254.169.254/latest/meta-data")),
        ("endpoint", json!("https://contoh.id/push")),
        ("p256dh", json!("bukan kunci")),
        ("auth", json!("pendek")),
    ] {
        let mut subscription = browser.subscription();
        subscription[field] = value;
        let at = if field == "endpoint" { "endpoint" } else { "p256dh" };
        asks(&app, &path, Some(&siti.kunci), &subscription)
            .await
            .refused(ErrorCode::IsianSalah)
            .of_field(at);
    }
    let stranger = Kunci::from_random(rand::random());
    asks(&app, &path, Some(&stranger), &browser.subscription())
        .await
        .refused(ErrorCode::TidakDitemukan);
    asks(&app, &path, None, &browser.subscription())
        .await
        .refused(ErrorCode::PerluMasuk);
    assert_eq!(app.count("langganan"), 0);

    let plain = TestApp::start().await;
    assert!(
        plain
            .get("/api/portal")
            .await
            .ok()
            .json()
            .get("push_kunci")
            .is_none()
    );
    let siti = plain.pelapor();
    let aduan = siti.has_sent(|_| {}).await;
    asks(
        &plain,
        &format!("/api/aduan/{}/langganan", aduan.id),
        Some(&siti.kunci),
        &browser.subscription(),
    )
    .await
    .refused(ErrorCode::LangkahSalah);
}
