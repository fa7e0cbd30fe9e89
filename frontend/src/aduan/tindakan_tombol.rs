//! The steps as buttons: the few that most complaints take, the others one press further, each with what it does.

use leptos::prelude::*;
use shared::aduan::Tindakan;

use super::tindakan_form::{Steps, TindakanForm};
use super::tindakan_isi::Isi;
use super::tindakan_words::{arti, is_likely, kind_of};
use crate::ui::{Button, ButtonKind, Dialog};

/// All steps but the answer, which has a box of its own.
#[component]
pub fn TindakanButtons(steps: Steps) -> impl IntoView {
    let chosen = RwSignal::new(None::<Tindakan>);
    let open = RwSignal::new(false);
    let isi = Isi::new();
    let possible = Memo::new(move |_| steps.aduan.with(|aduan| aduan.tindakan.clone()));
    let choose = Callback::new(move |tindakan: Tindakan| {
        // What was written for one step is not another's.
        if chosen.get_untracked() != Some(tindakan) {
            isi.clear();
        }
        chosen.set(Some(tindakan));
        open.set(true);
    });
    Effect::new(move |_| {
        if let Some(kode) = steps.merge_with.get() {
            steps.merge_with.set(None);
            choose.run(Tindakan::Gabung);
            isi.induk.set(Some(kode));
        }
    });
    // A step that a colleague has made impossible has nothing more to ask.
    Effect::new(move |_| {
        let gone =
            possible.with(|possible| chosen.get_untracked().is_some_and(|one| !possible.contains(&one)));
        if gone {
            open.set(false);
        }
    });
    let title = Signal::derive(move || chosen.get().map(Tindakan::label).unwrap_or_default().to_owned());
    let likely =
        move || {
            let buttons = listed(&possible.get(), true).into_iter().enumerate();
            buttons
            .map(|(place, tindakan)| {
                let kind = if place == 0 { kind_of(tindakan) } else { ButtonKind::Quiet };
                view! { <Button kind=kind on_press=move |_| choose.run(tindakan)>{tindakan.label()}</Button> }
            })
            .collect_view()
        };
    let others = Memo::new(move |_| listed(&possible.get(), false));
    view! {
        <div class="actions">{likely}</div>
        <Show when=move || !others.with(Vec::is_empty)>
            <details>
                <summary>"Lainnya"</summary>
                <ul class="rows">
                    {move || {
                        others
                            .get()
                            .into_iter()
                            .map(|tindakan| view! { <Other tindakan=tindakan choose=choose /> })
                            .collect_view()
                    }}
                </ul>
            </details>
        </Show>
        <Dialog open=open title=title>
            {move || {
                chosen
                    .get()
                    .map(|tindakan| view! { <TindakanForm steps=steps tindakan=tindakan isi=isi open=open /> })
            }}
        </Dialog>
    }
}

fn listed(possible: &[Tindakan], likely: bool) -> Vec<Tindakan> {
    let mut list = possible.to_vec();
    list.retain(|tindakan| *tindakan != Tindakan::Tanggapi && is_likely(*tindakan) == likely);
    list
}

#[component]
fn Other(tindakan: Tindakan, choose: Callback<Tindakan>) -> impl IntoView {
    view! {
        <li>
            <p class="grow small muted">{arti(tindakan)}</p>
            <Button kind=ButtonKind::Quiet on_press=move |_| choose.run(tindakan)>{tindakan.label()}</Button>
        </li>
    }
}
