//! The steps an officer may take now. Which ones comes from the server, by the table of states; a step
//! is taken on the version that the officer saw, and a stale one shows what happened meanwhile.

use leptos::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;
use shared::account::Hak;
use shared::aduan::{Aduan, FotoSesudahBaru, Isian, Pelengkap, Rincian, TEKS_MAX, Tindakan, TindakanBaru};
use shared::clock::wita_day;
use shared::error::{ApiError, ErrorCode};
use shared::kode::Kode;
use shared::words::memuat_nomor_hp;
use web_sys::SubmitEvent;

use super::foto_petugas::words_of;
use super::tindakan_induk::IndukField;
use super::tindakan_isi::{CONTROLS, Isi, TEKS};
use super::tindakan_sampai::{InstansiField, SampaiField};
use super::tindakan_tujuan::TujuanFields;
use super::tindakan_words::{arti, kind_of, teks_words};
use crate::account::session::Session;
use crate::api::{ApiFailure, Caller};
use crate::attempt::Attempt;
use crate::device;
use crate::judged::{Judged, JudgedSummary};
use crate::offline::Antrean;
use crate::offline::sync::Syncer;
use crate::susulan::{
    Bidikan, MENUNGGU, Nasib, Putusan, Sasaran, Susulan, Tertahan, coba, coba_untuk, foto_menunggu,
    putusan_menunggu, simpan_foto,
};
use crate::ui::{Button, ButtonKind, Notice, TextField, TextKind, Tick, Toaster, Tone};

/// What the steps of one complaint share: the page they belong to, and what was learned too late.
#[derive(Clone, Copy)]
pub struct Steps {
    pub aduan: RwSignal<Aduan>,
    /// Loads the complaint anew.
    pub on_done: Callback<()>,
    /// The state that made the officer's version stale.
    pub stale: RwSignal<Option<Aduan>>,
    pub stale_open: RwSignal<bool>,
    /// The complaint with which it is to be merged, chosen beside the steps.
    pub merge_with: RwSignal<Option<Kode>>,
    /// What of his waits to be sent, and closes the way for steps.
    pub menunggu: Memo<Option<Putusan>>,
    /// Something of it has arrived, and what is shown is the state before.
    pub sampai: RwSignal<bool>,
    toaster: Toaster,
    session: Session,
    antrean: Antrean,
    syncer: Syncer,
}

impl Steps {
    pub fn new(aduan: RwSignal<Aduan>, on_done: Callback<()>) -> Self {
        let (antrean, session) = (expect_context::<Antrean>(), expect_context::<Session>());
        let id = aduan.with_untracked(|aduan| aduan.id);
        Self {
            aduan,
            on_done,
            stale: RwSignal::new(None),
            stale_open: RwSignal::new(false),
            merge_with: RwSignal::new(None),
            sampai: RwSignal::new(false),
            menunggu: Memo::new(move |_| putusan_menunggu(antrean, id, session.owner())),
            toaster: expect_context::<Toaster>(),
            session,
            antrean,
            syncer: expect_context::<Syncer>(),
        }
    }

    /// Takes a step. What comes back is for the form to show; a stale version opens its own dialog.
    pub async fn take(
        self,
        attempt: Attempt<TindakanBaru>,
        tindakan: Tindakan,
        teks: String,
        with: (bool, Rincian),
    ) -> Result<(), String> {
        let outcome = self.try_take(attempt, tindakan, teks, with).await;
        self.judge(outcome)
    }

    /// The same where each field is told what is wrong with it.
    pub async fn try_take(
        self,
        attempt: Attempt<TindakanBaru>,
        tindakan: Tindakan,
        teks: String,
        (publik, rincian): (bool, Rincian),
    ) -> Result<Nasib<()>, Tertahan> {
        let versi = self.aduan.with_untracked(|aduan| aduan.versi);
        let teks = Some(teks.trim().to_owned()).filter(|teks| !teks.is_empty());
        let make = || TindakanBaru {
            versi,
            teks: teks.clone(),
            publik,
            rincian: rincian.clone(),
            asal: device::asal(),
        };
        let today = wita_day(device::asal().ditangkap_pada);
        rincian.lengkap(tindakan, today).map_err(ApiFailure::Refused)?;
        make().teks_for(tindakan).map_err(ApiFailure::Refused)?;
        let said = format!(
            "{versi} {publik} {rincian:?} {}",
            teks.as_deref().unwrap_or_default()
        );
        self.send_or_keep(attempt, Susulan::Langkah(tindakan), said, make)
            .await
    }

