//! Many aksi in one request: each is judged and answered as if it came alone, and none holds up another.

use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;
use reqwest::Method;
use serde_json::{Value, json};
use shared::aduan::AduanBaru;
use shared::error::ErrorCode;
use shared::id::{AksiId, PesanId};
use shared::place::{Posisi, SumberPosisi};
use shared::sinkron::{SEKALI, Terkirim};

use crate::support::people::aduan_baru;
use crate::support::{Petugas, Reply, TestApp, asal};

fn baru(aduan: &AduanBaru) -> Value {
    json!({"id": AksiId::mint(), "jenis": "aduan_baru", "badan": aduan})
}

async fn sends(app: &TestApp, petugas: Option<&Petugas<'_>>, aksi: &[Value]) -> Reply {
    let request = match petugas {
        Some(petugas) => petugas.request(Method::POST, "/api/sync"),
        None => app.http.post(app.url("/api/sync")),
    };
    Reply::of(request.json(&json!({"aksi": aksi}))).await
}

fn statuses(reply: &Reply) -> Vec<u16> {
    let told: Terkirim = reply.read();
    told.hasil.iter().map(|one| one.status).collect()
}

#[actix_web::test]
async fn each_is_answered_for_itself_and_again_when_it_is_sent_again() {
    let app = TestApp::start().await;
    let siti = app.pelapor();
    let (first, second, mut wrong) = (siti.aduan(), siti.aduan(), siti.aduan());
    wrong.uraian = String::new();
    let pesan = json!({"id": AksiId::mint(), "jenis": "aduan_pesan", "catatan": first.id, "kunci": siti.kunci.as_str(),
        "badan": {"id": PesanId::mint(), "isi": "Fotonya menyusul.", "asal": asal()}});
    let batch = [baru(&first), baru(&wrong), pesan.clone(), baru(&second)];
    let reply = sends(&app, None, &batch).await.ok();
    assert_eq!(statuses(&reply), [201, 422, 201, 201]);
    let told: Terkirim = reply.read();
    assert_eq!(told.hasil[1].badan["fields"][0]["field"], "uraian");
    assert_eq!(told.hasil[0].badan["kode"], first.kode.as_str());
    assert!(told.hasil.iter().all(|one| !one.diulang));

    // The answer was lost: all of it comes once more, and one of them alone by its own route.
    let again = sends(&app, None, &batch).await.ok();
    let told: Terkirim = again.read();
    assert_eq!(statuses(&again), [201, 422, 201, 201]);
    let replayed: Vec<_> = told.hasil.iter().map(|one| one.diulang).collect();
    assert_eq!(replayed, [true, false, true, true]);
    let alone = siti
        .send_as(batch[0]["id"].as_str().unwrap().parse().unwrap(), &first)
        .await
        .created();
    assert_eq!(alone.header("idempotent-replayed"), Some("true"));
    assert_eq!((app.count("aduan"), app.count("aduan_pesan")), (2, 1));
    assert_eq!(app.count("aksi"), 3);
}

#[actix_web::test]
async fn new_records_of_one_request_see_one_another_and_are_answered_in_their_order() {
    let app = TestApp::start().await;
    let siti = app.pelapor();
    let place = Posisi {
        lat: -2.3501,
        lng: 115.3602,
        akurasi_m: Some(8.0),
        sumber: SumberPosisi::Gps,
    };
    let all: Vec<AduanBaru> = (0..5)
        .map(|place_in_order| {
            let mut aduan = siti.aduan();
            // Each a hundred metres from the next; the last lies elsewhere.
            let north = if place_in_order == 4 {
                0.2
            } else {
                0.0009 * f64::from(place_in_order)
            };
            aduan.lokasi.posisi = Some(Posisi {
                lat: place.lat + north,
                ..place
            });
            aduan
        })
        .collect();
    let mut batch: Vec<Value> = all.iter().map(baru).collect();
    // The same once more, as a device sends what it heard no answer to.
    batch.insert(1, batch[0].clone());
    let reply = sends(&app, None, &batch).await.ok();
    assert_eq!(statuses(&reply), [201; 6]);
    let told: Terkirim = reply.read();
    let kode: Vec<_> = told.hasil.iter().map(|one| one.badan["kode"].clone()).collect();
    let wanted: Vec<_> = [0, 0, 1, 2, 3, 4].map(|at: usize| json!(all[at].kode)).into();
    assert_eq!(kode, wanted);
    let replayed: Vec<_> = told.hasil.iter().map(|one| one.diulang).collect();
    assert_eq!(replayed, [false, true, false, false, false, false]);
    assert_eq!((app.count("aduan"), app.count("aksi")), (5, 5));
    // Within 250 m: the first with two, the second with two more, the third with one more.
    assert_eq!(app.count("mungkin_sama"), 5);
}

