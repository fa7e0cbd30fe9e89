//! Where an officer logs in, and goes on to where he was going.

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_query_map};
use web_sys::SubmitEvent;

use super::session::Session;
use crate::api::ApiFailure;
use crate::message;
use crate::page::{Page, own_address};
use crate::ui::chunk::{self, Chunk};
use crate::ui::{
    Button, Card, ErrorSummary, Fault, Heading, Icon, IconName, Notice, TextField, TextKind, Tone,
};

const NAMA: &str = "nama-pengguna";
const SANDI: &str = "sandi";

#[component]
pub fn LoginPage() -> impl IntoView {
    let session = expect_context::<Session>();
    let query = use_query_map();
    let back = move || {
        query
            .with(|query| query.get("kembali"))
            .and_then(|address| own_address(&address))
    };
    let navigate = use_navigate();
    let nama = RwSignal::new(String::new());
    let sandi = RwSignal::new(String::new());
    let faults = RwSignal::new(Vec::<Fault>::new());
    let failure = RwSignal::new(None::<ApiFailure>);
    let busy = RwSignal::new(false);

    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        failure.set(None);
        faults.set(missing(&nama.get_untracked(), &sandi.get_untracked()));
        if !faults.with_untracked(Vec::is_empty) {
            return;
        }
        busy.set(true);
        let navigate = navigate.clone();
        let target = back().unwrap_or_else(|| Page::KotakMasuk.url());
        leptos::task::spawn_local(async move {
            let outcome = session
                .login(nama.get_untracked().trim().to_owned(), sandi.get_untracked())
                .await;
            busy.try_set(false);
            match outcome {
                Ok(()) => {
                    // So that the desk opens without a network too; if it cannot be kept now, it is fetched when opened.
                    leptos::task::spawn_local(async {
                        let _ = chunk::keep(Chunk::Kantor).await;
                    });
                    navigate(
                        &target,
                        NavigateOptions {
                            replace: true,
                            ..NavigateOptions::default()
                        },
                    );
                }
                Err(refused) => drop(failure.try_set(Some(refused))),
            }
        });
    };
    view! {
        <div class="narrow stack">
            <Heading title="Masuk petugas" />
            <p class="muted">"Halaman ini untuk petugas. Warga tidak perlu akun untuk membuat atau mengikuti aduan."</p>
            <ErrorSummary faults=faults />
            {move || {
                failure
                    .get()
                    .map(|failure| {
                        view! {
                            <Notice tone=Tone::Clay alert=true>
                                <p>{message::of_failure(&failure)}</p>
                            </Notice>
                        }
                    })
            }}
            <Card>
                <form class="stack" novalidate on:submit=submit>
                    <TextField
                        id=NAMA
                        label="Nama pengguna"
                        value=nama
                        autocomplete="username"
                        error=Fault::of(faults.into(), NAMA)
                    />
                    <TextField
                        id=SANDI
                        label="Kata sandi"
                        value=sandi
                        kind=TextKind::Password
                        autocomplete="current-password"
                        error=Fault::of(faults.into(), SANDI)
                    />
                    <Button submit=true wide=true busy=busy>
                        <Icon name=IconName::Key />
                        {move || if busy.get() { "Sedang masuk…" } else { "Masuk" }}
                    </Button>
                </form>
            </Card>
            <p class="small muted">
                "Lupa kata sandi? Hubungi admin portal di kantor Anda; ia dapat membuatkan yang baru."
            </p>
        </div>
    }
}

fn missing(nama: &str, sandi: &str) -> Vec<Fault> {
    let mut faults = Vec::new();
    if nama.trim().is_empty() {
        faults.push(Fault {
            id: NAMA.into(),
            message: "Isi nama pengguna Anda.".into(),
        });
    }
    if sandi.is_empty() {
        faults.push(Fault {
            id: SANDI.into(),
            message: "Isi kata sandi Anda.".into(),
        });
    }
    faults
}
