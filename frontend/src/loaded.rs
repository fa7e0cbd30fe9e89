//! A thing that is asked of the server: not here yet, not to be had, or here.

use leptos::prelude::*;
use shared::error::ErrorCode;

use crate::api::ApiFailure;
use crate::message;
use crate::offline::when_back;
use crate::page::Page;
use crate::ui::{Button, ButtonKind, ButtonLink, EmptyState};

#[derive(Clone, Default)]
pub enum Loaded<T> {
    #[default]
    Waiting,
    Failed(ApiFailure),
    Here(T),
}

impl<T> From<Result<T, ApiFailure>> for Loaded<T> {
    fn from(outcome: Result<T, ApiFailure>) -> Self {
        match outcome {
            Ok(thing) => Self::Here(thing),
            Err(failure) => Self::Failed(failure),
        }
    }
}

/// In place of what could not be had: what is wrong, and the next step.
#[component]
pub fn FailureState(failure: ApiFailure, #[prop(into)] on_retry: Callback<()>) -> impl IntoView {
    let is_offline = failure == ApiFailure::Offline;
    when_back(Signal::stored(is_offline), move || on_retry.run(()));
    let retry = move || {
        view! { <Button kind=ButtonKind::Quiet on_press=move |_| on_retry.run(())>"Coba lagi"</Button> }
            .into_any()
    };
    let home = || view! { <ButtonLink href=Page::Beranda.url()>"Ke beranda"</ButtonLink> }.into_any();
    let (title, action) = match failure.code() {
        None if is_offline => ("Belum terhubung", retry()),
        None => ("Layanan terganggu", retry()),
        Some(ErrorCode::TidakDitemukan) => ("Tidak ditemukan", home()),
        Some(ErrorCode::TidakBerhak) => ("Bukan bagian Anda", home()),
        Some(_) => ("Belum berhasil", retry()),
    };
    view! { <EmptyState title=title text=message::of_failure(&failure)>{action}</EmptyState> }
}
