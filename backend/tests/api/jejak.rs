//! The audit trail: what leaves a line, what a line holds, and that nobody tampers with it unseen.

use std::collections::BTreeSet;
use std::process::Command;

use backend::jejak::{self, Kepala, Laporan, Temuan};
use chrono::{DateTime, Utc};
use diesel::RunQueryDsl;
use diesel::sql_types::Text;
use futures_util::future::join_all;
use reqwest::Method;
use serde_json::{Value, json};
use shared::account::Peran;
use shared::error::ErrorCode;
use shared::id::AksiId;

use crate::support::photo::{JPEG, listed, sha256};
use crate::support::{Petugas, TestApp, asal};

fn seal(app: &TestApp) -> usize {
    let mut sealed = 0;
    loop {
        match app.db.write_blocking(jejak::segel).unwrap() {
            0 => return sealed,
            some => sealed += some,
        }
    }
}

fn check(app: &TestApp, known: &[Kepala]) -> Laporan {
    app.db
        .snapshot_blocking(|conn| jejak::periksa(conn, known))
        .unwrap()
}

/// One text out of the database.
fn text(app: &TestApp, sql: &str) -> String {
    #[derive(diesel::QueryableByName)]
    struct One {
        #[diesel(sql_type = Text)]
        isi: String,
    }
    app.db
        .run_blocking(|conn| Ok(diesel::sql_query(sql).get_result::<One>(conn)?.isi))
        .unwrap()
}

async fn lines(who: &Petugas<'_>, query: &str) -> Vec<Value> {
    let page = who
        .get(&format!("/api/jejak?limit=100&{query}"))
        .await
        .ok()
        .json();
    page["items"].as_array().unwrap().clone()
}

/// The trail as whoever can write to the database would change it, guard or no guard.
fn tamper(app: &TestApp, sql: &str) {
    let is_sqlite = matches!(app.config.database, backend::db::DatabaseUrl::Sqlite(_));
    let unguard = if is_sqlite {
        "DROP TRIGGER IF EXISTS jejak_tetap"
    } else {
        "DROP TRIGGER IF EXISTS jejak_tetap ON jejak"
    };
    app.execute(unguard);
    assert_eq!(app.execute(sql), 1, "{sql}");
}

/// A portal in which a good deal was done.
async fn in_use() -> TestApp {
    let app = TestApp::start().await;
    {
        let (siti, budi) = (app.pelapor(), app.petugas().await);
        let aduan = siti.has_sent(|aduan| aduan.foto = vec![listed(JPEG)]).await;
        siti.uploads(aduan.id, JPEG).await;
        budi.sees(aduan.id).await.ok();
        budi.does(aduan.id, "verifikasi", 1, None, false).await.ok();
        siti.writes(aduan.id, "Airnya masuk lagi.").await.created();
    }
    app
}

