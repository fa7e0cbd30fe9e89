//! The change feed: a device's copy begins with what its owner may see, stays equal to it, and lets go of what is his no
//! more; no change is passed over, however late it is committed.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use backend::db::{Conn, Db};
use backend::perubahan::{antrekan, lepaskan, nomori};
use diesel::sql_types::{BigInt, Text};
use diesel::{QueryableByName, RunQueryDsl, sql_query};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use serde_json::json;
use shared::account::Peran;
use shared::aduan::AduanRingkas;
use shared::error::ErrorCode;
use shared::id::TemplatId;
use shared::jejak::Objek;
use shared::page::Page;
use shared::perubahan::{Perubahan, PerubahanPage, SEHALAMAN};
use tokio::time::timeout;

use crate::siklus::{langkah, orang};
use crate::support::{Petugas, Reply, TestApp, asal};

/// A device's copy, kept as the web app keeps it.
#[derive(Default)]
struct Salinan {
    kursor: Option<String>,
    aduan: BTreeMap<String, AduanRingkas>,
    lepas: Vec<String>,
    halaman: usize,
}

async fn asks(petugas: &Petugas<'_>, since: Option<&str>) -> Reply {
    let query = since.map(|since| format!("?since={since}")).unwrap_or_default();
    petugas.get(&format!("/api/changes{query}")).await
}

impl Salinan {
    async fn fetch(&mut self, app: &TestApp, petugas: &Petugas<'_>) {
        number(&app.db);
        loop {
            let page: PerubahanPage = asks(petugas, self.kursor.as_deref()).await.ok().read();
            assert!(page.perubahan.len() <= SEHALAMAN);
            for one in page.perubahan {
                match one {
                    Perubahan::Aduan { isi } => drop(self.aduan.insert(isi.id.to_string(), *isi)),
                    Perubahan::Lepas { objek, id } => {
                        assert_eq!(objek, Objek::Aduan);
                        self.aduan.remove(&id);
                        self.lepas.push(id);
                    }
                    Perubahan::Templat { .. } | Perubahan::Lain => {}
                }
            }
            self.kursor = Some(page.kursor);
            self.halaman += 1;
            if !page.lagi {
                return;
            }
        }
    }

    /// The same lines as the inbox shows.
    async fn is_the_inbox_of(&self, petugas: &Petugas<'_>) {
        let inbox: Page<AduanRingkas> = petugas.lists(&[("limit", "100")]).await.ok().read();
        let shown: BTreeMap<_, _> = inbox
            .items
            .into_iter()
            .map(|one| (one.id.to_string(), one))
            .collect();
        assert_eq!(self.aduan, shown);
    }
}

fn number(db: &Db) {
    while db.write_blocking(nomori).unwrap() > 0 {}
}

#[actix_web::test]
async fn a_copy_begins_with_what_is_there_and_follows_every_step() {
    let app = TestApp::start().await;
    let (siti, budi) = (app.pelapor(), app.petugas().await);
    let first = siti.has_sent(|_| {}).await;
    let mut copy = Salinan::default();
    copy.fetch(&app, &budi).await;
    assert_eq!(copy.aduan.len(), 1);
    copy.is_the_inbox_of(&budi).await;

    let second = siti.has_sent(|_| {}).await;
    budi.does(first.id, "verifikasi", 1, Some("Kami cek."), true)
        .await
        .ok();
    budi.does(second.id, "verifikasi", 1, None, false).await.ok();
    budi.does(second.id, "proses", 2, None, false).await.ok();
    budi.releases(second.id, 3, "Drainase tersumbat").await.ok();
    copy.fetch(&app, &budi).await;
    assert_eq!(copy.aduan.len(), 2);
    assert_eq!(copy.aduan[&second.id.to_string()].judul, "Drainase tersumbat");
    copy.is_the_inbox_of(&budi).await;

    // Nothing new is nothing at all, and costs one short page.
    let before = copy.halaman;
    copy.fetch(&app, &budi).await;
    assert_eq!(copy.halaman, before + 1);
    let page: PerubahanPage = asks(&budi, copy.kursor.as_deref()).await.ok().read();
    assert_eq!((page.perubahan.len(), page.lagi, page.awal), (0, false, false));
}

