//! The needles of the plan as a list, and what changes it.

use maud::{Markup, html};

use super::{
    Choice, Field, Icon, Level, Plan, PlannedNeedle, badge, empty, icon, paths, quiet_button,
    segments, select,
};
use crate::ui::body::{TAPPED_FORM, TappedDepth, tapped_fields};

impl Plan {
    pub(super) fn needle_list(&self) -> Markup {
        let may_change = self.agreed.is_none();
        html! {
            @if may_change { (self.undo_edit()) (self.position()) }
            @if self.needles.is_empty() {
                (empty("No needles planned", "Every candidate was stopped or left out; the reasons stand below. Add a needle by hand, or choose another position.", &html! {}))
            } @else {
                ol.needle-list { @for needle in &self.needles { (self.needle(needle, may_change)) } }
            }
            @if may_change { (self.add()) }
            (self.current(may_change))
        }
    }

    /// Which needles a current joins: the screen follows its path.
    fn current(&self, may_change: bool) -> Markup {
        let needles: Vec<Choice> = self
            .needles
            .iter()
            .map(|needle| Choice::new(&needle.id, format!("{} {}", needle.code, needle.side)))
            .collect();
        html! {
            @if !self.pairs.is_empty() {
                h3 { "Current" }
                ol.needle-list {
                    @for (index, pair) in self.pairs.iter().enumerate() {
                        li.needle {
                            p.needle-name { strong { (pair) } }
                            @if may_change {
                                form method="post" action=(paths::plan_part(&self.course_id, index)) data-live="" {
                                    (self.form.hidden(&format!("part.{index}")))
                                    button.button.remove type="submit" aria-label={ "Take apart " (pair) } {
                                        (icon(Icon::Remove)) span { "Take apart" }
                                    }
                                }
                            }
                        }
                    }
                }
            }
            @if may_change && self.needles.len() > 1 {
                details.add-needle open[self.state.error("pair_b").is_some() || self.state.error("hz").is_some()] {
                    summary { (icon(Icon::Activity)) span { "Join needles for current" } }
                    form method="post" action=(paths::plan_action(&self.course_id, "pairs/choose")) data-live="" {
                        (self.form.hidden("choose-pairs"))
                        (quiet_button("Choose pairs", Icon::Check))
                        p.hint { "The best pairs of this plan: on one side, in shared tissue, never across chest, spine or a joint." }
                    }
                    form method="post" action=(paths::plan_action(&self.course_id, "pairs")) data-live="" {
                        (self.form.hidden("join"))
                        div.field-row {
                            (select("pair_a", "From", &needles, &self.state))
                            (select("pair_b", "To", &needles, &self.state))
                            (Field::text("hz", "Frequency").number("Hz", 1, 200).required().draw(&self.state))
                        }
                        (quiet_button("Join", Icon::Add))
                    }
                }
            }
        }
    }

    fn needle(&self, needle: &PlannedNeedle, may_change: bool) -> Markup {
        html! {
            li.needle.{ "is-" (needle.level.class()) } {
                div.needle-main {
                    p.needle-name {
                        strong { (needle.code) } " " span.needle-side { (needle.side) }
                        span.quiet { (needle.name) }
                    }
                    p.needle-how {
                        (needle.depth) ", " (needle.angle)
                        @if let Some(technique) = &needle.technique { ", " (technique) }
                    }
                    @if needle.level != Level::None {
                        p.needle-level {
                            (badge(needle.level))
                            @if let Some(words) = &needle.level_words { span { (words) } }
                        }
                    }
                    p.needle-why { (needle.why) }
                    p.quiet { (needle.covers) ". " (needle.trials) }
                }
                @if may_change {
                    form id={ "remove-" (needle.id) } method="post" action=(paths::plan_remove(&self.course_id, &needle.id)) data-live="" {
                        (self.form.hidden(&format!("remove.{}", needle.id)))
                        button.button.remove type="submit" aria-label={ "Remove " (needle.code) " " (needle.side) } {
                            (icon(Icon::Remove)) span { "Remove" }
                        }
                    }
                    (self.change(needle))
                    // Takes its place from the body; without script there is none to take.
                    form id={ "move-" (needle.id) } method="post" action=(paths::plan_move(&self.course_id, &needle.id)) data-live="" hidden {
                        (self.form.hidden(&format!("move.{}", needle.id)))
                        input type="hidden" name="spot";
                    }
                }
            }
        }
    }

    fn position(&self) -> Markup {
        html! {
            form.positions method="post" action=(paths::plan_action(&self.course_id, "position")) data-live="" {
                (self.form.hidden("position"))
                fieldset {
                    legend { "Patient lies or sits" }
                    div.position-row {
                        @for position in &self.positions {
                            button.position type="submit" name="position" value=(position.id) aria-pressed=(position.is_chosen) {
                                span { (position.words) } span.quiet { (position.value) }
                            }
                        }
                    }
                }
            }
        }
    }

    /// A needle at the place that was tapped on the body, or at the named point beside it.
    pub(super) fn add_tapped(&self) -> Markup {
        html! {
            form.tapped id=(TAPPED_FORM) method="post" action=(paths::plan_action(&self.course_id, "placements")) data-live="" hidden {
                (self.form.hidden("add-tapped"))
                (tapped_fields(TappedDepth::Range, "Add needle", Icon::Add))
            }
        }
    }

    fn add(&self) -> Markup {
        let sides = Choice::list(&[("left", "Left"), ("right", "Right"), ("midline", "Midline")]);
        html! {
            details.add-needle open[self.state.error("point").is_some()] {
                summary { (icon(Icon::Add)) span { "Add a needle" } }
                form method="post" action=(paths::plan_action(&self.course_id, "placements")) data-live="" {
                    (self.form.hidden("add"))
                    div.field {
                        label for="point" { "Point" }
                        @if let Some(error) = self.state.error("point") {
                            p.error #point-error { (icon(Icon::Edit)) span { (error) } }
                        }
                        input #point name="point" list="points" autocomplete="off" required value=(self.state.value("point"))
                            aria-describedby=[self.state.error("point").map(|_| "point-error")];
                        datalist #points { @for point in &self.points { option value=(point.value) { (point.label) } } }
                    }
                    (segments("side", "Side", None, &sides, &self.state))
                    div.field-row {
                        (Field::text("depth_min_mm", "Depth from").number("mm", 1, 125).draw(&self.state))
                        (Field::text("depth_max_mm", "to").number("mm", 1, 125).draw(&self.state))
                    }
                    (quiet_button("Add needle", Icon::Add))
                }
            }
        }
    }
}
