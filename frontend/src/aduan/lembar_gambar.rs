//! The receipt as a picture, for people who keep what matters among their photos.

use leptos::prelude::document;
use shared::aduan::{JUDUL_TANDA_TERIMA, Qr, TandaTerima};
use wasm_bindgen::JsCast;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

use crate::ui::photo::encode;

/// Pixels across: as wide as the screens that it is shown on again.
const WIDTH: f64 = 720.0;
const MARGIN: f64 = 40.0;
/// Where the values begin, beside their labels.
const INDENT: f64 = 190.0;
/// Pixels of one module of the QR code.
const MODULE: f64 = 6.0;
const PNG: &str = "image/png";

#[derive(Clone, Copy)]
struct Hand {
    font: &'static str,
    /// From one line to the next, in pixels.
    step: f64,
}

const SMALL: Hand = Hand {
    font: "20px system-ui, sans-serif",
    step: 28.0,
};
/// Stands on one line with the value beside it.
const LABEL: Hand = Hand {
    step: PLAIN.step,
    ..SMALL
};
const PLAIN: Hand = Hand {
    font: "24px system-ui, sans-serif",
    step: 34.0,
};
const LARGE: Hand = Hand {
    font: "bold 38px system-ui, sans-serif",
    step: 56.0,
};
const CODE: Hand = Hand {
    font: "bold 34px ui-monospace, monospace",
    step: 52.0,
};

struct Line {
    text: String,
    hand: Hand,
    x: f64,
    y: f64,
}

/// The address of a PNG of the receipt; whoever asks must give it up. `None` where the browser cannot draw.
pub async fn picture(paper: &TandaTerima) -> Option<String> {
    let canvas: HtmlCanvasElement = document().create_element("canvas").ok()?.unchecked_into();
    let context: CanvasRenderingContext2d = canvas.get_context("2d").ok()??.unchecked_into();
    let code = Qr::of(paper.tautan.alamat())?;
    let side = (code.lebar + 2 * Qr::TEPI) as f64 * MODULE;
    let (lines, top) = set(&context, paper, side)?;
    let height = lines.last().map_or(top + side, |line| line.y + MARGIN);
    canvas.set_width(WIDTH as u32);
    canvas.set_height(height.ceil() as u32);
    context.set_fill_style_str("#fff");
    context.fill_rect(0.0, 0.0, WIDTH, height);
    context.set_fill_style_str("#000");
    for line in lines {
        context.set_font(line.hand.font);
        context.fill_text(&line.text, line.x, line.y).ok()?;
    }
    let left = (WIDTH - side) / 2.0;
    for (x, y) in code.gelap() {
        context.fill_rect(left + x as f64 * MODULE, top + y as f64 * MODULE, MODULE, MODULE);
    }
    let blob = encode(&canvas, PNG, 1.0).await?;
    web_sys::Url::create_object_url_with_blob(&blob).ok()
}

/// Every line with its place, and where the code of this side begins.
fn set(context: &CanvasRenderingContext2d, paper: &TandaTerima, side: f64) -> Option<(Vec<Line>, f64)> {
    let mut sheet = Sheet {
        context,
        lines: Vec::new(),
        y: MARGIN,
    };
    sheet.write(&format!("{} · {}", paper.portal, paper.kabupaten), SMALL, MARGIN)?;
    sheet.y += 16.0;
    sheet.write(JUDUL_TANDA_TERIMA, LARGE, MARGIN)?;
    sheet.write(paper.kode.as_str(), CODE, MARGIN)?;
    sheet.y += 12.0;
    for (label, value) in paper.baris() {
        let y = sheet.y;
        sheet.write(label, LABEL, MARGIN)?;
        sheet.y = y;
        sheet.write(&value, PLAIN, INDENT)?;
    }
    let top = sheet.y + 8.0;
    sheet.y = top + side;
    sheet.write(paper.tautan.alamat(), SMALL, MARGIN)?;
    sheet.y += 8.0;
    sheet.write(paper.tautan.penjelasan(), SMALL, MARGIN)?;
    Some((sheet.lines, top))
}

struct Sheet<'a> {
    context: &'a CanvasRenderingContext2d,
    lines: Vec<Line>,
    y: f64,
}

impl Sheet<'_> {
    /// Writes below what stands there, on as many lines as it takes.
    fn write(&mut self, text: &str, hand: Hand, x: f64) -> Option<()> {
        self.context.set_font(hand.font);
        let room = WIDTH - MARGIN - x;
        let mut line = String::new();
        for word in text.split_inclusive([' ', '/', '#', '-']) {
            let longer = format!("{line}{word}");
            if !line.is_empty() && self.width(&longer)? > room {
                self.end_line(&mut line, hand, x);
            }
            line.push_str(word);
            // An address has no spaces to break at.
            while self.width(&line)? > room {
                let rest = self.cut(&mut line, room)?;
                self.end_line(&mut line, hand, x);
                line = rest;
            }
        }
        self.end_line(&mut line, hand, x);
        Some(())
    }

    fn width(&self, text: &str) -> Option<f64> {
        Some(self.context.measure_text(text).ok()?.width())
    }

    /// Takes off the end what does not fit, but leaves at least one character.
    fn cut(&self, line: &mut String, room: f64) -> Option<String> {
        let mut rest = String::new();
        while line.chars().count() > 1 && self.width(line)? > room {
            rest.extend(line.pop());
        }
        Some(rest.chars().rev().collect())
    }

    fn end_line(&mut self, line: &mut String, hand: Hand, x: f64) {
        self.y += hand.step;
        self.lines.push(Line {
            text: std::mem::take(line),
            hand,
            x,
            y: self.y,
        });
    }
}
