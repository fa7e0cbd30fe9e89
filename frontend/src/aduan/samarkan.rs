//! The tool with which an officer covers faces and plates before anyone may see a photo.

use js_sys::Uint8Array;
use leptos::html;
use leptos::prelude::*;
use shared::file::LONG_SIDE;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, PointerEvent};

use crate::api::{self, Caller};
use crate::message;
use crate::ui::redact::{Area, Picture, export};
use crate::ui::{Button, ButtonKind, Notice, Skeleton, Tone};

/// `path` is the photo's address; `on_send` gets the picture as it is to be shown.
#[component]
pub fn Samarkan(
    path: String,
    caller: Caller,
    #[prop(into)] busy: Signal<bool>,
    #[prop(into)] error: Signal<Option<String>>,
    on_send: Callback<Uint8Array>,
    on_cancel: Callback<()>,
) -> impl IntoView {
    let picture = RwSignal::new_local(None::<Result<Picture, String>>);
    leptos::task::spawn_local(async move {
        let opened = match api::get_blob(&path, &caller).await {
            Ok(blob) => Picture::open(&blob, LONG_SIDE)
                .await
                .map_err(|fault| format!("Foto ini {}", fault.words())),
            Err(failure) => Err(message::of_failure(&failure)),
        };
        picture.try_set(Some(opened));
    });
    move || match picture.get() {
        None => view! { <Skeleton /> }.into_any(),
        Some(Err(words)) => view! { <Notice tone=Tone::Clay alert=true><p>{words}</p></Notice> }.into_any(),
        Some(Ok(picture)) => view! {
            <Editor picture=picture busy=busy error=error on_send=on_send on_cancel=on_cancel />
        }
        .into_any(),
    }
}

#[component]
fn Editor(
    picture: Picture,
    busy: Signal<bool>,
    error: Signal<Option<String>>,
    on_send: Callback<Uint8Array>,
    on_cancel: Callback<()>,
) -> impl IntoView {
    let canvas = NodeRef::<html::Canvas>::new();
    let covered = RwSignal::new(Vec::<Area>::new());
    let begun = RwSignal::new(None::<(f64, f64)>);
    let drawing = RwSignal::new(None::<Area>);
    let whole = picture.whole();
    Effect::new(move |_| {
        let Some(canvas) = canvas.get() else { return };
        let mut all = covered.get();
        all.extend(drawing.get());
        // What cannot be drawn is not shown, and then nothing can be sent that nobody saw.
        let _ = picture.draw(&canvas, &all);
    });
    let press = move |event: PointerEvent| {
        event.prevent_default();
        if let (Some(canvas), Some(at)) = (canvas.get_untracked(), place(&event)) {
            // A finger that leaves the picture goes on drawing at its edge.
            let _ = canvas.set_pointer_capture(event.pointer_id());
            begun.set(Some(at));
        }
    };
    let pull = move |event: PointerEvent| {
        if let (Some(from), Some(at)) = (begun.get_untracked(), place(&event)) {
            drawing.set(Some(Area::between(from, at)));
        }
    };
    let lift = move |_: PointerEvent| {
        begun.set(None);
        if let Some(area) = drawing.get_untracked().filter(|area| !area.is_slip()) {
            covered.update(|all| all.push(area));
        }
        drawing.set(None);
    };
    let undo = move |_| {
        covered.update(|all| {
            all.pop();
        });
    };
    // What was not covered is not shown to all by one press.
    let asked = RwSignal::new(false);
    let bare = move || covered.with(Vec::is_empty);
    let doubts = move || asked.get() && bare();
    let send = move |_| {
        if untrack(bare) && !asked.get_untracked() {
            asked.set(true);
            return;
        }
        if let Some(canvas) = canvas.get_untracked() {
            leptos::task::spawn_local(async move {
                if let Some(bytes) = export(&canvas).await {
                    on_send.run(bytes);
                }
            });
        }
    };
    let told = move || match covered.with(Vec::len) {
        0 => "Belum ada bagian yang disamarkan.".to_owned(),
        count => format!("{count} bagian disamarkan."),
    };
    view! {
        <div class="stack tight">
            <p class="small">"Seret jari atau tetikus di atas wajah, pelat nomor, dan apa pun yang dapat mengenali orang. Yang tampil untuk umum hanyalah gambar di bawah ini; foto aslinya tetap tersimpan untuk petugas."</p>
            <canvas
                class="redact"
                node_ref=canvas
                role="img"
                aria-label="Foto yang akan ditampilkan"
                on:pointerdown=press
                on:pointermove=pull
                on:pointerup=lift
                on:pointercancel=lift
            />
            <p class="small muted" role="status">{told}</p>
            <Show when=doubts>
                <Notice tone=Tone::Gold alert=true>
                    <p>"Tidak ada yang disamarkan. Tampilkan begini hanya bila tidak ada wajah, pelat nomor, atau nama di foto ini."</p>
                </Notice>
            </Show>
            {move || error.get().map(|words| view! { <Notice tone=Tone::Clay alert=true><p>{words}</p></Notice> })}
            <div class="row between">
                <Button kind=ButtonKind::Plain on_press=undo>"Urungkan"</Button>
                <Button kind=ButtonKind::Plain on_press=move |_| covered.set(vec![whole])>"Samarkan semua"</Button>
            </div>
            <div class="actions">
                <Button kind=ButtonKind::Quiet on_press=move |_| on_cancel.run(())>"Tidak jadi"</Button>
                <Button busy=busy on_press=send>
                    {move || {
                        if busy.get() {
                            "Mengirim…"
                        } else if doubts() {
                            "Tampilkan tanpa samaran"
                        } else {
                            "Tampilkan untuk umum"
                        }
                    }}
                </Button>
            </div>
        </div>
    }
}

/// Where on the picture a pointer is, in its pixels.
fn place(event: &PointerEvent) -> Option<(f64, f64)> {
    let target = event.current_target()?;
    let shown = target.dyn_ref::<HtmlElement>()?.get_bounding_client_rect();
    let canvas = target.dyn_ref::<web_sys::HtmlCanvasElement>()?;
    let across = f64::from(canvas.width()) / shown.width().max(1.0);
    let down = f64::from(canvas.height()) / shown.height().max(1.0);
    let (x, y) = (
        f64::from(event.client_x()) - shown.left(),
        f64::from(event.client_y()) - shown.top(),
    );
    Some((x * across, y * down))
}
