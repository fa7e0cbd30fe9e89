//! Personal data: what a reporter asks for is his alone to ask, is answered once, and what is erased is nowhere any more.

use backend::db::Conn;
use backend::pribadi::{self, Jumlah};
use backend::{clock, jejak, kabar};
use chrono::TimeDelta;
use diesel::sql_types::{BigInt, Text};
use diesel::{QueryableByName, RunQueryDsl, sql_query};
use futures_util::future::join_all;
use reqwest::Method;
use serde_json::{Value, json};
use shared::account::Peran;
use shared::aduan::AduanBaru;
use shared::error::ErrorCode;
use shared::id::{AduanId, AksiId, PermintaanId};

use crate::support::photo::{JPEG, listed, sha256};
use crate::support::{Pelapor, Petugas, Reply, TestApp, asal};

async fn asks_as(siti: &Pelapor<'_>, aksi: AksiId, id: AduanId, mut body: Value) -> Reply {
    body["asal"] = json!(asal());
    let request = siti.with_key(Method::POST, &format!("/api/aduan/{id}/permintaan-data"));
    let request = request.header("Idempotency-Key", aksi.to_string());
    Reply::of(request.json(&body)).await
}

async fn asks(siti: &Pelapor<'_>, id: AduanId, mut body: Value) -> Reply {
    body["id"] = json!(PermintaanId::mint());
    asks_as(siti, AksiId::mint(), id, body).await
}

async fn own(siti: &Pelapor<'_>, id: AduanId, what: &str) -> Reply {
    Reply::of(siti.with_key(Method::GET, &format!("/api/aduan/{id}/{what}"))).await
}

async fn answers(admin: &Petugas<'_>, id: &Value, dikabulkan: bool, alasan: &str) -> Reply {
    let path = format!("/api/permintaan-data/{}/jawaban", id.as_str().unwrap());
    let body = json!({"dikabulkan": dikabulkan, "alasan": alasan, "asal": asal()});
    admin.posts(AksiId::mint(), &path, &body).await
}

async fn waiting(admin: &Petugas<'_>) -> Vec<Value> {
    let page = admin.get("/api/permintaan-data").await.ok().json();
    page["items"].as_array().unwrap().clone()
}

fn penghapusan() -> Value {
    json!({"jenis": "penghapusan", "keterangan": "Kata-kata Siti sendiri."})
}

fn perbaikan() -> Value {
    json!({"jenis": "perbaikan", "kontak": {"nama": "Siti Rahmah", "hp": "0813 1111 2222", "email": "rahmah@contoh.id"}})
}

#[derive(QueryableByName)]
struct Teks {
    #[diesel(sql_type = Text)]
    isi: String,
}

#[derive(QueryableByName)]
struct Banyak {
    #[diesel(sql_type = BigInt)]
    n: i64,
}

/// The tables in whose rows the words stand, whichever column it is.
fn mentions(app: &TestApp, words: &str) -> Vec<String> {
    let read = |conn: &mut Conn| {
        let names: Vec<Teks> = match conn {
            Conn::Sqlite(_) => sql_query(
                "SELECT name AS isi FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'",
            ),
            Conn::Postgres(_) => {
                sql_query("SELECT tablename::text AS isi FROM pg_tables WHERE schemaname = current_schema()")
            }
        }
        .load(conn)?;
        let mut found = Vec::new();
        for Teks { isi: table } in names {
            let row = match conn {
                Conn::Postgres(_) => format!("{table}::text"),
                Conn::Sqlite(_) => {
                    let columns = format!("SELECT name AS isi FROM pragma_table_info('{table}')");
                    let columns: Vec<Teks> = sql_query(columns).load(conn)?;
                    let texts = columns
                        .iter()
                        .map(|column| format!("COALESCE(CAST(\"{}\" AS TEXT), '')", column.isi));
                    texts.collect::<Vec<_>>().join(" || '|' || ")
                }
            };
            let count = format!("SELECT COUNT(*) AS n FROM {table} WHERE LOWER({row}) LIKE '%{words}%'");
            if sql_query(count).get_result::<Banyak>(conn)?.n > 0 {
                found.push(table);
            }
        }
        Ok(found)
    };
    app.db.run_blocking(read).unwrap()
}

