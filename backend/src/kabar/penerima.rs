//! Whom a piece of news concerns.

use anyhow::Context;
use chrono::{DateTime, Utc};
use shared::account::{Account, Hak, Letak, Peran};
use shared::aduan::{Pihak, Status, Tingkat};
use shared::id::AccountId;
use shared::kabar::{Peristiwa, UntukPelapor};
use shared::wilayah::WilayahKode;

use super::antre::Kejadian;
use crate::account::queries as accounts;
use crate::aduan::queries::Dikabarkan;
use crate::db::Conn;
use crate::error::Result;

/// What the officers are told, if it concerns them.
pub const fn peristiwa(kejadian: Kejadian) -> Option<Peristiwa> {
    match kejadian {
        Kejadian::Masuk => Some(Peristiwa::Masuk),
        Kejadian::PermintaanData => Some(Peristiwa::PermintaanData),
        Kejadian::Langkah(Status::Didisposisikan) => Some(Peristiwa::Didisposisikan),
        Kejadian::Langkah(Status::DibukaKembali) => Some(Peristiwa::DibukaKembali),
        Kejadian::Pesan(Pihak::Pelapor) => Some(Peristiwa::PesanPelapor),
        Kejadian::Eskalasi(_) => Some(Peristiwa::Eskalasi),
        Kejadian::Langkah(_) | Kejadian::Pesan(Pihak::Petugas) => None,
    }
}

/// What the reporter is told, if it concerns him.
pub const fn untuk_pelapor(kejadian: Kejadian) -> Option<UntukPelapor> {
    match kejadian {
        Kejadian::Langkah(status) => UntukPelapor::of_status(status),
        Kejadian::Pesan(Pihak::Petugas) => Some(UntukPelapor::Pesan),
        Kejadian::Masuk
        | Kejadian::PermintaanData
        | Kejadian::Pesan(Pihak::Pelapor)
        | Kejadian::Eskalasi(_) => None,
    }
}

/// The officers whose matter it is, without who did it.
pub fn petugas(
    conn: &mut Conn,
    aduan: &Dikabarkan,
    kejadian: Kejadian,
    (oleh, now): (Option<AccountId>, DateTime<Utc>),
) -> Result<Vec<Account>> {
    let wilayah = WilayahKode::parse(&aduan.wilayah_kode).context("wilayah")?;
    let petugas = aduan.petugas_id.as_deref().map(str::parse).transpose();
    let letak = Letak {
        wilayah: &wilayah,
        skpd: aduan.skpd_kode.as_deref(),
        bidang: aduan.bidang_kode.as_deref(),
        petugas: petugas.context("petugas_id")?,
    };
    let mut found = match kejadian {
        Kejadian::Masuk => accounts::list_with_hak(conn, Hak::VerifikasiAduan, &letak, now)?,
        // He is told of the request; what the complaint says is no matter of his.
        Kejadian::PermintaanData => {
            let mut keepers = accounts::list_with_hak(conn, Hak::KelolaDataPribadi, &letak, now)?;
            keepers.retain(|account| Some(account.id) != oleh);
            return Ok(keepers);
        }
        Kejadian::Eskalasi(tingkat) => {
            let peran = peran(tingkat);
            accounts::list_with_peran(conn, &[peran], (Hak::LihatAduan, &letak), now)?
        }
        Kejadian::Langkah(_) | Kejadian::Pesan(_) => pengampu(conn, &letak, now)?,
    };
    found.retain(|account| {
        Some(account.id) != oleh && (!aduan.rahasia || account.boleh_atas(Hak::LihatRahasia, &letak))
    });
    Ok(found)
}

const fn peran(tingkat: Tingkat) -> Peran {
    match tingkat {
        Tingkat::Penghubung => Peran::PejabatPenghubung,
        Tingkat::KepalaSkpd => Peran::KepalaSkpd,
        Tingkat::Inspektorat => Peran::Inspektorat,
    }
}

/// Who has the complaint in hand: the person or the office that it was handed to, else whoever judges what comes in.
fn pengampu(conn: &mut Conn, letak: &Letak<'_>, now: DateTime<Utc>) -> Result<Vec<Account>> {
    if let Some(id) = letak.petugas {
        return Ok(accounts::find_active(conn, id, now)?.into_iter().collect());
    }
    let Some(skpd) = letak.skpd else {
        return accounts::list_with_hak(conn, Hak::VerifikasiAduan, letak, now);
    };
    let able = accounts::list_with_hak(conn, Hak::KerjakanAduan, letak, now)?;
    let of_office = |account: &Account| {
        account
            .penugasan
            .iter()
            .any(|held| held.skpd.as_deref() == Some(skpd))
    };
    // An office in which nobody has an account yet is looked after by those above it.
    if able.iter().any(of_office) {
        return Ok(able.into_iter().filter(of_office).collect());
    }
    Ok(able)
}
