//! The first password: by the one-time link that an admin gave, or with the one-time password typed from a slip. The
//! link's secret stands in the fragment, which no server and no log ever sees.

use leptos::prelude::*;
use leptos_router::hooks::{use_location, use_navigate};
use shared::account::{NamaPengguna, SandiPertama, SekaliPakai, sandi_baik};
use shared::paths;
use web_sys::SubmitEvent;

use super::guard::replaced;
use super::words::ATURAN_SANDI;
use crate::api::{self, ApiFailure, Caller};
use crate::judged::{Controls, Judged, JudgedSummary};
use crate::page::Page;
use crate::ui::{Button, Card, Heading, PasswordField, TextField, Toaster};

const SEKALI: &str = "sekali-pakai";
const SANDI: &str = "sandi-baru";
const CONTROLS: Controls = &[("sekali_pakai", SEKALI), ("sandi", SANDI)];

#[component]
pub fn SandiPertamaPage() -> impl IntoView {
    let hash = use_location().hash;
    let link = Memo::new(move |_| hash.with(|hash| SekaliPakai::parse(hash.trim_start_matches('#'))));
    move || view! { <SandiPertamaForm link=link.get() /> }
}

#[component]
fn SandiPertamaForm(link: Option<SekaliPakai>) -> impl IntoView {
    let toaster = expect_context::<Toaster>();
    let navigate = use_navigate();
    let by_link = link.is_some();
    let link = StoredValue::new(link);
    let typed = RwSignal::new(String::new());
    let sandi = RwSignal::new(String::new());
    let judged = Judged::new(CONTROLS);
    let busy = RwSignal::new(false);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        let once = link
            .get_value()
            .or_else(|| typed.with_untracked(|text| SekaliPakai::parse(text)));
        let Some(body) = complete(judged, once, sandi.get_untracked()) else {
            return;
        };
        busy.set(true);
        let navigate = navigate.clone();
        leptos::task::spawn_local(async move {
            let outcome = api::post::<_, NamaPengguna>(paths::SANDI_PERTAMA, &body, &Caller::Anyone).await;
            busy.try_set(false);
            match outcome {
                Ok(NamaPengguna { nama_pengguna }) => {
                    toaster.say("Kata sandi tersimpan. Masuklah dengan kata sandi itu.");
                    navigate(&Page::MasukSebagai { nama_pengguna }.url(), replaced());
                }
                Err(failure) => judged.take(&failure),
            }
        });
    };
    view! {
        <div class="narrow stack">
            <Heading title="Buat kata sandi" />
            <p>"Akun Anda sudah dibuatkan admin. Pilih kata sandi yang hanya Anda yang tahu."</p>
            <JudgedSummary judged=judged />
            <Card>
                <form class="stack" novalidate on:submit=submit>
                    {(!by_link)
                        .then(|| {
                            view! {
                                <TextField
                                    id=SEKALI
                                    label="Kata sandi sekali pakai"
                                    hint="16 huruf dan angka dari slip Anda. Huruf besar, kecil, dan tanda hubung tidak berpengaruh."
                                    value=typed
                                    autocomplete="off"
                                    error=judged.at(SEKALI)
                                />
                            }
                        })}
                    <PasswordField
                        id=SANDI
                        label="Kata sandi baru"
                        hint=ATURAN_SANDI
                        value=sandi
                        autocomplete="new-password"
                        error=judged.at(SANDI)
                    />
                    <Button submit=true wide=true busy=busy>
                        {move || if busy.get() { "Menyimpan…" } else { "Simpan kata sandi" }}
                    </Button>
                </form>
            </Card>
            <p class="small muted">
                "Tautan dan slip hanya dapat dipakai sekali dan berakhir setelah beberapa hari. Bila tidak berlaku lagi, mintalah yang baru kepada admin."
            </p>
            <p><a href=Page::Masuk { kembali: None }.url()>"Sudah punya kata sandi? Masuk"</a></p>
        </div>
    }
}

fn complete(judged: Judged, once: Option<SekaliPakai>, sandi: String) -> Option<SandiPertama> {
    judged.clear();
    if once.is_none() {
        judged.fault(
            SEKALI,
            "Belum benar: ketik 16 huruf dan angka seperti di slip. Contoh: 7K2M-9QXD-4TBN-6WRP",
        );
    }
    // Whose account it is only the server knows; that the password is not his name is judged there.
    if let Err(refused) = sandi_baik("", &sandi) {
        judged.fault(SANDI, crate::message::of_failure(&ApiFailure::Refused(refused)));
    }
    once.filter(|_| judged.is_clean())
        .map(|sekali_pakai| SandiPertama { sekali_pakai, sandi })
}
