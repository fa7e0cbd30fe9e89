//! One line of the inbox.

use std::hash::Hash;

use chrono::Utc;
use leptos::prelude::*;
use shared::aduan::{AduanFilter, AduanRingkas, Tingkat};
use shared::id::AduanId;
use shared::words::tanggal;

use super::inbox_filter::to_query;
use super::inbox_pilihan::Pilihan;
use super::words::{ringkas, sisa};
use crate::page::{Page, encode};
use crate::skpd::{Offices, office_name};
use crate::ui::{Chip, Tone};

/// The complaints to which he did something that the office does not have, and whether he has to look at it.
#[derive(Clone, Copy)]
pub struct Dikerjakan(pub Memo<Vec<(AduanId, bool)>>);

impl Dikerjakan {
    pub fn ids(self) -> Vec<AduanId> {
        let all = self.0.try_get_untracked().unwrap_or_default();
        all.into_iter().map(|(id, _)| id).collect()
    }

    fn chip(self, of: AduanId) -> Option<impl IntoView + use<>> {
        let looked_for = self.0.with(|all| {
            let own = all.iter().filter(|(id, _)| *id == of);
            own.map(|(_, look)| *look).max()
        });
        looked_for.map(|look| {
            let (words, tone) = if look {
                ("Perlu dilihat", Tone::Clay)
            } else {
                ("Menunggu dikirim", Tone::Gold)
            };
            view! { " " <Chip tone=tone>{words}</Chip> }
        })
    }
}

/// All that may change in a line: deadlines and marks do so without a new version.
pub fn line_key(aduan: &AduanRingkas) -> impl Eq + Hash + 'static + use<> {
    let tenggat = aduan.tenggat.map(|tenggat| (tenggat.hari, tenggat.sementara));
    let eskalasi = aduan.eskalasi.map(Tingkat::nomor);
    (
        (aduan.id, aduan.versi, aduan.foto_kurang),
        (tenggat, aduan.sisa_hari_kerja, eskalasi, aduan.mungkin_sama),
    )
}

#[component]
pub fn InboxLine(
    aduan: AduanRingkas,
    filter: Memo<AduanFilter>,
    opened: Memo<Option<String>>,
    pilihan: Pilihan,
    /// There is no network, and it can be opened all the same.
    #[prop(optional, into)]
    utuh: Signal<bool>,
) -> impl IntoView {
    let (own, kode) = (aduan.id, aduan.kode.to_string());
    let id = aduan.id.to_string();
    let url = Page::AduanKantor { id: id.clone() }.url();
    let href = move || format!("{url}{}", to_query(&filter.get(), encode));
    let on = Memo::new(move |_| opened.with(|opened| opened.as_deref() == Some(id.as_str())));
    let about = ringkas(&aduan, Utc::now());
    // Of a line that was kept since another day only the day itself is known.
    let days = aduan.tenggat.map(|tenggat| match aduan.sisa_hari_kerja {
        Some(days) => sisa(tenggat, days),
        None => (format!("s.d. {}", tanggal(tenggat.hari)), Tone::Sky),
    });
    let Offices(offices) = expect_context::<Offices>();
    let office = aduan
        .skpd
        .map(|kode| move || format!(" · {}", office_name(&offices.read(), &kode)));
    let dikerjakan = expect_context::<Dikerjakan>();
    let told = aduan
        .eskalasi
        .map(|tingkat| format!("Diketahui {}", tingkat.label()));
    view! {
        <li class:picking=move || pilihan.on.get()>
            <Show when=move || pilihan.on.get()>
                <label class="pick">
                    <input
                        type="checkbox"
                        prop:checked=move || pilihan.has(own)
                        on:change=move |_| pilihan.toggle(own)
                    />
                    <span class="unseen">{format!("Pilih {kode}")}</span>
                </label>
            </Show>
            <a class="line" class:on=move || on.get() href=href aria-current=move || on.get().then_some("true")>
                <b>{aduan.judul}</b>
                <span class="state">
                    {days.map(|(words, tone)| view! { <Chip tone=tone>{words}</Chip> })}
                </span>
                <span class="small muted">
                    {about} {office}
                    {told.map(|words| view! { " " <Chip tone=Tone::Clay>{words}</Chip> })}
                    {move || dikerjakan.chip(own)}
                    {move || utuh.get().then(|| view! { " " <Chip tone=Tone::Leaf>"Bisa dibuka"</Chip> })}
                    {aduan.mungkin_sama.then(|| view! { " " <Chip tone=Tone::Gold>"Mungkin sama"</Chip> })}
                    {aduan.rahasia.then(|| view! { " " <Chip tone=Tone::Gold>"Rahasia"</Chip> })}
                </span>
                <span class="small muted state">{aduan.status.label()}</span>
            </a>
        </li>
    }
}
