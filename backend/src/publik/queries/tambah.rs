//! Adds to counters that may not be there yet, in one statement. diesel neither writes this for two databases at once nor
//! keeps a prepared `UPDATE`; a new complaint moves five counters, and others wait for them.

use diesel::prelude::*;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::sql_types::{BigInt, Bool, Integer, Text};

use super::catat::{Baris, Sel};
use crate::db::{Backend, Conn};

/// Moves counters of the map, each once, in the order in which they are given.
pub(super) struct TambahSel<'a>(pub &'a [(Sel, i64)]);

/// Moves one counter of the figures.
pub(super) struct TambahAngka<'a>(pub &'a Baris, pub i64);

impl QueryId for TambahSel<'_> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl QueryId for TambahAngka<'_> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl RunQueryDsl<Conn> for TambahSel<'_> {}
impl RunQueryDsl<Conn> for TambahAngka<'_> {}

impl QueryFragment<Backend> for TambahSel<'_> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Backend>) -> QueryResult<()> {
        out.push_sql("INSERT INTO publik_sel (tingkat, baris, kolom, kategori, terbuka, n) VALUES ");
        for (place, ((tingkat, baris, kolom, kategori, terbuka), by)) in self.0.iter().enumerate() {
            out.push_sql(if place == 0 { "(" } else { ", (" });
            for number in [tingkat, baris, kolom] {
                out.push_bind_param::<Integer, _>(number)?;
                out.push_sql(", ");
            }
            out.push_bind_param::<Text, _>(kategori)?;
            out.push_sql(", ");
            out.push_bind_param::<Bool, _>(terbuka)?;
            out.push_sql(", ");
            out.push_bind_param::<BigInt, _>(by)?;
            out.push_sql(")");
        }
        out.push_sql(
            " ON CONFLICT (tingkat, baris, kolom, kategori, terbuka) DO UPDATE SET n = publik_sel.n + excluded.n",
        );
        Ok(())
    }
}

impl QueryFragment<Backend> for TambahAngka<'_> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Backend>) -> QueryResult<()> {
        let Self((bulan, kecamatan, kategori, hasil, hari), by) = self;
        out.push_sql("INSERT INTO publik_angka (bulan, kecamatan, kategori, hasil, hari, n) VALUES (");
        for text in [bulan, kecamatan, kategori, hasil] {
            out.push_bind_param::<Text, _>(text)?;
            out.push_sql(", ");
        }
        out.push_bind_param::<Integer, _>(hari)?;
        out.push_sql(", ");
        out.push_bind_param::<BigInt, _>(by)?;
        out.push_sql(
            ") ON CONFLICT (bulan, kecamatan, kategori, hasil, hari) DO UPDATE SET n = publik_angka.n + excluded.n",
        );
        Ok(())
    }
}
