//! Deadlines: the rules and the calendar by which they are counted, who may change them, and whom a change leaves alone.

mod batas_waktu;
mod libur;

use reqwest::Method;
use serde::Serialize;
use serde_json::Value;
use shared::aksi::IDEMPOTENCY_KEY;
use shared::id::{AduanId, AksiId};

use crate::support::{Petugas, Reply, TestApp};

async fn puts(petugas: &Petugas<'_>, aksi: AksiId, path: &str, body: &impl Serialize) -> Reply {
    let request = petugas
        .request(Method::PUT, path)
        .header(IDEMPOTENCY_KEY, aksi.to_string());
    Reply::of(request.json(body)).await
}

/// Lets a complaint have been received, and its deadline been counted, at other times than now.
fn backdate(app: &TestApp, id: AduanId, diterima: &str, tenggat: &str, sementara: bool) {
    let sementara = if sementara { "TRUE" } else { "FALSE" };
    let changed = app.execute(&format!(
        "UPDATE aduan SET diterima_pada = '{diterima} 02:00:00', tenggat = '{tenggat}', \
         tenggat_sementara = {sementara} WHERE id = '{id}'"
    ));
    assert_eq!(changed, 1);
}

fn tenggat(seen: &Value) -> (String, bool) {
    let hari = seen["tenggat"]["hari"].as_str().unwrap().to_owned();
    (hari, seen["tenggat"]["sementara"].as_bool().unwrap())
}

/// Refused with these lines, in this order; each names what to do.
#[track_caller]
fn fields(reply: &Reply) -> Vec<(String, String)> {
    let told = reply.json()["fields"].as_array().unwrap().clone();
    told.iter()
        .map(|fault| {
            let text = |name: &str| fault[name].as_str().unwrap().to_owned();
            (text("field"), text("message"))
        })
        .collect()
}
