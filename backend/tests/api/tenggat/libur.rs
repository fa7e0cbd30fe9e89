//! The calendar: read by anyone, replaced by an admin, and what that does to the complaints that run.

use std::sync::mpsc::channel;
use std::time::Duration;

use backend::wilayah::libur::queries;
use diesel::{RunQueryDsl, sql_query};
use serde_json::{Value, json};
use shared::account::Peran;
use shared::error::ErrorCode;
use shared::id::AksiId;
use tokio::task::spawn_blocking;

use super::{backdate, fields, puts, tenggat};
use crate::support::{Reply, TestApp, asal};

/// A calendar of 2027 with these holidays besides New Year.
fn calendar(more: &[(&str, &str)]) -> Value {
    let mut hari = vec![json!({"tanggal": "2027-01-01", "jenis": "libur", "nama": "Tahun Baru Masehi"})];
    let more = more
        .iter()
        .map(|(tanggal, nama)| json!({"tanggal": tanggal, "jenis": "cuti_bersama", "nama": nama}));
    hari.extend(more);
    json!({"hari": hari, "asal": asal()})
}

#[actix_web::test]
async fn anyone_reads_the_calendar_of_a_year() {
    let app = TestApp::start().await;
    let reply = app.get("/api/libur?tahun=2026").await.ok();
    let hari = reply.json()["hari"].as_array().unwrap().clone();
    assert_eq!(hari.len(), 25);
    assert_eq!(
        hari[2],
        json!({"tanggal": "2026-02-16", "jenis": "cuti_bersama", "nama": "Imlek"})
    );
    let tag = reply.header("etag").unwrap();
    let again = app
        .http
        .get(app.url("/api/libur?tahun=2026"))
        .header("If-None-Match", tag);
    assert_eq!(Reply::of(again).await.status, 304);
    assert_eq!(
        app.get("/api/libur?tahun=2027").await.ok().json(),
        json!({"tahun": 2027, "hari": []})
    );
    app.get("/api/libur?tahun=99999")
        .await
        .refused(ErrorCode::IsianSalah)
        .of_field("tahun");
    app.get("/api/libur").await.refused(ErrorCode::BentukSalah);
}

#[actix_web::test]
async fn the_calendar_of_2027_makes_final_what_was_sementara_and_counts_it() {
    let app = TestApp::start().await;
    let siti = app.pelapor();
    let budi = app.petugas().await;
    // One ends within 2026, one leans on 2027 and keeps its day, one leans on it and moves, one is answered.
    let sent = [
        ("2026-12-21", "2026-12-28", false),
        ("2026-12-30", "2027-01-04", true),
        ("2026-12-31", "2027-01-05", true),
        ("2026-12-31", "9999-12-31", false),
    ];
    let mut ids = Vec::new();
    for (diterima, hari, sementara) in sent {
        let id = siti.has_sent(|_| {}).await.id;
        backdate(&app, id, diterima, hari, sementara);
        ids.push(id);
    }
    app.execute(&format!(
        "UPDATE aduan SET status = 'ditanggapi' WHERE id = '{}'",
        ids[3]
    ));
    let admin = app.sebagai(Peran::Admin, "63.11").await;
    let (aksi, body) = (AksiId::mint(), calendar(&[("2027-01-05", "Cuti daerah")]));
    let reply = puts(&admin, aksi, "/api/libur/2027", &body).await.ok();
    let said = json!({"tahun": 2027, "hari": 2, "aduan_berubah": 2, "aduan_menjadi_pasti": 2});
    assert_eq!(reply.json(), said);
    for (id, expected) in ids.iter().zip([
        ("2026-12-28", false),
        ("2027-01-06", false),
        ("2027-01-07", false),
    ]) {
        let seen = budi.sees(*id).await.ok().json();
        assert_eq!(tenggat(&seen), (expected.0.to_owned(), expected.1));
    }
    assert_eq!(budi.sees(ids[3]).await.ok().json()["tenggat"], Value::Null);
    // What a day was, and what it became, is kept under the admin's name.
    let moved = "riwayat WHERE tabel = 'aduan' AND kolom IN ('tenggat', 'tenggat_sementara') AND account_id IS NOT NULL";
    assert_eq!(app.count(moved), 4);
    assert_eq!(
        app.count("riwayat WHERE tabel = 'libur' AND account_id IS NOT NULL"),
        4
    );

    let again = puts(&admin, aksi, "/api/libur/2027", &body).await.ok();
    assert_eq!(
        (again.json(), again.header("idempotent-replayed")),
        (said, Some("true"))
    );
    puts(&admin, aksi, "/api/libur/2028", &body)
        .await
        .refused(ErrorCode::KunciDipakai);
    assert_eq!((app.count("libur"), app.count(moved)), (27, 4));
}

