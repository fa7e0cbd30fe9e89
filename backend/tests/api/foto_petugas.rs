//! Photos that officers add: how it looks after the work, and the copies that anyone may see.

use backend::{clock, pribadi};
use reqwest::Method;
use serde_json::{Value, json};
use shared::account::Peran;
use shared::error::ErrorCode;
use shared::file::Foto;
use shared::id::{AduanId, AksiId};

use crate::siklus::{langkah, orang};
use crate::support::people::Petugas;
use crate::support::photo::{JPEG, jpeg_of, listed, sha256};
use crate::support::tus::{PART, metadata};
use crate::support::{Reply, TestApp, asal};

async fn lists(who: &Petugas<'_>, id: AduanId, what: &str, mut body: Value) -> Reply {
    body["asal"] = json!(asal());
    who.posts(AksiId::mint(), &format!("/api/aduan/{id}/{what}"), &body)
        .await
}

/// Sends the bytes of a photo that the officer listed.
pub(crate) async fn uploads(who: &Petugas<'_>, id: AduanId, bytes: &[u8]) {
    let begun = who
        .request(Method::POST, "/api/files")
        .header("Tus-Resumable", "1.0.0")
        .header("Upload-Length", bytes.len())
        .header("Upload-Metadata", metadata(id, &sha256(bytes)));
    let begun = Reply::of(begun).await.created();
    let part = who
        .request(Method::PATCH, begun.header("location").unwrap())
        .header("Tus-Resumable", "1.0.0")
        .header("Content-Type", PART)
        .header("Upload-Offset", 0)
        .body(bytes.to_vec());
    Reply::of(part).await.stands_at(bytes.len() as u64);
}

async fn copy(who: &Petugas<'_>, id: AduanId, dari: &str, foto: Option<&Foto>) -> Reply {
    lists(who, id, "foto-umum", json!({"dari": dari, "foto": foto})).await
}

async fn seen_by_all(app: &TestApp, kode: &str) -> Vec<Value> {
    let aduan = app.get(&format!("/api/public/aduan/{kode}")).await.ok().json();
    aduan["foto"].as_array().unwrap().clone()
}

fn public_path(kode: &str, sha256: &str) -> String {
    format!("/api/public/aduan/{kode}/foto/{sha256}")
}

/// It waited on his phone: its record comes with what else waited, its bytes after it.
#[actix_web::test]
async fn a_photo_after_the_work_comes_from_a_queue_once_and_no_other_photo_does() {
    let app = TestApp::start().await;
    let (siti, budi) = (app.pelapor(), app.petugas().await);
    let aduan = siti.has_sent(|_| {}).await;
    let after = jpeg_of(6_000, 3);
    let aksi = |sebagai: Option<&str>| {
        json!({"id": AksiId::mint(), "jenis": "aduan_foto", "catatan": aduan.id, "tindakan": sebagai,
            "badan": {"foto": listed(&after), "asal": asal()}})
    };
    let sends = async |who: Option<&Petugas<'_>>, aksi: &Value| {
        let request = match who {
            Some(who) => who.request(Method::POST, "/api/sync"),
            None => app.http.post(app.url("/api/sync")),
        };
        let reply = Reply::of(request.json(&json!({"aksi": [aksi]})))
            .await
            .ok()
            .json();
        reply["hasil"][0].clone()
    };
    let waited = aksi(Some("sesudah"));
    assert_eq!(sends(None, &waited).await["status"], 401);
    let far = app.sebagai(Peran::TimTeknis, "63.11.01").await;
    let elsewhere = sends(Some(&far), &waited).await;
    assert!(
        [403, 404].contains(&elsewhere["status"].as_u64().unwrap()),
        "{elsewhere}"
    );
    assert_eq!(sends(Some(&budi), &aksi(None)).await["status"], 422);
    assert_eq!(sends(Some(&budi), &aksi(Some("umum"))).await["status"], 422);
    assert_eq!(app.count("aduan_foto"), 0);

    assert_eq!(sends(Some(&budi), &waited).await["status"], 200);
    // The answer was lost.
    let again = sends(Some(&budi), &waited).await;
    assert_eq!((&again["status"], &again["diulang"]), (&json!(200), &json!(true)));
    assert_eq!(app.count("aduan_foto"), 1);
    uploads(&budi, aduan.id, &after).await;
    let seen = siti.sees(aduan.id).await.ok().json();
    assert_eq!(seen["foto"][0]["sebagai"], "sesudah");
    assert_eq!(seen["foto"][0]["diterima"], true);
}

