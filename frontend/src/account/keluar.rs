//! The way out. What somebody did or entered here and the office does not have yet is not left behind unsaid: he sends it first,
//! saves it as a file, or gives it up in so many words.

use ::sync::{Kepala, LinkState, State};
use leptos::prelude::*;
use shared::id::AccountId;

use super::session::Session;
use crate::api::ApiFailure;
use crate::message;
use crate::offline::Antrean;
use crate::offline::sync::Syncer;
use crate::penyelamat::{HasilSimpan, Penyimpan, buang, dapat_dibawa, lupakan, milik};
use crate::ui::{Button, ButtonKind, Dialog, Notice, Toaster, Tone};

/// Named one by one, up to so many.
const DISEBUT: usize = 5;

#[derive(Clone, Copy)]
struct Keluar {
    session: Session,
    antrean: Antrean,
    toaster: Toaster,
    busy: RwSignal<bool>,
    open: RwSignal<bool>,
    /// He was asked whether he means it.
    yakin: RwSignal<bool>,
    /// Why he is not out. Said in the dialog too, which stands before everything else.
    gagal: RwSignal<Option<String>>,
}

impl Keluar {
    fn new() -> Self {
        Self {
            session: expect_context::<Session>(),
            antrean: expect_context::<Antrean>(),
            toaster: expect_context::<Toaster>(),
            busy: RwSignal::new(false),
            open: RwSignal::new(false),
            yakin: RwSignal::new(false),
            gagal: RwSignal::new(None),
        }
    }

    fn owner(self) -> Option<AccountId> {
        self.session.account().map(|account| account.id)
    }

    /// What waits and is his, as it stands.
    fn own<T>(self, look: impl Fn(&[&Kepala]) -> T) -> T {
        let owner = self.owner();
        self.antrean.kepala.with(|all| match owner {
            Some(owner) => look(&milik(all, owner)),
            None => look(&[]),
        })
    }

    fn judul(self, kepala: &Kepala) -> String {
        let readable = self.antrean.of(kepala.id);
        readable.map_or_else(
            || "Terkunci dengan PIN".to_owned(),
            |kiriman| kiriman.rahasia.judul,
        )
    }

    /// Asks first where something waits.
    fn asked(self) {
        self.busy.set(true);
        leptos::task::spawn_local(async move {
            self.antrean.fresh().await;
            if untrack(|| self.own(|own| own.is_empty())) {
                self.leave(false).await;
            } else {
                self.yakin.set(false);
                self.gagal.set(None);
                self.open.set(true);
            }
            self.busy.try_set(false);
        });
    }

    fn go(self, giving_up: bool) {
        self.busy.set(true);
        leptos::task::spawn_local(async move {
            self.leave(giving_up).await;
            self.busy.try_set(false);
        });
    }

    /// Out first: where the network fails nothing is lost.
    async fn leave(self, giving_up: bool) {
        let owner = untrack(|| self.owner());
        if let Err(failure) = self.session.logout().await {
            let words = match failure {
                ApiFailure::Offline => {
                    "Belum keluar: untuk keluar perlu jaringan. Sampai saat itu kunci layar HP ini."
                        .to_owned()
                }
                failure => format!("Belum keluar. {}", message::of_failure(&failure)),
            };
            self.gagal.try_set(Some(words.clone()));
            self.toaster.say(words);
            return;
        }
        // An officer's page leads to the login by itself once nobody is logged in.
        self.open.try_set(false);
        let given_up = match owner {
            Some(owner) if giving_up => buang(owner).await,
            Some(_) | None => Ok(()),
        };
        if let Some(owner) = owner {
            // What stays for now goes a day later.
            let _ = lupakan(owner).await;
        }
        self.toaster.say(match given_up {
            Ok(()) => "Anda sudah keluar.",
            Err(error) => error.words(),
        });
    }
}

#[component]
pub fn LogoutButton() -> impl IntoView {
    let keluar = Keluar::new();
    view! {
        <Button kind=ButtonKind::Plain busy=keluar.busy on_press=move |_| keluar.asked()>"Keluar"</Button>
        <Dialog open=keluar.open title="Masih ada yang belum terkirim">
            {move || {
                keluar.gagal.get().map(|words| view! { <Notice tone=Tone::Gold alert=true><p>{words}</p></Notice> })
            }}
            <Pilihan keluar=keluar />
        </Dialog>
    }
}

#[component]
fn Pilihan(keluar: Keluar) -> impl IntoView {
    let count = Memo::new(move |_| keluar.own(|own| own.len()));
    move || match (count.get(), keluar.yakin.get()) {
        (0, _) => view! {
            <p role="status">"Semuanya sudah terkirim."</p>
            <div class="actions">
                <Button busy=keluar.busy on_press=move |_| keluar.go(false)>"Keluar"</Button>
            </div>
        }
        .into_any(),
        (_, false) => view! { <Cara keluar=keluar count=count /> }.into_any(),
        (_, true) => view! { <Yakin keluar=keluar count=count /> }.into_any(),
    }
}

