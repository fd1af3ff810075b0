//! What is wrong with the knowledge files, where, and the way out.

use std::fmt;

use miette::{
    Diagnostic, LabeledSpan, MietteError, MietteSpanContents, SourceCode, SourceSpan, SpanContents,
};

use crate::spelling::distance;

/// One thing that is wrong in one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The file, below the knowledge folder.
    pub file: String,
    /// The line, from 1, if the problem has one.
    pub line: Option<usize>,
    /// What is wrong: lower case, no full stop, values in backticks.
    pub what: String,
    /// The way out, if we know one.
    pub hint: Option<String>,
    excerpt: Option<Excerpt>,
}

impl Problem {
    /// A problem at a place.
    pub(crate) fn new(at: At<'_>, what: impl Into<String>, hint: Option<String>) -> Self {
        Self {
            file: at.file.to_owned(),
            line: at.line,
            what: what.into(),
            hint,
            excerpt: None,
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "knowledge/{}", self.file)?;
        if let Some(line) = self.line {
            write!(f, ":{line}")?;
        }
        write!(f, ": {}", self.what)?;
        match &self.hint {
            Some(hint) => write!(f, "; {hint}"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for Problem {}

impl Diagnostic for Problem {
    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        let hint = self.hint.as_ref()?;
        Some(Box::new(hint))
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.excerpt
            .as_ref()
            .map(|excerpt| excerpt as &dyn SourceCode)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let excerpt = self.excerpt.as_ref()?;
        let label = LabeledSpan::new(Some("here".to_owned()), 0, excerpt.text.len());
        Some(Box::new(std::iter::once(label)))
    }
}

/// Everything that is wrong, in the order of files and lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoadErrors(pub Vec<Problem>);

impl fmt::Display for LoadErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, problem) in self.0.iter().enumerate() {
            if index > 0 {
                writeln!(f)?;
            }
            write!(f, "{problem}")?;
        }
        Ok(())
    }
}

impl std::error::Error for LoadErrors {}

impl Diagnostic for LoadErrors {
    fn related<'a>(&'a self) -> Option<Box<dyn Iterator<Item = &'a dyn Diagnostic> + 'a>> {
        let problems = self.0.iter();
        Some(Box::new(problems.map(|problem| problem as &dyn Diagnostic)))
    }
}

/// The line a problem is about, so that a terminal can show it under its true number.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Excerpt {
    name: String,
    line: usize,
    text: String,
}

impl SourceCode for Excerpt {
    fn read_span<'a>(
        &'a self,
        _span: &SourceSpan,
        _before: usize,
        _after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        Ok(Box::new(MietteSpanContents::new_named(
            self.name.clone(),
            self.text.as_bytes(),
            SourceSpan::from((0, self.text.len())),
            self.line - 1,
            0,
            1,
        )))
    }
}

/// A place in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct At<'a> {
    pub(crate) file: &'a str,
    pub(crate) line: Option<usize>,
}

impl<'a> At<'a> {
    /// The file as a whole.
    pub(crate) const fn file(file: &'a str) -> Self {
        Self { file, line: None }
    }

    /// A line, from 1.
    pub(crate) const fn line(file: &'a str, line: usize) -> Self {
        Self {
            file,
            line: Some(line),
        }
    }
}

/// Collects problems, so that all of them are shown at once.
#[derive(Debug, Default)]
pub(super) struct Problems(Vec<Problem>);

impl Problems {
    pub(super) fn add(&mut self, at: At<'_>, what: impl Into<String>) {
        self.0.push(Problem::new(at, what, None));
    }

    pub(super) fn add_with_hint(
        &mut self,
        at: At<'_>,
        what: impl Into<String>,
        hint: impl Into<String>,
    ) {
        self.0.push(Problem::new(at, what, Some(hint.into())));
    }

    pub(super) fn extend(&mut self, problems: Vec<Problem>) {
        self.0.extend(problems);
    }

    /// The value or, when the text is not one, the problem.
    pub(super) fn check<T, E: fmt::Display>(
        &mut self,
        at: At<'_>,
        value: Result<T, E>,
    ) -> Option<T> {
        value.map_err(|error| self.add(at, error.to_string())).ok()
    }

    /// All problems in order, each with its line; `Ok` when there are none.
    pub(super) fn finish<'a>(
        mut self,
        text: impl Fn(&str) -> Option<&'a str>,
    ) -> Result<(), LoadErrors> {
        if self.0.is_empty() {
            return Ok(());
        }
        self.0
            .sort_by(|a, b| (&a.file, a.line, &a.what).cmp(&(&b.file, b.line, &b.what)));
        self.0.dedup();
        for problem in &mut self.0 {
            let line = problem.line.filter(|line| *line > 0);
            let shown =
                line.and_then(|line| Some((line, text(&problem.file)?.lines().nth(line - 1)?)));
            problem.excerpt = shown.map(|(line, text)| Excerpt {
                name: format!("knowledge/{}", problem.file),
                line,
                text: text.to_owned(),
            });
        }
        Err(LoadErrors(self.0))
    }
}

/// "did you mean `x`?" when one of the known names is close.
pub(super) fn did_you_mean<'a>(word: &str, known: impl Iterator<Item = &'a str>) -> Option<String> {
    const LONGEST: usize = 80;
    if word.is_empty() || word.len() > LONGEST {
        return None;
    }
    let folded = word.to_lowercase();
    let most = (word.chars().count() / 3).clamp(1, 4);
    let near = known.filter(|name| name.len() <= LONGEST).map(|name| {
        let distance = distance(&folded, &name.to_lowercase());
        (distance, name)
    });
    let (distance, name) = near.min()?;
    (distance <= most).then(|| format!("did you mean `{name}`?"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_is_far_from_all_gets_no_suggestion() {
        assert_eq!(did_you_mean("ST36", ["warfarin"].into_iter()), None);
        assert_eq!(
            did_you_mean("M-VAK", ["M-DOAC", "M-VKA"].into_iter()),
            Some("did you mean `M-VKA`?".to_owned())
        );
    }
}
