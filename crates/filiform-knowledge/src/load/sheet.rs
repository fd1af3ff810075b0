//! A CSV table, read by column name, with the line of every row.

use std::collections::HashMap;

use csv::{ErrorKind, ReaderBuilder, StringRecord};

use super::files::Files;
use super::names::{Names, Row};
use super::problem::{At, Problems, did_you_mean};
use crate::table::Key;

/// A table with the columns that its kind must have.
#[derive(Debug, Default)]
pub(super) struct Sheet {
    file: &'static str,
    columns: HashMap<&'static str, usize>,
    rows: Vec<(usize, StringRecord)>,
}

/// One row of a table.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cells<'a> {
    sheet: &'a Sheet,
    line: usize,
    record: &'a StringRecord,
}

impl Sheet {
    /// Reads the table; what is wrong with its shape is a problem, and the readable rest is returned.
    pub(super) fn read(
        files: &Files<'_>,
        file: &'static str,
        columns: &'static [&'static str],
        problems: &mut Problems,
    ) -> Self {
        let mut sheet = Self {
            file,
            ..Self::default()
        };
        let Some(text) = files.text(file) else {
            problems.add(At::file(file), "the file is missing");
            return sheet;
        };
        let mut reader = ReaderBuilder::new().from_reader(text.as_bytes());
        match reader.headers() {
            Ok(headers) => sheet.read_header(headers, columns, problems),
            Err(error) => {
                problems.add(
                    At::line(file, 1),
                    format!("the header cannot be read: {error}"),
                );
                return sheet;
            }
        }
        loop {
            let mut record = StringRecord::new();
            match reader.read_record(&mut record) {
                Ok(false) => break,
                Ok(true) => {
                    let line = record.position().map_or(1, |start| line_of(text, start));
                    sheet.check_blanks(line, &record, problems);
                    sheet.rows.push((line, record));
                }
                Err(error) => {
                    let line = error.position().map_or(1, |start| line_of(text, start));
                    let at = At::line(file, line);
                    if let ErrorKind::UnequalLengths {
                        expected_len, len, ..
                    } = error.kind()
                    {
                        problems.add_with_hint(
                            at,
                            format!("{len} cells, the header has {expected_len}"),
                            "put a text with a comma between double quotes",
                        );
                    } else {
                        problems.add(at, format!("the row cannot be read: {error}"));
                        break;
                    }
                }
            }
        }
        sheet
    }

    fn read_header(
        &mut self,
        headers: &StringRecord,
        columns: &'static [&'static str],
        problems: &mut Problems,
    ) {
        let at = At::line(self.file, 1);
        for (index, name) in headers.iter().enumerate() {
            match columns.iter().find(|column| **column == name) {
                Some(column) if self.columns.insert(column, index).is_some() => {
                    problems.add(at, format!("column `{name}` stands twice"));
                }
                Some(_) => {}
                None => {
                    let what = format!("unknown column `{name}`");
                    match did_you_mean(name, columns.iter().copied()) {
                        Some(hint) => problems.add_with_hint(at, what, hint),
                        None => problems.add(at, what),
                    }
                }
            }
        }
        for column in columns
            .iter()
            .filter(|column| !self.columns.contains_key(*column))
        {
            problems.add(at, format!("column `{column}` is missing"));
        }
    }

    fn check_blanks(&self, line: usize, record: &StringRecord, problems: &mut Problems) {
        for cell in record.iter().filter(|cell| cell.trim() != *cell) {
            let what = format!("blanks around `{}`", cell.trim());
            problems.add_with_hint(At::line(self.file, line), what, "take them away");
        }
    }

    /// The rows in file order.
    pub(super) fn rows(&self) -> impl Iterator<Item = Cells<'_>> {
        self.rows.iter().map(|(line, record)| Cells {
            sheet: self,
            line: *line,
            record,
        })
    }

    /// The names in a column; each must stand once.
    pub(super) fn names<K: Key>(
        &self,
        what: &'static str,
        column: &str,
        problems: &mut Problems,
    ) -> Names<K> {
        let rows = self.rows().map(|cells| (cells.text(column), cells.at()));
        Names::collect(what, rows, problems)
    }
}

