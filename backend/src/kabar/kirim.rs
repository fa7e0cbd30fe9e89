//! Sends what goes out of the portal. A letter is claimed before it is sent and marked after it went: a sender that dies
//! between the two makes it go out twice, under one Message-ID, and never not at all.

use anyhow::Context;
use chrono::{DateTime, Utc};
use shared::words::ribuan;

use super::antre::Kejadian;
use super::row::KeluarRow;
use super::surel::{Surat, Surel};
use super::{keluar, list, penerima};
use crate::config::Config;
use crate::db::{Conn, Db};
use crate::error::Result;
use crate::{account, aduan};

/// Letters of one round; the next follows in seconds.
const SEKALI: i64 = 50;

/// What every letter says of the portal: its name, and its address where that is known.
#[derive(Clone)]
struct Kop {
    portal: String,
    alamat: Option<String>,
}

/// Sends what is due, and answers how many letters went out.
pub async fn round(db: &Db, config: &Config, surel: &Surel, now: DateTime<Utc>) -> Result<usize> {
    let due = db.run(move |conn| Ok(keluar::due(conn, now, SEKALI)?)).await?;
    let kop = Kop {
        portal: config.district.nama.clone(),
        alamat: config.public_url.clone(),
    };
    let mut sent = 0;
    for row in due {
        let held = row.clone();
        if !db.write(move |conn| Ok(keluar::claim(conn, &held, now)?)).await? {
            continue;
        }
        let (about, from) = (row.clone(), kop.clone());
        let letter = db.run(move |conn| letter(conn, &about, &from)).await?;
        let outcome = match letter {
            None => Ok(()),
            Some((kepada, surat)) => surel.kirim(&kepada, surat).await.inspect(|()| sent += 1),
        };
        db.write(move |conn| {
            match &outcome {
                Ok(()) => keluar::finish(conn, &row.id, now)?,
                Err(failed) => keluar::fail(conn, &row, (&failed.galat, failed.selamanya), now)?,
            }
            Ok(())
        })
        .await?;
    }
    Ok(sent)
}

/// The letter with its address; none where there is nothing to say any more, or nobody to say it to.
fn letter(conn: &mut Conn, row: &KeluarRow, kop: &Kop) -> Result<Option<(String, Surat)>> {
    let (portal, alamat) = (&kop.portal, kop.alamat.as_deref());
    if let Some(account_id) = &row.account_id {
        let id = account_id.parse().context("account_id")?;
        let unread = list::count_unread(conn, account_id)?;
        let kepada = account::queries::alamat_surel(conn, id)?.filter(|_| unread > 0);
        return Ok(kepada.map(|kepada| {
            let many = ribuan(u64::from(unread));
            let mut teks = format!("Ada {many} kabar yang belum Anda baca di {portal}.");
            if let Some(alamat) = alamat {
                teks.push_str(&format!("\n\nBuka: {alamat}/kabar"));
            }
            let surat = Surat {
                id: row.id.clone(),
                perihal: format!("{portal}: {many} kabar menunggu"),
                teks,
            };
            (kepada, surat)
        }));
    }
    let aduan_id = row.aduan_id.as_deref().context("letter to nobody")?;
    let kejadian = Kejadian::parse(&row.kejadian).context("kejadian")?;
    let known = penerima::untuk_pelapor(kejadian).zip(aduan::queries::dikabarkan(conn, aduan_id)?);
    Ok(known.and_then(|(isi, aduan)| {
        let surat = Surat {
            id: row.id.clone(),
            perihal: isi.perihal(&aduan.kode),
            teks: isi.teks(portal, &aduan.kode, alamat),
        };
        Some((aduan.email?, surat))
    }))
}
