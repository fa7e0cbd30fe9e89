//! How a complaint stands now, as anyone may see it: in a line of *Aduan saya*, with a word where it has moved on since
//! it was last looked at on this device.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use shared::aduan::AduanPublik;
use shared::kode::Kode;
use shared::words::waktu;

use crate::api::{self, Caller};
use crate::offline::cache;
use crate::ui::{Chip, Tone};

/// The last step that the person was shown here.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
struct Dilihat {
    label: String,
    pada: chrono::DateTime<chrono::Utc>,
}

impl Dilihat {
    fn of(aduan: &AduanPublik) -> Option<Self> {
        let last = aduan.langkah.last()?;
        Some(Self {
            label: last.status.label().to_owned(),
            pada: last.pada,
        })
    }
}

#[derive(Clone, PartialEq)]
struct Terbaru {
    kini: Dilihat,
    baru: bool,
}

pub fn kabar(kode: Kode) -> impl IntoView {
    let shown = RwSignal::new(None::<Terbaru>);
    leptos::task::spawn_local(async move {
        let name = format!("kabar-{kode}");
        let before = cache::get::<Dilihat>(&name).await;
        if let Some(kini) = before.clone() {
            shown.try_set(Some(Terbaru { kini, baru: false }));
        }
        let path = format!("/api/public/aduan/{kode}");
        let Ok(aduan) = api::get::<AduanPublik>(&path, &Caller::Anyone).await else {
            return;
        };
        if let Some(kini) = Dilihat::of(&aduan) {
            let baru = before.is_some_and(|before| before.pada < kini.pada);
            cache::put(&name, &kini).await;
            shown.try_set(Some(Terbaru { kini, baru }));
        }
    });
    move || {
        shown.get().map(|Terbaru { kini, baru }| {
            view! {
                <p class="row">
                    {baru.then(|| view! { <Chip tone=Tone::Gold>"Kabar baru"</Chip> })}
                    <span class="small">{format!("{}, {}", kini.label, waktu(kini.pada))}</span>
                </p>
            }
        })
    }
}
