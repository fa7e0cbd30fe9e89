//! What waits of what somebody did to a complaint, in words, with what he can do about it.

use ::sync::{Kepala, Kiriman, Rupa, State, is_behind};
use kirim::StoreError;
use kirim::lock::lock;
use kirim::round::LOCK;
use leptos::prelude::*;
use shared::aduan::{PembetulanBaru, Tindakan};
use shared::error::ErrorCode;
use shared::id::{AccountId, AduanId};

use super::Susulan;
use crate::aduan::kiriman_state::{KirimanState, next_words};
use crate::offline::sync::Syncer;
use crate::offline::{Antrean, antrean as outbox};
use crate::page::Page;
use crate::ui::{Button, ButtonKind, ButtonLink, Card, Dialog, Toaster, Tone};

/// Of all that waits or was refused, what this person did to this complaint.
fn milik(kepala: &Kepala, aduan: AduanId, owner: Option<AccountId>) -> bool {
    kepala.pada() == Some(aduan) && kepala.titipan == owner && kepala.state() != State::Terkirim
}

/// The step that waits to be sent. Until the office has it nobody knows how the complaint stands, so another is not offered.
pub fn putusan_menunggu(antrean: Antrean, aduan: AduanId, owner: Option<AccountId>) -> Option<Tindakan> {
    let waits = |kiriman: &Kiriman| {
        let on_its_way = match kiriman.kepala.state() {
            State::Tersimpan | State::MenungguFoto | State::MenungguMasuk => true,
            State::Terkirim | State::PerluDiperbaiki => false,
        };
        milik(&kiriman.kepala, aduan, owner)
            .then(|| Susulan::of_kiriman(kiriman))
            .flatten()
            .filter(|_| on_its_way)
            .and_then(|(susulan, _)| susulan.langkah())
    };
    antrean.all.with(|all| all.iter().find_map(waits))
}

/// The complaints to which this person did something that the office does not have yet.
pub fn aduan_menunggu(antrean: Antrean, owner: Option<AccountId>) -> Vec<AduanId> {
    antrean.kepala.with(|all| {
        let own = all
            .iter()
            .filter(|one| one.titipan == owner && one.state() != State::Terkirim);
        own.filter_map(Kepala::pada).collect()
    })
}

/// Stands with the complaint itself.
#[component]
pub fn SusulanSection(
    aduan: AduanId,
    /// In whose name; nobody's where the reporter reads.
    #[prop(into)]
    owner: Signal<Option<AccountId>>,
) -> impl IntoView {
    let antrean = expect_context::<Antrean>();
    antrean.read_now();
    let own = Memo::new(move |_| {
        let owner = owner.get();
        antrean.all.with(|all| {
            let mut own: Vec<AduanId> = all
                .iter()
                .filter(|one| milik(&one.kepala, aduan, owner))
                .map(|one| one.kepala.id)
                .collect();
            // As they were done.
            own.reverse();
            own
        })
    });
    let item = move |id: AduanId| {
        let first = untrack(|| antrean.of(id))?;
        let kiriman = Memo::new(move |_| antrean.of(id).unwrap_or_else(|| first.clone()));
        let card = move |tone| {
            view! {
                <Card tone=tone>
                    <h3>{move || kiriman.with(label)}</h3>
                    <SusulanWords kiriman=kiriman />
                </Card>
            }
        };
        let bad =
            Memo::new(move |_| kiriman.with(|kiriman| kiriman.kepala.state()) == State::PerluDiperbaiki);
        Some(view! { <li>{move || card(if bad.get() { Tone::Clay } else { Tone::Gold })}</li> })
    };
    view! {
        <Show when=move || !own.with(Vec::is_empty)>
            <section class="stack tight" aria-labelledby="susulan-judul">
                <h2 id="susulan-judul">"Menunggu dikirim"</h2>
                <ul class="stack plain-list">
                    <For each=move || own.get() key=|id| *id children=item />
                </ul>
            </section>
        </Show>
    }
}

/// What was done, as a heading names it.
pub fn label(kiriman: &Kiriman) -> String {
    let named = Susulan::of_kiriman(kiriman).map(|(susulan, _)| susulan.label());
    named.unwrap_or("Tindakan").to_owned()
}

/// What was written, where it stands, and what can be done about it.
#[component]
pub fn SusulanWords(kiriman: Memo<Kiriman>) -> impl IntoView {
    let antrean = expect_context::<Antrean>();
    let text = kiriman.with_untracked(isi);
    let next = move || {
        kiriman.with(|kiriman| {
            let behind = antrean.kepala.with(|all| is_behind(&kiriman.kepala, all));
            if behind && kiriman.kepala.state() == State::Tersimpan {
                "Menunggu yang Anda lakukan sebelumnya pada aduan ini.".to_owned()
            } else {
                next_words(&kiriman.kepala, antrean)
            }
        })
    };
    view! {
        {(!text.is_empty()).then(|| view! { <p class="prose">{text}</p> })}
        <KirimanState kiriman=kiriman />
        <p class="small">{next}</p>
        <Actions kiriman=kiriman />
    }
}

