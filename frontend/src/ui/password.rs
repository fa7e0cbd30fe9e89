//! A field for a password that is being chosen: what was typed can be looked at, so that nobody types it twice.

use leptos::prelude::*;

use super::Field;
use super::field::described_by;

#[component]
pub fn PasswordField(
    #[prop(into)] id: String,
    #[prop(into)] label: String,
    value: RwSignal<String>,
    #[prop(optional, into)] hint: String,
    #[prop(optional, into)] error: Signal<Option<String>>,
    /// `new-password` or `current-password`, for the browser's own keeper of passwords.
    autocomplete: &'static str,
) -> impl IntoView {
    let shown = RwSignal::new(false);
    let described = described_by(&id);
    view! {
        <Field id=id.clone() label=label hint=hint error=error>
            <div class="reveal">
                <input
                    class="input"
                    id=id.clone()
                    type=move || if shown.get() { "text" } else { "password" }
                    autocapitalize="none"
                    spellcheck="false"
                    autocomplete=autocomplete
                    aria-describedby=described
                    aria-invalid=move || error.with(Option::is_some).then_some("true")
                    prop:value=move || value.get()
                    on:input:target=move |event| value.set(event.target().value())
                />
                <button
                    type="button"
                    class="btn plain"
                    aria-controls=id
                    on:click=move |_| shown.update(|shown| *shown = !*shown)
                >
                    {move || if shown.get() { "Sembunyikan" } else { "Tampilkan" }}
                    <span class="unseen">" kata sandi"</span>
                </button>
            </div>
        </Field>
    }
}
