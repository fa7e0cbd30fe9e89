//! The inbox as the device keeps it.

use leptos::prelude::*;
use shared::aduan::{AduanFilter, AduanRingkas};
use shared::perubahan::BEKAL;
use shared::words::{ribuan, waktu};

use super::Salinan;
use super::bekal::Bekal;
use crate::aduan::line_key;
use crate::offline::net_state::moment;
use crate::ui::{Button, ButtonKind, EmptyState, Notice, Skeleton, Toaster, Tone};

/// Lines shown at a time.
pub const SEKALI: usize = 25;

/// The lines that the device keeps, in place of those that the server has not given (yet).
#[component]
pub fn LinesLokal(
    salinan: Salinan,
    filter: Memo<AduanFilter>,
    /// The server cannot be reached.
    #[prop(into)]
    offline: Signal<bool>,
    on_retry: Callback<()>,
    line: Callback<AduanRingkas, AnyView>,
) -> impl IntoView {
    let shown = RwSignal::new(SEKALI);
    Effect::new(move |_| {
        filter.track();
        shown.set(SEKALI);
    });
    let found = Memo::new(move |_| filter.with(|filter| salinan.cari(filter)));
    let some = move || found.with(|found| salinan.baris_semua(&found[..shown.get().min(found.len())]));
    let siap = Memo::new(move |_| filter.with(|filter| salinan.siap(filter)));
    let count = move || {
        if !salinan.lengkap() {
            return "Membaca daftar yang tersimpan…".to_owned();
        }
        let all = found.with(Vec::len);
        format!(
            "{} dari {} aduan yang tersimpan di perangkat",
            ribuan(shown.get().min(all) as u64),
            ribuan(all as u64)
        )
    };
    let searched = move || filter.with(|filter| filter.cari.is_some());
    view! {
        <Show when=move || offline.get()>
            <Notice tone=Tone::Gold>
                <p>
                    "Tidak ada jaringan. Ini daftar yang tersimpan di perangkat ini, " {move || keadaan(salinan)} "."
                    " Yang bertanda “Bisa dibuka” tersimpan dengan isinya."
                    {move || searched().then_some(" Kata dicari pada judul, tempat, dan kode saja.")}
                </p>
                <Button kind=ButtonKind::Plain on_press=move |_| on_retry.run(())>"Coba lagi"</Button>
            </Notice>
        </Show>
        <Show
            when=move || siap.get() && found.with(|found| !found.is_empty())
            fallback=move || {
                if siap.get() {
                    view! {
                        <EmptyState
                            title="Tidak ada di perangkat ini"
                            text="Di antara aduan yang tersimpan di perangkat tidak ada yang cocok."
                        />
                    }
                        .into_any()
                } else {
                    view! { <Skeleton /> }.into_any()
                }
            }
        >
            <ul class="lines">
                <For
                    each=some
                    key=line_key
                    children=move |aduan| line.run(aduan)
                />
            </ul>
            <div class="row between pad">
                <p class="small muted num" role="status">{count}</p>
                <Show when=move || { found.with(Vec::len) > shown.get() }>
                    <Button kind=ButtonKind::Quiet on_press=move |_| shown.update(|shown| *shown += SEKALI)>
                        "Muat lagi"
                    </Button>
                </Show>
            </div>
        </Show>
    }
}

fn keadaan(salinan: Salinan) -> String {
    let at = salinan.keadaan.with(|keadaan| keadaan.diperbarui);
    match at.and_then(moment) {
        Some(at) => format!("diperbarui {}", waktu(at)),
        None => "belum lengkap".to_owned(),
    }
}

/// What the device keeps of the inbox, and the way to throw it away.
#[component]
pub fn Tersimpan(salinan: Salinan) -> impl IntoView {
    let toaster = expect_context::<Toaster>();
    let clear = move |_| {
        leptos::task::spawn_local(async move {
            salinan.kosongkan().await;
            toaster.say("Salinan di perangkat ini dikosongkan. Yang menunggu dikirim tetap ada.");
        });
    };
    let words = move || {
        let banyak = salinan.banyak();
        let part = if banyak >= BEKAL { " terbaru" } else { "" };
        format!(
            "Daftar {} aduan{part} tersimpan di perangkat ini, {}.",
            ribuan(banyak as u64),
            keadaan(salinan)
        )
    };
    view! {
        <Show when=move || salinan.ada() && salinan.lengkap()>
            <div class="row between pad">
                <p class="grow small muted num">{words}</p>
                <Button kind=ButtonKind::Plain on_press=clear>"Kosongkan"</Button>
            </div>
            <Bekal salinan=salinan />
        </Show>
    }
}