fn chain_holds(app: &TestApp) -> bool {
    while app.db.write_blocking(jejak::segel).unwrap() > 0 {}
    let laporan = app
        .db
        .snapshot_blocking(|conn| jejak::periksa(conn, &[]))
        .unwrap();
    laporan.temuan.is_empty()
}

/// A complaint with a photo, a talk, notes, a rating and a correction: everything in which somebody can be named.
async fn talked_about(siti: &Pelapor<'_>, petugas: &Petugas<'_>) -> AduanBaru {
    let aduan = siti
        .has_sent(|aduan| {
            aduan.foto = vec![listed(JPEG)];
            aduan.lokasi.posisi = serde_json::from_value(
                json!({"lat": -2.357_123, "lng": 115.368_456, "akurasi_m": 8.0, "sumber": "gps"}),
            )
            .unwrap();
        })
        .await;
    siti.uploads(aduan.id, JPEG).await;
    let id = aduan.id;
    siti.writes(id, "Saya Siti Aminah di samping langgar.")
        .await
        .created();
    petugas.writes(id, "Baik, Bu Siti Aminah.").await.created();
    let note =
        json!({"id": shared::id::PesanId::mint(), "isi": "Siti Aminah sering melapor.", "asal": asal()});
    petugas
        .posts(AksiId::mint(), &format!("/api/aduan/{id}/catatan"), &note)
        .await
        .created();
    for (tindakan, versi, teks) in [
        ("verifikasi", 1, None),
        ("proses", 2, None),
        ("tanggapi", 3, Some("Bu Siti Aminah, sudah dikeruk.")),
        ("selesai", 4, None),
    ] {
        petugas.does(id, tindakan, versi, teks, false).await.ok();
    }
    siti.rates(id, 4).await;
    // The second one met the first: both are kept.
    for ke in ["Rumah Siti Aminah", "samping langgar, dekat jembatan"] {
        let body = json!({"patokan": {"dari": "dekat jembatan", "ke": ke}, "asal": asal()});
        let path = format!("/api/aduan/{id}/pembetulan");
        petugas.posts(AksiId::mint(), &path, &body).await.ok();
    }
    aduan
}

