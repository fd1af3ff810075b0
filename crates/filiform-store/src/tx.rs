//! What a database has to offer: values, rows, one transaction, one writer.

use std::any::Any;

use filiform_units::{
    ClinicId, CourseId, NeedleId, PatientId, PractitionerId, ProtocolId, SessionId,
};

use crate::StoreError;

/// A value in a row.
#[derive(Clone, Debug, PartialEq)]
pub enum Val {
    /// Nothing.
    Null,
    /// BIGINT.
    I(i64),
    /// TEXT.
    T(String),
    /// BYTEA.
    B(Vec<u8>),
}

impl Val {
    /// Text, or nothing.
    pub fn opt_text(text: Option<impl ToString>) -> Self {
        text.map_or(Self::Null, |text| Self::T(text.to_string()))
    }

    /// A number, or nothing.
    pub fn opt_int(number: Option<i64>) -> Self {
        number.map_or(Self::Null, Self::I)
    }
}

impl From<i64> for Val {
    fn from(value: i64) -> Self {
        Self::I(value)
    }
}

impl From<&str> for Val {
    fn from(value: &str) -> Self {
        Self::T(value.to_owned())
    }
}

impl From<String> for Val {
    fn from(value: String) -> Self {
        Self::T(value)
    }
}

/// Ids stand as UUIDs in lower case.
macro_rules! from_ids {
    ($($id:ident),+) => {$(
        impl From<$id> for Val {
            fn from(id: $id) -> Self {
                Self::T(uuid(id.bits()))
            }
        }
    )+};
}

from_ids!(
    ClinicId,
    CourseId,
    NeedleId,
    PatientId,
    PractitionerId,
    ProtocolId,
    SessionId
);

/// The same text as an id displays, without the formatting machinery: a command writes dozens of them.
pub(crate) fn uuid(bits: u128) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digit = |nibble: u8| char::from(DIGITS[usize::from(nibble & 0xf)]);
    let mut text = String::with_capacity(36);
    for (index, byte) in bits.to_be_bytes().into_iter().enumerate() {
        if matches!(index, 4 | 6 | 8 | 10) {
            text.push('-');
        }
        text.push(digit(byte >> 4));
        text.push(digit(byte));
    }
    text
}

impl From<&[u8]> for Val {
    fn from(value: &[u8]) -> Self {
        Self::B(value.to_vec())
    }
}

/// A row, read by column number.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// The table or query, for messages.
    pub(crate) of: &'static str,
    /// The values.
    pub(crate) values: Vec<Val>,
}

impl Row {
    /// A row of the query called `of`.
    pub const fn new(of: &'static str, values: Vec<Val>) -> Self {
        Self { of, values }
    }

    fn at(&self, column: usize) -> &Val {
        self.values.get(column).unwrap_or(&Val::Null)
    }

    fn wrong(&self, column: usize, wanted: &str) -> StoreError {
        StoreError::content(
            self.of,
            format_args!("column {column} is {:?}, not {wanted}", self.at(column)),
        )
    }

    /// A number.
    ///
    /// # Errors
    /// When the column holds anything else.
    pub fn int(&self, column: usize) -> Result<i64, StoreError> {
        match self.at(column) {
            Val::I(value) => Ok(*value),
            Val::Null | Val::T(_) | Val::B(_) => Err(self.wrong(column, "a number")),
        }
    }

    /// A number that is never negative.
    ///
    /// # Errors
    /// When the column holds anything else.
    pub fn count(&self, column: usize) -> Result<u64, StoreError> {
        u64::try_from(self.int(column)?).map_err(|_| self.wrong(column, "zero or more"))
    }

    /// A text.
    ///
    /// # Errors
    /// When the column holds anything else.
    pub fn text(&self, column: usize) -> Result<&str, StoreError> {
        match self.at(column) {
            Val::T(value) => Ok(value),
            Val::Null | Val::I(_) | Val::B(_) => Err(self.wrong(column, "a text")),
        }
    }

    /// Bytes.
    ///
    /// # Errors
    /// When the column holds anything else.
    pub fn bytes(&self, column: usize) -> Result<&[u8], StoreError> {
        match self.at(column) {
            Val::B(value) => Ok(value),
            Val::Null | Val::I(_) | Val::T(_) => Err(self.wrong(column, "bytes")),
        }
    }

