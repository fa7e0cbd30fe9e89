//! A searchable list for some hundred grouped entries (ARIA 1.2 combobox with a list box).
//! The text in the box is only a search until an entry is chosen; leaving restores the chosen one.

use leptos::ev::KeyboardEvent;
use leptos::html;
use leptos::prelude::*;

use super::field::described_by;
use super::{Field, Icon, IconName};

/// One entry: what is kept, what is read, and the heading it stands under.
#[derive(Clone, PartialEq, Eq)]
pub struct Entry {
    pub value: String,
    pub label: String,
    pub group: String,
}

/// Small letters without marks and apostrophes, so that "juuh" finds "Ju'uh".
fn plain(text: &str) -> String {
    text.chars()
        .filter(|c| c.is_alphanumeric() || *c == ' ')
        .flat_map(char::to_lowercase)
        .collect()
}

fn matching(entries: &[Entry], search: &str) -> Vec<Entry> {
    let words: Vec<String> = plain(search).split_whitespace().map(str::to_owned).collect();
    entries
        .iter()
        .filter(|entry| {
            let text = plain(&format!("{} {}", entry.label, entry.group));
            words.iter().all(|word| text.contains(word))
        })
        .cloned()
        .collect()
}

#[derive(Clone, Copy)]
struct State {
    value: RwSignal<String>,
    search: RwSignal<String>,
    open: RwSignal<bool>,
    /// Place of the highlighted entry in `found`.
    active: RwSignal<usize>,
    entries: Signal<Vec<Entry>>,
    found: Memo<Vec<Entry>>,
}

impl State {
    fn new(entries: Signal<Vec<Entry>>, value: RwSignal<String>) -> Self {
        let search = RwSignal::new(String::new());
        let open = RwSignal::new(false);
        let found = Memo::new(move |_| entries.with(|all| search.with(|search| matching(all, search))));
        Self {
            value,
            search,
            open,
            active: RwSignal::new(0),
            entries,
            found,
        }
    }

    /// The chosen entry in words: what the box shows while it is closed.
    fn chosen(&self) -> String {
        let value = self.value.get();
        self.entries.with(|all| {
            all.iter()
                .find(|entry| entry.value == value)
                .map(|entry| format!("{}, {}", entry.label, entry.group))
                .unwrap_or_default()
        })
    }

    fn show(&self) {
        if self.open.get_untracked() {
            return;
        }
        self.search.set(String::new());
        let value = self.value.get_untracked();
        let place = self
            .entries
            .with_untracked(|all| all.iter().position(|entry| entry.value == value));
        self.active.set(place.unwrap_or(0));
        self.open.set(true);
    }

    fn close(&self) {
        self.open.set(false);
    }

    fn choose(&self, value: String) {
        self.value.set(value);
        self.close();
    }

    fn key(&self, event: &KeyboardEvent) {
        let last = self.found.with_untracked(Vec::len).saturating_sub(1);
        match event.key().as_str() {
            "ArrowDown" if self.open.get_untracked() => {
                self.active.update(|place| *place = (*place + 1).min(last))
            }
            "ArrowDown" | "ArrowUp" if !self.open.get_untracked() => self.show(),
            "ArrowUp" => self.active.update(|place| *place = place.saturating_sub(1)),
            "Enter" if self.open.get_untracked() => {
                let place = self.active.get_untracked();
                if let Some(entry) = self.found.with_untracked(|found| found.get(place).cloned()) {
                    self.choose(entry.value);
                }
            }
            "Escape" if self.open.get_untracked() => self.close(),
            _ => return,
        }
        event.prevent_default();
    }
}