#[component]
fn Cara(keluar: Keluar, count: Memo<usize>) -> impl IntoView {
    let (syncer, antrean) = (expect_context::<Syncer>(), expect_context::<Antrean>());
    let penyimpan = Penyimpan::new();
    let asked = RwSignal::new(false);
    let send = move |_| {
        asked.set(true);
        syncer.wake();
    };
    // What can go into a file, and what cannot.
    let portable = move || {
        keluar.own(|own| {
            let may = own.iter().filter(|kepala| dapat_dibawa(kepala));
            may.map(|kepala| kepala.id).collect::<Vec<_>>()
        })
    };
    let some = Memo::new(move |_| !portable().is_empty());
    let rest = Memo::new(move |_| keluar.own(|own| own.iter().any(|kepala| !dapat_dibawa(kepala))));
    let refused = Memo::new(move |_| {
        keluar.own(|own| own.iter().any(|kepala| kepala.state() == State::PerluDiperbaiki))
    });
    let save = move |_| penyimpan.simpan(untrack(portable));
    view! {
        <p>
            {move || format!("{} hal yang Anda simpan di perangkat ini belum sampai seluruhnya di kantor:", count.get())}
        </p>
        <Daftar keluar=keluar />
        <Show when=move || asked.get()>
            <p role="status" class="small muted">
                {move || match antrean.link.get().state {
                    LinkState::Down => "Belum ada jaringan, jadi belum dapat dikirim.",
                    LinkState::Up | LinkState::Unknown => "Sedang dikirim. Yang sudah sampai hilang dari daftar ini.",
                }}
            </p>
        </Show>
        <Show when=move || refused.get()>
            <p class="small">"Yang tidak diterima kantor tidak akan terkirim begitu saja: lihat dulu di Antrean."</p>
        </Show>
        <Show when=move || rest.get()>
            <p class="small">"Langkah, pesan, catatan, dan foto sesudah pekerjaan tidak dapat dibawa dengan berkas. Bila Anda keluar, semuanya menunggu di sini sampai Anda masuk lagi."</p>
        </Show>
        <HasilSimpan penyimpan=penyimpan />
        <div class="actions">
            <Button on_press=send>"Kirim dulu"</Button>
            <Show when=move || some.get()>
                <Button kind=ButtonKind::Quiet busy=penyimpan.busy on_press=save>"Simpan sebagai berkas"</Button>
            </Show>
            <Button kind=ButtonKind::Quiet on_press=move |_| keluar.open.set(false)>"Batal"</Button>
            <Show when=move || penyimpan.jadi.get() || !some.get()>
                <Button kind=ButtonKind::Quiet busy=keluar.busy on_press=move |_| keluar.go(false)>
                    "Keluar, biarkan menunggu"
                </Button>
            </Show>
            <Button kind=ButtonKind::Plain on_press=move |_| keluar.yakin.set(true)>"Buang…"</Button>
        </div>
    }
}

#[component]
fn Yakin(keluar: Keluar, count: Memo<usize>) -> impl IntoView {
    let photos =
        Memo::new(move |_| keluar.own(|own| own.iter().map(|kepala| kepala.foto.len()).sum::<usize>()));
    view! {
        <Notice tone=Tone::Clay alert=true>
            <p>
                {move || {
                    format!(
                        "{} hal dengan {} foto dihapus dari perangkat ini dan tidak dapat dikembalikan. Yang belum sampai di kantor tidak akan pernah sampai.",
                        count.get(),
                        photos.get(),
                    )
                }}
            </p>
        </Notice>
        <Daftar keluar=keluar />
        <div class="actions">
            <Button kind=ButtonKind::Quiet on_press=move |_| keluar.yakin.set(false)>"Jangan buang"</Button>
            <Button kind=ButtonKind::Danger busy=keluar.busy on_press=move |_| keluar.go(true)>
                "Ya, buang dan keluar"
            </Button>
        </div>
    }
}

#[component]
fn Daftar(keluar: Keluar) -> impl IntoView {
    let lines = move || {
        keluar.own(|own| {
            let named = own.iter().take(DISEBUT).map(|kepala| keluar.judul(kepala));
            let more = own.len().saturating_sub(DISEBUT);
            let more = (more > 0).then(|| format!("dan {more} lagi"));
            named
                .chain(more)
                .map(|line| view! { <li>{line}</li> })
                .collect_view()
        })
    };
    view! { <ul>{lines}</ul> }
}
