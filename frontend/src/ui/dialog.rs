//! A question in front of the page: the browser's own dialog, which keeps the focus inside and gives
//! it back on closing. On a phone it comes from below as a sheet.

use leptos::html;
use leptos::prelude::*;

use super::{Icon, IconName};

#[component]
pub fn Dialog(
    open: RwSignal<bool>,
    #[prop(into)] title: Signal<String>,
    /// As wide as the screen allows, for a photo.
    #[prop(optional)]
    photo: bool,
    /// Built anew at each opening.
    children: ChildrenFn,
) -> impl IntoView {
    let dialog = NodeRef::<html::Dialog>::new();
    Effect::new(move |_| {
        let Some(dialog) = dialog.get() else { return };
        if open.get() && !dialog.open() {
            // Fails only when the element is not in the document, and then nobody can see it.
            let _ = dialog.show_modal();
        } else if !open.get() && dialog.open() {
            dialog.close();
        }
    });
    let children = StoredValue::new(children);
    view! {
        <dialog
            class=if photo { "dialog photo" } else { "dialog" }
            node_ref=dialog
            aria-label=move || title.get()
            on:close=move |_| open.set(false)
        >
            <Show when=move || open.get()>
                <div class="body">
                    <div class="row between">
                        <h2 class="grow">{move || title.get()}</h2>
                        <button
                            type="button"
                            class="btn plain close"
                            aria-label="Tutup"
                            on:click=move |_| open.set(false)
                        >
                            <Icon name=IconName::Close />
                        </button>
                    </div>
                    {children.with_value(|children| children())}
                </div>
            </Show>
        </dialog>
    }
}
