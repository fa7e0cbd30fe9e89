//! Login, refresh, logout; and what happens to a session whose token was copied.

use backend::schema::{account, sesi, sesi_token};
use chrono::{NaiveDateTime, TimeDelta};
use diesel::prelude::*;
use sha2::{Digest, Sha256};
use shared::account::{Account, Penugasan, Peran};
use shared::error::ErrorCode;
use shared::id::AccountId;
use shared::wilayah::WilayahKode;

use crate::support::{Reply, TestApp};

/// Failed logins to one account that cost nothing.
const FREE_LOGINS: usize = 5;

async fn login(app: &TestApp, nama_pengguna: &str, sandi: &str) -> Reply {
    crate::support::try_login(app, nama_pengguna, sandi).await
}

async fn refresh(app: &TestApp, cookie: &str) -> Reply {
    Reply::of(
        app.http
            .post(app.url("/api/auth/refresh"))
            .header("Cookie", format!("portal_sesi={cookie}")),
    )
    .await
}

/// A refresh that is answered; the cookie that it brings.
async fn refreshed(app: &TestApp, cookie: &str) -> String {
    crate::support::session_cookie(&refresh(app, cookie).await.ok())
}

/// Puts every exchange of a token back in time.
fn age_exchanges(app: &TestApp, by: TimeDelta) {
    let aged = app.db.write_blocking(|conn| {
        let used = sesi_token::table.filter(sesi_token::dipakai_pada.is_not_null());
        for (hash, pada) in used
            .select((sesi_token::hash, sesi_token::dipakai_pada))
            .load::<(String, Option<NaiveDateTime>)>(conn)?
        {
            let before = pada.map(|pada| pada - by);
            diesel::update(sesi_token::table.find(hash))
                .set(sesi_token::dipakai_pada.eq(before))
                .execute(conn)?;
        }
        Ok(())
    });
    aged.unwrap();
}

#[actix_web::test]
async fn a_login_gives_a_token_for_a_quarter_of_an_hour_and_a_cookie_that_no_script_reads() {
    let app = TestApp::start().await;
    let reply = login(&app, " PETUGAS ", crate::support::PASSWORD).await.ok();
    let ends: chrono::DateTime<chrono::Utc> = reply.json()["kedaluwarsa"].as_str().unwrap().parse().unwrap();
    let left = ends - chrono::Utc::now();
    assert!(
        left <= TimeDelta::minutes(15) && left > TimeDelta::minutes(14),
        "{left}"
    );
    assert_eq!(reply.json()["akun"]["penugasan"][0]["peran"], "verifikator_skpd");
    let cookie = reply.header("set-cookie").unwrap();
    for part in ["HttpOnly", "SameSite=Strict", "Path=/api/auth", "Max-Age=7776000"] {
        assert!(cookie.contains(part), "{part} in {cookie}");
    }
    assert!(!cookie.contains("Secure"), "{cookie}");
}

#[actix_web::test]
async fn behind_tls_the_cookie_goes_through_tls_alone() {
    let app = TestApp::start_with(|config| config.trusted_proxies = "127.0.0.1".parse().unwrap()).await;
    let body = serde_json::json!({"nama_pengguna": "petugas", "sandi": crate::support::PASSWORD, "perangkat": shared::id::PerangkatId::mint()});
    let request = app
        .http
        .post(app.url("/api/auth/login"))
        .header("X-Forwarded-Proto", "https")
        .json(&body);
    assert!(
        Reply::of(request)
            .await
            .ok()
            .header("set-cookie")
            .unwrap()
            .contains("; Secure")
    );
}

#[actix_web::test]
async fn a_wrong_password_and_an_unknown_name_are_refused_alike() {
    let app = TestApp::start().await;
    let wrong = login(&app, "petugas", "salah")
        .await
        .refused(ErrorCode::SandiSalah)
        .json();
    let unknown = login(&app, "siapa", "salah")
        .await
        .refused(ErrorCode::SandiSalah)
        .json();
    assert_eq!(wrong["detail"], unknown["detail"]);
    assert_eq!(app.count("sesi"), 0);
}

#[actix_web::test]
async fn a_closed_account_neither_logs_in_nor_goes_on() {
    let app = TestApp::start().await;
    let budi = app.petugas().await;
    let closed = app.db.write_blocking(|conn| {
        Ok(diesel::update(account::table)
            .set(account::aktif.eq(false))
            .execute(conn)?)
    });
    assert_eq!(closed.unwrap(), 2);
    login(&app, "petugas", crate::support::PASSWORD)
        .await
        .refused(ErrorCode::SandiSalah);
    budi.lists(&[]).await.refused(ErrorCode::PerluMasuk);
    refresh(&app, &budi.cookie).await.refused(ErrorCode::PerluMasuk);
}

