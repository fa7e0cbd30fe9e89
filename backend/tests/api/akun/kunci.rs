//! What wrong passwords cost, whatever address they come from, whichever process they meet.

use backend::app::Shared;
use backend::serve;
use serde_json::json;
use shared::error::ErrorCode;
use shared::id::PerangkatId;

use super::admin;
use crate::support::{PASSWORD, Reply, TestApp};

/// Wrong passwords in one name that cost nothing.
const FREE: usize = 10;

/// From another address each time, so that the limit by address never speaks.
async fn guess(app: &TestApp, server: &str, name: &str, sandi: &str, from: usize) -> Reply {
    let body = json!({"nama_pengguna": name, "sandi": sandi, "perangkat": PerangkatId::mint()});
    let request = app
        .http
        .post(format!("{server}/api/auth/login"))
        .header("X-Forwarded-For", format!("203.0.113.{from}"))
        .json(&body);
    Reply::of(request).await
}

async fn behind_a_proxy() -> TestApp {
    TestApp::start_with(|config| config.trusted_proxies = "127.0.0.0/8".parse().unwrap()).await
}

#[actix_web::test]
async fn a_name_that_is_guessed_at_closes_known_or_not_and_stays_closed_in_another_process() {
    let app = behind_a_proxy().await;
    // Another process on the same database, which has counted nothing itself.
    let shared = Shared::new(app.config.clone(), app.db.clone()).unwrap();
    let (server, address) = serve::bind(shared).unwrap();
    let handle = server.handle();
    actix_web::rt::spawn(server);
    let other = format!("http://{address}");
    for name in ["petugas", "siapa"] {
        for from in 0..=FREE {
            guess(&app, &app.url(""), name, "salah", from)
                .await
                .refused(ErrorCode::SandiSalah);
        }
        guess(&app, &app.url(""), name, PASSWORD, 100).await.must_wait();
        guess(&app, &other, name, PASSWORD, 101).await.must_wait();
    }
    guess(&app, &other, "lampihong", PASSWORD, 101).await.ok();
    drop(handle.stop(false));
}

#[actix_web::test]
async fn many_guesses_at_once_are_not_all_let_through() {
    let app = behind_a_proxy().await;
    let server = app.url("");
    // Each name is new to the count, which is where two tries may take each other for the first.
    for name in ["petugas", "lampihong", "siapa", "siapa-2", "siapa-3", "siapa-4"] {
        let tries = (0..40).map(|from| guess(&app, &server, name, "salah", from));
        let judged = futures_util::future::join_all(tries).await;
        let let_through = judged.iter().filter(|reply| reply.status == 401).count();
        assert_eq!(let_through, FREE + 1, "{name}");
    }
    assert_eq!(app.count("gagal_masuk WHERE jumlah = 11"), 6);
}

#[actix_web::test]
async fn an_admin_opens_it_again_and_a_good_login_forgives() {
    let app = behind_a_proxy().await;
    let ani = admin(&app).await;
    let server = app.url("");
    for from in 0..=FREE {
        guess(&app, &server, "petugas", "salah", from).await;
    }
    let list = ani.get("/api/akun?cari=petugas").await.ok().json();
    let items = list["items"].as_array().unwrap();
    let found = items
        .iter()
        .find(|akun| akun["nama_pengguna"] == "petugas")
        .unwrap();
    let id = found["id"].as_str().unwrap();
    let shown = ani.get(&format!("/api/akun/{id}")).await.ok().json();
    assert!(shown["terkunci_sampai"].is_string());
    ani.urus(&format!("/api/akun/{id}/buka-kunci"), json!({}))
        .await
        .ok();
    guess(&app, &server, "petugas", PASSWORD, 100).await.ok();
    assert_eq!(app.count("gagal_masuk"), 0);
    assert_eq!(
        app.count(&format!("riwayat WHERE catatan_id = '{id}' AND kolom = 'kunci'")),
        1
    );
}

#[actix_web::test]
async fn after_the_wait_one_more_wrong_one_doubles_it() {
    let app = behind_a_proxy().await;
    let server = app.url("");
    for from in 0..=FREE {
        guess(&app, &server, "petugas", "salah", from).await;
    }
    app.execute("UPDATE gagal_masuk SET terkunci_sampai = terakhir");
    guess(&app, &server, "petugas", "salah", 100)
        .await
        .refused(ErrorCode::SandiSalah);
    let waits = guess(&app, &server, "petugas", PASSWORD, 101).await;
    waits.must_wait();
    assert_eq!(app.count("gagal_masuk WHERE jumlah = 12"), 1);
}
