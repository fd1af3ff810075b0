//! A clinic's own statements over the shipped ones.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

use super::files::{FileSource, NamedText, is_statement, is_table};
use super::problem::{At, Problem, Problems};
use super::statement_file::StatementFile;

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

    fn shipped(&self) -> BTreeMap<Cow<'a, str>, Cow<'a, str>> {
        // What cannot be read is told by `files`.
        self.base.files().unwrap_or_default().into_iter().collect()
    }
}

impl FileSource for Layered<'_> {
    fn files(&self) -> Result<Vec<NamedText<'_>>, Vec<Problem>> {
        let mut files = self.base.files()?;
        let local = self.local.iter().filter(|(path, _)| is_statement(path));
        files.retain(|(path, _)| !is_statement(path) || !self.local.contains_key(path.as_ref()));
        files.extend(
            local.map(|(path, text)| (Cow::Borrowed(path.as_str()), Cow::Borrowed(text.as_str()))),
        );
        Ok(files)
    }

    fn refused(&self) -> Vec<Problem> {
        let shipped = self.shipped();
        let local = self.local.iter();
        local
            .filter_map(|(path, text)| {
                let shipped = shipped.get(path.as_str());
                fault(path, text, shipped.map(AsRef::as_ref))
            })
            .collect()
    }

    fn local(&self) -> BTreeMap<String, Option<String>> {
        let shipped = self.shipped();
        let paths = self.local.keys();
        paths
            .map(|path| {
                let shipped = shipped.get(path.as_str());
                (path.clone(), shipped.map(ToString::to_string))
            })
            .collect()
    }
}

/// The marks that decide whether a local statement may stand over a shipped one.
#[derive(Deserialize)]
struct Marks {
    policy: Option<Spanned<bool>>,
    withdrawn: Option<Spanned<toml::Value>>,
    #[serde(default)]
    sources: Vec<toml::Value>,
}

/// What keeps a local statement from taking the place of a shipped one.
fn fault(path: &str, text: &str, shipped: Option<&str>) -> Option<Problem> {
    let problem =
        |at: At<'_>, what: &str, hint: &str| Some(Problem::new(at, what, Some(hint.to_owned())));
    if is_table(path) {
        let hint = "a clinic changes statements (`.md`), one file each; tables stay as shipped";
        return problem(At::file(path), "a local file that is no statement", hint);
    }
    if !is_statement(path) {
        let what = "no part of the program reads this local file";
        let hint = "give it the path it has in the knowledge folder, such as \
             `screening/rules/anticoag-deep.md`";
        return problem(At::file(path), what, hint);
    }
    // What cannot be read at all is named by the loader, which takes a file apart in the same way.
    let (file, own) = marks(path, text)?;
    if own.policy.as_ref().map(Spanned::get_ref) != Some(&true) {
        let at = own.policy.as_ref();
        let at = at.map_or(At::line(path, 1), |policy| file.at_value(policy));
        let hint = "write `policy = true`: it is a policy of this clinic";
        return problem(at, "a local statement that does not say so", hint);
    }
    let rests_on_sources = shipped
        .and_then(|text| marks(path, text))
        .is_some_and(|(_, shipped)| !shipped.sources.is_empty());
    let withdrawn = own.withdrawn.as_ref().filter(|_| rests_on_sources)?;
    problem(
        file.at_value(withdrawn),
        "a statement that rests on sources cannot be withdrawn locally",
        "disagree with it in your own words; the shipped ones stay beside them",
    )
}

fn marks<'t>(path: &'t str, text: &'t str) -> Option<(StatementFile<'t>, Marks)> {
    let file = StatementFile::split(path, text, &mut Problems::default())?;
    let marks = toml::from_str(file.toml).ok()?;
    Some((file, marks))
}