/// The complaint was handed to another office while the photo waited on his phone.
#[actix_web::test]
async fn bytes_of_a_photo_that_an_officer_listed_are_taken_also_where_the_complaint_has_left_his_reach() {
    let app = TestApp::start().await;
    let (siti, rudi) = (app.pelapor(), app.petugas().await);
    let ani = orang(&app, "ani", Peran::TimTeknis, ("puprperkim", None)).await;
    let budi = orang(&app, "budi", Peran::TimTeknis, ("puprperkim", None)).await;
    let aduan = siti.has_sent(|_| {}).await;
    rudi.does(aduan.id, "verifikasi", 1, None, false).await.ok();
    let to = |skpd: &str| json!({"skpd": skpd, "teks": "Mohon ditindaklanjuti."});
    langkah(&rudi, aduan.id, "disposisi", 2, to("puprperkim"))
        .await
        .ok();
    let after = jpeg_of(6_000, 5);
    lists(&ani, aduan.id, "foto-sesudah", json!({"foto": listed(&after)}))
        .await
        .ok();
    langkah(&rudi, aduan.id, "disposisi", 3, to("disdukcapil"))
        .await
        .ok();
    ani.sees(aduan.id).await.refused(ErrorCode::TidakDitemukan);
    // Her colleague did not list it.
    let stolen = budi
        .request(Method::POST, "/api/files")
        .header("Tus-Resumable", "1.0.0")
        .header("Upload-Length", after.len())
        .header("Upload-Metadata", metadata(aduan.id, &sha256(&after)));
    assert_eq!(Reply::of(stolen).await.status, 403);
    uploads(&ani, aduan.id, &after).await;
    let seen = siti.sees(aduan.id).await.ok().json();
    assert_eq!(
        (&seen["foto"][0]["sebagai"], &seen["foto"][0]["diterima"]),
        (&json!("sesudah"), &json!(true))
    );
    // What is there is not hers to look at for all that.
    let path = format!("/api/aduan/{}/foto/{}", aduan.id, sha256(&after));
    ani.get(&path).await.refused(ErrorCode::TidakDitemukan);
}

#[actix_web::test]
async fn only_a_copy_that_an_officer_released_is_anybodys_to_see() {
    let app = TestApp::start().await;
    let (siti, budi) = (app.pelapor(), app.petugas().await);
    let aduan = siti.has_sent(|aduan| aduan.foto = vec![listed(JPEG)]).await;
    let (kode, original) = (aduan.kode.as_str(), sha256(JPEG));
    let blurred = jpeg_of(4_000, 7);
    // Nothing to copy before it is there.
    copy(&budi, aduan.id, &original, Some(&listed(&blurred)))
        .await
        .refused(ErrorCode::IsianSalah)
        .of_field("dari");
    siti.uploads(aduan.id, JPEG).await;
    copy(&budi, aduan.id, &original, Some(&listed(&blurred)))
        .await
        .ok();
    // Listed and not there yet: nobody is shown a hole.
    assert!(seen_by_all(&app, kode).await.is_empty());
    let private = sha256(&blurred);
    app.get(&public_path(kode, &private))
        .await
        .refused(ErrorCode::TidakDitemukan);
    uploads(&budi, aduan.id, &blurred).await;

    assert_eq!(
        seen_by_all(&app, kode).await,
        [json!({"sha256": private, "sesudah": false})]
    );
    let shown = app.get(&public_path(kode, &private)).await.ok();
    assert_eq!(shown.header("content-type"), Some("image/jpeg"));
    assert!(shown.header("cache-control").unwrap().contains("max-age=3600"));
    let page = app.get(&format!("/cek/{kode}")).await.ok();
    assert!(page.text.contains(&private) && !page.text.contains(&original));
    // The original is nobody's but the reporter's and the officers'.
    app.get(&public_path(kode, &original))
        .await
        .refused(ErrorCode::TidakDitemukan);
    let own = budi.sees(aduan.id).await.ok().json();
    assert_eq!(own["foto"].as_array().unwrap().len(), 1);
    assert_eq!(
        (&own["foto"][0]["umum"], &own["foto"][0]["sha256"]),
        (&json!(true), &json!(original))
    );

    // Another copy takes its place, and at last none is left.
    let better = jpeg_of(5_000, 9);
    copy(&budi, aduan.id, &original, Some(&listed(&better)))
        .await
        .ok();
    uploads(&budi, aduan.id, &better).await;
    assert_eq!(seen_by_all(&app, kode).await[0]["sha256"], sha256(&better));
    app.get(&public_path(kode, &private))
        .await
        .refused(ErrorCode::TidakDitemukan);
    copy(&budi, aduan.id, &original, None).await.ok();
    assert!(seen_by_all(&app, kode).await.is_empty());
    app.get(&public_path(kode, &sha256(&better)))
        .await
        .refused(ErrorCode::TidakDitemukan);
    assert_eq!(app.count("foto_buang"), 2);

    // While a file is on its way out of the store, the same one does not come in: it would be taken along.
    let again = copy(&budi, aduan.id, &original, Some(&listed(&better))).await;
    again.refused(ErrorCode::IsianSalah).of_field("foto");
    let aturan = app.config.district.data_pribadi;
    let done = pribadi::round(&app.db, &app.files, &aturan, clock::now())
        .await
        .unwrap();
    assert_eq!((done.foto, app.count("foto_buang")), (2, 0));
    copy(&budi, aduan.id, &original, Some(&listed(&better)))
        .await
        .ok();
    uploads(&budi, aduan.id, &better).await;
    // The same copy once more changes nothing.
    copy(&budi, aduan.id, &original, Some(&listed(&better)))
        .await
        .ok();
    assert_eq!(app.count("foto_buang"), 0);
    app.get(&public_path(kode, &sha256(&better))).await.ok();
}

