//! Parts of the app that are fetched only when opened: the map, the office.
//! A part that cannot be fetched is shown as a notice with a way to try again; it never ends the app, so a draft
//! that is open beside it stays. Names here are the names in index.html's `data-chunk` links.

use std::pin::Pin;
use std::sync::Arc;

use leptos::prelude::*;
use leptos::reactive::computed::ScopedFuture;
use leptos::reactive::owner::WeakOwner;
use leptos::wasm_split::SplitLoaderError;
use wasm_bindgen::prelude::*;

use crate::idle::Urgent;

use super::{Button, ButtonKind, Heading, Notice, Skeleton, Tone};

/// One part of the app with files of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Chunk {
    /// Leaflet and all that draws on it.
    Peta,
    /// The form, its receipt, and what sends it.
    Isian,
    /// What the device holds: the queue and the list of one's own.
    Milik,
    /// The reporter's own thread.
    Lacak,
    /// The officers' pages.
    Kantor,
    /// The pages of who keeps accounts and offices.
    Kelola,
    /// The district's rules, its audit trail, and accounts in bulk.
    Aturan,
    /// What anyone may see of all complaints.
    Publik,
    /// The script that writes rescue files.
    Penyelamat,
}

impl Chunk {
    fn name(self) -> &'static str {
        match self {
            Self::Peta => "peta",
            Self::Isian => "isian",
            Self::Milik => "milik",
            Self::Lacak => "lacak",
            Self::Kantor => "kantor",
            Self::Kelola => "kelola",
            Self::Aturan => "aturan",
            Self::Publik => "publik",
            Self::Penyelamat => "penyelamat",
        }
    }
}

/// The part's files could not be fetched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ChunkMissing;

impl From<SplitLoaderError> for ChunkMissing {
    fn from(_: SplitLoaderError) -> Self {
        Self
    }
}

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = portalChunk, js_name = ready)]
    async fn js_ready(name: &str) -> JsValue;

    #[wasm_bindgen(js_namespace = portalChunk, js_name = keep)]
    async fn js_keep(name: &str) -> JsValue;
}

/// Fetches the part's scripts, styles and code. Ask this before anything that uses them.
pub async fn ready(chunk: Chunk) -> Result<(), ChunkMissing> {
    if js_ready(chunk.name()).await.is_truthy() {
        Ok(())
    } else {
        Err(ChunkMissing)
    }
}

/// Puts the part into the cache for later use without a network; true when all of it is there.
pub async fn keep(chunk: Chunk) -> bool {
    js_keep(chunk.name()).await.is_truthy()
}

/// Declares the door to a part: an async function that fetches the part's code and then calls `$work`, a page or
/// a function. All doors with the same first word share one chunk. Without the feature `split` it is an ordinary call.
///
/// ```ignore
/// chunk_door!(peta, pub(crate) fn open_map(props: MapProps) = map::view);
/// chunk_door!(isian, fn open_round(inner: Rc<Inner>) -> Round = round);
/// ```
#[macro_export]
macro_rules! chunk_door {
    ($chunk:ident, $vis:vis fn $name:ident ($($arg:ident : $ty:ty),* $(,)?) = $view:path) => {
        $crate::chunk_door!(@door $chunk, $vis $name ($($arg: $ty),*), ::leptos::prelude::AnyView,
            ::leptos::prelude::IntoAny::into_any($view($($arg),*)));
    };
    ($chunk:ident, $vis:vis fn $name:ident ($($arg:ident : $ty:ty),* $(,)?) -> $out:ty = $work:path) => {
        $crate::chunk_door!(@door $chunk, $vis $name ($($arg: $ty),*), $out, $work($($arg),*));
    };
    (@door $chunk:ident, $vis:vis $name:ident ($($arg:ident : $ty:ty),*), $out:ty, $call:expr) => {
        #[cfg(feature = "split")]
        #[::leptos::wasm_split::wasm_split($chunk, wasm_split_path = ::leptos::wasm_split, fallible)]
        $vis fn $name($($arg: $ty),*) -> Result<$out, $crate::ui::chunk::ChunkMissing> {
            Ok($call)
        }

        #[cfg(not(feature = "split"))]
        $vis async fn $name($($arg: $ty),*) -> Result<$out, $crate::ui::chunk::ChunkMissing> {
            Ok($call)
        }
    };
}

/// Calls a part's door. Its type does not tell which, so that what shows parts is compiled once.
#[derive(Clone)]
pub struct Opener(Arc<dyn Fn() -> LocalBoxFuture<Result<AnyView, ChunkMissing>> + Send + Sync>);

