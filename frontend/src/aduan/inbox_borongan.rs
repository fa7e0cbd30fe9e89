//! One step on many complaints, taken one after another, each an aksi of its own on the version that
//! the list shows. What is refused stays chosen, with the reason.

use std::collections::HashMap;

use leptos::prelude::*;
use shared::aduan::{AduanRingkas, Isian, Pelengkap, Rincian, TEKS_MAX, Tindakan, TindakanBaru};
use shared::clock::wita_day;
use shared::id::{AduanId, AksiId};
use shared::paths;
use web_sys::SubmitEvent;

use super::inbox_line::Dikerjakan;
use super::inbox_pilihan::Pilihan;
use super::tindakan_tujuan::office_choices;
use super::tindakan_words::{arti, kind_of, teks_words};
use crate::account::session::Session;
use crate::api::{self, ApiFailure, Caller};
use crate::device;
use crate::judged::{Controls, Judged, JudgedSummary};
use crate::listing::Listing;
use crate::message;
use crate::skpd::Offices;
use crate::ui::{Button, ButtonKind, Progress, SelectField, TextField, TextKind, Toaster};

const SKPD: &str = "borongan-skpd";
const TEKS: &str = "borongan-teks";
const CONTROLS: Controls = &[("skpd", SKPD), ("teks", TEKS)];
/// Each body as it was first sent, so that sending again does nothing twice.
type Frozen = HashMap<AduanId, (AksiId, TindakanBaru)>;

/// A complaint that was not moved, and why.
#[derive(Clone, PartialEq)]
struct Tertolak {
    judul: String,
    alasan: String,
}

/// One step on its way through what was chosen.
#[derive(Clone, Copy)]
pub struct Kerja {
    session: Session,
    listing: Listing<AduanRingkas>,
    pilihan: Pilihan,
    tindakan: Tindakan,
    dikerjakan: Dikerjakan,
    frozen: StoredValue<(String, Frozen), LocalStorage>,
    done: RwSignal<usize>,
    total: RwSignal<usize>,
    busy: RwSignal<bool>,
    refused: RwSignal<Vec<Tertolak>>,
}

impl Kerja {
    pub fn new(
        session: Session,
        listing: Listing<AduanRingkas>,
        pilihan: Pilihan,
        tindakan: Tindakan,
    ) -> Self {
        Self {
            session,
            listing,
            pilihan,
            tindakan,
            dikerjakan: expect_context::<Dikerjakan>(),
            frozen: StoredValue::new_local((String::new(), Frozen::new())),
            done: RwSignal::new(0),
            total: RwSignal::new(0),
            busy: RwSignal::new(false),
            refused: RwSignal::new(Vec::new()),
        }
    }

    fn chosen(self) -> Vec<AduanRingkas> {
        self.listing.items.with_untracked(|items| {
            let ids = self.pilihan.ids.get_untracked();
            items
                .iter()
                .filter(|one| ids.contains(&one.id))
                .cloned()
                .collect()
        })
    }

    /// Begins anew where something else is said than before.
    fn begin(self, body: &TindakanBaru, total: usize) {
        let said = format!("{:?} {:?}", body.teks, body.rincian);
        self.frozen.update_value(|kept| {
            if kept.0 != said {
                *kept = (said, Frozen::new());
            }
        });
        self.busy.set(true);
        self.done.set(0);
        self.total.set(total);
        self.refused.set(Vec::new());
    }

    /// Takes the step on each; the words where it had to stop, and none where all were asked.
    async fn run(self, chosen: Vec<AduanRingkas>, like: TindakanBaru) -> Option<String> {
        let waits = self.dikerjakan.ids();
        for aduan in chosen {
            if waits.contains(&aduan.id) {
                let one = Tertolak {
                    judul: format!("{} ({})", aduan.judul, aduan.kode),
                    alasan: "Yang Anda kerjakan di sini sebelumnya masih menunggu dikirim.".to_owned(),
                };
                self.refused.try_update(|list| list.push(one));
                self.done.try_update(|done| *done += 1);
                continue;
            }
            let (aksi, body) = self.frozen.try_update_value(|kept| {
                let same = kept
                    .1
                    .get(&aduan.id)
                    .filter(|(_, body)| body.versi == aduan.versi);
                let entry = same.cloned().unwrap_or_else(|| {
                    let body = TindakanBaru {
                        versi: aduan.versi,
                        asal: device::asal(),
                        ..like.clone()
                    };
                    (AksiId::mint(), body)
                });
                kept.1.insert(aduan.id, entry.clone());
                entry
            })?;
            let path = format!("{}/{}/{}", paths::ADUAN, aduan.id, self.tindakan.as_str());
            match api::post_aksi(&path, &body, aksi, &Caller::Petugas(self.session)).await {
                Ok(()) => drop(
                    self.pilihan
                        .ids
                        .try_update(|ids| ids.retain(|id| *id != aduan.id)),
                ),
                Err(failure @ ApiFailure::Refused(_)) => {
                    let one = Tertolak {
                        judul: format!("{} ({})", aduan.judul, aduan.kode),
                        alasan: message::of_failure(&failure),
                    };
                    self.refused.try_update(|list| list.push(one));
                }
                // Without a network the next one would fare no better.
                Err(failure) => return Some(message::of_failure(&failure)),
            }
            self.done.try_update(|done| *done += 1);
        }
        None
    }

