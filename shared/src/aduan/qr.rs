//! The QR code of a receipt, made alike by the server and on the device.

use std::fmt::Write as _;

use qrcode::{Color, EcLevel, QrCode};

/// Which modules of a code are dark.
pub struct Qr {
    /// Modules in each direction.
    pub lebar: usize,
    /// Row by row, true where dark.
    gelap: Vec<bool>,
}

impl Qr {
    /// Light modules around the code, as its standard wants (ISO/IEC 18004).
    pub const TEPI: usize = 4;

    /// `None` where the address is too long for a code.
    pub fn of(alamat: &str) -> Option<Self> {
        // Quartile: a quarter of it may be creased or wet.
        let code = QrCode::with_error_correction_level(alamat, EcLevel::Q).ok()?;
        Some(Self {
            lebar: code.width(),
            gelap: code
                .to_colors()
                .into_iter()
                .map(|color| color == Color::Dark)
                .collect(),
        })
    }

    /// Column and row of each dark module, within the light border.
    pub fn gelap(&self) -> impl Iterator<Item = (usize, usize)> + '_ {
        let dark = self.gelap.iter().enumerate().filter(|(_, dark)| **dark);
        dark.map(|(place, _)| (place % self.lebar + Self::TEPI, place / self.lebar + Self::TEPI))
    }

    pub fn svg(&self) -> String {
        let whole = self.lebar + 2 * Self::TEPI;
        let mut svg = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {whole} {whole}\" width=\"180\" height=\"180\">\
             <rect width=\"{whole}\" height=\"{whole}\" fill=\"#fff\"/><path fill=\"#000\" d=\""
        );
        for (x, y) in self.gelap() {
            // Writing to a String cannot fail.
            let _ = write!(svg, "M{x} {y}h1v1h-1z");
        }
        svg.push_str("\"/></svg>");
        svg
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_dark_module_is_drawn_inside_the_quiet_border() {
        let code = Qr {
            lebar: 2,
            gelap: vec![true, false, false, true],
        };
        assert!(code.svg().contains("viewBox=\"0 0 10 10\""));
        assert!(code.svg().contains("M4 4h1v1h-1zM5 5h1v1h-1z"));
    }

    #[test]
    fn what_is_too_long_for_a_code_has_none() {
        assert!(Qr::of(&"x".repeat(5_000)).is_none());
        assert!(Qr::of("https://portal.example/cek/A").is_some());
    }
}
