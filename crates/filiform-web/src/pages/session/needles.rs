//! Needles going in and coming out: each a form of its own, mirrored by a dot on the body.

use maud::{Markup, html};

use super::{
    Choice, Field, Icon, Level, Placed, Planned, Session, Stage, Whereabouts, icon, paths,
    primary_button, quiet_button,
};
use crate::ui::body::{Mark, TAPPED_FORM, TappedDepth, mark_with_word, tapped_fields};
use crate::ui::form::{segments, select};
use crate::ui::verdict::badge;

impl Session {
    pub(super) fn place_next(&self) -> Markup {
        html! {
            section.step {
                @if let Some(next) = self.planned.first() {
                    h2 { "Next planned" }
                    (self.planned_needle(next, true))
                } @else { (self.start_rest(true)) }
            }
        }
    }

    /// The two lists that say in words what the body shows.
    pub(super) fn needles(&self) -> Markup {
        let shows_planned = matches!(self.stage, Stage::Place | Stage::Rest);
        let is_next_shown = self.stage == Stage::Place;
        html! {
            @if shows_planned {
                @let rest = self.planned.iter().skip(usize::from(is_next_shown));
                @if rest.clone().next().is_some() {
                    section.needles-planned {
                        h2 { "Planned" }
                        ol.session-list { @for needle in rest { li { (self.planned_needle(needle, false)) } } }
                    }
                }
            }
            @if !self.placed.is_empty() {
                section.needles-placed {
                    h2 { "Placed" }
                    ol.session-list {
                        @for needle in self.placed.iter().rev() { li { (self.placed_needle(needle)) } }
                    }
                }
            }
        }
    }

    fn planned_needle(&self, needle: &Planned, is_next: bool) -> Markup {
        let may_place = matches!(self.stage, Stage::Place | Stage::Rest);
        html! {
            div.session-needle {
                div {
                    p.needle-name { strong { (needle.label) } " " span.needle-side { (needle.side) } }
                    p.needle-how { (needle.depth) ", " (needle.angle) }
                    @if needle.level != Level::None {
                        p.needle-level { (badge(needle.level)) @if let Some(words) = &needle.level_words { span { (words) } } }
                    }
                }
                @if may_place {
                    form id={ "place-" (needle.id) } method="post" action=(paths::session_action(&self.session_id, "needles")) data-live="" {
                        (self.form.hidden(&format!("place.{}", needle.id)))
                        input type="hidden" name="placement" value=(needle.id);
                        input type="hidden" name="depth_mm" value=(needle.depth_mm);
                        (self.in_use_hidden())
                        @if is_next { (primary_button(&format!("Place {} {}", needle.label, needle.side), Icon::Place)) }
                        @else { button.button type="submit" aria-label={ "Place " (needle.label) " " (needle.side) } { (icon(Icon::Place)) span { "Place" } } }
                    }
                }
            }
        }
    }

    fn in_use_hidden(&self) -> Markup {
        html! {
            input type="hidden" name="length_mm" value=(self.in_use.length_mm);
            input type="hidden" name="gauge" value=(self.in_use.gauge);
            input type="hidden" name="lot" value=(self.in_use.lot);
        }
    }

    fn placed_needle(&self, needle: &Placed) -> Markup {
        let mark = match needle.whereabouts {
            Whereabouts::In => Mark::In,
            Whereabouts::Out(_) | Whereabouts::Accounted(_) => Mark::Removed,
        };
        let is_next =
            self.stage == Stage::Rest && self.next_out().is_some_and(|next| next.id == needle.id);
        html! {
            div.session-needle {
                div {
                    p.needle-name { strong { (needle.label) } " " span.needle-side { (needle.side) } }
                    p.needle-how { (needle.depth) ", " (needle.needle) }
                    p.quiet { "in " (needle.placed) }
                    @match &needle.whereabouts {
                        Whereabouts::In => {},
                        Whereabouts::Out(by) => { p.quiet { "out " (by) } }
                        Whereabouts::Accounted(words) => { p.accounted { (icon(Icon::Flag)) span { (words) } } }
                    }
                }
                @if needle.whereabouts == Whereabouts::In && self.stage != Stage::Signed && !is_next {
                    (self.removal(needle, false))
                } @else if !is_next { (mark_with_word(mark)) }
            }
        }
    }

    fn removal(&self, needle: &Placed, is_primary: bool) -> Markup {
        html! {
            form id={ "remove-" (needle.id) } method="post" action=(paths::needle_action(&self.session_id, &needle.id, "remove")) data-live="" {
                (self.form.hidden(&format!("remove.{}", needle.id)))
                @if is_primary { (primary_button(&format!("Remove {} {}", needle.label, needle.side), Icon::Undo)) }
                @else { button.button type="submit" aria-label={ "Remove " (needle.label) " " (needle.side) } { (icon(Icon::Undo)) span { "Remove" } } }
            }
        }
    }

