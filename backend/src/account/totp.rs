//! The second step of a login (RFC 6238): set up by its owner, confirmed by a first code, asked for at each login.

use anyhow::{Context, anyhow};
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use qrcode::QrCode;
use qrcode::render::svg;
use rand::TryRngCore;
use rand::rngs::OsRng;
use sha2::{Digest, Sha256};
use shared::account::TotpCalon;
use shared::error::ErrorCode;
use totp_rs::{Builder, Secret, Totp};

use super::row::TotpRow;
use super::segel::Segel;
use crate::db::Conn;
use crate::error::{AppError, Result};
use crate::schema::{totp, totp_pemulihan};

/// Codes of recovery that somebody is given.
const PEMULIHAN: usize = 10;
/// Pixels of the QR code; the page scales it.
const QR_SIZE: u32 = 240;

/// A secret that its owner's app has still to confirm. The one before it, if unconfirmed, is forgotten.
pub fn begin(
    conn: &mut Conn,
    segel: &Segel,
    account_id: &str,
    rahasia: &[u8; 20],
    now: DateTime<Utc>,
) -> Result<()> {
    if find(conn, account_id)?.is_some_and(|row| row.dipasang_pada.is_some()) {
        let detail = "Langkah kedua sudah terpasang. Lepaskan dahulu bila ingin menggantinya.";
        return Err(AppError::refused(ErrorCode::SudahAda, detail));
    }
    remove(conn, account_id)?;
    let row = TotpRow {
        account_id: account_id.to_owned(),
        rahasia: segel.close(account_id, rahasia)?,
        langkah: 0,
        dibuat_pada: now.naive_utc(),
        dipasang_pada: None,
    };
    diesel::insert_into(totp::table).values(row).execute(conn)?;
    Ok(())
}

/// The first code shows that the app holds the secret; from now on it is asked for. Gives the codes of recovery.
pub fn confirm(
    conn: &mut Conn,
    segel: &Segel,
    account_id: &str,
    kode: &str,
    now: DateTime<Utc>,
) -> Result<Vec<String>> {
    let row = find(conn, account_id)?.filter(|row| row.dipasang_pada.is_none());
    let Some(row) = row else {
        let detail = "Mulailah pemasangan dari awal: pindai lagi kode QR yang baru.";
        return Err(AppError::refused(ErrorCode::LangkahSalah, detail));
    };
    if !use_code(conn, segel, &row, kode, now)? {
        return Err(wrong_code());
    }
    diesel::update(totp::table.find(account_id))
        .set(totp::dipasang_pada.eq(Some(now.naive_utc())))
        .execute(conn)?;
    let mut codes = Vec::with_capacity(PEMULIHAN);
    for _ in 0..PEMULIHAN {
        let code = recovery_code()?;
        let kept = (
            totp_pemulihan::hash.eq(hash_of(account_id, &code)),
            totp_pemulihan::account_id.eq(account_id),
        );
        diesel::insert_into(totp_pemulihan::table)
            .values(kept)
            .execute(conn)?;
        codes.push(code);
    }
    Ok(codes)
}

/// Whether a second step is asked for.
pub fn is_set_up(conn: &mut Conn, account_id: &str) -> QueryResult<bool> {
    Ok(find(conn, account_id)?.is_some_and(|row| row.dipasang_pada.is_some()))
}

/// Takes the second step of a login: a code of the app or one of recovery, either of them once.
///
/// # Errors
/// [`ErrorCode::PerluKode`] where none was given, [`ErrorCode::KodeMasukSalah`] where it is wrong or used.
pub fn pass(
    conn: &mut Conn,
    segel: &Segel,
    account_id: &str,
    kode: Option<&str>,
    now: DateTime<Utc>,
) -> Result<()> {
    let Some(row) = find(conn, account_id)?.filter(|row| row.dipasang_pada.is_some()) else {
        return Ok(());
    };
    let Some(kode) = kode.map(str::trim).filter(|kode| !kode.is_empty()) else {
        let detail = "Ketik kode 6 angka dari aplikasi autentikator Anda.";
        return Err(AppError::refused(ErrorCode::PerluKode, detail));
    };
    if use_code(conn, segel, &row, kode, now)? || use_recovery(conn, account_id, kode, now)? {
        return Ok(());
    }
    Err(wrong_code())
}