#[actix_web::test]
async fn what_is_erased_reads_dihapus_everywhere_and_the_trail_still_verifies() {
    let app = TestApp::start().await;
    let (siti, petugas) = (app.pelapor(), app.petugas().await);
    let admin = app.sebagai(Peran::Admin, "63.11").await;
    let aduan = talked_about(&siti, &petugas).await;
    let id = aduan.id;
    let all = [
        "aminah",
        "81234567890",
        "siti@contoh",
        "langgar",
        "jembatan",
        "115.368456",
        "sendiri",
        "rahmah",
        "13111122",
    ];
    // Corrected first: the field history knows the old name then.
    asks(&siti, id, perbaikan()).await.created();
    answers(&admin, &waiting(&admin).await[0]["id"], true, "")
        .await
        .ok();
    asks(&siti, id, penghapusan()).await.created();
    for words in all {
        assert!(
            !mentions(&app, words).is_empty(),
            "{words} stands nowhere even now"
        );
    }
    let photo = sha256(JPEG);
    assert!(app.files.store.get(id, &photo).await.unwrap().is_some());
    assert!(chain_holds(&app));

    let request = &waiting(&admin).await[0];
    let granted = answers(&admin, &request["id"], true, "").await.ok().json();
    assert_eq!(granted["jawaban"]["dikabulkan"], true);
    for words in all {
        assert_eq!(mentions(&app, words), [""; 0], "{words}");
    }
    assert!(chain_holds(&app), "the trail lost no more than its salts");
    assert!(
        app.count(&format!(
            "jejak WHERE perbuatan = 'hapus' AND catatan_id = '{id}'"
        )) == 1
    );

    let seen = siti.sees(id).await.ok().json();
    assert_eq!(seen["uraian"], "dihapus");
    assert_eq!(seen["pelapor"]["nama"], "dihapus");
    assert_eq!(seen["pelapor"]["hp"], "dihapus");
    assert_eq!(seen["pesan"][0]["isi"], "dihapus");
    assert_eq!(seen["foto"], json!([]));
    assert_eq!(seen["status"], "selesai", "what the figures are made of stays");
    assert!(seen["dihapus_pada"].is_string());
    let desk = petugas.sees(id).await.ok().json();
    assert_eq!(desk["catatan"][0]["isi"], "dihapus");
    assert_eq!(desk.get("beda"), None, "nothing is left to choose");
    let back = json!({"patokan": {"dari": "dihapus", "ke": "samping langgar"}, "asal": asal()});
    let path = format!("/api/aduan/{id}/pembetulan");
    let back = petugas.posts(AksiId::mint(), &path, &back).await;
    back.refused(ErrorCode::LangkahSalah).of_field("patokan");
    let found = petugas.lists(&[("cari", "langgar")]).await.ok().json();
    assert_eq!(found["total"], 0, "nor is it found by its words");
    siti.looks_up(aduan.kode.as_str()).await.ok();

    // The file goes a moment later, and no record leads to it meanwhile.
    assert_eq!(siti.fetches(id, &photo).await.status().as_u16(), 404);
    let aturan = app.config.district.data_pribadi;
    let done = pribadi::round(&app.db, &app.files, &aturan, clock::now())
        .await
        .unwrap();
    assert_eq!(done, Jumlah { dihapus: 0, foto: 1 });
    assert!(app.files.store.get(id, &photo).await.unwrap().is_none());
    // Nothing is left to ask for.
    asks(&siti, id, penghapusan())
        .await
        .refused(ErrorCode::LangkahSalah);
}

