//! What the time makes of complaints, each thing once, however many processes watch.

use std::time::{Duration, Instant};

use actix_web::rt::spawn;
use backend::aduan::penjaga::{Jumlah, round};
use backend::clock;
use backend::db::Db;
use chrono::{Days, TimeDelta};
use serde_json::json;
use shared::aduan::AturanSiklus;
use shared::clock::wita_day;

use super::langkah;
use crate::support::TestApp;
use crate::support::process::Process;

const BANYAK: usize = 1_000;

/// A thousand complaints whose deadline was a week ago; of them nobody has been told.
async fn terlambat(app: &TestApp) {
    let first = app.pelapor().has_sent(|_| {}).await.id;
    let columns = "kunci_hash, jenis, kategori, uraian, wilayah_kode, wilayah_dari_posisi, lokasi_catatan, nama, hp, \
        anonim, rahasia, persetujuan_versi, persetujuan_pada, status, versi, ditangkap_pada, diterima_pada, \
        diubah_pada, tenggat_sementara";
    let tenggat = wita_day(clock::now()) - Days::new(5);
    let inserted = app.execute(&format!(
        "WITH RECURSIVE n (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM n WHERE n < {}) \
         INSERT INTO aduan (id, kode, tenggat, tinjau_pada, {columns}) \
         SELECT '0193e3a1-7c3e-7f6b-8a31-' || CAST(100000000000 + n AS TEXT), 'N' || n, '{tenggat}', \
         '{tenggat} 16:00:00', {columns} FROM aduan, n WHERE id = '{first}'",
        BANYAK - 1
    ));
    assert_eq!(inserted, BANYAK);
}

/// Both levels below the inspektorat learn of it after five days or more, of which three are working days; each once.
/// What is compared is counted by one statement: PostgreSQL still ends the commit of a server that was killed in it.
fn told_once(app: &TestApp) -> i64 {
    let differs = |one: &str, other: &str| {
        let counted = format!("(SELECT COUNT(*) FROM {one}) <> (SELECT COUNT(*) FROM {other})");
        app.count(&format!("(SELECT 1 AS one WHERE {counted}) AS differs")) > 0
    };
    let levels = "(SELECT DISTINCT aduan_id, tingkat FROM eskalasi) AS each_once";
    assert!(!differs("eskalasi", levels), "somebody was told twice");
    assert!(
        differs("eskalasi", "aduan WHERE 1 = 0"),
        "the comparison sees no difference"
    );
    assert_eq!(app.count("eskalasi WHERE tingkat = 1"), 1_000);
    assert!(
        !differs("riwayat WHERE kolom = 'eskalasi'", "eskalasi"),
        "told without a trace"
    );
    assert_eq!(app.count("aduan WHERE eskalasi >= 1"), 1_000);
    app.count("eskalasi")
}

#[actix_web::test]
async fn two_workers_with_pools_of_their_own_escalate_a_thousand_each_once() {
    let app = TestApp::start().await;
    terlambat(&app).await;
    let watch = || {
        let db = Db::open(&app.config.database, 3).unwrap();
        spawn(async move { round(&db, &AturanSiklus::default(), clock::now()).await.unwrap() })
    };
    let (one, other) = (watch(), watch());
    let (one, other): (Jumlah, Jumlah) = (one.await.unwrap(), other.await.unwrap());
    let again = round(&app.db, &AturanSiklus::default(), clock::now())
        .await
        .unwrap();
    let told = told_once(&app);
    println!(
        "two workers told {} and {}; {told} in all",
        one.dieskalasi, other.dieskalasi
    );
    assert_eq!(
        i64::from(one.dieskalasi + other.dieskalasi + again.dieskalasi),
        told
    );
    assert_eq!(
        round(&app.db, &AturanSiklus::default(), clock::now())
            .await
            .unwrap(),
        Jumlah::default()
    );
}