    /// How many were moved.
    fn moved(self) -> usize {
        let refused = self.refused.try_with(Vec::len).unwrap_or_default();
        self.done.try_get().unwrap_or_default().saturating_sub(refused)
    }

    fn percent(self) -> Signal<u8> {
        Signal::derive(move || {
            let part = self.done.get() * 100 / self.total.get().max(1);
            u8::try_from(part).unwrap_or(100)
        })
    }
}

#[component]
pub fn BoronganForm(kerja: Kerja, open: RwSignal<bool>) -> impl IntoView {
    let (teks, skpd) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let judged = Judged::new(CONTROLS);
    let toaster = expect_context::<Toaster>();
    let tindakan = kerja.tindakan;
    let hands_on = tindakan.pelengkap() == Pelengkap::Tujuan;
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if kerja.busy.get_untracked() {
            return;
        }
        judged.clear();
        let said = |text: RwSignal<String>| {
            Some(text.with_untracked(|text| text.trim().to_owned())).filter(|text| !text.is_empty())
        };
        let body = TindakanBaru {
            versi: 1,
            teks: said(teks),
            publik: false,
            rincian: Rincian {
                skpd: said(skpd).filter(|_| hands_on),
                ..Rincian::default()
            },
            asal: device::asal(),
        };
        let today = wita_day(body.asal.ditangkap_pada);
        let complete = body.rincian.lengkap(tindakan, today).map(drop);
        if let Err(error) = complete.and_then(|()| body.teks_for(tindakan).map(drop)) {
            return judged.take(&ApiFailure::Refused(error));
        }
        let chosen = kerja.chosen();
        kerja.begin(&body, chosen.len());
        leptos::task::spawn_local(async move {
            let stopped = kerja.run(chosen, body).await;
            kerja.busy.try_set(false);
            kerja.listing.reload();
            toaster.say(format!(
                "{}: {} aduan.",
                tindakan.label(),
                untrack(|| kerja.moved())
            ));
            match stopped {
                Some(words) => judged.tell(format!("{words} Sisanya tetap terpilih.")),
                None if kerja.refused.try_with_untracked(Vec::is_empty) != Some(false) => {
                    open.try_set(false);
                }
                None => {}
            }
        });
    };
    let (label, hint) = teks_words(tindakan);
    view! {
        <form class="stack" novalidate on:submit=submit>
            <JudgedSummary judged=judged />
            <p class="muted">{arti(tindakan)}</p>
            {hands_on.then(|| view! { <Kantor skpd=skpd judged=judged /> })}
            <TextField
                id=TEKS
                label=label
                hint=hint
                value=teks
                kind=TextKind::Area
                limit=TEKS_MAX
                error=judged.at(TEKS)
                optional=tindakan.isian() == Isian::Bebas
            />
            <Kemajuan kerja=kerja />
            <div class="actions">
                <Button kind=ButtonKind::Quiet on_press=move |_| open.set(false)>"Tutup"</Button>
                <Button submit=true kind=kind_of(tindakan) busy=kerja.busy>
                    {tindakan.label()}
                </Button>
            </div>
        </form>
    }
}

#[component]
fn Kantor(skpd: RwSignal<String>, judged: Judged) -> impl IntoView {
    let Offices(offices) = expect_context::<Offices>();
    view! {
        <SelectField
            id=SKPD
            label="SKPD yang mengerjakan"
            options=Signal::derive(move || offices.with(|all| office_choices(all)))
            value=skpd
            on_choose=Callback::new(move |kode| skpd.set(kode))
            error=judged.at(SKPD)
        />
    }
}

#[component]
fn Kemajuan(kerja: Kerja) -> impl IntoView {
    let refused = kerja.refused;
    view! {
        <Show when=move || kerja.busy.get()>
            <p class="num" role="status">
                {move || format!("{} dari {}", kerja.done.get(), kerja.total.get())}
            </p>
            <Progress label="Aduan yang sudah diproses" percent=kerja.percent() sending=true />
        </Show>
        <Show when=move || !refused.with(Vec::is_empty)>
            <div role="alert" class="stack tight">
                <p>
                    <b>
                        {move || format!(
                            "{} berhasil, {} tidak dapat dan tetap terpilih:",
                            kerja.moved(),
                            refused.with(Vec::len),
                        )}
                    </b>
                </p>
                <ul>
                    {move || {
                        refused
                            .get()
                            .into_iter()
                            .map(|one| view! { <li>{one.judul} ": " {one.alasan}</li> })
                            .collect_view()
                    }}
                </ul>
            </div>
        </Show>
    }
}
