//! Complaints of before the portal, from a spreadsheet and a folder of photos.

use std::fs;
use std::path::Path;

use backend::aduan::impor::{self, Hasil, Permintaan};
use backend::aduan::penjaga;
use backend::clock;
use futures_util::TryStreamExt;
use serde_json::Value;
use tempfile::TempDir;

use crate::support::TestApp;
use crate::support::photo::{JPEG, PNG};

const HEADING: &str = "nomor,tanggal,jenis,kategori,uraian,desa,kecamatan,lat,lng,patokan,nama,hp,status,tanggapan,tanggal_selesai,foto";

/// Four good lines and five bad ones.
const LINES: [&str; 9] = [
    "001/2024,2024-03-04,Pengaduan,drainase,Parit tersumbat.,63.11.05.2007,,-2.3175,115.6225,dekat langgar,Siti Aminah,81234567890,Selesai,Parit sudah dibersihkan.,2024-03-11,satu.jpg;dua.png",
    "002/2024,31/05/2024,,Drainase,Air masuk rumah,63.11.05.2007,,,,,,,diproses,,,",
    "003/2024,2024-06-01,aspirasi,drainase,Usul parit baru,63.11.05.2007,,,,,Budi,,ditolak,Sudah ada di rencana desa.,2024-06-09,",
    "004/2024,2024-06-02,,drainase,Parit dangkal,63.11.05.2007,,,,,Budi,0812 3456 7890,,,,",
    "001/2024,2024-06-02,,drainase,Nomor dua kali,63.11.05.2007,,,,,,,,,,",
    "006/2024,2024-02-31,,drainase,Tanggal salah,63.11.05.2007,,,,,,,,,,",
    "007/2024,2024-06-02,,saluran,Desa dan kategori salah,Atlantis,,,,,,,,,,",
    "008/2024,2024-06-02,,drainase,Selesai tanpa hari,63.11.05.2007,,,,,,,selesai,Sudah selesai.,,",
    "009/2024,2024-06-02,,drainase,Foto hilang,63.11.05.2007,,,,,,,,,,tiga.jpg",
];

fn folder(lines: &[&str]) -> TempDir {
    let folder = TempDir::new().unwrap();
    fs::write(
        folder.path().join("lama.csv"),
        format!("{HEADING}\n{}\n", lines.join("\n")),
    )
    .unwrap();
    fs::write(folder.path().join("satu.jpg"), with_exif(JPEG)).unwrap();
    fs::write(folder.path().join("dua.png"), PNG).unwrap();
    folder
}

/// A photo on its side, into which a camera and a program wrote where it stood and whose it is.
fn with_exif(jpeg: &[u8]) -> Vec<u8> {
    let exif =
        b"Exif\0\0MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0 di depan rumah Siti";
    let xmp = b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>rumah Siti</x:xmpmeta>";
    let mut bytes = jpeg[..2].to_vec();
    for written in [&exif[..], &xmp[..]] {
        bytes.extend([0xFF, 0xE1]);
        bytes.extend(u16::try_from(written.len() + 2).unwrap().to_be_bytes());
        bytes.extend(written);
    }
    bytes.extend(&jpeg[2..]);
    bytes
}

async fn import(app: &TestApp, folder: &Path, coba: bool) -> Hasil {
    let berkas = folder.join("lama.csv");
    let asked = Permintaan {
        berkas: &berkas,
        foto: Some(folder),
        oleh: "petugas",
        coba,
    };
    impor::run(&app.db, &app.config, &asked).await.unwrap()
}

fn tally(hasil: &Hasil) -> (usize, usize, usize, usize) {
    let mut lines: Vec<u32> = hasil.salah.iter().map(|salah| salah.baris).collect();
    lines.dedup();
    (hasil.masuk, hasil.sudah_ada, hasil.foto, lines.len())
}

#[actix_web::test]
async fn a_trial_stores_nothing_and_tells_what_the_real_one_will_do() {
    let app = TestApp::start().await;
    app.petugas().await;
    let folder = folder(&LINES);
    let trial = import(&app, folder.path(), true).await;
    assert_eq!(tally(&trial), (4, 0, 2, 5));
    assert_eq!((app.count("aduan"), app.count("aksi")), (0, 0));
    let at_fault: Vec<(u32, &str)> = trial.salah.iter().map(|s| (s.baris, s.kolom.as_str())).collect();
    assert_eq!(
        at_fault,
        [
            (6, "nomor"),
            (7, "tanggal"),
            (8, "kategori"),
            (8, "desa"),
            (9, "tanggal_selesai"),
            (10, "foto")
        ]
    );
    let real = import(&app, folder.path(), false).await;
    assert_eq!(tally(&real), tally(&trial));
    assert_eq!(real.salah, trial.salah);
    assert_eq!(app.count("aduan"), 4);
}

