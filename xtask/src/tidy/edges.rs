//! Which crate may depend on which: data flows one way.

use super::Finding;
use super::manifest::{Dependency, Manifest, Purpose};
use super::repository::Repository;

/// The crates of ours that a crate may depend on, and why it is so: `docs/adr/0001`.
///
/// `None`: we do not know this crate.
fn allowed(name: &str) -> Option<&'static [&'static str]> {
    let allowed: &[&str] = match name {
        "filiform-units" | "xtask" => &[],
        "filiform-knowledge" => &["filiform-units"],
        "filiform-screening" | "filiform-outcomes" => &["filiform-units", "filiform-knowledge"],
        "filiform-planning" => &["filiform-units", "filiform-knowledge", "filiform-screening"],
        "filiform-care" => ENGINES_AND_BELOW,
        "filiform-store" | "filiform-fhir" | "filiform-documents" => CARE_AND_BELOW,
        "filiform-store-sqlite" | "filiform-store-postgres" => &["filiform-store"],
        "filiform-app" => STORE_AND_BELOW,
        "filiform-web" => APP_MAPPINGS_AND_BELOW,
        "filiform" | "filiform-testkit" => EVERYTHING,
        _ => return None,
    };
    Some(allowed)
}

const ENGINES_AND_BELOW: &[&str] = &[
    "filiform-units",
    "filiform-knowledge",
    "filiform-screening",
    "filiform-planning",
    "filiform-outcomes",
];

const CARE_AND_BELOW: &[&str] = &[
    "filiform-units",
    "filiform-knowledge",
    "filiform-screening",
    "filiform-planning",
    "filiform-outcomes",
    "filiform-care",
];

const STORE_AND_BELOW: &[&str] = &[
    "filiform-units",
    "filiform-knowledge",
    "filiform-screening",
    "filiform-planning",
    "filiform-outcomes",
    "filiform-care",
    "filiform-store",
];

const APP_MAPPINGS_AND_BELOW: &[&str] = &[
    "filiform-units",
    "filiform-knowledge",
    "filiform-screening",
    "filiform-planning",
    "filiform-outcomes",
    "filiform-care",
    "filiform-store",
    "filiform-app",
    "filiform-fhir",
    "filiform-documents",
];

/// All but the binary, the chores, and the test kit, which is for tests only.
const EVERYTHING: &[&str] = &[
    "filiform-units",
    "filiform-knowledge",
    "filiform-screening",
    "filiform-planning",
    "filiform-outcomes",
    "filiform-care",
    "filiform-store",
    "filiform-store-sqlite",
    "filiform-store-postgres",
    "filiform-app",
    "filiform-fhir",
    "filiform-documents",
    "filiform-web",
];

/// What tests may use on top of what their crate may.
const FOR_TESTS: &[&str] = &["filiform-testkit", "filiform-store-sqlite"];

/// Crates depend only on those that the layers allow.
pub(super) fn only_allowed_edges(repository: &Repository) -> Vec<Finding> {
    repository.manifests().flat_map(forbidden_edges).collect()
}

fn forbidden_edges(manifest: &Manifest) -> Vec<Finding> {
    let Some(allowed) = allowed(&manifest.name) else {
        let wrong = format!("crate `{}` has no place in the layers", manifest.name);
        let remedy = "add it to `xtask/src/tidy/edges.rs` with an ADR that says why";
        return vec![Finding::new(&manifest.path, 1, wrong, remedy)];
    };
    let is_forbidden = |dependency: &&Dependency| {
        let package = dependency.package.as_str();
        let is_for_tests =
            dependency.purpose == Purpose::Development && FOR_TESTS.contains(&package);
        is_ours(package) && !allowed.contains(&package) && !is_for_tests
    };
    let forbidden = manifest.dependencies.iter().filter(is_forbidden);
    forbidden
        .map(|dependency| {
            let wrong = format!(
                "`{}` must not depend on `{}`",
                manifest.name, dependency.package
            );
            let remedy = "move the code to where it may live, or allow the edge with an ADR";
            Finding::new(&manifest.path, dependency.line, wrong, remedy)
        })
        .collect()
}

fn is_ours(package: &str) -> bool {
    package == "filiform" || package == "xtask" || package.starts_with("filiform-")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::repository::repository;

    fn findings(name: &str, section: &str, dependency: &str) -> Vec<String> {
        let path = format!("crates/{name}/Cargo.toml");
        let text = format!(
            "[package]\nname = \"{name}\"\n\n[{section}]\n{dependency}.workspace = true\nserde = \"1\"\n"
        );
        let repository = repository(&[(&path, &text)]);
        only_allowed_edges(&repository)
            .iter()
            .map(ToString::to_string)
            .collect()
    }

    #[test]
    fn an_edge_along_the_flow_is_allowed() {
        assert!(findings("filiform-planning", "dependencies", "filiform-screening").is_empty());
        assert!(findings("filiform-app", "dependencies", "filiform-store").is_empty());
        assert!(findings("filiform-web", "dependencies", "filiform-units").is_empty());
        assert!(findings("filiform", "dependencies", "filiform-store-sqlite").is_empty());
    }

    #[test]
    fn an_edge_against_the_flow_is_found_at_its_line() {
        assert_eq!(
            findings("filiform-care", "dependencies", "filiform-store"),
            [
                "crates/filiform-care/Cargo.toml:5: `filiform-care` must not depend on `filiform-store`; \
              move the code to where it may live, or allow the edge with an ADR"
            ]
        );
        assert_eq!(
            findings("filiform-screening", "dependencies", "filiform-planning").len(),
            1
        );
        assert_eq!(
            findings("filiform-web", "dependencies", "filiform-store-sqlite").len(),
            1
        );
        assert_eq!(
            findings("filiform-store-sqlite", "dependencies", "filiform-app").len(),
            1
        );
        assert_eq!(
            findings("filiform-units", "build-dependencies", "filiform-care").len(),
            1
        );
    }

    #[test]
    fn the_test_kit_is_for_tests_only() {
        assert!(findings("filiform-app", "dev-dependencies", "filiform-testkit").is_empty());
        assert!(findings("filiform-app", "dev-dependencies", "filiform-store-sqlite").is_empty());
        assert_eq!(
            findings("filiform-app", "dependencies", "filiform-testkit").len(),
            1
        );
        assert_eq!(
            findings("filiform", "dependencies", "filiform-testkit").len(),
            1
        );
        assert_eq!(
            findings("filiform-app", "dev-dependencies", "filiform-web").len(),
            1
        );
    }

    #[test]
    fn a_crate_outside_the_layers_is_found() {
        assert_eq!(
            findings("filiform-billing", "dependencies", "filiform-units").len(),
            1
        );
    }
}
