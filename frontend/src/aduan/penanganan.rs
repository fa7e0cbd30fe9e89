//! Who has a complaint in hand now, when its clock stood still, who knows that it is late, and how it came in.

use leptos::prelude::*;
use shared::aduan::{Aduan, DisposisiTampil, EskalasiTampil, JedaTampil, Sumber};
use shared::clock::wita_day;
use shared::kode::Kode;
use shared::words::{tanggal, waktu};

use crate::page::Page;
use crate::ui::{Notice, Tone};

#[component]
pub fn Penanganan(aduan: RwSignal<Aduan>) -> impl IntoView {
    view! {
        <section class="stack tight">
            <h2>"Penanganan"</h2>
            {move || aduan.with(|aduan| view! { <Merged induk=aduan.induk.clone() /> })}
            {move || aduan.with(facts)}
        </section>
    }
}

#[component]
fn Merged(induk: Option<Kode>) -> impl IntoView {
    induk.map(|kode| {
        let kode = kode.to_string();
        let href = Page::AduanKantor { id: kode.clone() }.url();
        view! {
            <Notice tone=Tone::Sky>
                <p>"Sama dengan " <a href=href>{kode}</a> ". Kelanjutannya ada di sana."</p>
            </Notice>
        }
    })
}

/// Terms with what is known; the first is there always.
fn facts(aduan: &Aduan) -> impl IntoView + use<> {
    let disposisi = aduan.disposisi.clone();
    let holder = disposisi
        .as_ref()
        .map_or_else(|| "Belum diserahkan ke SKPD".to_owned(), penerima);
    let note = disposisi.as_ref().and_then(|given| given.catatan.clone());
    let since = disposisi.map(|given| waktu(given.pada));
    let pauses: Vec<String> = aduan.jeda.iter().map(jeda).collect();
    let told: Vec<String> = aduan.riwayat_eskalasi.iter().map(eskalasi).collect();
    let source = match (aduan.sumber, &aduan.dientri_oleh) {
        (Sumber::Petugas, Some(name)) => format!("{}: {name}", aduan.sumber.label()),
        (sumber, _) => sumber.label().to_owned(),
    };
    let parts = (!aduan.pecahan.is_empty()).then(|| aduan.pecahan.clone());
    let whole = aduan.pecahan_dari.clone().map(|kode| vec![kode]);
    let followed = (aduan.pengikut > 0).then(|| format!("{} warga lain", aduan.pengikut));
    let merged = (!aduan.gabungan.is_empty()).then(|| aduan.gabungan.clone());
    view! {
        <dl class="facts">
            <dt>"Di tangan"</dt>
            <dd>{holder}</dd>
            {since.map(|since| view! { <dt>"Sejak"</dt><dd class="num">{since}</dd> })}
            {note.map(|note| view! { <dt>"Pesan serah"</dt><dd class="prose">{note}</dd> })}
            {lines("Jeda waktu", pauses)}
            {lines("Eskalasi", told)}
            {merged.map(|codes| view! { <dt>"Digabung ke sini"</dt><dd>{links(codes)}</dd> })}
            {whole.map(|codes| view! { <dt>"Pecahan dari"</dt><dd>{links(codes)}</dd> })}
            {parts.map(|codes| view! { <dt>"Dipecah menjadi"</dt><dd>{links(codes)}</dd> })}
            {followed.map(|words| view! { <dt>"Diikuti"</dt><dd class="num">{words}</dd> })}
            <dt>"Asal"</dt>
            <dd>{source}</dd>
        </dl>
    }
}

fn lines(term: &'static str, all: Vec<String>) -> Option<impl IntoView> {
    let items = |all: Vec<String>| {
        all.into_iter()
            .map(|line| view! { <p class="num">{line}</p> })
            .collect_view()
    };
    (!all.is_empty()).then(|| view! { <dt>{term}</dt><dd>{items(all)}</dd> })
}

fn links(codes: Vec<Kode>) -> impl IntoView {
    let link = |kode: Kode| {
        let kode = kode.to_string();
        let href = Page::AduanKantor { id: kode.clone() }.url();
        view! { <p><a class="kode" href=href>{kode}</a></p> }
    };
    codes.into_iter().map(link).collect_view()
}

/// `Dinas PUPRPERKIM, Bidang Perkim, Rudi`.
pub fn penerima(given: &DisposisiTampil) -> String {
    let parts = [
        Some(given.nama_skpd.as_str()),
        given.nama_bidang.as_deref(),
        given.nama_petugas.as_deref(),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

fn jeda(jeda: &JedaTampil) -> String {
    let from = tanggal(wita_day(jeda.dari));
    match jeda.sampai {
        Some(sampai) => format!("{from} sampai {}", tanggal(wita_day(sampai))),
        None => format!("Sejak {from}, berjalan lagi {}", tanggal(jeda.hingga)),
    }
}

fn eskalasi(told: &EskalasiTampil) -> String {
    format!(
        "{} diberi tahu {}: tenggat {} lewat",
        told.tingkat.label(),
        tanggal(wita_day(told.pada)),
        tanggal(told.tenggat)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pause_is_told_by_its_days_and_an_open_one_by_the_day_on_which_it_ends() {
        let mut pause = JedaTampil {
            dari: "2026-11-26T02:00:00Z".parse().unwrap(),
            hingga: "2026-12-05".parse().unwrap(),
            sampai: None,
        };
        assert_eq!(
            jeda(&pause),
            "Sejak 26 November 2026, berjalan lagi 5 Desember 2026"
        );
        pause.sampai = Some("2026-12-01T02:00:00Z".parse().unwrap());
        assert_eq!(jeda(&pause), "26 November 2026 sampai 1 Desember 2026");
    }
}
