//! What is asked of `requests`, by the standard's names and limits.

use actix_web::http::StatusCode;
use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};
use serde::Deserialize;
use shared::aduan::Kategori;
use shared::kode::Kode;
use utoipa::IntoParams;

use super::salah::Salah;
use crate::publik::queries::Saring;

/// The standard: a span of at most 90 days, and at most 1000 requests.
const RENTANG: TimeDelta = TimeDelta::days(90);
const TERBANYAK: usize = 1_000;
/// Requests on a page when the caller does not say, and most that one may hold.
const SEHALAMAN: i64 = 50;
const SEHALAMAN_MAX: i64 = 200;
/// Whoever wants more than this takes the open data, or a shorter span.
const JAUH_MAX: i64 = 10_000;

#[derive(Clone, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Ditanya {
    /// Ids with commas between; everything else is then left aside.
    service_request_id: Option<String>,
    service_code: Option<String>,
    /// W3C date and time; the span is at most 90 days.
    start_date: Option<String>,
    end_date: Option<String>,
    /// `open`, `closed`, or both with a comma between.
    status: Option<String>,
    page: Option<i64>,
    page_size: Option<i64>,
}

pub enum Cari {
    Nomor(Vec<Kode>),
    Halaman(Saring, (i64, i64)),
}

impl Ditanya {
    pub fn read(&self, now: DateTime<Utc>) -> Result<Cari, Salah> {
        if let Some(ids) = self.service_request_id.as_deref().filter(|ids| !ids.is_empty()) {
            let known = ids
                .split(',')
                .take(TERBANYAK)
                .filter_map(|id| Kode::parse(id.trim()).ok());
            return Ok(Cari::Nomor(known.collect()));
        }
        let (dari, sampai) = self.span(now)?;
        let saring = Saring {
            kategori: self
                .service_code
                .as_deref()
                .filter(|code| !code.is_empty())
                .map(service)
                .transpose()?,
            terbuka: terbuka(self.status.as_deref())?,
            dari: Some(dari),
            sampai: Some(sampai),
            ..Saring::default()
        };
        Ok(Cari::Halaman(saring, self.page()?))
    }

    fn span(&self, now: DateTime<Utc>) -> Result<(NaiveDateTime, NaiveDateTime), Salah> {
        let read = |text: &Option<String>| {
            let text = text.as_deref().filter(|text| !text.is_empty());
            text.map(date).transpose()
        };
        let (from, to) = match (read(&self.start_date)?, read(&self.end_date)?) {
            (None, None) => (now - RENTANG, now),
            (Some(from), None) => (from, (from + RENTANG).min(now)),
            (None, Some(to)) => (to - RENTANG, to),
            (Some(from), Some(to)) => (from, to),
        };
        if to - from > RENTANG {
            return Err(Salah::isian(
                "start_date dan end_date paling jauh berselang 90 hari.",
            ));
        }
        Ok((from.naive_utc(), to.naive_utc()))
    }

    fn page(&self) -> Result<(i64, i64), Salah> {
        let (page, size) = (self.page.unwrap_or(1), self.page_size.unwrap_or(SEHALAMAN));
        let fits = page >= 1 && (1..=SEHALAMAN_MAX).contains(&size) && page <= JAUH_MAX / size;
        fits.then_some((page, size)).ok_or_else(|| {
            Salah::isian(format!(
                "page mulai dari 1, page_size 1 sampai {SEHALAMAN_MAX}, bersama paling jauh {JAUH_MAX} aduan."
            ))
        })
    }
}

/// The category of a service code.
pub fn service(code: &str) -> Result<Kategori, Salah> {
    Kategori::parse(code)
        .ok_or_else(|| Salah::tidak_ada(format!("service_code \"{}\" tidak ada.", short(code))))
}

/// No more of a foreign text than tells which one is meant.
pub fn short(text: &str) -> String {
    text.chars().take(40).collect()
}

fn terbuka(status: Option<&str>) -> Result<Option<bool>, Salah> {
    let mut wanted = (false, false);
    for word in status.unwrap_or_default().split(',').map(str::trim) {
        match word {
            "" => {}
            "open" => wanted.0 = true,
            "closed" => wanted.1 = true,
            _ => return Err(Salah::isian("status: open atau closed.")),
        }
    }
    Ok((wanted.0 != wanted.1).then_some(wanted.0))
}

/// A W3C date and time. Where a plus sign stands for a space, somebody forgot to escape it.
fn date(text: &str) -> Result<DateTime<Utc>, Salah> {
    let text = text.replace(' ', "+");
    let day = || {
        let day = text.parse::<chrono::NaiveDate>().ok()?;
        Some(day.and_hms_opt(0, 0, 0)?.and_utc())
    };
    DateTime::parse_from_rfc3339(&text)
        .map(|moment| moment.to_utc())
        .ok()
        .or_else(day)
        .filter(|moment| (2000..=2200).contains(&chrono::Datelike::year(moment)))
        .ok_or_else(|| {
            let told = "Tanggal ditulis menurut W3C, misalnya 2026-11-27T08:00:00Z.";
            Salah::Ditolak(StatusCode::BAD_REQUEST, told.to_owned())
        })
}