    /// Sends what is done to this complaint, or keeps it on the device where there is no network.
    pub async fn send_or_keep<B: Serialize + Clone + garde::Validate<Context = ()> + 'static>(
        self,
        attempt: Attempt<B>,
        susulan: Susulan,
        said: String,
        make: impl FnOnce() -> B,
    ) -> Result<Nasib<()>, Tertahan> {
        let about = (susulan, self.aduan.with_untracked(Sasaran::of));
        let by = (&self.caller(), self.antrean);
        coba(attempt, about, said, make, by).await
    }

    /// The same where the answer is wanted.
    pub async fn send_for_or_keep<B, T>(
        self,
        attempt: Attempt<B>,
        susulan: Susulan,
        said: String,
        make: impl FnOnce() -> B,
    ) -> Result<Nasib<T>, Tertahan>
    where
        B: Serialize + Clone + garde::Validate<Context = ()> + 'static,
        T: DeserializeOwned,
    {
        let about = (susulan, self.aduan.with_untracked(Sasaran::of));
        let by = (&self.caller(), self.antrean);
        coba_untuk(attempt, about, said, make, by).await
    }

    /// The device keeps a photo of how it looks after the work, and sends it.
    pub async fn keep_sesudah(
        self,
        attempt: Attempt<FotoSesudahBaru>,
        sasaran: Sasaran,
        bidikan: Bidikan,
    ) -> Result<(), String> {
        match simpan_foto(attempt, sasaran, bidikan, (self.session, self.antrean)).await {
            Ok(()) => {
                self.toaster.say(MENUNGGU);
                self.syncer.wake();
                Ok(())
            }
            Err(Tertahan::Kantor(failure)) => Err(words_of(&failure)),
            Err(why) => Err(why.words()),
        }
    }

    /// His photos of it that wait, by their SHA-256.
    pub fn foto_menunggu(self) -> Vec<String> {
        let id = self.aduan.with_untracked(|aduan| aduan.id);
        foto_menunggu(self.antrean, id, self.session.owner())
    }

    /// [`Steps::settle`] for what goes with a network alone.
    pub fn settle_sent(self, outcome: Result<(), ApiFailure>, judged: Judged) -> bool {
        self.settle(outcome.map(Nasib::Terkirim).map_err(Tertahan::Kantor), judged)
    }

    /// No step is offered on a state of which is known that it has passed, or may have.
    pub fn is_closed(self) -> bool {
        self.sampai.get() || self.menunggu.get().is_some()
    }

    /// What waited has arrived: asks how the complaint stands now.
    pub fn settled(self) {
        self.sampai.set(true);
        self.on_done.run(());
    }

    pub fn caller(self) -> Caller {
        Caller::Petugas(self.session)
    }

    pub fn session(self) -> Session {
        self.session
    }

    /// Whether who is logged in has this right somewhere.
    pub fn may(self, hak: Hak) -> bool {
        self.session.boleh(hak)
    }

    /// The same judgement for all that names a version.
    pub fn judge(self, outcome: Result<Nasib<()>, Tertahan>) -> Result<(), String> {
        match outcome {
            Ok(Nasib::Terkirim(())) => {
                self.toaster.say("Tersimpan.");
                self.on_done.try_run(());
                Ok(())
            }
            Ok(Nasib::Menunggu) => {
                self.toaster.say(MENUNGGU);
                self.syncer.wake();
                Ok(())
            }
            Err(Tertahan::Kantor(ApiFailure::Refused(refused))) if refused.code == ErrorCode::VersiUsang => {
                self.stale.try_set(present_state(&refused));
                self.stale_open.try_set(true);
                Err("Aduan ini sudah berubah sejak Anda membukanya. Tulisan Anda masih ada di sini.".into())
            }
            Err(why) => Err(why.words()),
        }
    }
}

