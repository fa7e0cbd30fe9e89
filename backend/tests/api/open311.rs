//! Other tools read and file by the rules of GeoReport v2.

use reqwest::StatusCode;
use serde_json::{Value, json};

use crate::support::{Reply, TestApp};

const KUNCI: &str = "kunci-uji-yang-panjang";

async fn app() -> TestApp {
    let hash = hex_sha256(KUNCI);
    TestApp::start_with(|config| config.open311_kunci = vec![("aplikasi".to_owned(), hash)]).await
}

fn hex_sha256(text: &str) -> String {
    use sha2::{Digest, Sha256};
    hex::encode(Sha256::digest(text))
}

fn form<'a>() -> Vec<(&'a str, &'a str)> {
    vec![
        ("api_key", KUNCI),
        ("service_code", "drainase"),
        ("description", "Saluran di samping langgar tersumbat tanah."),
        ("lat", "-2.3178"),
        ("long", "115.6227"),
        ("first_name", "Siti"),
        ("last_name", "Aminah"),
        ("phone", "0812 3456 7890"),
    ]
}

async fn files(app: &TestApp, format: &str, form: &[(&str, &str)]) -> Reply {
    let url = app.url(&format!("/open311/v2/requests.{format}"));
    Reply::of(app.http.post(url).form(form)).await
}

#[actix_web::test]
async fn a_tool_files_once_and_reads_what_it_filed() {
    let app = app().await;
    let first = files(&app, "json", &form()).await.created().json();
    let again = files(&app, "json", &form()).await.created().json();
    assert_eq!(first, again);
    assert_eq!(app.count("aduan"), 1);
    let id = first[0]["service_request_id"].as_str().unwrap();
    for path in [
        format!("requests/{id}.json"),
        "requests.json".to_owned(),
        format!("requests.json?service_request_id={id},ADU-X"),
        "requests.json?service_code=drainase&status=open".to_owned(),
    ] {
        let read = app.get(&format!("/open311/v2/{path}")).await.ok().json();
        assert_eq!(read[0]["service_request_id"], id, "{path}");
        assert_eq!(read[0]["status"], "open");
        assert_eq!(read.as_array().unwrap().len(), 1);
    }
    let closed = app.get("/open311/v2/requests.json?status=closed").await.ok();
    assert_eq!(closed.json(), json!([]));
    let token = app
        .get(&format!("/open311/v2/tokens/{id}.json"))
        .await
        .ok()
        .json();
    assert_eq!(token[0]["service_request_id"], id);
}

#[actix_web::test]
async fn an_address_that_names_a_village_stands_in_for_a_point_and_nobody_must_tell_his_name() {
    let app = app().await;
    let fields = [
        ("api_key", KUNCI),
        ("service_code", "jalan_lingkungan"),
        ("description", "Jalan di depan masjid berlubang dalam."),
        ("address_string", "Jalan Desa, Lampihong Kiri, Lampihong"),
        ("attribute[jenis]", "aspirasi"),
    ];
    let made = files(&app, "xml", &fields).await.created();
    for part in ["<service_requests><request>", "<service_request_id>ADU-"] {
        assert!(made.text.contains(part), "{}", made.text);
    }
    let listed = app.get("/api/publik/aduan").await.ok().json();
    assert_eq!(listed["items"][0]["wilayah"], "Lampihong Kiri, Kec. Lampihong");
    assert_eq!(listed["items"][0]["jenis"], "aspirasi");
}

#[track_caller]
fn told(reply: &Reply, status: StatusCode) {
    assert_eq!(reply.status, status, "{}", reply.text);
    let errors: Value = reply.json();
    assert_eq!(errors[0]["code"], status.as_u16());
    assert!(errors[0]["description"].as_str().unwrap().len() > 5);
}

#[actix_web::test]
async fn what_is_wrong_is_told_in_the_standards_shape() {
    let app = app().await;
    let with = |name: &'static str, value: &'static str| {
        let mut fields = form();
        fields.retain(|(known, _)| *known != name);
        if !value.is_empty() {
            fields.push((name, value));
        }
        fields
    };
    for (name, value, status) in [
        ("api_key", "", StatusCode::FORBIDDEN),
        ("api_key", "kunci-lain-yang-panjang", StatusCode::FORBIDDEN),
        ("service_code", "", StatusCode::BAD_REQUEST),
        ("service_code", "ufo", StatusCode::NOT_FOUND),
        ("description", "", StatusCode::BAD_REQUEST),
        ("description", "pendek", StatusCode::BAD_REQUEST),
        ("lat", "", StatusCode::BAD_REQUEST),
        ("lat", "utara", StatusCode::BAD_REQUEST),
        ("lat", "52.5", StatusCode::BAD_REQUEST),
        ("phone", "12", StatusCode::BAD_REQUEST),
        ("attribute[rahasia]", "mungkin", StatusCode::BAD_REQUEST),
    ] {
        told(&files(&app, "json", &with(name, value)).await, status);
    }
    assert_eq!(app.count("aduan"), 0);
    for (path, status) in [
        ("requests.json?status=half", StatusCode::BAD_REQUEST),
        ("requests.json?page_size=100000", StatusCode::BAD_REQUEST),
        ("requests.json?page=0", StatusCode::BAD_REQUEST),
        (
            "requests.json?start_date=2026-01-01T00:00:00Z&end_date=2026-06-01T00:00:00Z",
            StatusCode::BAD_REQUEST,
        ),
        ("requests.json?start_date=kemarin", StatusCode::BAD_REQUEST),
        ("requests.json?service_code=ufo", StatusCode::NOT_FOUND),
        ("requests/ADU.json", StatusCode::NOT_FOUND),
        ("services/ufo.json", StatusCode::NOT_FOUND),
        ("services.yaml", StatusCode::NOT_FOUND),
    ] {
        told(&app.get(&format!("/open311/v2/{path}")).await, status);
    }
    let xml = app.get("/open311/v2/services/ufo.xml").await;
    assert!(
        xml.text.contains("<errors><error><code>404</code>"),
        "{}",
        xml.text
    );
}

#[actix_web::test]
async fn without_keys_nobody_files_and_what_is_secret_is_not_read() {
    let closed = TestApp::start().await;
    told(&files(&closed, "json", &form()).await, StatusCode::FORBIDDEN);
    let app = app().await;
    let mut fields = form();
    fields.push(("attribute[rahasia]", "ya"));
    let made = files(&app, "json", &fields).await.created().json();
    let id = made[0]["service_request_id"].as_str().unwrap();
    told(
        &app.get(&format!("/open311/v2/requests/{id}.json")).await,
        StatusCode::NOT_FOUND,
    );
    assert_eq!(app.get("/open311/v2/requests.json").await.ok().json(), json!([]));
}
