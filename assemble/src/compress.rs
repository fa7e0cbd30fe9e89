//! Brotli 11 and gzip beside each file that gains by it, so that the server never compresses these itself.

use std::{io::Write, thread};

use anyhow::{Result, anyhow};
use brotli::enc::BrotliEncoderParams;
use flate2::{Compression, write::GzEncoder};

use crate::site::Site;

const TEXT: &[&str] = &["html", "js", "css", "wasm", "svg", "json", "webmanifest", "txt"];

pub fn all(site: &Site) -> Result<()> {
    let names: Vec<String> = site.files()?.into_iter().filter(|name| gains(name)).collect();
    let (one, other): (Vec<_>, Vec<_>) = names.iter().enumerate().partition(|(place, _)| place % 2 == 0);
    thread::scope(|scope| {
        let beside = scope.spawn(|| other.iter().try_for_each(|(_, name)| each(site, name)));
        one.iter().try_for_each(|(_, name)| each(site, name))?;
        beside
            .join()
            .map_err(|_| anyhow!("the thread that compresses ended early"))?
    })
}

fn gains(name: &str) -> bool {
    name.rsplit_once('.')
        .is_some_and(|(_, extension)| TEXT.contains(&extension))
}

fn each(site: &Site, name: &str) -> Result<()> {
    let content = site.read(name)?;
    for (extension, packed) in [("br", brotli(&content)?), ("gz", gzip(&content)?)] {
        if packed.len() < content.len() {
            site.write(&format!("{name}.{extension}"), &packed)?;
        }
    }
    Ok(())
}

fn brotli(content: &[u8]) -> Result<Vec<u8>> {
    let params = BrotliEncoderParams {
        quality: 11,
        lgwin: 22,
        size_hint: content.len(),
        ..Default::default()
    };
    let mut packed = Vec::new();
    brotli::BrotliCompress(&mut &content[..], &mut packed, &params)?;
    Ok(packed)
}

fn gzip(content: &[u8]) -> Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(content)?;
    Ok(encoder.finish()?)
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    #[test]
    fn what_is_packed_unpacks_to_the_same() {
        let content = "aduan warga ".repeat(400).into_bytes();
        let mut unpacked = Vec::new();
        brotli::BrotliDecompress(&mut &brotli(&content).unwrap()[..], &mut unpacked).unwrap();
        assert_eq!(unpacked, content);
        unpacked.clear();
        flate2::read::GzDecoder::new(&gzip(&content).unwrap()[..])
            .read_to_end(&mut unpacked)
            .unwrap();
        assert_eq!(unpacked, content);
    }

    #[test]
    fn pictures_are_left_as_they_are() {
        assert!(!gains("icons/icon-192.png"));
        assert!(gains("assets/app-1.js"));
        assert!(!gains("LICENSE"));
    }
}
