//! The deadline that runs in a state of a complaint.

use chrono::{DateTime, Utc};

use super::{BatasWaktu, Jenis, Kategori, Status, Tahap};
use crate::clock::{Jeda, Kalender, Tenggat, wita_day};

/// What of a complaint its clock goes by.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Perjalanan<'a> {
    pub status: Status,
    pub jenis: Jenis,
    pub kategori: Kategori,
    pub diterima_pada: DateTime<Utc>,
    /// When verification was done; a complaint that is past it without one is counted from reception.
    pub diverifikasi_pada: Option<DateTime<Utc>>,
    /// When the reporter last opened it again: the follow-up begins anew from there.
    pub dibuka_pada: Option<DateTime<Utc>>,
    /// When its clock stood still.
    pub jeda: &'a [Jeda],
}

/// The deadline that runs in a state: from reception until verified, from verification until answered. None where
/// nothing is waited for, or while the clock stands still.
pub fn tenggat(batas: &BatasWaktu, kalender: &Kalender, perjalanan: &Perjalanan<'_>) -> Option<Tenggat> {
    let Perjalanan {
        status,
        jenis,
        kategori,
        diterima_pada,
        diverifikasi_pada,
        dibuka_pada,
        jeda,
    } = *perjalanan;
    let (tahap, start) = match status {
        Status::Diterima => (Tahap::Verifikasi, diterima_pada),
        Status::Diverifikasi
        | Status::Didisposisikan
        | Status::Diproses
        | Status::Ditunda
        | Status::DibukaKembali => {
            let start = dibuka_pada.or(diverifikasi_pada);
            (Tahap::TindakLanjut, start.unwrap_or(diterima_pada))
        }
        Status::Ditanggapi
        | Status::Selesai
        | Status::Ditolak
        | Status::BukanWewenang
        | Status::Digabung
        | Status::Diarsipkan => return None,
    };
    let days = batas.hari_kerja(tahap, jenis, kategori, wita_day(diterima_pada));
    kalender.hitung(start, days, jeda).tenggat()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aduan::AturanBatas;

    fn at(day: &str) -> DateTime<Utc> {
        format!("{day}T02:00:00Z").parse().unwrap()
    }

    fn kalender() -> Kalender {
        ["2026-12-24".parse().unwrap(), "2026-12-25".parse().unwrap()]
            .into_iter()
            .collect()
    }

    fn perjalanan(status: Status, jenis: Jenis) -> Perjalanan<'static> {
        Perjalanan {
            status,
            jenis,
            kategori: Kategori::Drainase,
            diterima_pada: at("2026-11-20"),
            diverifikasi_pada: (status != Status::Diterima).then(|| at("2026-11-24")),
            dibuka_pada: None,
            jeda: &[],
        }
    }

    fn of(batas: &BatasWaktu, perjalanan: &Perjalanan<'_>) -> Option<String> {
        tenggat(batas, &kalender(), perjalanan).map(|t| t.hari.to_string())
    }

    #[test]
    fn verification_then_follow_up() {
        for (status, jenis, end) in [
            (Status::Diterima, Jenis::Pengaduan, Some("2026-11-25")),
            (
                Status::Diverifikasi,
                Jenis::PermintaanInformasi,
                Some("2026-12-01"),
            ),
            (Status::Diproses, Jenis::Aspirasi, Some("2026-12-14")),
            (Status::Didisposisikan, Jenis::Pengaduan, Some("2026-12-14")),
            (Status::Ditanggapi, Jenis::Pengaduan, None),
            (Status::Digabung, Jenis::Pengaduan, None),
        ] {
            let found = of(&BatasWaktu::default(), &perjalanan(status, jenis));
            assert_eq!(found.as_deref(), end, "{status:?}");
        }
    }

    #[test]
    fn what_needs_an_inspection_has_a_longer_tenggat() {
        let batas = BatasWaktu(vec![AturanBatas {
            tahap: Tahap::TindakLanjut,
            jenis: Jenis::Pengaduan,
            kategori: Some(Kategori::Pekerjaan),
            hari_kerja: 60,
            berlaku_mulai: "2026-01-01".parse().unwrap(),
            berlaku_sampai: None,
        }]);
        let with = |kategori| Perjalanan {
            kategori,
            ..perjalanan(Status::Diproses, Jenis::Pengaduan)
        };
        assert_eq!(
            of(&batas, &with(Kategori::Drainase)).as_deref(),
            Some("2026-12-14")
        );
        // 2027 has no calendar yet, so only Christmas and its leave lie between.
        let found = tenggat(&batas, &kalender(), &with(Kategori::Pekerjaan)).unwrap();
        assert_eq!(
            (found.hari.to_string().as_str(), found.sementara),
            ("2027-02-18", true)
        );
    }

    #[test]
    fn what_is_opened_again_is_followed_up_anew_from_that_day() {
        let opened = Perjalanan {
            dibuka_pada: Some(at("2026-12-14")),
            ..perjalanan(Status::DibukaKembali, Jenis::PermintaanInformasi)
        };
        assert_eq!(of(&BatasWaktu::default(), &opened).as_deref(), Some("2026-12-21"));
    }

    #[test]
    fn a_paused_complaint_has_no_tenggat_until_it_goes_on() {
        let of_jeda = |jeda: &[Jeda]| {
            let perjalanan = Perjalanan {
                jeda,
                ..perjalanan(Status::Diproses, Jenis::PermintaanInformasi)
            };
            of(&BatasWaktu::default(), &perjalanan)
        };
        let dari = at("2026-11-26");
        assert_eq!(of_jeda(&[Jeda { dari, sampai: None }]), None);
        let sampai = Some(at("2026-12-02"));
        assert_eq!(of_jeda(&[Jeda { dari, sampai }]).as_deref(), Some("2026-12-07"));
    }
}
