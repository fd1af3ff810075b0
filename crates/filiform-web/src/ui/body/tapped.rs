//! The fields of a form that takes a place of the skin. The island of the body fills and shows it.

use maud::{Markup, html};

use crate::ui::icon::{Icon, icon};

/// The id of the form on its page.
pub const TAPPED_FORM: &str = "tapped";

/// How a form asks for the depth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TappedDepth {
    /// How deep a planned needle may go.
    Range,
    /// How deep the needle went.
    Reached,
}

/// The hidden place, and what a hand adds to it.
pub fn tapped_fields(depth: TappedDepth, words: &str, drawing: Icon) -> Markup {
    html! {
        input type="hidden" name="spot";
        input type="hidden" name="point";
        input type="hidden" name="side";
        p.tapped-place data-tapped="" {}
        div.field-row {
            div.field {
                label for="tapped-label" { "What it is" }
                p.hint #tapped-label-hint { "For example: tender spot. Empty takes the muscle." }
                input #tapped-label name="label" maxlength="200" autocomplete="off" aria-describedby="tapped-label-hint";
            }
            @match depth {
                TappedDepth::Range => {
                    (millimetres("depth_min_mm", "Depth from, mm", depth))
                    (millimetres("depth_max_mm", "to, mm", depth))
                }
                TappedDepth::Reached => (millimetres("depth_mm", "Depth, mm", depth)),
            }
        }
        button.button type="submit" { (icon(drawing)) span { (words) } }
    }
}

/// A depth that was reached is part of the record; a planned one may stay open.
fn millimetres(name: &str, words: &str, depth: TappedDepth) -> Markup {
    let id = format!("tapped-{name}");
    html! {
        div.field {
            label for=(id) { (words) }
            input id=(id) type="number" name=(name) min="1" max="125" inputmode="numeric"
                required[depth == TappedDepth::Reached];
        }
    }
}
