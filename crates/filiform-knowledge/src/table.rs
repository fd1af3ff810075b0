//! A list with a name index: every kind of thing in the knowledge base is kept in one.

use std::collections::HashMap;
use std::hash::Hash;
use std::marker::PhantomData;

/// A dense row number.
pub trait Key: Copy {
    /// The key of row `index`.
    fn from_index(index: usize) -> Self;
    /// The row number.
    fn index(self) -> usize;
}

/// Rows in file order, found by key in constant time and by name through a hash.
#[derive(Debug)]
pub struct Table<K, N, T> {
    rows: Vec<T>,
    by_name: HashMap<N, usize>,
    key: PhantomData<K>,
}

impl<K: Key, N: Hash + Eq, T> Table<K, N, T> {
    /// Builds the index. Returns the first name that stands twice.
    ///
    /// # Errors
    /// The duplicate name.
    pub fn new(rows: Vec<T>, name: impl Fn(&T) -> N) -> Result<Self, N> {
        let mut by_name = HashMap::with_capacity(rows.len());
        for (index, row) in rows.iter().enumerate() {
            let name = name(row);
            if by_name.contains_key(&name) {
                return Err(name);
            }
            by_name.insert(name, index);
        }
        Ok(Self {
            rows,
            by_name,
            key: PhantomData,
        })
    }

    /// Builds the index; of rows with the same name the first is found.
    pub(crate) fn from_unique(rows: Vec<T>, name: impl Fn(&T) -> N) -> Self {
        let mut by_name = HashMap::with_capacity(rows.len());
        for (index, row) in rows.iter().enumerate() {
            by_name.entry(name(row)).or_insert(index);
        }
        Self {
            rows,
            by_name,
            key: PhantomData,
        }
    }

    /// The row of `key`. Keys come from this table, so the row exists.
    #[expect(clippy::indexing_slicing, reason = "keys are made by this table only")]
    pub fn get(&self, key: K) -> &T {
        &self.rows[key.index()]
    }

    /// The key of `name`, if there is such a row.
    pub fn key<Q>(&self, name: &Q) -> Option<K>
    where
        N: std::borrow::Borrow<Q>,
        Q: Hash + Eq + ?Sized,
    {
        self.by_name.get(name).map(|index| K::from_index(*index))
    }

    /// The row called `name`, if there is one.
    pub fn find<Q>(&self, name: &Q) -> Option<&T>
    where
        N: std::borrow::Borrow<Q>,
        Q: Hash + Eq + ?Sized,
    {
        self.by_name
            .get(name)
            .and_then(|index| self.rows.get(*index))
    }

    /// All rows with their keys, in file order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (K, &T)> {
        self.rows
            .iter()
            .enumerate()
            .map(|(index, row)| (K::from_index(index), row))
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there are no rows.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }
}