#[actix_web::test]
async fn a_request_is_the_reporters_alone_and_is_answered_once() {
    let app = TestApp::start().await;
    let (siti, other, petugas) = (app.pelapor(), app.pelapor(), app.petugas().await);
    let admin = app.sebagai(Peran::Admin, "63.11").await;
    let id = siti.has_sent(|_| {}).await.id;
    asks(&other, id, penghapusan())
        .await
        .refused(ErrorCode::TidakDitemukan);
    for what in ["permintaan-data", "data-saya"] {
        own(&other, id, what).await.refused(ErrorCode::TidakDitemukan);
        petugas
            .get(&format!("/api/aduan/{id}/{what}"))
            .await
            .refused(ErrorCode::TidakBerhak);
    }
    petugas
        .get("/api/permintaan-data")
        .await
        .refused(ErrorCode::TidakBerhak);
    asks(&siti, id, json!({"jenis": "perbaikan"}))
        .await
        .refused(ErrorCode::IsianSalah)
        .of_field("kontak.nama");
    asks(
        &siti,
        id,
        json!({"jenis": "perbaikan", "kontak": {"nama": "S", "hp": "12"}}),
    )
    .await
    .refused(ErrorCode::IsianSalah)
    .of_field("kontak.hp");

    // The same aksi twice is one request; another one of the kind is told that the first still waits.
    let aksi = AksiId::mint();
    let mut body = perbaikan();
    body["id"] = json!(PermintaanId::mint());
    body["asal"] = json!(asal());
    for _ in 0..2 {
        let request = siti.with_key(Method::POST, &format!("/api/aduan/{id}/permintaan-data"));
        let request = request.header("Idempotency-Key", aksi.to_string());
        Reply::of(request.json(&body)).await.created();
    }
    assert_eq!(app.count("permintaan_data"), 1);
    asks(&siti, id, perbaikan()).await.refused(ErrorCode::SudahAda);
    asks(&siti, id, penghapusan()).await.created();

    // The keeper of the data is told, and has clock hours.
    kabar::sebar(&app.db, kabar::Saluran::default(), clock::now())
        .await
        .unwrap();
    let told = admin.get("/api/kabar").await.ok().json();
    assert_eq!(told["items"][0]["peristiwa"], "permintaan_data");
    // To open the complaint is not to see what is asked: that stands on a page of its own.
    let opened = admin.request(Method::PUT, &format!("/api/kabar/aduan/{id}/dibaca"));
    assert_eq!(Reply::of(opened).await.ok().json(), 2);
    let requests = waiting(&admin).await;
    assert_eq!(requests.len(), 2);
    let at = |name: &str| {
        requests[0][name]
            .as_str()
            .unwrap()
            .parse::<chrono::DateTime<chrono::Utc>>()
            .unwrap()
    };
    assert_eq!(at("tenggat") - at("diminta_pada"), TimeDelta::hours(72));
    assert_eq!(requests[0]["kini"]["nama"], "Siti Aminah");
    assert_eq!(requests[0]["kontak"]["nama"], "Siti Rahmah");
    assert_eq!(
        app.count(&format!(
            "jejak WHERE perbuatan = 'antar' AND catatan_id = '{id}'"
        )),
        1,
        "what went to the keeper's device is written down"
    );

    let first = &requests[0]["id"];
    answers(&admin, first, false, " ")
        .await
        .refused(ErrorCode::IsianSalah)
        .of_field("alasan");
    answers(&petugas, first, true, "")
        .await
        .refused(ErrorCode::TidakBerhak);
    let both = [
        answers(&admin, first, true, ""),
        answers(&admin, first, false, "Sudah benar."),
    ];
    let mut answered: Vec<u16> = join_all(both)
        .await
        .iter()
        .map(|reply| reply.status.as_u16())
        .collect();
    answered.sort_unstable();
    assert_eq!(answered, [200, 409]);
    answers(&admin, &requests[1]["id"], false, "Aduannya masih dikerjakan.")
        .await
        .ok();
    assert!(waiting(&admin).await.is_empty());

    let mine = own(&siti, id, "permintaan-data").await.ok().json();
    assert_eq!(mine[0]["jawaban"]["alasan"], "Aduannya masih dikerjakan.");
    assert!(mine[1]["kontak"].is_null(), "an answered request keeps no copy");
    let data = own(&siti, id, "data-saya").await.ok().json();
    assert_eq!(data["persetujuan_versi"], "2026-11");
    assert_eq!(data["permintaan"].as_array().unwrap().len(), 2);
    assert_eq!(data["aduan"]["uraian"], siti.aduan().uraian);
    assert!(data["diantar"].as_u64().unwrap() >= 1);
    let answered = admin
        .get("/api/permintaan-data?dijawab=true&limit=1")
        .await
        .ok()
        .json();
    let cursor = answered["next"].as_str().unwrap();
    let rest = admin
        .get(&format!(
            "/api/permintaan-data?dijawab=true&limit=1&cursor={cursor}"
        ))
        .await
        .ok()
        .json();
    assert_ne!(answered["items"][0]["id"], rest["items"][0]["id"]);
    assert!(rest["next"].is_null());
    admin
        .get("/api/permintaan-data?cursor=zz")
        .await
        .refused(ErrorCode::BentukSalah);
}

#[actix_web::test]
async fn a_correction_changes_the_contact_and_the_history_keeps_the_old_one() {
    let app = TestApp::start().await;
    let (siti, petugas) = (app.pelapor(), app.petugas().await);
    let admin = app.sebagai(Peran::Admin, "63.11").await;
    let id = siti.has_sent(|_| {}).await.id;
    asks(&siti, id, perbaikan()).await.created();
    answers(&admin, &waiting(&admin).await[0]["id"], true, "")
        .await
        .ok();
    let seen = petugas.sees(id).await.ok().json();
    assert_eq!(seen["pelapor"]["nama"], "Siti Rahmah");
    assert_eq!(seen["pelapor"]["hp"], "+6281311112222");
    assert_eq!(seen["pelapor"]["email"], "rahmah@contoh.id");
    assert_eq!(
        app.count(&format!(
            "riwayat WHERE catatan_id = '{id}' AND kolom = 'nama' AND lama LIKE '%Aminah%'"
        )),
        1
    );
}

