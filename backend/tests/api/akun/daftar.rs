//! The list: found by words, role and region; page by page.

use serde_json::{Value, json};
use shared::error::ErrorCode;

use super::{admin, akun_baru, tugas};
use crate::support::{Petugas, TestApp};

async fn names(admin: &Petugas<'_>, query: &str) -> Vec<String> {
    let page = admin.get(&format!("/api/akun{query}")).await.ok().json();
    let name = |akun: &Value| akun["nama_pengguna"].as_str().unwrap().to_owned();
    page["items"].as_array().unwrap().iter().map(name).collect()
}

#[actix_web::test]
async fn accounts_are_found_by_words_role_region_and_state() {
    let app = TestApp::start().await;
    let ani = admin(&app).await;
    for (user, nama, peran, wilayah) in [
        ("siti.a", "Siti Aminah", "camat", "63.11.05"),
        ("budi", "Budi Santoso", "operator_desa", "63.11.05.2007"),
        ("amin", "Amin Rais", "operator_desa", "63.11.06.1019"),
    ] {
        let mut body = akun_baru(user);
        body["nama"] = json!(nama);
        body["tugas"] = json!([tugas(peran, wilayah)]);
        ani.urus("/api/akun", body).await.created();
    }
    assert_eq!(names(&ani, "?cari=ami").await, ["amin", "siti.a"]);
    assert_eq!(names(&ani, "?cari=aminah%20SITI").await, ["siti.a"]);
    assert_eq!(names(&ani, "?cari=siti.a").await, ["siti.a"]);
    assert_eq!(names(&ani, "?peran=operator_desa").await, ["amin", "budi"]);
    assert_eq!(
        names(&ani, "?peran=operator_desa&wilayah=63.11.05").await,
        ["budi"]
    );
    assert_eq!(
        names(&ani, "?wilayah=63.11.05").await,
        ["budi", "lampihong", "siti.a"]
    );
    let id = ani.get("/api/akun?cari=budi").await.json()["items"][0]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    ani.urus(&format!("/api/akun/{id}/tutup"), json!({})).await.ok();
    assert_eq!(names(&ani, "?aktif=false").await, ["budi"]);
    assert!(names(&ani, "?cari=tidakada").await.is_empty());
}

#[actix_web::test]
async fn pages_follow_one_another_without_a_gap() {
    let app = TestApp::start().await;
    let ani = admin(&app).await;
    for place in 0..7 {
        ani.opens(&format!("orang{place}")).await;
    }
    let (mut found, mut next) = (Vec::new(), Some(String::new()));
    while let Some(cursor) = next {
        let page = ani.get(&format!("/api/akun?limit=3{cursor}")).await.ok().json();
        assert_eq!(page["total"], 10);
        found.extend(
            page["items"]
                .as_array()
                .unwrap()
                .iter()
                .map(|akun| akun["nama_pengguna"].clone()),
        );
        next = page["next"].as_str().map(|cursor| format!("&cursor={cursor}"));
    }
    assert_eq!(found.len(), 10);
    let mut sorted = found.clone();
    sorted.sort_by_key(ToString::to_string);
    sorted.dedup();
    assert_eq!(found, sorted);
    ani.get("/api/akun?limit=0").await.refused(ErrorCode::IsianSalah);
    ani.get("/api/akun?peran=penguasa")
        .await
        .refused(ErrorCode::BentukSalah);
}
