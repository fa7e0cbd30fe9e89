//! Asking for the PIN, ever more slowly where it is wrong. Whatever is typed, nothing on the device is deleted by it.

use ::sync::{Millis, PIN_MIN, wait_after};
use gloo::storage::{LocalStorage, Storage};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::offline::{StoreError, now};
use crate::ui::{TextField, TextKind};

const WRONG: &str = "portal.pin";

/// Wrong ones in a row, and when the last of them was.
#[derive(Default, Serialize, Deserialize)]
struct Wrong {
    count: u32,
    at: Millis,
}

/// A PIN as it is typed.
#[derive(Clone, Copy)]
pub struct Typed {
    pub text: RwSignal<String>,
    pub error: RwSignal<Option<String>>,
}

impl Typed {
    pub fn new() -> Self {
        Self {
            text: RwSignal::new(String::new()),
            error: RwSignal::new(None),
        }
    }

    /// Says what is wrong, beside the field.
    pub fn fault(self, words: &str) {
        self.error.try_set(Some(words.to_owned()));
    }

    /// Whether the PIN is right by `judge`; if not, the person is told.
    pub async fn is_right(self, judge: impl AsyncFn(&str) -> Result<bool, StoreError>) -> bool {
        self.error.set(None);
        let pin = self.text.get_untracked();
        let wrong: Wrong = LocalStorage::get(WRONG).unwrap_or_default();
        let wait = wait_after(wrong.count).saturating_sub(now().abs_diff(wrong.at));
        if wait > 0 {
            let seconds = wait.div_ceil(1_000);
            self.fault(&format!("Terlalu sering salah. Coba lagi dalam {seconds} detik."));
            return false;
        }
        match judge(&pin).await {
            Ok(true) => {
                LocalStorage::delete(WRONG);
                return true;
            }
            Ok(false) => {
                let count = wrong.count.saturating_add(1);
                // A device that keeps nothing keeps no PIN either.
                let _ = LocalStorage::set(WRONG, Wrong { count, at: now() });
                self.fault("PIN salah. Tidak ada yang dihapus; periksa, lalu coba lagi.");
            }
            Err(error) => self.fault(error.words()),
        }
        self.text.try_set(String::new());
        false
    }

    /// Whether it will do as a new one; if not, the person is told.
    pub fn is_long_enough(self) -> bool {
        let enough = self.text.with_untracked(|pin| pin.chars().count() >= PIN_MIN);
        self.error.set(None);
        if !enough {
            self.fault(&format!("Paling sedikit {PIN_MIN} angka atau huruf."));
        }
        enough
    }
}

#[component]
pub fn PinField(id: &'static str, label: &'static str, typed: Typed) -> impl IntoView {
    view! {
        <TextField
            id=id
            label=label
            value=typed.text
            kind=TextKind::Password
            autocomplete="off"
            error=typed.error
        />
    }
}
