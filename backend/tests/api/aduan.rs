//! Taking a complaint: once, whole, or not at all.

use futures_util::future::join_all;
use reqwest::Method;
use serde_json::{Value, json};
use shared::aduan::AduanDiterima;
use shared::aksi::IDEMPOTENT_REPLAYED;
use shared::error::ErrorCode;
use shared::file::{Foto, MediaType};
use shared::id::AksiId;
use shared::place::{Posisi, SumberPosisi};

use crate::support::{Reply, TestApp};

fn foto(digit: &str) -> Foto {
    Foto {
        sha256: digit.repeat(64),
        bytes: 1_000,
        media_type: MediaType::Jpeg,
    }
}

#[actix_web::test]
async fn a_complaint_is_receipted_with_the_photos_that_are_still_missing() {
    let app = TestApp::start().await;
    let siti = app.pelapor();
    let mut aduan = siti.aduan();
    aduan.foto = vec![foto("a"), foto("b")];
    let reply = siti.send(&aduan).await.created();
    let receipt: AduanDiterima = reply.read();
    assert_eq!((receipt.id, receipt.kode), (aduan.id, aduan.kode));
    assert_eq!(receipt.foto_kurang, ["a".repeat(64), "b".repeat(64)]);
    assert_eq!(
        reply.header("location"),
        Some(format!("/api/aduan/{}", aduan.id).as_str())
    );
    let seen = siti.sees(aduan.id).await.ok().json();
    assert_eq!(seen["status"], "diterima");
    assert_eq!(seen["pelapor"]["hp"], "+6281234567890");
    assert_eq!(seen["foto"].as_array().unwrap().len(), 2);
    assert_eq!(seen["lokasi"]["nama"], "Lampihong Kiri, Kec. Lampihong");
    assert!(seen["tenggat"]["hari"].is_string());
}

#[actix_web::test]
async fn resending_the_same_aduan_stores_it_once_and_answers_alike() {
    let app = TestApp::start().await;
    let siti = app.pelapor();
    let (aksi, aduan) = (AksiId::mint(), siti.aduan());
    let first = siti.send_as(aksi, &aduan).await.created();
    let again = siti.send_as(aksi, &aduan).await.created();
    assert_eq!(first.text, again.text);
    assert_eq!(first.header("location"), again.header("location"));
    assert_eq!(
        (
            first.header(IDEMPOTENT_REPLAYED),
            again.header(IDEMPOTENT_REPLAYED)
        ),
        (None, Some("true"))
    );
    assert_eq!(
        (app.count("aduan"), app.count("aksi"), app.count("aduan_langkah")),
        (1, 1, 1)
    );
}

#[actix_web::test]
async fn the_order_of_names_does_not_make_another_body() {
    let app = TestApp::start().await;
    let siti = app.pelapor();
    let (aksi, aduan) = (AksiId::mint(), siti.aduan());
    siti.send_as(aksi, &aduan).await.created();
    let Value::Object(fields) = serde_json::to_value(&aduan).unwrap() else {
        panic!("no object")
    };
    let turned: Vec<String> = fields
        .iter()
        .rev()
        .map(|(name, value)| format!("{name:?} : {value}"))
        .collect();
    let request = app
        .http
        .post(app.url("/api/aduan"))
        .header("Idempotency-Key", aksi.to_string());
    let request = request
        .header("Content-Type", "application/json")
        .body(format!("{{ {} }}", turned.join(" , ")));
    assert_eq!(
        Reply::of(request).await.created().header(IDEMPOTENT_REPLAYED),
        Some("true")
    );
}

#[actix_web::test]
async fn the_same_aksi_with_another_body_is_refused_and_changes_nothing() {
    let app = TestApp::start().await;
    let siti = app.pelapor();
    let (aksi, mut aduan) = (AksiId::mint(), siti.aduan());
    siti.send_as(aksi, &aduan).await.created();
    aduan.uraian = "Uraian yang lain sama sekali, cukup panjang.".to_owned();
    siti.send_as(aksi, &aduan).await.refused(ErrorCode::KunciDipakai);
    assert!(
        siti.sees(aduan.id).await.json()["uraian"]
            .as_str()
            .unwrap()
            .starts_with("Saluran")
    );
    assert_eq!(app.count("aduan"), 1);
}

