//! Until when a complaint is put off, with what that makes of its deadline told before it is decided; and whom to turn to
//! where it is another's matter.

use chrono::{Days, NaiveDate};
use leptos::prelude::*;
use shared::aduan::TenggatBila;
use shared::clock::wita_day;
use shared::paths;
use shared::words::tanggal;

use super::tindakan_form::Steps;
use super::tindakan_isi::{INSTANSI, Isi, SAMPAI};
use crate::api;
use crate::device;
use crate::judged::Judged;
use crate::ui::{Button, ButtonKind, Notice, TextField, TextKind, Tone};

/// Days that are often enough, as buttons.
const SERING: [(u64, &str); 3] = [(7, "1 minggu"), (14, "2 minggu"), (30, "30 hari")];

#[component]
pub fn SampaiField(steps: Steps, isi: Isi, judged: Judged) -> impl IntoView {
    let today = wita_day(device::asal().ditangkap_pada);
    let quick = move |(days, words): (u64, &'static str)| {
        let press = move |_| {
            if let Some(day) = today.checked_add_days(Days::new(days)) {
                isi.sampai.set(day.to_string());
            }
        };
        view! { <Button kind=ButtonKind::Quiet on_press=press>{words}</Button> }
    };
    let told = consequence(steps, isi, today);
    view! {
        <TextField
            id=SAMPAI
            label="Ditunda sampai"
            hint="Pada hari itu waktu berjalan lagi."
            kind=TextKind::Date
            value=isi.sampai
            error=judged.at(SAMPAI)
        />
        <div class="actions" role="group" aria-label="Pilihan cepat">{SERING.map(quick).collect_view()}</div>
        <div aria-live="polite">
            {move || told.get().map(|words| view! { <Notice tone=Tone::Sky><p>{words}</p></Notice> })}
        </div>
    }
}

/// What the server counts, by the calendar and the rules that hold for this complaint.
fn consequence(steps: Steps, isi: Isi, today: NaiveDate) -> RwSignal<Option<String>> {
    let told = RwSignal::new(None);
    let asked = StoredValue::new(0_u32);
    let (id, before) = steps.aduan.with_untracked(|aduan| (aduan.id, aduan.tenggat));
    Effect::new(move |_| {
        let number = asked.get_value() + 1;
        asked.set_value(number);
        let chosen = isi.sampai.with(|text| text.parse::<NaiveDate>().ok());
        let Some(sampai) = chosen.filter(|day| *day > today) else {
            return told.set(None);
        };
        let path = format!("{}/{id}/bila-ditunda?sampai={sampai}", paths::ADUAN);
        leptos::task::spawn_local(async move {
            let outcome = api::get::<TenggatBila>(&path, &steps.caller()).await;
            if asked.try_get_value() == Some(number) {
                let after = outcome.ok().and_then(|bila| bila.tenggat);
                told.try_set(after.map(|after| words(sampai, before.map(|t| t.hari), after)));
            }
        });
    });
    told
}

fn words(sampai: NaiveDate, before: Option<NaiveDate>, after: shared::clock::Tenggat) -> String {
    let sementara = if after.sementara { " (sementara)" } else { "" };
    let moves = match before {
        Some(before) if before == after.hari => format!("Tenggat tetap {}", tanggal(before)),
        Some(before) => format!(
            "Tenggat bergeser dari {} ke {}",
            tanggal(before),
            tanggal(after.hari)
        ),
        None => format!("Tenggat menjadi {}", tanggal(after.hari)),
    };
    format!(
        "Waktu berhenti hari ini dan berjalan lagi {}. {moves}{sementara}.",
        tanggal(sampai)
    )
}

#[component]
pub fn InstansiField(isi: Isi, judged: Judged) -> impl IntoView {
    view! {
        <TextField
            id=INSTANSI
            label="Instansi yang berwenang"
            hint="Dibaca pelapor, supaya tahu ke mana harus pergi. Misalnya: Balai Pelaksanaan Jalan Nasional."
            value=isi.instansi
            autocomplete="off"
            error=judged.at(INSTANSI)
        />
    }
}

#[cfg(test)]
mod tests {
    use shared::clock::Tenggat;

    use super::*;

    #[test]
    fn a_pause_is_told_with_what_it_makes_of_the_deadline() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let after = Tenggat {
            hari: day("2026-12-15"),
            sementara: false,
        };
        assert_eq!(
            words(day("2026-12-05"), Some(day("2026-12-09")), after),
            "Waktu berhenti hari ini dan berjalan lagi 5 Desember 2026. Tenggat bergeser dari 9 Desember 2026 ke \
             15 Desember 2026."
        );
        let sementara = Tenggat {
            sementara: true,
            ..after
        };
        assert!(
            words(day("2026-12-05"), None, sementara)
                .ends_with("Tenggat menjadi 15 Desember 2026 (sementara).")
        );
    }
}
