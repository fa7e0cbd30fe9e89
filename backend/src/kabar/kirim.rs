//! Sends what goes out of the portal. A letter is claimed before it is sent and marked after it went: a sender that dies
//! between the two makes it go out twice, under one Message-ID, and never not at all.

use anyhow::Context;
use chrono::{DateTime, Utc};
use shared::words::ribuan;

use super::antre::Kejadian;
use super::push::{Peramban, Pesan};
use super::row::KeluarRow;
use super::surel::{Gagal, Surat};
use super::{Saluran, keluar, langganan, list, penerima};
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

/// Sends what is due by these ways, as far as the portal has them, and answers how much went out. Once the other side
/// cannot be reached, the rest waits for the next round.
pub async fn round(db: &Db, config: &Config, ke: Saluran, now: DateTime<Utc>) -> Result<usize> {
    let ke = ke.dan(Saluran::of(config));
    if ke == Saluran::default() {
        return Ok(0);
    }
    let due = db
        .run(move |conn| Ok(keluar::due(conn, ke, now, SEKALI)?))
        .await?;
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
        let outcome = one(db, config, &row, (&kop, now)).await?;
        sent += usize::from(outcome == Ok(true));
        let unreachable = outcome.as_ref().is_err_and(|failed| failed.tak_terjangkau);
        if let (keluar::PUSH, Err(failed)) = (row.saluran.as_str(), &outcome)
            && !failed.hilang
        {
            tracing::warn!(galat = failed.galat, "a push did not go out");
        }
        db.write(move |conn| {
            match &outcome {
                Ok(_) => keluar::finish(conn, &row.id, now)?,
                Err(failed) if failed.hilang => {
                    // That browser is gone; nobody has anything to mend.
                    if let Some(browser) = &row.langganan_id {
                        langganan::lepas(conn, browser)?;
                    }
                    keluar::finish(conn, &row.id, now)?;
                }
                Err(failed) => keluar::fail(conn, &row, (&failed.galat, failed.selamanya), now)?,
            }
            Ok(())
        })
        .await?;
        if unreachable {
            break;
        }
    }
    Ok(sent)
}

/// Answers whether it went out: there may be nothing left to say, or nobody to say it to.
async fn one(
    db: &Db,
    config: &Config,
    row: &KeluarRow,
    (kop, now): (&Kop, DateTime<Utc>),
) -> Result<std::result::Result<bool, Gagal>> {
    let (about, from) = (row.clone(), kop.clone());
    if let (keluar::PUSH, Some(push)) = (row.saluran.as_str(), &config.push) {
        let told = db.run(move |conn| pemberitahuan(conn, &about, now)).await?;
        return Ok(match told {
            None => Ok(false),
            Some((kepada, isi, alamat)) => {
                let pesan = Pesan {
                    judul: &kop.portal,
                    isi: &isi,
                    alamat,
                };
                push.kirim(&kepada, &pesan, now).await.map(|()| true)
            }
        });
    }
    let Some(surel) = &config.surel else {
        return Ok(Ok(false));
    };
    let letter = db.run(move |conn| letter(conn, &about, &from)).await?;
    Ok(match letter {
        None => Ok(false),
        Some((kepada, surat)) => surel.kirim(&kepada, surat).await.map(|()| true),
    })
}

/// What a browser is told, and the page that tells more; none where it is to be told no more: its owner has left, logged
/// out, or the complaint was erased since.
fn pemberitahuan(
    conn: &mut Conn,
    row: &KeluarRow,
    now: DateTime<Utc>,
) -> Result<Option<(Peramban, String, &'static str)>> {
    let browser = row.langganan_id.as_deref().context("push to nobody")?;
    let Some(peramban) = langganan::peramban(conn, browser)? else {
        return Ok(None);
    };
    if let Some(account_id) = &row.account_id {
        let id = account_id.parse().context("account_id")?;
        let there = langganan::of_account(conn, id, now)?
            .iter()
            .any(|own| own == browser);
        let unread = list::count_unread(conn, account_id)?;
        let many = ribuan(u64::from(unread));
        return Ok((there && unread > 0).then(|| (peramban, format!("{many} kabar belum dibaca"), "/kabar")));
    }
    let aduan_id = row.aduan_id.as_deref().context("push about nothing")?;
    let mut all = aduan::queries::gabungan_of(conn, aduan_id)?;
    all.push(aduan_id.to_owned());
    if !langganan::of_aduan(conn, &all)?
        .iter()
        .any(|(own, _)| own == browser)
    {
        return Ok(None);
    }
    let kejadian = Kejadian::parse(&row.kejadian).context("kejadian")?;
    let known = penerima::untuk_pelapor(kejadian).zip(aduan::queries::dikabarkan(conn, aduan_id)?);
    Ok(known.map(|(isi, aduan)| (peramban, isi.perihal(&aduan.kode), "/aduan-saya")))
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
