//! What goes on beside the needles: they are one part of a comprehensive plan.

use maud::{Markup, html};

use super::{Choice, Field, Icon, Plan, icon, paths, quiet_button, select};

/// One treatment beside the needles.
#[derive(Clone, Debug)]
pub struct CoTreatment {
    /// Its place in the plan.
    pub id: String,
    /// Which sort, in words.
    pub kind: String,
    /// What exactly.
    pub text: String,
}

impl Plan {
    pub(super) fn alongside(&self) -> Markup {
        let may_change = self.agreed.is_none();
        html! {
            section.alongside aria-labelledby="alongside" {
                h2 #alongside { "Beside the needles" }
                p.quiet { "Needling is one part of a plan. What goes on beside it is written down here." }
                @if self.co_treatments.is_empty() {
                    p { "Nothing is written down yet." }
                } @else {
                    ul.needle-list { @for one in &self.co_treatments { (self.co_treatment(one, may_change)) } }
                }
                @if may_change { (self.add_co_treatment()) }
            }
        }
    }

    fn co_treatment(&self, one: &CoTreatment, may_change: bool) -> Markup {
        let (kind, text) = (format!("kind.{}", one.id), format!("treatment.{}", one.id));
        let is_refused = self.state.error(&text).is_some() || self.state.error(&kind).is_some();
        html! {
            li.co-treatment {
                div.needle-main {
                    p.needle-name { strong { (one.kind) } }
                    p { (one.text) }
                }
                @if may_change {
                    form method="post" action=(paths::plan_co_treatment_remove(&self.course_id, &one.id)) data-live="" {
                        (self.form.hidden(&format!("end.{}", one.id)))
                        button.button.remove type="submit" aria-label={ "Remove " (one.kind) ": " (one.text) } {
                            (icon(Icon::Remove)) span { "Remove" }
                        }
                    }
                    details.change open[is_refused] {
                        summary aria-label={ "Change " (one.kind) ": " (one.text) } { (icon(Icon::Edit)) span { "Change" } }
                        form method="post" action=(paths::plan_co_treatment(&self.course_id, &one.id)) data-live="" {
                            (self.form.hidden(&format!("beside.{}", one.id)))
                            (select(&kind, "What sort", &self.co_treatment_kinds, &self.state))
                            (Field::text(&text, "What exactly").required().draw(&self.state))
                            (quiet_button("Save", Icon::Save))
                        }
                    }
                }
            }
        }
    }

    fn add_co_treatment(&self) -> Markup {
        let kinds: &[Choice] = &self.co_treatment_kinds;
        let is_refused = ["kind", "treatment"]
            .iter()
            .any(|field| self.state.error(field).is_some());
        html! {
            details.add-needle.add-co-treatment open[is_refused] {
                summary { (icon(Icon::Add)) span { "Add a treatment beside the needles" } }
                form method="post" action=(paths::plan_action(&self.course_id, "treatments")) data-live="" {
                    (self.form.hidden("beside"))
                    (select("kind", "What sort", kinds, &self.state))
                    (Field::text("treatment", "What exactly")
                        .hint("In a few words. A medicine as whoever prescribes it advises: only they change it.")
                        .required().draw(&self.state))
                    (quiet_button("Add treatment", Icon::Add))
                }
            }
        }
    }
}
