//! The places to visit, the nearest first, each handed to the phone's maps app by one touch.

use leptos::prelude::*;
use shared::place::{RUTE_MAX, tautan_geo, tautan_rute};
use shared::words::{jarak, tanggal};

use super::lapangan::{Lapangan, Tujuan, berurut};
use crate::account::keep_in;
use crate::account::session::Session;
use crate::page::Page;
use crate::ui::place::{Fix, PlaceFault, Watch, watch};
use crate::ui::{
    Button, ButtonKind, ButtonLink, Card, Chip, EmptyState, Heading, Icon, IconName, Notice, Tone,
};

#[component]
pub fn LapanganPage() -> impl IntoView {
    let session = expect_context::<Session>();
    keep_in(session);
    leptos::task::spawn_local(async move {
        // Only for the menu; without a network the device remembers whose the list is.
        let _ = session.token().await;
    });
    let list = Lapangan::open();
    let sini = RwSignal::new(None::<(f64, f64)>);
    let left = Memo::new(move |_| {
        list.tujuan
            .with(|all| berurut(all, sini.get()))
            .into_iter()
            .map(|(one, away)| (one, away.map(f64::round)))
            .collect::<Vec<_>>()
    });
    let done = Memo::new(move |_| {
        list.tujuan
            .with(|all| all.iter().filter(|one| one.sudah).cloned().collect::<Vec<_>>())
    });
    let clear = move |_| {
        list.change(|all| all.retain(|one| !one.sudah));
    };
    view! {
        <div class="desk stack">
        <Heading title="Daftar lapangan" />
        <p class="muted">"Tempat yang akan Anda kunjungi. Tersimpan di perangkat ini, terbuka juga tanpa jaringan, dan terhapus saat Anda keluar."</p>
        <Show
            when=move || !list.tujuan.with(Vec::is_empty)
            fallback=|| view! {
                <EmptyState
                    title="Belum ada tujuan"
                    text="Buka satu aduan di kotak masuk, lalu tekan Tambah ke daftar lapangan."
                >
                    <ButtonLink href=Page::KotakMasuk.url()>"Ke kotak masuk"</ButtonLink>
                </EmptyState>
            }
        >
            <Sini sini=sini />
            <Rute left=left />
            <ol class="stack plain-list" aria-label="Belum dikunjungi">
                <For each=move || left.get() key=|(one, away)| (one.id, away.map(f64::to_bits)) let((one, away))>
                    <li><Kunjungan one=one away=away list=list /></li>
                </For>
            </ol>
            <Show when=move || left.with(Vec::is_empty)>
                <p>"Semua tempat sudah dikunjungi."</p>
            </Show>
            <Show when=move || !done.with(Vec::is_empty)>
                <section class="stack tight">
                    <div class="row between">
                        <h2>"Sudah dikunjungi"</h2>
                        <Button kind=ButtonKind::Quiet on_press=clear>"Hapus yang sudah"</Button>
                    </div>
                    <ul class="rows">
                        <For each=move || done.get() key=|one| one.id let:one>
                            <Sudah one=one list=list />
                        </For>
                    </ul>
                </section>
            </Show>
        </Show>
        </div>
    }
}

/// Where the officer stands, asked for once and then followed, so that the order goes with him.
#[component]
fn Sini(sini: RwSignal<Option<(f64, f64)>>) -> impl IntoView {
    let following = StoredValue::new_local(None::<Watch>);
    let fault = RwSignal::new(None::<PlaceFault>);
    let busy = RwSignal::new(false);
    let heard = move |answer: Result<Fix, PlaceFault>| {
        busy.try_set(false);
        match answer {
            Ok(fix) => {
                fault.try_set(None);
                sini.try_set(Some((fix.lat, fix.lng)));
            }
            Err(error) => drop(fault.try_set(Some(error))),
        }
    };
    let start = move |_| {
        busy.set(true);
        match watch(heard) {
            Ok(watch) => following.set_value(Some(watch)),
            Err(error) => heard(Err(error)),
        }
    };
    view! {
        <div class="stack tight screen-only">
            <Show
                when=move || sini.get().is_none()
                fallback=|| view! { <p class="small muted" role="status">"Urut dari yang terdekat dengan Anda."</p> }
            >
                <Button kind=ButtonKind::Quiet busy=busy on_press=start>
                    <Icon name=IconName::Pin />
                    "Urutkan dari tempat saya"
                </Button>
            </Show>
            {move || {
                fault.get().map(|_| view! {
                    <Notice tone=Tone::Gold>
                        <p>"Lokasi Anda belum diketahui. Beri izin lokasi, atau coba lagi di tempat terbuka."</p>
                    </Notice>
                })
            }}
        </div>
    }
}