impl Steps {
    /// [`Steps::judge`] where a form has fields: what is wrong with one stands at it. Answers whether it was done.
    pub fn settle(self, outcome: Result<Nasib<()>, Tertahan>, judged: Judged) -> bool {
        if let Err(Tertahan::Kantor(ApiFailure::Refused(refused))) = &outcome
            && !refused.fields.is_empty()
        {
            judged.take(&ApiFailure::Refused(refused.clone()));
            return false;
        }
        match self.judge(outcome) {
            Ok(()) => true,
            Err(words) => {
                judged.tell(words);
                false
            }
        }
    }
}

fn present_state(refused: &ApiError) -> Option<Aduan> {
    refused
        .sekarang
        .as_ref()
        .and_then(|now| serde_json::from_value((**now).clone()).ok())
}

/// What a step asks for, with what it brings about said before it is taken.
#[component]
pub fn TindakanForm(steps: Steps, tindakan: Tindakan, isi: Isi, open: RwSignal<bool>) -> impl IntoView {
    let judged = Judged::new(CONTROLS);
    let attempt = Attempt::<TindakanBaru>::new();
    let (label, hint) = teks_words(tindakan);
    let rahasia = steps.aduan.with_untracked(|aduan| aduan.rahasia);
    // A note to an office is told to nobody else, and of a rahasia complaint nothing is public.
    let may_publish = tindakan != Tindakan::Disposisi && !rahasia;
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if attempt.busy.get_untracked() {
            return;
        }
        judged.clear();
        leptos::task::spawn_local(async move {
            let with = (isi.publik.get_untracked(), isi.rincian(tindakan));
            let outcome = steps
                .try_take(attempt, tindakan, isi.teks.get_untracked(), with)
                .await;
            if steps.settle(outcome, judged) {
                isi.clear();
                open.try_set(false);
            }
        });
    };
    view! {
        <form class="stack" novalidate on:submit=submit>
            <JudgedSummary judged=judged />
            <p class="muted">{arti(tindakan)}</p>
            {match tindakan.pelengkap() {
                Pelengkap::Tanpa => ().into_any(),
                Pelengkap::Tujuan => view! { <TujuanFields steps=steps isi=isi judged=judged /> }.into_any(),
                Pelengkap::Sampai => view! { <SampaiField steps=steps isi=isi judged=judged /> }.into_any(),
                Pelengkap::Instansi => view! { <InstansiField isi=isi judged=judged /> }.into_any(),
                Pelengkap::Induk => view! { <IndukField steps=steps isi=isi judged=judged /> }.into_any(),
            }}
            <TextField
                id=TEKS
                label=label
                hint=hint
                value=isi.teks
                kind=TextKind::Area
                limit=TEKS_MAX
                error=judged.at(TEKS)
                optional=tindakan.isian() == Isian::Bebas
            />
            {may_publish.then(|| view! { <PublikTick id="tindakan-publik" publik=isi.publik teks=isi.teks /> })}
            <div class="actions">
                <Button kind=ButtonKind::Quiet on_press=move |_| open.set(false)>"Batal"</Button>
                <Button submit=true kind=kind_of(tindakan) busy=attempt.busy>
                    {tindakan.label()}
                </Button>
            </div>
        </form>
    }
}

#[component]
pub fn PublikTick(
    id: &'static str,
    publik: RwSignal<bool>,
    /// What everybody could read then.
    teks: RwSignal<String>,
) -> impl IntoView {
    let tells = Memo::new(move |_| publik.get() && teks.with(|teks| memuat_nomor_hp(teks)));
    view! {
        <Tick
            id=id
            label="Boleh dibaca umum"
            value=publik
            hint="Tampil di halaman cek status. Jangan sebut nama atau nomor siapa pun."
        />
        <Show when=move || tells.get()>
            <Notice tone=Tone::Clay alert=true>
                <p>"Ada nomor HP di teks ini, dan semua orang akan dapat membacanya. Hapus nomornya, atau jangan tampilkan untuk umum."</p>
            </Notice>
        </Show>
    }
}
