//! Accounts in bulk.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use calamine::{Reader, Xlsx, open_workbook_from_rs};
use rust_xlsxwriter::Workbook;
use serde_json::{Value, json};
use shared::account::Peran;
use shared::error::ErrorCode;

use super::{admin, first_password};
use crate::support::{PASSWORD, Petugas, TestApp, try_login};

const HEADING: [&str; 10] = [
    "nama_pengguna",
    "nama",
    "peran",
    "wilayah",
    "skpd",
    "bidang",
    "mulai",
    "sampai",
    "email",
    "hp",
];

/// 200 lines, five of them bad, each in a way of its own.
fn lines() -> Vec<[String; 10]> {
    let mut lines: Vec<[String; 10]> = (0..200)
        .map(|place| {
            let line = [
                &format!("operator{place:03}"),
                &format!("Operator Desa {place}"),
                "operator_desa",
                "63.11.05.2007",
                "",
                "",
                "02/01/2026",
                "",
                &format!("operator{place}@contoh.id"),
                "0812 3456 7890",
            ];
            line.map(ToOwned::to_owned)
        })
        .collect();
    lines[10][2] = "operator desaa".to_owned();
    lines[50][3] = "63.11.05.9999".to_owned();
    lines[99][0] = "operator000".to_owned();
    lines[120][6] = "31 Februari".to_owned();
    lines[199][4] = "dinas-entah".to_owned();
    lines
}

fn csv(lines: &[[String; 10]]) -> Vec<u8> {
    let mut text = HEADING.join(";");
    for line in lines {
        text.push('\n');
        text.push_str(&line.join(";"));
    }
    text.into_bytes()
}

fn xlsx(lines: &[[String; 10]]) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write_row(0, 0, HEADING).unwrap();
    for (row, line) in lines.iter().enumerate() {
        sheet
            .write_row(
                u32::try_from(row + 1).unwrap(),
                0,
                line.iter().map(String::as_str),
            )
            .unwrap();
    }
    book.save_to_buffer().unwrap()
}

async fn import(admin: &Petugas<'_>, file: &[u8], coba: bool) -> Value {
    let body = json!({"berkas": STANDARD.encode(file), "coba": coba});
    admin.urus("/api/akun/impor", body).await.ok().json()
}

fn faults(result: &Value) -> Vec<(u64, String)> {
    let fault = |one: &Value| {
        (
            one["baris"].as_u64().unwrap(),
            one["kolom"].as_str().unwrap().to_owned(),
        )
    };
    result["salah"].as_array().unwrap().iter().map(fault).collect()
}

#[actix_web::test]
async fn of_two_hundred_with_five_bad_lines_195_are_made_and_run_again_none_is_doubled() {
    let app = TestApp::start().await;
    let ani = admin(&app).await;
    let before = app.count("account");
    for file in [csv(&lines()), xlsx(&lines())] {
        let trial = import(&ani, &file, true).await;
        assert_eq!((&trial["dibuat"], &trial["sudah_ada"]), (&195.into(), &0.into()));
        assert_eq!(app.count("account"), before);
        assert_eq!(
            faults(&trial),
            [
                (12, "peran"),
                (52, "wilayah"),
                (101, "nama_pengguna"),
                (122, "mulai"),
                (201, "skpd")
            ]
            .map(|(line, column)| (line, column.to_owned()))
        );
        for fault in trial["salah"].as_array().unwrap() {
            assert!(
                fault["pesan"].as_str().unwrap().len() > 20 && !fault["isi"].as_str().unwrap().is_empty(),
                "{fault}"
            );
        }
    }
    let made = import(&ani, &xlsx(&lines()), false).await;
    assert_eq!(
        (&made["dibuat"], made["salah"].as_array().unwrap().len()),
        (&195.into(), 5)
    );
    assert_eq!(made["slip"].as_array().unwrap().len(), 195);
    assert_eq!(app.count("account"), before + 195);
    let again = import(&ani, &csv(&lines()), false).await;
    assert_eq!((&again["dibuat"], &again["sudah_ada"]), (&0.into(), &195.into()));
    assert_eq!(app.count("account"), before + 195);
    assert_eq!(app.count("penugasan WHERE mulai = '2026-01-02'"), 195);
    let slip = &made["slip"][0];
    let (user, once) = (
        slip["nama_pengguna"].as_str().unwrap(),
        slip["sekali_pakai"].as_str().unwrap(),
    );
    first_password(&app, once, PASSWORD).await.ok();
    try_login(&app, user, PASSWORD).await.ok();
}

#[actix_web::test]
async fn the_same_request_sent_twice_makes_nothing_twice_and_tells_no_password_again() {
    let app = TestApp::start().await;
    let ani = admin(&app).await;
    let aksi = shared::id::AksiId::mint();
    let body =
        json!({"berkas": STANDARD.encode(csv(&lines()[..3])), "coba": false, "asal": crate::support::asal()});
    let first = ani.posts(aksi, "/api/akun/impor", &body).await.ok().json();
    assert_eq!(first["slip"].as_array().unwrap().len(), 3);
    let again = ani.posts(aksi, "/api/akun/impor", &body).await.ok();
    assert_eq!(again.header("idempotent-replayed"), Some("true"));
    assert_eq!(
        (&again.json()["sudah_ada"], again.json().get("slip")),
        (&3.into(), None)
    );
}

#[actix_web::test]
async fn a_file_that_cannot_be_read_is_refused_in_words() {
    let app = TestApp::start().await;
    let ani = admin(&app).await;
    for file in [
        &b""[..],
        b"PK\x03\x04rusak",
        b"nama;peran\nSiti;camat",
        b"\xff\xfe\x00",
    ] {
        let body = json!({"berkas": STANDARD.encode(file), "coba": true});
        let refused = ani
            .urus("/api/akun/impor", body)
            .await
            .refused(ErrorCode::IsianSalah);
        refused.of_field("berkas");
    }
    ani.urus("/api/akun/impor", json!({"berkas": "%%%", "coba": true}))
        .await
        .refused(ErrorCode::IsianSalah);
}

#[actix_web::test]
async fn nobody_makes_accounts_beyond_his_own_region() {
    let app = TestApp::start().await;
    let budi = app.sebagai(Peran::Admin, "63.11.06").await;
    let result = import(&budi, &csv(&lines()[..2]), false).await;
    assert_eq!((&result["dibuat"], faults(&result).len()), (&0.into(), 2));
    assert_eq!(app.count("account WHERE nama_pengguna LIKE 'operator%'"), 0);
}

#[actix_web::test]
async fn the_template_names_every_column_and_every_code_and_can_be_imported() {
    let app = TestApp::start().await;
    let ani = admin(&app).await;
    let request = ani.request(reqwest::Method::GET, "/api/akun/impor/contoh.xlsx");
    let bytes = request.send().await.unwrap().bytes().await.unwrap();
    let mut book: Xlsx<_> = open_workbook_from_rs(std::io::Cursor::new(bytes.to_vec())).unwrap();
    assert_eq!(book.sheet_names(), ["akun", "peran", "wilayah", "skpd"]);
    let heading: Vec<String> = book
        .worksheet_range("akun")
        .unwrap()
        .rows()
        .next()
        .unwrap()
        .iter()
        .map(ToString::to_string)
        .collect();
    assert_eq!(heading, HEADING);
    assert_eq!(
        book.worksheet_range("peran").unwrap().height(),
        Peran::ALL.len() + 1
    );
    let result = import(&ani, &bytes, true).await;
    assert_eq!((&result["dibuat"], faults(&result)), (&2.into(), vec![]));
}
