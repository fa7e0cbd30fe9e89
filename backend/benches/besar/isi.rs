//! Fills a database with as many complaints as are asked for: some are made as people make them, and the rest are copies
//! with codes, places and days of their own, made by the database in large steps.

use std::time::Instant;

use anyhow::{Context, Result};
use backend::config::Config;
use backend::db::{Conn, Db};
use backend::error::AppError;
use backend::sample::{self, Scale};
use backend::{account, clock, publik, serve, wilayah};
use diesel::connection::SimpleConnection;
use diesel::result::QueryResult;
use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use rand::{Rng, SeedableRng};
use shared::account::{Account, Peran};
use shared::aduan::Kategori;
use shared::id::AccountId;
use shared::kode::{Jenis, Kode};
use shared::wilayah::{Wilayah, WilayahKode};

use crate::rencana::texts;

/// Copies of one transaction.
const STEP: usize = 50_000;
/// Rows of one statement that brings the copies' own values.
const VALUES: usize = 500;
/// How far back the copies go.
const SECONDS: i64 = 3 * 365 * 86_400;
/// 2024-01-01, in milliseconds: from here on each copy has its own millisecond in its id.
const ID_MILLIS: u64 = 1_704_067_200_000;

pub const PASSWORD: &str = "kuda batu hujan";
pub const KECAMATAN: &str = "63.11.05";
/// Who asks for the inbox: the whole district's, and one sub-district's.
pub const OFFICERS: [(&str, &str); 2] = [("ukur.kabupaten", "63.11"), ("ukur.kecamatan", KECAMATAN)];

/// Tables that a copy has rows in, with the column that names the complaint.
const TABLES: [(&str, &str); 5] = [
    ("aduan", "id"),
    ("aduan_langkah", "aduan_id"),
    ("aduan_pesan", "aduan_id"),
    ("aduan_penilaian", "aduan_id"),
    ("aduan_kata", "aduan_id"),
];

pub fn isi(config: &Config, rows: usize) -> Result<()> {
    let start = Instant::now();
    let db = serve::open_db(config)?;
    actix_web::rt::System::new().block_on(sample::make(&db, config, PASSWORD, Scale::Small, 1))?;
    for (nama, kode) in OFFICERS {
        let kode = WilayahKode::parse(kode).context("region")?;
        let held = account::penugasan(Peran::VerifikatorSkpd, kode, clock::now());
        let officer = Account {
            id: AccountId::mint(),
            nama_pengguna: nama.to_owned(),
            nama: nama.to_owned(),
            penugasan: vec![held],
            totp: false,
            wajib: None,
        };
        account::open(&db, &officer, PASSWORD)?;
    }
    // Copied with the rest: the watch over deadlines is to leave them all alone.
    db.write_blocking(|conn| Ok(conn.batch_execute("UPDATE aduan SET tinjau_pada = '9999-12-31 00:00:00'")?))
        .map_err(AppError::into_cause)?;
    let base = ask(&db, "SELECT id AS isi FROM aduan ORDER BY id")?;
    let villages: Vec<Wilayah> = db
        .run_blocking(wilayah::queries::list)
        .map_err(AppError::into_cause)?
        .into_iter()
        .filter(|region| region.level.is_village())
        .collect();
    let mut rng = StdRng::seed_from_u64(1);
    let mut made = base.len();
    while made < rows {
        let count = STEP.min(rows - made);
        let copies: Vec<String> = (made..made + count)
            .map(|place| copy(&mut rng, place, &base, &villages))
            .collect::<Result<_>>()?;
        db.write_blocking(|conn| Ok(multiply(conn, &copies)?))
            .map_err(AppError::into_cause)?;
        made += count;
        println!("  {made} complaints after {} s", start.elapsed().as_secs());
    }
    db.write_blocking(|conn| {
        conn.batch_execute("DROP TABLE IF EXISTS salinan")?;
        publik::queries::susun(conn)
    })
    .map_err(AppError::into_cause)?;
    db.run_blocking(|conn| Ok(conn.batch_execute("ANALYZE")?))
        .map_err(AppError::into_cause)?;
    println!("  filled in {} s", start.elapsed().as_secs());
    Ok(())
}

fn ask(db: &Db, sql: &str) -> Result<Vec<String>> {
    db.run_blocking(|conn| Ok(texts(conn, sql)?))
        .map_err(AppError::into_cause)
}

