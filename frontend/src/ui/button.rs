//! Buttons and links that look like buttons. A busy button stays in the focus order and says so,
//! instead of vanishing from under the finger.

use leptos::prelude::*;
use web_sys::MouseEvent;

#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub enum ButtonKind {
    /// The one thing this page is for.
    #[default]
    Primary,
    Quiet,
    Danger,
    /// Looks like a link, behaves like a button.
    Plain,
}

impl ButtonKind {
    const fn class(self) -> &'static str {
        match self {
            Self::Primary => "",
            Self::Quiet => " quiet",
            Self::Danger => " danger",
            Self::Plain => " plain",
        }
    }
}

fn class_of(kind: ButtonKind, wide: bool, big: bool) -> String {
    let mut class = String::from("btn");
    class.push_str(kind.class());
    if wide {
        class.push_str(" wide");
    }
    if big {
        class.push_str(" big");
    }
    class
}

#[component]
pub fn Button(
    #[prop(optional)] kind: ButtonKind,
    #[prop(optional)] wide: bool,
    #[prop(optional)] big: bool,
    /// Sends the form it stands in; without it the button only calls `on_press`.
    #[prop(optional)]
    submit: bool,
    /// While true, presses are ignored; the words should tell what is going on.
    #[prop(optional, into)]
    busy: Signal<bool>,
    #[prop(optional, into)] on_press: Option<Callback<MouseEvent>>,
    children: Children,
) -> impl IntoView {
    let press = move |event: MouseEvent| {
        if busy.get_untracked() {
            event.prevent_default();
        } else if let Some(on_press) = on_press {
            on_press.run(event);
        }
    };
    view! {
        <button
            type=if submit { "submit" } else { "button" }
            class=class_of(kind, wide, big)
            aria-disabled=move || busy.get().then_some("true")
            on:click=press
        >
            {children()}
        </button>
    }
}

#[component]
pub fn ButtonLink(
    #[prop(into)] href: String,
    #[prop(optional)] kind: ButtonKind,
    #[prop(optional)] wide: bool,
    #[prop(optional)] big: bool,
    /// A page of the server, which the app's router must not take for one of its own.
    #[prop(optional)]
    outside: bool,
    children: Children,
) -> impl IntoView {
    view! {
        <a class=class_of(kind, wide, big) href=href rel=outside.then_some("external")>
            {children()}
        </a>
    }
}
