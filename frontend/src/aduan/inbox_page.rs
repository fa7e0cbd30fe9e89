//! The officer's inbox: what is asked for stands in the address, the list beside the one that is open,
//! everything within reach of the keyboard. The code comes as a part of its own (`Chunk::Kantor`).

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate, use_params_map, use_query_map};
use shared::aduan::{AduanFilter, AduanRingkas};
use shared::page::Page as ListPage;
use shared::paths;
use shared::words::ribuan;

use super::detail_page::DetailPage;
use super::inbox_filter::{from_query, is_narrowed, to_query};
use super::inbox_keys::{Keys, KeysHelp};
use super::inbox_line::InboxLine;
use super::inbox_tools::InboxTools;
use crate::account::session::Session;
use crate::api::{self, ApiFailure, Caller};
use crate::chunk_door;
use crate::loaded::{FailureState, Loaded};
use crate::page::Page;
use crate::ui::chunk::{Chunk, ChunkView};
use crate::ui::{Button, ButtonKind, ButtonLink, EmptyState, Heading, Skeleton};

chunk_door!(kantor, pub(crate) fn open_inbox() = inbox_view);

#[component]
pub fn InboxPage() -> impl IntoView {
    view! { <ChunkView chunk=Chunk::Kantor open=open_inbox page=true /> }
}

pub fn encode(text: &str) -> String {
    js_sys::encode_uri_component(text).into()
}

/// The list as far as it was fetched.
#[derive(Clone, Copy)]
pub struct Listing {
    pub filter: Memo<AduanFilter>,
    pub items: RwSignal<Vec<AduanRingkas>>,
    state: RwSignal<Loaded<u32>>,
    next: RwSignal<Option<String>>,
    busy: RwSignal<bool>,
    /// Counts the questions, so that a late answer to an old one is dropped.
    asked: StoredValue<u32>,
    session: Session,
}

impl Listing {
    fn new(filter: Memo<AduanFilter>) -> Self {
        Self {
            filter,
            items: RwSignal::new(Vec::new()),
            state: RwSignal::new(Loaded::Waiting),
            next: RwSignal::new(None),
            busy: RwSignal::new(false),
            asked: StoredValue::new(0),
            session: expect_context::<Session>(),
        }
    }

    /// Asks from the top. What is shown stays until the answer is here, save on the first time.
    fn reload(self) {
        self.ask(None);
    }

    fn more(self) {
        if let Some(cursor) = self.next.get_untracked() {
            self.ask(Some(cursor));
        }
    }

    fn ask(self, cursor: Option<String>) {
        let number = self.asked.get_value() + 1;
        self.asked.set_value(number);
        self.busy.set(true);
        let from_top = cursor.is_none();
        let filter = AduanFilter {
            cursor,
            ..self.filter.get_untracked()
        };
        let path = format!("{}{}", paths::ADUAN, to_query(&filter, encode));
        leptos::task::spawn_local(async move {
            let outcome = api::get::<ListPage<AduanRingkas>>(&path, &Caller::Petugas(self.session)).await;
            if self.asked.try_get_value() == Some(number) {
                self.busy.set(false);
                self.take(outcome, from_top);
            }
        });
    }

    fn take(self, outcome: Result<ListPage<AduanRingkas>, ApiFailure>, from_top: bool) {
        match outcome {
            Ok(page) => {
                self.next.set(page.next);
                self.items.update(|items| {
                    if from_top {
                        items.clear();
                    }
                    items.extend(page.items);
                });
                self.state.set(Loaded::Here(page.total));
            }
            Err(failure) => self.state.set(Loaded::Failed(failure)),
        }
    }
}

