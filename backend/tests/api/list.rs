//! The officer's inbox: filters, search, orders, pages.

use serde_json::Value;
use shared::aduan::{AduanBaru, Kategori};
use shared::error::ErrorCode;
use shared::wilayah::WilayahKode;

use crate::support::{Pelapor, Petugas, TestApp};

async fn ids(budi: &Petugas<'_>, query: &[(&str, &str)]) -> Vec<String> {
    let page = budi.lists(query).await.ok().json();
    page["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["id"].as_str().unwrap().to_owned())
        .collect()
}

async fn send(siti: &Pelapor<'_>, change: impl FnOnce(&mut AduanBaru)) -> String {
    siti.has_sent(change).await.id.to_string()
}

#[actix_web::test]
async fn filters_narrow_and_may_be_joined() {
    let app = TestApp::start().await;
    let (siti, budi) = (app.pelapor(), app.petugas().await);
    let drainase = send(&siti, |_| {}).await;
    let jalan = send(&siti, |aduan| {
        aduan.kategori = Kategori::JalanLingkungan;
        aduan.lokasi.wilayah = WilayahKode::parse("63.11.01.2001");
    })
    .await;
    let verified = siti.has_sent(|_| {}).await.id;
    budi.does(verified, "verifikasi", 1, None, false).await.ok();
    let verified = verified.to_string();
    for (query, found) in [
        (vec![("status", "diverifikasi")], vec![&verified]),
        (vec![("kategori", "jalan_lingkungan")], vec![&jalan]),
        (vec![("wilayah", "63.11.01")], vec![&jalan]),
        (
            vec![("wilayah", "63.11.05.2007"), ("status", "diterima")],
            vec![&drainase],
        ),
        (vec![("wilayah", "63.11")], vec![&verified, &jalan, &drainase]),
        (vec![("wilayah", "63.1")], vec![]),
    ] {
        if query == [("wilayah", "63.1")] {
            budi.lists(&query).await.refused(ErrorCode::BentukSalah);
        } else {
            assert_eq!(
                ids(&budi, &query).await.iter().collect::<Vec<_>>(),
                found,
                "{query:?}"
            );
        }
    }
}

#[actix_web::test]
async fn words_are_found_by_their_beginning_and_a_code_in_any_writing() {
    let app = TestApp::start().await;
    let (siti, budi) = (app.pelapor(), app.petugas().await);
    let saluran = siti.has_sent(|_| {}).await;
    let atap = siti
        .has_sent(|aduan| aduan.uraian = "Atap rumah nenek bocor, dindingnya LAPUK semua.".to_owned())
        .await;
    let (saluran_id, atap_id) = (saluran.id.to_string(), atap.id.to_string());
    for (cari, found) in [
        ("lapuk", vec![&atap_id]),
        ("SALUR langg", vec![&saluran_id]),
        ("lampihong", vec![&atap_id, &saluran_id]),
        ("langgar lapuk", vec![]),
        ("siti", vec![]),
        ("3456", vec![]),
        ("%", vec![&atap_id, &saluran_id]),
        (saluran.kode.as_str(), vec![&saluran_id]),
        (
            &saluran.kode.as_str().to_lowercase().replace('-', " "),
            vec![&saluran_id],
        ),
        (&atap.kode.as_str()[4..9], vec![&atap_id]),
    ] {
        assert_eq!(
            ids(&budi, &[("cari", cari)]).await.iter().collect::<Vec<_>>(),
            found,
            "{cari}"
        );
    }
    budi.releases(saluran.id, 1, "Drainase buntu menahun").await.ok();
    assert_eq!(ids(&budi, &[("cari", "menahun")]).await, [saluran_id]);
}

#[actix_web::test]
async fn pages_neither_repeat_nor_skip_while_the_list_grows() {
    let app = TestApp::start().await;
    let (siti, budi) = (app.pelapor(), app.petugas().await);
    let mut sent = Vec::new();
    for _ in 0..7 {
        sent.push(send(&siti, |_| {}).await);
    }
    for urut in ["terbaru", "terlama", "tenggat"] {
        let mut seen: Vec<String> = Vec::new();
        let mut cursor = String::new();
        loop {
            let mut query = vec![("urut", urut), ("limit", "3")];
            if !cursor.is_empty() {
                query.push(("cursor", &cursor));
            }
            let page = budi.lists(&query).await.ok().json();
            seen.extend(
                page["items"]
                    .as_array()
                    .unwrap()
                    .iter()
                    .map(|row| row["id"].as_str().unwrap().to_owned()),
            );
            let Value::String(next) = &page["next"] else { break };
            next.clone_into(&mut cursor);
            if urut == "terbaru" {
                send(&siti, |aduan| aduan.rahasia = true).await;
            }
        }
        let own: Vec<&String> = seen.iter().filter(|id| sent.contains(id)).collect();
        let mut expected: Vec<&String> = sent.iter().collect();
        if urut == "terbaru" {
            expected.reverse();
        }
        assert_eq!(own, expected, "{urut}");
    }
}

#[actix_web::test]
async fn the_nearest_deadline_comes_first_and_none_comes_last() {
    let app = TestApp::start().await;
    let (siti, budi) = (app.pelapor(), app.petugas().await);
    let answered = siti.has_sent(|_| {}).await.id;
    budi.does(answered, "verifikasi", 1, None, false).await.ok();
    budi.does(answered, "tanggapi", 2, Some("Sudah kami jawab."), false)
        .await
        .ok();
    let verified = siti.has_sent(|_| {}).await.id;
    budi.does(verified, "verifikasi", 1, None, false).await.ok();
    let new = send(&siti, |_| {}).await;
    assert_eq!(
        ids(&budi, &[("urut", "tenggat")]).await,
        [new, verified.to_string(), answered.to_string()]
    );
}

#[actix_web::test]
async fn what_cannot_be_meant_is_refused() {
    let app = TestApp::start().await;
    let budi = app.petugas().await;
    budi.lists(&[("cursor", "zz")])
        .await
        .refused(ErrorCode::BentukSalah)
        .of_field("cursor");
    budi.lists(&[("limit", "0")])
        .await
        .refused(ErrorCode::IsianSalah)
        .of_field("limit");
    budi.lists(&[("limit", "101")])
        .await
        .refused(ErrorCode::IsianSalah)
        .of_field("limit");
    budi.lists(&[("status", "hilang")])
        .await
        .refused(ErrorCode::BentukSalah);
    budi.lists(&[("limit", "banyak")])
        .await
        .refused(ErrorCode::BentukSalah);
}
