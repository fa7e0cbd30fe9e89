//! The words of the quiet bar: is there a network, what waits, since when. Being offline is no failure here.

use ::sync::{LinkState, State, progress};
use chrono::{DateTime, Utc};
use leptos::prelude::*;
use shared::words::waktu;

use super::Sandi;
use super::live::Antrean;
use crate::page::Page;
use crate::ui::{Net, NetStatus};

/// Keeps the bar's state in step with the outbox.
pub fn follow(antrean: Antrean, status: RwSignal<NetStatus>) {
    Effect::new(move |_| {
        let next = NetStatus {
            net: net(antrean),
            note: note(antrean),
            link: (antrean.waiting() > 0).then(|| (Page::Antrean.url(), "Lihat".to_owned())),
        };
        if status.with_untracked(|status| *status != next) {
            status.set(next);
        }
    });
}

fn net(antrean: Antrean) -> Net {
    let needs_person = antrean.kepala.with(|all| {
        all.iter().any(|kepala| match kepala.state() {
            State::PerluDiperbaiki | State::MenungguMasuk => true,
            State::Tersimpan | State::MenungguFoto | State::Terkirim => false,
        })
    });
    match antrean.link.get().state {
        LinkState::Down => Net::Offline,
        LinkState::Unknown if !window().navigator().on_line() => Net::Offline,
        LinkState::Unknown | LinkState::Up if needs_person || locked(antrean) => Net::Attention,
        LinkState::Unknown | LinkState::Up => Net::Connected,
    }
}

fn note(antrean: Antrean) -> String {
    let waiting = antrean.waiting();
    let connected = net(antrean) != Net::Offline;
    if waiting == 0 {
        return if connected {
            String::new()
        } else {
            "Aduan tetap bisa diisi dan disimpan.".into()
        };
    }
    if let Some(kiriman) = antrean
        .moving
        .get()
        .filter(|_| connected)
        .and_then(|id| antrean.of(id))
    {
        return format!(
            "Mengirim {} %, {waiting} di antrean",
            progress(&kiriman.kepala).percent
        );
    }
    let oldest = antrean.kepala.with(|all| {
        all.iter()
            .filter(|kepala| kepala.state() != State::Terkirim)
            .map(|kepala| kepala.saved_at)
            .min()
    });
    let since = oldest.and_then(moment).map(waktu).unwrap_or_default();
    if net(antrean) == Net::Attention {
        format!("{waiting} di antrean, {}", wanted(antrean))
    } else {
        format!("{waiting} menunggu dikirim sejak {since}")
    }
}

/// What a person has to do: nothing can be seen before the PIN is entered; mending comes before logging in.
fn wanted(antrean: Antrean) -> &'static str {
    let mend = antrean
        .kepala
        .with(|all| all.iter().any(|kepala| kepala.state() == State::PerluDiperbaiki));
    if locked(antrean) {
        "menunggu PIN"
    } else if mend {
        "ada yang perlu diperbaiki"
    } else {
        "ada yang menunggu petugasnya masuk"
    }
}

/// Nothing goes before the PIN is entered.
fn locked(antrean: Antrean) -> bool {
    antrean.sandi.get() == Sandi::Terkunci && antrean.waiting() > 0
}

/// A moment of the device's clock.
pub fn moment(at: ::sync::Millis) -> Option<DateTime<Utc>> {
    DateTime::from_timestamp_millis(i64::try_from(at).ok()?)
}
