//! The newest complaints as an Atom feed.

use atom_syndication::{Category, Entry, Feed, Link, Person, Text};
use chrono::{DateTime, Utc};
use shared::publik::PublikRingkas;

use super::Alamat;
use crate::config::District;

/// What a feed is of.
pub struct Tentang<'a> {
    pub nama: &'a str,
    pub path: &'a str,
    pub now: DateTime<Utc>,
}

pub fn feed(district: &District, alamat: &Alamat, tentang: &Tentang<'_>, items: &[PublikRingkas]) -> Feed {
    let own = alamat.ke(tentang.path);
    let newest = items.iter().map(|item| item.diubah_pada).max();
    Feed {
        title: Text::plain(format!("Aduan warga {}", tentang.nama)),
        id: own.clone(),
        updated: newest.unwrap_or(tentang.now).fixed_offset(),
        authors: vec![Person {
            name: district.skpd.clone(),
            ..Person::default()
        }],
        links: vec![link(own, "self")],
        rights: Some(Text::plain(format!(
            "{}: {}",
            district.publik.lisensi, district.publik.lisensi_url
        ))),
        entries: items.iter().map(|item| entry(alamat, item)).collect(),
        ..Feed::default()
    }
}

fn link(href: String, rel: &str) -> Link {
    Link {
        href,
        rel: rel.to_owned(),
        ..Link::default()
    }
}

fn entry(alamat: &Alamat, item: &PublikRingkas) -> Entry {
    let page = alamat.cek(item.kode.as_str());
    let kind = format!("{}, {}", item.kategori.label(), item.wilayah);
    let status = format!("{} · {kind}", item.status.label());
    let told = item.ringkasan.as_deref().filter(|text| !text.is_empty());
    let summary = told.map_or_else(|| status.clone(), |told| format!("{status}\n{told}"));
    Entry {
        title: Text::plain(item.judul.clone().unwrap_or(kind)),
        id: page.clone(),
        updated: item.diubah_pada.fixed_offset(),
        published: Some(item.diterima_pada.fixed_offset()),
        links: vec![link(page, "alternate")],
        categories: vec![Category {
            term: item.kategori.as_str().to_owned(),
            label: Some(item.kategori.label().to_owned()),
            ..Category::default()
        }],
        summary: Some(Text::plain(summary)),
        ..Entry::default()
    }
}
