//! axe-core on the pages that a test walks through.

use std::fmt::Write as _;

use filiform_testkit::browser::{Outcome, Page};
use serde_json::Value;

use crate::clinic::workspace;

/// Where npm puts axe-core.
const AXE: &str = "crates/filiform-web/node_modules/axe-core/axe.min.js";

/// What axe found on the pages so far.
#[derive(Debug, Default)]
pub(crate) struct Audit {
    script: Option<String>,
    found: String,
}

impl Audit {
    /// Reads axe-core; without it every page passes, and the log says so.
    pub(crate) fn new() -> Self {
        let script = std::fs::read_to_string(workspace().join(AXE)).ok();
        if script.is_none() {
            println!("skipped axe-core: `{AXE}` is absent; a build of filiform-web installs it");
        }
        Self {
            script,
            found: String::new(),
        }
    }

    /// Looks at the page that is open.
    pub(crate) async fn look(&mut self, page: &Page, name: &str) -> Outcome<()> {
        let Some(script) = &self.script else {
            return Ok(());
        };
        page.evaluate(&format!("{script}; null")).await?;
        let run = "axe.run(document, { resultTypes: ['violations'] }).then((answer) => answer.violations\
            .filter((one) => ['serious', 'critical'].includes(one.impact))\
            .map((one) => ({ id: one.id, impact: one.impact, help: one.help, \
                nodes: one.nodes.slice(0, 4).map((node) => node.target.join(' ') + ' :: ' + (node.any[0]?.message ?? '')) })))";
        let violations = page.evaluate(run).await?;
        for violation in violations.as_array().into_iter().flatten() {
            let text = |name: &str| violation[name].as_str().unwrap_or_default();
            let _ = writeln!(
                self.found,
                "{name}: {} ({}): {}",
                text("id"),
                text("impact"),
                text("help")
            );
            let nodes = violation["nodes"].as_array().into_iter().flatten();
            for node in nodes.filter_map(Value::as_str) {
                let _ = writeln!(self.found, "    {node}");
            }
        }
        Ok(())
    }

    /// Fails with everything that is serious or critical.
    pub(crate) fn then_nothing_is_serious(&self) {
        assert!(self.found.is_empty(), "axe-core found:\n{}", self.found);
    }
}
