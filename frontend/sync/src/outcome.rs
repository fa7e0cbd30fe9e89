//! What came of one try, and what follows from it. Only an answer in our own words (a problem with a known code)
//! can condemn a kiriman: whatever a captive portal or a proxy says instead counts as not having been reached.

use shared::error::{ApiError, ErrorCode};

use crate::Millis;
use crate::delay::{asked_delay, delay};

/// The answer to one try.
#[derive(Clone, PartialEq, Debug)]
pub enum Outcome<T> {
    /// The server has it, and said so in a receipt.
    Done(T),
    Refused(Refusal),
    /// No answer, or none of ours: nobody knows whether it arrived.
    Unreachable,
}

impl<T> Outcome<T> {
    /// The server said something, whatever it was.
    pub const fn is_answer(&self) -> bool {
        match self {
            Self::Done(_) | Self::Refused(_) => true,
            Self::Unreachable => false,
        }
    }

    /// What is wrong, where the server said so in our own words.
    pub fn code(&self) -> Option<ErrorCode> {
        match self {
            Self::Refused(refusal) => refusal.error.as_ref().map(|error| error.code),
            Self::Done(_) | Self::Unreachable => None,
        }
    }
}

/// An answer that is no receipt.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Refusal {
    /// The problem in our own words, if it was one.
    pub error: Option<ApiError>,
    /// `Retry-After`, in seconds.
    pub retry_after: Option<u64>,
}

/// What to do with the kiriman now.
#[derive(Clone, PartialEq, Debug)]
pub enum Step {
    Settle,
    /// A person must look at it; it stays as it is until then.
    ShowTo(ApiError),
    /// Nothing can go on before somebody logs in.
    Pause,
    RetryIn(Millis),
}

/// What follows from an outcome; `tries` counts this one, `random` lies in 0..1.
pub fn next_step<T>(outcome: &Outcome<T>, tries: u32, random: f64) -> Step {
    match outcome {
        Outcome::Done(_) => Step::Settle,
        Outcome::Unreachable => Step::RetryIn(delay(tries, random)),
        Outcome::Refused(refusal) => after_refusal(refusal, tries, random),
    }
}

fn after_refusal(refusal: &Refusal, tries: u32, random: f64) -> Step {
    let wait = match refusal.retry_after {
        Some(seconds) => asked_delay(seconds, random),
        None => delay(tries, random),
    };
    let Some(error) = &refusal.error else {
        return Step::RetryIn(wait);
    };
    match error.code {
        ErrorCode::PerluMasuk
        | ErrorCode::SandiSalah
        | ErrorCode::PerluKode
        | ErrorCode::KodeMasukSalah
        | ErrorCode::WajibDulu => Step::Pause,
        ErrorCode::TungguDulu
        | ErrorCode::Gangguan
        | ErrorCode::BelumSiap
        | ErrorCode::ChecksumBeda
        | ErrorCode::OffsetBeda
        | ErrorCode::UnggahanBerakhir
        | ErrorCode::KursorUsang
        | ErrorCode::SedangDipakai => Step::RetryIn(wait),
        ErrorCode::BentukSalah
        | ErrorCode::IsianSalah
        | ErrorCode::KodeSalah
        | ErrorCode::TidakBerhak
        | ErrorCode::TidakDitemukan
        | ErrorCode::KunciDipakai
        | ErrorCode::SudahAda
        | ErrorCode::VersiUsang
        | ErrorCode::LangkahSalah
        | ErrorCode::TerlaluBesar
        | ErrorCode::FotoSalah
        | ErrorCode::BerkasRusak
        | ErrorCode::BerkasAsing
        | ErrorCode::HeaderSalah
        | ErrorCode::TidakDilayani
        | ErrorCode::TipeSalah
        | ErrorCode::ProtokolSalah => Step::ShowTo(error.clone()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::delay::{DELAY_MAX, RETRY_AFTER_MAX};

    fn refused(code: Option<ErrorCode>, retry_after: Option<u64>) -> Outcome<()> {
        Outcome::Refused(Refusal {
            error: code.map(|code| ApiError::new(code, "x")),
            retry_after,
        })
    }

    #[test]
    fn each_code_of_the_server_has_its_verdict() {
        for code in ErrorCode::ALL {
            let step = next_step(&refused(Some(code), None), 1, 0.5);
            match code.status() {
                401 => assert_eq!(step, Step::Pause, "{code:?}"),
                // Nothing is wrong with what was sent: its sender has something to do first.
                403 if code == ErrorCode::WajibDulu => assert_eq!(step, Step::Pause),
                429 | 423 | 460 | 410 | 500 | 503 => assert!(matches!(step, Step::RetryIn(_)), "{code:?}"),
                409 if code == ErrorCode::OffsetBeda => assert!(matches!(step, Step::RetryIn(_))),
                400..=499 => assert!(matches!(step, Step::ShowTo(_)), "{code:?}"),
                other => panic!("status {other} has no verdict"),
            }
        }
    }

    #[test]
    fn a_refusal_that_is_not_in_our_words_is_only_a_bad_link() {
        assert!(matches!(
            next_step(&refused(None, None), 1, 0.5),
            Step::RetryIn(_)
        ));
    }

    #[test]
    fn retry_after_is_honoured_up_to_an_hour() {
        let wait = |seconds| match next_step(&refused(Some(ErrorCode::TungguDulu), Some(seconds)), 1, 0.0) {
            Step::RetryIn(wait) => wait,
            other => panic!("{other:?}"),
        };
        assert_eq!(wait(90), 90_000);
        assert!(wait(3_000) > DELAY_MAX);
        assert!(wait(u64::MAX) <= RETRY_AFTER_MAX);
    }
}
