//! The rules: read by any account, changed by an admin for days to come.

use chrono::{Days, NaiveDate, Utc};
use serde_json::{Value, json};
use shared::account::Peran;
use shared::aduan::{AturanBatas, BatasWaktu, Kategori};
use shared::clock::wita_day;
use shared::error::ErrorCode;
use shared::id::AksiId;

use super::{backdate, fields, puts, tenggat};
use crate::support::{Reply, TestApp, asal};

const PATH: &str = "/api/batas-waktu";

fn in_days(days: u64) -> NaiveDate {
    wita_day(Utc::now()) + Days::new(days)
}

fn change(kategori: Option<&str>, hari_kerja: Option<u32>, mulai: NaiveDate) -> Value {
    json!({"tahap": "tindak_lanjut", "jenis": "pengaduan", "kategori": kategori,
        "hari_kerja": hari_kerja, "berlaku_mulai": mulai})
}

fn changes(perubahan: &[Value]) -> Value {
    json!({"perubahan": perubahan, "asal": asal()})
}

/// Days and validity of the rules for the follow-up of one kategori, or of all others.
fn rules(batas: &BatasWaktu, kategori: Option<Kategori>) -> Vec<(u32, NaiveDate, Option<NaiveDate>)> {
    let told = |aturan: &AturanBatas| (aturan.hari_kerja, aturan.berlaku_mulai, aturan.berlaku_sampai);
    let of = batas.0.iter().filter(|aturan| {
        let found = serde_json::to_value(aturan).unwrap();
        found["tahap"] == "tindak_lanjut" && found["jenis"] == "pengaduan" && aturan.kategori == kategori
    });
    of.map(told).collect()
}

#[actix_web::test]
async fn any_account_reads_the_rules_that_the_district_began_with() {
    let app = TestApp::start().await;
    let ketua_rt = app.sebagai(Peran::KetuaRt, "63.11.05.2007").await;
    let batas: BatasWaktu = ketua_rt.get(PATH).await.ok().read();
    let days: Vec<u32> = batas.0.iter().map(|aturan| aturan.hari_kerja).collect();
    assert_eq!(days, [14, 14, 60, 5, 3, 3, 3]);
    app.get(PATH).await.refused(ErrorCode::PerluMasuk);
}

#[actix_web::test]
async fn what_needs_an_inspection_has_sixty_days() {
    let app = TestApp::start().await;
    let (siti, budi) = (app.pelapor(), app.petugas().await);
    let id = siti
        .has_sent(|aduan| aduan.kategori = Kategori::Pekerjaan)
        .await
        .id;
    let seen = budi.does(id, "verifikasi", 1, None, false).await.ok().json();
    assert_eq!(seen["sisa_hari_kerja"], 60);
}

#[actix_web::test]
async fn a_rule_that_changes_on_a_day_leaves_older_complaints_alone() {
    let app = TestApp::start().await;
    let (siti, budi) = (app.pelapor(), app.petugas().await);
    let admin = app.sebagai(Peran::Admin, "63.11").await;
    let before = siti.has_sent(|_| {}).await.id;
    let tomorrow = in_days(1);
    let body = changes(&[change(None, Some(7), tomorrow)]);
    let batas: BatasWaktu = puts(&admin, AksiId::mint(), PATH, &body).await.ok().read();
    let first = NaiveDate::from_ymd_opt(2000, 1, 1).unwrap();
    assert_eq!(
        rules(&batas, None),
        [(14, first, tomorrow.pred_opt()), (7, tomorrow, None)]
    );
    // Received today: fourteen days, even when verified, and counted again, after the new rule has begun.
    let seen = budi.does(before, "verifikasi", 1, None, false).await.ok().json();
    assert_eq!(seen["sisa_hari_kerja"], 14);
    let kept = tenggat(&seen);
    // Received once the rule has begun: seven.
    let after = siti.has_sent(|_| {}).await.id;
    backdate(&app, after, &in_days(2).to_string(), "2026-12-31", false);
    let seen = budi.does(after, "verifikasi", 1, None, false).await.ok().json();
    assert_eq!(seen["sisa_hari_kerja"], 7);
    let kalender = app.get("/api/libur?tahun=2026").await.ok().json();
    let again = json!({"hari": kalender["hari"], "asal": asal()});
    let said = puts(&admin, AksiId::mint(), "/api/libur/2026", &again).await;
    assert_eq!(said.ok().json()["aduan_berubah"], 0);
    assert_eq!(tenggat(&budi.sees(before).await.ok().json()), kept);
}

