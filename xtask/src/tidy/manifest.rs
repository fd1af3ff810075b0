//! Manifests: reading them, and the rules about a crate as a whole.

use super::Finding;
use super::repository::Repository;
use super::rust_source::words;

/// What a dependency is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Purpose {
    /// For the crate itself or its build script.
    Product,
    /// For tests, examples and benchmarks only.
    Development,
}

/// One line of a dependency table.
#[derive(Clone, Debug)]
pub(super) struct Dependency {
    /// The package, whatever it is called in the code.
    pub(super) package: String,
    /// What it is for.
    pub(super) purpose: Purpose,
    /// Where it stands.
    pub(super) line: usize,
}

/// The manifest of one crate.
#[derive(Clone, Debug)]
pub(super) struct Manifest {
    /// Path from the root.
    pub(super) path: String,
    /// The name of the package.
    pub(super) name: String,
    /// Everything it depends on, for this and every other system.
    pub(super) dependencies: Vec<Dependency>,
    takes_workspace_lints: bool,
}

impl Manifest {
    /// Reads the text of a manifest.
    ///
    /// # Errors
    /// The text is not TOML.
    pub(super) fn read(path: &str, text: &str) -> anyhow::Result<Self> {
        let table: toml::Table = text.parse()?;
        let value_at = |section: &str, key: &str| table.get(section)?.get(key);
        let name = value_at("package", "name")
            .and_then(toml::Value::as_str)
            .unwrap_or_default();
        let lints = value_at("lints", "workspace").and_then(toml::Value::as_bool);
        let mut dependencies = dependencies_in(&table, text);
        let targets = table.get("target").and_then(toml::Value::as_table);
        for target in targets.into_iter().flat_map(toml::Table::values) {
            dependencies.extend(
                target
                    .as_table()
                    .map(|it| dependencies_in(it, text))
                    .unwrap_or_default(),
            );
        }
        Ok(Self {
            path: path.to_owned(),
            name: name.to_owned(),
            dependencies,
            takes_workspace_lints: lints == Some(true),
        })
    }

    fn folder(&self) -> &str {
        self.path.rsplit('/').nth(1).unwrap_or_default()
    }
}

fn dependencies_in(table: &toml::Table, text: &str) -> Vec<Dependency> {
    let sections = [
        ("dependencies", Purpose::Product),
        ("build-dependencies", Purpose::Product),
        ("dev-dependencies", Purpose::Development),
    ];
    let mut found = Vec::new();
    for (section, purpose) in sections {
        let entries = table.get(section).and_then(toml::Value::as_table);
        for (key, value) in entries.into_iter().flatten() {
            let package = value
                .get("package")
                .and_then(toml::Value::as_str)
                .unwrap_or(key);
            let line = line_of_entry(text, section, key);
            found.push(Dependency {
                package: package.to_owned(),
                purpose,
                line,
            });
        }
    }
    found
}

/// The line of an entry in a section; 1 when it is written in a way we do not recognise.
fn line_of_entry(text: &str, section: &str, key: &str) -> usize {
    let mut is_in_section = false;
    for (index, line) in text.lines().enumerate() {
        let line = line.trim();
        if let Some(header) = line.strip_prefix('[') {
            let header = header.trim_end_matches(']');
            is_in_section = header == section || header.ends_with(&format!(".{section}"));
            if header.ends_with(&format!("{section}.{key}")) {
                return index + 1;
            }
        } else if is_in_section && line.split(['.', '=', ' ']).next() == Some(key) {
            return index + 1;
        }
    }
    1
}

/// A crate lies in a folder of its own name.
pub(super) fn crates_are_named_after_their_folder(repository: &Repository) -> Vec<Finding> {
    let misnamed = repository
        .manifests()
        .filter(|manifest| manifest.folder() != manifest.name);
    misnamed
        .map(|manifest| {
            let wrong = format!(
                "crate `{}` lies in folder `{}`",
                manifest.name,
                manifest.folder()
            );
            Finding::new(&manifest.path, 1, wrong, "give both the same name")
        })
        .collect()
}

