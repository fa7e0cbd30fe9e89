//! The quiet bar at the top: is there a network, what waits on the device, how far is it.
//! It never says that something failed for want of a network.

use leptos::prelude::*;

#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub enum Net {
    #[default]
    Connected,
    Offline,
    /// Something waits for the person: a login, a correction.
    Attention,
}

/// What the bar shows. `note` is the half sentence after the state ("2 menunggu dikirim").
#[derive(Clone, Default, PartialEq, Eq)]
pub struct NetStatus {
    pub net: Net,
    pub note: String,
    /// Address and words of the link at the bar's end.
    pub link: Option<(String, String)>,
}

#[component]
pub fn NetBar(#[prop(into)] status: Signal<NetStatus>) -> impl IntoView {
    let class = move || match status.with(|status| status.net) {
        Net::Connected => "net",
        Net::Offline => "net offline",
        Net::Attention => "net attention",
    };
    let state = move || match status.with(|status| status.net) {
        Net::Connected => "Terhubung.",
        Net::Offline => "Tanpa jaringan.",
        Net::Attention => "Perlu tindakan Anda.",
    };
    view! {
        <section class=class aria-label="Keadaan jaringan">
            <span class="dot"></span>
            <p role="status">
                <strong>{state}</strong>
                " "
                {move || status.with(|status| status.note.clone())}
            </p>
            {move || {
                status
                    .with(|status| status.link.clone())
                    .map(|(href, words)| view! { <a href=href>{words}</a> })
            }}
        </section>
    }
}
