//! Referring a patient on because of red flags.

use std::cmp::Reverse;

use filiform_care::course::Letter;
use filiform_knowledge::{Rule, RuleId, RuleKind, Severity};
use filiform_screening::{AppliesTo, Explanation, Finding, explain, screen};
use filiform_units::CourseId;

use crate::courses::{CourseView, course_view};
use crate::links::plan_to_ask_about;
use crate::{Action, Actor, App, AppError};

/// A course whose patient may have to be referred.
#[derive(Clone, Debug)]
pub struct ReferralView {
    /// The course, with the referrals that are recorded.
    pub course: CourseView,
    /// Red flags that are positive now, the most urgent first.
    pub flags: Vec<(RuleId, Explanation)>,
    /// A first draft of the letter.
    pub letter: String,
}

impl App {
    /// The red flags of a course with a draft of the letter. The look is in the audit trail before it is
    /// shown. `clinic` and `complaint` are the words of the letter for them.
    ///
    /// # Errors
    /// Not found, not allowed, or what the database says.
    pub fn referral(
        &self,
        actor: &Actor,
        id: CourseId,
        clinic: &str,
        complaint: &str,
    ) -> Result<ReferralView, AppError> {
        let (clinic, complaint) = (clinic.to_owned(), complaint.to_owned());
        let view = self.read(actor, Action::Treat, move |work| {
            let course = course_view(work, id)?;
            let knowledge = work.knowledge();
            let plan = plan_to_ask_about(knowledge, Some(&course.course));
            let verdict = screen(&work.inner.rulebook, &course.chart, &plan);
            let facts = course.patient.standing_facts();
            let rule = |found: &Finding| knowledge.rule(found.rule);
            let mut flags: Vec<&Finding> = verdict
                .findings()
                .iter()
                .filter(|found| is_positive_flag(rule(found), found.severity))
                .collect();
            flags.sort_by_key(|found| Reverse(rule(found).kind));
            let known = verdict.findings().iter().filter(|found| {
                let is_serious = found.severity >= Severity::Caution;
                let is_known = is_serious && found.severity != Severity::Ask;
                let is_precaution = rule(found).kind == RuleKind::Precaution;
                is_known && is_precaution && found.applies_to == AppliesTo::Person
            });
            let known: Vec<String> = known.map(|found| rule(found).title.clone()).collect();
            let said: Vec<Explanation> = flags
                .iter()
                .map(|found| explain(knowledge, &facts, found))
                .collect();
            let letter = Letter {
                today: work.now.date(),
                clinic: &clinic,
                from: &work.actor.name,
                patient: course.patient.identity.as_ref(),
                complaint: &complaint,
                flags: &said,
                known: &known,
                sessions: course.sessions.len(),
            };
            let letter = letter.draft();
            let ids = flags.iter().map(|found| rule(found).id.clone());
            let flags = ids.zip(said).collect();
            Ok(ReferralView {
                course,
                flags,
                letter,
            })
        })?;
        self.note_look(actor, view.course.patient_id, "referral")?;
        Ok(view)
    }
}

/// Whether somebody answered yes to a red flag: more than a question.
fn is_positive_flag(rule: &Rule, severity: Severity) -> bool {
    matches!(rule.kind, RuleKind::RedFlag(_)) && severity > Severity::Ask
}
