//! One transaction.

use filiform_store::{Row, StoreError, Tx, Val};
use rusqlite::types::{Value, ValueRef};
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
                .map(|column| from_sql(row.get_ref(column).map_err(store_error)?))
                .collect::<Result<_, StoreError>>()?;
            read.push(Row::new("query", values));
        }
        Ok(read)
    }

    fn batch(&mut self, statements: &str) -> Result<(), StoreError> {
        self.connection
            .execute_batch(statements)
            .map_err(store_error)
    }
}

fn to_sql(value: &Val) -> Value {
    match value {
        Val::Null => Value::Null,
        Val::I(number) => Value::Integer(*number),
        Val::T(text) => Value::Text(text.clone()),
        Val::B(bytes) => Value::Blob(bytes.clone()),
    }
}

fn from_sql(value: ValueRef<'_>) -> Result<Val, StoreError> {
    match value {
        ValueRef::Null => Ok(Val::Null),
        ValueRef::Integer(number) => Ok(Val::I(number)),
        ValueRef::Text(text) => match std::str::from_utf8(text) {
            Ok(text) => Ok(Val::T(text.to_owned())),
            Err(_) => Err(unexpected("a text that is not UTF-8")),
        },
        ValueRef::Blob(bytes) => Ok(Val::B(bytes.to_vec())),
        ValueRef::Real(_) => Err(unexpected("a floating-point number")),
    }
}

fn unexpected(what: &str) -> StoreError {
    StoreError::Content {
        table: "query",
        what: what.to_owned(),
    }
}
