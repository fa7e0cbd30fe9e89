//! What the plans are read of: the questions that the load asks too, and those that only somebody in an office asks.

use anyhow::{Context, Result};
use backend::account;
use backend::aduan::queries::{self as aduan, Jangkauan};
use backend::clock;
use backend::config::Config;
use backend::db::{Conn, Db};
use backend::error::AppError;
use backend::publik::queries::{self as publik, Kotak};
use shared::account::Account;
use shared::aduan::{AduanFilter, Kategori, Status, Tingkat, Urut};
use shared::publik::{PetaFilter, Petak, PublikFilter, TerbukaFilter};
use shared::wilayah::WilayahKode;

use crate::isi::{KECAMATAN, OFFICERS};

type Ask = Box<dyn Fn(&mut Conn) -> Result<()>>;

pub struct Question {
    pub name: String,
    pub ask: Ask,
}

fn question(
    name: impl Into<String>,
    ask: impl Fn(&mut Conn) -> backend::error::Result<()> + 'static,
) -> Question {
    Question {
        name: name.into(),
        ask: Box::new(move |conn| ask(conn).map_err(AppError::into_cause)),
    }
}

pub fn all(db: &Db, config: &Config) -> Result<Vec<Question>> {
    let kode = db
        .run_blocking(|conn| {
            Ok(crate::rencana::texts(
                conn,
                "SELECT kode AS isi FROM aduan LIMIT 1",
            )?)
        })
        .map_err(AppError::into_cause)?
        .pop()
        .context("a complaint")?;
    let mut all = vec![question("a lookup by code", move |conn| {
        let row = aduan::find(conn, &kode)?.ok_or_else(AppError::not_found)?;
        aduan::belongings(conn, &row).map(drop)
    })];
    for (nama, _) in OFFICERS {
        let officer = db
            .run_blocking(|conn| {
                let row = account::queries::find_by_name(conn, nama)?.ok_or_else(AppError::not_found)?;
                account::queries::with_penugasan(conn, row, clock::now())
            })
            .map_err(AppError::into_cause)?;
        all.extend(inbox(&officer, &config.district.wilayah));
    }
    all.extend(public());
    all.push(question("the watch over deadlines", |conn| {
        Ok(aduan::jatuh_waktu(conn, clock::now(), (None, 100)).map(drop)?)
    }));
    Ok(all)
}

/// The inbox in each order, the first page and the next, with one filter of each kind.
fn inbox(officer: &Account, district: &WilayahKode) -> Vec<Question> {
    let plain = AduanFilter::default();
    let filters = [
        ("all", plain.clone()),
        (
            "by state",
            AduanFilter {
                status: Some(Status::Diproses),
                ..plain.clone()
            },
        ),
        (
            "by category",
            AduanFilter {
                kategori: Some(Kategori::ALL[0]),
                ..plain.clone()
            },
        ),
        (
            "by region",
            AduanFilter {
                wilayah: WilayahKode::parse(KECAMATAN),
                ..plain.clone()
            },
        ),
        (
            "overdue",
            AduanFilter {
                eskalasi: Some(Tingkat::Penghubung),
                ..plain.clone()
            },
        ),
        (
            "by words",
            AduanFilter {
                cari: Some("langgar hujan".to_owned()),
                ..plain.clone()
            },
        ),
    ];
    let mut all = Vec::new();
    for (what, filter) in filters {
        for urut in [Urut::Terbaru, Urut::Terlama, Urut::Tenggat] {
            let (officer, district) = (officer.clone(), district.clone());
            let filter = AduanFilter {
                urut,
                ..filter.clone()
            };
            let name = format!("{}: inbox, {what}, {}", officer.nama_pengguna, urut.as_str());
            all.push(question(name, move |conn| {
                let reach = Jangkauan::of(&officer, &district);
                let first = aduan::list(conn, &reach, &filter, clock::now())?;
                let next = AduanFilter {
                    cursor: first.next,
                    ..filter.clone()
                };
                aduan::list(conn, &reach, &next, clock::now()).map(drop)
            }));
        }
    }
    all
}

fn public() -> Vec<Question> {
    let map = question("the public map", |conn| {
        for (bbox, zoom) in crate::beban::BOXES {
            let filter = PetaFilter {
                bbox: bbox.to_owned(),
                zoom,
                kategori: None,
                terbuka: None,
            };
            publik::peta(conn, Kotak::parse(bbox)?, &filter)?;
        }
        Ok(())
    });
    let list = question("the public list", |conn| {
        for filter in [
            PublikFilter::default(),
            PublikFilter {
                kecamatan: WilayahKode::parse(KECAMATAN),
                ..PublikFilter::default()
            },
            PublikFilter {
                kategori: Some(Kategori::ALL[0]),
                ..PublikFilter::default()
            },
        ] {
            let first = publik::list(conn, &filter)?;
            let next = PublikFilter {
                cursor: first.next,
                ..filter
            };
            publik::list(conn, &next)?;
        }
        Ok(())
    });
    let open = question("what is open near a place", |conn| {
        let near = Petak::sekitar((-2.335, 115.46), 250.0);
        let near: Vec<String> = near.into_iter().map(Petak::nama).collect();
        for petak in [None, Some(near.join(","))] {
            let filter = TerbukaFilter {
                kategori: petak.as_ref().map(|_| Kategori::ALL[0]),
                petak,
            };
            publik::terbuka(conn, &filter)?;
        }
        Ok(())
    });
    vec![map, list, open]
}