#[actix_web::test]
async fn an_anonymous_reporter_stays_unknown_to_who_answers_him() {
    let app = TestApp::start().await;
    let siti = app.pelapor();
    let admin = app.sebagai(Peran::Admin, "63.11").await;
    let id = siti.has_sent(|aduan| aduan.anonim = true).await.id;
    asks(&siti, id, perbaikan()).await.created();
    let told = admin.get("/api/permintaan-data").await.ok();
    let request = told.json()["items"][0].clone();
    let answered = answers(&admin, &request["id"], true, "").await.ok();
    for words in ["Siti", "81234567890", "13111122", "@contoh.id"] {
        assert!(
            !told.text.contains(words) && !answered.text.contains(words),
            "{words}"
        );
    }
    assert_eq!(
        app.count("jejak WHERE perbuatan = 'antar'"),
        0,
        "nothing of him was handed out"
    );
    // He himself reads it, and it was done.
    let mine = siti.sees(id).await.ok().json();
    assert_eq!(mine["pelapor"]["nama"], "Siti Rahmah");
}

#[actix_web::test]
async fn what_is_kept_long_enough_is_shown_first_and_erased_once() {
    let app = TestApp::start_with(|config| config.district.data_pribadi.simpan_hari = 30).await;
    let (siti, petugas) = (app.pelapor(), app.petugas().await);
    let admin = app.sebagai(Peran::Admin, "63.11").await;
    let mut ids = Vec::new();
    for _ in 0..20 {
        let aduan = siti.has_sent(|_| {}).await;
        petugas
            .does(aduan.id, "tolak", 1, Some("Bukan aduan."), false)
            .await
            .ok();
        ids.push(aduan.id);
    }
    let open = siti.has_sent(|_| {}).await.id;
    let aturan = app.config.district.data_pribadi;
    let ahead = admin.get("/api/data-pribadi/akan-dihapus").await.ok().json();
    assert_eq!(
        (&ahead["simpan_hari"], &ahead["jumlah"]),
        (&json!(30), &json!(20))
    );
    assert_eq!(ahead["aduan"].as_array().unwrap().len(), 20);
    let now = clock::now();
    let round = |days: i64| pribadi::round(&app.db, &app.files, &aturan, now + TimeDelta::days(days));
    assert_eq!(round(29).await.unwrap(), Jumlah::default());
    assert_eq!(app.count("aduan WHERE dihapus_pada IS NOT NULL"), 0);
    // Two workers at once: each complaint is erased by one of them.
    let (one, other) = futures_util::join!(round(31), round(31));
    let rest = round(31).await.unwrap();
    assert_eq!(one.unwrap().dihapus + other.unwrap().dihapus + rest.dihapus, 20);
    assert_eq!(
        app.count("jejak WHERE perbuatan = 'hapus' AND pelaku = 'sistem'"),
        20
    );
    assert_eq!(siti.sees(open).await.ok().json()["uraian"], siti.aduan().uraian);
    assert_eq!(siti.sees(ids[0]).await.ok().json()["uraian"], "dihapus");
    let ahead = admin.get("/api/data-pribadi/akan-dihapus").await.ok().json();
    assert_eq!(ahead["jumlah"], 0);
    // Kept for ever, where the district says so.
    let ever = shared::pribadi::AturanPribadi {
        simpan_hari: 0,
        ..aturan
    };
    petugas
        .does(open, "tolak", 1, Some("Bukan aduan."), false)
        .await
        .ok();
    let later = now + TimeDelta::days(40_000);
    assert_eq!(
        pribadi::round(&app.db, &app.files, &ever, later).await.unwrap(),
        Jumlah::default()
    );
}
