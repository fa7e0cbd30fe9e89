//! A backup holds the whole portal, and gives it back on either database.

use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use backend::backup::{self, Existing, LEFT_OUT, TABLES};
use backend::db::{Conn, Db};
use backend::files::store::Store;
use backend::sample::{self, Scale};
use backend::wilayah;
use diesel::sql_types::Text;
use diesel::{QueryableByName, RunQueryDsl, sql_query};
use shared::id::AduanId;
use shared::wilayah::WilayahKode;
use tempfile::TempDir;

use crate::support::database::TestDatabase;
use crate::support::photo::{JPEG, PNG, jpeg_of, listed, sha256};
use crate::support::{Pelapor, TestApp};

const BATAS: &str = r#"{"type": "FeatureCollection", "features": [{"type": "Feature",
    "properties": {"kode": "63.11", "nama": "Balangan", "level": "kabupaten"},
    "geometry": {"type": "Polygon", "coordinates": [[[115.1, -2.1], [115.9, -2.1], [115.9, -2.9], [115.1, -2.1]]]}}]}"#;

/// A database and a store into which a backup is restored.
struct Elsewhere {
    db: Db,
    store: Store,
    _folder: TempDir,
    _database: TestDatabase,
}

impl Elsewhere {
    /// On the same kind of database as the rest of the run.
    fn new() -> Self {
        Self::on(TestDatabase::create)
    }

    fn on(database: impl FnOnce(&Path) -> TestDatabase) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let database = database(folder.path());
        let db = Db::open(&database.url(), 2).unwrap();
        db.migrate().unwrap();
        wilayah::import::seed(&db, &WilayahKode::parse("63.11").unwrap()).unwrap();
        let store = Store::open(folder.path().join("berkas").to_str().unwrap()).unwrap();
        Self {
            db,
            store,
            _folder: folder,
            _database: database,
        }
    }

    async fn restore(&self, file: &Path, existing: Existing) -> anyhow::Result<backup::Manifest> {
        backup::restore(&self.db, &self.store, file, existing).await
    }
}

/// All rows of a table as a backup writes them.
fn rows(db: &Db, table: &backup::Table) -> Vec<String> {
    let mut rows = Vec::new();
    db.snapshot_blocking(|conn| {
        (table.dump)(conn, &mut |line| {
            rows.push(String::from_utf8(line.to_vec())?);
            Ok(())
        })
    })
    .unwrap();
    rows
}

/// A portal with rows in every table and two photos, one of them sent by somebody of whom nothing else is known.
async fn in_use() -> (TestApp, AduanId) {
    let app = TestApp::start().await;
    wilayah::import::batas(&app.db, BATAS).unwrap();
    sample::make(&app.db, &app.config, "sandi untuk uji", Scale::Small, 7)
        .await
        .unwrap();
    let siti = app.pelapor();
    let aduan = siti
        .has_sent(|aduan| aduan.foto = vec![listed(JPEG), listed(PNG)])
        .await;
    siti.uploads(aduan.id, JPEG).await.stands_at(JPEG.len() as u64);
    siti.begins(aduan.id, PNG)
        .await
        .sends(0, &PNG[..9])
        .await
        .stands_at(9);
    siti.writes(aduan.id, "Airnya masuk lagi tadi malam.").await;
    app.petugas().await;
    for row in MORE {
        app.execute(row);
    }
    (app, aduan.id)
}

