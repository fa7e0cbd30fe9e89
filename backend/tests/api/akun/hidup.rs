//! From the first day of an account to its last.

use serde_json::json;
use shared::account::Peran;
use shared::error::ErrorCode;
use shared::id::{AccountId, AksiId};

use super::{admin, akun_baru, first_password, known, tugas};
use crate::support::{PASSWORD, TestApp, try_login};

#[actix_web::test]
async fn an_account_is_made_once_and_its_one_time_password_is_told_once() {
    let app = TestApp::start().await;
    let ani = admin(&app).await;
    let (aksi, body) = (AksiId::mint(), akun_baru("Siti.Aminah"));
    let first = ani.posts(aksi, "/api/akun", &body).await.created().json();
    assert_eq!(first["akun"]["nama_pengguna"], "siti.aminah");
    assert_eq!(first["akun"]["penugasan"][0]["peran"], "operator_desa");
    assert_eq!(first["sekali_pakai"].as_str().map(str::len), Some(16));
    let again = ani.posts(aksi, "/api/akun", &body).await;
    assert_eq!(again.status, 201);
    assert!(again.json().get("sekali_pakai").is_none());
    assert_eq!(app.count("account WHERE nama_pengguna = 'siti.aminah'"), 1);
    assert_eq!(app.count("penugasan WHERE dibuat_oleh IS NOT NULL"), 1);
    // Neither the password nor its like stands anywhere in clear.
    let once = first["sekali_pakai"].as_str().unwrap();
    assert_eq!(app.count(&format!("aksi WHERE jawaban LIKE '%{once}%'")), 0);
    assert_eq!(app.count(&format!("sekali_pakai WHERE hash LIKE '%{once}%'")), 0);
}

#[actix_web::test]
async fn a_name_that_is_taken_and_what_cannot_be_meant_is_refused_with_its_field() {
    let app = TestApp::start().await;
    let ani = admin(&app).await;
    ani.opens("siti").await;
    let taken = ani.urus("/api/akun", akun_baru("SITI")).await;
    assert_eq!(
        taken.refused(ErrorCode::SudahAda).json()["fields"][0]["field"],
        "nama_pengguna"
    );
    for (change, field) in [
        (json!({"nama_pengguna": "dua kata"}), "nama_pengguna"),
        (json!({"nama": "  "}), "nama"),
        (json!({"tugas": []}), "tugas"),
        (json!({"email": "bukan surel"}), "email"),
        (json!({"tugas": [tugas("camat", "63.11.99")]}), "tugas[0].wilayah"),
        (
            json!({"tugas": [{"peran": "camat", "wilayah": "63.11.05", "mulai": "2026-01-02", "sampai": "2026-01-01"}]}),
            "tugas[0].sampai",
        ),
        (
            json!({"tugas": [{"peran": "tim_teknis", "wilayah": "63.11", "skpd": "tidak-ada", "mulai": "2026-01-02"}]}),
            "tugas[0].skpd",
        ),
        (
            json!({"tugas": [{"peran": "tim_teknis", "wilayah": "63.11", "skpd": "inspektorat", "bidang": "perkim", "mulai": "2026-01-02"}]}),
            "tugas[0].bidang",
        ),
    ] {
        let mut body = akun_baru("budi");
        body.as_object_mut()
            .unwrap()
            .extend(change.as_object().unwrap().clone());
        let refused = ani
            .urus("/api/akun", body)
            .await
            .refused(ErrorCode::IsianSalah)
            .json();
        assert_eq!(refused["fields"][0]["field"], field, "{refused}");
    }
    assert_eq!(app.count("account WHERE nama_pengguna = 'budi'"), 0);
}

#[actix_web::test]
async fn work_is_given_and_ended_and_what_somebody_may_do_follows_at_once() {
    let app = TestApp::start().await;
    let ani = admin(&app).await;
    let id = known(&app, &ani, "siti").await;
    let siti = crate::support::Petugas::login(&app, "siti").await;
    siti.get("/api/akun").await.refused(ErrorCode::TidakBerhak);
    let given = ani
        .urus(
            &format!("/api/akun/{id}/penugasan"),
            json!({"tugas": tugas("admin", "63.11.05")}),
        )
        .await
        .ok()
        .json();
    siti.get("/api/akun").await.ok();
    let held = given["penugasan"][1]["id"].as_str().unwrap();
    let end = |sampai: &str| json!({"penugasan": held, "sampai": sampai});
    let path = format!("/api/akun/{id}/penugasan/akhiri");
    let today = shared::clock::wita_day(backend::clock::now());
    let early = ani
        .urus(&path, end("2020-01-01"))
        .await
        .refused(ErrorCode::IsianSalah)
        .json();
    assert_eq!(early["fields"][0]["field"], "sampai");
    ani.urus(&path, end(&today.to_string())).await.ok();
    // Its last day is still his.
    siti.get("/api/akun").await.ok();
    assert_eq!(
        app.execute(&format!(
            "UPDATE penugasan SET mulai = '2026-01-01', sampai = '2026-01-02' WHERE id = '{held}'"
        )),
        1
    );
    siti.get("/api/akun").await.refused(ErrorCode::TidakBerhak);
    let foreign = json!({"penugasan": shared::id::PenugasanId::mint(), "sampai": today});
    ani.urus(&path, foreign).await.refused(ErrorCode::TidakDitemukan);
}

