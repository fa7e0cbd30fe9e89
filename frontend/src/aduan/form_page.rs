//! Four short steps and a summary, with or without a network. Which step is open stands in the address, so that the
//! browser's own back works; what is typed stands in the draft, so that no step can lose it.

use gloo::storage::{SessionStorage, Storage};
use kirim::lock::{Held, lock_if_free};
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_query_map};
use shared::account::Hak;
use shared::id::{AccountId, AduanId};

use super::draf::Draf;
use super::form::{Form, Saved};
use super::form_apa::ApaStep;
use super::form_foto::FotoStep;
use super::form_ringkasan::RingkasanStep;
use super::form_siapa::SiapaStep;
use super::form_steps::FormStep;
use super::form_tempat::TempatStep;
use super::ikut::Bekal;
use super::tanda_terima::TandaTerima;
use crate::account::keep_in;
use crate::account::session::Session;
use crate::antrean::TerkunciPart;
use crate::idle::Urgent;
use crate::offline::net_state::moment;
use crate::offline::{Antrean, Membuka, Sandi, StoreError, draf};
use crate::page::Page;
use crate::ui::{Button, ButtonKind, Dialog, Heading, Notice, Skeleton, Steps, Tone};
use crate::update::CaptureOpen;

#[component]
pub fn FormPage() -> impl IntoView {
    let query = use_query_map();
    let sent = Memo::new(move |_| {
        query
            .with(|query| query.get("tersimpan"))
            .and_then(|id| id.parse::<AduanId>().ok())
    });
    move || match sent.get() {
        Some(id) => view! { <TandaTerima id=id /> }.into_any(),
        None => view! { <OpenForm titipan=None /> }.into_any(),
    }
}

/// The form for somebody who has no phone. Whose it is, is known without a network too; whether he may is then found out
/// when it is sent.
#[component]
pub fn TitipPage() -> impl IntoView {
    let session = expect_context::<Session>();
    keep_in(session);
    leptos::task::spawn_local(async move {
        // Only to know who he is; without a network the device remembers.
        let _ = session.token().await;
    });
    let owner = Memo::new(move |_| session.owner());
    let may = Memo::new(move |_| {
        session
            .account()
            .is_none_or(|account| account.boleh(Hak::BantuEntri))
    });
    move || match (owner.get(), may.get()) {
        (Some(id), true) => view! { <OpenForm titipan=Some(id) /> }.into_any(),
        (Some(_), false) => view! {
            <Heading title="Titip aduan" />
            <Notice tone=Tone::Gold>
                <p>"Peran Anda tidak mencakup mengisikan aduan untuk warga."</p>
            </Notice>
        }
        .into_any(),
        (None, _) => view! { <Skeleton /> }.into_any(),
    }
}

/// Which draft this tab has open, so that a reload opens the same.
const OPEN: &str = "portal.draf";
/// Asks for an empty draft beside those that are there.
const BARU: &str = "baru";

/// A draft that was found or made, and the lock that keeps other tabs off it.
type Opened = (Draf, Option<Held>);

