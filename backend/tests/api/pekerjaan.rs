//! What lightens an officer's work: another kategori, templates of answers.

use chrono::NaiveDate;
use reqwest::Method;
use serde_json::{Value, json};
use shared::account::Peran;
use shared::aduan::Kategori;
use shared::aksi::IDEMPOTENCY_KEY;
use shared::error::ErrorCode;
use shared::id::{AduanId, AksiId, TemplatId};

use crate::support::{Petugas, Reply, TestApp, asal};

async fn changes(by: &Petugas<'_>, id: AduanId, versi: i64, kategori: Kategori, alasan: &str) -> Reply {
    let body = json!({"versi": versi, "kategori": kategori, "alasan": alasan, "asal": asal()});
    by.posts(AksiId::mint(), &format!("/api/aduan/{id}/kategori"), &body)
        .await
}

fn day(of: &Value) -> NaiveDate {
    of["tenggat"]["hari"].as_str().unwrap().parse().unwrap()
}

#[actix_web::test]
async fn another_kategori_counts_the_deadline_anew_and_is_told_to_officers_alone() {
    let app = TestApp::start().await;
    let (siti, budi) = (app.pelapor(), app.petugas().await);
    let aduan = siti.has_sent(|aduan| aduan.kategori = Kategori::Drainase).await;
    app.execute(
        "INSERT INTO batas_waktu (id, tahap, jenis, kategori, hari_kerja, berlaku_mulai) \
         VALUES ('uji', 'verifikasi', 'pengaduan', 'lainnya', 9, '2026-01-01')",
    );
    let before = budi.sees(aduan.id).await.ok().json();
    let seen = changes(&budi, aduan.id, 1, Kategori::Lainnya, "Ini soal lampu jalan.")
        .await
        .ok()
        .json();
    assert_eq!(
        (&seen["kategori"], &seen["versi"]),
        (&json!("lainnya"), &json!(2))
    );
    assert!(day(&seen) > day(&before), "nine days instead of three");
    assert_eq!(
        seen["catatan"][0]["isi"],
        format!(
            "Kategori diganti dari {} menjadi {}: Ini soal lampu jalan.",
            Kategori::Drainase.label(),
            Kategori::Lainnya.label()
        )
    );
    let told = siti.sees(aduan.id).await.ok();
    assert!(!told.text.contains("lampu jalan"));
    assert_eq!(app.count("riwayat WHERE kolom = 'kategori'"), 1);
    let listed = budi.lists(&[("kategori", "lainnya")]).await.ok().json();
    assert_eq!(listed["total"], 1);

    changes(&budi, aduan.id, 1, Kategori::Drainase, "Terlambat.")
        .await
        .refused(ErrorCode::VersiUsang);
    changes(&budi, aduan.id, 2, Kategori::Lainnya, "Sama saja.")
        .await
        .refused(ErrorCode::IsianSalah)
        .of_field("kategori");
    changes(&budi, aduan.id, 2, Kategori::Drainase, "x")
        .await
        .refused(ErrorCode::IsianSalah)
        .of_field("alasan");
    // What has ended keeps no clock.
    budi.does(aduan.id, "tolak", 2, Some("Bukan aduan."), false)
        .await
        .ok();
    let ended = changes(&budi, aduan.id, 3, Kategori::Drainase, "Untuk angka bulanan.")
        .await
        .ok()
        .json();
    assert_eq!(ended["tenggat"], Value::Null);
    assert_eq!(ended["status"], "ditolak");
}

async fn puts(by: &Petugas<'_>, id: TemplatId, judul: &str, isi: &str) -> Reply {
    let body = json!({"judul": judul, "isi": isi, "kategori": null, "aktif": true, "asal": asal()});
    let request = by
        .request(Method::PUT, &format!("/api/templat/{id}"))
        .header(IDEMPOTENCY_KEY, AksiId::mint().to_string());
    Reply::of(request.json(&body)).await
}

#[actix_web::test]
async fn templates_are_put_down_once_changed_and_told_by_their_titles() {
    let app = TestApp::start().await;
    let admin = app.sebagai(Peran::Admin, "63.11").await;
    let budi = app.petugas().await;
    let (one, two) = (TemplatId::mint(), TemplatId::mint());
    puts(
        &admin,
        one,
        "Sudah dijadwalkan",
        "Aduan {kode} sudah kami jadwalkan.",
    )
    .await
    .ok();
    puts(&admin, two, "perlu waktu", "Kami perlu waktu untuk {kode}.")
        .await
        .ok();
    puts(&admin, two, "Sudah dijadwalkan", "Kami perlu waktu untuk {kode}.")
        .await
        .refused(ErrorCode::IsianSalah)
        .of_field("judul");
    puts(&admin, one, "Sudah dijadwalkan", "pendek")
        .await
        .refused(ErrorCode::IsianSalah)
        .of_field("isi");
    puts(
        &budi,
        TemplatId::mint(),
        "Punya saya",
        "Aduan {kode} kami terima.",
    )
    .await
    .refused(ErrorCode::TidakBerhak);
    puts(
        &admin,
        one,
        "Sudah dijadwalkan",
        "Aduan {kode} kami kerjakan minggu ini.",
    )
    .await
    .ok();
    let all = budi.get("/api/templat").await.ok().json();
    let told: Vec<(&str, &str)> = all
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (one["judul"].as_str().unwrap(), one["isi"].as_str().unwrap()))
        .collect();
    assert_eq!(
        told,
        [
            ("perlu waktu", "Kami perlu waktu untuk {kode}."),
            ("Sudah dijadwalkan", "Aduan {kode} kami kerjakan minggu ini."),
        ]
    );
    assert_eq!(
        app.count("jejak WHERE objek = 'templat' AND perbuatan = 'ubah'"),
        3
    );
    app.get("/api/templat").await.refused(ErrorCode::PerluMasuk);
}