#[actix_web::test]
async fn what_is_handed_elsewhere_is_let_go_of_by_those_who_saw_it_and_told_to_nobody_else() {
    let app = TestApp::start().await;
    let siti = app.pelapor();
    let rudi = app.petugas().await;
    let ani = orang(&app, "ani", Peran::TimTeknis, ("puprperkim", None)).await;
    let tono = orang(&app, "tono", Peran::TimTeknis, ("disdukcapil", None)).await;
    let far = app.sebagai(Peran::Camat, "63.11.01").await;
    let aduan = siti.has_sent(|_| {}).await;
    let (mut of_ani, mut of_tono, mut of_far) = (Salinan::default(), Salinan::default(), Salinan::default());
    of_ani.fetch(&app, &ani).await;
    of_tono.fetch(&app, &tono).await;
    of_far.fetch(&app, &far).await;
    assert!(of_ani.aduan.is_empty() && of_far.aduan.is_empty());

    rudi.does(aduan.id, "verifikasi", 1, None, false).await.ok();
    let to = |skpd: &str| json!({"skpd": skpd, "teks": "Mohon ditindaklanjuti."});
    langkah(&rudi, aduan.id, "disposisi", 2, to("puprperkim"))
        .await
        .ok();
    of_ani.fetch(&app, &ani).await;
    assert_eq!(of_ani.aduan.len(), 1);
    of_ani.is_the_inbox_of(&ani).await;

    // Twice before anybody looks: whoever had it between is not told of what he never saw wrongly.
    langkah(&rudi, aduan.id, "disposisi", 3, to("disdukcapil"))
        .await
        .ok();
    langkah(&rudi, aduan.id, "disposisi", 4, to("bappedalitbang"))
        .await
        .ok();
    of_ani.fetch(&app, &ani).await;
    of_tono.fetch(&app, &tono).await;
    of_far.fetch(&app, &far).await;
    let id = aduan.id.to_string();
    assert_eq!((of_ani.aduan.len(), &of_ani.lepas), (0, &vec![id.clone()]));
    // He may have read it in the moment that it was his.
    assert_eq!((of_tono.aduan.len(), &of_tono.lepas), (0, &vec![id]));
    assert_eq!((of_far.aduan.len(), of_far.lepas.len()), (0, 0));
    of_ani.is_the_inbox_of(&ani).await;
}

#[actix_web::test]
async fn a_cursor_of_another_account_of_other_rights_or_of_another_numbering_begins_anew() {
    let app = TestApp::start().await;
    let (siti, budi, lia) = (app.pelapor(), app.petugas().await, app.petugas_lampihong().await);
    siti.has_sent(|_| {}).await;
    let mut copy = Salinan::default();
    copy.fetch(&app, &budi).await;
    let kursor = copy.kursor.clone().unwrap();
    for broken in ["", "x", "e30", "%00", "bnVsbA"] {
        asks(&budi, Some(broken))
            .await
            .refused(ErrorCode::BentukSalah)
            .of_field("since");
    }
    asks(&lia, Some(&kursor)).await.refused(ErrorCode::KursorUsang);
    asks(&budi, Some(&kursor)).await.ok();

    // So far behind that a new copy is quicker.
    app.execute("UPDATE perubahan SET nomor = nomor + 200000");
    asks(&budi, Some(&kursor)).await.refused(ErrorCode::KursorUsang);
    copy.kursor = None;
    copy.fetch(&app, &budi).await;

    // A database that was put back from a backup: it counts anew, and may have come as far again.
    app.execute("UPDATE perubahan_masa SET id = 'lain'");
    asks(&budi, copy.kursor.as_deref())
        .await
        .refused(ErrorCode::KursorUsang);
    copy.kursor = None;
    copy.fetch(&app, &budi).await;

    // His work ends in part.
    app.execute(
        "DELETE FROM penugasan WHERE peran = 'tim_teknis' AND account_id IN \
         (SELECT id FROM account WHERE nama_pengguna = 'petugas')",
    );
    asks(&budi, copy.kursor.as_deref())
        .await
        .refused(ErrorCode::KursorUsang);
}

#[actix_web::test]
async fn what_lies_outside_ones_reach_costs_few_pages_and_says_nothing() {
    let app = TestApp::start().await;
    let (siti, lia) = (app.pelapor(), app.petugas_lampihong().await);
    let mut copy = Salinan::default();
    copy.fetch(&app, &lia).await;
    app.db
        .write_blocking(|conn| {
            (0..6_000).try_for_each(|place| antrekan(conn, Objek::Aduan, &format!("bukan-{place}")))
        })
        .unwrap();
    let own = siti.has_sent(|_| {}).await;
    let before = copy.halaman;
    copy.fetch(&app, &lia).await;
    assert_eq!(copy.halaman - before, 2, "5,000 are looked at for one page");
    assert_eq!(
        copy.aduan.keys().collect::<Vec<_>>(),
        [&own.id.to_string()],
        "in Lampihong"
    );
    assert!(copy.lepas.is_empty());
}

