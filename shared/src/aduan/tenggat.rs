//! The clocks of a complaint, in working days: 3 to verify (national rule of SP4N-LAPOR!), then 5 to answer a
//! question and 14 to answer the rest (service standards after PermenPANRB 62/2018; unverified, so they are values
//! that a district sets and not constants of the code).

use chrono::{DateTime, Utc};

use super::{Jenis, Status};
use crate::clock::{Kalender, Tenggat};

/// The limits of one district, in *hari kerja*.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct BatasWaktu {
    pub verifikasi: u32,
    pub informasi: u32,
    pub tindak_lanjut: u32,
}

impl Default for BatasWaktu {
    fn default() -> Self {
        Self {
            verifikasi: 3,
            informasi: 5,
            tindak_lanjut: 14,
        }
    }
}

/// The deadline that runs in a state: from reception until verified, from verification until answered.
///
/// `diverifikasi_pada` is when verification was done; a complaint that is past it without one is counted from
/// reception.
pub fn tenggat(
    batas: BatasWaktu,
    kalender: &Kalender,
    status: Status,
    jenis: Jenis,
    diterima_pada: DateTime<Utc>,
    diverifikasi_pada: Option<DateTime<Utc>>,
) -> Option<Tenggat> {
    match status {
        Status::Diterima => Some(kalender.tenggat(diterima_pada, batas.verifikasi)),
        Status::Diverifikasi | Status::Diproses => {
            let days = match jenis {
                Jenis::PermintaanInformasi => batas.informasi,
                Jenis::Pengaduan | Jenis::Aspirasi => batas.tindak_lanjut,
            };
            Some(kalender.tenggat(diverifikasi_pada.unwrap_or(diterima_pada), days))
        }
        Status::Ditanggapi | Status::Selesai | Status::Ditolak | Status::BukanWewenang => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(day: &str) -> DateTime<Utc> {
        format!("{day}T02:00:00Z").parse().unwrap()
    }

    #[test]
    fn verification_then_follow_up() {
        let kalender: Kalender = ["2026-12-24".parse().unwrap(), "2026-12-25".parse().unwrap()]
            .into_iter()
            .collect();
        let of = |status, jenis, verified| {
            tenggat(
                BatasWaktu::default(),
                &kalender,
                status,
                jenis,
                at("2026-11-20"),
                verified,
            )
            .map(|t| t.hari.to_string())
        };
        let verified = Some(at("2026-11-24"));
        assert_eq!(
            of(Status::Diterima, Jenis::Pengaduan, None).as_deref(),
            Some("2026-11-25")
        );
        assert_eq!(
            of(Status::Diverifikasi, Jenis::PermintaanInformasi, verified).as_deref(),
            Some("2026-12-01")
        );
        assert_eq!(
            of(Status::Diproses, Jenis::Aspirasi, verified).as_deref(),
            Some("2026-12-14")
        );
        assert_eq!(of(Status::Ditanggapi, Jenis::Pengaduan, verified), None);
    }
}
