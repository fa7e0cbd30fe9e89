//! What was done and comes once more, after its answer was lost: it is answered as done, whatever has become of the
//! record or of his rights meanwhile. Otherwise a device would show as refused what the office has.

use reqwest::Method;
use serde_json::{Value, json};
use shared::account::Peran;
use shared::error::ErrorCode;
use shared::id::{AduanId, AksiId, PesanId};

use crate::foto_petugas::uploads;
use crate::siklus::{langkah, orang};
use crate::support::people::Petugas;
use crate::support::photo::{jpeg_of, listed, sha256};
use crate::support::tus::metadata;
use crate::support::{Reply, TestApp, asal};

/// All that a technician may have waiting about one complaint: the aksi as a batch carries it, and its route.
fn waiting(id: AduanId, photo: &[u8]) -> Vec<(Value, String)> {
    let message = |isi: &str| json!({"id": PesanId::mint(), "isi": isi, "asal": asal()});
    let all = [
        (
            "aduan_tindakan",
            Some("proses"),
            "proses",
            json!({"versi": 3, "asal": asal()}),
        ),
        ("aduan_pesan", None, "pesan", message("Kami datang besok pagi.")),
        ("aduan_catatan", None, "catatan", message("Bawa tangga panjang.")),
        ("aduan_dilihat", None, "dilihat", json!({"asal": asal()})),
        (
            "aduan_foto",
            Some("sesudah"),
            "foto-sesudah",
            json!({"foto": listed(photo), "asal": asal()}),
        ),
    ];
    let aksi = |(jenis, tindakan, last, badan): (&str, Option<&str>, &str, Value)| {
        let aksi = json!({"id": AksiId::mint(), "jenis": jenis, "catatan": id, "tindakan": tindakan, "badan": badan});
        (aksi, format!("/api/aduan/{id}/{last}"))
    };
    all.into_iter().map(aksi).collect()
}

/// By its own route and in a batch: each is answered as done before.
async fn are_known_again(who: &Petugas<'_>, all: &[(Value, String)]) {
    for (aksi, path) in all {
        let id: AksiId = aksi["id"].as_str().unwrap().parse().unwrap();
        let alone = who.posts(id, path, &aksi["badan"]).await;
        assert!(alone.status.is_success(), "{path}: {}", alone.status);
        assert_eq!(alone.header("idempotent-replayed"), Some("true"), "{path}");
        let mut other = aksi["badan"].clone();
        other["asal"] = json!(asal());
        who.posts(id, path, &other).await.refused(ErrorCode::KunciDipakai);
    }
    let batch: Vec<&Value> = all.iter().map(|(aksi, _)| aksi).collect();
    let reply = Reply::of(
        who.request(Method::POST, "/api/sync")
            .json(&json!({"aksi": batch})),
    )
    .await;
    for hasil in reply.ok().json()["hasil"].as_array().unwrap() {
        assert_eq!(hasil["diulang"], true, "{hasil}");
        assert!([200, 201].contains(&hasil["status"].as_u64().unwrap()), "{hasil}");
    }
}

async fn is_refused(who: &Petugas<'_>, all: Vec<(Value, String)>, code: ErrorCode) {
    // That he read it while it was his is noted also afterwards.
    for (aksi, path) in all
        .into_iter()
        .filter(|(aksi, _)| aksi["jenis"] != "aduan_dilihat")
    {
        who.posts(AksiId::mint(), &path, &aksi["badan"])
            .await
            .refused(code);
    }
}

#[actix_web::test]
async fn what_was_done_is_known_again_where_the_complaint_or_the_right_has_gone() {
    let app = TestApp::start().await;
    let (siti, rudi) = (app.pelapor(), app.petugas().await);
    let ani = orang(&app, "ani", Peran::TimTeknis, ("puprperkim", None)).await;
    let aduan = siti.has_sent(|_| {}).await;
    rudi.does(aduan.id, "verifikasi", 1, None, false).await.ok();
    let to = |skpd: &str| json!({"skpd": skpd, "teks": "Mohon ditindaklanjuti."});
    langkah(&rudi, aduan.id, "disposisi", 2, to("puprperkim"))
        .await
        .ok();
    let photo = jpeg_of(6_000, 9);
    let all = waiting(aduan.id, &photo);
    for (aksi, path) in &all {
        let id = aksi["id"].as_str().unwrap().parse().unwrap();
        let reply = ani.posts(id, path, &aksi["badan"]).await;
        assert!(reply.status.is_success(), "{path}: {}", reply.status);
    }
    let versi = siti.sees(aduan.id).await.ok().json()["versi"].as_i64().unwrap();
    langkah(&rudi, aduan.id, "disposisi", versi, to("disdukcapil"))
        .await
        .ok();
    let kept = [
        app.count("aksi"),
        app.count("aduan_pesan"),
        app.count("aduan_foto"),
        app.count("jejak WHERE aksi_id IS NOT NULL"),
    ];

    ani.sees(aduan.id).await.refused(ErrorCode::TidakDitemukan);
    are_known_again(&ani, &all).await;
    is_refused(&ani, waiting(aduan.id, &photo), ErrorCode::TidakDitemukan).await;
    // The record has its receipt, so its bytes are brought.
    uploads(&ani, aduan.id, &photo).await;

    app.execute("DELETE FROM penugasan WHERE peran = 'tim_teknis'");
    are_known_again(&ani, &all).await;
    is_refused(&ani, waiting(aduan.id, &photo), ErrorCode::TidakBerhak).await;
    // Nor does what she did once open what is no aksi.
    let upload = ani
        .request(Method::POST, "/api/files")
        .header("Idempotency-Key", all[0].0["id"].as_str().unwrap())
        .header("Tus-Resumable", "1.0.0")
        .header("Upload-Length", photo.len())
        .header("Upload-Metadata", metadata(aduan.id, &sha256(&photo)));
    Reply::of(upload).await.refused(ErrorCode::TidakBerhak);
    // Nobody else learns by its id that it was done.
    let camat = app.sebagai(Peran::OperatorDesa, "63.11.05.2001").await;
    let (aksi, path) = &all[1];
    let id = aksi["id"].as_str().unwrap().parse().unwrap();
    camat
        .posts(id, path, &aksi["badan"])
        .await
        .refused(ErrorCode::TidakBerhak);
    let now = [
        app.count("aksi"),
        app.count("aduan_pesan"),
        app.count("aduan_foto"),
        app.count("jejak WHERE aksi_id IS NOT NULL"),
    ];
    assert_eq!(kept, now, "something was done once more");
}
