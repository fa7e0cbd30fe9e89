//! Something to know, in a box or as a chip. The tone is never the only sign: the words say it too.

use leptos::prelude::*;

use super::{Icon, IconName};

#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub enum Tone {
    /// Done, in order.
    #[default]
    Leaf,
    /// Waits, mind this.
    Gold,
    /// Late, wrong, to be repaired.
    Clay,
    /// Under way, to know.
    Sky,
}

impl Tone {
    pub const fn class(self) -> &'static str {
        match self {
            Self::Leaf => "leaf",
            Self::Gold => "gold",
            Self::Clay => "clay",
            Self::Sky => "sky",
        }
    }

    const fn icon(self) -> IconName {
        match self {
            Self::Leaf => IconName::Check,
            Self::Gold | Self::Clay => IconName::Alert,
            Self::Sky => IconName::Info,
        }
    }
}

#[component]
pub fn Notice(
    #[prop(optional)] tone: Tone,
    /// Read out at once when it appears.
    #[prop(optional)]
    alert: bool,
    children: Children,
) -> impl IntoView {
    view! {
        <div class=format!("notice {}", tone.class()) role=alert.then_some("alert")>
            <Icon name=tone.icon() />
            <div>{children()}</div>
        </div>
    }
}

#[component]
pub fn Chip(#[prop(optional)] tone: Tone, children: Children) -> impl IntoView {
    view! { <span class=format!("chip {}", tone.class())>{children()}</span> }
}