#[component]
pub fn Combobox(
    #[prop(into)] id: String,
    #[prop(into)] label: String,
    /// In the order they are shown; entries of one group stand together.
    #[prop(into)]
    entries: Signal<Vec<Entry>>,
    /// The chosen entry's value, empty for none.
    value: RwSignal<String>,
    #[prop(optional, into)] hint: String,
    #[prop(optional, into)] error: Signal<Option<String>>,
    #[prop(optional)] optional: bool,
) -> impl IntoView {
    let state = State::new(entries, value);
    let list_id = format!("{id}-list");
    let active_id = {
        let list_id = list_id.clone();
        move || {
            state
                .open
                .get()
                .then(|| format!("{list_id}-{}", state.active.get()))
        }
    };
    let shown = move || {
        if state.open.get() {
            state.search.get()
        } else {
            state.chosen()
        }
    };
    let described = described_by(&id);
    let box_id = list_id.clone();
    let input_box = NodeRef::<html::Input>::new();
    let toggle = move |_| {
        if state.open.get_untracked() {
            state.close();
        } else {
            state.show();
            if let Some(input_box) = input_box.get_untracked() {
                let _ = input_box.focus();
            }
        }
    };
    view! {
        <Field id=id.clone() label=label hint=hint error=error optional=optional>
            <div class="combo">
                <input
                    class="input"
                    type="text"
                    role="combobox"
                    autocomplete="off"
                    node_ref=input_box
                    aria-expanded=move || if state.open.get() { "true" } else { "false" }
                    aria-controls=list_id.clone()
                    aria-autocomplete="list"
                    aria-activedescendant=active_id
                    aria-describedby=described
                    aria-invalid=move || error.with(Option::is_some).then_some("true")
                    id=id
                    placeholder="Ketik untuk mencari"
                    prop:value=shown
                    on:click=move |_| state.show()
                    on:blur=move |_| state.close()
                    on:keydown=move |event| state.key(&event)
                    on:input:target=move |event| {
                        let typed = event.target().value();
                        state.show();
                        state.active.set(0);
                        state.search.set(typed);
                    }
                />
                // The pointer's press must not take the focus away, else the blur closes the list first.
                <button
                    type="button"
                    class="btn plain"
                    tabindex="-1"
                    aria-label="Tampilkan pilihan"
                    on:mousedown=|event| event.prevent_default()
                    on:click=toggle
                >
                    <Icon name=IconName::Down />
                </button>
                <div role="listbox" id=box_id aria-label="Pilihan" hidden=move || !state.open.get()>
                    {move || state.open.get().then(|| view! { <Options state=state list_id=list_id.clone() /> })}
                </div>
            </div>
        </Field>
    }
}

#[component]
fn Options(state: State, list_id: String) -> impl IntoView {
    let keep_in_sight = {
        let list_id = list_id.clone();
        move |_| {
            let option = document().get_element_by_id(&format!("{list_id}-{}", state.active.get()));
            if let Some(option) = option {
                let nearest = web_sys::ScrollIntoViewOptions::new();
                nearest.set_block(web_sys::ScrollLogicalPosition::Nearest);
                option.scroll_into_view_with_scroll_into_view_options(&nearest);
            }
        }
    };
    Effect::new(keep_in_sight);
    move || {
        let found = state.found.get();
        if found.is_empty() {
            return view! { <p class="none">"Tidak ada yang cocok. Periksa ejaannya."</p> }.into_any();
        }
        let mut rows = Vec::with_capacity(found.len() + 8);
        let mut group = String::new();
        for (place, entry) in found.into_iter().enumerate() {
            if entry.group != group {
                group.clone_from(&entry.group);
                rows.push(
                    view! { <div class="group" role="presentation">{entry.group.clone()}</div> }.into_any(),
                );
            }
            rows.push(
                view! { <Row state=state place=place id=format!("{list_id}-{place}") entry=entry /> }
                    .into_any(),
            );
        }
        rows.into_any()
    }
}

#[component]
fn Row(state: State, place: usize, id: String, entry: Entry) -> impl IntoView {
    let own = entry.value.clone();
    let chosen = entry.value;
    view! {
        <div
            role="option"
            id=id
            class:active=move || state.active.get() == place
            aria-selected=move || state.value.with(|value| if *value == own { "true" } else { "false" })
            on:mousedown=|event| event.prevent_default()
            on:click=move |_| state.choose(chosen.clone())
        >
            {entry.label}
            <span class="unseen">", " {entry.group}</span>
        </div>
    }
}
