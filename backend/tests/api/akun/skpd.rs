//! Offices and their parts: from the district's file, then by hand; never deleted.

use serde_json::{Value, json};
use shared::error::ErrorCode;

use super::{admin, tugas};
use crate::support::TestApp;

fn office<'a>(all: &'a Value, kode: &str) -> &'a Value {
    all.as_array()
        .unwrap()
        .iter()
        .find(|one| one["kode"] == kode)
        .unwrap()
}

#[actix_web::test]
async fn the_districts_offices_are_there_from_the_start() {
    let app = TestApp::start().await;
    let all = app.petugas().await.get("/api/skpd").await.ok().json();
    assert_eq!(office(&all, "puprperkim")["bidang"][0]["kode"], "perkim");
    assert_eq!(app.count("riwayat WHERE tabel = 'skpd'"), 0);
}

#[actix_web::test]
async fn an_office_is_made_renamed_and_put_to_rest_but_never_deleted() {
    let app = TestApp::start().await;
    let ani = admin(&app).await;
    let put = |body: Value| ani.urus("/api/skpd", body);
    put(json!({"kode": "dlh", "nama": "Dinas Lingkungan Hidup", "aktif": true}))
        .await
        .ok();
    put(json!({"kode": "sampah", "nama": "Bidang Persampahan", "aktif": true, "skpd": "dlh"}))
        .await
        .ok();
    let all = put(json!({"kode": "dlh", "nama": "DLH", "aktif": false}))
        .await
        .ok()
        .json();
    assert_eq!(
        (&office(&all, "dlh")["nama"], &office(&all, "dlh")["aktif"]),
        (&"DLH".into(), &false.into())
    );
    assert_eq!(office(&all, "dlh")["bidang"][0]["kode"], "sampah");
    assert_eq!(
        app.count("riwayat WHERE tabel = 'skpd' AND catatan_id = 'dlh' AND kolom = 'nama'"),
        2
    );
    let (id, _) = ani.opens("siti").await;
    let mut work = tugas("tim_teknis", "63.11");
    work["skpd"] = json!("dlh");
    let refused = ani
        .urus(&format!("/api/akun/{id}/penugasan"), json!({"tugas": work}))
        .await;
    assert_eq!(
        refused.refused(ErrorCode::IsianSalah).json()["fields"][0]["field"],
        "skpd"
    );
    let moved = json!({"kode": "sampah", "nama": "Bidang Persampahan", "aktif": true, "skpd": "puprperkim"});
    put(moved).await.refused(ErrorCode::SudahAda);
    for kode in ["D", "dua kata", "Besar"] {
        put(json!({"kode": kode, "nama": "Dinas", "aktif": true}))
            .await
            .refused(ErrorCode::IsianSalah);
    }
    let budi = app.petugas().await;
    budi.urus(
        "/api/skpd",
        json!({"kode": "baru", "nama": "Dinas", "aktif": true}),
    )
    .await
    .refused(ErrorCode::TidakBerhak);
}
