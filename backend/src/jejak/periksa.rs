//! Whether the trail is whole: each line as it was sealed, none gone, none slipped in.

use std::collections::HashMap;
use std::fmt;
use std::str::FromStr;

use diesel::dsl::{exists, not};
use diesel::prelude::*;

use super::baris::{JejakRow, mata_rantai};
use super::segel::{RantaiRow, TIDAK_ADA};
use crate::db::Conn;
use crate::error::Result;
use crate::schema::{jejak, jejak_antre, jejak_rantai};

/// Links that are read at once.
const SEKALI: i64 = 1_000;
/// Findings that are told one by one; a trail that is worse than this is worse than a list can tell.
const TEMUAN_MAX: usize = 1_000;

/// A link as it is written down elsewhere, to be compared later: whoever can write to the database could make the whole
/// chain anew, but not what was copied out of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Kepala {
    pub nomor: i64,
    pub hash: String,
}

impl fmt::Display for Kepala {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.nomor, self.hash)
    }
}

impl FromStr for Kepala {
    type Err = String;

    fn from_str(text: &str) -> std::result::Result<Self, Self::Err> {
        let parsed = text.trim().split_once(':').and_then(|(nomor, hash)| {
            let whole = hash.len() == 64 && hash.bytes().all(|byte| byte.is_ascii_hexdigit());
            let nomor = nomor.parse().ok().filter(|nomor| *nomor > 0)?;
            whole.then(|| Self {
                nomor,
                hash: hash.to_lowercase(),
            })
        });
        parsed.ok_or_else(|| "tulis seperti yang dicetak dahulu: NOMOR:HASH".to_owned())
    }
}

/// Something that is not as it was.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Temuan {
    /// The line is not the one that was sealed.
    Diubah { nomor: i64, jejak_id: String },
    /// The line is gone.
    Hilang { nomor: i64, jejak_id: String },
    /// A line that no worker saw.
    Disisipkan { jejak_id: String },
    /// The chain itself does not hold here: a link was changed, or is missing before it.
    Putus { nomor: i64 },
    /// The link that was copied out before is not the one that stands here now.
    KepalaLain { nomor: i64 },
}

impl fmt::Display for Temuan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Diubah { nomor, jejak_id } => write!(f, "baris {nomor} ({jejak_id}) diubah"),
            Self::Hilang { nomor, jejak_id } => write!(f, "baris {nomor} ({jejak_id}) hilang"),
            Self::Disisipkan { jejak_id } => write!(f, "baris {jejak_id} disisipkan"),
            Self::Putus { nomor } => write!(f, "rantai putus pada nomor {nomor}"),
            Self::KepalaLain { nomor } => write!(f, "nomor {nomor} bukan yang dicatat dahulu"),
        }
    }
}

#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Laporan {
    /// Links that were read.
    pub baris: u64,
    /// Lines that still wait for their place.
    pub menunggu: u64,
    /// The last link.
    pub kepala: Option<Kepala>,
    /// At most a thousand of them.
    pub temuan: Vec<Temuan>,
}

impl Laporan {
    fn add(&mut self, temuan: Temuan) {
        if self.temuan.len() < TEMUAN_MAX {
            self.temuan.push(temuan);
        }
    }
}

/// Reads the whole trail; `known` are links that were copied out before. Give it a connection on which nothing changes
/// meanwhile ([`crate::db::Db::snapshot_blocking`]).
pub fn periksa(conn: &mut Conn, known: &[Kepala]) -> Result<Laporan> {
    let mut laporan = Laporan::default();
    let mut last = (0, String::new());
    loop {
        let links: Vec<RantaiRow> = jejak_rantai::table
            .filter(jejak_rantai::nomor.gt(last.0))
            .order(jejak_rantai::nomor)
            .limit(SEKALI)
            .load(conn)?;
        if links.is_empty() {
            break;
        }
        let ids: Vec<&str> = links.iter().map(|link| link.jejak_id.as_str()).collect();
        let rows: HashMap<String, JejakRow> = jejak::table
            .filter(jejak::id.eq_any(ids))
            .load::<JejakRow>(conn)?
            .into_iter()
            .map(|row| (row.id.clone(), row))
            .collect();
        for link in links {
            check(&mut laporan, &mut last, &link, rows.get(&link.jejak_id))?;
        }
    }
    for kepala in known {
        let stands: Option<String> = jejak_rantai::table
            .find(kepala.nomor)
            .select(jejak_rantai::hash)
            .first(conn)
            .optional()?;
        if stands.as_ref() != Some(&kepala.hash) {
            laporan.add(Temuan::KepalaLain { nomor: kepala.nomor });
        }
    }
    slipped_in(conn, &mut laporan)?;
    let waiting: i64 = jejak_antre::table.count().get_result(conn)?;
    laporan.menunggu = waiting.unsigned_abs();
    laporan.kepala = (last.0 > 0).then_some(Kepala {
        nomor: last.0,
        hash: last.1,
    });
    Ok(laporan)
}

fn check(
    laporan: &mut Laporan,
    last: &mut (i64, String),
    link: &RantaiRow,
    row: Option<&JejakRow>,
) -> Result<()> {
    laporan.baris += 1;
    let nomor = link.nomor;
    let holds = link.hash == mata_rantai(&last.1, nomor, &link.jejak_id, &link.baris_hash)?;
    if nomor != last.0 + 1 || !holds {
        laporan.add(Temuan::Putus { nomor });
    }
    *last = (nomor, link.hash.clone());
    let jejak_id = link.jejak_id.clone();
    match row {
        None => laporan.add(Temuan::Hilang { nomor, jejak_id }),
        Some(row) if link.baris_hash == TIDAK_ADA || row.hash()? != link.baris_hash => {
            laporan.add(Temuan::Diubah { nomor, jejak_id });
        }
        Some(_) => {}
    }
    Ok(())
}

/// Lines that neither have a place nor wait for one, and places that wait for lines which are not there.
fn slipped_in(conn: &mut Conn, laporan: &mut Laporan) -> Result<()> {
    let limit = i64::try_from(TEMUAN_MAX).unwrap_or(i64::MAX);
    let linked = jejak_rantai::table.filter(jejak_rantai::jejak_id.eq(jejak::id));
    let waits = jejak_antre::table.filter(jejak_antre::jejak_id.eq(jejak::id));
    let strangers: Vec<String> = jejak::table
        .filter(not(exists(linked)))
        .filter(not(exists(waits)))
        .order(jejak::id)
        .limit(limit)
        .select(jejak::id)
        .load(conn)?;
    for jejak_id in strangers {
        laporan.add(Temuan::Disisipkan { jejak_id });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_is_read_as_it_was_printed() {
        let kepala = Kepala {
            nomor: 12,
            hash: "ab".repeat(32),
        };
        assert_eq!(kepala.to_string().parse(), Ok(kepala));
        for text in [
            "",
            "12",
            "0:00",
            ":ab",
            "12:zz",
            &format!("-1:{}", "ab".repeat(32)),
        ] {
            assert!(text.parse::<Kepala>().is_err(), "{text}");
        }
    }
}
