//! The public map: squares with how many complaints lie in each. It reads counters, so that it costs alike whether there
//! are a thousand complaints or a million.

use std::collections::BTreeMap;

use diesel::prelude::*;
use shared::error::{ApiError, ErrorCode};
use shared::publik::{Kelompok, PetaFilter, Petak, TINGKAT_TERKASAR, tingkat_untuk};

use crate::db::{Backend, Conn};
use crate::error::Result;
use crate::schema::publik_sel;

/// Most squares of a grid on one side of the map; a wider map is shown in a coarser grid.
const SISI_MAX: i32 = 48;

/// A part of the map, in degrees.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Kotak {
    barat: f64,
    selatan: f64,
    timur: f64,
    utara: f64,
}

impl Kotak {
    pub fn parse(text: &str) -> Result<Self> {
        let numbers: Vec<f64> = text
            .split(',')
            .filter_map(|part| part.trim().parse().ok())
            .collect();
        let [barat, selatan, timur, utara] = numbers[..] else {
            return Err(wrong_bbox().into());
        };
        let on_earth = (-180.0..=180.0).contains(&barat)
            && (-180.0..=180.0).contains(&timur)
            && (-90.0..=90.0).contains(&selatan)
            && (-90.0..=90.0).contains(&utara);
        if !on_earth || barat > timur || selatan > utara {
            return Err(wrong_bbox().into());
        }
        Ok(Self {
            barat,
            selatan,
            timur,
            utara,
        })
    }

    /// The squares at its corners, on the grid that is fine enough for the zoom and not too fine for its width.
    fn sudut(&self, zoom: u8) -> (Petak, Petak) {
        let (low, high) = (
            Petak::of(self.selatan, self.barat),
            Petak::of(self.utara, self.timur),
        );
        let fits = |tingkat: u8| {
            let (low, high) = (low.di(tingkat), high.di(tingkat));
            high.baris - low.baris < SISI_MAX && high.kolom - low.kolom < SISI_MAX
        };
        let tingkat = (tingkat_untuk(zoom)..TINGKAT_TERKASAR)
            .find(|tingkat| fits(*tingkat))
            .unwrap_or(TINGKAT_TERKASAR);
        (low.di(tingkat), high.di(tingkat))
    }
}

fn wrong_bbox() -> ApiError {
    ApiError::field(
        ErrorCode::IsianSalah,
        "bbox",
        "Tulis batas peta sebagai barat,selatan,timur,utara dalam derajat.",
    )
}

pub fn peta(conn: &mut Conn, kotak: Kotak, filter: &PetaFilter) -> Result<Vec<Kelompok>> {
    let (low, high) = kotak.sudut(filter.zoom);
    let mut query = publik_sel::table
        .filter(publik_sel::tingkat.eq(i32::from(low.tingkat)))
        .filter(publik_sel::baris.between(low.baris, high.baris))
        .filter(publik_sel::kolom.between(low.kolom, high.kolom))
        .filter(publik_sel::n.gt(0))
        .into_boxed::<Backend>();
    if let Some(kategori) = filter.kategori {
        query = query.filter(publik_sel::kategori.eq(kategori.as_str()));
    }
    if let Some(terbuka) = filter.terbuka {
        query = query.filter(publik_sel::terbuka.eq(terbuka));
    }
    let counters = query
        .select((
            publik_sel::baris,
            publik_sel::kolom,
            publik_sel::terbuka,
            publik_sel::n,
        ))
        .load::<(i32, i32, bool, i64)>(conn)?;
    let mut squares: BTreeMap<(i32, i32), (u32, u32)> = BTreeMap::new();
    for (baris, kolom, terbuka, n) in counters {
        let n = u32::try_from(n).unwrap_or(u32::MAX);
        let (open, ended) = squares.entry((baris, kolom)).or_default();
        let counted = if terbuka { open } else { ended };
        *counted = counted.saturating_add(n);
    }
    Ok(squares
        .into_iter()
        .map(|((baris, kolom), counts)| kelompok(Petak { baris, kolom, ..low }, counts))
        .collect())
}

fn kelompok(petak: Petak, (terbuka, berakhir): (u32, u32)) -> Kelompok {
    let (lat, lng) = petak.tengah();
    Kelompok {
        petak: petak.nama(),
        tingkat: petak.tingkat,
        lat,
        lng,
        terbuka,
        berakhir,
    }
}
