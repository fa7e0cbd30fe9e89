//! A labelled field with its hint, its error and, where there is a limit, a counter.
//! The error is tied to the control by `aria-describedby`, so it is read where it is met.

use leptos::prelude::*;
use shared::words::ribuan;

use super::{Icon, IconName};

#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub enum TextKind {
    #[default]
    Line,
    /// Several lines.
    Area,
    Email,
    Phone,
    Password,
    /// A day; its text is `2026-01-31`.
    Date,
}

impl TextKind {
    const fn input_type(self) -> &'static str {
        match self {
            Self::Line | Self::Area => "text",
            Self::Email => "email",
            Self::Phone => "tel",
            Self::Password => "password",
            Self::Date => "date",
        }
    }
}

/// Label, hint and error around any control. The control carries `id` and, as its
/// `aria-describedby`, [`described_by`] of it.
#[component]
pub fn Field(
    #[prop(into)] id: String,
    #[prop(into)] label: String,
    #[prop(optional, into)] hint: String,
    #[prop(optional, into)] error: Signal<Option<String>>,
    #[prop(optional)] optional: bool,
    children: Children,
) -> impl IntoView {
    let hint_id = format!("{id}-hint");
    let error_id = format!("{id}-error");
    view! {
        <div class="field" class:invalid=move || error.with(Option::is_some)>
            <label for=id>
                {label} {optional.then(|| view! { <span class="optional">" (boleh kosong)"</span> })}
            </label>
            {(!hint.is_empty()).then(|| view! { <p class="hint" id=hint_id>{hint}</p> })}
            {children()}
            <FieldError id=error_id error=error />
        </div>
    }
}

/// The ids of the hint and the error of the control `id`, for its `aria-describedby`.
pub fn described_by(id: &str) -> String {
    format!("{id}-hint {id}-error")
}

#[component]
pub fn FieldError(#[prop(into)] id: String, error: Signal<Option<String>>) -> impl IntoView {
    view! {
        <div id=id aria-live="polite">
            {move || {
                error
                    .get()
                    .map(|error| view! { <p class="error"><Icon name=IconName::Alert /><span>{error}</span></p> })
            }}
        </div>
    }
}

#[component]
pub fn TextField(
    #[prop(into)] id: String,
    #[prop(into)] label: String,
    value: RwSignal<String>,
    #[prop(optional)] kind: TextKind,
    #[prop(optional, into)] hint: String,
    #[prop(optional, into)] error: Signal<Option<String>>,
    #[prop(optional)] optional: bool,
    /// Characters; shows a counter. What goes beyond is not cut: the person sees it and decides.
    #[prop(optional)]
    limit: Option<usize>,
    #[prop(optional, into)] autocomplete: Option<&'static str>,
) -> impl IntoView {
    let described = described_by(&id);
    let invalid = move || error.with(Option::is_some).then_some("true");
    let control_id = id.clone();
    let control = if kind == TextKind::Area {
        view! {
            <textarea
                class="input"
                id=control_id
                aria-describedby=described
                aria-invalid=invalid
                prop:value=move || value.get()
                on:input:target=move |event| value.set(event.target().value())
            ></textarea>
        }
        .into_any()
    } else {
        view! {
            <input
                class="input"
                id=control_id
                type=kind.input_type()
                aria-describedby=described
                aria-invalid=invalid
                autocomplete=autocomplete
                prop:value=move || value.get()
                on:input:target=move |event| value.set(event.target().value())
            />
        }
        .into_any()
    };
    view! {
        <Field id=id label=label hint=hint error=error optional=optional>
            {control}
            {limit.map(|limit| view! { <Counter value=value limit=limit /> })}
        </Field>
    }
}

#[component]
fn Counter(value: RwSignal<String>, limit: usize) -> impl IntoView {
    let text = move || {
        let used = value.with(|text| text.chars().count());
        if used > limit {
            format!("{} huruf lebih dari batas", ribuan((used - limit) as u64))
        } else {
            format!("{} dari {} huruf", ribuan(used as u64), ribuan(limit as u64))
        }
    };
    view! { <p class="count num">{text}</p> }
}
