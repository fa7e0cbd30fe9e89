//! The lines of a year's calendar while they are edited.

use chrono::NaiveDate;
use leptos::prelude::*;
use shared::clock::JenisLibur;
use shared::error::{ApiError, ErrorCode, FieldError};
use shared::libur::HariLibur;

/// One line as it is typed; `key` tells it from the others while it has no date.
#[derive(Clone, Copy)]
pub struct Baris {
    pub key: u32,
    pub tanggal: RwSignal<String>,
    pub jenis: RwSignal<String>,
    pub nama: RwSignal<String>,
}

#[derive(Clone, Copy)]
pub struct Lembar {
    pub baris: RwSignal<Vec<Baris>>,
    next: StoredValue<u32>,
}

impl Lembar {
    pub fn of(hari: &[HariLibur]) -> Self {
        let lembar = Self {
            baris: RwSignal::new(Vec::new()),
            next: StoredValue::new(0),
        };
        for libur in hari {
            lembar.add(&libur.tanggal.to_string(), libur.jenis, &libur.nama);
        }
        lembar
    }

    pub fn add(self, tanggal: &str, jenis: JenisLibur, nama: &str) {
        let key = self.next.get_value();
        self.next.set_value(key + 1);
        let baris = Baris {
            key,
            tanggal: RwSignal::new(tanggal.to_owned()),
            jenis: RwSignal::new(jenis.as_str().to_owned()),
            nama: RwSignal::new(nama.to_owned()),
        };
        self.baris.update(|all| all.push(baris));
    }

    pub fn remove(self, key: u32) {
        self.baris.update(|all| all.retain(|baris| baris.key != key));
    }

    /// The lines by date.
    ///
    /// # Errors
    /// Each line that has no date yet.
    pub fn read(self) -> Result<Vec<HariLibur>, ApiError> {
        let (mut hari, mut fields) = (Vec::new(), Vec::new());
        for (place, baris) in self.baris.get_untracked().into_iter().enumerate() {
            match baris.tanggal.get_untracked().parse::<NaiveDate>() {
                Ok(tanggal) => hari.push(HariLibur {
                    tanggal,
                    jenis: JenisLibur::parse(&baris.jenis.get_untracked()).unwrap_or(JenisLibur::Libur),
                    nama: baris.nama.get_untracked().trim().to_owned(),
                }),
                Err(_) => fields.push(FieldError {
                    field: format!("hari[{place}].tanggal"),
                    message: format!("Baris {}: pilih tanggalnya, atau hapus barisnya.", place + 1),
                    group: None,
                }),
            }
        }
        if fields.is_empty() {
            hari.sort_by_key(|libur| libur.tanggal);
            return Ok(hari);
        }
        Err(ApiError {
            fields,
            ..ApiError::new(ErrorCode::IsianSalah, "Ada baris tanpa tanggal.")
        })
    }
}
