//! A list as far as it was fetched, page by page. What is shown stays until an answer is here, and a late answer to an
//! old question is dropped.

use leptos::prelude::*;
use serde::de::DeserializeOwned;
use shared::page::Page as ListPage;
use shared::words::ribuan;

use crate::account::session::Session;
use crate::api::{self, ApiFailure, Caller};
use crate::loaded::{FailureState, Loaded};
use crate::ui::{Button, ButtonKind, Skeleton};

pub struct Listing<T: 'static> {
    pub items: RwSignal<Vec<T>>,
    /// How many there are in all.
    pub state: RwSignal<Loaded<u32>>,
    /// What is shown answers an older question.
    pub behind: RwSignal<bool>,
    next: RwSignal<Option<String>>,
    busy: RwSignal<bool>,
    /// Counts the questions.
    asked: StoredValue<u32>,
    /// The address of the page behind a cursor.
    address: Callback<Option<String>, String>,
    session: Session,
}

impl<T> Clone for Listing<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Listing<T> {}

impl<T: DeserializeOwned + Send + Sync + 'static> Listing<T> {
    pub fn new(session: Session, address: Callback<Option<String>, String>) -> Self {
        Self {
            items: RwSignal::new(Vec::new()),
            state: RwSignal::new(Loaded::Waiting),
            behind: RwSignal::new(true),
            next: RwSignal::new(None),
            busy: RwSignal::new(false),
            asked: StoredValue::new(0),
            address,
            session,
        }
    }

    /// Asks from the top.
    pub fn reload(self) {
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
        let path = self.address.run(cursor);
        leptos::task::spawn_local(async move {
            let outcome = api::get::<ListPage<T>>(&path, &Caller::Petugas(self.session)).await;
            if self.asked.try_get_value() == Some(number) {
                self.busy.set(false);
                self.take(outcome, from_top);
            }
        });
    }

    fn take(self, outcome: Result<ListPage<T>, ApiFailure>, from_top: bool) {
        match outcome {
            Ok(page) => {
                self.next.set(page.next);
                self.behind.set(false);
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

    fn count(self, noun: &str) -> String {
        let shown = self.items.with(Vec::len) as u64;
        let total = self.state.with(|state| match state {
            Loaded::Here(total) => u64::from(*total),
            Loaded::Waiting | Loaded::Failed(_) => shown,
        });
        let most = u64::from(ListPage::<T>::TOTAL_MAX);
        let more_than = if total >= most { "lebih dari " } else { "" };
        format!("{} dari {more_than}{} {noun}", ribuan(shown), ribuan(total))
    }
}

/// A list as far as it is here: `children` shows its items. Else what stands for them while they are fetched, where they
/// could not be, and where there are none.
#[component]
pub fn Listed<T: DeserializeOwned + Send + Sync + 'static>(
    listing: Listing<T>,
    noun: &'static str,
    #[prop(into)] empty: ViewFn,
    children: ChildrenFn,
) -> impl IntoView {
    let retry = Callback::new(move |()| listing.reload());
    let here = Memo::new(move |_| listing.state.with(|state| matches!(state, Loaded::Here(_))));
    let none = Memo::new(move |_| listing.items.with(Vec::is_empty));
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
        if none.get() {
            return empty.run();
        }
        view! {
            {children()}
            <More listing=listing noun=noun />
        }
        .into_any()
    }
}

/// How many are shown of how many, and the way to more. `noun` says of what.
#[component]
fn More<T: DeserializeOwned + Send + Sync + 'static>(
    listing: Listing<T>,
    noun: &'static str,
) -> impl IntoView {
    view! {
        <div class="row between pad">
            <p class="small muted num" role="status">{move || listing.count(noun)}</p>
            <Show when=move || listing.next.with(Option::is_some)>
                <Button kind=ButtonKind::Quiet busy=listing.busy on_press=move |_| listing.more()>
                    {move || if listing.busy.get() { "Memuat…" } else { "Muat lagi" }}
                </Button>
            </Show>
        </div>
    }
}
