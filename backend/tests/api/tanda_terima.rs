//! The receipt as others read it: its words by pdftotext, its fonts by pdffonts, its QR code by a decoder that is none
//! of ours.

use std::path::{Path, PathBuf};
use std::process::Command;

use image::imageops::FilterType;
use reqwest::{Method, RequestBuilder};
use shared::error::ErrorCode;
use shared::id::AduanId;

use crate::support::{Reply, TestApp};

/// How finely the page is drawn for the decoder, in dots per inch: about what a phone's camera sees.
const DPI: &str = "200";

struct Paper {
    folder: tempfile::TempDir,
}

impl Paper {
    async fn of(request: RequestBuilder) -> Self {
        let response = request.send().await.unwrap();
        assert_eq!(response.status(), 200);
        assert_eq!(response.headers()["content-type"], "application/pdf");
        assert_eq!(response.headers()["cache-control"], "no-store");
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("paper.pdf"), response.bytes().await.unwrap()).unwrap();
        Self { folder }
    }

    fn file(&self) -> PathBuf {
        self.folder.path().join("paper.pdf")
    }

    fn words(&self) -> String {
        run(
            "pdftotext",
            &["-layout".as_ref(), self.file().as_ref(), "-".as_ref()],
        )
    }

    /// Name of each font, and whether it lies in the file.
    fn fonts(&self) -> Vec<(String, bool)> {
        let table = run("pdffonts", &[self.file().as_ref()]);
        let (head, rows) = table.split_once('\n').unwrap();
        let embedded = head.find("emb").unwrap();
        rows.lines()
            .skip(1)
            .map(|row| {
                let name = row.split_whitespace().next().unwrap_or_default();
                (name.to_owned(), row[embedded..].starts_with("yes"))
            })
            .collect()
    }

    fn pages(&self) -> usize {
        let told = run("pdfinfo", &[self.file().as_ref()]);
        let pages = told.lines().find_map(|line| line.strip_prefix("Pages:")).unwrap();
        pages.trim().parse().unwrap()
    }

    /// What each QR code of the first page says.
    fn codes(&self) -> Vec<String> {
        let picture = self.folder.path().join("page");
        let arguments = [
            "-png".as_ref(),
            "-r".as_ref(),
            DPI.as_ref(),
            "-singlefile".as_ref(),
        ];
        run(
            "pdftoppm",
            &[&arguments[..], &[self.file().as_ref(), picture.as_ref()]].concat(),
        );
        let page = image::open(picture.with_extension("png")).unwrap().into_luma8();
        // Once more as small as a cheap camera makes it, so that the code is not readable by a hair.
        let (large, small) = (held(&page, [100, 90, 80]), held(&page, [60, 55, 50]));
        assert_eq!(large, small);
        large
    }
}

/// What a camera reads that is held to the page for a moment: its pictures differ a little in size, and a decoder that
/// misses the code in one of them (rqrr does in one of a hundred) has it in the next.
fn held(page: &image::GrayImage, percents: [u32; 3]) -> Vec<String> {
    let sized = |percent| {
        let (width, height) = (page.width() * percent / 100, page.height() * percent / 100);
        image::imageops::resize(page, width, height, FilterType::Triangle)
    };
    let pictures = percents.into_iter().map(|percent| decoded(sized(percent)));
    pictures.max_by_key(Vec::len).unwrap_or_default()
}

fn decoded(page: image::GrayImage) -> Vec<String> {
    let mut prepared = rqrr::PreparedImage::prepare(page);
    let grids = prepared.detect_grids();
    grids
        .iter()
        .filter_map(|grid| Some(grid.decode().ok()?.1))
        .collect()
}

fn run(program: &str, arguments: &[&Path]) -> String {
    let done = Command::new(program).args(arguments).output().unwrap();
    assert!(
        done.status.success(),
        "{program}: {}",
        String::from_utf8_lossy(&done.stderr)
    );
    String::from_utf8(done.stdout).unwrap()
}

fn path(id: impl ToString) -> String {
    format!("/api/aduan/{}/tanda-terima.pdf", id.to_string())
}

#[actix_web::test]
async fn a_receipt_says_in_words_what_was_taken_and_its_code_opens_the_status() {
    let app = TestApp::start().await;
    let siti = app.pelapor();
    let aduan = siti.has_sent(|_| {}).await;
    let paper = Paper::of(siti.with_key(Method::GET, &path(aduan.id))).await;
    let kode = aduan.kode.to_string();
    let words = paper.words();
    for word in [
        "Tanda Terima Aduan",
        &kode,
        "Drainase",
        "Pengaduan",
        "Lampihong Kiri",
        "WITA",
        "tanpa foto",
    ] {
        assert!(words.contains(word), "{word} is not in:\n{words}");
    }
    assert_eq!(paper.pages(), 1);
    assert_eq!(paper.codes(), [app.url(&format!("/cek/{kode}"))]);
    let page = app.get(&format!("/cek/{kode}")).await.ok();
    assert!(page.text.contains(&kode) && page.text.contains("Diterima"));
}

#[actix_web::test]
async fn every_font_of_a_receipt_lies_in_it() {
    let app = TestApp::start().await;
    let siti = app.pelapor();
    let aduan = siti.has_sent(|_| {}).await;
    let fonts = Paper::of(siti.with_key(Method::GET, &path(aduan.id)))
        .await
        .fonts();
    assert!(!fonts.is_empty());
    for (name, embedded) in fonts {
        assert!(embedded && name.contains("Inter"), "{name}, embedded: {embedded}");
    }
}

#[actix_web::test]
async fn a_receipt_bears_neither_the_key_nor_the_person() {
    let app = TestApp::start().await;
    let siti = app.pelapor();
    let aduan = siti.has_sent(|_| {}).await;
    let paper = Paper::of(siti.with_key(Method::GET, &path(&aduan.kode))).await;
    let said = format!("{}{}", paper.words(), paper.codes().concat());
    for secret in [
        siti.kunci.as_str(),
        "Siti",
        "0812",
        "81234567890",
        "siti@contoh.id",
    ] {
        assert!(!said.contains(secret), "{secret} is in {said}");
    }
}

#[actix_web::test]
async fn a_receipt_leads_to_the_address_that_was_set() {
    let app =
        TestApp::start_with(|config| config.public_url = Some("https://portal.contoh.go.id".to_owned()))
            .await;
    let siti = app.pelapor();
    let aduan = siti.has_sent(|_| {}).await;
    let paper = Paper::of(siti.with_key(Method::GET, &path(aduan.id))).await;
    assert_eq!(
        paper.codes(),
        [format!("https://portal.contoh.go.id/cek/{}", aduan.kode)]
    );
}

#[actix_web::test]
async fn a_receipt_is_for_its_reporter_and_the_officers_of_its_region() {
    let app = TestApp::start().await;
    let (siti, rahmat, lampihong) = (app.pelapor(), app.pelapor(), app.petugas_lampihong().await);
    let inside = siti.has_sent(|_| {}).await.id;
    let elsewhere = shared::wilayah::WilayahKode::parse("63.11.01.2001");
    let outside = siti.has_sent(|aduan| aduan.lokasi.wilayah = elsewhere).await.id;
    Paper::of(lampihong.request(Method::GET, &path(inside))).await;
    lampihong
        .get(&path(outside))
        .await
        .refused(ErrorCode::TidakDitemukan);
    for id in [inside, AduanId::mint()] {
        Reply::of(rahmat.with_key(Method::GET, &path(id)))
            .await
            .refused(ErrorCode::TidakDitemukan);
    }
    app.get(&path(inside)).await.refused(ErrorCode::PerluMasuk);
}