#[actix_web::test]
async fn twenty_connections_that_bring_the_same_aksi_at_once_store_it_once() {
    const ROUNDS: usize = 25;
    let app = TestApp::start_with(|config| {
        config.aduan_per_minute = 100_000;
        config.aduan_burst = 100_000;
    })
    .await;
    let siti = app.pelapor();
    for round in 1..=ROUNDS {
        let (aksi, aduan) = (AksiId::mint(), siti.aduan());
        let replies = join_all((0..20).map(|_| siti.send_as(aksi, &aduan))).await;
        let first = replies[0].clone().created();
        for reply in &replies {
            assert_eq!(reply.clone().created().text, first.text);
        }
        let fresh = replies
            .iter()
            .filter(|reply| reply.header(IDEMPOTENT_REPLAYED).is_none())
            .count();
        assert_eq!(fresh, 1);
        let round = i64::try_from(round).unwrap();
        assert_eq!(
            (app.count("aduan"), app.count("aksi"), app.count("aduan_langkah")),
            (round, round, round)
        );
    }
}

#[actix_web::test]
async fn a_record_that_another_aksi_brought_is_not_overwritten() {
    let app = TestApp::start().await;
    let (siti, budi) = (app.pelapor(), app.pelapor());
    let first = siti.has_sent(|_| {}).await;
    let mut same_id = budi.aduan();
    same_id.id = first.id;
    budi.send(&same_id).await.refused(ErrorCode::SudahAda);
    let mut same_kode = budi.aduan();
    same_kode.kode = first.kode.clone();
    budi.send(&same_kode).await.refused(ErrorCode::SudahAda);
    assert_eq!((app.count("aduan"), app.count("aksi")), (1, 1));
}

#[actix_web::test]
async fn a_point_alone_belongs_to_the_nearest_village() {
    let app = TestApp::start().await;
    let siti = app.pelapor();
    let aduan = siti.has_sent(|aduan| {
        let posisi = Posisi {
            lat: -2.2972,
            lng: 115.5331,
            akurasi_m: Some(8.0),
            sumber: SumberPosisi::Gps,
        };
        aduan.lokasi.wilayah = None;
        aduan.lokasi.posisi = Some(posisi);
    });
    let seen = siti.sees(aduan.await.id).await.ok().json();
    assert_eq!(seen["lokasi"]["nama"], "Muara Ninian, Kec. Juai");
    assert_eq!(seen["lokasi"]["dari_posisi"], true);
    assert_eq!(seen["lokasi"]["posisi"]["akurasi_m"], 8.0);
}

/// Whatever is looked at first, the answer is that of the whole table, which the browser asks.
#[actix_web::test]
async fn the_nearest_village_is_the_same_as_among_all_of_them_near_and_far() {
    let app = TestApp::start().await;
    let rows = backend::db::Db::run_blocking(&app.db, backend::wilayah::queries::list).unwrap();
    for step in 0..400 {
        let (lat, lng) = (
            -2.9 + 0.05 * f64::from(step / 20),
            114.9 + 0.06 * f64::from(step % 20),
        );
        let among_all =
            shared::wilayah::nearest_village(&rows, lat, lng).map(|(village, _)| village.kode.clone());
        let found = app
            .db
            .run_blocking(|conn| backend::wilayah::queries::nearest_village(conn, (lat, lng)))
            .unwrap();
        assert_eq!(found, among_all, "{lat} {lng}");
    }
}