/// Rows of tables that nothing above fills.
const MORE: [&str; 17] = [
    "INSERT INTO skpd (kode, nama, aktif) VALUES ('perkim', 'Dinas Perumahan', TRUE)",
    "INSERT INTO bidang (kode, skpd_kode, nama, aktif) VALUES ('psu', 'perkim', 'Bidang PSU', TRUE)",
    "INSERT INTO totp (account_id, rahasia, langkah, dibuat_pada) SELECT id, '00', 1, dibuat_pada FROM account",
    "INSERT INTO disposisi (id, aduan_id, skpd_kode, pada) SELECT id, id, 'perkim', diterima_pada FROM aduan",
    "INSERT INTO jeda (id, aduan_id, dari, hingga) SELECT id, id, diterima_pada, '2026-12-31' FROM aduan",
    "INSERT INTO eskalasi (id, aduan_id, tingkat, tenggat, pada) SELECT id, id, 1, '2026-12-31', diterima_pada FROM aduan",
    "INSERT INTO aduan_catatan (id, aduan_id, account_id, isi, pada) \
     SELECT aduan.id, aduan.id, (SELECT MIN(id) FROM account), 'Catatan', diterima_pada FROM aduan",
    "INSERT INTO aduan_kunci (id, aduan_id, cara, catatan, account_id, pada) \
     SELECT aduan.id, aduan.id, 'telepon_balik', '', (SELECT MIN(id) FROM account), diterima_pada FROM aduan",
    "INSERT INTO aduan_beda (id, aduan_id, kolom, versi, dasar, kini, kini_pada, ajuan, ajuan_oleh, ajuan_pada) \
     SELECT aduan.id, aduan.id, 'patokan', 1, '1', '2', diterima_pada, '3', (SELECT MIN(id) FROM account), diterima_pada \
     FROM aduan",
    "INSERT INTO aduan_ikut (id, aduan_id, kunci_hash, pada) SELECT id, id, kunci_hash, diterima_pada FROM aduan",
    "INSERT INTO pecahan (aduan_id, dari_id, account_id, pada) \
     SELECT aduan.id, aduan.id, (SELECT MIN(id) FROM account), diterima_pada FROM aduan",
    "INSERT INTO mungkin_sama (aduan_id, lain_id, jarak_m, pada) SELECT id, id, 0, diterima_pada FROM aduan",
    "INSERT INTO jejak_rantai (nomor, jejak_id, baris_hash, hash) SELECT 1, MIN(id), '00', '00' FROM jejak",
    "INSERT INTO templat (id, judul, isi, aktif, diubah_pada) VALUES ('t', 'Judul', 'Isi templat', TRUE, '2026-01-01 00:00:00')",
    "INSERT INTO permintaan_data (id, aduan_id, jenis, keterangan, diminta_pada, tenggat, alasan) \
     SELECT id, id, 'penghapusan', '', diterima_pada, diterima_pada, '' FROM aduan",
    "INSERT INTO kabar (id, account_id, aduan_id, peristiwa, pada) \
     SELECT aduan.id, (SELECT MIN(id) FROM account), aduan.id, 'masuk', diterima_pada FROM aduan",
    "INSERT INTO totp_pemulihan (hash, account_id) SELECT 'sandi-' || id, id FROM account",
];

async fn back_up(app: &TestApp) -> PathBuf {
    let file = app.config.data.join("portal.cadangan");
    backup::create(&app.db, &app.files.store, &file).await.unwrap();
    file
}

#[actix_web::test]
async fn everything_comes_back_on_either_database() {
    let (app, aduan) = in_use().await;
    let file = back_up(&app).await;
    let photos = app.count("aduan_foto WHERE diterima_pada IS NOT NULL");
    assert!(photos > 1);
    assert_eq!(
        std::fs::metadata(&file).unwrap().permissions().mode() & 0o777,
        0o600
    );
    // Into SQLite first and from there onward, so that a run on PostgreSQL goes both ways.
    let sqlite = Elsewhere::on(TestDatabase::sqlite);
    is_the_same(&app, aduan, &sqlite, &file).await;
    let onward = app.config.data.join("onward.cadangan");
    backup::create(&sqlite.db, &sqlite.store, &onward).await.unwrap();
    is_the_same(&app, aduan, &Elsewhere::new(), &onward).await;
}

async fn is_the_same(app: &TestApp, aduan: AduanId, elsewhere: &Elsewhere, file: &Path) {
    let manifest = elsewhere.restore(file, Existing::Keep).await.unwrap();
    let photos = app.count("aduan_foto WHERE diterima_pada IS NOT NULL");
    assert_eq!(i64::try_from(manifest.photos), Ok(photos));
    for (table, entry) in TABLES.iter().zip(&manifest.tables) {
        let expected = rows(&app.db, table);
        assert!(
            !expected.is_empty(),
            "{} is empty, so it proves nothing",
            table.name
        );
        assert_eq!(
            (table.name, expected.len() as u64),
            (entry.name.as_str(), entry.rows)
        );
        assert_eq!(rows(&elsewhere.db, table), expected, "{}", table.name);
    }
    assert!(elsewhere.store.get(aduan, &sha256(JPEG)).await.unwrap().is_some());
}