impl<'a> Cells<'a> {
    /// Where the row stands.
    pub(super) const fn at(&self) -> At<'a> {
        At::line(self.sheet.file, self.line)
    }

    /// The cell of a column; empty when the column is missing, which is a problem of the header.
    pub(super) fn text(&self, column: &str) -> &'a str {
        let index = self.sheet.columns.get(column);
        index
            .and_then(|index| self.record.get(*index))
            .unwrap_or_default()
    }

    /// The cell, which must not be empty.
    pub(super) fn required(&self, column: &str, problems: &mut Problems) -> &'a str {
        let text = self.text(column);
        if text.is_empty() {
            problems.add(self.at(), format!("`{column}` is empty"));
        }
        text
    }

    /// The parts of a cell between `;`.
    pub(super) fn list(&self, column: &str) -> impl Iterator<Item = &'a str> + use<'a> {
        let text = self.text(column);
        text.split(';')
            .map(str::trim)
            .filter(|part| !part.is_empty())
    }

    /// The parts of a cell as owned texts.
    pub(super) fn strings(&self, column: &str) -> Vec<String> {
        self.list(column).map(ToOwned::to_owned).collect()
    }

    /// The parts of a cell, each of which must be a known name.
    pub(super) fn keys<K: Key>(
        &self,
        column: &str,
        names: &Names<K>,
        problems: &mut Problems,
    ) -> Vec<K> {
        let parts = self.list(column);
        parts
            .filter_map(|part| names.find(part, self.at(), problems))
            .collect()
    }

    /// A whole number; `None` when the cell is empty or not a number, which is a problem.
    pub(super) fn number<T: std::str::FromStr>(
        &self,
        column: &str,
        problems: &mut Problems,
    ) -> Option<T> {
        let text = self.text(column);
        if text.is_empty() {
            return None;
        }
        let number = text.parse().ok();
        if number.is_none() {
            let what = format!("`{column}` is `{text}`, not a number in its range");
            problems.add(self.at(), what);
        }
        number
    }

    /// One of the words given with what they stand for.
    pub(super) fn one_of<T: Copy>(
        &self,
        column: &str,
        words: &[(&str, T)],
        problems: &mut Problems,
    ) -> Option<T> {
        one_of(column, self.text(column), self.at(), words, problems)
    }

    /// Words that promise too much, in any cell.
    pub(super) fn check_wording(&self, problems: &mut Problems) {
        for cell in self.record {
            super::wording::check_cell(cell, self.at(), problems);
        }
    }

    /// Source ids that must exist.
    pub(super) fn check_sources(
        &self,
        column: &str,
        sources: &Names<Row>,
        problems: &mut Problems,
    ) {
        for id in self.list(column) {
            sources.find(id, self.at(), problems);
        }
    }
}

/// What a word stands for, or the problem with the words that are possible.
pub(super) fn one_of<T: Copy>(
    what: &str,
    word: &str,
    at: At<'_>,
    words: &[(&str, T)],
    problems: &mut Problems,
) -> Option<T> {
    let found = words.iter().find(|(name, _)| *name == word);
    if found.is_none() {
        let possible: Vec<_> = words.iter().map(|(name, _)| format!("`{name}`")).collect();
        let hint = format!("write {}", possible.join(", "));
        problems.add_with_hint(at, format!("`{what}` is `{word}`"), hint);
    }
    found.map(|(_, value)| *value)
}

/// The line of a record: where its first character stands, after empty lines that the reader skips.
fn line_of(text: &str, start: &csv::Position) -> usize {
    let line = usize::try_from(start.line()).unwrap_or(usize::MAX);
    let byte = usize::try_from(start.byte()).unwrap_or(usize::MAX);
    let rest = text.as_bytes().get(byte..).unwrap_or_default();
    let blank = rest.iter().take_while(|byte| matches!(byte, b'\n' | b'\r'));
    line + blank.filter(|byte| **byte == b'\n').count()
}