/// One route by the nearest of them.
#[component]
fn Rute(left: Memo<Vec<(Tujuan, Option<f64>)>>) -> impl IntoView {
    let route = move || {
        let points: Vec<(f64, f64)> =
            left.with(|left| left.iter().filter_map(|(one, _)| one.titik).collect());
        let stops = points.len().min(RUTE_MAX);
        let href = tautan_rute(&points).filter(|_| stops > 1)?;
        let words = format!("Rute ke {stops} tempat pertama (tab baru)");
        Some(view! { <a class="btn quiet" href=href rel="external noopener" target="_blank">{words}</a> })
    };
    view! { <div class="actions">{route}</div> }
}

#[component]
fn Kunjungan(one: Tujuan, away: Option<f64>, list: Lapangan) -> impl IntoView {
    let id = one.id;
    let href = Page::AduanKantor { id: id.to_string() }.url();
    let due = one
        .tenggat
        .map(|tenggat| format!("paling lambat {}", tanggal(tenggat.hari)));
    // Where nothing was released, the title is the kategori already.
    let kategori = (one.judul != one.kategori.label()).then(|| one.kategori.label().to_owned());
    let about: Vec<String> = [kategori, Some(one.wilayah.clone()), due]
        .into_iter()
        .flatten()
        .collect();
    let maps = one.titik.map(|titik| {
        let geo = tautan_geo(titik, one.kode.as_str());
        let route = tautan_rute(&[titik]);
        view! {
            <a class="btn quiet" href=geo rel="external">"Buka di peta"</a>
            <a class="btn quiet" href=route rel="external noopener" target="_blank">"Rute (tab baru)"</a>
        }
    });
    let visited = move |_| {
        list.change(|all| {
            if let Some(own) = all.iter_mut().find(|own| own.id == id) {
                own.sudah = true;
            }
        });
    };
    let unseen = format!(" {}", one.kode);
    view! {
        <Card>
            <div class="row between">
                <h2 class="grow"><a href=href>{one.judul}</a></h2>
                {away.map(|metres| view! { <Chip tone=Tone::Sky>{jarak(metres)}</Chip> })}
            </div>
            <p class="kode small">{one.kode.to_string()}</p>
            <p class="small muted num">{about.join(" · ")}</p>
            {(!one.patokan.is_empty()).then(|| view! { <p class="small">"Patokan: " {one.patokan}</p> })}
            {one.titik.is_none().then(|| view! { <p class="small muted">"Tanpa titik di peta: cari lewat patokan atau tanyakan di desa."</p> })}
            <div class="actions">
                {maps}
                <Button on_press=visited>"Sudah dikunjungi" <span class="unseen">{unseen}</span></Button>
            </div>
        </Card>
    }
}

#[component]
fn Sudah(one: Tujuan, list: Lapangan) -> impl IntoView {
    let id = one.id;
    let again = move |_| {
        list.change(|all| {
            if let Some(own) = all.iter_mut().find(|own| own.id == id) {
                own.sudah = false;
            }
        });
    };
    let href = Page::AduanKantor { id: id.to_string() }.url();
    let unseen = format!(" {}", one.kode);
    view! {
        <li>
            <p class="grow"><a href=href>{one.judul}</a></p>
            <Button kind=ButtonKind::Plain on_press=again>"Kembalikan" <span class="unseen">{unseen}</span></Button>
        </li>
    }
}