#[actix_web::test]
async fn each_write_leaves_a_line_and_no_line_holds_a_value() {
    let app = TestApp::start().await;
    let (siti, budi) = (app.pelapor(), app.petugas().await);
    let aduan = siti
        .has_sent(|aduan| {
            aduan.foto = vec![listed(JPEG)];
            aduan.pelapor.nama = "Siti Rahmah".to_owned();
            aduan.pelapor.hp = "081255501234".to_owned();
        })
        .await;
    siti.uploads(aduan.id, JPEG).await;
    budi.does(aduan.id, "verifikasi", 1, None, false).await.ok();
    budi.does(aduan.id, "tanggapi", 2, Some("Tim turun hari Kamis."), false)
        .await
        .ok();
    budi.releases(aduan.id, 3, "Saluran tersumbat").await.ok();
    siti.writes(aduan.id, "Terima kasih banyak.").await.created();
    // The same sent once more does nothing, and is no second line.
    let again = AksiId::mint();
    let note = json!({"id": AksiId::mint(), "isi": "Sudah ditelepon.", "asal": asal()});
    let path = format!("/api/aduan/{}/catatan", aduan.id);
    for _ in 0..2 {
        budi.posts(again, &path, &note).await.created();
    }
    assert_eq!(app.count("aksi"), 6);
    assert_eq!(app.count("jejak WHERE aksi_id IS NOT NULL"), 6);
    assert_eq!(
        app.count("aksi JOIN jejak ON jejak.aksi_id = aksi.id AND jejak.perbuatan = aksi.jenis"),
        6
    );
    let of_it = format!("jejak WHERE catatan_id = '{}' AND perbuatan", aduan.id);
    // Verification, answer, release.
    assert_eq!(app.count(&format!("{of_it} = 'ubah'")), 3);
    assert_eq!(app.count(&format!("{of_it} = 'foto'")), 1);
    let admin = app.sebagai(Peran::Admin, "63.11").await;
    let told = lines(&admin, &format!("catatan={}&perbuatan=ubah", aduan.kode)).await;
    let fields: BTreeSet<&str> = told
        .iter()
        .flat_map(|line| line["kolom"].as_array().unwrap())
        .map(|field| field.as_str().unwrap())
        .collect();
    assert!(
        fields.contains("status") && fields.contains("rilis_judul"),
        "{fields:?}"
    );
    for value in [
        "Siti Rahmah",
        "81255501234",
        "Saluran",
        "Kamis",
        "Terima kasih",
        "ditelepon",
    ] {
        let held = format!("jejak WHERE isi LIKE '%{value}%' OR catatan_id LIKE '%{value}%'");
        assert_eq!(app.count(&held), 0, "{value}");
    }
}