#[actix_web::test]
async fn two_servers_on_one_database_escalate_a_thousand_each_once() {
    let app = TestApp::start().await;
    terlambat(&app).await;
    let folders = [tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap()];
    let mut servers: Vec<Process> = folders
        .iter()
        .map(|folder| Process::new(folder.path(), &app.config.database, &[]))
        .collect();
    let [one, other] = servers.as_mut_slice() else {
        unreachable!()
    };
    futures_util::future::join(one.start(), other.start()).await;
    let deadline = Instant::now() + Duration::from_secs(120);
    while app.count("aduan WHERE eskalasi = 0") > 1 {
        assert!(Instant::now() < deadline, "the servers did not get through");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    // Nobody may go on while it is counted.
    drop(servers);
    println!("two servers escalated {} in all, each once", told_once(&app));
}

#[actix_web::test]
async fn an_answer_without_a_reply_ends_after_its_days_and_one_with_a_reply_does_not() {
    let app = TestApp::start().await;
    let (siti, budi) = (app.pelapor(), app.petugas().await);
    let (silent, replied) = (siti.has_sent(|_| {}).await.id, siti.has_sent(|_| {}).await.id);
    for id in [silent, replied] {
        budi.does(id, "verifikasi", 1, None, false).await.ok();
        budi.does(id, "tanggapi", 2, Some("Tim turun Kamis."), false)
            .await
            .ok();
    }
    siti.writes(replied, "Belum ada yang datang.").await.created();
    let aturan = AturanSiklus::default();
    let in_days = |days| clock::now() + TimeDelta::days(days);
    assert_eq!(
        round(&app.db, &aturan, in_days(9)).await.unwrap(),
        Jumlah::default()
    );
    let done = round(&app.db, &aturan, in_days(11)).await.unwrap();
    assert_eq!((done.ditutup, done.dieskalasi), (1, 0));
    assert_eq!(
        round(&app.db, &aturan, in_days(11)).await.unwrap(),
        Jumlah::default()
    );
    let ended = siti.sees(silent).await.ok().json();
    assert_eq!(ended["status"], "selesai");
    let why = ended["langkah"][3]["catatan"].as_str().unwrap().to_owned();
    assert!(why.starts_with("Selesai otomatis"), "{why}");
    assert_eq!(siti.sees(replied).await.ok().json()["status"], "ditanggapi");
}

#[actix_web::test]
async fn a_paused_clock_stands_still_and_goes_on_by_itself() {
    let app = TestApp::start().await;
    let (siti, budi) = (app.pelapor(), app.petugas().await);
    let id = siti.has_sent(|_| {}).await.id;
    budi.does(id, "verifikasi", 1, None, false).await.ok();
    budi.does(id, "proses", 2, None, false).await.ok();
    let sampai = wita_day(clock::now()) + Days::new(20);
    let more = json!({"teks": "Menunggu material.", "sampai": sampai});
    let paused = langkah(&budi, id, "tunda", 3, more).await.ok().json();
    assert_eq!(
        (&paused["status"], &paused["tenggat"]),
        (&json!("ditunda"), &json!(null))
    );
    assert_eq!(paused["jeda"][0]["hingga"], json!(sampai));
    let aturan = AturanSiklus::default();
    let in_days = |days| clock::now() + TimeDelta::days(days);
    assert_eq!(
        round(&app.db, &aturan, in_days(18)).await.unwrap(),
        Jumlah::default()
    );
    assert_eq!(round(&app.db, &aturan, in_days(21)).await.unwrap().dilanjutkan, 1);
    assert_eq!(
        round(&app.db, &aturan, in_days(21)).await.unwrap(),
        Jumlah::default()
    );
    let goes_on = siti.sees(id).await.ok().json();
    assert_eq!(goes_on["status"], "diproses");
    assert!(goes_on["jeda"][0]["sampai"].is_string());
    let tenggat = goes_on["tenggat"]["hari"].as_str().unwrap().to_owned();
    assert!(tenggat > (sampai + Days::new(10)).to_string(), "{tenggat}");
}