#[actix_web::test]
async fn after_some_failures_an_account_has_to_wait_known_or_not() {
    let app = TestApp::start().await;
    for name in ["petugas", "siapa"] {
        for _ in 0..=FREE_LOGINS {
            login(&app, name, "salah").await.refused(ErrorCode::SandiSalah);
        }
        login(&app, name, crate::support::PASSWORD).await.must_wait();
    }
    login(&app, "lampihong", crate::support::PASSWORD).await.ok();
}

#[actix_web::test]
async fn after_a_logout_neither_token_nor_cookie_is_good() {
    let app = TestApp::start().await;
    let (budi, elsewhere) = (app.petugas().await, app.petugas().await);
    budi.lists(&[]).await.ok();
    let cookie = format!("portal_sesi={}", budi.cookie);
    let reply = Reply::of(
        app.http
            .post(app.url("/api/auth/logout"))
            .header("Cookie", cookie),
    )
    .await;
    assert_eq!(reply.status, 204);
    assert!(reply.header("set-cookie").unwrap().contains("Max-Age=0"));
    budi.lists(&[]).await.refused(ErrorCode::PerluMasuk);
    refresh(&app, &budi.cookie).await.refused(ErrorCode::PerluMasuk);
    elsewhere.lists(&[]).await.ok();
}

#[actix_web::test]
async fn a_new_password_ends_the_sessions_of_the_old_one() {
    let app = TestApp::start().await;
    let (budi, elsewhere) = (app.petugas().await, app.petugas_lampihong().await);
    let open = |password: &str| backend::account::open(&app.db, &account_of("Petugas"), password);
    assert!(open("pendek").is_err());
    assert_eq!(open("sandi yang baru").unwrap().nama_pengguna, "petugas");
    budi.lists(&[]).await.refused(ErrorCode::PerluMasuk);
    refresh(&app, &budi.cookie).await.refused(ErrorCode::PerluMasuk);
    login(&app, "petugas", crate::support::PASSWORD)
        .await
        .refused(ErrorCode::SandiSalah);
    login(&app, "petugas", "sandi yang baru").await.ok();
    elsewhere.lists(&[]).await.ok();
}

#[actix_web::test]
async fn an_account_that_stands_becomes_what_the_command_says() {
    let app = TestApp::start().await;
    let closed = app.execute("UPDATE account SET aktif = FALSE WHERE nama_pengguna = 'lampihong'");
    assert_eq!(closed, 1);
    let mut changed = Account {
        nama: "Ani".to_owned(),
        penugasan: vec![penugasan(Peran::Admin, "63.11.01")],
        ..account_of("lampihong")
    };
    let opened = backend::account::open(&app.db, &changed, crate::support::PASSWORD).unwrap();
    let akun = login(&app, "lampihong", crate::support::PASSWORD)
        .await
        .ok()
        .json()["akun"]
        .take();
    assert_eq!(akun, serde_json::to_value(&opened).unwrap());
    assert_eq!(
        (
            &akun["nama"],
            &akun["penugasan"][0]["peran"],
            &akun["penugasan"][0]["wilayah"],
            akun["penugasan"].as_array().unwrap().len()
        ),
        (&"Ani".into(), &"admin".into(), &"63.11.01".into(), 1)
    );
    changed.penugasan = vec![penugasan(Peran::Admin, "63.99")];
    let refused = backend::account::open(&app.db, &changed, crate::support::PASSWORD).unwrap_err();
    assert!(refused.to_string().contains("63.99"), "{refused}");
    assert_eq!(app.count("account"), 2);
}

fn account_of(nama_pengguna: &str) -> Account {
    Account {
        id: AccountId::mint(),
        nama_pengguna: nama_pengguna.to_owned(),
        nama: "Budi".to_owned(),
        penugasan: vec![penugasan(Peran::VerifikatorSkpd, "63.11")],
        totp: false,
        wajib: None,
    }
}

fn penugasan(peran: Peran, wilayah: &str) -> Penugasan {
    backend::account::penugasan(peran, WilayahKode::parse(wilayah).unwrap(), backend::clock::now())
}

#[actix_web::test]
async fn each_refresh_brings_another_cookie_and_a_good_token() {
    let app = TestApp::start().await;
    let budi = app.petugas().await;
    let reply = refresh(&app, &budi.cookie).await.ok();
    assert_ne!(crate::support::session_cookie(&reply), budi.cookie);
    let token = reply.json()["token"].as_str().unwrap().to_owned();
    Reply::of(app.http.get(app.url("/api/aduan")).bearer_auth(token))
        .await
        .ok();
    for bad in ["", "0000"] {
        refresh(&app, bad).await.refused(ErrorCode::PerluMasuk);
    }
    Reply::of(app.http.post(app.url("/api/auth/refresh")))
        .await
        .refused(ErrorCode::PerluMasuk);
}

