//! The complaints that are not secret, the newest first. Each leads to its public status page.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use shared::paths;
use shared::publik::{PublikFilter, PublikHalaman, PublikRingkas};
use shared::words::tanggal;

use super::peta::PetaPublik;
use super::saring::{Saringan, from_query, to_query};
use crate::api::{self, ApiFailure, Caller};
use crate::loaded::{FailureState, Loaded};
use crate::page::{Page, cek_url};
use crate::ui::{Button, ButtonKind, ButtonLink, Card, EmptyState, Heading, Skeleton};

/// The list as far as it was fetched.
#[derive(Clone, Copy)]
struct Daftar {
    items: RwSignal<Vec<PublikRingkas>>,
    state: RwSignal<Loaded<()>>,
    next: RwSignal<Option<String>>,
    busy: RwSignal<bool>,
    /// Counts the questions: a late answer to an old one is dropped.
    asked: StoredValue<u32>,
}

impl Daftar {
    fn new() -> Self {
        Self {
            items: RwSignal::new(Vec::new()),
            state: RwSignal::new(Loaded::Waiting),
            next: RwSignal::new(None),
            busy: RwSignal::new(false),
            asked: StoredValue::new(0),
        }
    }

    fn ask(self, filter: PublikFilter) {
        let number = self.asked.get_value() + 1;
        self.asked.set_value(number);
        self.busy.set(true);
        leptos::task::spawn_local(async move {
            let path = format!("{}{}", paths::PUBLIK, to_query(&filter));
            let outcome = api::get::<PublikHalaman>(&path, &Caller::Anyone).await;
            if self.asked.try_get_value() == Some(number) {
                self.busy.set(false);
                self.take(outcome, filter.cursor.is_none());
            }
        });
    }

    fn take(self, outcome: Result<PublikHalaman, ApiFailure>, from_top: bool) {
        match outcome {
            Ok(page) => {
                self.next.set(page.next);
                self.items.update(|items| {
                    if from_top {
                        items.clear();
                    }
                    items.extend(page.items);
                });
                self.state.set(Loaded::Here(()));
            }
            Err(failure) => self.state.set(Loaded::Failed(failure)),
        }
    }
}

#[component]
pub fn PublikListPage() -> impl IntoView {
    let query = use_query_map();
    let filter = Memo::new(move |_| query.with(|query| from_query(|name| query.get(name))));
    let list = Daftar::new();
    Effect::new(move |_| list.ask(filter.get()));
    let again = Callback::new(move |()| list.ask(filter.get_untracked()));
    let more = move || {
        let cursor = list.next.get_untracked();
        list.ask(PublikFilter {
            cursor,
            ..filter.get_untracked()
        });
    };
    view! {
        <div class="hero">
            <p class="small">"Terbuka untuk umum"</p>
            <Heading title="Aduan warga" />
        </div>
        <Card lift=true>
            <p>"Nama, nomor, dan kata-kata pelapor tidak ditampilkan. Aduan yang dirahasiakan tidak ada di sini."</p>
            <p><a href=Page::PublikAngka.url()>"Lihat angka bulanan"</a></p>
            <Saringan filter=filter />
        </Card>
        <PetaPublik filter=filter />
        {move || match list.state.get() {
            Loaded::Waiting => view! { <Skeleton lines=8 /> }.into_any(),
            Loaded::Failed(failure) => view! { <FailureState failure=failure on_retry=again /> }.into_any(),
            Loaded::Here(()) if list.items.with(Vec::is_empty) => view! {
                <EmptyState title="Belum ada aduan" text="Tidak ada aduan terbuka yang cocok dengan pilihan ini.">
                    <ButtonLink kind=ButtonKind::Quiet href=Page::Publik.url()>"Tampilkan semua"</ButtonLink>
                </EmptyState>
            }
            .into_any(),
            Loaded::Here(()) => view! {
                <ul class="lines" aria-label="Aduan warga">
                    <For each=move || list.items.get() key=|item| item.kode.clone() let:item>
                        <Baris item=item />
                    </For>
                </ul>
                <Show when=move || list.next.with(Option::is_some)>
                    <Button kind=ButtonKind::Quiet busy=list.busy on_press=move |_| more()>
                        {move || if list.busy.get() { "Memuat…" } else { "Muat lagi" }}
                    </Button>
                </Show>
            }
            .into_any(),
        }}
    }
}

#[component]
fn Baris(item: PublikRingkas) -> impl IntoView {
    let kind = item.kategori.label();
    let about = format!(
        "{kind} · {} · {}",
        item.wilayah,
        tanggal(shared::clock::wita_day(item.diterima_pada))
    );
    view! {
        <li>
            <a class="line" href=cek_url(item.kode.as_str()) rel="external">
                <b>{item.judul.unwrap_or_else(|| item.jenis.label().to_owned())}</b>
                <span class="small muted state">{item.status.label()}</span>
                <span class="small muted line-wide">{about}</span>
            </a>
        </li>
    }
}
