//! Services and requests in the standard's words.

use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::{Value, json};
use shared::aduan::{Jenis, Kategori};
use shared::publik::PublikRingkas;

use crate::config::District;
use crate::publik::Alamat;

pub fn services() -> Value {
    let all = Kategori::ALL.into_iter().map(|kategori| {
        json!({
            "service_code": kategori.as_str(),
            "service_name": kategori.label(),
            "description": format!("Aduan, usul, atau pertanyaan tentang: {}", kategori.label()),
            "metadata": true,
            "type": "realtime",
            "keywords": "aduan, permukiman",
            "group": "Aduan warga",
        })
    });
    Value::Array(all.collect())
}

pub const ATTR_JENIS: &str = "jenis";
pub const ATTR_RAHASIA: &str = "rahasia";

pub fn definition(kategori: Kategori) -> Value {
    let choice = |order: u8, code: &str, question: &str, values: Vec<Value>| {
        json!({
            "variable": true, "code": code, "datatype": "singlevaluelist", "required": false,
            "datatype_description": "Pilih satu", "order": order, "description": question, "values": values,
        })
    };
    let kinds = Jenis::ALL
        .into_iter()
        .map(|jenis| json!({"key": jenis.as_str(), "name": jenis.label()}));
    let hidden = vec![
        json!({"key": "tidak", "name": "Boleh dilihat umum"}),
        json!({"key": "ya", "name": "Rahasiakan dari umum"}),
    ];
    json!({
        "service_code": kategori.as_str(),
        "attributes": [
            choice(1, ATTR_JENIS, "Apa yang Anda sampaikan?", kinds.collect()),
            choice(2, ATTR_RAHASIA, "Bolehkah aduan ini dilihat umum?", hidden),
        ],
    })
}

/// Without anything of the reporter's: his words, his name and the point itself stay with the office.
pub fn request(item: &PublikRingkas, district: &District) -> Value {
    let told = [&item.judul, &item.ringkasan];
    let told: Vec<&str> = told
        .into_iter()
        .flatten()
        .map(String::as_str)
        .filter(|text| !text.is_empty())
        .collect();
    let status = if item.status.berakhir() { "closed" } else { "open" };
    json!({
        "service_request_id": item.kode,
        "status": status,
        "status_notes": item.status.label(),
        "service_name": item.kategori.label(),
        "service_code": item.kategori.as_str(),
        "description": told.join("\n"),
        "agency_responsible": district.skpd,
        "service_notice": item.status.arti(),
        "requested_datetime": w3c(item.diterima_pada),
        "updated_datetime": w3c(item.diubah_pada),
        "expected_datetime": null,
        "address": item.wilayah,
        "address_id": null,
        "zipcode": null,
        "lat": item.lat,
        "long": item.lng,
        "media_url": null,
    })
}

fn w3c(moment: DateTime<Utc>) -> String {
    moment.to_rfc3339_opts(SecondsFormat::Secs, true)
}

pub fn discovery(alamat: &Alamat, district: &District) -> Value {
    let contact = [
        &district.kontak.telepon,
        &district.kontak.email,
        &district.kontak.alamat,
    ];
    let contact: Vec<&str> = contact.into_iter().flatten().map(String::as_str).collect();
    json!({
        "changeset": "2026-11-27T00:00:00Z",
        "contact": format!("{}: {}", district.skpd, contact.join(", ")),
        "key_service": format!("Mintalah kunci kepada {}.", district.skpd),
        "endpoints": [{
            "specification": "http://wiki.open311.org/GeoReport_v2",
            "url": alamat.ke(shared::paths::OPEN311),
            "changeset": "2026-11-27T00:00:00Z",
            "type": "production",
            "formats": ["application/json", "text/xml"],
        }],
    })
}