fn inbox_view() -> impl IntoView {
    let session = expect_context::<Session>();
    let query = use_query_map();
    let params = use_params_map();
    let filter = Memo::new(move |_| query.with(|query| from_query(|name| query.get(name))));
    let opened = Memo::new(move |_| params.with(|params| params.get("id")).filter(|id| !id.is_empty()));
    let listing = Listing::new(filter);
    Effect::new(move |_| {
        filter.track();
        listing.reload();
    });
    leave_when_logged_out(session);
    let keys = Keys::listen();
    let back =
        Signal::derive(move || format!("{}{}", Page::KotakMasuk.url(), to_query(&filter.get(), encode)));
    let on_change = Callback::new(move |()| listing.reload());
    view! {
        <div class="inbox" class:opened=move || opened.with(Option::is_some)>
            <section class="inbox-list" aria-label="Daftar aduan">
                <div class="tools">
                    <div class="row between">
                        {move || {
                            if opened.with(Option::is_some) {
                                view! { <h2>"Aduan"</h2> }.into_any()
                            } else {
                                view! { <Heading title="Aduan" tab="Kotak masuk aduan" /> }.into_any()
                            }
                        }}
                        <KeysHelp keys=keys />
                    </div>
                    <InboxTools filter=filter />
                </div>
                <Lines listing=listing opened=opened />
            </section>
            {move || match opened.get() {
                Some(id) => view! { <DetailPage id=id back=back on_change=on_change /> }.into_any(),
                None => {
                    view! {
                        <div class="pane idle">
                            <EmptyState title="Pilih aduan" text="Buka satu aduan di daftar untuk membaca dan menanganinya." />
                        </div>
                    }
                        .into_any()
                }
            }}
        </div>
    }
}

fn leave_when_logged_out(session: Session) {
    let navigate = use_navigate();
    let location = use_location();
    Effect::new(move |_| {
        if session.is_out() {
            let here = format!(
                "{}{}",
                location.pathname.get_untracked(),
                question(&location.search.get_untracked())
            );
            let login = Page::Masuk { kembali: Some(here) };
            navigate(
                &login.url(),
                NavigateOptions {
                    replace: true,
                    ..NavigateOptions::default()
                },
            );
        }
    });
}

fn question(search: &str) -> String {
    if search.is_empty() {
        String::new()
    } else {
        format!("?{}", search.trim_start_matches('?'))
    }
}

#[component]
fn Lines(listing: Listing, opened: Memo<Option<String>>) -> impl IntoView {
    let retry = Callback::new(move |()| listing.reload());
    let here = Memo::new(move |_| listing.state.with(|state| matches!(state, Loaded::Here(_))));
    let empty = Memo::new(move |_| listing.items.with(Vec::is_empty));
    move || {
        if !here.get() {
            return match listing.state.get() {
                Loaded::Waiting | Loaded::Here(_) => {
                    view! { <div class="pad"><Skeleton lines=12 /></div> }.into_any()
                }
                Loaded::Failed(failure) => {
                    view! { <FailureState failure=failure on_retry=retry /> }.into_any()
                }
            };
        }
        if empty.get() {
            return view! { <NothingThere narrowed=is_narrowed(&listing.filter.get()) /> }.into_any();
        }
        view! {
            <ul class="lines">
                <For
                    each=move || listing.items.get()
                    key=|aduan| (aduan.id, aduan.versi, aduan.foto_kurang)
                    let:aduan
                >
                    <InboxLine aduan=aduan filter=listing.filter opened=opened />
                </For>
            </ul>
            <More listing=listing />
        }
        .into_any()
    }
}

#[component]
fn NothingThere(narrowed: bool) -> impl IntoView {
    if narrowed {
        view! {
            <EmptyState title="Tidak ada yang cocok" text="Tidak ada aduan dengan saringan ini.">
                <ButtonLink kind=ButtonKind::Quiet href=Page::KotakMasuk.url()>"Tampilkan semua"</ButtonLink>
            </EmptyState>
        }
        .into_any()
    } else {
        view! { <EmptyState title="Kotak masuk kosong" text="Aduan warga akan muncul di sini begitu diterima." /> }
            .into_any()
    }
}

#[component]
fn More(listing: Listing) -> impl IntoView {
    let count = move || {
        let shown = listing.items.with(Vec::len) as u64;
        let total = listing.state.with(|state| match state {
            Loaded::Here(total) => u64::from(*total),
            Loaded::Waiting | Loaded::Failed(_) => shown,
        });
        let most = u64::from(ListPage::<AduanRingkas>::TOTAL_MAX);
        let more_than = if total >= most { "lebih dari " } else { "" };
        format!("{} dari {more_than}{} aduan", ribuan(shown), ribuan(total))
    };
    view! {
        <div class="row between pad">
            <p class="small muted num" role="status">{count}</p>
            <Show when=move || listing.next.with(Option::is_some)>
                <Button kind=ButtonKind::Quiet busy=listing.busy on_press=move |_| listing.more()>
                    {move || if listing.busy.get() { "Memuat…" } else { "Muat lagi" }}
                </Button>
            </Show>
        </div>
    }
}