#[actix_web::test]
async fn who_comes_in_and_goes_out_is_told() {
    let app = TestApp::start().await;
    let admin = app.sebagai(Peran::Admin, "63.11").await;
    let budi = app.petugas().await;
    let ends = budi.request(Method::POST, "/api/akun/saya/sesi/akhiri");
    crate::support::Reply::of(ends.json(&json!({"sesi": null}))).await;
    let told: Vec<String> = lines(&admin, "catatan=petugas")
        .await
        .iter()
        .map(|line| line["perbuatan"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(told, ["keluar", "masuk", "sandi"]);
}

#[actix_web::test]
async fn what_goes_to_an_officers_device_is_written_down_before_it_goes() {
    let app = TestApp::start().await;
    let (siti, budi) = (app.pelapor(), app.petugas().await);
    let aduan = siti.has_sent(|aduan| aduan.foto = vec![listed(JPEG)]).await;
    siti.uploads(aduan.id, JPEG).await;
    let delivered = |more: &str| app.count(&format!("jejak WHERE perbuatan = 'antar'{more}"));
    // The inbox holds nothing personal, and a reporter gets what is his own.
    budi.lists(&[]).await.ok();
    siti.sees(aduan.id).await.ok();
    siti.fetches(aduan.id, &sha256(JPEG)).await;
    assert_eq!(delivered(""), 0);
    budi.sees(aduan.id).await.ok();
    let photo = format!("/api/aduan/{}/foto/{}", aduan.id, sha256(JPEG));
    let request = budi.request(Method::GET, &photo);
    assert_eq!(request.send().await.unwrap().status(), 200);
    assert_eq!(delivered(" AND isi LIKE '%\"hp\"%'"), 1);
    assert_eq!(delivered(" AND isi LIKE '%\"foto\"%'"), 1);
    // Whoever may not see the reporter's number did not get it.
    let kades = app.sebagai(Peran::KepalaDesa, "63.11.05.2007").await;
    kades.sees(aduan.id).await.ok();
    assert_eq!((delivered(" AND isi LIKE '%\"hp\"%'"), delivered("")), (1, 3));
    // An answer to a step is a delivery too.
    budi.does(aduan.id, "verifikasi", 1, None, false).await.ok();
    assert_eq!(delivered(""), 4);
    // A page of accounts is one line with all their ids.
    let admin = app.sebagai(Peran::Admin, "63.11").await;
    admin.get("/api/akun").await.ok();
    let line = lines(&admin, "perbuatan=antar&objek=account").await;
    assert_eq!(line.len(), 1);
    assert_eq!(
        line[0]["catatan"].as_array().unwrap().len() as i64,
        app.count("account")
    );
    // Nobody refused anything, nothing was written.
    let other = app.sebagai(Peran::KepalaDesa, "63.11.05.2001").await;
    other.sees(aduan.id).await.refused(ErrorCode::TidakDitemukan);
    assert_eq!(delivered(""), 5);
}

#[actix_web::test]
async fn fifty_who_read_at_once_leave_fifty_lines() {
    let app = TestApp::start().await;
    let (siti, budi) = (app.pelapor(), app.petugas().await);
    let id = siti.has_sent(|_| {}).await.id;
    for reply in join_all((0..50).map(|_| budi.sees(id))).await {
        reply.ok();
    }
    assert_eq!(app.count("jejak WHERE perbuatan = 'antar'"), 50);
}

#[actix_web::test]
async fn what_cannot_be_written_down_is_not_delivered() {
    let app = TestApp::start().await;
    let (siti, budi) = (app.pelapor(), app.petugas().await);
    let id = siti
        .has_sent(|aduan| aduan.pelapor.nama = "Siti Rahmah".to_owned())
        .await
        .id;
    app.execute("ALTER TABLE jejak_antre RENAME TO jejak_lain");
    let reply = budi.sees(id).await.refused(ErrorCode::BelumSiap);
    assert!(!reply.text.contains("Siti"), "{}", reply.text);
    app.execute("ALTER TABLE jejak_lain RENAME TO jejak_antre");
    budi.sees(id).await.ok();
}

#[actix_web::test]
async fn a_whole_trail_is_found_whole_and_a_changed_removed_or_inserted_line_is_found() {
    let app = in_use().await;
    let waiting = check(&app, &[]);
    assert_eq!(
        (waiting.baris, waiting.temuan.len(), waiting.kepala.is_none()),
        (0, 0, true)
    );
    assert!(waiting.menunggu > 8, "{}", waiting.menunggu);
    assert_eq!(seal(&app) as u64, waiting.menunggu);
    let whole = check(&app, &[]);
    assert_eq!((whole.baris, whole.menunggu), (waiting.menunggu, 0));
    assert_eq!(whole.temuan, []);
    let known = [whole.kepala.clone().unwrap()];
    assert_eq!(known[0].nomor as u64, whole.baris);

    // The database itself refuses a change.
    let refused = app.db.write_blocking(|conn| {
        diesel::sql_query("UPDATE jejak SET pelaku = 'sistem'").execute(conn)?;
        Ok(())
    });
    assert!(refused.is_err());

    let third = text(&app, "SELECT jejak_id AS isi FROM jejak_rantai WHERE nomor = 3");
    let was = text(
        &app,
        &format!("SELECT pelaku AS isi FROM jejak WHERE id = '{third}'"),
    );
    tamper(
        &app,
        &format!("UPDATE jejak SET pelaku = 'x' WHERE id = '{third}'"),
    );
    let changed = Temuan::Diubah {
        nomor: 3,
        jejak_id: third.clone(),
    };
    assert_eq!(check(&app, &known).temuan, [changed]);
    tamper(
        &app,
        &format!("UPDATE jejak SET pelaku = '{was}' WHERE id = '{third}'"),
    );
    assert_eq!(check(&app, &known).temuan, []);

    // A line that no worker saw.
    let copy = format!(
        "INSERT INTO jejak (id, pada, pelaku, perbuatan, objek, catatan_id, isi) \
         SELECT '00000000-0000-7000-8000-000000000000', pada, pelaku, perbuatan, objek, catatan_id, isi \
         FROM jejak WHERE id = '{third}'"
    );
    tamper(&app, &copy);
    let inserted = Temuan::Disisipkan {
        jejak_id: "00000000-0000-7000-8000-000000000000".to_owned(),
    };
    assert_eq!(check(&app, &known).temuan, [inserted]);
    tamper(
        &app,
        "DELETE FROM jejak WHERE id = '00000000-0000-7000-8000-000000000000'",
    );

    // A line that is gone, and one that is gone together with its link.
    tamper(&app, &format!("DELETE FROM jejak WHERE id = '{third}'"));
    let gone = Temuan::Hilang {
        nomor: 3,
        jejak_id: third,
    };
    assert_eq!(check(&app, &known).temuan, std::slice::from_ref(&gone));
    let fifth = text(&app, "SELECT jejak_id AS isi FROM jejak_rantai WHERE nomor = 5");
    tamper(&app, &format!("DELETE FROM jejak WHERE id = '{fifth}'"));
    tamper(&app, "DELETE FROM jejak_rantai WHERE nomor = 5");
    assert_eq!(check(&app, &known).temuan, [gone, Temuan::Putus { nomor: 6 }]);
}

#[actix_web::test]
async fn a_chain_that_was_cut_short_is_found_by_what_was_copied_out() {
    let app = in_use().await;
    seal(&app);
    let known = [check(&app, &[]).kepala.unwrap()];
    let last = known[0].nomor;
    let id = text(
        &app,
        &format!("SELECT jejak_id AS isi FROM jejak_rantai WHERE nomor = {last}"),
    );
    tamper(&app, &format!("DELETE FROM jejak WHERE id = '{id}'"));
    tamper(&app, &format!("DELETE FROM jejak_rantai WHERE nomor = {last}"));
    assert_eq!(check(&app, &[]).temuan, []);
    assert_eq!(check(&app, &known).temuan, [Temuan::KepalaLain { nomor: last }]);
}

#[actix_web::test]
async fn whoever_is_forgotten_loses_the_salt_and_the_chain_still_holds() {
    let app = in_use().await;
    seal(&app);
    let salted = app.count("jejak WHERE garam IS NOT NULL");
    assert!(salted > 0);
    assert_eq!(
        app.execute("UPDATE jejak SET garam = NULL WHERE garam IS NOT NULL") as i64,
        salted
    );
    assert_eq!(check(&app, &[]).temuan, []);
}

#[actix_web::test]
async fn two_who_seal_at_once_give_each_line_one_place() {
    let app = TestApp::start().await;
    let account = text(&app, "SELECT MIN(id) AS isi FROM account");
    app.db
        .write_blocking(|conn| {
            for _ in 0..2_500 {
                let antaran = jejak::Antaran {
                    kepada: account.parse().unwrap(),
                    objek: shared::jejak::Objek::Account,
                    catatan: vec![account.clone()],
                    kolom: &["nama"],
                };
                antaran.tulis(conn, backend::clock::now())?;
            }
            Ok(())
        })
        .unwrap();
    let waiting = app.count("jejak_antre");
    let sealed: usize = std::thread::scope(|scope| {
        let hands: Vec<_> = (0..4).map(|_| scope.spawn(|| seal(&app))).collect();
        hands.into_iter().map(|hand| hand.join().unwrap()).sum()
    });
    assert_eq!((sealed as i64, app.count("jejak_rantai")), (waiting, waiting));
    assert_eq!(check(&app, &[]).temuan, []);
}

#[actix_web::test]
async fn admin_and_auditor_of_the_whole_district_read_it_page_by_page_and_export_it() {
    let app = in_use().await;
    let auditor = app.sebagai(Peran::Auditor, "63.11").await;
    seal(&app);
    let mut seen = Vec::new();
    let mut next = String::new();
    loop {
        let page = auditor
            .get(&format!("/api/jejak?limit=4{next}"))
            .await
            .ok()
            .json();
        seen.extend(page["items"].as_array().unwrap().clone());
        match page["next"].as_str() {
            Some(cursor) => next = format!("&cursor={cursor}"),
            None => break,
        }
    }
    let ids: BTreeSet<&str> = seen.iter().map(|line| line["id"].as_str().unwrap()).collect();
    assert_eq!((ids.len() as i64, seen.len()), (app.count("jejak"), ids.len()));
    assert!(seen.iter().all(|line| line["nomor"].is_i64()));
    // Not as texts: a whole second is written without its fraction.
    let pada = |line: &Value| line["pada"].as_str().unwrap().parse::<DateTime<Utc>>().unwrap();
    assert!(seen.windows(2).all(|two| pada(&two[0]) >= pada(&two[1])));
    // Who did it, by name; the code of what it was done to.
    let verified = lines(&auditor, "perbuatan=aduan_tindakan&oleh=petugas").await;
    assert_eq!(verified.len(), 1);
    assert_eq!(verified[0]["nama"], "Petugas petugas");
    assert!(
        verified[0]["sebutan"].as_str().unwrap().starts_with("ADU-"),
        "{}",
        verified[0]
    );
    assert_eq!(lines(&auditor, "dari=2031-01-01").await.len(), 0);
    assert_eq!(lines(&auditor, "sampai=2020-01-01").await.len(), 0);
    assert_eq!(lines(&auditor, "oleh=tidak.ada").await.len(), 0);
    auditor
        .get("/api/jejak?cursor=zz")
        .await
        .refused(ErrorCode::BentukSalah);
    auditor
        .get("/api/jejak?limit=0")
        .await
        .refused(ErrorCode::IsianSalah)
        .of_field("limit");

    let reply = auditor.get("/api/jejak.csv?perbuatan=aduan_tindakan").await.ok();
    let mut reader = csv::Reader::from_reader(reply.text.as_bytes());
    let columns = reader.headers().unwrap().clone();
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), 1);
    let at = |name: &str| columns.iter().position(|column| column == name).unwrap();
    assert_eq!(&rows[0][at("nama")], "Petugas petugas");
    let all = auditor.get("/api/jejak.csv").await.ok();
    let all = csv::Reader::from_reader(all.text.as_bytes())
        .into_records()
        .count();
    assert_eq!(all as i64, app.count("jejak"));

    // The trail is the whole district's: an auditor of one part of it does not read it.
    let part = app.sebagai(Peran::Auditor, "63.11.05").await;
    part.get("/api/jejak").await.refused(ErrorCode::TidakBerhak);
}