    fn next_out(&self) -> Option<&Placed> {
        self.placed
            .iter()
            .find(|needle| needle.whereabouts == Whereabouts::In)
    }

    pub(super) fn rest(&self) -> Markup {
        html! {
            section.step {
                @if let Some(next) = self.next_out() {
                    h2 { "Next out" }
                    (self.removal(next, true))
                }
                p.quiet { "Or tap a needle on the body." }
            }
        }
    }

    pub(super) fn start_rest(&self, is_next: bool) -> Markup {
        let form = html! {
            form method="post" action=(paths::session_action(&self.session_id, "rest")) data-live="" {
                (self.form.hidden("rest"))
                (Field::text("retention_min", "Rest for").number("min", 1, 60).hint("10 to 30 min; anything else needs a reason.").required().draw(&self.state))
                (Field::text("rest_reason", "Reason, when outside 10 to 30 min").draw(&self.state))
                @if is_next { (primary_button("Start rest", Icon::Timer)) } @else { (quiet_button("Start rest with these needles", Icon::Timer)) }
            }
        };
        html! {
            @if is_next { h2 { "Every planned needle is in" } (form) } @else {
                details.more { summary { (icon(Icon::Timer)) span { "Start rest before all are in" } } (form) }
            }
        }
    }

    pub(super) fn place_other(&self) -> Markup {
        let sides = Choice::list(&[("left", "Left"), ("right", "Right"), ("midline", "Midline")]);
        html! {
            details.more open[self.state.error("point").is_some() || self.state.error("label").is_some()] {
                summary { (icon(Icon::Add)) span { "Place another needle" } }
                form #place-other method="post" action=(paths::session_action(&self.session_id, "needles")) data-live="" {
                    (self.form.hidden(&format!("place-other.{}", self.placed.len())))
                    div.field {
                        label for="point" { "Point" }
                        @if let Some(error) = self.state.error("point") { p.error #point-error { (icon(Icon::Edit)) span { (error) } } }
                        input #point name="point" list="points" autocomplete="off" value=(self.state.value("point"))
                            aria-describedby=[self.state.error("point").map(|_| "point-error")];
                        datalist #points { @for point in &self.points { option value=(point.value) { (point.label) } } }
                    }
                    div.field-row {
                        (select("region", "Or a place without a code", &self.regions, &self.state))
                        (Field::text("label", "What it is").hint("For example: tender spot, vastus medialis.").draw(&self.state))
                    }
                    (segments("side", "Side", None, &sides, &self.state))
                    div.field-row {
                        (Field::text("depth_mm", "Depth").number("mm", 1, 125).required().draw(&self.state))
                        (Field::text("length_mm", "Needle length").number("mm", 1, 125).required().draw(&self.state))
                        (select("gauge", "Diameter", &self.in_use.gauges, &self.state))
                        (Field::text("lot", "Lot").draw(&self.state))
                    }
                    (Field::text("sensation", "What the patient felt").draw(&self.state))
                    (quiet_button("Place needle", Icon::Place))
                }
            }
        }
    }

    /// A needle at the place that was tapped on the body, or at the named point beside it.
    pub(super) fn place_tapped(&self) -> Markup {
        html! {
            form.tapped id=(TAPPED_FORM) method="post" action=(paths::session_action(&self.session_id, "needles")) data-live="" hidden {
                (self.form.hidden(&format!("place-tapped.{}", self.placed.len())))
                (self.in_use_hidden())
                (tapped_fields(TappedDepth::Reached, "Place needle", Icon::Place))
            }
        }
    }

    /// A plain GET form: the address carries the needle in use, the record only each needle.
    pub(super) fn needle_in_use(&self) -> Markup {
        html! {
            details.more {
                summary { (icon(Icon::Needle))
                    span { "Needle in use: " (self.in_use.gauge) " x " (self.in_use.length_mm) " mm"
                        @if self.in_use.lot.is_empty() { ", no lot" } @else { ", lot " (self.in_use.lot_words) } } }
                form method="get" action=(paths::session(&self.session_id)) {
                    div.field-row {
                        div.field { label for="use-length" { "Length, mm" } input #use-length type="number" min="1" max="125" name="length_mm" value=(self.in_use.length_mm); }
                        div.field { label for="use-gauge" { "Diameter, mm" }
                            select #use-gauge name="gauge" { @for gauge in &self.in_use.gauges { option value=(gauge.value) selected[gauge.value == self.in_use.gauge] { (gauge.label) } } } }
                        div.field { label for="use-lot" { "Lot, typed or scanned" } input #use-lot name="lot" value=(self.in_use.lot); }
                    }
                    (quiet_button("Use this needle", Icon::Check))
                }
            }
        }
    }
}
