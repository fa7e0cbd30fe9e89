//! Other names for an account. The user name stays: it is the name under which the history stands.

use leptos::prelude::*;
use shared::account::{AkunRinci, NamaBaru};
use web_sys::SubmitEvent;

use super::rinci_page::Kelola;
use crate::attempt::Attempt;
use crate::device;
use crate::judged::{Controls, Judged, JudgedSummary};
use crate::ui::{Button, TextField, TextKind};

const NAMA: &str = "ubah-nama";
const EMAIL: &str = "ubah-email";
const HP: &str = "ubah-hp";
const CONTROLS: Controls = &[("nama", NAMA), ("email", EMAIL), ("hp", HP)];

#[component]
pub fn NamaForm(kelola: Kelola) -> impl IntoView {
    let now = kelola.akun.get_untracked();
    let nama = RwSignal::new(now.nama);
    let email = RwSignal::new(now.email.unwrap_or_default());
    let hp = RwSignal::new(now.hp.unwrap_or_default());
    let judged = Judged::new(CONTROLS);
    let attempt = Attempt::<NamaBaru>::new();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if attempt.busy.get_untracked() {
            return;
        }
        judged.clear();
        let [nama, email, hp] =
            [nama, email, hp].map(|field| field.with_untracked(|text| text.trim().to_owned()));
        let given = |text: String| Some(text).filter(|text| !text.is_empty());
        leptos::task::spawn_local(async move {
            let said = format!("{:?}", [&nama, &email, &hp]);
            let make = || NamaBaru {
                nama,
                email: given(email),
                hp: given(hp),
                asal: device::asal(),
            };
            let outcome = attempt
                .send_for::<AkunRinci>(&kelola.path("nama"), said, make, &kelola.caller())
                .await;
            match outcome {
                Ok(akun) => kelola.done(akun, "Nama dan kontak tersimpan."),
                Err(failure) => judged.take(&failure),
            }
        });
    };
    view! {
        <details>
            <summary>"Ubah nama, e-mail, nomor HP"</summary>
            <form class="stack" novalidate on:submit=submit>
                <JudgedSummary judged=judged />
                <TextField id=NAMA label="Nama lengkap" value=nama autocomplete="off" error=judged.at(NAMA) />
                <TextField
                    id=EMAIL
                    label="E-mail"
                    optional=true
                    kind=TextKind::Email
                    value=email
                    autocomplete="off"
                    error=judged.at(EMAIL)
                />
                <TextField
                    id=HP
                    label="Nomor HP"
                    optional=true
                    kind=TextKind::Phone
                    value=hp
                    autocomplete="off"
                    error=judged.at(HP)
                />
                <div class="actions">
                    <Button submit=true busy=attempt.busy>"Simpan perubahan"</Button>
                </div>
            </form>
        </details>
    }
}