#[actix_web::test]
async fn a_refresh_whose_answer_was_cut_is_asked_again_with_the_old_cookie() {
    let app = TestApp::start().await;
    let budi = app.petugas().await;
    let _lost = refreshed(&app, &budi.cookie).await;
    let second = refreshed(&app, &budi.cookie).await;
    let third = refreshed(&app, &second).await;
    refreshed(&app, &third).await;
    assert_eq!(app.count("sesi WHERE dicabut_pada IS NOT NULL"), 0);
}

#[actix_web::test]
async fn a_cookie_that_comes_back_after_its_successor_was_used_ends_the_whole_session() {
    let app = TestApp::start().await;
    let budi = app.petugas().await;
    let second = refreshed(&app, &budi.cookie).await;
    let third = refreshed(&app, &second).await;
    refresh(&app, &budi.cookie).await.refused(ErrorCode::PerluMasuk);
    for dead in [&budi.cookie, &second, &third] {
        refresh(&app, dead).await.refused(ErrorCode::PerluMasuk);
    }
    budi.lists(&[]).await.refused(ErrorCode::PerluMasuk);
    assert_eq!(app.count("sesi WHERE dicabut_pada IS NOT NULL"), 1);
}

#[actix_web::test]
async fn the_lost_answers_cookie_that_turns_up_later_ends_the_session_too() {
    let app = TestApp::start().await;
    let budi = app.petugas().await;
    let lost = refreshed(&app, &budi.cookie).await;
    let second = refreshed(&app, &budi.cookie).await;
    refreshed(&app, &second).await;
    refresh(&app, &lost).await.refused(ErrorCode::PerluMasuk);
    refresh(&app, &second).await.refused(ErrorCode::PerluMasuk);
}

#[actix_web::test]
async fn a_lost_answer_may_be_asked_for_during_ten_minutes() {
    let app = TestApp::start().await;
    let (budi, ani) = (app.petugas().await, app.petugas().await);
    refreshed(&app, &budi.cookie).await;
    age_exchanges(&app, TimeDelta::minutes(9));
    refreshed(&app, &budi.cookie).await;
    refreshed(&app, &ani.cookie).await;
    age_exchanges(&app, TimeDelta::minutes(11));
    refresh(&app, &ani.cookie).await.refused(ErrorCode::PerluMasuk);
}

#[actix_web::test]
async fn a_session_slides_by_ninety_days_and_then_ends() {
    let app = TestApp::start().await;
    let budi = app.petugas().await;
    let put = |ends: TimeDelta| {
        let at = (chrono::Utc::now() + ends).naive_utc();
        app.db
            .write_blocking(|conn| {
                Ok(diesel::update(sesi::table)
                    .set(sesi::kedaluwarsa.eq(at))
                    .execute(conn)?)
            })
            .unwrap();
    };
    put(TimeDelta::minutes(1));
    let cookie = refreshed(&app, &budi.cookie).await;
    let ends = app
        .db
        .run_blocking(|conn| {
            Ok(sesi::table
                .select(sesi::kedaluwarsa)
                .first::<NaiveDateTime>(conn)?)
        })
        .unwrap();
    assert_eq!((ends - chrono::Utc::now().naive_utc()).num_days(), 89);
    put(TimeDelta::minutes(-1));
    refresh(&app, &cookie).await.refused(ErrorCode::PerluMasuk);
}

#[actix_web::test]
async fn a_session_that_ended_a_week_ago_is_forgotten_with_its_tokens() {
    let app = TestApp::start().await;
    let (ended, expired, open) = (
        app.petugas().await,
        app.petugas().await,
        app.petugas_lampihong().await,
    );
    let now = chrono::Utc::now();
    let sweep_at = async |later: TimeDelta| {
        backend::account::session::sweep(&app.db, now + later)
            .await
            .unwrap()
    };
    for one in [&ended, &expired, &open] {
        refreshed(&app, &one.cookie).await;
    }
    let revoked = app.execute(&format!(
        "UPDATE sesi SET dicabut_pada = dibuat_pada WHERE id = (SELECT sesi_id FROM sesi_token WHERE hash = '{}')",
        hash(&ended.cookie)
    ));
    assert_eq!(revoked, 1);
    assert_eq!(
        (sweep_at(TimeDelta::days(6)).await, app.count("sesi_token")),
        (0, 6)
    );
    assert_eq!(
        (sweep_at(TimeDelta::days(8)).await, app.count("sesi_token")),
        (1, 4)
    );
    open.lists(&[]).await.ok();
    expired.lists(&[]).await.ok();
    ended.lists(&[]).await.refused(ErrorCode::PerluMasuk);
    assert_eq!(sweep_at(TimeDelta::days(90 + 8)).await, 2);
    assert_eq!((app.count("sesi"), app.count("sesi_token")), (0, 0));
}

/// As the server keeps a token.
fn hash(token: &str) -> String {
    hex::encode(Sha256::digest(token))
}