#[actix_web::test]
async fn a_holiday_less_and_a_holiday_more_move_a_running_tenggat_there_and_back() {
    let app = TestApp::start().await;
    let (siti, admin) = (app.pelapor(), app.sebagai(Peran::Admin, "63.11").await);
    let id = siti.has_sent(|_| {}).await.id;
    backdate(&app, id, "2027-03-01", "2027-03-04", true);
    let seen = async || tenggat(&siti.sees(id).await.ok().json());
    for (more, hari, berubah, pasti) in [
        (vec![("2027-03-03", "Cuti daerah")], "2027-03-05", 1, 1),
        (vec![("2027-03-03", "Cuti daerah")], "2027-03-05", 0, 0),
        (vec![], "2027-03-04", 1, 0),
    ] {
        let reply = puts(&admin, AksiId::mint(), "/api/libur/2027", &calendar(&more)).await;
        let said = reply.ok().json();
        assert_eq!(
            (&said["aduan_berubah"], &said["aduan_menjadi_pasti"]),
            (&json!(berubah), &json!(pasti))
        );
        assert_eq!(seen().await, (hari.to_owned(), false));
    }
    assert_eq!(app.count("libur WHERE tanggal >= '2027-01-01'"), 1);
}

/// More than one batch of them, of which each moves past others that wait to be counted.
#[actix_web::test]
async fn many_running_complaints_are_each_counted_once() {
    let app = TestApp::start().await;
    let (siti, admin) = (app.pelapor(), app.sebagai(Peran::Admin, "63.11").await);
    let first = siti.has_sent(|_| {}).await.id;
    backdate(&app, first, "2027-03-01", "2027-03-04", true);
    let columns = "kunci_hash, jenis, kategori, uraian, wilayah_kode, wilayah_dari_posisi, lokasi_catatan, nama, hp, \
        anonim, rahasia, persetujuan_versi, persetujuan_pada, status, versi, ditangkap_pada, diterima_pada, \
        diubah_pada, tenggat, tenggat_sementara";
    for (series, day, end) in [
        ("1", "2027-03-01", "2027-03-04"),
        ("2", "2027-03-02", "2027-03-05"),
    ] {
        let chosen = columns
            .replace(" diterima_pada", &format!(" '{day} 02:00:00'"))
            .replace(" tenggat,", &format!(" '{end}',"));
        let inserted = app.execute(&format!(
            "WITH RECURSIVE n (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM n WHERE n < 549) \
             INSERT INTO aduan (id, kode, {columns}) \
             SELECT '0193e3a1-7c3e-7f6b-8a3{series}-' || CAST(100000000000 + n AS TEXT), 'N{series}' || n, {chosen} \
             FROM aduan, n WHERE id = '{first}'"
        ));
        assert_eq!(inserted, 550);
    }
    let body = calendar(&[("2027-03-04", "Cuti daerah")]);
    let said = puts(&admin, AksiId::mint(), "/api/libur/2027", &body)
        .await
        .ok()
        .json();
    assert_eq!(
        (&said["aduan_berubah"], &said["aduan_menjadi_pasti"]),
        (&json!(1_101), &json!(1_101))
    );
    assert_eq!(app.count("aduan WHERE tenggat = '2027-03-05'"), 551);
    assert_eq!(app.count("aduan WHERE tenggat = '2027-03-08'"), 550);
    assert_eq!(app.count("aduan WHERE tenggat_sementara"), 0);
}

