//! How far something is: bytes of an upload, steps of a form.

use leptos::prelude::*;

/// A bar with its words beside it; `percent` is 0 to 100.
#[component]
pub fn Progress(
    #[prop(into)] percent: Signal<u8>,
    /// What moves, for a reader: "Mengirim foto".
    #[prop(into)]
    label: String,
    /// Blue while it is on its way, green for a form's steps.
    #[prop(optional)]
    sending: bool,
) -> impl IntoView {
    let part = move || format!("{}%", percent.get().min(100));
    view! {
        <div
            class=if sending { "bar sky" } else { "bar" }
            role="progressbar"
            aria-label=label
            aria-valuemin="0"
            aria-valuemax="100"
            aria-valuenow=move || percent.get().min(100).to_string()
        >
            <span style:--part=part></span>
        </div>
    }
}

/// "Aduan · Langkah 2 dari 5" with its line; what stands at the end of the row (leave) comes as children.
#[component]
pub fn Steps(
    #[prop(into)] label: String,
    /// From 1.
    #[prop(into)]
    step: Signal<u8>,
    of: u8,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    let percent = Signal::derive(move || {
        let part = u16::from(step.get().min(of)) * 100 / u16::from(of.max(1));
        u8::try_from(part).unwrap_or(100)
    });
    let words = {
        let label = label.clone();
        move || format!("{label} · Langkah {} dari {of}", step.get())
    };
    view! {
        <div class="stack tight">
            <div class="row between">
                <p class="small muted">{words}</p>
                {children.map(|children| children())}
            </div>
            <Progress percent=percent label=format!("Kemajuan {label}") />
        </div>
    }
}
