//! News for officers: how many wait, and the page that lists them.

mod dibuka;
mod lonceng;
mod page;
mod pemberitahuan;
mod tertahan;

pub use dibuka::dibaca_bila_dibuka;
pub use lonceng::{KabarCount, Lonceng};
pub use page::KabarPage;
pub use pemberitahuan::{Tentang, lepas};

use leptos::prelude::*;

use pemberitahuan::pemberitahuan;

use crate::chunk_door;
use crate::ui::chunk::{Chunk, ChunkView};

chunk_door!(publik, fn open_pemberitahuan(tentang: Signal<Vec<Tentang>>) = pemberitahuan);

/// The offer of notices on the screen of this device.
#[component]
pub fn PemberitahuanView(tentang: Signal<Vec<Tentang>>) -> impl IntoView {
    view! { <ChunkView chunk=Chunk::Publik open=move || open_pemberitahuan(tentang) quiet=true /> }
}
