//! The browsers in which somebody is logged in.

use reqwest::Method;
use serde_json::{Value, json};
use shared::account::Peran;
use shared::error::ErrorCode;

use super::admin;
use crate::support::{Petugas, Reply, TestApp};

async fn ends(petugas: &Petugas<'_>, path: &str, sesi: Value) -> Reply {
    Reply::of(petugas.request(Method::POST, path).json(&json!({"sesi": sesi}))).await
}

const OWN: &str = "/api/akun/saya/sesi";

#[actix_web::test]
async fn everybody_sees_his_own_sessions_and_ends_them_there() {
    let app = TestApp::start().await;
    let (here, there, elsewhere) = (app.petugas().await, app.petugas().await, app.petugas().await);
    let stranger = app.petugas_lampihong().await;
    let list = here.get(OWN).await.ok().json();
    let list = list.as_array().unwrap();
    assert_eq!(
        (list.len(), list.iter().filter(|sesi| sesi["ini"] == true).count()),
        (3, 1)
    );
    assert_eq!(list[2]["ini"], true);
    let foreign = stranger.get(OWN).await.ok().json()[0]["id"].clone();
    let path = format!("{OWN}/akhiri");
    ends(&here, &path, foreign)
        .await
        .refused(ErrorCode::TidakDitemukan);
    stranger.get(OWN).await.ok();
    assert_eq!(ends(&here, &path, list[1]["id"].clone()).await.status, 204);
    there.get(OWN).await.refused(ErrorCode::PerluMasuk);
    elsewhere.get(OWN).await.ok();
    assert_eq!(ends(&here, &path, Value::Null).await.status, 204);
    elsewhere.get(OWN).await.refused(ErrorCode::PerluMasuk);
    assert_eq!(here.get(OWN).await.ok().json().as_array().unwrap().len(), 1);
}

#[actix_web::test]
async fn an_admin_sees_and_ends_those_of_others_in_his_region() {
    let app = TestApp::start().await;
    let (ani, budi) = (admin(&app).await, app.sebagai(Peran::Admin, "63.11.01").await);
    let officer = app.petugas_lampihong().await;
    let id = officer.get("/api/akun/saya").await.ok().json()["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let path = format!("/api/akun/{id}/sesi");
    budi.get(&path).await.refused(ErrorCode::TidakDitemukan);
    let list = ani.get(&path).await.ok().json();
    assert_eq!(
        (list.as_array().unwrap().len(), &list[0]["ini"]),
        (1, &false.into())
    );
    ends(&budi, &format!("{path}/akhiri"), Value::Null)
        .await
        .refused(ErrorCode::TidakDitemukan);
    officer.get(OWN).await.ok();
    assert_eq!(
        ends(&ani, &format!("{path}/akhiri"), list[0]["id"].clone())
            .await
            .status,
        204
    );
    officer.get(OWN).await.refused(ErrorCode::PerluMasuk);
}