#[actix_web::test]
async fn what_went_from_hand_to_hand_is_let_go_of_page_by_page_and_forgotten_when_nobody_can_ask_for_it() {
    let app = TestApp::start().await;
    let lia = app.petugas_lampihong().await;
    let mut copy = Salinan::default();
    copy.fetch(&app, &lia).await;
    let seen =
        json!({"wilayah": "63.11.05.2001", "rahasia": false, "skpd": null, "bidang": null, "petugas": null});
    let unseen =
        json!({"wilayah": "63.11.01.2001", "rahasia": false, "skpd": null, "bidang": null, "petugas": null});
    app.db
        .write_blocking(|conn| {
            (0..1_200).try_for_each(|place| {
                let cakupan = if place % 2 == 0 { &seen } else { &unseen };
                lepaskan(conn, Objek::Aduan, &format!("pindah-{place}"), cakupan)
            })?;
            // More often under one number than a page is long.
            (0..700).try_for_each(|_| lepaskan(conn, Objek::Aduan, "berulang", &unseen))?;
            lepaskan(conn, Objek::Aduan, "berulang", &seen)
        })
        .unwrap();
    copy.fetch(&app, &lia).await;
    let told: HashSet<_> = copy.lepas.iter().collect();
    assert_eq!((copy.lepas.len(), told.len()), (601, 601));
    app.execute("UPDATE perubahan SET nomor = nomor + 300000");
    app.db
        .write_blocking(|conn| antrekan(conn, Objek::Aduan, "lain"))
        .unwrap();
    number(&app.db);
    assert_eq!(app.count("perubahan_lepas"), 0);
}

#[actix_web::test]
async fn templates_are_part_of_the_copy() {
    let app = TestApp::start().await;
    let (admin, budi) = (app.sebagai(Peran::Admin, "63.11").await, app.petugas().await);
    let page: PerubahanPage = asks(&budi, None).await.ok().read();
    let templates = |page: &PerubahanPage| {
        page.perubahan
            .iter()
            .filter(|one| matches!(one, Perubahan::Templat { .. }))
            .count()
    };
    assert!(!page.lagi);
    let known = templates(&page);
    let put = admin
        .request(
            reqwest::Method::PUT,
            &format!("/api/templat/{}", TemplatId::mint()),
        )
        .header("Idempotency-Key", shared::id::AksiId::mint().to_string())
        .json(&json!({"judul": "Terima kasih", "isi": "Sudah kami catat.", "aktif": true, "asal": asal()}));
    Reply::of(put).await.ok();
    number(&app.db);
    let later: PerubahanPage = asks(&budi, Some(&page.kursor)).await.ok().read();
    assert_eq!(templates(&later), 1);
    let anew: PerubahanPage = asks(&budi, None).await.ok().read();
    assert_eq!(templates(&anew), known + 1);
}

#[actix_web::test]
async fn an_open_app_is_told_that_there_is_something_to_fetch() {
    let app = TestApp::start().await;
    let budi = app.petugas().await;
    app.get("/api/changes/stream")
        .await
        .refused(ErrorCode::PerluMasuk);
    let mut answer = budi
        .request(reqwest::Method::GET, "/api/changes/stream")
        .header("Accept-Encoding", "br, gzip")
        .send()
        .await
        .unwrap();
    assert_eq!(answer.headers()["content-type"], "text/event-stream");
    assert!(
        answer
            .headers()
            .get("content-encoding")
            .is_none_or(|how| how == "identity"),
        "an event that is packed waits for the next one"
    );
    let mut next = async || {
        let bytes = timeout(Duration::from_secs(20), answer.chunk()).await.unwrap();
        bytes
            .unwrap()
            .map(|bytes| String::from_utf8(bytes.to_vec()).unwrap())
    };
    assert_eq!(next().await.unwrap(), "retry: 5000\n\n");
    app.shared.aliran.tell(7);
    assert_eq!(next().await.unwrap(), "event: perubahan\ndata: {}\n\n");
    // A server that is to stop lets its listeners go.
    app.shared.aliran.stop();
    assert_eq!(next().await, None);
}

#[derive(QueryableByName)]
struct Terlihat {
    #[diesel(sql_type = BigInt)]
    nomor: i64,
    #[diesel(sql_type = Text)]
    catatan_id: String,
}

