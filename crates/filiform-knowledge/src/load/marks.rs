//! The mark of one fact within a statement or table.

use toml::Spanned;

use super::names::{Names, Row};
use super::problem::{At, Problems};
use super::sheet::{Cells, one_of};
use super::statement_file::{NOT_YET, STATUS, StatementFile};
use crate::{Decimal, Mark, Provenance, Review, SourceId, Verification};
use filiform_units::Date;

/// What a fact without a mark of its own takes over from its statement.
#[derive(Clone, Debug)]
pub(super) struct Inherited {
    pub(super) verification: Verification,
    pub(super) sources: Vec<SourceId>,
}

impl From<&Provenance> for Inherited {
    fn from(provenance: &Provenance) -> Self {
        Self {
            verification: provenance.verification,
            sources: provenance.sources.clone(),
        }
    }
}

impl StatementFile<'_> {
    /// A mark; without a letter that of the statement. What was read and names no source is from the
    /// sources of the statement.
    pub(super) fn mark(
        &self,
        status: Option<&Spanned<String>>,
        named: &[Spanned<String>],
        inherited: &Inherited,
        sources: &Names<Row>,
        problems: &mut Problems,
    ) -> Mark {
        let verification = status.and_then(|status| {
            one_of(
                "status",
                status.get_ref(),
                self.at_value(status),
                STATUS,
                problems,
            )
        });
        let verification = verification.unwrap_or(inherited.verification);
        let was_read = matches!(
            verification,
            Verification::Read | Verification::ReadAsQuoted
        );
        let named = self.sources(named, sources, problems);
        Mark {
            verification,
            sources: if named.is_empty() && was_read {
                inherited.sources.clone()
            } else {
                named
            },
        }
    }

    /// A number as it was written.
    pub(super) fn decimal(
        &self,
        what: &str,
        written: &Spanned<toml::Value>,
        problems: &mut Problems,
    ) -> Decimal {
        let value = written.get_ref();
        // A float of the reader shows a decimal point even where none was written.
        let text = value
            .as_float()
            .map_or_else(|| value.to_string(), |number| number.to_string());
        Decimal::parse(&text).unwrap_or_else(|| {
            let what = format!("`{what}` is `{text}`, not a decimal number");
            problems.add(self.at_value(written), what);
            Decimal::default()
        })
    }
}

impl Cells<'_> {
    /// A decimal number; `None` when the cell is empty or not a number, which is a problem.
    pub(super) fn decimal(&self, column: &str, problems: &mut Problems) -> Option<Decimal> {
        let text = self.text(column);
        if text.is_empty() {
            return None;
        }
        let number = Decimal::parse(text);
        if number.is_none() {
            let what = format!("`{column}` is `{text}`, not a decimal number");
            problems.add(self.at(), what);
        }
        number
    }

    /// The mark of a row: only policy and plain memory may do without a source.
    pub(super) fn mark(&self, sources: &Names<Row>, problems: &mut Problems) -> Mark {
        let verification = self.one_of("status", STATUS, problems);
        let verification = verification.unwrap_or(Verification::FromMemory);
        self.check_sources("sources", sources, problems);
        let named: Vec<_> = self.list("sources").map(SourceId::new).collect();
        if named.is_empty() && verification != Verification::Policy {
            let what = format!(
                "a row with status `{}` has no source",
                verification.letter()
            );
            problems.add_with_hint(self.at(), what, "name one in `sources`, or mark it `P`");
        }
        Mark {
            verification,
            sources: named,
        }
    }

    /// What a row says of itself that stands for a statement: mark, policy, version, review.
    pub(super) fn provenance(&self, sources: &Names<Row>, problems: &mut Problems) -> Provenance {
        let mark = self.mark(sources, problems);
        let policy = self.one_of("policy", &[("y", true), ("n", false)], problems);
        let version = self.number("version", problems).unwrap_or(0);
        if version == 0 {
            problems.add(self.at(), "versions count from 1");
        }
        Provenance {
            verification: mark.verification,
            policy: policy.unwrap_or(false),
            sources: mark.sources,
            review: review(self.text("reviewed"), self.at(), problems),
            version,
            withdrawn: None,
        }
    }
}

/// `not yet reviewed by a clinician`, or a name and a day: `A Name, 2026-11-24`.
fn review(text: &str, at: At<'_>, problems: &mut Problems) -> Review {
    if text == NOT_YET {
        return Review::NotYet;
    }
    let by = text.rsplit_once(',').and_then(|(name, on)| {
        let on = Date::parse(on.trim()).ok()?;
        Some(Review::By {
            name: name.trim().to_owned(),
            on,
        })
    });
    by.unwrap_or_else(|| {
        let hint = format!("write `{NOT_YET}` or `A Name, 2026-11-24`");
        problems.add_with_hint(at, "`reviewed` cannot be read", hint);
        Review::NotYet
    })
}
