//! Names that exist, and the rows they stand for.

use std::collections::HashMap;

use super::problem::{At, Problems, did_you_mean};
use crate::table::Key;

/// The row of something that has a name but no key of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Row(usize);

impl Key for Row {
    fn from_index(index: usize) -> Self {
        Self(index)
    }

    fn index(self) -> usize {
        self.0
    }
}

/// All names of one kind.
#[derive(Debug)]
pub(super) struct Names<K> {
    what: &'static str,
    index: HashMap<String, K>,
    other: HashMap<String, String>,
    count: usize,
}

impl<K: Key> Names<K> {
    /// Numbers the names in order; one that is empty or stands twice is a problem.
    pub(super) fn collect<'a>(
        what: &'static str,
        names: impl Iterator<Item = (&'a str, At<'a>)>,
        problems: &mut Problems,
    ) -> Self {
        let mut collected = Self {
            what,
            index: HashMap::new(),
            other: HashMap::new(),
            count: 0,
        };
        for (name, at) in names {
            collected.add(name, at, problems);
        }
        collected
    }

    /// Adds a name after the others.
    pub(super) fn add(&mut self, name: &str, at: At<'_>, problems: &mut Problems) {
        if name.is_empty() {
            problems.add(at, format!("a {} without a name", self.what));
        } else if self.index.contains_key(name) {
            problems.add(at, format!("{} `{name}` stands twice", self.what));
        } else if self.count > usize::from(u16::MAX) {
            problems.add(at, format!("more than 65536 {}s", self.what));
        } else {
            self.index
                .insert(name.to_owned(), K::from_index(self.count));
        }
        self.count += 1;
    }

    /// Another word for a name, to suggest when somebody writes it.
    pub(super) fn suggest(&mut self, other: &str, name: &str) {
        self.other.insert(other.to_owned(), name.to_owned());
    }

    /// The key of a name, if there is one.
    pub(super) fn get(&self, name: &str) -> Option<K> {
        self.index.get(name).copied()
    }

    /// The key of a name; an unknown name is a problem.
    pub(super) fn find(&self, name: &str, at: At<'_>, problems: &mut Problems) -> Option<K> {
        let key = self.get(name);
        if key.is_none() {
            self.unknown(name, at, problems);
        }
        key
    }

    /// Reports a name that is not there.
    pub(super) fn unknown(&self, name: &str, at: At<'_>, problems: &mut Problems) {
        let what = format!("unknown {} `{name}`", self.what);
        let other = self.other.get(name);
        let hint = other
            .map(|other| format!("did you mean `{other}`?"))
            .or_else(|| did_you_mean(name, self.iter()));
        match hint {
            Some(hint) => problems.add_with_hint(at, what, hint),
            None => problems.add(at, what),
        }
    }

    /// All names, in no order.
    pub(super) fn iter(&self) -> impl Iterator<Item = &str> {
        self.index.keys().map(String::as_str)
    }
}