/// Takes the second step away, with its codes of recovery. Answers whether there was one.
pub fn remove(conn: &mut Conn, account_id: &str) -> QueryResult<bool> {
    let codes = totp_pemulihan::table.filter(totp_pemulihan::account_id.eq(account_id));
    diesel::delete(codes).execute(conn)?;
    Ok(diesel::delete(totp::table.find(account_id)).execute(conn)? == 1)
}

pub fn mint() -> anyhow::Result<[u8; 20]> {
    let mut random = [0_u8; 20];
    fill(&mut random)?;
    Ok(random)
}

/// The secret as its owner takes it over: by camera or by hand.
pub fn calon(rahasia: &[u8; 20], penerbit: &str, nama_pengguna: &str) -> anyhow::Result<TotpCalon> {
    let base32 = Secret::new_stack(*rahasia).to_base32();
    let label = |text: &str| -> String {
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
        text.chars()
            .map(|c| if plain(c) { c.to_string() } else { "%20".to_owned() })
            .collect()
    };
    let (penerbit, nama) = (label(penerbit), label(nama_pengguna));
    let address = format!("otpauth://totp/{penerbit}:{nama}?secret={base32}&issuer={penerbit}");
    let qr = QrCode::new(&address).map_err(|error| anyhow!("QR code: {error}"))?;
    let qr_svg = qr
        .render::<svg::Color<'_>>()
        .min_dimensions(QR_SIZE, QR_SIZE)
        .build();
    Ok(TotpCalon {
        rahasia: base32,
        qr_svg,
    })
}

fn find(conn: &mut Conn, account_id: &str) -> QueryResult<Option<TotpRow>> {
    totp::table.find(account_id).first(conn).optional()
}

fn use_code(conn: &mut Conn, segel: &Segel, row: &TotpRow, kode: &str, now: DateTime<Utc>) -> Result<bool> {
    let plain: String = kode.chars().filter(|c| *c != ' ').collect();
    if plain.len() != 6 || !plain.bytes().all(|c| c.is_ascii_digit()) {
        return Ok(false);
    }
    let secret = segel.open(&row.account_id, &row.rahasia)?;
    let seconds = u64::try_from(now.timestamp()).context("clock")?;
    let Some(step) = reader(secret)?.check(&plain, seconds) else {
        return Ok(false);
    };
    let step = i64::try_from(step).context("time step")?;
    // Of two logins with one code at once, one finds the step already used.
    let unused = totp::table.find(&row.account_id).filter(totp::langkah.lt(step));
    Ok(diesel::update(unused).set(totp::langkah.eq(step)).execute(conn)? == 1)
}

fn use_recovery(conn: &mut Conn, account_id: &str, kode: &str, now: DateTime<Utc>) -> QueryResult<bool> {
    let unused = totp_pemulihan::table
        .find(hash_of(account_id, kode))
        .filter(totp_pemulihan::account_id.eq(account_id))
        .filter(totp_pemulihan::dipakai_pada.is_null());
    let used = diesel::update(unused)
        .set(totp_pemulihan::dipakai_pada.eq(Some(now.naive_utc())))
        .execute(conn)?;
    Ok(used == 1)
}

fn reader(secret: Vec<u8>) -> anyhow::Result<Totp> {
    Builder::new()
        .with_secret(secret)
        .build()
        .map_err(|error| anyhow!("TOTP: {error}"))
}

/// 60 random bits, as twelve letters in two groups.
fn recovery_code() -> anyhow::Result<String> {
    const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
    let mut random = [0_u8; 12];
    fill(&mut random)?;
    let mut text = String::with_capacity(random.len() + 1);
    for (place, byte) in random.into_iter().enumerate() {
        if place == 6 {
            text.push('-');
        }
        text.push(char::from(ALPHABET[usize::from(byte % 32)]));
    }
    Ok(text)
}

/// Groups and capitals do not matter. Bound to the account, so that equal codes of two are kept apart.
fn hash_of(account_id: &str, kode: &str) -> String {
    let plain: String = kode
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|c| c.to_ascii_lowercase())
        .collect();
    hex::encode(Sha256::digest(format!("{account_id}:{plain}")))
}

fn wrong_code() -> AppError {
    let detail = "Kode salah atau sudah pernah dipakai. Tunggu kode berikutnya di aplikasi, lalu ketik lagi.";
    AppError::refused(ErrorCode::KodeMasukSalah, detail)
}

fn fill(random: &mut [u8]) -> anyhow::Result<()> {
    OsRng
        .try_fill_bytes(random)
        .context("the system's random source does not answer")
}
