//! To whom complaints were handed, each time.

use anyhow::Context;
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use shared::account::{Account, Hak, Letak};
use shared::aduan::Pelaksana;
use shared::error::{ApiError, ErrorCode};
use shared::id::AccountId;
use shared::wilayah::WilayahKode;
use uuid::Uuid;

use crate::account;
use crate::aduan::row::{AduanRow, DisposisiRow};
use crate::aksi::Masuk;
use crate::db::Conn;
use crate::error::Result;
use crate::schema::disposisi;
use crate::skpd;

pub fn terakhir(conn: &mut Conn, aduan_id: &str) -> QueryResult<Option<DisposisiRow>> {
    let own = disposisi::table.filter(disposisi::aduan_id.eq(aduan_id));
    own.order((disposisi::pada.desc(), disposisi::id.desc()))
        .first(conn)
        .optional()
}

/// Hands the complaint on; the note is for who gets it.
pub fn beri(
    conn: &mut Conn,
    after: &mut AduanRow,
    (skpd_kode, bidang, petugas): (&str, Option<&str>, Option<AccountId>),
    (catatan, oleh, masuk): (Option<String>, Option<AccountId>, &Masuk),
) -> Result<()> {
    skpd::queries::must_be_active(conn, Some(skpd_kode), bidang)?;
    after.skpd_kode = Some(skpd_kode.to_owned());
    after.bidang_kode = bidang.map(str::to_owned);
    after.petugas_id = petugas.map(|id| id.to_string());
    if let Some(id) = petugas {
        must_work_on(conn, id, after, masuk)?;
    }
    let row = DisposisiRow {
        id: Uuid::now_v7().to_string(),
        aduan_id: after.id.clone(),
        skpd_kode: skpd_kode.to_owned(),
        bidang_kode: after.bidang_kode.clone(),
        petugas_id: after.petugas_id.clone(),
        catatan,
        account_id: oleh.map(|id| id.to_string()),
        pada: masuk.pada.naive_utc(),
    };
    diesel::insert_into(disposisi::table).values(row).execute(conn)?;
    Ok(())
}

/// Who could be given the work by name, in this office or this part of it.
pub fn calon(
    conn: &mut Conn,
    row: &AduanRow,
    (skpd_kode, bidang): (&str, Option<&str>),
    now: DateTime<Utc>,
) -> Result<Vec<Pelaksana>> {
    let wilayah = WilayahKode::parse(&row.wilayah_kode).context("wilayah")?;
    let letak = Letak {
        wilayah: &wilayah,
        skpd: Some(skpd_kode),
        bidang,
        petugas: None,
    };
    let found = account::queries::list_with_hak(conn, Hak::KerjakanAduan, &letak, now)?;
    Ok(found
        .into_iter()
        .map(|account| Pelaksana {
            id: account.id,
            nama: account.nama,
        })
        .collect())
}

/// Whoever could not even see it cannot do it.
fn must_work_on(conn: &mut Conn, id: AccountId, after: &AduanRow, masuk: &Masuk) -> Result<()> {
    let found: Option<Account> = account::queries::find_active(conn, id, masuk.pada)?;
    let works = match (found, WilayahKode::parse(&after.wilayah_kode)) {
        (Some(account), Some(kode)) => account.boleh_atas(Hak::KerjakanAduan, &after.letak(&kode)?),
        (_, _) => false,
    };
    if works {
        return Ok(());
    }
    let message =
        "Petugas ini bukan tim teknis SKPD tersebut di wilayah aduan. Pilih petugas lain, atau kosongkan.";
    Err(ApiError::field(ErrorCode::IsianSalah, "petugas", message).into())
}