#[actix_web::test]
async fn in_whose_name_it_is_done_is_judged_as_on_its_own_route() {
    let app = TestApp::start().await;
    let (siti, other) = (app.pelapor(), app.pelapor());
    let budi = app.petugas().await;
    let far = app.sebagai(shared::account::Peran::Camat, "63.11.01").await;
    let aduan = siti.has_sent(|_| {}).await;
    let step = |versi: i64| {
        json!({"id": AksiId::mint(), "jenis": "aduan_tindakan", "catatan": aduan.id, "tindakan": "verifikasi",
            "badan": {"versi": versi, "publik": false, "asal": asal()}})
    };
    let note = || {
        json!({"id": AksiId::mint(), "jenis": "aduan_catatan", "catatan": aduan.id,
            "badan": {"id": PesanId::mint(), "isi": "Sudah ditelepon.", "asal": asal()}})
    };
    let by_key = |kunci: &str| {
        json!({"id": AksiId::mint(), "jenis": "aduan_pesan", "catatan": aduan.id, "kunci": kunci,
            "badan": {"id": PesanId::mint(), "isi": "Halo.", "asal": asal()}})
    };
    let all = [step(1), note(), by_key(other.kunci.as_str()), by_key("x")];
    // Nobody, somebody elsewhere, and who may.
    assert_eq!(
        statuses(&sends(&app, None, &all).await.ok()),
        [401, 401, 404, 422]
    );
    let elsewhere = statuses(&sends(&app, Some(&far), &all).await.ok());
    assert!(
        elsewhere[..2].iter().all(|status| [403, 404].contains(status)),
        "{elsewhere:?}"
    );
    assert_eq!(app.count("aduan_catatan"), 0);
    let own = sends(
        &app,
        Some(&budi),
        &[step(1), note(), step(1), by_key(siti.kunci.as_str())],
    )
    .await
    .ok();
    assert_eq!(statuses(&own), [200, 201, 409, 201]);
    let told: Terkirim = own.read();
    assert_eq!(told.hasil[2].badan["code"], ErrorCode::VersiUsang.as_str());
    assert_eq!(
        told.hasil[2].badan["sekarang"]["versi"], 2,
        "with the present state"
    );

    // What needs the network is not taken from a queue.
    let rilis = json!({"id": AksiId::mint(), "jenis": "aduan_rilis", "catatan": aduan.id, "badan": {}});
    assert_eq!(statuses(&sends(&app, Some(&budi), &[rilis]).await.ok()), [422]);
    // One that this version does not know holds up nothing, and a key opens no officer's step.
    let unknown = json!({"id": AksiId::mint(), "jenis": "usulan_baru", "badan": {}});
    let mut stolen = step(2);
    stolen["kunci"] = json!(siti.kunci.as_str());
    let mixed = sends(&app, Some(&budi), &[unknown, note(), stolen]).await.ok();
    assert_eq!(statuses(&mixed), [400, 201, 422]);
    // An aksi whose id is no UUIDv7, and one that lacks its record.
    let mut odd = step(2);
    odd["id"] = json!("00000000-0000-4000-8000-000000000000");
    let mut lost = step(2);
    lost.as_object_mut().unwrap().remove("catatan");
    assert_eq!(
        statuses(&sends(&app, Some(&budi), &[odd, lost]).await.ok()),
        [400, 422]
    );
}

#[actix_web::test]
async fn too_many_too_much_and_what_cannot_be_unpacked_is_refused() {
    let app = TestApp::start().await;
    let siti = app.pelapor();
    let one = baru(&aduan_baru(&siti.kunci));
    sends(&app, None, &[])
        .await
        .refused(ErrorCode::IsianSalah)
        .of_field("aksi");
    sends(&app, None, &vec![one.clone(); SEKALI + 1])
        .await
        .refused(ErrorCode::IsianSalah)
        .of_field("aksi");
    let packed = async |bytes: Vec<u8>, how: &str| {
        let request = app
            .http
            .post(app.url("/api/sync"))
            .header("Content-Type", "application/json")
            .header("Content-Encoding", how)
            .body(bytes);
        Reply::of(request).await
    };
    let gzip = |plain: &[u8]| {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(plain).unwrap();
        encoder.finish().unwrap()
    };
    let whole = gzip(json!({"aksi": [one]}).to_string().as_bytes());
    packed(whole[..whole.len() - 9].to_vec(), "gzip")
        .await
        .refused(ErrorCode::BentukSalah);
    packed(whole.clone(), "br").await.refused(ErrorCode::TipeSalah);
    assert_eq!(app.count("aduan"), 0);
    assert_eq!(statuses(&packed(whole, "gzip").await.ok()), [201]);

    // 64 MiB that are 64 KiB on the way.
    let bomb = gzip(&vec![b' '; 64 * 1024 * 1024]);
    assert!(bomb.len() < 128 * 1024, "{}", bomb.len());
    packed(bomb, "gzip").await.refused(ErrorCode::TerlaluBesar);
}

#[actix_web::test]
async fn what_was_read_on_the_device_is_told_afterwards_and_changes_nothing() {
    let app = TestApp::start().await;
    let (siti, budi) = (app.pelapor(), app.petugas().await);
    let aduan = siti.has_sent(|_| {}).await;
    let waiting = app.count("perubahan_antre");
    let read = json!({"id": AksiId::mint(), "jenis": "aduan_dilihat", "catatan": aduan.id, "badan": {"asal": asal()}});
    for again in [false, true] {
        let reply = sends(&app, Some(&budi), std::slice::from_ref(&read)).await.ok();
        assert_eq!(statuses(&reply), [200]);
        assert_eq!(reply.read::<Terkirim>().hasil[0].diulang, again);
    }
    let told = "jejak WHERE perbuatan = 'aduan_dilihat' AND perangkat IS NOT NULL AND catatan_id = ";
    assert_eq!(app.count(&format!("{told}'{}'", aduan.id)), 1);
    assert_eq!(app.count("perubahan_antre"), waiting, "nobody's copy is another");
}
