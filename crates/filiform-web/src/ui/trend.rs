//! The trend of a measure: values, sessions, the band of real change, gaps shown as gaps.

use maud::{Markup, html};

use super::parts::table;

const WIDTH: f64 = 720.0;
const HEIGHT: f64 = 320.0;
const LEFT: f64 = 44.0;
const RIGHT: f64 = 24.0;
const TOP: f64 = 40.0;
const BOTTOM: f64 = 52.0;

/// One day on which the measure was due.
#[derive(Clone, Debug)]
pub struct Reading {
    /// Days since the first day of the picture.
    pub day: u32,
    /// The full date.
    pub date: String,
    /// The value; `None` when it was due and is missing.
    pub value: Option<f64>,
}

/// A band below or above which a change is more than noise.
#[derive(Clone, Debug)]
pub struct Band {
    /// The edge nearer to the start.
    pub from: f64,
    /// The other edge.
    pub to: f64,
    /// What it means in words.
    pub words: String,
}

/// Everything the picture shows.
#[derive(Clone, Debug)]
pub struct Trend {
    /// The id of the picture, unique on the page.
    pub id: String,
    /// The name of the measure.
    pub title: String,
    /// The unit of the axis with its direction, for example "of 10, lower is better".
    pub axis: String,
    /// The largest possible value.
    pub max: f64,
    /// The readings in order of time.
    pub readings: Vec<Reading>,
    /// The days on which a session took place.
    pub session_days: Vec<u32>,
    /// The band of real change, once there is a start to measure it from.
    pub band: Option<Band>,
    /// The picture in one sentence.
    pub summary: String,
}

impl Trend {
    fn last_day(&self) -> f64 {
        let readings = self.readings.iter().map(|reading| reading.day);
        f64::from(
            readings
                .chain(self.session_days.iter().copied())
                .max()
                .unwrap_or(1)
                .max(1),
        )
    }

    fn x(&self, day: u32) -> f64 {
        round(LEFT + 16.0 + (WIDTH - LEFT - RIGHT - 32.0) * f64::from(day) / self.last_day())
    }

    fn y(&self, value: f64) -> f64 {
        round(TOP + (HEIGHT - TOP - BOTTOM) * (1.0 - value / self.max))
    }
}

fn round(value: f64) -> f64 {
    (value * 10.0).round() / 10.0
}

/// Draws the picture and, closed, the table of the same values.
pub fn trend(trend: &Trend) -> Markup {
    let known = trend
        .readings
        .iter()
        .filter(|reading| reading.value.is_some())
        .count();
    html! {
        figure.trend {
            figcaption {
                strong { (trend.title) }
                span.quiet { (trend.axis) ", n = " (known) " of " (trend.readings.len()) " due" }
            }
            svg viewBox={ "0 0 " (WIDTH) " " (HEIGHT) } role="img"
                aria-labelledby={ (trend.id) "-title " (trend.id) "-desc" } {
                title id={ (trend.id) "-title" } { (trend.title) }
                desc id={ (trend.id) "-desc" } { (trend.summary) }
                (axes(trend))
                (line(trend))
            }
            (key(trend))
            (values(trend))
        }
    }
}

fn axes(trend: &Trend) -> Markup {
    let floor = HEIGHT - BOTTOM;
    html! {
        @if let Some(band) = &trend.band {
            @let top = trend.y(band.from.max(band.to));
            @let bottom = trend.y(band.from.min(band.to));
            rect.band x=(LEFT) y=(top) width=(WIDTH - LEFT - RIGHT) height=(round(bottom - top)) {}
        }
        @for step in 0..=5_u8 {
            @let value = trend.max * f64::from(step) / 5.0;
            line.grid x1=(LEFT) x2=(WIDTH - RIGHT) y1=(trend.y(value)) y2=(trend.y(value)) {}
            text.axis x=(LEFT - 10.0) y=(trend.y(value) + 5.0) text-anchor="end" { (round(value)) }
        }
        @for day in &trend.session_days {
            @let x = trend.x(*day);
            path.session d={ "M" (x) " " (floor) "v12" } {}
        }
        @if let (Some(first), Some(last)) = (trend.readings.first(), trend.readings.last()) {
            text.axis x=(trend.x(first.day) - 16.0) y=(HEIGHT - 12.0) { (first.date) }
            @if last.day != first.day {
                text.axis x=(trend.x(last.day) + 16.0) y=(HEIGHT - 12.0) text-anchor="end" { (last.date) }
            }
        }
    }
}

fn line(trend: &Trend) -> Markup {
    html! {
        @for pair in trend.readings.windows(2) {
            @if let (Some(from), Some(to)) = (pair[0].value, pair[1].value) {
                line.trend-line x1=(trend.x(pair[0].day)) y1=(trend.y(from)) x2=(trend.x(pair[1].day)) y2=(trend.y(to)) {}
            }
        }
        @for reading in &trend.readings {
            @let x = trend.x(reading.day);
            @if let Some(value) = reading.value {
                circle.trend-dot cx=(x) cy=(trend.y(value)) r="5" {}
                text.trend-value x=(x) y=(trend.y(value) - 12.0) text-anchor="middle" { (value) }
            } @else {
                line.missing x1=(x) x2=(x) y1=(TOP) y2=(HEIGHT - BOTTOM) {}
                text.axis x=(x) y=(TOP - 8.0) text-anchor="middle" { "missing" }
            }
        }
    }
}

fn key(trend: &Trend) -> Markup {
    html! {
        ul.trend-key {
            li {
                svg viewBox="0 0 24 12" aria-hidden="true" focusable="false" { path.session d="M12 0v12" {} }
                span { (trend.session_days.len()) " sessions" }
            }
            @if let Some(band) = &trend.band {
                li {
                    svg viewBox="0 0 24 12" aria-hidden="true" focusable="false" { rect.band width="24" height="12" {} }
                    span { (band.words) }
                }
            }
        }
    }
}

fn values(trend: &Trend) -> Markup {
    let rows: Vec<Vec<Markup>> = trend
        .readings
        .iter()
        .map(|reading| {
            let value = reading
                .value
                .map_or_else(|| "missing".to_owned(), |v| v.to_string());
            vec![html! { (reading.date) }, html! { (value) }]
        })
        .collect();
    html! {
        details.same-values {
            summary { "The same values as a table" }
            (table(&trend.title, &["Date", "Value"], &rows))
        }
    }
}
