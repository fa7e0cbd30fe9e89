//! What the audit trail tells of an account besides the changes of its fields: who came in and went out, and that a
//! password was chosen.

use chrono::{DateTime, Utc};
use shared::id::PerangkatId;
use shared::jejak::{Objek, Perbuatan};

use crate::db::Conn;
use crate::error::Result;
use crate::jejak::{Baris, Dalam, Oleh, tulis};

pub fn catat(
    conn: &mut Conn,
    (account_id, perbuatan): (&str, Perbuatan),
    oleh: Oleh,
    perangkat: Option<PerangkatId>,
    pada: DateTime<Utc>,
) -> Result<()> {
    let baris = Baris {
        oleh,
        perbuatan,
        objek: Objek::Account,
        catatan_id: account_id,
        perangkat,
        aksi_id: None,
        dalam: Dalam::Tanpa,
        pada,
    };
    tulis(conn, &baris)
}
