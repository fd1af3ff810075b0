//! A clinic's own statements over the shipped ones.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::files::{FileSource, NamedText};
use super::problem::{At, Problem};

/// Shipped files with a clinic's own statements over them.
///
/// A local statement takes the place of the shipped one at the same path, or is added. It must say
/// `policy = true`: it is the policy of a clinic and is shown as such, with the shipped words beside it.
/// Nothing can be dropped: a shipped statement that rests on sources cannot be withdrawn locally.
pub struct Layered<'a> {
    base: &'a dyn FileSource,
    local: &'a BTreeMap<String, String>,
}

impl std::fmt::Debug for Layered<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Layered").finish_non_exhaustive()
    }
}

impl<'a> Layered<'a> {
    /// `local` over `base`: path below the knowledge folder to text.
    pub const fn new(base: &'a dyn FileSource, local: &'a BTreeMap<String, String>) -> Self {
        Self { base, local }
    }
}

impl FileSource for Layered<'_> {
    fn files(&self) -> Result<Vec<NamedText<'_>>, Vec<Problem>> {
        let mut files = self.base.files()?;
        let mut problems = Vec::new();
        for (path, text) in self.local {
            let shipped = files.iter().find(|(other, _)| other == path);
            problems.extend(fault(path, text, shipped.map(|(_, text)| text.as_ref())));
        }
        if !problems.is_empty() {
            return Err(problems);
        }
        files.retain(|(path, _)| !self.local.contains_key(path.as_ref()));
        let local = self.local.iter();
        files.extend(
            local.map(|(path, text)| (Cow::Borrowed(path.as_str()), Cow::Borrowed(text.as_str()))),
        );
        Ok(files)
    }

    fn local(&self) -> BTreeMap<String, Option<String>> {
        let base = self.base.files().unwrap_or_default();
        let shipped = |path: &str| {
            let mut base = base.iter();
            let found = base.find(|(other, _)| other == path)?;
            Some(found.1.to_string())
        };
        let paths = self.local.keys();
        paths.map(|path| (path.clone(), shipped(path))).collect()
    }
}

/// What keeps a local statement from taking the place of a shipped one.
fn fault(path: &str, text: &str, shipped: Option<&str>) -> Option<Problem> {
    let problem =
        |what: &str, hint: &str| Some(Problem::new(At::line(path, 1), what, Some(hint.to_owned())));
    if path
        .rsplit_once('.')
        .is_none_or(|(_, ending)| ending != "md")
    {
        let hint = "a clinic changes statements (`.md`), one file each; tables stay as shipped";
        return problem("a local file that is no statement", hint);
    }
    let Some(own) = front(text) else {
        // What cannot be read at all is named by the loader, with its line.
        return None;
    };
    if own.get("policy").and_then(toml::Value::as_bool) != Some(true) {
        let hint = "write `policy = true`: it is a policy of this clinic";
        return problem("a local statement that does not say so", hint);
    }
    let rests_on_sources = shipped
        .and_then(front)
        .is_some_and(|shipped| shipped.get("policy").and_then(toml::Value::as_bool) != Some(true));
    if rests_on_sources && own.contains_key("withdrawn") {
        let hint = "disagree with it in your own words; the shipped ones stay beside them";
        return problem(
            "a statement that rests on sources cannot be withdrawn locally",
            hint,
        );
    }
    None
}

fn front(text: &str) -> Option<toml::Table> {
    let (front, _) = text.strip_prefix("+++\n")?.split_once("\n+++")?;
    toml::from_str(front).ok()
}
