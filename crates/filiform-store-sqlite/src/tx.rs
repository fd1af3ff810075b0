//! One transaction.

use filiform_store::{Row, StoreError, Tx, Val};
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, params_from_iter};

use crate::error::store_error;

/// A transaction that somebody else begins and ends.
pub(crate) struct SqliteTx<'c> {
    connection: &'c Connection,
}

impl<'c> SqliteTx<'c> {
    pub(crate) const fn new(connection: &'c Connection) -> Self {
        Self { connection }
    }
}

impl Tx for SqliteTx<'_> {
    fn exec(&mut self, statement: &'static str, values: &[Val]) -> Result<u64, StoreError> {
        let mut prepared = self
            .connection
            .prepare_cached(statement)
            .map_err(store_error)?;
        let rows = prepared.execute(params_from_iter(values.iter().map(to_sql)));
        rows.map_err(store_error)
            .map(|rows| u64::try_from(rows).unwrap_or(u64::MAX))
    }

    fn query(&mut self, statement: &'static str, values: &[Val]) -> Result<Vec<Row>, StoreError> {
        let mut prepared = self
            .connection
            .prepare_cached(statement)
            .map_err(store_error)?;
        let columns = prepared.column_count();
        let mut rows = prepared
            .query(params_from_iter(values.iter().map(to_sql)))
            .map_err(store_error)?;
        let mut read = Vec::new();
        while let Some(row) = rows.next().map_err(store_error)? {
            let values = (0..columns)
                .map(|column| row.get_ref(column).map(from_sql))
                .collect::<Result<_, _>>()
                .map_err(store_error)?;
            read.push(Row::new("query", values));
        }
        Ok(read)
    }

    fn batch(&mut self, statements: &str) -> Result<(), StoreError> {
        self.connection
            .execute_batch(statements)
            .map_err(store_error)
    }

    fn check(&mut self, statement: &'static str) -> Result<(), StoreError> {
        let prepared = self.connection.prepare(statement);
        prepared.map(drop).map_err(store_error)
    }
}

fn to_sql(value: &Val) -> ToSqlOutput<'_> {
    ToSqlOutput::Borrowed(match value {
        Val::Null => ValueRef::Null,
        Val::I(number) => ValueRef::Integer(*number),
        Val::T(text) => ValueRef::Text(text.as_bytes()),
        Val::B(bytes) => ValueRef::Blob(bytes),
    })
}

/// What this program never writes is passed on in a form that the reader of its column refuses: one
/// wrong cell is then a wrong row, not a query that cannot be read at all.
fn from_sql(value: ValueRef<'_>) -> Val {
    match value {
        ValueRef::Null => Val::Null,
        ValueRef::Integer(number) => Val::I(number),
        ValueRef::Real(number) => Val::T(number.to_string()),
        ValueRef::Text(text) => match std::str::from_utf8(text) {
            Ok(text) => Val::T(text.to_owned()),
            Err(_) => Val::B(text.to_vec()),
        },
        ValueRef::Blob(bytes) => Val::B(bytes.to_vec()),
    }
}
