//! Counts the rows of a query without fetching them.

use diesel::prelude::*;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::sql_types::BigInt;

use super::{Backend, Conn};

/// `SELECT COUNT(*)` of another query, with that query's own LIMIT.
pub struct Hitung<Q>(pub Q);

impl<Q> QueryId for Hitung<Q> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<Q> Query for Hitung<Q> {
    type SqlType = BigInt;
}

impl<Q> RunQueryDsl<Conn> for Hitung<Q> {}

impl<Q: QueryFragment<Backend>> QueryFragment<Backend> for Hitung<Q> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Backend>) -> QueryResult<()> {
        out.push_sql("SELECT COUNT(*) FROM (");
        self.0.walk_ast(out.reborrow())?;
        out.push_sql(") AS terhitung");
        Ok(())
    }
}
