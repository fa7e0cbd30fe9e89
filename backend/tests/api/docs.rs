//! The API's own description says all that is served, and no more.

use std::collections::BTreeSet;

use backend::app::routes;
use serde_json::Value;
use shared::error::ErrorCode;

use crate::support::TestApp;

/// OPTIONS is left out: it asks about the protocol and not for a thing.
const METHODS: [&str; 6] = ["get", "head", "post", "put", "patch", "delete"];

/// The routes that are registered.
fn served() -> BTreeSet<String> {
    routes()
        .into_iter()
        .map(|route| format!("{} {}", route.method.as_str().to_lowercase(), route.path))
        .filter(|route| !route.starts_with("options "))
        .collect()
}

fn described(document: &Value) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        found.extend(
            METHODS
                .into_iter()
                .filter(|method| item[method].is_object())
                .map(|method| format!("{method} {path}")),
        );
    }
    found
}

#[actix_web::test]
async fn every_route_of_the_api_stands_in_the_document_and_nothing_else() {
    let app = TestApp::start().await;
    let document = app.get("/api/openapi.json").await.ok().json();
    assert!(document["openapi"].as_str().unwrap().starts_with("3.1"));
    let mut served = served();
    assert!(served.remove("get /cek") && served.remove("get /cek/{kode}"));
    assert!(served.contains("post /api/aduan") && served.contains("patch /api/files/{id}"));
    // Where there is a GET, its HEAD says the same.
    let gets: Vec<String> = served
        .iter()
        .filter_map(|route| route.strip_prefix("get ").map(str::to_owned))
        .collect();
    served.retain(|route| {
        route
            .strip_prefix("head ")
            .is_none_or(|path| !gets.iter().any(|get| get == path))
    });
    assert_eq!(served, described(&document));
}

#[actix_web::test]
async fn what_is_not_for_everyone_says_by_what_one_is_known() {
    let app = TestApp::start().await;
    let document = app.get("/api/openapi.json").await.ok().json();
    let mut guarded = 0;
    for (path, item) in document["paths"].as_object().unwrap() {
        if !path.starts_with("/api/aduan/{id}") && !path.starts_with("/api/files") {
            continue;
        }
        for method in METHODS.into_iter().filter(|method| *method != "options") {
            if item[method].is_object() {
                assert!(item[method]["security"].is_array(), "{method} {path}");
                guarded += 1;
            }
        }
    }
    assert_eq!(guarded, 31);
}

#[actix_web::test]
async fn a_person_reads_every_route_and_every_code_on_the_page() {
    let app = TestApp::start().await;
    let page = app.get("/api/docs").await.ok();
    let document = app.get("/api/openapi.json").await.ok().json();
    for path in document["paths"].as_object().unwrap().keys() {
        let escaped = path.replace('/', "&#x2f;");
        assert!(page.text.contains(&format!("<code>{escaped}</code>")), "{path}");
    }
    for code in ErrorCode::ALL {
        assert!(
            page.text.contains(&format!("id=\"{}\"", code.as_str())),
            "{code:?}"
        );
    }
    for schema in document["components"]["schemas"].as_object().unwrap().keys() {
        assert!(page.text.contains(&format!("id=\"skema-{schema}\"")), "{schema}");
    }
    assert!(
        !page.text.contains("<script") && !page.text.contains("https://"),
        "assets from elsewhere"
    );
}