#[actix_web::test]
async fn a_portal_in_use_is_replaced_only_when_told_to() {
    let (app, kept) = in_use().await;
    let file = back_up(&app).await;
    let ani = app.pelapor();
    let later = ani.has_sent(|aduan| aduan.foto = vec![listed(JPEG)]).await.id;
    ani.uploads(later, JPEG).await.stands_at(JPEG.len() as u64);
    let before = app.count("aduan");
    let refused = backup::restore(&app.db, &app.files.store, &file, Existing::Keep).await;
    assert!(refused.unwrap_err().to_string().contains("--replace"));
    assert_eq!(app.count("aduan"), before);
    backup::restore(&app.db, &app.files.store, &file, Existing::Replace)
        .await
        .unwrap();
    assert_eq!((app.count("aduan"), app.count("unggahan")), (before - 1, 0));
    assert_eq!((app.count("sesi"), app.count("sesi_token")), (0, 0));
    let photo = sha256(JPEG);
    assert!(app.files.store.get(kept, &photo).await.unwrap().is_some());
    assert!(app.files.store.get(later, &photo).await.unwrap().is_none());
}

#[actix_web::test]
async fn a_backup_made_while_people_write_holds_no_half_of_anything() {
    let app = TestApp::start().await;
    let siti = app.pelapor();
    let file = app.config.data.join("portal.cadangan");
    siti.has_sent(|_| {}).await;
    let is_made = Arc::new(AtomicBool::new(false));
    let (db, files, path, made_now) = (app.db.clone(), app.files.clone(), file.clone(), is_made.clone());
    let backing_up = tokio::task::spawn_blocking(move || {
        let create = backup::create(&db, &files.store, &path);
        let made = actix_web::rt::System::new().block_on(create);
        made_now.store(true, Ordering::SeqCst);
        made.unwrap()
    });
    let writing = async {
        while !is_made.load(Ordering::SeqCst) {
            siti.has_sent(|_| {}).await;
        }
    };
    let ((), made) = futures_util::future::join(writing, backing_up).await;
    let elsewhere = Elsewhere::new();
    elsewhere.restore(&file, Existing::Keep).await.unwrap();
    let count = |name: &str| {
        let table = TABLES.iter().find(|table| table.name == name).unwrap();
        rows(&elsewhere.db, table).len()
    };
    assert_eq!(
        (count("aduan"), count("aduan")),
        (count("aksi"), count("aduan_langkah"))
    );
    let entry = made
        .unwrap()
        .tables
        .into_iter()
        .find(|table| table.name == "aduan");
    let backed_up = entry.unwrap().rows;
    assert_eq!(backed_up, count("aduan") as u64);
    assert!((1..app.count("aduan")).contains(&i64::try_from(backed_up).unwrap()));
}

/// However quick the backup, and however slow the writer.
#[actix_web::test]
async fn what_is_written_between_two_tables_of_a_backup_is_in_neither() {
    let app = TestApp::start().await;
    app.pelapor().has_sent(|_| {}).await;
    let tables: Vec<_> = ["aduan", "aduan_langkah"]
        .into_iter()
        .map(|name| TABLES.iter().find(|table| table.name == name).unwrap())
        .collect();
    let mut seen = Vec::new();
    app.db
        .snapshot_blocking(|conn| {
            for table in tables {
                let mut rows = 0;
                (table.dump)(conn, &mut |_| {
                    rows += 1;
                    Ok(())
                })?;
                seen.push(rows);
                app.execute("DELETE FROM aduan_langkah");
            }
            Ok(())
        })
        .unwrap();
    assert_eq!((seen, app.count("aduan_langkah")), (vec![1, 1], 0));
}

#[actix_web::test]
async fn a_damaged_backup_is_refused_before_anything_is_written() {
    let (app, _) = in_use().await;
    let file = back_up(&app).await;
    let whole = std::fs::read(&file).unwrap();
    let mut flipped = whole.clone();
    flipped[whole.len() / 2] ^= 1;
    let elsewhere = Elsewhere::new();
    let damaged = app.config.data.join("damaged");
    for (name, bytes) in [
        ("half", &whole[..whole.len() / 2]),
        ("all but the last byte", &whole[..whole.len() - 1]),
        ("a bit flipped", &flipped),
        ("no backup", b"kode,nama\n63.11,Balangan\n"),
        ("nothing", b""),
    ] {
        std::fs::write(&damaged, bytes).unwrap();
        let refused = elsewhere.restore(&damaged, Existing::Replace).await;
        assert!(refused.is_err(), "{name}");
        let aduan = TABLES.iter().find(|table| table.name == "aduan").unwrap();
        assert_eq!(rows(&elsewhere.db, aduan).len(), 0, "{name}");
    }
    elsewhere.restore(&file, Existing::Keep).await.unwrap();
}

