//! Chooses another account: searched by name, picked from a few.

use leptos::prelude::*;
use shared::account::{AkunFilter, AkunRingkas};
use shared::id::AccountId;
use shared::page::Page as ListPage;
use shared::paths;

use super::filter::to_query;
use crate::account::session::Session;
use crate::api::{self, ApiFailure, Caller};
use crate::loaded::Loaded;
use crate::message;
use crate::page::encode;
use crate::ui::{Choice, Choices, SearchBox, Skeleton};

/// More than fit are found by typing more of the name.
const SHOWN: u32 = 8;

/// `value` is the id of the chosen one, empty for none; `sendiri` is not among them.
#[component]
pub fn Penerus(
    id: &'static str,
    sendiri: AccountId,
    value: RwSignal<String>,
    error: Signal<Option<String>>,
) -> impl IntoView {
    let session = expect_context::<Session>();
    let cari = RwSignal::new(None::<String>);
    let found = RwSignal::new(Loaded::<Vec<AkunRingkas>>::Waiting);
    Effect::new(move |_| {
        let asked = cari.get();
        leptos::task::spawn_local(async move {
            let outcome = ask(session, asked.clone(), sendiri).await;
            // A late answer to an old question says nothing.
            if cari.try_get_untracked() == Some(asked) {
                found.try_set(outcome.into());
            }
        });
    });
    let search = Callback::new(move |text: Option<String>| {
        value.set(String::new());
        cari.set(text);
    });
    view! {
        <SearchBox
            id="cari-penerus"
            label="Cari penerus: nama atau nama pengguna"
            placeholder="Cari nama penerus…"
            asked=cari
            on_search=search
        />
        {move || match found.get() {
            Loaded::Waiting => view! { <Skeleton lines=3 /> }.into_any(),
            Loaded::Failed(failure) => view! { <p role="alert">{message::of_failure(&failure)}</p> }.into_any(),
            Loaded::Here(all) if all.is_empty() => {
                view! { <p role="status">"Tidak ada yang cocok. Ketik nama lain, atau buat dahulu akunnya."</p> }
                    .into_any()
            }
            Loaded::Here(all) => {
                let options = all.iter().map(choice).collect();
                view! { <Choices id=id label="Penerus" options=options value=value error=error /> }.into_any()
            }
        }}
    }
}

fn choice(akun: &AkunRingkas) -> Choice {
    let mut roles: Vec<&str> = akun.penugasan.iter().map(|held| held.peran.label()).collect();
    roles.dedup();
    let hint = if roles.is_empty() {
        akun.nama_pengguna.clone()
    } else {
        format!("{} · {}", akun.nama_pengguna, roles.join(", "))
    };
    Choice::new(akun.id.to_string(), akun.nama.as_str(), hint)
}

async fn ask(
    session: Session,
    cari: Option<String>,
    sendiri: AccountId,
) -> Result<Vec<AkunRingkas>, ApiFailure> {
    let filter = AkunFilter {
        cari,
        aktif: Some(true),
        limit: Some(SHOWN),
        ..AkunFilter::default()
    };
    let path = format!("{}{}", paths::AKUN, to_query(&filter, encode));
    let page = api::get::<ListPage<AkunRingkas>>(&path, &Caller::Petugas(session)).await?;
    Ok(page.items.into_iter().filter(|akun| akun.id != sendiri).collect())
}