#[component]
fn OpenForm(titipan: Option<AccountId>) -> impl IntoView {
    let wanted = use_query_map().with_untracked(|query| query.get("draf"));
    let asked = wanted.is_some();
    let navigate = use_navigate();
    let opened = RwSignal::new_local(None::<Result<Opened, StoreError>>);
    let antrean = expect_context::<Antrean>();
    let locked = Memo::new(move |_| antrean.sandi.get() == Sandi::Terkunci);
    let waits = StoredValue::new(true);
    // Anew once the PIN is entered, if it was that which kept it shut.
    Effect::new(move |_| {
        let locked = locked.get();
        if !waits.get_value() {
            return;
        }
        if locked {
            opened.set(Some(Err(StoreError::Terkunci)));
            return;
        }
        let (wanted, navigate) = (wanted.clone(), navigate.clone());
        let held = Urgent::new();
        leptos::task::spawn_local(async move {
            let _held = held;
            let found = open_draft(wanted, titipan).await;
            let shut = matches!(found, Err(StoreError::Terkunci));
            if shut {
                // Where the PIN is asked for it must be known here that there is one.
                antrean.read_now();
            }
            waits.try_set_value(shut);
            if asked && !shut {
                // From here on the tab itself knows which draft it has open.
                let replace = NavigateOptions {
                    replace: true,
                    ..NavigateOptions::default()
                };
                let page = match titipan {
                    Some(_) => Page::TitipForm(FormStep::Apa.number()),
                    None => Page::AduanForm(FormStep::Apa.number()),
                };
                navigate(&page.url(), replace);
            }
            opened.try_set(Some(found));
        });
    });
    let capture = expect_context::<CaptureOpen>().0;
    on_cleanup(move || capture.set(false));
    move || {
        opened.track();
        match opened.try_update_untracked(Option::take).flatten() {
            None => view! { <Membuka /> }.into_any(),
            Some(Ok((draf, held))) => {
                capture.set(true);
                view! { <FormBody draf=draf held=held /> }.into_any()
            }
            Some(Err(StoreError::Terkunci)) => view! {
                <Heading title="Buat aduan" />
                <TerkunciPart />
            }
            .into_any(),
            Some(Err(error)) => view! {
                <Heading title="Buat aduan" />
                <Notice tone=Tone::Gold alert=true>
                    <p>{error.words()}</p>
                </Notice>
            }
            .into_any(),
        }
    }
}

/// The draft that is asked for, else the latest that no other tab has open, else a new one.
async fn open_draft(wanted: Option<String>, titipan: Option<AccountId>) -> Result<Opened, StoreError> {
    let opened = if wanted.as_deref() == Some(BARU) {
        // While it is locked no report can be begun.
        draf::all::<Draf>().await?;
        None
    } else {
        free_draft(wanted.or_else(|| SessionStorage::get(OPEN).ok()), titipan).await?
    };
    let opened = match opened {
        Some(opened) => opened,
        None => {
            let draf = Draf::mint(titipan).ok_or(StoreError::Unavailable)?;
            let held = lock_if_free(&lock_name(draf.id)).await;
            (draf, held)
        }
    };
    // Without it a reload opens the latest draft, which is nearly always the same.
    let _ = SessionStorage::set(OPEN, opened.0.id.to_string());
    Ok(opened)
}

/// One's own drafts and those for others are never taken for one another, nor are those of two officers.
async fn free_draft(
    wanted: Option<String>,
    titipan: Option<AccountId>,
) -> Result<Option<Opened>, StoreError> {
    let is_wanted = |draf: &Draf| wanted.as_deref() == Some(draf.id.to_string().as_str());
    let mut drafts = draf::all::<Draf>().await?;
    // Whoever begins a report does not mean the one that he was mending.
    drafts.retain(|draf| draf.titipan == titipan && (draf.replaces.is_none() || is_wanted(draf)));
    drafts.sort_by_key(|draf| (!is_wanted(draf), std::cmp::Reverse(draf.changed_at)));
    for draf in drafts {
        if let Some(held) = lock_if_free(&lock_name(draf.id)).await {
            return Ok(Some((draf, Some(held))));
        }
    }
    Ok(None)
}

fn lock_name(id: AduanId) -> String {
    format!("draf-{id}")
}

#[component]
fn FormBody(draf: Draf, held: Option<Held>) -> impl IntoView {
    let resumed = (!draf.isian.is_empty()).then_some(draf.changed_at);
    let mends = draf.replaces.is_some();
    let form = Form::open(draf, held);
    provide_context(form);
    let query = use_query_map();
    let step = Memo::new(move |_| {
        let asked = query
            .with(|query| query.get("langkah"))
            .and_then(|text| FormStep::parse(&text));
        // A later step makes no sense on an empty draft.
        match asked {
            Some(step) if untrack(|| !form.draf().isian.is_empty()) => step,
            Some(_) | None => FormStep::Apa,
        }
    });
    view! {
        <TopRow step=step />
        {form
            .is_titipan()
            .then(|| {
                view! {
                    <Notice tone=Tone::Sky>
                        <p>"Anda mengisi untuk warga yang tidak dapat mengisi sendiri. Nama Anda tercatat sebagai yang mengentri."</p>
                    </Notice>
                }
            })}
        {resumed.map(|at| view! { <Resumed at=at mends=mends step=step /> })}
        {move || match step.get() {
            FormStep::Apa => view! { <ApaStep /> }.into_any(),
            FormStep::DiMana => view! { <TempatStep /> }.into_any(),
            FormStep::Foto => view! { <FotoStep /> }.into_any(),
            FormStep::Siapa => view! { <SiapaStep /> }.into_any(),
            FormStep::Ringkasan => view! { <RingkasanStep /> }.into_any(),
        }}
        <ThrowAway />
        <Bekal />
    }
}

