//! One needle of the plan, changed where it stands, and the way back from the last edit.

use maud::{Markup, html};

use super::{
    Choice, Field, Icon, Plan, PlannedNeedle, icon, paths, quiet_button, segments, select,
};

/// The fields of a needle; each stands in the form with the index of its needle.
pub(crate) const CHANGE_FIELDS: [&str; 7] = [
    "point",
    "side",
    "depth_min_mm",
    "depth_max_mm",
    "angle",
    "technique",
    "stimulation",
];

/// The name of a field of the needle with this index, for example `side.2`.
pub(crate) fn change_field(field: &str, index: &str) -> String {
    format!("{field}.{index}")
}

impl Plan {
    pub(super) fn undo_edit(&self) -> Markup {
        html! {
            @if let Some(words) = &self.undo {
                form.undo method="post" action=(paths::plan_action(&self.course_id, "undo")) data-live="" {
                    (self.form.hidden("undo"))
                    button.button #undo type="submit" { (icon(Icon::Undo)) span { "Undo: " (words) } }
                }
            }
        }
    }

    pub(super) fn change(&self, needle: &PlannedNeedle) -> Markup {
        let name = |field: &str| change_field(field, &needle.id);
        let is_refused = CHANGE_FIELDS
            .iter()
            .any(|field| self.state.error(&name(field)).is_some());
        html! {
            details.change open[is_refused] {
                summary aria-label={ "Change " (needle.code) " " (needle.side) } { (icon(Icon::Edit)) span { "Change" } }
                form method="post" action=(paths::plan_needle(&self.course_id, &needle.id)) data-live="" {
                    (self.form.hidden(&format!("change.{}", needle.id)))
                    (self.move_to(needle, &name("point")))
                    (segments(&name("side"), "Side", None, &sides(), &self.state))
                    div.field-row {
                        (Field::text(&name("depth_min_mm"), "Depth from").number("mm", 1, 125).draw(&self.state))
                        (Field::text(&name("depth_max_mm"), "to").number("mm", 1, 125).draw(&self.state))
                    }
                    div.field-row {
                        (select(&name("angle"), "Direction", &angles(), &self.state))
                        (select(&name("technique"), "Technique", &techniques(), &self.state))
                    }
                    (Field::text(&name("stimulation"), "Stimulation").hint("In your own words. Leave it empty to leave it open.").draw(&self.state))
                    (quiet_button("Save needle", Icon::Save))
                }
            }
        }
    }

    /// The point, which another one may take the place of.
    fn move_to(&self, needle: &PlannedNeedle, name: &str) -> Markup {
        let error = self.state.error(name);
        let described = match error {
            Some(_) => format!("{name}-hint {name}-error"),
            None => format!("{name}-hint"),
        };
        html! {
            div.field {
                label for=(name) { "Point" }
                p.hint id={ (name) "-hint" } {
                    @if needle.is_free { "Leave it empty to stay at this place." } @else { "Another point takes the place of this one." }
                }
                @if let Some(error) = error {
                    p.error id={ (name) "-error" } { (icon(Icon::Edit)) span { (error) } }
                }
                input id=(name) name=(name) list="points" autocomplete="off" required[!needle.is_free]
                    value=(self.state.value(name)) aria-describedby=(described) aria-invalid=[error.map(|_| "true")];
            }
        }
    }
}

fn sides() -> Vec<Choice> {
    Choice::list(&[("left", "Left"), ("right", "Right"), ("midline", "Midline")])
}

fn angles() -> Vec<Choice> {
    Choice::list(&[
        ("perpendicular", "Perpendicular"),
        ("oblique", "Oblique"),
        ("tangential", "Tangential"),
        ("unrecorded", "Not stated"),
    ])
}

fn techniques() -> Vec<Choice> {
    Choice::list(&[
        ("MA", "By hand"),
        ("EA", "Current"),
        ("IN", "Stays in"),
        ("MX", "Heat"),
    ])
}