#[actix_web::test]
async fn a_rule_for_one_kategori_comes_and_goes_and_each_change_is_kept() {
    let app = TestApp::start().await;
    let admin = app.sebagai(Peran::Admin, "63.11").await;
    let put = async |perubahan: &[Value]| -> BatasWaktu {
        let body = changes(perubahan);
        puts(&admin, AksiId::mint(), PATH, &body).await.ok().read()
    };
    let (soon, later) = (in_days(3), in_days(10));
    let batas = put(&[change(Some("drainase"), Some(20), soon)]).await;
    assert_eq!(rules(&batas, Some(Kategori::Drainase)), [(20, soon, None)]);
    let batas = put(&[change(Some("drainase"), None, later)]).await;
    assert_eq!(
        rules(&batas, Some(Kategori::Drainase)),
        [(20, soon, later.pred_opt())]
    );
    // Planned and never begun: it is gone, and only its history tells of it.
    let batas = put(&[change(Some("drainase"), None, in_days(1))]).await;
    assert_eq!(rules(&batas, Some(Kategori::Drainase)), []);
    assert_eq!(rules(&batas, None).len(), 1);
    let history = "riwayat WHERE tabel = 'batas_waktu' AND account_id IS NOT NULL AND kolom = ";
    assert_eq!(app.count(&format!("{history}'hari_kerja'")), 2);
    assert_eq!(app.count(&format!("{history}'berlaku_sampai'")), 2);
}

#[actix_web::test]
async fn sent_twice_a_change_is_made_once() {
    let app = TestApp::start().await;
    let admin = app.sebagai(Peran::Admin, "63.11").await;
    let (aksi, body) = (AksiId::mint(), changes(&[change(None, Some(10), in_days(1))]));
    let first = puts(&admin, aksi, PATH, &body).await.ok();
    let again = puts(&admin, aksi, PATH, &body).await.ok();
    assert_eq!(again.header("idempotent-replayed"), Some("true"));
    assert_eq!((again.text, app.count("batas_waktu")), (first.text, 8));
    let other = changes(&[change(None, Some(11), in_days(1))]);
    puts(&admin, aksi, PATH, &other)
        .await
        .refused(ErrorCode::KunciDipakai);
}

#[actix_web::test]
async fn a_change_that_cannot_be_is_explained_and_none_of_it_is_made() {
    let app = TestApp::start().await;
    let admin = app.sebagai(Peran::Admin, "63.11").await;
    let body = changes(&[
        change(Some("rumah"), Some(20), in_days(1)),
        change(None, None, in_days(1)),
        change(Some("drainase"), Some(0), in_days(0)),
        change(Some("rumah"), Some(21), in_days(2)),
    ]);
    let refusal = puts(&admin, AksiId::mint(), PATH, &body)
        .await
        .refused(ErrorCode::IsianSalah);
    let told = fields(&refusal);
    let names: Vec<&str> = told.iter().map(|(field, _)| field.as_str()).collect();
    assert_eq!(
        names,
        [
            "perubahan[1].hari_kerja",
            "perubahan[2].hari_kerja",
            "perubahan[2].berlaku_mulai",
            "perubahan[3].tahap",
        ]
    );
    assert!(told[2].1.starts_with("Baris 3: ") && told[2].1.contains("besok"));
    puts(&admin, AksiId::mint(), PATH, &changes(&[]))
        .await
        .refused(ErrorCode::IsianSalah)
        .of_field("perubahan");
    assert_eq!((app.count("batas_waktu"), app.count("aksi")), (7, 0));
}

#[actix_web::test]
async fn nobody_without_the_right_changes_a_rule() {
    let app = TestApp::start().await;
    let body = changes(&[change(None, Some(250), in_days(1))]);
    for peran in [
        Peran::KepalaSkpd,
        Peran::PejabatPenghubung,
        Peran::Inspektorat,
        Peran::Warga,
    ] {
        let somebody = app.sebagai(peran, "63.11").await;
        puts(&somebody, AksiId::mint(), PATH, &body)
            .await
            .refused(ErrorCode::TidakBerhak);
    }
    let stranger = app.http.put(app.url(PATH)).json(&body);
    Reply::of(stranger).await.refused(ErrorCode::PerluMasuk);
    assert_eq!(app.count("batas_waktu"), 7);
}