/// A crate is judged by the lints of the workspace.
pub(super) fn crates_take_the_workspace_lints(repository: &Repository) -> Vec<Finding> {
    let without = repository
        .manifests()
        .filter(|manifest| !manifest.takes_workspace_lints);
    without
        .map(|manifest| {
            let wrong = format!(
                "crate `{}` does not take the lints of the workspace",
                manifest.name
            );
            Finding::new(
                &manifest.path,
                1,
                wrong,
                "add `[lints]` with `workspace = true`",
            )
        })
        .collect()
}

/// The map names every crate.
pub(super) fn crates_stand_on_the_map(repository: &Repository) -> Vec<Finding> {
    let path = "ARCHITECTURE.md";
    let Some(map) = repository.text(path) else {
        return vec![Finding::new(
            path,
            1,
            "there is no map",
            "write it: every crate and what it is for",
        )];
    };
    let is_named = |name: &str| {
        let bytes = map.as_bytes();
        let is_joined = |byte: Option<&u8>| byte == Some(&b'-');
        words(map, name).any(|at| {
            let before = at.checked_sub(1).and_then(|at| bytes.get(at));
            !is_joined(before) && !is_joined(bytes.get(at + name.len()))
        })
    };
    let unnamed = repository
        .manifests()
        .filter(|manifest| !is_named(&manifest.name));
    unnamed
        .map(|manifest| {
            let wrong = format!("crate `{}` is not on the map", manifest.name);
            Finding::new(path, 1, wrong, "say in one line what it is for")
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::repository::repository;

    const GOOD: &str = "[package]\nname = \"filiform-care\"\n[lints]\nworkspace = true\n";

    #[test]
    fn dependencies_are_read_with_purpose_and_line() {
        let text = "[package]\nname = \"a\"\n[dependencies]\nb.workspace = true\n\
                    c = { package = \"d\", version = \"1\" }\n[dev-dependencies]\nb.workspace = true\n\
                    [target.'cfg(unix)'.dependencies]\ne = \"1\"\n[build-dependencies.f]\nversion = \"1\"\n";
        let manifest = Manifest::read("crates/a/Cargo.toml", text).unwrap();
        let mut read: Vec<(usize, &str, Purpose)> = manifest
            .dependencies
            .iter()
            .map(|it| (it.line, it.package.as_str(), it.purpose))
            .collect();
        read.sort_by_key(|it| it.0);
        let expected = [
            (4, "b", Purpose::Product),
            (5, "d", Purpose::Product),
            (7, "b", Purpose::Development),
            (9, "e", Purpose::Product),
            (10, "f", Purpose::Product),
        ];
        assert_eq!(read, expected);
    }

    #[test]
    fn a_crate_in_a_folder_of_another_name_is_found() {
        let good = repository(&[("crates/filiform-care/Cargo.toml", GOOD)]);
        assert_eq!(crates_are_named_after_their_folder(&good), []);
        let bad = repository(&[("crates/care/Cargo.toml", GOOD)]);
        assert_eq!(crates_are_named_after_their_folder(&bad).len(), 1);
    }

    #[test]
    fn a_crate_without_the_workspace_lints_is_found() {
        let good = repository(&[("crates/filiform-care/Cargo.toml", GOOD)]);
        assert_eq!(crates_take_the_workspace_lints(&good), []);
        let bad = repository(&[(
            "crates/filiform-care/Cargo.toml",
            "[package]\nname = \"filiform-care\"\n",
        )]);
        assert_eq!(crates_take_the_workspace_lints(&bad).len(), 1);
    }

    #[test]
    fn a_crate_that_is_not_on_the_map_is_found() {
        let with_map = |map| {
            repository(&[
                ("crates/filiform-care/Cargo.toml", GOOD),
                ("ARCHITECTURE.md", map),
            ])
        };
        assert_eq!(
            crates_stand_on_the_map(&with_map("- `filiform-care`: patients")),
            []
        );
        assert_eq!(
            crates_stand_on_the_map(&with_map("- `filiform-care-plan`: x")).len(),
            1
        );
        let without_map = repository(&[("crates/filiform-care/Cargo.toml", GOOD)]);
        assert_eq!(
            crates_stand_on_the_map(&without_map)[0].path,
            "ARCHITECTURE.md"
        );
    }
}
