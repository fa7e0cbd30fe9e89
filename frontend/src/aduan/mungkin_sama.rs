//! Complaints that may tell of the same thing, for an officer to look at: one step merges, another says that they are
//! not the same.

use leptos::prelude::*;
use shared::account::Hak;
use shared::aduan::{BukanSama, MungkinSama, Tindakan};
use shared::paths;
use shared::words::waktu;

use super::tindakan_form::Steps;
use crate::attempt::Attempt;
use crate::device;
use crate::message;
use crate::page::Page;
use crate::ui::{Button, ButtonKind, Notice, Toaster, Tone};

#[component]
pub fn MungkinSamaSection(steps: Steps) -> impl IntoView {
    let marked = Memo::new(move |_| steps.aduan.with(|aduan| aduan.mungkin_sama.clone()));
    view! {
        <Show when=move || !marked.with(Vec::is_empty)>
            <Notice tone=Tone::Gold>
                <h2>"Mungkin sama"</h2>
                <p class="small">
                    "Aduan di bawah ini sejenis, dekat tempatnya, dan belum berakhir. Periksa dahulu, lalu gabungkan, atau nyatakan bukan yang sama."
                </p>
                <ul class="rows">
                    <For each=move || marked.get() key=|one| one.kode.clone() let:one>
                        <Line steps=steps one=one />
                    </For>
                </ul>
            </Notice>
        </Show>
    }
}

#[component]
fn Line(steps: Steps, one: MungkinSama) -> impl IntoView {
    let attempt = Attempt::<BukanSama>::new();
    let toaster = expect_context::<Toaster>();
    let kode = StoredValue::new(one.kode.clone());
    let not_the_same = move |_| {
        leptos::task::spawn_local(async move {
            let lain = kode.get_value();
            let id = steps.aduan.with_untracked(|aduan| aduan.id);
            let path = format!("{}/{id}/bukan-sama", paths::ADUAN);
            let make = || BukanSama {
                lain: lain.clone(),
                asal: device::asal(),
            };
            match attempt.send(&path, lain.to_string(), make, &steps.caller()).await {
                Ok(()) => {
                    toaster.say("Ditandai bukan aduan yang sama.");
                    steps.on_done.try_run(());
                }
                Err(failure) => toaster.say(message::of_failure(&failure)),
            }
        });
    };
    let may_merge = move || {
        !steps.is_closed()
            && steps
                .aduan
                .with(|aduan| aduan.tindakan.contains(&Tindakan::Gabung))
    };
    let about = format!(
        "{} · {} m dari sini · {} · {}",
        one.kode,
        one.jarak_m,
        one.status.label(),
        waktu(one.diterima_pada)
    );
    let href = Page::AduanKantor {
        id: one.kode.to_string(),
    }
    .url();
    view! {
        <li>
            <div class="grow">
                <p><a href=href>{one.judul}</a></p>
                <p class="small num">{about}</p>
            </div>
            <div class="actions">
                <Show when=may_merge>
                    <Button kind=ButtonKind::Quiet on_press=move |_| steps.merge_with.set(Some(kode.get_value()))>
                        "Gabungkan"
                    </Button>
                </Show>
                {steps
                    .may(Hak::VerifikasiAduan)
                    .then(|| {
                        view! {
                            <Button kind=ButtonKind::Quiet busy=attempt.busy on_press=not_the_same>"Bukan yang sama"</Button>
                        }
                    })}
            </div>
        </li>
    }
}