type LocalBoxFuture<T> = Pin<Box<dyn Future<Output = T>>>;

impl<Open, Opening> From<Open> for Opener
where
    Open: Fn() -> Opening + Send + Sync + 'static,
    Opening: Future<Output = Result<AnyView, ChunkMissing>> + 'static,
{
    fn from(open: Open) -> Self {
        Self(Arc::new(move || Box::pin(open())))
    }
}

/// Shows a part once its files are here; else a notice with a button that tries again.
#[component]
pub fn ChunkView(
    chunk: Chunk,
    #[prop(into)] open: Opener,
    /// The part is a whole page, so the notice needs the page's heading too.
    #[prop(optional)]
    page: bool,
    /// Stands beside what the page is about: nothing is shown until it is here, nor where it cannot be had.
    #[prop(optional)]
    quiet: bool,
) -> impl IntoView {
    let tries = RwSignal::new(0_u32);
    let shown = RwSignal::new_local(Shown::Waiting);
    // The part is built where it is shown, not beside it in the effect's own place: what it provides as a context must
    // reach what it draws later. Held weakly, for the effect belongs to that place.
    let place = Owner::current().map(|owner| owner.downgrade());
    Effect::new(move || {
        tries.track();
        let open = open.clone();
        let Some(place) = place.as_ref().and_then(WeakOwner::upgrade) else {
            return;
        };
        // What only stands beside the page waits its turn like everything else.
        let held = page.then(Urgent::new);
        let opening = place.with(|| {
            ScopedFuture::new_untracked(async move {
                let _held = held;
                let opened = match ready(chunk).await {
                    Ok(()) => open.0().await,
                    Err(ChunkMissing) => Err(ChunkMissing),
                };
                let next = match opened {
                    Ok(view) => Shown::Here(view),
                    Err(ChunkMissing) => Shown::Missing,
                };
                // The person may have left the page while it was fetched.
                shown.try_set(next);
            })
        });
        leptos::task::spawn_local(opening);
    });
    move || {
        shown.track();
        match shown.try_update_untracked(std::mem::take) {
            Some(Shown::Here(view)) => view,
            Some(Shown::Missing | Shown::Waiting) | None if quiet => ().into_any(),
            Some(Shown::Missing) => missing(page, move || tries.update(|n| *n += 1)).into_any(),
            Some(Shown::Waiting) | None => view! { <Skeleton /> }.into_any(),
        }
    }
}

#[derive(Default)]
enum Shown {
    #[default]
    Waiting,
    Missing,
    Here(AnyView),
}

fn missing(page: bool, again: impl Fn() + Send + Sync + 'static) -> impl IntoView {
    view! {
        {page.then(|| view! { <Heading title="Halaman belum dapat dibuka" /> })}
        <Notice tone=Tone::Gold alert=true>
            <p>"Bagian ini belum dapat dimuat. Isian Anda tetap tersimpan. Coba lagi saat jaringan ada."</p>
            <Button kind=ButtonKind::Quiet on_press=move |_| again()>"Coba lagi"</Button>
        </Notice>
    }
}

#[cfg(test)]
mod tests {
    const ROUTES: &str = include_str!("../app.rs");
    const SCRIPT: &str = include_str!("../../js/chunk.js");

    /// The text between the first `from` and the next `to` behind it.
    fn between<'a>(text: &'a str, from: &str, to: &str) -> Option<&'a str> {
        let (_, rest) = text.split_once(from)?;
        Some(rest.split_once(to)?.0)
    }

    #[test]
    fn what_is_fetched_ahead_for_an_address_is_the_part_of_its_page() {
        let pages: Vec<(&str, &str)> = between(SCRIPT, "const PAGES = [", "];")
            .unwrap()
            .lines()
            .filter_map(|line| Some((between(line, "[\"", "\"")?, between(line, ", \"", "\"")?)))
            .collect();
        let routes: Vec<(&str, &str)> = ROUTES
            .lines()
            .filter_map(|line| Some((between(line, "path!(\"", "\"")?, between(line, "Chunk::", ",")?)))
            .collect();
        assert!(routes.len() > 20);
        for (path, part) in routes {
            let ahead = pages.iter().find(|(from, _)| path.starts_with(from));
            assert_eq!(
                ahead.map(|(_, part)| *part),
                Some(part.to_lowercase().as_str()),
                "{path}"
            );
        }
    }
}