#[actix_web::test]
async fn what_comes_in_stands_as_the_old_book_left_it_and_nobody_is_told() {
    let app = TestApp::start().await;
    let budi = app.petugas().await;
    let folder = folder(&LINES);
    import(&app, folder.path(), false).await;
    assert_eq!(app.count("kabar_antre"), 0);

    let list = budi.lists(&[]).await.ok().json();
    let of = |judul: &str| -> Value {
        let items = list["items"].as_array().unwrap();
        items
            .iter()
            .find(|one| one["judul"].as_str().unwrap().starts_with(judul))
            .unwrap()
            .clone()
    };
    for (judul, status, hari) in [
        ("Parit tersumbat", "selesai", "2024-03-04"),
        ("Air masuk rumah", "diproses", "2024-05-31"),
        ("Usul parit baru", "ditolak", "2024-06-01"),
        ("Parit dangkal", "diterima", "2024-06-02"),
    ] {
        let line = of(judul);
        assert_eq!(line["status"], status, "{judul}");
        assert!(
            line["diterima_pada"].as_str().unwrap().starts_with(hari),
            "{judul}"
        );
    }

    let seen = budi
        .sees(of("Parit tersumbat")["kode"].as_str().unwrap())
        .await
        .ok();
    let aduan = seen.json();
    assert_eq!(aduan["sumber"], "impor");
    assert_eq!(aduan["pelapor"]["hp"], "+6281234567890");
    assert_eq!(aduan["pesan"][0]["isi"], "Parit sudah dibersihkan.");
    let last = aduan["langkah"].as_array().unwrap().last().unwrap().clone();
    assert!(last["pada"].as_str().unwrap().starts_with("2024-03-11"));
    let photos = aduan["foto"].as_array().unwrap();
    assert_eq!(photos.len(), 2);
    for photo in photos {
        assert_eq!(photo["diterima"], true);
        let path = format!(
            "/api/aduan/{}/foto/{}",
            aduan["id"].as_str().unwrap(),
            photo["sha256"].as_str().unwrap()
        );
        let sent = budi.get(&path).await.ok().text;
        assert!(
            !sent.is_empty() && !sent.contains("Siti") && !sent.contains("xmpmeta"),
            "{path}"
        );
    }
    // Which side is up is kept: a picture on its side would tell nothing.
    let bytes = app.files.store.get(
        aduan["id"].as_str().unwrap().parse().unwrap(),
        photos[0]["sha256"].as_str().unwrap(),
    );
    let parts: Vec<bytes::Bytes> = bytes.await.unwrap().unwrap().stream.try_collect().await.unwrap();
    let kept = parts.concat();
    assert!(
        kept.windows(14)
            .any(|part| part == b"\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0")
    );
    // What has lain open for two years is no news, and nobody is called for it.
    let done = penjaga::round(&app.db, &app.config.district.siklus, clock::now())
        .await
        .unwrap();
    assert_eq!(done, penjaga::Jumlah::default());
    // The trail tells when it was set down here.
    assert_eq!(app.count("jejak WHERE pada < '2026-01-01 00:00:00'"), 0);
    // Counted in the month in which it was.
    let month = app.get("/api/publik/angka?bulan=2024-03").await.ok().json();
    assert_eq!(
        (&month["semua"]["masuk"], &month["semua"]["selesai"]),
        (&Value::from(1), &Value::from(1))
    );
}

#[actix_web::test]
async fn read_again_nothing_comes_in_twice_and_what_was_mended_comes_in() {
    let app = TestApp::start().await;
    app.petugas().await;
    let folder = folder(&LINES);
    import(&app, folder.path(), false).await;
    let again = import(&app, folder.path(), false).await;
    assert_eq!(tally(&again), (0, 4, 0, 5));
    assert_eq!((app.count("aduan"), app.count("aduan_foto")), (4, 2));

    let mut mended = LINES;
    mended[5] = "006/2024,2024-02-29,,drainase,Tanggal salah,63.11.05.2007,,,,,,,,,,";
    // What is in already is not changed by a file.
    mended[3] =
        "004/2024,2024-06-02,,drainase,Parit dangkal sekali,63.11.05.2007,,,,,Budi,0812 3456 7890,,,,";
    let third = folder_of(&folder, &mended);
    let third = import(&app, third, false).await;
    assert_eq!(tally(&third), (1, 3, 0, 5));
    assert!(
        third
            .salah
            .iter()
            .any(|salah| salah.baris == 5 && salah.kolom == "nomor")
    );
    assert_eq!(app.count("aduan"), 5);

    // Photos that a crash kept from the store are brought by the next reading.
    app.execute("UPDATE aduan_foto SET diterima_pada = NULL");
    let folder = folder_of(&folder, &LINES);
    assert_eq!(import(&app, folder, false).await.foto, 2);

    // What was erased since is not brought back, nor is the folder missed by what is in already.
    app.execute("DELETE FROM aduan_foto");
    fs::remove_file(folder.join("satu.jpg")).unwrap();
    let last = import(&app, folder, false).await;
    assert_eq!((last.sudah_ada, last.foto, app.count("aduan_foto")), (4, 0, 0));
    assert!(
        last.salah
            .iter()
            .all(|salah| salah.kolom != "foto" || salah.baris == 10)
    );
}

fn folder_of<'a>(folder: &'a TempDir, lines: &[&str]) -> &'a Path {
    fs::write(
        folder.path().join("lama.csv"),
        format!("{HEADING}\n{}\n", lines.join("\n")),
    )
    .unwrap();
    folder.path()
}
