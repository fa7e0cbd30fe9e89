//! The server's word that it keeps a record, as much of it as the outbox needs. Its moment is read here rather than by
//! chrono, whose reader of all formats is a tenth of what the service worker has to fetch.

use chrono::{DateTime, FixedOffset, NaiveDate, Utc};
use serde::{Deserialize, Deserializer, Serialize, de::Error};
use shared::error::{ApiError, ErrorCode, FieldError};
use shared::id::AduanId;

use crate::outcome::{Outcome, Refusal};

/// The answer to a record: to the outbox a following is one without photos.
#[derive(Clone, PartialEq, Debug, Deserialize)]
pub struct Receipt {
    pub id: AduanId,
    #[serde(deserialize_with = "moment")]
    pub diterima_pada: DateTime<Utc>,
    /// SHA-256 of the photos that are still to come. Where nothing is said of them, all are.
    #[serde(default)]
    pub foto_kurang: Option<Vec<String>>,
}

/// What is kept of a receipt.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Sent {
    #[serde(deserialize_with = "moment")]
    pub diterima_pada: DateTime<Utc>,
}

/// One answer of several: a receipt or a problem, told apart by the status beside it.
#[derive(Default, Deserialize)]
pub struct Answered {
    #[serde(default)]
    id: Option<AduanId>,
    #[serde(default)]
    diterima_pada: Option<String>,
    #[serde(default)]
    foto_kurang: Option<Vec<String>>,
    #[serde(default)]
    code: Option<ErrorCode>,
    #[serde(default)]
    detail: String,
    #[serde(default)]
    fields: Vec<FieldError>,
}

impl Answered {
    /// What came of something done to a complaint: the status alone says that it was. `id` is what the outbox calls it, `at`
    /// the moment of the answer by the device's clock.
    pub fn done(self, id: AduanId, status: u16, wait: Option<u64>, at: DateTime<Utc>) -> Outcome<Receipt> {
        if (200..300).contains(&status) {
            return Outcome::Done(Receipt {
                id,
                diterima_pada: at,
                foto_kurang: None,
            });
        }
        self.outcome(status, wait)
    }

    /// `wait` are the seconds after which to try again. What is neither proves nothing.
    pub fn outcome(self, status: u16, wait: Option<u64>) -> Outcome<Receipt> {
        if (200..300).contains(&status) {
            let received = self.id.zip(self.diterima_pada.as_deref().and_then(read));
            return received.map_or(Outcome::Unreachable, |(id, diterima_pada)| {
                Outcome::Done(Receipt {
                    id,
                    diterima_pada,
                    foto_kurang: self.foto_kurang,
                })
            });
        }
        let (detail, fields) = (self.detail, self.fields);
        Outcome::Refused(Refusal {
            error: self.code.map(|code| ApiError {
                fields,
                ..ApiError::new(code, detail)
            }),
            retry_after: wait,
        })
    }
}

fn moment<'de, D: Deserializer<'de>>(from: D) -> Result<DateTime<Utc>, D::Error> {
    let text = String::deserialize(from)?;
    read(&text).ok_or_else(|| Error::custom("no moment"))
}

/// A moment as RFC 3339 writes it: `2026-07-28T09:15:00.5+08:00`.
fn read(text: &str) -> Option<DateTime<Utc>> {
    let (date, rest) = text.split_once('T')?;
    let (clock, seconds_ahead) = match rest.strip_suffix('Z') {
        Some(clock) => (clock, 0),
        None => {
            let (clock, offset) = rest.split_at_checked(rest.len().checked_sub(6)?)?;
            (clock, offset_of(offset)?)
        }
    };
    let (clock, fraction) = clock.split_once('.').unwrap_or((clock, ""));
    let [year, month, day] = three(date, '-')?;
    let [hour, minute, second] = three(clock, ':')?;
    let nanos = format!("{fraction:0<9}").parse().ok()?;
    let local = NaiveDate::from_ymd_opt(year.try_into().ok()?, month, day)?
        .and_hms_nano_opt(hour, minute, second, nanos)?
        .and_local_timezone(FixedOffset::east_opt(seconds_ahead)?)
        .single()?;
    Some(local.to_utc())
}

fn three(text: &str, between: char) -> Option<[u32; 3]> {
    let mut parts = text.split(between).map(|part| part.parse().ok());
    let three = [parts.next()??, parts.next()??, parts.next()??];
    parts.next().is_none().then_some(three)
}

fn offset_of(text: &str) -> Option<i32> {
    let (hours, minutes) = text.get(1..)?.split_once(':')?;
    let seconds = (hours.parse::<i32>().ok()? * 60 + minutes.parse::<i32>().ok()?) * 60;
    match text.get(..1)? {
        "+" => Some(seconds),
        "-" => Some(-seconds),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_moment_is_read_in_every_form_that_a_server_may_write() {
        let nine = DateTime::from_timestamp(1_785_201_300, 500_000_000);
        for text in [
            "2026-07-28T01:15:00.5Z",
            "2026-07-28T01:15:00.500000+00:00",
            "2026-07-28T09:15:00.5+08:00",
            "2026-07-27T21:45:00.5-03:30",
        ] {
            assert_eq!(read(text), nine, "{text}");
        }
    }

    #[test]
    fn what_is_no_moment_is_none() {
        for text in [
            "",
            "T",
            "2026-07-28",
            "2026-07-28T01:15:00",
            "2026-13-28T01:15:00Z",
            "2026-07-28T25:15:00Z",
            "2026-07-28T01:15Z",
            "2026-07-28-01T01:15:00Z",
            "2026-07-28T01:15:00.x5Z",
            "2026-07-28T01:15:00.1234567890Z",
            "2026-07-28T01:15:00*08:00",
            "2026-07-28T01:15:0é+08:00",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_again(seconds in 0..4_000_000_000_i64, nanos in 0..1_000_000_000_u32, cut in 0..10_u32) {
            let nanos = nanos / 10_u32.pow(cut.min(9)) * 10_u32.pow(cut.min(9));
            let sent = Sent { diterima_pada: DateTime::from_timestamp(seconds, nanos).unwrap() };
            let text = serde_json::to_string(&sent).unwrap();
            prop_assert_eq!(serde_json::from_str::<Sent>(&text).unwrap(), sent);
        }

        #[test]
        fn nothing_that_is_read_ends_the_app(text in ".{0,40}") {
            let _ = read(&text);
        }
    }
}
