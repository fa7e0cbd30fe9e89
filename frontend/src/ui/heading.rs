//! The page's one `h1`. It takes the focus when the person came here by a link inside the app, so
//! that a reader hears where he is and the keyboard starts at the top; it also names the document.

use leptos::html;
use leptos::prelude::*;

/// How many pages were opened since the app started; the first keeps the browser's own focus.
#[derive(Clone, Copy)]
pub struct PagesOpened(pub StoredValue<u32>);

/// The name of the portal in the tab's title, from the district's configuration.
#[derive(Clone, Copy)]
pub struct PortalName(pub Signal<String>);

fn set_title(title: &str) {
    let portal = use_context::<PortalName>()
        .map(|name| name.0.get())
        .unwrap_or_default();
    document().set_title(&if portal.is_empty() {
        title.to_owned()
    } else {
        format!("{title} · {portal}")
    });
}

#[component]
pub fn Heading(
    #[prop(into)] title: Signal<String>,
    /// The name in the browser's tab, where it should differ from what the page says.
    #[prop(optional, into)]
    tab: Option<&'static str>,
) -> impl IntoView {
    let heading = NodeRef::<html::H1>::new();
    Effect::new(move |_| match tab {
        Some(tab) => set_title(tab),
        None => set_title(&title.get()),
    });
    heading.on_load(|heading| {
        let Some(PagesOpened(opened)) = use_context::<PagesOpened>() else {
            return;
        };
        let first = opened.try_update_value(|count| std::mem::replace(count, *count + 1) == 0);
        if first == Some(false) {
            let _ = heading.focus();
            window().scroll_to_with_x_and_y(0.0, 0.0);
        }
    });
    view! { <h1 tabindex="-1" node_ref=heading>{move || title.get()}</h1> }
}