/// What a copy has of its own, as the values of one row of `salinan`.
fn copy(rng: &mut StdRng, place: usize, base: &[String], villages: &[Wilayah]) -> Result<String> {
    let from = base.choose(rng).context("a complaint to copy")?;
    let millis = ID_MILLIS + u64::try_from(place)?;
    let id = uuid::Builder::from_unix_timestamp_millis(millis, &rng.random()).into_uuid();
    let kode = Kode::from_random(Jenis::Aduan, rng.random());
    let village = villages.choose(rng).context("a village")?;
    let kategori = Kategori::ALL.choose(rng).context("a category")?;
    Ok(format!(
        "('{from}', '{id}', '{kode}', '{}', {:.5}, {:.5}, '{}', {})",
        village.kode,
        village.lat + rng.random_range(-0.005..0.005),
        village.lng + rng.random_range(-0.005..0.005),
        kategori.as_str(),
        -rng.random_range(0..SECONDS)
    ))
}

fn multiply(conn: &mut Conn, copies: &[String]) -> QueryResult<()> {
    conn.batch_execute(
        "DROP TABLE IF EXISTS salinan;
         CREATE TABLE salinan (asal_id TEXT NOT NULL, id TEXT NOT NULL, kode TEXT NOT NULL, wilayah_kode TEXT NOT NULL,
             lat DOUBLE PRECISION NOT NULL, lng DOUBLE PRECISION NOT NULL, kategori TEXT NOT NULL, geser BIGINT NOT NULL);",
    )?;
    for part in copies.chunks(VALUES) {
        conn.batch_execute(&format!("INSERT INTO salinan VALUES {}", part.join(",")))?;
    }
    count(conn, "salinan")?;
    for (table, link) in TABLES {
        let columns = columns(conn, table)?;
        let values: Vec<String> = columns
            .iter()
            .map(|column| value(conn, table, link, column))
            .collect();
        // The words of its own code follow below.
        let but = if table == "aduan_kata" {
            " AND c.kata NOT IN (SELECT lower(substr(a.kode, p.dari, 5)) FROM aduan a,
                 (SELECT 5 AS dari UNION ALL SELECT 11 UNION ALL SELECT 17) p WHERE a.id = s.asal_id)"
        } else {
            ""
        };
        conn.batch_execute(&format!(
            "INSERT INTO {table} ({}) SELECT {} FROM salinan s JOIN {table} c ON c.{link} = s.asal_id WHERE TRUE{but}",
            columns.join(", "),
            values.join(", ")
        ))?;
        count(conn, table)?;
    }
    conn.batch_execute(
        "INSERT INTO aduan_kata (kata, aduan_id)
         SELECT DISTINCT lower(substr(s.kode, p.dari, 5)), s.id
         FROM salinan s, (SELECT 5 AS dari UNION ALL SELECT 11 UNION ALL SELECT 17) p",
    )
}

/// Has PostgreSQL count a table: what it believes to be nearly empty it reads whole for each foreign key of a row.
fn count(conn: &mut Conn, table: &str) -> QueryResult<()> {
    match conn {
        Conn::Sqlite(_) => Ok(()),
        Conn::Postgres(_) => conn.batch_execute(&format!("ANALYZE {table}")),
    }
}

fn columns(conn: &mut Conn, table: &str) -> QueryResult<Vec<String>> {
    let sql = match conn {
        Conn::Sqlite(_) => format!("SELECT name AS isi FROM pragma_table_info('{table}')"),
        Conn::Postgres(_) => format!(
            "SELECT column_name::text AS isi FROM information_schema.columns WHERE table_schema = current_schema() \
             AND table_name = '{table}'"
        ),
    };
    texts(conn, &sql)
}

/// What stands in a column of a copy.
fn value(conn: &Conn, table: &str, link: &str, column: &str) -> String {
    if column == link {
        return "s.id".to_owned();
    }
    match column {
        // The end of the original's id keeps several rows of one complaint apart.
        "id" => "substr(s.id, 1, 24) || substr(c.id, 25)".to_owned(),
        "kode" | "wilayah_kode" | "kategori" if table == "aduan" => format!("s.{column}"),
        "lat" | "lng" if table == "aduan" => {
            format!("CASE WHEN c.{column} IS NULL THEN NULL ELSE s.{column} END")
        }
        time if time != "tinjau_pada" && (time == "pada" || time.ends_with("_pada")) => match conn {
            Conn::Sqlite(_) => format!("strftime('%Y-%m-%d %H:%M:%f', c.{time}, s.geser || ' seconds')"),
            Conn::Postgres(_) => format!("c.{time} + s.geser * INTERVAL '1 second'"),
        },
        other => format!("c.{other}"),
    }
}
