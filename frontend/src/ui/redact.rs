//! A picture on which parts are made unreadable. What is covered is drawn from a handful of averaged cells, of which the
//! picture that leaves this room holds nothing more; it is drawn anew, so nothing that a camera wrote comes along.

use js_sys::Uint8Array;
use leptos::prelude::{document, window};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, CanvasRenderingContext2d, HtmlCanvasElement, ImageBitmap};

use super::photo::{PhotoFault, bytes_of, encode};

const JPEG: &str = "image/jpeg";
const QUALITY: f64 = 0.82;
/// Cells along the longer side of a covered part: a face is then five patches of colour at most.
const CELLS: f64 = 5.0;
/// No cell is smaller than this part of the picture's long side, however small the part is: many dabs beside one another
/// must not draw a face again.
const FINEST: f64 = 40.0;
/// Parts smaller than this, in pixels, are slips of the finger.
pub const LEAST: f64 = 12.0;

/// A part of a picture, in its pixels.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Area {
    pub x: f64,
    pub y: f64,
    pub width: f64,
    pub height: f64,
}

impl Area {
    /// Between two corners, whichever they are.
    pub fn between(one: (f64, f64), other: (f64, f64)) -> Self {
        Self {
            x: one.0.min(other.0),
            y: one.1.min(other.1),
            width: (one.0 - other.0).abs(),
            height: (one.1 - other.1).abs(),
        }
    }

    pub fn is_slip(&self) -> bool {
        self.width < LEAST || self.height < LEAST
    }

    /// Columns and rows of cells that stand for it on a picture with this long side.
    fn cells(&self, long_side: f64) -> (f64, f64) {
        let cell = (self.width.max(self.height) / CELLS).max(long_side / FINEST);
        let along = |side: f64| (side / cell).round().clamp(1.0, CELLS);
        (along(self.width), along(self.height))
    }

    /// What of it lies on a picture of this size.
    fn on(&self, (width, height): (f64, f64)) -> Self {
        let (x, y) = (self.x.clamp(0.0, width), self.y.clamp(0.0, height));
        Self {
            x,
            y,
            width: (self.x + self.width).clamp(0.0, width) - x,
            height: (self.y + self.height).clamp(0.0, height) - y,
        }
    }
}

/// The picture as it was.
#[derive(Clone)]
pub struct Picture {
    bitmap: ImageBitmap,
    width: f64,
    height: f64,
}

impl Picture {
    /// # Errors
    /// See [`PhotoFault`].
    pub async fn open(blob: &Blob, long_side: u32) -> Result<Self, PhotoFault> {
        let asked = window()
            .create_image_bitmap_with_blob(blob)
            .map_err(|_| PhotoFault::Unreadable)?;
        let bitmap: ImageBitmap = JsFuture::from(asked)
            .await
            .map_err(|_| PhotoFault::Unreadable)?
            .unchecked_into();
        let (width, height) = (f64::from(bitmap.width()), f64::from(bitmap.height()));
        let scale = (f64::from(long_side) / width.max(height)).min(1.0);
        Ok(Self {
            bitmap,
            width: (width * scale).round().max(1.0),
            height: (height * scale).round().max(1.0),
        })
    }

    /// All of it.
    pub fn whole(&self) -> Area {
        Area {
            x: 0.0,
            y: 0.0,
            width: self.width,
            height: self.height,
        }
    }

    /// Draws the picture with these parts covered; nothing where the device cannot.
    pub fn draw(&self, canvas: &HtmlCanvasElement, covered: &[Area]) -> Option<()> {
        if f64::from(canvas.width()) != self.width || f64::from(canvas.height()) != self.height {
            canvas.set_width(self.width as u32);
            canvas.set_height(self.height as u32);
        }
        let context = context_of(canvas)?;
        context.set_fill_style_str("#fff");
        context.fill_rect(0.0, 0.0, self.width, self.height);
        context
            .draw_image_with_image_bitmap_and_dw_and_dh(&self.bitmap, 0.0, 0.0, self.width, self.height)
            .ok()?;
        for area in covered {
            let area = area.on((self.width, self.height));
            if area.width >= 1.0 && area.height >= 1.0 {
                self.cover(canvas, &context, &area)?;
            }
        }
        Some(())
    }

    /// What was covered before is covered once more: nothing finer of the picture comes back.
    fn cover(
        &self,
        canvas: &HtmlCanvasElement,
        context: &CanvasRenderingContext2d,
        area: &Area,
    ) -> Option<()> {
        let (columns, rows) = area.cells(self.width.max(self.height));
        let cells: HtmlCanvasElement = document().create_element("canvas").ok()?.unchecked_into();
        cells.set_width(columns as u32);
        cells.set_height(rows as u32);
        context_of(&cells)?
            .draw_image_with_html_canvas_element_and_sw_and_sh_and_dx_and_dy_and_dw_and_dh(
                canvas,
                area.x,
                area.y,
                area.width,
                area.height,
                0.0,
                0.0,
                columns,
                rows,
            )
            .ok()?;
        context.set_image_smoothing_enabled(false);
        context
            .draw_image_with_html_canvas_element_and_dw_and_dh(
                &cells,
                area.x,
                area.y,
                area.width,
                area.height,
            )
            .ok()?;
        context.set_image_smoothing_enabled(true);
        Some(())
    }
}

fn context_of(canvas: &HtmlCanvasElement) -> Option<CanvasRenderingContext2d> {
    Some(canvas.get_context("2d").ok()??.unchecked_into())
}

/// What is drawn now, as a JPEG.
pub async fn export(canvas: &HtmlCanvasElement) -> Option<Uint8Array> {
    bytes_of(&encode(canvas, JPEG, QUALITY).await?).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_is_covered_by_a_handful_of_cells_whatever_its_size() {
        for (width, height, cells) in [
            (500.0, 500.0, (5.0, 5.0)),
            (300.0, 60.0, (5.0, 1.0)),
            (20.0, 200.0, (1.0, 5.0)),
            // On a picture of 1,600 pixels no cell is smaller than 40.
            (100.0, 100.0, (3.0, 3.0)),
            (12.0, 12.0, (1.0, 1.0)),
        ] {
            let area = Area::between((0.0, 0.0), (width, height));
            assert_eq!(area.cells(1_600.0), cells, "{width} × {height}");
        }
    }

    #[test]
    fn it_does_not_matter_from_which_corner_a_part_is_drawn_nor_how_far_out() {
        let area = Area::between((90.0, 80.0), (10.0, 20.0));
        assert_eq!(
            (area.x, area.y, area.width, area.height),
            (10.0, 20.0, 80.0, 60.0)
        );
        let out = Area::between((-50.0, -50.0), (30.0, 500.0)).on((100.0, 100.0));
        assert_eq!((out.x, out.y, out.width, out.height), (0.0, 0.0, 30.0, 100.0));
        assert!(Area::between((5.0, 5.0), (9.0, 300.0)).is_slip());
    }
}
