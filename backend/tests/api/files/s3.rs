//! Photos in a store that speaks like S3, by configuration alone.

use std::collections::HashMap;
use std::sync::Mutex;

use actix_web::web::{self, Bytes, Data, Path};
use actix_web::{App, HttpResponse, HttpServer};
use serde_json::json;
use shared::aduan::AduanBaru;
use shared::id::AksiId;
use shared::kunci::Kunci;

use crate::support::database::TestDatabase;
use crate::support::people::aduan_baru;
use crate::support::photo::{JPEG, listed, sha256};
use crate::support::process::Process;
use crate::support::tus::{PART, metadata};

type Objects = Data<Mutex<HashMap<String, Bytes>>>;

async fn put(objects: Objects, key: Path<String>, bytes: Bytes) -> HttpResponse {
    objects.lock().unwrap().insert(key.into_inner(), bytes);
    HttpResponse::Ok().insert_header(("ETag", "\"1\"")).finish()
}

async fn get(objects: Objects, key: Path<String>) -> HttpResponse {
    match objects.lock().unwrap().get(key.as_str()) {
        Some(bytes) => HttpResponse::Ok()
            .insert_header(("ETag", "\"1\""))
            .insert_header(("Last-Modified", "Sat, 21 Nov 2026 00:00:00 GMT"))
            .body(bytes.clone()),
        None => HttpResponse::NotFound().finish(),
    }
}

#[actix_web::test]
async fn photos_go_to_s3_when_the_settings_say_so() {
    let objects: Objects = Data::new(Mutex::new(HashMap::new()));
    let shown = objects.clone();
    let store = HttpServer::new(move || {
        let object = web::resource("/{key:.*}").put(put).get(get);
        App::new().app_data(objects.clone()).service(object)
    });
    let store = store.workers(1).bind(("127.0.0.1", 0)).unwrap();
    let endpoint = format!("http://{}", store.addrs()[0]);
    let running = store.run();
    let handle = running.handle();
    actix_web::rt::spawn(running);

    let data = tempfile::tempdir().unwrap();
    let database = TestDatabase::create(data.path());
    let settings = [
        ("PORTAL_FILES", "s3://portal/foto"),
        ("AWS_ENDPOINT", endpoint.as_str()),
        ("AWS_ALLOW_HTTP", "true"),
        ("AWS_REGION", "ap-southeast-3"),
        ("AWS_ACCESS_KEY_ID", "test"),
        ("AWS_SECRET_ACCESS_KEY", "test"),
    ];
    let mut server = Process::new(data.path(), &database.url(), &settings);
    server.start().await;
    let http = reqwest::Client::builder().no_proxy().build().unwrap();
    let kunci = Kunci::from_random(rand::random());
    let request = |method: &str, path: &str| {
        http.request(method.parse().unwrap(), format!("{}{path}", server.url))
            .header("Authorization", format!("Kunci {}", kunci.as_str()))
            .header("Tus-Resumable", "1.0.0")
    };
    let aduan = AduanBaru {
        foto: vec![listed(JPEG)],
        ..aduan_baru(&kunci)
    };
    let sent = request("POST", "/api/aduan").header("Idempotency-Key", AksiId::mint().to_string());
    assert_eq!(sent.json(&json!(aduan)).send().await.unwrap().status(), 201);
    let begun = request("POST", "/api/files").header("Upload-Length", JPEG.len());
    let begun = begun
        .header("Upload-Metadata", metadata(aduan.id, &sha256(JPEG)))
        .send()
        .await
        .unwrap();
    let path = begun.headers()["location"].to_str().unwrap();
    let part = request("PATCH", path)
        .header("Content-Type", PART)
        .header("Upload-Offset", 0);
    assert_eq!(part.body(JPEG).send().await.unwrap().status(), 204);

    let key = format!("portal/foto/aduan/{}/{}", aduan.id, sha256(JPEG));
    assert_eq!(shown.lock().unwrap().get(&key).map(Bytes::as_ref), Some(JPEG));
    let path = format!("/api/aduan/{}/foto/{}", aduan.id, sha256(JPEG));
    let stored = request("GET", &path).send().await.unwrap();
    assert_eq!(stored.bytes().await.unwrap(), JPEG);
    shown.lock().unwrap().clear();
    assert_eq!(request("GET", &path).send().await.unwrap().status(), 500);
    handle.stop(false).await;
}
