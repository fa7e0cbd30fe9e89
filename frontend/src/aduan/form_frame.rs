//! What every step has in common: its heading, its faults, and the buttons at its foot.

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

use super::form::Form;
use super::form_steps::FormStep;
use crate::portal::PortalContext;
use crate::ui::{Button, ButtonKind, ButtonLink, ErrorSummary, Fault, Heading};

/// Version of the consent text where the server's own has never been seen on this device.
const VERSI_UMUM: &str = "umum-1";

/// Version of the consent text that this person was shown.
pub fn versi(portal: PortalContext) -> String {
    portal.portal.with_untracked(|portal| {
        portal.as_ref().map_or_else(
            || VERSI_UMUM.to_owned(),
            |portal| portal.persetujuan.versi.clone(),
        )
    })
}

#[component]
pub fn StepFrame(
    step: FormStep,
    /// What is wrong at this step; the controls show theirs.
    faults: RwSignal<Vec<Fault>>,
    /// Something is under way that the step waits for.
    #[prop(optional, into)]
    busy: Signal<bool>,
    children: Children,
) -> impl IntoView {
    let form = expect_context::<Form>();
    let navigate = use_navigate();
    let portal = expect_context::<PortalContext>();
    let quiet = StoredValue::new(false);
    let look = move || {
        let all = form.faults(&versi(portal)).into_iter();
        all.filter(|(at, _)| *at == step)
            .map(|(_, fault)| fault)
            .collect::<Vec<Fault>>()
    };
    Effect::new(move |_| {
        form.track();
        let mut told = faults.get_untracked();
        let before = told.len();
        if before == 0 {
            return;
        }
        // What is mended is not held against the person any longer, nor is he called away from it; what else is wrong is told
        // at the next press.
        let now = look();
        told.retain(|told| now.iter().any(|fault| fault.id == told.id));
        if told.len() < before {
            quiet.set_value(true);
            faults.set(told);
        }
    });
    let go_on = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        let found = look();
        quiet.set_value(false);
        let clear = found.is_empty();
        faults.set(found);
        if clear {
            navigate(&form.url_of(step.next()), NavigateOptions::default());
        }
    };
    view! {
        <form class="stack" novalidate=true on:submit=go_on>
            <ErrorSummary faults=faults quiet=quiet />
            <Heading title=step.title() />
            {children()}
            <div class="foot">
                {step
                    .before()
                    .map(|before| {
                        view! {
                            <ButtonLink kind=ButtonKind::Quiet href=form.url_of(before)>
                                "Kembali"
                            </ButtonLink>
                        }
                    })}
                <Button submit=true busy=busy>"Lanjut"</Button>
            </div>
        </form>
    }
}

/// All faults of the draft, each leading to the summary's line of its step.
pub fn all_faults(form: Form, versi: &str) -> Vec<Fault> {
    form.faults(versi)
        .into_iter()
        .map(|(step, fault)| Fault {
            id: edit_link(step),
            message: format!("{}: {}", step.name(), fault.message),
        })
        .collect()
}

/// The id of the link in the summary that leads back to a step.
pub fn edit_link(step: FormStep) -> String {
    format!("ubah-{}", step.number())
}
