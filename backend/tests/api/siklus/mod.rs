//! The whole life of a complaint: handed on, put off, opened again, merged, and what the time makes of it.

mod langkah;
mod pertimbangan;
mod waktu;

use backend::account;
use backend::clock;
use serde_json::{Value, json};
use shared::account::{Penugasan, Peran};
use shared::id::{AduanId, AksiId};
use shared::wilayah::WilayahKode;

use crate::support::{Petugas, Reply, TestApp, asal, make_account};

/// Somebody of an office, logged in.
pub(crate) async fn orang<'a>(
    app: &'a TestApp,
    nama: &str,
    peran: Peran,
    (skpd, bidang): (&str, Option<&str>),
) -> Petugas<'a> {
    let held = Penugasan {
        skpd: Some(skpd.to_owned()),
        bidang: bidang.map(str::to_owned),
        ..account::penugasan(peran, WilayahKode::parse("63.11").unwrap(), clock::now())
    };
    make_account(&app.db, nama, vec![held]);
    Petugas::login(app, nama).await
}

/// A step on the present version, with what it needs besides.
pub(crate) async fn langkah(
    petugas: &Petugas<'_>,
    id: AduanId,
    tindakan: &str,
    versi: i64,
    more: Value,
) -> Reply {
    let mut body = json!({"versi": versi, "asal": asal()});
    body.as_object_mut()
        .unwrap()
        .extend(more.as_object().unwrap().clone());
    let path = format!("/api/aduan/{id}/{tindakan}");
    petugas.posts(AksiId::mint(), &path, &body).await
}
