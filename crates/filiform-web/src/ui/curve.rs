//! What a plan is worth with fewer needles, as a small picture and as a table.

use maud::{Markup, html};

use super::parts::table;

const WIDTH: f64 = 360.0;
const HEIGHT: f64 = 180.0;
const LEFT: f64 = 44.0;
const RIGHT: f64 = 16.0;
const TOP: f64 = 16.0;
const BOTTOM: f64 = 40.0;

/// The best value with at most 1, 2, 3, ... needles.
#[derive(Clone, Debug)]
pub struct Curve {
    /// The id of the picture, unique on the page.
    pub id: String,
    /// The values in percent of the last, 0 to 100.
    pub percent: Vec<u8>,
    /// How many needles the plan that is shown has, 0 when it has none.
    pub planned: usize,
    /// The picture in one sentence.
    pub summary: String,
}

impl Curve {
    fn x(&self, needles: usize) -> f64 {
        let steps = self.percent.len().max(2) - 1;
        let (at, steps) = (share(needles.saturating_sub(1)), share(steps));
        round(LEFT + (WIDTH - LEFT - RIGHT) * at / steps)
    }

    fn points(&self) -> String {
        let points = self.percent.iter().zip(1..);
        let points: Vec<String> = points
            .map(|(percent, needles)| format!("{},{}", self.x(needles), y(*percent)))
            .collect();
        points.join(" ")
    }
}

fn share(count: usize) -> f64 {
    f64::from(u16::try_from(count).unwrap_or(u16::MAX))
}

fn y(percent: u8) -> f64 {
    round(TOP + (HEIGHT - TOP - BOTTOM) * (1.0 - f64::from(percent.min(100)) / 100.0))
}

fn round(value: f64) -> f64 {
    (value * 10.0).round() / 10.0
}

/// Draws the picture and, closed, the table of the same values.
pub fn curve(curve: &Curve) -> Markup {
    html! {
        figure.curve {
            svg viewBox={ "0 0 " (WIDTH) " " (HEIGHT) } role="img"
                aria-labelledby={ (curve.id) "-title " (curve.id) "-desc" } {
                title id={ (curve.id) "-title" } { "Value with fewer needles" }
                desc id={ (curve.id) "-desc" } { (curve.summary) }
                @for percent in [0_u8, 50, 100] {
                    line.grid x1=(LEFT) x2=(WIDTH - RIGHT) y1=(y(percent)) y2=(y(percent)) {}
                    text.axis x=(LEFT - 8.0) y=(y(percent) + 5.0) text-anchor="end" { (percent) " %" }
                }
                polyline.line points=(curve.points()) {}
                @for (percent, needles) in curve.percent.iter().zip(1_usize..) {
                    circle.dot.{ @if needles == curve.planned { "is-chosen" } } cx=(curve.x(needles)) cy=(y(*percent))
                        r=(if needles == curve.planned { 6.0 } else { 3.5 }) {}
                    @if needles == 1 || needles == curve.percent.len() || needles == curve.planned {
                        text.axis x=(curve.x(needles)) y=(HEIGHT - 18.0) text-anchor="middle" { (needles) }
                    }
                }
                text.axis x=(LEFT + (WIDTH - LEFT - RIGHT) / 2.0) y=(HEIGHT - 2.0) text-anchor="middle" { "needles" }
            }
            figcaption { (curve.summary) }
            details {
                summary { "The same as a table" }
                (table("Value with fewer needles", &["Needles", "Value"], &rows(curve)))
            }
        }
    }
}

fn rows(curve: &Curve) -> Vec<Vec<Markup>> {
    let values = curve.percent.iter().zip(1_usize..);
    values
        .map(|(percent, needles)| vec![html! { (needles) }, html! { (percent) " %" }])
        .collect()
}
