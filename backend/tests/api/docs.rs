//! The API's own description says all that is served, and no more.

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::Value;
use shared::error::ErrorCode;
use shared::paths;

use crate::support::TestApp;

/// OPTIONS is left out: it asks about the protocol and not for a thing.
const METHODS: [&str; 5] = ["get", "head", "post", "patch", "delete"];

/// The routes that the sources register: each `web::resource(…)` with the methods that follow it.
fn served() -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    read_folder(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut found);
    found
}

fn read_folder(folder: &Path, found: &mut BTreeSet<String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            read_folder(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            read_source(&std::fs::read_to_string(path).unwrap(), found);
        }
    }
}

fn read_source(source: &str, found: &mut BTreeSet<String>) {
    // Within a scope, resources are named by the rest of their path.
    let scope = source
        .split("web::scope(")
        .nth(1)
        .map(|rest| path_of(rest.split(')').next().unwrap()));
    for registered in source.split("web::resource(").skip(1) {
        let (place, rest) = registered.split_once(')').unwrap();
        let chain: String = rest.split(';').next().unwrap().split_whitespace().collect();
        let path = format!(
            "{}{}",
            scope.as_deref().unwrap_or_default(),
            path_of(place.trim())
        );
        for method in METHODS {
            if chain.contains(&format!(".{method}(")) || chain.contains(&format!("web::{method}()")) {
                found.insert(format!("{method} {path}"));
            }
        }
    }
}

fn path_of(place: &str) -> String {
    let named = match place.rsplit("::").next().unwrap() {
        "ADUAN" => paths::ADUAN,
        "FILES" => paths::FILES,
        "LOGIN" => paths::LOGIN,
        "REFRESH" => paths::REFRESH,
        "LOGOUT" => paths::LOGOUT,
        "WILAYAH" => paths::WILAYAH,
        "BATAS" => paths::BATAS,
        "PORTAL" => paths::PORTAL,
        "HEALTH" => paths::HEALTH,
        "OPENAPI" => paths::OPENAPI,
        "DOCS" => paths::DOCS,
        "CEK" => paths::CEK,
        literal => literal.trim_matches('"'),
    };
    named.to_owned()
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
    // Figures are served on an address of their own.
    served.remove("get /metrics");
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
    assert_eq!(guarded, 10);
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
