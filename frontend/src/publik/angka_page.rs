//! The figures of a month: tables, and bars that say their number beside them.

use chrono::{Datelike, Months, NaiveDate, Utc};
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_query_map};
use shared::clock::wita_day;
use shared::paths;
use shared::publik::{Angka, AngkaBulan};

use crate::api::{self, Caller};
use crate::loaded::{FailureState, Loaded};
use crate::page::{Page, encode};
use crate::ui::{Card, Choice, EmptyState, Heading, SelectField, Skeleton};

/// Months that can be chosen.
const BULAN: u32 = 24;
const NAMA: [&str; 12] = [
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
];

fn months() -> Vec<Choice> {
    let today: NaiveDate = wita_day(Utc::now());
    let back = (0..BULAN).filter_map(|back| today.checked_sub_months(Months::new(back)));
    back.map(|day| Choice::new(day.format("%Y-%m").to_string(), nama(day), ""))
        .collect()
}

fn nama(day: NaiveDate) -> String {
    let month = NAMA.get(day.month0() as usize).copied().unwrap_or_default();
    format!("{month} {}", day.year())
}

#[component]
pub fn AngkaPage() -> impl IntoView {
    let query = use_query_map();
    let bulan = Memo::new(move |_| {
        let asked = query.with(|query| query.get("bulan"));
        asked.unwrap_or_else(|| wita_day(Utc::now()).format("%Y-%m").to_string())
    });
    let state = RwSignal::new(Loaded::<AngkaBulan>::Waiting);
    let load = Callback::new(move |()| {
        let asked = bulan.get_untracked();
        leptos::task::spawn_local(async move {
            let path = format!("{}?bulan={}", paths::PUBLIK_ANGKA, encode(&asked));
            let outcome = api::get::<AngkaBulan>(&path, &Caller::Anyone).await;
            // Another month may have been chosen meanwhile.
            if bulan.try_get_untracked() == Some(asked) {
                state.try_set(outcome.into());
            }
        });
    });
    Effect::new(move |_| {
        bulan.track();
        load.run(());
    });
    let navigate = use_navigate();
    let go = StoredValue::new_local(move |bulan: String| {
        let address = format!("{}?bulan={}", Page::PublikAngka.url(), encode(&bulan));
        navigate(&address, NavigateOptions::default());
    });
    view! {
        <div class="hero">
            <p class="small">"Terbuka untuk umum"</p>
            <Heading title="Angka aduan" />
        </div>
        <Card lift=true>
            <SelectField
                id="angka-bulan"
                label="Bulan diterima"
                options=Signal::stored(months())
                value=bulan
                on_choose=Callback::new(move |text: String| go.with_value(|go| go(text)))
            />
            <p><a href=Page::Publik.url()>"Lihat daftar aduan"</a></p>
        </Card>
        {move || match state.get() {
            Loaded::Waiting => view! { <Skeleton lines=8 /> }.into_any(),
            Loaded::Failed(failure) => view! { <FailureState failure=failure on_retry=load /> }.into_any(),
            Loaded::Here(told) if told.semua.masuk == 0 => view! {
                <EmptyState title="Belum ada aduan" text="Tidak ada aduan yang diterima pada bulan ini. Pilih bulan lain." />
            }
            .into_any(),
            Loaded::Here(told) => view! { <Isi told=told /> }.into_any(),
        }}
    }
}

#[component]
fn Isi(told: AngkaBulan) -> impl IntoView {
    let all = told.semua.clone();
    let hidden = (told.dirahasiakan > 0).then(|| {
        format!(
            "{} aduan yang dirahasiakan ikut dihitung di sini, tetapi tidak di tabel di bawah.",
            told.dirahasiakan
        )
    });
    let target = format!(
        "Sasaran: paling sedikit {}% selesai.",
        desimal(told.sasaran_persen)
    );
    let places = told
        .per_kecamatan
        .into_iter()
        .map(|(_, nama, angka)| (nama, angka));
    let kinds = told
        .per_kategori
        .into_iter()
        .map(|(kategori, angka)| (kategori.label().to_owned(), angka));
    view! {
        <Tabel judul="Seluruh kabupaten" kepala="Wilayah" rows=vec![("Semua aduan".to_owned(), all)] />
        <p class="small muted">{target}</p>
        {hidden.map(|hidden| view! { <p class="small muted">{hidden}</p> })}
        <Tabel judul="Menurut kecamatan" kepala="Kecamatan" rows=places.collect() />
        <Tabel judul="Menurut kategori" kepala="Kategori" rows=kinds.collect() />
        <p class="small muted">
            "Cepatnya dihitung dalam hari kerja dari diterima sampai tanggapan pertama. Separuh aduan dijawab dalam waktu tengah itu, dan sembilan dari sepuluh dalam waktu di sebelahnya."
        </p>
    }
}

#[component]
fn Tabel(judul: &'static str, kepala: &'static str, rows: Vec<(String, Angka)>) -> impl IntoView {
    let row = move |(nama, angka): (String, Angka)| {
        let share = angka.persen_selesai.unwrap_or_default();
        let words = format!("{}%", desimal(share));
        let label = format!("{nama}: {words} selesai");
        view! {
            <tr>
                <td data-label=kepala>{nama}</td>
                <td data-label="Masuk" class="num">{angka.masuk}</td>
                <td data-label="Selesai" class="num">{angka.selesai}</td>
                <td data-label="Bagian selesai" class="num">
                    <meter min="0" max="100" value=share.to_string() aria-label=label></meter>
                    " "
                    {words}
                </td>
                <td data-label="Tidak dilanjutkan" class="num">{angka.tidak_dilanjutkan}</td>
                <td data-label="Waktu tengah" class="num">{hari(angka.median_hari_kerja)}</td>
                <td data-label="Sembilan dari sepuluh" class="num">{hari(angka.p90_hari_kerja)}</td>
            </tr>
        }
    };
    view! {
        <table class="table">
            <caption>{judul}</caption>
            <thead>
                <tr>
                    <th scope="col">{kepala}</th>
                    <th scope="col">"Masuk"</th>
                    <th scope="col">"Selesai"</th>
                    <th scope="col">"Bagian selesai"</th>
                    <th scope="col">"Tidak dilanjutkan"</th>
                    <th scope="col">"Waktu tengah"</th>
                    <th scope="col">"Sembilan dari sepuluh"</th>
                </tr>
            </thead>
            <tbody>{rows.into_iter().map(row).collect_view()}</tbody>
        </table>
    }
}

fn hari(days: Option<u32>) -> String {
    days.map_or_else(|| "belum ada".to_owned(), |days| format!("{days} hari kerja"))
}

/// One digit after the comma, where it says something.
fn desimal(number: f64) -> String {
    let text = format!("{number:.1}");
    text.strip_suffix(".0").unwrap_or(&text).replace('.', ",")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_here() {
        assert_eq!(desimal(81.0), "81");
        assert_eq!(desimal(33.3), "33,3");
        assert_eq!(hari(Some(3)), "3 hari kerja");
    }
}
