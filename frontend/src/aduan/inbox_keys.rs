//! The inbox by keyboard: `/` to search, `j` and `k` to move, Enter to open, `?` for this list.
//! Single letters are heard only where nothing is being typed and no dialog is open.

use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, KeyboardEvent};

use super::inbox_tools::CARI_ID;
use crate::ui::{Button, ButtonKind, Dialog};

#[derive(Clone, Copy)]
pub struct Keys {
    help: RwSignal<bool>,
}

impl Keys {
    pub fn listen() -> Self {
        let keys = Self {
            help: RwSignal::new(false),
        };
        let listener = window_event_listener(ev::keydown, move |event| keys.pressed(&event));
        on_cleanup(move || listener.remove());
        keys
    }

    fn pressed(self, event: &KeyboardEvent) {
        if event.ctrl_key() || event.alt_key() || event.meta_key() || is_typing(event) || dialog_is_open() {
            return;
        }
        match event.key().as_str() {
            "/" => focus_on(&format!("#{CARI_ID}")),
            "j" | "J" => move_by(1),
            "k" | "K" => move_by(-1),
            "?" => self.help.set(true),
            _ => return,
        }
        event.prevent_default();
    }
}

fn is_typing(event: &KeyboardEvent) -> bool {
    let target = event
        .target()
        .and_then(|target| target.dyn_into::<HtmlElement>().ok());
    target.is_some_and(|target| matches!(target.tag_name().as_str(), "INPUT" | "TEXTAREA" | "SELECT"))
}

fn dialog_is_open() -> bool {
    document()
        .query_selector("dialog[open]")
        .is_ok_and(|dialog| dialog.is_some())
}

fn focus_on(selector: &str) {
    let found = document().query_selector(selector).ok().flatten();
    if let Some(element) = found.and_then(|found| found.dyn_into::<HtmlElement>().ok()) {
        let _ = element.focus();
    }
}

/// Moves the focus along the lines; from elsewhere it starts at the open one, else at the first.
fn move_by(step: i32) {
    let Ok(lines) = document().query_selector_all(".lines .line") else {
        return;
    };
    let focused = document().active_element();
    let lines: Vec<HtmlElement> = (0..lines.length())
        .filter_map(|place| lines.get(place)?.dyn_into::<HtmlElement>().ok())
        .collect();
    let is_focused = |line: &HtmlElement| {
        focused
            .as_ref()
            .is_some_and(|element| element.is_same_node(Some(line)))
    };
    let from = lines
        .iter()
        .position(is_focused)
        .or_else(|| lines.iter().position(|line| line.class_list().contains("on")));
    let to = match from {
        Some(from) if step > 0 => (from + 1).min(lines.len().saturating_sub(1)),
        Some(from) => from.saturating_sub(1),
        None => 0,
    };
    if let Some(line) = lines.get(to) {
        let _ = line.focus();
    }
}

#[component]
pub fn KeysHelp(keys: Keys) -> impl IntoView {
    let open = keys.help;
    view! {
        <div class="keys row small muted">
            <span><kbd>"/"</kbd> " cari"</span>
            <span><kbd>"J"</kbd> " " <kbd>"K"</kbd> " pindah"</span>
            <span><kbd>"↵"</kbd> " buka"</span>
            <Button kind=ButtonKind::Plain on_press=move |_| open.set(true)>"Pintasan"</Button>
        </div>
        <Dialog open=open title="Pintasan papan tik">
            <dl class="facts">
                <dt><kbd>"/"</kbd></dt>
                <dd>"Ke kotak pencarian"</dd>
                <dt><kbd>"J"</kbd> " " <kbd>"K"</kbd></dt>
                <dd>"Ke aduan berikutnya atau sebelumnya"</dd>
                <dt><kbd>"Enter"</kbd></dt>
                <dd>"Buka aduan"</dd>
                <dt><kbd>"Esc"</kbd></dt>
                <dd>"Tutup kotak dialog"</dd>
                <dt><kbd>"?"</kbd></dt>
                <dd>"Daftar ini"</dd>
            </dl>
        </Dialog>
    }
}