/// How far, whether it is kept, and the way out.
#[component]
fn TopRow(step: Memo<FormStep>) -> impl IntoView {
    let form = expect_context::<Form>();
    let number = Signal::derive(move || step.get().number());
    let leave = move || {
        let page = if form.is_titipan() {
            Page::KotakMasuk
        } else {
            Page::Beranda
        };
        view! { <a class="btn plain" href=page.url()>"Tutup"</a> }
    };
    let saved = move || match form.saved.get() {
        Saved::Nothing => ().into_any(),
        Saved::At(at) => {
            let at = moment(at).map(shared::words::waktu).unwrap_or_default();
            view! { <p class="small muted">{format!("Tersimpan di perangkat, {at}")}</p> }.into_any()
        }
        Saved::Failed(StoreError::Terkunci) => view! { <TerkunciPart /> }.into_any(),
        Saved::Failed(error) => view! {
            <Notice tone=Tone::Clay alert=true>
                <p>{error.words()}</p>
            </Notice>
        }
        .into_any(),
    };
    view! {
        <div class="stack tight">
            <Steps label="Aduan" step=number of=FormStep::Ringkasan.number()>{leave()}</Steps>
            {saved}
        </div>
    }
}

/// The way to begin anew, asked once more before anything is lost.
#[component]
fn ThrowAway() -> impl IntoView {
    let form = expect_context::<Form>();
    let open = RwSignal::new(false);
    let navigate = use_navigate();
    let throw = Callback::new(move |()| {
        let navigate = navigate.clone();
        form.close();
        let own = form.draf();
        leptos::task::spawn_local(async move {
            match draf::discard(own.id, &own.photos()).await {
                Ok(()) => navigate(&Page::Beranda.url(), NavigateOptions::default()),
                Err(error) => {
                    form.open_again();
                    form.note(Err(error));
                }
            }
        });
    });
    view! {
        <div class="row end">
            <Button kind=ButtonKind::Plain on_press=move |_| open.set(true)>"Buang draf"</Button>
        </div>
        <Dialog open=open title="Buang draf ini?">
            <p>"Semua yang sudah Anda isi, termasuk fotonya, dihapus dari perangkat ini dan tidak dapat dikembalikan."</p>
            <div class="actions">
                <Button kind=ButtonKind::Quiet on_press=move |_| open.set(false)>"Tidak jadi"</Button>
                <Button
                    kind=ButtonKind::Danger
                    on_press=move |_| {
                        open.set(false);
                        throw.run(());
                    }
                >
                    "Buang draf"
                </Button>
            </div>
        </Dialog>
    }
}

#[component]
fn Resumed(at: u64, mends: bool, step: Memo<FormStep>) -> impl IntoView {
    let words = move || {
        let at = moment(at).map(shared::words::waktu).unwrap_or_default();
        if mends {
            "Perbaiki bagian yang ditolak, lalu kirim lagi. Isian lain tetap seperti semula.".to_owned()
        } else {
            format!("Melanjutkan draf Anda, terakhir diubah {at}.")
        }
    };
    // Loaded anew, since this page keeps the draft that it has opened.
    let form = expect_context::<Form>();
    let id = BARU.to_owned();
    let other = if form.is_titipan() {
        Page::TitipDraf { id }
    } else {
        Page::AduanDraf { id }
    };
    let other = StoredValue::new(other.url());
    view! {
        <Show when=move || step.get() == FormStep::Apa>
            <Notice tone=Tone::Sky>
                <p>{words}</p>
                <p><a href=other.get_value() rel="external">"Mulai aduan lain, draf ini tetap disimpan"</a></p>
            </Notice>
        </Show>
    }
}
