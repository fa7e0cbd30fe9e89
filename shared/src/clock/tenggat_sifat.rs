//! What holds of every deadline, whatever the calendar, the day and the pauses.

use chrono::{DateTime, Datelike, Duration, NaiveDate, Utc};
use proptest::collection::vec;
use proptest::prelude::*;

use super::{Hitungan, Jeda, Kalender, Tenggat, wita_day};

/// Minutes of the years 2025 to 2028.
const MINUTES: i64 = 4 * 365 * 24 * 60;

fn first() -> DateTime<Utc> {
    "2025-01-01T00:00:00Z".parse().unwrap()
}

prop_compose! {
    fn moment()(minutes in 0..MINUTES) -> DateTime<Utc> {
        first() + Duration::minutes(minutes)
    }
}

prop_compose! {
    /// Holidays within the years 2025 to 2027, so that later ones are unknown.
    fn days()(offsets in vec(0..3 * 365_i64, 0..90)) -> Vec<NaiveDate> {
        offsets.into_iter().map(|offset| first().date_naive() + Duration::days(offset)).collect()
    }
}

prop_compose! {
    fn pause()(dari in moment(), length in -5_000..80_000_i64, is_open in prop::bool::weighted(0.1)) -> Jeda {
        let sampai = (!is_open).then(|| dari + Duration::minutes(length));
        Jeda { dari, sampai }
    }
}

/// Deadlines in the order in which they come; a clock that stands has none, which is later than any.
fn end(hitungan: Hitungan) -> NaiveDate {
    match hitungan {
        Hitungan::Berjalan(tenggat) => tenggat.hari,
        Hitungan::Berhenti { .. } => NaiveDate::MAX,
    }
}

proptest! {
    #[test]
    fn a_tenggat_is_a_working_day_that_is_not_paused(
        days in days(), start in moment(), count in 1..80_u32, jeda in vec(pause(), 0..4)
    ) {
        let kalender: Kalender = days.iter().copied().collect();
        if let Hitungan::Berjalan(Tenggat { hari, .. }) = kalender.hitung(start, count, &jeda) {
            // Weekdays by number and holidays by the list itself, not by what is being tested.
            prop_assert!(hari.weekday().num_days_from_monday() < 5 && !days.contains(&hari));
            let sisa = kalender.sisa_berjeda(Tenggat { hari, sementara: false }, start, &jeda);
            prop_assert_eq!(sisa, i32::try_from(count).unwrap());
            for pause in jeda {
                let over = pause.sampai.is_some_and(|sampai| wita_day(sampai) <= hari);
                prop_assert!(over || wita_day(pause.dari) > hari);
            }
        }
    }

    #[test]
    fn whoever_starts_later_ends_no_earlier(
        days in days(), one in moment(), other in moment(), count in 0..80_u32, jeda in vec(pause(), 0..4)
    ) {
        let kalender: Kalender = days.into_iter().collect();
        let (early, late) = (one.min(other), one.max(other));
        prop_assert!(end(kalender.hitung(early, count, &jeda)) <= end(kalender.hitung(late, count, &jeda)));
    }

    #[test]
    fn more_days_end_later(
        days in days(), start in moment(), count in 0..80_u32, jeda in vec(pause(), 0..4)
    ) {
        let kalender: Kalender = days.into_iter().collect();
        let (fewer, more) = (kalender.hitung(start, count, &jeda), kalender.hitung(start, count + 1, &jeda));
        prop_assert!(end(fewer) < end(more) || end(fewer) == NaiveDate::MAX);
        if let (Hitungan::Berhenti { sisa: fewer }, Hitungan::Berhenti { sisa: more }) = (fewer, more) {
            prop_assert_eq!(fewer + 1, more);
        }
    }

    #[test]
    fn another_pause_never_shortens(
        days in days(), start in moment(), count in 0..80_u32, jeda in vec(pause(), 0..4), another in pause()
    ) {
        let kalender: Kalender = days.into_iter().collect();
        let before = kalender.hitung(start, count, &jeda);
        let with: Vec<Jeda> = jeda.into_iter().chain([another]).collect();
        prop_assert!(end(before) <= end(kalender.hitung(start, count, &with)));
    }

    #[test]
    fn an_open_pause_leaves_what_it_found(
        days in days(), start in moment(), count in 1..80_u32, dari in moment()
    ) {
        let kalender: Kalender = days.into_iter().collect();
        let open = [Jeda { dari, sampai: None }];
        match kalender.hitung(start, count, &open) {
            Hitungan::Berjalan(tenggat) => prop_assert!(tenggat.hari < wita_day(dari)),
            Hitungan::Berhenti { sisa } => prop_assert!(
                (1..=count).contains(&sisa) && kalender.tenggat(start, count).hari >= wita_day(dari)
            ),
        }
    }

    /// What was final stays, to the day; what was *sementara* moves to no earlier day, and is final once every year
    /// that it runs through is known.
    #[test]
    fn a_new_calendar_only_resolves_what_is_sementara(
        days in days(), year in 2025..2030_i32, added in vec(1..366_u32, 1..20), start in moment(),
        count in 0..80_u32, jeda in vec(pause(), 0..3)
    ) {
        let before: Kalender = days.iter().copied().filter(|day| day.year() != year).collect();
        let imported = added.into_iter().filter_map(|day| NaiveDate::from_yo_opt(year, day));
        let after: Kalender = days.iter().copied().filter(|day| day.year() != year).chain(imported).collect();
        let (old, new) = (before.hitung(start, count, &jeda), after.hitung(start, count, &jeda));
        match (old, new) {
            (Hitungan::Berjalan(old), Hitungan::Berjalan(new)) if old.sementara => {
                prop_assert!(new.hari >= old.hari);
                let known = (wita_day(start).year()..=new.hari.year()).all(|year| after.knows(year));
                prop_assert_eq!(new.sementara, !known);
            }
            (Hitungan::Berjalan(old), new) if !old.sementara => {
                prop_assert_eq!(new, Hitungan::Berjalan(old));
            }
            (Hitungan::Berjalan(_), Hitungan::Berjalan(_) | Hitungan::Berhenti { .. }) => {}
            (Hitungan::Berhenti { sisa: old }, Hitungan::Berhenti { sisa: new }) => prop_assert!(old <= new),
            (Hitungan::Berhenti { .. }, Hitungan::Berjalan(_)) => prop_assert!(false, "a holiday started a clock"),
        }
    }
}
