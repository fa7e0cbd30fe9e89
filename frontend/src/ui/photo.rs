//! Photos made smaller on the device before they are kept: drawn anew, which leaves everything behind that the
//! camera wrote beside the picture. The position is read first, as a field of its own that the person may use.

use js_sys::{ArrayBuffer, Promise, Uint8Array};
use leptos::prelude::{document, window};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, CanvasRenderingContext2d, HtmlCanvasElement, ImageBitmap};

/// Bytes at a photo's beginning in which a camera writes what it knows.
const HEAD: f64 = 262_144.0;
/// Qualities of JPEG, tried until the photo is small enough.
const QUALITIES: [f64; 6] = [0.82, 0.74, 0.66, 0.56, 0.46, 0.36];
const JPEG: &str = "image/jpeg";

/// A photo as it will be kept and sent: always JPEG.
pub struct Small {
    pub bytes: Uint8Array,
    /// Where it was taken, if the camera wrote it: latitude and longitude in degrees.
    pub place: Option<(f64, f64)>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum PhotoFault {
    /// No picture that this browser can read.
    Unreadable,
    /// The device could not draw it: too large for its memory.
    TooLarge,
}

impl PhotoFault {
    pub const fn words(self) -> &'static str {
        match self {
            Self::Unreadable => {
                "tidak dapat dibaca peramban ini. Bila dari kamera (HEIC), ambil foto lewat tombol Ambil foto, atau simpan dulu sebagai JPEG."
            }
            Self::TooLarge => {
                "terlalu besar untuk perangkat ini. Ambil lagi dengan ukuran foto yang lebih kecil."
            }
        }
    }
}

/// Shrinks a picture to a long side of at most `long_side` pixels and about `aim` bytes.
///
/// # Errors
/// See [`PhotoFault`].
pub async fn shrink(file: &Blob, long_side: u32, aim: f64) -> Result<Small, PhotoFault> {
    let place = place_of(file).await;
    let asked = window()
        .create_image_bitmap_with_blob(file)
        .map_err(|_| PhotoFault::Unreadable)?;
    let bitmap: ImageBitmap = JsFuture::from(asked)
        .await
        .map_err(|_| PhotoFault::Unreadable)?
        .unchecked_into();
    let canvas = draw(&bitmap, long_side);
    bitmap.close();
    let canvas = canvas.ok_or(PhotoFault::TooLarge)?;
    let mut smallest = None;
    for quality in QUALITIES {
        let blob = encode(&canvas, JPEG, quality).await.ok_or(PhotoFault::TooLarge)?;
        let small_enough = blob.size() <= aim;
        smallest = Some(blob);
        if small_enough {
            break;
        }
    }
    let blob = smallest.ok_or(PhotoFault::TooLarge)?;
    let bytes = bytes_of(&blob).await.ok_or(PhotoFault::TooLarge)?;
    Ok(Small { bytes, place })
}

/// The browser turns the picture upright by itself.
fn draw(bitmap: &ImageBitmap, long_side: u32) -> Option<HtmlCanvasElement> {
    let (width, height) = (f64::from(bitmap.width()), f64::from(bitmap.height()));
    let scale = (f64::from(long_side) / width.max(height)).min(1.0);
    let (width, height) = (
        (width * scale).round().max(1.0),
        (height * scale).round().max(1.0),
    );
    let canvas: HtmlCanvasElement = document().create_element("canvas").ok()?.unchecked_into();
    canvas.set_width(width as u32);
    canvas.set_height(height as u32);
    let context: CanvasRenderingContext2d = canvas.get_context("2d").ok()??.unchecked_into();
    // What is clear in a PNG would turn black in a JPEG.
    context.set_fill_style_str("#fff");
    context.fill_rect(0.0, 0.0, width, height);
    context
        .draw_image_with_image_bitmap_and_dw_and_dh(bitmap, 0.0, 0.0, width, height)
        .ok()?;
    Some(canvas)
}

/// What is drawn, in a format (MIME) that the browser can write.
pub async fn encode(canvas: &HtmlCanvasElement, format: &str, quality: f64) -> Option<Blob> {
    let drawn = Promise::new(&mut |done, failed| {
        if canvas
            .to_blob_with_type_and_encoder_options(&done, format, &quality.into())
            .is_err()
        {
            let _ = failed.call0(&JsValue::NULL);
        }
    });
    JsFuture::from(drawn).await.ok()?.dyn_into().ok()
}

/// All bytes of a blob.
pub async fn bytes_of(blob: &Blob) -> Option<Uint8Array> {
    let buffer: ArrayBuffer = JsFuture::from(blob.array_buffer()).await.ok()?.unchecked_into();
    Some(Uint8Array::new(&buffer))
}

async fn place_of(file: &Blob) -> Option<(f64, f64)> {
    let head = file.slice_with_f64_and_f64(0.0, HEAD).ok()?;
    let bytes = bytes_of(&head).await?.to_vec();
    super::exif::place_of(&bytes)
}
