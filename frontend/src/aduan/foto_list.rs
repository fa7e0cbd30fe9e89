//! A complaint's photos. They are private: fetched with the key or the token, shown as blobs, and the
//! blobs are given back when the page is left.

use leptos::prelude::*;
use shared::aduan::SebagaiFoto;
use shared::file::FotoTampil;
use shared::id::AduanId;
use shared::paths;

use crate::api::{self, ApiFailure, Caller};
use crate::loaded::Loaded;
use crate::offline::when_back;
use crate::ui::{Dialog, Icon, IconName};

#[component]
pub fn FotoList(aduan: AduanId, foto: Vec<FotoTampil>, caller: Caller) -> impl IntoView {
    let opened = RwSignal::new(false);
    let large = RwSignal::new(String::new());
    let name = RwSignal::new(String::new());
    let all = foto.len();
    let items = foto
        .into_iter()
        .enumerate()
        .map(|(place, foto)| {
            let label = match foto.sebagai {
                SebagaiFoto::Sesudah => format!("Foto {} dari {all}, sesudah ditangani", place + 1),
                SebagaiFoto::Laporan | SebagaiFoto::Umum => format!("Foto {} dari {all}", place + 1),
            };
            let after = foto.sebagai == SebagaiFoto::Sesudah;
            let show = {
                let label = label.clone();
                Callback::new(move |url: String| {
                    name.set(label.clone());
                    large.set(url);
                    opened.set(true);
                })
            };
            if foto.diterima {
                let path = format!("{}/{aduan}/foto/{}", paths::ADUAN, foto.foto.sha256);
                view! {
                    <li>
                        <Thumbnail path=path label=label caller=caller.clone() on_show=show />
                        {after.then(|| view! { <span class="small muted">"Sesudah ditangani"</span> })}
                    </li>
                }
                .into_any()
            } else {
                view! {
                    <li class="waiting">
                        <Icon name=IconName::Camera />
                        {label}
                        " belum sampai"
                    </li>
                }
                .into_any()
            }
        })
        .collect_view();
    view! {
        <ul class="photos">{items}</ul>
        <Dialog open=opened title=name photo=true>
            <img src=move || large.get() alt=move || name.get() />
        </Dialog>
    }
}

#[component]
fn Thumbnail(path: String, label: String, caller: Caller, on_show: Callback<String>) -> impl IntoView {
    let photo = RwSignal::new(Loaded::<String>::Waiting);
    let load = move || {
        let (path, caller) = (path.clone(), caller.clone());
        leptos::task::spawn_local(async move {
            let outcome = api::get_blob_url(&path, &caller).await;
            if let Some(left) = photo.try_set(outcome.into()) {
                // The page was left while the photo was on its way.
                give_back(&left);
            }
        });
    };
    load();
    let lost =
        Signal::derive(move || photo.with(|photo| matches!(photo, Loaded::Failed(ApiFailure::Offline))));
    when_back(lost, load);
    on_cleanup(move || {
        if let Some(photo) = photo.try_get_untracked() {
            give_back(&photo);
        }
    });
    move || {
        let label = label.clone();
        match photo.get() {
            Loaded::Waiting => {
                view! { <p class="waiting" role="status">{label} " sedang dimuat"</p> }.into_any()
            }
            Loaded::Failed(_) => view! { <p class="waiting">{label} " belum dapat dimuat"</p> }.into_any(),
            Loaded::Here(url) => {
                let large = url.clone();
                view! {
                    <button
                        type="button"
                        aria-label=format!("Perbesar {label}")
                        on:click=move |_| on_show.run(large.clone())
                    >
                        <img src=url alt="" />
                    </button>
                }
                .into_any()
            }
        }
    }
}

fn give_back(photo: &Loaded<String>) {
    match photo {
        // Revoking an address twice does nothing.
        Loaded::Here(url) => drop(web_sys::Url::revoke_object_url(url)),
        Loaded::Waiting | Loaded::Failed(_) => {}
    }
}