#[actix_web::test]
async fn each_field_beyond_its_limit_is_named_and_nothing_is_stored() {
    let app = TestApp::start().await;
    let siti = app.pelapor();
    let good = serde_json::to_value(siti.aduan()).unwrap();
    let foto = serde_json::to_value(foto("a")).unwrap();
    for (pointer, value, field) in [
        ("/uraian", json!("x".repeat(19)), "uraian"),
        ("/uraian", json!("x".repeat(2_001)), "uraian"),
        ("/uraian", json!(format!("{}\u{7}", "x".repeat(30))), "uraian"),
        ("/kunci_hash", json!("x"), "kunci_hash"),
        ("/lokasi", json!({}), "lokasi.wilayah"),
        ("/lokasi/wilayah", json!("63.11.99.2001"), "lokasi.wilayah"),
        ("/lokasi/wilayah", json!("63.11.05"), "lokasi.wilayah"),
        ("/lokasi/catatan", json!("x".repeat(301)), "lokasi.catatan"),
        (
            "/lokasi/posisi",
            json!({"lat": 91.0, "lng": 115.0, "akurasi_m": null, "sumber": "gps"}),
            "lokasi.posisi.lat",
        ),
        ("/pelapor/nama", json!(" a "), "pelapor.nama"),
        ("/pelapor/hp", json!("12345"), "pelapor.hp"),
        ("/pelapor/email", json!("siti"), "pelapor.email"),
        ("/pelapor/email", json!("siti\0@contoh.id"), "pelapor.email"),
        ("/foto", json!(vec![foto.clone(); 2]), "foto"),
        (
            "/foto",
            json!([{"sha256": "a".repeat(64), "bytes": 10_485_761, "media_type": "image/jpeg"}]),
            "foto[0].bytes",
        ),
        ("/asal/skema", json!(2), "asal.skema"),
    ] {
        let mut bad = good.clone();
        *bad.pointer_mut(pointer).unwrap() = value;
        siti.send_as(AksiId::mint(), &bad)
            .await
            .refused(ErrorCode::IsianSalah)
            .of_field(field);
    }
    assert_eq!(
        (app.count("aduan"), app.count("aksi"), app.count("aduan_foto")),
        (0, 0, 0)
    );
}

#[actix_web::test]
async fn a_wrong_shape_is_told_by_its_field() {
    let app = TestApp::start().await;
    let siti = app.pelapor();
    let good = serde_json::to_value(siti.aduan()).unwrap();
    for (pointer, value, field) in [
        ("/uraian", json!(7), "uraian"),
        ("/jenis", json!("keluhan"), "jenis"),
        ("/id", json!("bukan uuid"), "id"),
        ("/foto", json!([{"sha256": "a"}]), "foto[0].bytes"),
        (
            "/foto",
            json!([{"sha256": "a".repeat(64), "bytes": 5, "media_type": "text/html"}]),
            "foto[0].media_type",
        ),
        ("/lokasi/wilayah", json!("Lampihong"), "lokasi.wilayah"),
        ("/persetujuan/pada", json!("kemarin"), "persetujuan.pada"),
    ] {
        let mut bad = good.clone();
        *bad.pointer_mut(pointer).unwrap() = value;
        siti.send_as(AksiId::mint(), &bad)
            .await
            .refused(ErrorCode::BentukSalah)
            .of_field(field);
    }
    let mut without = good.clone();
    without.as_object_mut().unwrap().remove("persetujuan");
    siti.send_as(AksiId::mint(), &without)
        .await
        .refused(ErrorCode::BentukSalah)
        .of_field("persetujuan");
    for shape in [json!([]), json!("aduan"), json!(null), json!({"aduan": good})] {
        siti.send_as(AksiId::mint(), &shape)
            .await
            .refused(ErrorCode::BentukSalah);
    }
    assert_eq!(app.count("aduan"), 0);
}

/// On PostgreSQL a NUL in a text is an error of the database.
#[actix_web::test]
async fn an_id_that_can_be_none_is_unknown_and_no_fault_of_the_server() {
    let app = TestApp::start().await;
    let (siti, petugas) = (app.pelapor(), app.petugas().await);
    let aduan = siti.has_sent(|_| {}).await;
    for id in ["%00", "a%00b", "bukan-id", "%F0%9F%8C%BE"] {
        siti.sees(id).await.refused(ErrorCode::TidakDitemukan);
        petugas.sees(id).await.refused(ErrorCode::TidakDitemukan);
        let photo = format!("{}/foto/{id}", aduan.id);
        petugas.sees(photo).await.refused(ErrorCode::TidakDitemukan);
    }
    for plain in ["terbaru~0~\0", "terbaru~8210266876799999~\0", "terlama~0~x"] {
        let cursor = hex::encode(plain);
        petugas
            .lists(&[("cursor", &cursor)])
            .await
            .refused(ErrorCode::BentukSalah)
            .of_field("cursor");
    }
    petugas.lists(&[("cari", "saluran\0")]).await.ok();
    petugas.sees(aduan.id.to_string().to_uppercase()).await.ok();
}