#[actix_web::test]
async fn a_backup_that_could_not_hold_every_photo_is_not_made() {
    let (app, aduan) = in_use().await;
    let photo = Path::new(&app.config.files).join(format!("aduan/{aduan}/{}", sha256(JPEG)));
    std::fs::remove_file(photo).unwrap();
    let file = app.config.data.join("portal.cadangan");
    let refused = backup::create(&app.db, &app.files.store, &file)
        .await
        .unwrap_err();
    assert!(refused.to_string().contains(&sha256(JPEG)), "{refused}");
    assert!(!file.exists());
}

#[actix_web::test]
async fn a_file_that_is_there_is_not_overwritten() {
    let app = TestApp::start().await;
    let file = app.config.data.join("notes.txt");
    std::fs::write(&file, "mine").unwrap();
    assert!(backup::create(&app.db, &app.files.store, &file).await.is_err());
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "mine");
}

#[actix_web::test]
async fn a_backup_of_many_photos_gives_each_back_to_its_own_record() {
    let app = TestApp::start().await;
    let mut sent = Vec::new();
    for seed in 0..8 {
        let siti: Pelapor<'_> = app.pelapor();
        let photo = jpeg_of(20_000, seed % 4);
        let aduan = siti.has_sent(|aduan| aduan.foto = vec![listed(&photo)]).await;
        siti.uploads(aduan.id, &photo).await.stands_at(20_000);
        sent.push((aduan.id, sha256(&photo)));
    }
    let file = back_up(&app).await;
    let elsewhere = Elsewhere::new();
    assert_eq!(elsewhere.restore(&file, Existing::Keep).await.unwrap().photos, 8);
    for (aduan, sha256) in sent {
        assert_eq!(
            elsewhere.store.get(aduan, &sha256).await.unwrap().unwrap().bytes,
            20_000
        );
    }
}

#[derive(QueryableByName)]
struct Name {
    #[diesel(sql_type = Text)]
    name: String,
}

fn names(conn: &mut Conn, query: &str) -> Vec<String> {
    let rows: Vec<Name> = sql_query(query).load(conn).unwrap();
    rows.into_iter().map(|row| row.name).collect()
}

/// A migration that adds a table or a column must say here what a backup does with it.
#[actix_web::test]
async fn a_backup_knows_every_table_and_every_column() {
    let app = TestApp::start().await;
    let (tables, columns) = app
        .db
        .run_blocking(|conn| {
            let is_sqlite = matches!(conn, Conn::Sqlite(_));
            let tables = if is_sqlite {
                names(conn, "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
            } else {
                names(
                    conn,
                    "SELECT table_name::text AS name FROM information_schema.tables WHERE table_schema = 'public'",
                )
            };
            let mut columns = Vec::new();
            for table in TABLES {
                let query = if is_sqlite {
                    format!("SELECT name FROM pragma_table_info('{}') ORDER BY name", table.name)
                } else {
                    format!(
                        "SELECT column_name::text AS name FROM information_schema.columns \
                         WHERE table_name = '{}' ORDER BY column_name COLLATE \"C\"",
                        table.name
                    )
                };
                columns.push(names(conn, &query));
            }
            Ok((tables, columns))
        })
        .unwrap();
    let mut known: Vec<&str> = TABLES.iter().map(|table| table.name).collect();
    known.extend(LEFT_OUT.iter().map(|(name, _)| *name));
    known.push("__diesel_schema_migrations");
    for table in &tables {
        assert!(
            known.contains(&table.as_str()),
            "a backup does not know the table {table}"
        );
    }
    assert_eq!(tables.len(), known.len());
    for (table, columns) in TABLES.iter().zip(columns) {
        let mut known = table.columns.to_vec();
        known.sort_unstable();
        assert_eq!(columns, known, "{}", table.name);
    }
}