#[actix_web::test]
async fn what_is_hidden_shows_no_photo_whoever_asks() {
    let app = TestApp::start().await;
    let (siti, budi) = (app.pelapor(), app.petugas().await);
    let hidden = |aduan: &mut shared::aduan::AduanBaru| {
        aduan.rahasia = true;
        aduan.foto = vec![listed(JPEG)];
    };
    let aduan = siti.has_sent(hidden).await;
    siti.uploads(aduan.id, JPEG).await;
    copy(&budi, aduan.id, &sha256(JPEG), Some(&listed(&jpeg_of(4_000, 7))))
        .await
        .refused(ErrorCode::LangkahSalah);
    assert!(seen_by_all(&app, aduan.kode.as_str()).await.is_empty());
}

#[actix_web::test]
async fn how_it_looks_after_the_work_is_shown_to_the_reporter_and_counted_apart() {
    let app = TestApp::start().await;
    let (siti, budi) = (app.pelapor(), app.petugas().await);
    let aduan = siti.has_sent(|aduan| aduan.foto = vec![listed(JPEG)]).await;
    siti.uploads(aduan.id, JPEG).await;
    let after = jpeg_of(6_000, 3);
    let body = |bytes: &[u8]| json!({"foto": listed(bytes)});
    lists(&budi, aduan.id, "foto-sesudah", body(&after)).await.ok();
    lists(&budi, aduan.id, "foto-sesudah", body(&after))
        .await
        .refused(ErrorCode::IsianSalah)
        .of_field("foto");
    uploads(&budi, aduan.id, &after).await;
    let seen = siti.sees(aduan.id).await.ok().json();
    let photos = seen["foto"].as_array().unwrap();
    assert_eq!(photos.len(), 2);
    assert_eq!(
        (&photos[1]["sebagai"], &photos[1]["diterima"]),
        (&json!("sesudah"), &json!(true))
    );
    // The inbox counts what the reporter sent.
    assert_eq!(budi.lists(&[]).await.ok().json()["items"][0]["foto"], 1);
    // It is the officer's, and the trail says so.
    assert_eq!(
        app.count("aduan_foto WHERE account_id IS NOT NULL AND diterima_pada IS NOT NULL"),
        1
    );

    for n in 0..4 {
        lists(&budi, aduan.id, "foto-sesudah", body(&jpeg_of(7_000, n)))
            .await
            .ok();
    }
    lists(&budi, aduan.id, "foto-sesudah", body(&jpeg_of(8_000, 1)))
        .await
        .refused(ErrorCode::IsianSalah)
        .of_field("foto");

    // A copy for all goes with its photo; a reporter's photo is no officer's to delete.
    let public = jpeg_of(9_000, 1);
    copy(&budi, aduan.id, &sha256(&after), Some(&listed(&public)))
        .await
        .ok();
    uploads(&budi, aduan.id, &public).await;
    assert_eq!(seen_by_all(&app, aduan.kode.as_str()).await[0]["sesudah"], true);
    let gone = |sha256: String| json!({"sha256": sha256});
    lists(&budi, aduan.id, "foto-sesudah/hapus", gone(sha256(JPEG)))
        .await
        .refused(ErrorCode::IsianSalah)
        .of_field("sha256");
    lists(&budi, aduan.id, "foto-sesudah/hapus", gone(sha256(&after)))
        .await
        .ok();
    assert!(seen_by_all(&app, aduan.kode.as_str()).await.is_empty());

    // Whoever only verifies does not work on it, and whoever works on it does not speak for the office.
    let verifikator = app.sebagai(Peran::VerifikatorSkpd, "63.11").await;
    lists(&verifikator, aduan.id, "foto-sesudah", body(&jpeg_of(9_500, 1)))
        .await
        .refused(ErrorCode::TidakBerhak);
    let teknis = app.sebagai(Peran::TimTeknis, "63.11").await;
    copy(&teknis, aduan.id, &sha256(JPEG), None)
        .await
        .refused(ErrorCode::TidakBerhak);
    let nobody = app.http.request(
        Method::POST,
        app.url(&format!("/api/aduan/{}/foto-umum", aduan.id)),
    );
    let nobody = nobody.header("Idempotency-Key", AksiId::mint().to_string());
    let body = json!({"dari": sha256(JPEG), "foto": null, "asal": asal()});
    Reply::of(nobody.json(&body)).await.refused(ErrorCode::PerluMasuk);
}
