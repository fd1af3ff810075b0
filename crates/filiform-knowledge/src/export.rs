//! The knowledge base to take away: every file as it was read, as tables and as one JSON document.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

/// The licence of the knowledge base.
pub const LICENCE: &str = "MIT OR Apache-2.0";

/// The files that were read, with their version.
#[derive(Clone, Copy, Debug)]
pub struct Export<'a> {
    pub(crate) files: &'a BTreeMap<String, String>,
    pub(crate) version: &'a str,
}

impl Export<'_> {
    /// Names of the tables, sorted: those of the files, and one for each folder of statements.
    pub fn tables(&self) -> Vec<String> {
        let names = self
            .files
            .keys()
            .map(|path| match path.strip_suffix(".csv") {
                Some(table) => name(table),
                None => name(folder(path)),
            });
        let mut names: Vec<String> = names.collect();
        names.sort();
        names.dedup();
        names
    }

    /// One table as CSV with a header; `None` when there is no such table.
    ///
    /// A table of statements has the columns that its front matters have, `prose` last; lists and
    /// tables inside a front matter stand in their cell as JSON.
    pub fn table(&self, wanted: &str) -> Option<String> {
        let mut files = self.files.iter();
        if let Some((_, text)) = files.find(|(path, _)| {
            path.strip_suffix(".csv")
                .is_some_and(|table| name(table) == wanted)
        }) {
            return Some(text.clone());
        }
        let statements = self
            .files
            .iter()
            .filter(|(path, _)| !is_table(path) && name(folder(path)) == wanted);
        let rows: Vec<Map<String, Value>> =
            statements.filter_map(|(_, text)| statement(text)).collect();
        (!rows.is_empty()).then(|| sheet(&rows))
    }

    /// Everything: `version`, `licence`, `tables` by name with one object a row, and `statements` by
    /// folder and id with their front matter and `prose`.
    pub fn json(&self) -> String {
        let (mut tables, mut statements) = (Map::new(), Map::new());
        for (path, text) in self.files {
            if let Some(table) = path.strip_suffix(".csv") {
                tables.insert(name(table), rows(text));
            } else if let Some(read) = statement(text) {
                let of_folder = statements
                    .entry(name(folder(path)))
                    .or_insert_with(|| json!({}));
                if let Value::Object(of_folder) = of_folder {
                    of_folder.insert(stem(path).to_owned(), Value::Object(read));
                }
            }
        }
        json!({
            "version": self.version,
            "licence": LICENCE,
            "tables": tables,
            "statements": statements,
        })
        .to_string()
    }
}

fn is_table(path: &str) -> bool {
    path.strip_suffix(".csv").is_some()
}

fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

fn stem(path: &str) -> &str {
    let file = path.rsplit('/').next().unwrap_or(path);
    file.strip_suffix(".md").unwrap_or(file)
}

/// `anatomy/points` is called `anatomy-points` where a slash would divide.
fn name(path: &str) -> String {
    path.replace('/', "-")
}

fn rows(text: &str) -> Value {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let headers = reader.headers().cloned().unwrap_or_default();
    let rows = reader.records().filter_map(Result::ok).map(|record| {
        let cells = headers.iter().zip(record.iter());
        let cells = cells.map(|(column, cell)| (column.to_owned(), Value::from(cell)));
        Value::Object(cells.collect())
    });
    Value::Array(rows.collect())
}

/// The front matter of a statement with its prose; `None` for a text that is no statement.
fn statement(text: &str) -> Option<Map<String, Value>> {
    let (front, prose) = text.strip_prefix("+++\n")?.split_once("\n+++\n")?;
    let mut map: Map<String, Value> = toml::from_str(front).ok()?;
    map.insert("prose".to_owned(), Value::from(prose.trim()));
    Some(map)
}

fn sheet(rows: &[Map<String, Value>]) -> String {
    let mut columns: Vec<&str> = Vec::new();
    for key in rows
        .iter()
        .flat_map(Map::keys)
        .filter(|key| *key != "prose")
    {
        if !columns.contains(&key.as_str()) {
            columns.push(key);
        }
    }
    columns.push("prose");
    let mut writer = csv::Writer::from_writer(Vec::new());
    // Writing into memory does not fail.
    let _ = writer.write_record(&columns);
    for row in rows {
        let _ = writer.write_record(columns.iter().map(|column| cell(row.get(*column))));
    }
    let bytes = writer.into_inner().unwrap_or_default();
    String::from_utf8(bytes).unwrap_or_default()
}

fn cell(value: Option<&Value>) -> String {
    match value {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(text)) => text.clone(),
        Some(other) => other.to_string(),
    }
}
