//! The plan beside the one of the patient's last course.

use maud::{Markup, html};

use super::{Icon, Plan, icon, paths, quiet_button};

/// The plan of the last course, and what tells this plan from it.
#[derive(Clone, Debug)]
pub struct EarlierPlan {
    /// The course.
    pub course_id: String,
    /// What brought the patient then, with its side.
    pub complaint: String,
    /// Who agreed it and when.
    pub agreed: String,
    /// What differs in a few words, for example "4 needles kept, 2 new, 1 gone".
    pub short: String,
    /// What differs: names and values.
    pub lines: Vec<(String, String)>,
    /// Needles that are left out when it is taken over, since their points are gone.
    pub gone: Vec<String>,
    /// Whether this plan is the same.
    pub is_same: bool,
}

impl Plan {
    pub(super) fn compared(&self) -> Markup {
        html! {
            @if let Some(earlier) = &self.earlier {
                details.unread.earlier {
                    summary { (icon(Icon::Clock)) span { strong { "Last course" } ": " (earlier.short) } }
                    div.earlier-body {
                        p.quiet { (earlier.complaint) ". Agreed by " (earlier.agreed) "." }
                        dl.values { @for (name, value) in &earlier.lines { div { dt { (name) } dd { (value) } } } }
                        @if !earlier.gone.is_empty() {
                            p { "No longer in the knowledge base, and left out: " strong { (earlier.gone.join(", ")) } "." }
                        }
                        @if self.agreed.is_none() && !earlier.is_same { (self.take_over(earlier)) }
                    }
                }
            }
        }
    }

    fn take_over(&self, earlier: &EarlierPlan) -> Markup {
        html! {
            form method="post" action=(paths::plan_action(&self.course_id, "take-over")) {
                (self.form.hidden("take-over"))
                input type="hidden" name="from" value=(earlier.course_id);
                (quiet_button("Take that plan over", Icon::Reload))
            }
            p.quiet.with-icon { (icon(Icon::Proof)) span { "It becomes the draft of this course and is screened with today's facts." } }
        }
    }
}
