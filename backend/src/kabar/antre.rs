//! What happened, until it is told.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use shared::aduan::{Pihak, Status, Tingkat};
use shared::id::AccountId;
use uuid::Uuid;

use super::row::AntreRow;
use crate::db::Conn;
use crate::schema::kabar_antre;

const PERMINTAAN_DATA: &str = "permintaan_data";

/// What happened to a complaint.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kejadian {
    Masuk,
    /// It has come to stand there.
    Langkah(Status),
    /// Somebody of this side wrote a message.
    Pesan(Pihak),
    Eskalasi(Tingkat),
    /// A reporter asks for something about his own data.
    PermintaanData,
}

impl Kejadian {
    pub fn to_text(self) -> String {
        match self {
            Self::Masuk => "masuk".to_owned(),
            Self::PermintaanData => PERMINTAAN_DATA.to_owned(),
            Self::Langkah(status) => format!("langkah:{}", status.as_str()),
            Self::Pesan(Pihak::Pelapor) => "pesan:pelapor".to_owned(),
            Self::Pesan(Pihak::Petugas) => "pesan:petugas".to_owned(),
            Self::Eskalasi(tingkat) => format!("eskalasi:{}", tingkat.as_str()),
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        match text.split_once(':') {
            None if text == PERMINTAAN_DATA => Some(Self::PermintaanData),
            None => (text == "masuk").then_some(Self::Masuk),
            Some(("langkah", status)) => Status::parse(status).map(Self::Langkah),
            Some(("pesan", "pelapor")) => Some(Self::Pesan(Pihak::Pelapor)),
            Some(("pesan", "petugas")) => Some(Self::Pesan(Pihak::Petugas)),
            Some(("eskalasi", tingkat)) => Tingkat::parse(tingkat).map(Self::Eskalasi),
            Some(_) => None,
        }
    }
}

/// Nothing of what has happened to a complaint and was not told yet will be told.
pub fn lupakan(conn: &mut Conn, aduan_id: &str) -> QueryResult<usize> {
    diesel::delete(kabar_antre::table.filter(kabar_antre::aduan_id.eq(aduan_id))).execute(conn)
}

/// Queues what happened, in the transaction in which it happens: there is no news of what was not done, and nothing is
/// done without its news.
pub fn antrekan(
    conn: &mut Conn,
    aduan_id: &str,
    kejadian: Kejadian,
    (oleh, pada): (Option<AccountId>, DateTime<Utc>),
) -> QueryResult<()> {
    let row = AntreRow {
        id: Uuid::now_v7().to_string(),
        aduan_id: aduan_id.to_owned(),
        kejadian: kejadian.to_text(),
        oleh: oleh.map(|id| id.to_string()),
        pada: pada.naive_utc(),
    };
    diesel::insert_into(kabar_antre::table)
        .values(row)
        .execute(conn)
        .map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_happened_is_read_back() {
        let all = [
            Kejadian::Masuk,
            Kejadian::PermintaanData,
            Kejadian::Pesan(Pihak::Pelapor),
            Kejadian::Pesan(Pihak::Petugas),
        ]
        .into_iter()
        .chain(Status::ALL.map(Kejadian::Langkah))
        .chain(Tingkat::ALL.map(Kejadian::Eskalasi));
        for kejadian in all {
            assert_eq!(Kejadian::parse(&kejadian.to_text()), Some(kejadian));
        }
        assert_eq!(Kejadian::parse("langkah:x"), None);
    }
}
