//! Who tries too often waits, and nobody else waits with him; a report itself is delayed, never lost.

use backend::config::Config;
use shared::error::ErrorCode;

use crate::support::TestApp;

/// Wrong guesses that cost nothing.
const FREE_GUESSES: usize = 20;

fn behind_a_proxy(config: &mut Config) {
    config.trusted_proxies = "127.0.0.0/8".parse().unwrap();
}

#[actix_web::test]
async fn who_guesses_codes_waits_while_others_behind_the_same_proxy_do_not() {
    let app = TestApp::start_with(behind_a_proxy).await;
    let (guesser, siti) = (
        app.pelapor().behind("203.0.113.9"),
        app.pelapor().behind("203.0.113.10"),
    );
    let aduan = siti.has_sent(|_| {}).await;
    for _ in 0..=FREE_GUESSES {
        guesser
            .looks_up(guesser.aduan().kode.as_str())
            .await
            .refused(ErrorCode::TidakDitemukan);
    }
    guesser.looks_up(aduan.kode.as_str()).await.must_wait();
    siti.looks_up(aduan.kode.as_str()).await.ok();
    // A capture from the guesser's village is taken all the same.
    guesser.has_sent(|_| {}).await;
}

#[actix_web::test]
async fn who_guesses_keys_waits_too_and_a_mistyped_code_is_no_guess() {
    let app = TestApp::start_with(behind_a_proxy).await;
    let siti = app.pelapor().behind("203.0.113.10");
    let aduan = siti.has_sent(|_| {}).await;
    for _ in 0..2 * FREE_GUESSES {
        siti.looks_up("ADU-00005-00000-0000F")
            .await
            .refused(ErrorCode::KodeSalah);
    }
    siti.sees(aduan.id).await.ok();
    for _ in 0..=FREE_GUESSES {
        app.pelapor()
            .behind("203.0.113.9")
            .sees(aduan.id)
            .await
            .refused(ErrorCode::TidakDitemukan);
    }
    app.pelapor()
        .behind("203.0.113.9")
        .sees(aduan.id)
        .await
        .must_wait();
    siti.sees(aduan.id).await.ok();
}

#[actix_web::test]
async fn too_many_reports_at_once_are_asked_to_come_back() {
    let app = TestApp::start_with(|config| {
        behind_a_proxy(config);
        config.aduan_burst = 3;
        config.aduan_per_minute = 1;
    })
    .await;
    let (siti, rahmat) = (
        app.pelapor().behind("203.0.113.9"),
        app.pelapor().behind("203.0.113.10"),
    );
    for _ in 0..3 {
        siti.has_sent(|_| {}).await;
    }
    siti.send(&siti.aduan()).await.must_wait();
    rahmat.has_sent(|_| {}).await;
    assert_eq!(app.count("aduan"), 4);
}

#[actix_web::test]
async fn too_many_messages_at_once_wait_and_keep_nobody_from_reporting() {
    let app = TestApp::start_with(|config| {
        behind_a_proxy(config);
        config.aduan_burst = 3;
        config.aduan_per_minute = 1;
    })
    .await;
    let siti = app.pelapor().behind("203.0.113.9");
    let aduan = siti.has_sent(|_| {}).await;
    for _ in 0..3 {
        siti.writes(aduan.id, "Airnya masuk lagi.").await.created();
    }
    siti.writes(aduan.id, "Airnya masuk lagi.").await.must_wait();
    siti.has_sent(|_| {}).await;
    assert_eq!(app.count("aduan_pesan"), 3);
}

#[actix_web::test]
async fn nobody_slips_a_limit_by_writing_himself_another_address() {
    let app = TestApp::start_with(|config| {
        config.aduan_burst = 1;
        config.aduan_per_minute = 1;
    })
    .await;
    app.pelapor().behind("203.0.113.9").has_sent(|_| {}).await;
    let other = app.pelapor().behind("203.0.113.10");
    other.send(&other.aduan()).await.must_wait();
}
