//! *Serah terima*: somebody leaves, and another goes on with his work from the day after.

use chrono::Utc;
use leptos::prelude::*;
use shared::account::{AkunRinci, SerahTerima};
use shared::clock::wita_day;
use shared::id::AccountId;
use web_sys::SubmitEvent;

use super::penerus::Penerus;
use super::rinci_page::Kelola;
use super::tugas_form::day;
use crate::attempt::Attempt;
use crate::device;
use crate::judged::{Controls, Judged, JudgedSummary};
use crate::ui::{Button, ButtonKind, Dialog, TextField, TextKind};

const PENERUS: &str = "penerus";
const HARI: &str = "serah-hari";
const KETERANGAN: &str = "serah-keterangan";
const CONTROLS: Controls = &[("penerus", PENERUS), ("hari", HARI), ("keterangan", KETERANGAN)];

#[component]
pub fn SerahTerimaButton(kelola: Kelola) -> impl IntoView {
    let open = RwSignal::new(false);
    view! {
        <div class="actions">
            <Button kind=ButtonKind::Quiet on_press=move |_| open.set(true)>"Mulai serah terima"</Button>
        </div>
        <Dialog open=open title="Serah terima">
            <SerahForm kelola=kelola open=open />
        </Dialog>
    }
}

#[component]
fn SerahForm(kelola: Kelola, open: RwSignal<bool>) -> impl IntoView {
    let sendiri = kelola.akun.with_untracked(|akun| akun.id);
    let penerus = RwSignal::new(String::new());
    let hari = RwSignal::new(wita_day(Utc::now()).to_string());
    let keterangan = RwSignal::new(String::new());
    let judged = Judged::new(CONTROLS);
    let attempt = Attempt::<SerahTerima>::new();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if attempt.busy.get_untracked() {
            return;
        }
        judged.clear();
        let successor = penerus.with_untracked(|text| text.parse::<AccountId>().ok());
        if successor.is_none() {
            judged.fault(PENERUS, "Pilih penerus dari daftar.");
        }
        let last = hari.with_untracked(|text| day(text));
        if last.is_none() {
            judged.fault(HARI, "Isi hari terakhir.");
        }
        let (Some(penerus), Some(hari)) = (successor, last) else {
            return;
        };
        let keterangan = keterangan.with_untracked(|text| text.trim().to_owned());
        leptos::task::spawn_local(async move {
            let said = format!("{penerus} {hari} {keterangan}");
            let make = || SerahTerima {
                penerus,
                hari,
                keterangan,
                asal: device::asal(),
            };
            let path = kelola.path("serah-terima");
            match attempt
                .send_for::<AkunRinci>(&path, said, make, &kelola.caller())
                .await
            {
                Ok(akun) => {
                    kelola.done(akun, "Serah terima tersimpan.");
                    kelola.sessions_changed();
                    open.try_set(false);
                }
                Err(failure) => judged.take(&failure),
            }
        });
    };
    view! {
        <JudgedSummary judged=judged />
        <p>"Pilih siapa yang melanjutkan. Penerus memegang tugas yang sama mulai sehari sesudah hari terakhir; akun ini lalu ditutup."</p>
        <Penerus id=PENERUS sendiri=sendiri value=penerus error=judged.at(PENERUS) />
        <form class="stack" novalidate on:submit=submit>
            <TextField
                id=HARI
                label="Hari terakhir"
                hint="Sampai akhir hari itu orang ini masih bertugas."
                kind=TextKind::Date
                value=hari
                error=judged.at(HARI)
            />
            <TextField
                id=KETERANGAN
                label="Keterangan"
                optional=true
                hint="Misalnya nomor surat mutasi; tersimpan di riwayat."
                value=keterangan
                error=judged.at(KETERANGAN)
            />
            <div class="actions">
                <Button kind=ButtonKind::Quiet on_press=move |_| open.set(false)>"Batal"</Button>
                <Button submit=true kind=ButtonKind::Danger busy=attempt.busy>"Serahkan tugas"</Button>
            </div>
        </form>
    }
}