    /// A number, or nothing.
    ///
    /// # Errors
    /// When the column holds anything else.
    pub fn opt_int(&self, column: usize) -> Result<Option<i64>, StoreError> {
        if *self.at(column) == Val::Null {
            Ok(None)
        } else {
            self.int(column).map(Some)
        }
    }

    /// A text, or nothing.
    ///
    /// # Errors
    /// When the column holds anything else.
    pub fn opt_text(&self, column: usize) -> Result<Option<&str>, StoreError> {
        if *self.at(column) == Val::Null {
            Ok(None)
        } else {
            self.text(column).map(Some)
        }
    }

    /// Bytes, or nothing.
    ///
    /// # Errors
    /// When the column holds anything else.
    pub fn opt_bytes(&self, column: usize) -> Result<Option<&[u8]>, StoreError> {
        if *self.at(column) == Val::Null {
            Ok(None)
        } else {
            self.bytes(column).map(Some)
        }
    }
}

/// One transaction. Statements come from this crate's list only.
pub trait Tx {
    /// Runs a statement that returns no rows; answers how many rows it touched.
    ///
    /// # Errors
    /// What the database says.
    fn exec(&mut self, statement: &'static str, values: &[Val]) -> Result<u64, StoreError>;

    /// Runs a query.
    ///
    /// # Errors
    /// What the database says.
    fn query(&mut self, statement: &'static str, values: &[Val]) -> Result<Vec<Row>, StoreError>;

    /// Runs several statements without values: migrations.
    ///
    /// # Errors
    /// What the database says.
    fn batch(&mut self, statements: &str) -> Result<(), StoreError>;

    /// Prepares a statement without running it: tests check the whole list against a database.
    ///
    /// # Errors
    /// What is wrong with the statement.
    fn check(&mut self, statement: &'static str) -> Result<(), StoreError>;
}

/// What a job answers: its value or its own error, whatever their types are.
pub type JobAnswer = Result<Box<dyn Any + Send>, Box<dyn Any + Send>>;

/// Work inside one transaction. Its answer is given out only after the flush to disk.
pub type Job = Box<dyn FnOnce(&mut dyn Tx) -> JobAnswer + Send>;

/// A database: one writer that groups commits, many readers.
pub trait Database: Send + Sync {
    /// Runs `job` in a write transaction and waits for the flush. `Err` from the job undoes the job
    /// alone; its neighbours in the same flush stay.
    ///
    /// # Errors
    /// When the transaction could not be made durable; then nothing of it was kept.
    fn write(&self, job: Job) -> Result<JobAnswer, StoreError>;

    /// Runs `job` in a read transaction: everything it reads is from one moment.
    ///
    /// # Errors
    /// When no read transaction can be had.
    fn read(&self, job: Job) -> Result<JobAnswer, StoreError>;
}

impl dyn Database + '_ {
    /// [`Database::write`] with types.
    ///
    /// # Errors
    /// What the job says, or a store error turned into the job's error.
    pub fn transact<T, E>(
        &self,
        job: impl FnOnce(&mut dyn Tx) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        open(self.write(wrap(job)))
    }

    /// [`Database::read`] with types.
    ///
    /// # Errors
    /// What the job says, or a store error turned into the job's error.
    pub fn view<T, E>(
        &self,
        job: impl FnOnce(&mut dyn Tx) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        open(self.read(wrap(job)))
    }
}

fn wrap<T, E>(job: impl FnOnce(&mut dyn Tx) -> Result<T, E> + Send + 'static) -> Job
where
    T: Send + 'static,
    E: Send + 'static,
{
    Box::new(move |tx| match job(tx) {
        Ok(value) => Ok(Box::new(value)),
        Err(error) => Err(Box::new(error)),
    })
}

fn open<T, E>(answer: Result<JobAnswer, StoreError>) -> Result<T, E>
where
    T: 'static,
    E: From<StoreError> + 'static,
{
    let lost = || StoreError::content("job", "an answer of another type");
    match answer? {
        Ok(value) => value
            .downcast()
            .map(|value| *value)
            .map_err(|_| lost().into()),
        Err(error) => Err(error
            .downcast()
            .map_or_else(|_| lost().into(), |error| *error)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_written_as_it_displays() {
        let bits = [
            0,
            1,
            u128::MAX,
            0x0123_4567_89ab_cdef_0011_2233_4455_6677,
            1 << 127,
        ];
        for bits in bits {
            assert_eq!(uuid(bits), SessionId::from_bits(bits).to_string());
        }
    }
}