#[actix_web::test]
async fn a_bad_calendar_is_explained_line_by_line_and_changes_nothing() {
    let app = TestApp::start().await;
    let admin = app.sebagai(Peran::Admin, "63.11").await;
    let put = async |body: &Value| puts(&admin, AksiId::mint(), "/api/libur/2027", body).await;
    let bad = calendar(&[
        ("2027-01-01", "Sekali lagi"),
        ("2026-12-25", "Natal"),
        ("2027-12-25", "  "),
    ]);
    let refusal = put(&bad).await.refused(ErrorCode::IsianSalah);
    let told = fields(&refusal);
    let names: Vec<&str> = told.iter().map(|(field, _)| field.as_str()).collect();
    assert_eq!(names, ["hari[1].tanggal", "hari[2].tanggal", "hari[3].nama"]);
    assert_eq!(
        told[0].1,
        "Baris 2: 2027-01-01 sudah ada di baris 1. Hapus salah satu."
    );
    assert_eq!(
        told[1].1,
        "Baris 3: 2026-12-25 bukan tanggal tahun 2027. Perbaiki tahunnya, atau hapus baris ini."
    );
    assert_eq!(told[2].1, "Baris 4: nama hari libur kosong. Tulis namanya.");
    put(&calendar(&[("2027-02-30", "Tidak ada")]))
        .await
        .refused(ErrorCode::BentukSalah)
        .of_field("hari[1].tanggal");
    put(&json!({"hari": [], "asal": asal()}))
        .await
        .refused(ErrorCode::IsianSalah)
        .of_field("hari");
    puts(&admin, AksiId::mint(), "/api/libur/1999", &calendar(&[]))
        .await
        .refused(ErrorCode::IsianSalah)
        .of_field("tahun");
    puts(&admin, AksiId::mint(), "/api/libur/besok", &calendar(&[]))
        .await
        .refused(ErrorCode::TidakDitemukan);
    assert_eq!((app.count("libur"), app.count("aksi")), (25, 0));
    // A Saturday is no fault: Lebaran falls on one, too.
    put(&calendar(&[("2027-01-02", "Hari Sabtu")])).await.ok();
    assert_eq!(app.count("libur"), 27);
}

#[actix_web::test]
async fn nobody_without_the_right_replaces_a_calendar() {
    let app = TestApp::start().await;
    for peran in Peran::ALL {
        let somebody = app.sebagai(peran, "63.11").await;
        let reply = puts(&somebody, AksiId::mint(), "/api/libur/2027", &calendar(&[])).await;
        if peran == Peran::Admin {
            reply.ok();
        } else {
            reply.refused(ErrorCode::TidakBerhak);
        }
    }
    let stranger = app.http.put(app.url("/api/libur/2027")).json(&calendar(&[]));
    Reply::of(stranger).await.refused(ErrorCode::PerluMasuk);
    assert_eq!(app.count("aksi"), 1);
}

/// However slow the one who stores a deadline, and however quick the new calendar.
#[actix_web::test]
async fn whoever_stores_a_tenggat_while_the_calendar_changes_is_counted_again() {
    let app = TestApp::start().await;
    let (siti, admin) = (app.pelapor(), app.sebagai(Peran::Admin, "63.11").await);
    let id = siti.has_sent(|_| {}).await.id;
    let (last, _) = tenggat(&siti.sees(id).await.ok().json());
    let (holds, held) = channel();
    let (done, is_done) = channel::<()>();
    let db = app.db.clone();
    let by_the_old = format!("UPDATE aduan SET tenggat = '{last}' WHERE id = '{id}'");
    let storing = spawn_blocking(move || {
        db.write_blocking(|conn| {
            queries::kalender_tetap(conn)?;
            holds.send(()).unwrap();
            // Were the calendar not held, the new one would be there before this ends.
            is_done.recv_timeout(Duration::from_millis(700)).ok();
            Ok(sql_query(&by_the_old).execute(conn)?)
        })
        .unwrap()
    });
    spawn_blocking(move || held.recv().unwrap()).await.unwrap();
    let hari = json!([{"tanggal": last, "jenis": "libur", "nama": "Hari libur daerah"}]);
    let (body, path) = (
        json!({"hari": hari, "asal": asal()}),
        format!("/api/libur/{}", &last[..4]),
    );
    let said = puts(&admin, AksiId::mint(), &path, &body).await.ok().json();
    // Whoever stored has long stopped listening.
    done.send(()).ok();
    assert_eq!(storing.await.unwrap(), 1);
    assert_eq!(said["aduan_berubah"], 1);
    assert_eq!(app.count(&format!("aduan WHERE tenggat <= '{last}'")), 0);
}