#[actix_web::test]
async fn the_command_says_whether_the_trail_is_whole() {
    let app = in_use().await;
    seal(&app);
    let run = |arguments: &[&str]| {
        let database = match &app.config.database {
            backend::db::DatabaseUrl::Sqlite(path) => path.to_string_lossy().into_owned(),
            backend::db::DatabaseUrl::Postgres(url) => url.clone(),
        };
        let output = Command::new(env!("CARGO_BIN_EXE_portal"))
            .args(["audit", "verify"])
            .args(arguments)
            .current_dir(&app.config.data)
            .env("PORTAL_DATA", &app.config.data)
            .env("DATABASE_URL", database)
            .env("RUST_LOG", "off")
            .output()
            .unwrap();
        let told = String::from_utf8(output.stdout).unwrap();
        (output.status.success(), told)
    };
    let (whole, told) = run(&[]);
    assert!(whole && told.contains("Jejak utuh."), "{told}");
    let kepala = check(&app, &[]).kepala.unwrap().to_string();
    assert!(told.contains(&kepala), "{told}");
    assert!(run(&["--kepala", &kepala]).0);
    let id = text(&app, "SELECT jejak_id AS isi FROM jejak_rantai WHERE nomor = 2");
    tamper(&app, &format!("UPDATE jejak SET pelaku = 'x' WHERE id = '{id}'"));
    let (whole, told) = run(&["--kepala", &kepala]);
    assert!(
        !whole && told.contains(&format!("baris 2 ({id}) diubah")),
        "{told}"
    );
}