#[actix_web::test]
async fn a_device_whose_clock_is_off_by_ages_is_heard_all_the_same() {
    let app = TestApp::start().await;
    let siti = app.pelapor();
    for (told, kept) in [
        ("-5000-01-01T00:00:00Z", "1970-01-01T00:00:00Z"),
        ("+200000-01-01T00:00:00Z", "9999-12-31T23:59:59Z"),
    ] {
        let mut aduan = serde_json::to_value(siti.aduan()).unwrap();
        aduan["asal"]["ditangkap_pada"] = json!(told);
        aduan["persetujuan"]["pada"] = json!(told);
        let receipt: AduanDiterima = siti.send_as(AksiId::mint(), &aduan).await.created().read();
        let seen = siti.sees(receipt.id).await.ok().json();
        assert_eq!(seen["ditangkap_pada"], kept);
    }
}

#[actix_web::test]
async fn a_mistyped_kode_is_told_by_its_group() {
    let app = TestApp::start().await;
    let siti = app.pelapor();
    let mut bad = serde_json::to_value(siti.aduan()).unwrap();
    bad["kode"] = json!("ADU-00005-00000-0000F");
    let refusal = siti
        .send_as(AksiId::mint(), &bad)
        .await
        .refused(ErrorCode::KodeSalah)
        .of_field("kode");
    assert_eq!(refusal.json()["fields"][0]["group"], 2, "{}", refusal.text);
}

#[actix_web::test]
async fn a_body_that_is_no_whole_json_is_refused() {
    let app = TestApp::start().await;
    let whole = serde_json::to_string(&app.pelapor().aduan()).unwrap();
    let post = |content_type: &str, body: String| {
        let request = app
            .http
            .request(Method::POST, app.url("/api/aduan"))
            .header("Content-Type", content_type);
        Reply::of(
            request
                .header("Idempotency-Key", AksiId::mint().to_string())
                .body(body),
        )
    };
    post("application/json", whole[..whole.len() / 2].to_owned())
        .await
        .refused(ErrorCode::BentukSalah);
    post("application/json", String::new())
        .await
        .refused(ErrorCode::BentukSalah);
    post("text/plain", whole.clone())
        .await
        .refused(ErrorCode::BentukSalah);
    post("application/json; charset=utf-8", whole).await.created();
}

#[actix_web::test]
async fn a_body_of_20_mb_is_refused_with_an_answer() {
    let app = TestApp::start().await;
    let request = app
        .http
        .post(app.url("/api/aduan"))
        .header("Content-Type", "application/json");
    let request = request
        .header("Idempotency-Key", AksiId::mint().to_string())
        .body(vec![b' '; 20_000_000]);
    Reply::of(request).await.refused(ErrorCode::TerlaluBesar);
    assert_eq!(app.count("aksi"), 0);
}

#[actix_web::test]
async fn without_a_good_idempotency_key_nothing_is_taken() {
    let app = TestApp::start().await;
    let aduan = app.pelapor().aduan();
    let post = |key: &str| {
        Reply::of(
            app.http
                .post(app.url("/api/aduan"))
                .header("Idempotency-Key", key)
                .json(&aduan),
        )
    };
    for key in ["", "1", "6f9619ff-8b86-4011-b42d-00c04fc964ff"] {
        post(key)
            .await
            .refused(ErrorCode::HeaderSalah)
            .of_field("Idempotency-Key");
    }
    assert_eq!(app.count("aduan"), 0);
}