/// Reads on from the last number seen, as devices do, until everything was there and nothing more comes. Gives the number
/// under which each record was seen last.
fn follows(db: &Db, done: &AtomicBool) -> HashMap<String, i64> {
    let (mut last, mut seen) = (0, HashMap::new());
    loop {
        let ended = done.load(Ordering::SeqCst);
        let rows: Vec<Terlihat> = db
            .run_blocking(|conn| {
                let query = "SELECT nomor, catatan_id FROM perubahan WHERE nomor > ";
                Ok(sql_query(format!("{query}{last} ORDER BY nomor LIMIT 500")).load(conn)?)
            })
            .unwrap();
        let Some(newest) = rows.last() else {
            if ended {
                return seen;
            }
            std::thread::sleep(Duration::from_millis(2));
            continue;
        };
        last = newest.nomor;
        seen.extend(rows.into_iter().map(|row| (row.catatan_id, row.nomor)));
    }
}

/// Writers whose transactions last differently long, so that on PostgreSQL they commit in another order than they began:
/// `each` that are kept, and some that are taken back. Every fifth change is of a record that others change as well.
async fn writes(db: Db, writer: u64, each: usize) -> Vec<String> {
    let mut chance = StdRng::seed_from_u64(SEED + writer);
    let mut written = Vec::new();
    while written.len() < each {
        let id = if chance.random_bool(0.2) {
            format!("common-{}", chance.random_range(0..20))
        } else {
            format!("{writer}-{}", written.len())
        };
        let (pause, back) = (chance.random_range(0..3_u64), chance.random_bool(0.1));
        let of_change = id.clone();
        let write = move |conn: &mut Conn| {
            antrekan(conn, Objek::Aduan, &of_change)?;
            std::thread::sleep(Duration::from_millis(pause));
            if back {
                return Err(backend::error::AppError::not_found());
            }
            Ok(())
        };
        let outcome = db.write(write).await;
        assert_eq!(outcome.is_err(), back);
        if !back {
            written.push(id);
        }
    }
    written
}

const SEED: u64 = 6_311;
const WRITERS: u64 = 8;

#[actix_web::test]
async fn no_late_commit_is_passed_over() {
    // One for each writer and worker at least: where they queue nothing is proven.
    let app = TestApp::start_with(|config| config.database_connections = 16).await;
    let sum = if std::env::var_os("PORTAL_FAULTS").is_some_and(|form| form == "long") {
        100_000
    } else {
        1_000
    };
    let each = sum / usize::try_from(WRITERS).unwrap();
    let (ended, done) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicBool::new(false)));
    let writers: Vec<_> = (0..WRITERS)
        .map(|writer| {
            let db = app.db.clone();
            actix_web::rt::spawn(writes(db, writer, each))
        })
        .collect();
    // On PostgreSQL two number at once, as two processes do.
    let workers: Vec<_> = (0..2)
        .map(|_| {
            let (db, ended) = (app.db.clone(), ended.clone());
            actix_web::rt::spawn(async move {
                while !ended.load(Ordering::SeqCst) {
                    db.write(nomori).await.unwrap();
                    actix_web::rt::time::sleep(Duration::from_millis(5)).await;
                }
                while db.write(nomori).await.unwrap() > 0 {}
            })
        })
        .collect();
    let readers: Vec<_> = (0..3)
        .map(|_| {
            let (db, done) = (app.db.clone(), done.clone());
            std::thread::spawn(move || follows(&db, &done))
        })
        .collect();
    let (mut written, mut commits) = (HashSet::new(), 0);
    for writer in writers {
        let of_one = writer.await.unwrap();
        commits += of_one.len();
        written.extend(of_one);
    }
    ended.store(true, Ordering::SeqCst);
    for worker in workers {
        worker.await.unwrap();
    }
    done.store(true, Ordering::SeqCst);
    println!(
        "seed {SEED}: {commits} changes of {} records by {WRITERS} writers",
        written.len()
    );
    if std::env::var_os("TEST_DATABASE_URL").is_none() {
        println!("on SQLite writers take turns: what is proven here is proven on PostgreSQL");
    }
    assert_eq!(commits, sum);
    let stands = app.db.run_blocking(|conn| {
        let query = "SELECT nomor, catatan_id FROM perubahan";
        Ok(sql_query(query).load::<Terlihat>(conn)?)
    });
    let stands: HashMap<_, _> = stands
        .unwrap()
        .into_iter()
        .map(|row| (row.catatan_id, row.nomor))
        .collect();
    assert_eq!(stands.keys().cloned().collect::<HashSet<_>>(), written);
    for reader in readers {
        let seen = reader.join().unwrap();
        assert!(seen == stands, "a change was passed over");
    }
}