#[actix_web::test]
async fn names_change_and_their_history_stays() {
    let app = TestApp::start().await;
    let ani = admin(&app).await;
    let (id, _) = ani.opens("siti").await;
    let body = json!({"nama": "Hj. Siti Aminah, S.Pd.", "email": "siti@contoh.id", "hp": "0812 3456 7890"});
    let changed = ani.urus(&format!("/api/akun/{id}/nama"), body).await.ok().json();
    assert_eq!(
        (&changed["nama"], &changed["email"]),
        (&"Hj. Siti Aminah, S.Pd.".into(), &"siti@contoh.id".into())
    );
    assert_eq!(
        app.count(&format!("riwayat WHERE catatan_id = '{id}' AND kolom = 'nama'")),
        1
    );
}

#[actix_web::test]
async fn a_closed_account_is_closed_at_once_and_may_be_opened_again() {
    let app = TestApp::start().await;
    let ani = admin(&app).await;
    let id = known(&app, &ani, "siti").await;
    let siti = crate::support::Petugas::login(&app, "siti").await;
    siti.get("/api/akun/saya").await.ok();
    let closed = ani
        .urus(&format!("/api/akun/{id}/tutup"), json!({}))
        .await
        .ok()
        .json();
    assert_eq!(closed["akun"]["aktif"], false);
    siti.get("/api/akun/saya").await.refused(ErrorCode::PerluMasuk);
    try_login(&app, "siti", PASSWORD)
        .await
        .refused(ErrorCode::SandiSalah);
    ani.urus(&format!("/api/akun/{id}/buka"), json!({})).await.ok();
    try_login(&app, "siti", PASSWORD).await.ok();
    assert_eq!(
        app.count(&format!("riwayat WHERE catatan_id = '{id}' AND kolom = 'aktif'")),
        3
    );
}

#[actix_web::test]
async fn no_admin_closes_himself_out() {
    let app = TestApp::start().await;
    let ani = admin(&app).await;
    let own = ani.get("/api/akun/saya").await.ok().json();
    let id = own["id"].as_str().unwrap();
    ani.urus(&format!("/api/akun/{id}/tutup"), json!({}))
        .await
        .refused(ErrorCode::LangkahSalah);
    let today = shared::clock::wita_day(backend::clock::now());
    let end = json!({"penugasan": own["penugasan"][0]["id"], "sampai": today});
    ani.urus(&format!("/api/akun/{id}/penugasan/akhiri"), end)
        .await
        .refused(ErrorCode::LangkahSalah);
    ani.get("/api/akun").await.ok();
}

#[actix_web::test]
async fn an_admin_of_one_sub_district_keeps_its_accounts_and_no_others() {
    let app = TestApp::start().await;
    let (ani, budi) = (admin(&app).await, app.sebagai(Peran::Admin, "63.11.05").await);
    let (near, _) = ani.opens("dekat").await;
    let (far, _) = ani.opens("jauh").await;
    let far_work = format!("/api/akun/{far}/penugasan");
    ani.urus(&far_work, json!({"tugas": tugas("camat", "63.11.01")}))
        .await
        .ok();
    budi.get(&format!("/api/akun/{near}")).await.ok();
    // One assignment elsewhere is enough: who it is that works there is not his to know.
    let unknown = budi.get(&format!("/api/akun/{}", AccountId::mint())).await;
    let foreign = budi.get(&format!("/api/akun/{far}")).await;
    for reply in [&unknown, &foreign] {
        assert_eq!(reply.status, 404);
    }
    assert_eq!(unknown.json()["detail"], foreign.json()["detail"]);
    for action in ["tutup", "buka", "atur-ulang", "buka-kunci", "lepas-totp"] {
        budi.urus(&format!("/api/akun/{far}/{action}"), json!({}))
            .await
            .refused(ErrorCode::TidakDitemukan);
    }
    let names: Vec<_> = budi.get("/api/akun").await.ok().json()["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|akun| akun["nama_pengguna"].clone())
        .collect();
    assert_eq!(names, ["admin.63.11.05", "dekat", "lampihong"]);
    let beyond = json!({"tugas": tugas("admin", "63.11")});
    let refused = budi.urus(&format!("/api/akun/{near}/penugasan"), beyond).await;
    assert_eq!(
        refused.refused(ErrorCode::IsianSalah).json()["fields"][0]["field"],
        "wilayah"
    );
}

#[actix_web::test]
async fn a_reset_ends_password_and_sessions_and_gives_another_way_in() {
    let app = TestApp::start().await;
    let ani = admin(&app).await;
    let id = known(&app, &ani, "siti").await;
    let siti = crate::support::Petugas::login(&app, "siti").await;
    let path = format!("/api/akun/{id}/atur-ulang");
    let reset = || ani.urus(&path, json!({}));
    let first = reset().await.ok().json();
    siti.get("/api/akun/saya").await.refused(ErrorCode::PerluMasuk);
    try_login(&app, "siti", PASSWORD)
        .await
        .refused(ErrorCode::SandiSalah);
    // Only the newest is good.
    let second = reset().await.ok().json();
    let (old, new) = (
        first["sekali_pakai"].as_str().unwrap(),
        second["sekali_pakai"].as_str().unwrap(),
    );
    first_password(&app, old, "kuda batu hujan")
        .await
        .refused(ErrorCode::TidakDitemukan);
    first_password(&app, new, "kuda batu hujan").await.ok();
    try_login(&app, "siti", "kuda batu hujan").await.ok();
}