/// What the person wrote, as far as there is something to read.
fn isi(kiriman: &Kiriman) -> String {
    let Some((susulan, aksi)) = Susulan::of_kiriman(kiriman) else {
        return String::new();
    };
    let text = |name: &str| {
        let text = aksi.badan.get(name).and_then(serde_json::Value::as_str);
        text.unwrap_or_default().to_owned()
    };
    match susulan {
        Susulan::Langkah(_) => text("teks"),
        Susulan::Pesan | Susulan::Catatan => text("isi"),
        Susulan::Pembetulan => {
            let baru: Option<PembetulanBaru> = serde_json::from_value(aksi.badan).ok();
            let fields = baru.iter().flat_map(PembetulanBaru::ubahan);
            let named: Vec<&str> = fields.map(|ubahan| ubahan.ke.kolom().label()).collect();
            named.join(", ")
        }
    }
}

#[component]
fn Actions(kiriman: Memo<Kiriman>) -> impl IntoView {
    let syncer = expect_context::<Syncer>();
    let open = RwSignal::new(false);
    let state = Memo::new(move |_| {
        kiriman.with(|kiriman| {
            (
                kiriman.kepala.state(),
                kiriman.kepala.may_be_deleted(),
                is_stale(&kiriman.kepala),
            )
        })
    });
    let again = move || {
        let resend = move |_| {
            let (id, aksi) = kiriman.with_untracked(|kiriman| (kiriman.kepala.id, kiriman.kepala.aksi));
            syncer.send_again(id, aksi);
        };
        view! { <Button kind=ButtonKind::Quiet on_press=resend>"Kirim lagi"</Button> }
    };
    let drop_it = move |words: &'static str| {
        view! { <Button kind=ButtonKind::Quiet on_press=move |_| open.set(true)>{words}</Button> }
    };
    let buttons = move || match state.get() {
        (State::PerluDiperbaiki, _, stale) => view! {
            {(!stale).then(again)}
            {drop_it("Buang")}
        }
        .into_any(),
        (State::MenungguMasuk, ..) => view! {
            <ButtonLink href=Page::Masuk { kembali: Some(Page::Antrean.url()) }.url()>"Masuk"</ButtonLink>
            {again()}
        }
        .into_any(),
        (State::Tersimpan, true, _) => drop_it("Batalkan").into_any(),
        (State::Tersimpan | State::MenungguFoto | State::Terkirim, ..) => ().into_any(),
    };
    view! {
        <div class="actions">{buttons}</div>
        <DropDialog kiriman=kiriman open=open />
    }
}

/// It was decided on a state that has passed: sent again it would be refused again.
fn is_stale(kepala: &Kepala) -> bool {
    kepala
        .refusals()
        .any(|error| matches!(error.code, ErrorCode::VersiUsang | ErrorCode::LangkahSalah))
}

#[component]
fn DropDialog(kiriman: Memo<Kiriman>, open: RwSignal<bool>) -> impl IntoView {
    let toaster = expect_context::<Toaster>();
    let text = StoredValue::new(kiriman.with_untracked(isi));
    let act = move |_| {
        let id = kiriman.with_untracked(|kiriman| kiriman.kepala.id);
        open.set(false);
        leptos::task::spawn_local(async move {
            toaster.say(match batal(id).await {
                Ok(true) => "Dibuang dari perangkat ini.",
                Ok(false) => "Sudah sempat dikirim, jadi tidak dapat dibatalkan.",
                Err(error) => error.words(),
            });
        });
    };
    let title = Signal::derive(move || format!("Buang {} ini?", kiriman.with(label).to_lowercase()));
    view! {
        <Dialog open=open title=title>
            <p class="prose">{text.get_value()}</p>
            <p>"Kantor belum menerimanya. Setelah dibuang, tulisan ini tidak dapat dikembalikan."</p>
            <div class="actions">
                <Button kind=ButtonKind::Quiet on_press=move |_| open.set(false)>"Tidak jadi"</Button>
                <Button kind=ButtonKind::Danger on_press=act>"Buang"</Button>
            </div>
        </Dialog>
    }
}

/// Takes it back, unless a byte of it may have left meanwhile. True where it is gone.
async fn batal(id: AduanId) -> Result<bool, StoreError> {
    // Nobody sends meanwhile.
    let _held = lock(LOCK).await;
    let all = outbox::kepala().await?;
    let Some(kepala) = all.iter().find(|kepala| kepala.id == id) else {
        return Ok(true);
    };
    let is_susulan = match kepala.rupa {
        Rupa::Susulan(_) => kepala.state() != State::Terkirim,
        Rupa::Aduan | Rupa::Ikut => false,
    };
    if !is_susulan || !kepala.may_be_deleted() {
        return Ok(false);
    }
    outbox::discard(&[id]).await?;
    Ok(true)
}
