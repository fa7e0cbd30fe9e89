//! *Serah terima*: somebody leaves, another goes on.

use chrono::Days;
use serde_json::json;
use shared::clock::wita_day;
use shared::error::ErrorCode;

use super::{admin, known, tugas};
use crate::support::{PASSWORD, TestApp, try_login};

#[actix_web::test]
async fn the_successor_holds_the_work_from_the_day_after_and_the_account_is_closed() {
    let app = TestApp::start().await;
    let ani = admin(&app).await;
    let (leaves, goes_on) = (known(&app, &ani, "siti").await, known(&app, &ani, "budi").await);
    ani.urus(
        &format!("/api/akun/{leaves}/penugasan"),
        json!({"tugas": tugas("kasi_kecamatan", "63.11.05")}),
    )
    .await
    .ok();
    let today = wita_day(backend::clock::now());
    let path = format!("/api/akun/{leaves}/serah-terima");
    for bad in [leaves.clone(), shared::id::AccountId::mint().to_string()] {
        let refused = ani.urus(&path, json!({"penerus": bad, "hari": today})).await;
        assert_eq!(
            refused.refused(ErrorCode::IsianSalah).json()["fields"][0]["field"],
            "penerus"
        );
    }
    let body = json!({"penerus": goes_on, "hari": today, "keterangan": "SK Bupati 12/2026"});
    let left = ani.urus(&path, body).await.ok().json();
    // To the end of his last day he still comes in.
    assert_eq!(left["aktif"], true);
    assert!(
        left["penugasan"]
            .as_array()
            .unwrap()
            .iter()
            .all(|held| held["sampai"] == today.to_string())
    );
    try_login(&app, "siti", PASSWORD).await.ok();
    let next = ani.get(&format!("/api/akun/{goes_on}")).await.ok().json();
    let given: Vec<_> = next["penugasan"].as_array().unwrap().iter().skip(1).collect();
    // Both work in the village already; what is new is the work in the sub-district.
    assert_eq!(given.len(), 1);
    assert_eq!(
        (&given[0]["peran"], &given[0]["mulai"]),
        (
            &"kasi_kecamatan".into(),
            &(today + Days::new(1)).to_string().into()
        )
    );
    let yesterday = today - Days::new(1);
    app.execute(&format!(
        "UPDATE account SET tutup_sesudah = '{yesterday}' WHERE id = '{leaves}'"
    ));
    try_login(&app, "siti", PASSWORD)
        .await
        .refused(ErrorCode::SandiSalah);
    assert_eq!(
        app.count(&format!(
            "riwayat WHERE catatan_id = '{leaves}' AND kolom = 'serah_terima'"
        )),
        1
    );
    assert_eq!(
        app.count(&format!("account WHERE id = '{leaves}' AND nama = 'Siti Aminah'")),
        1
    );
}

#[actix_web::test]
async fn who_left_yesterday_is_closed_at_once() {
    let app = TestApp::start().await;
    let ani = admin(&app).await;
    let (leaves, goes_on) = (known(&app, &ani, "siti").await, known(&app, &ani, "budi").await);
    let yesterday = wita_day(backend::clock::now()) - Days::new(1);
    app.execute(&format!(
        "UPDATE penugasan SET mulai = '2026-01-02' WHERE account_id = '{leaves}'"
    ));
    let body = json!({"penerus": goes_on, "hari": yesterday});
    let left = ani
        .urus(&format!("/api/akun/{leaves}/serah-terima"), body)
        .await
        .ok()
        .json();
    assert_eq!(left["aktif"], false);
    try_login(&app, "siti", PASSWORD)
        .await
        .refused(ErrorCode::SandiSalah);
}
