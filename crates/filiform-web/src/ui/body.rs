//! The body chart: front and back, with dots that are links or buttons and say so in words.

use maud::{Markup, html};

use super::icon::{Icon, icon};
use crate::assets;

mod labels;

/// The width of one picture in drawing units; its height is [`HEIGHT`].
const WIDTH: f32 = 620.0;
const HEIGHT: f32 = 1240.0;

/// The room for labels on one side of a picture.
const GUTTER: f32 = 148.0;

/// Which body is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Figure {
    /// A female body.
    Female,
    /// A male body.
    Male,
}

/// Which side of the body is seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum View {
    /// From the front: the patient's right is on the left of the picture.
    Front,
    /// From the back: the patient's left is on the left of the picture.
    Back,
}

impl View {
    const fn words(self) -> &'static str {
        match self {
            Self::Front => "Front",
            Self::Back => "Back",
        }
    }

    /// The patient's sides as they appear on the left and on the right of the picture.
    const fn sides(self) -> (&'static str, &'static str) {
        match self {
            Self::Front => ("Right", "Left"),
            Self::Back => ("Left", "Right"),
        }
    }
}

/// What a dot stands for; each has its own shape.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// Planned, not placed.
    Planned,
    /// Suggested, not in the plan.
    Suggested,
    /// The needle is in.
    In,
    /// The needle was placed and is out again.
    Removed,
    /// Stopped by a finding.
    Stopped,
}

impl Mark {
    /// The words of the mark.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Planned => "planned",
            Self::Suggested => "suggested",
            Self::In => "needle in",
            Self::Removed => "out",
            Self::Stopped => "stop",
        }
    }

    const fn class(self) -> &'static str {
        match self {
            Self::Planned => "is-planned",
            Self::Suggested => "is-suggested",
            Self::In => "is-in",
            Self::Removed => "is-removed",
            Self::Stopped => "is-stopped",
        }
    }
}

/// What a press on a dot does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Press {
    /// Nothing.
    Nothing,
    /// Opens an address.
    Opens(String),
    /// Submits the form with this id, which stands in the list beside the body.
    Submits(String),
}

/// One dot.
#[derive(Clone, Debug)]
pub struct Dot {
    /// The short label beside it, for example "ST36".
    pub label: String,
    /// What it is and what a press does, for example "Place needle ST36 left".
    pub words: String,
    /// The view it is drawn on.
    pub view: View,
    /// Its place across the picture, 0 to 1 from the left.
    pub x: f32,
    /// Its place down the picture, 0 to 1 from the top.
    pub y: f32,
    /// What it stands for.
    pub mark: Mark,
    /// What a press does.
    pub press: Press,
}

/// One area where it may hurt.
#[derive(Clone, Debug)]
pub struct Area {
    /// The value of its checkbox.
    pub id: String,
    /// Its name with its side in words.
    pub words: String,
    /// The view it is drawn on.
    pub view: View,
    /// Its centre across the picture, 0 to 1.
    pub x: f32,
    /// Its centre down the picture, 0 to 1.
    pub y: f32,
    /// Half its width, as a part of the picture's width.
    pub half_width: f32,
    /// Half its height, as a part of the picture's height.
    pub half_height: f32,
    /// Whether it hurts there.
    pub is_chosen: bool,
}

/// Both views of one body.
#[derive(Clone, Debug)]
pub struct Chart {
    /// Which body.
    pub figure: Figure,
    /// The dots.
    pub dots: Vec<Dot>,
    /// The areas: labels of checkboxes where `areas_can_be_chosen`, drawn when chosen.
    pub areas: Vec<Area>,
    /// Whether a press on an area ticks its checkbox `area-<id>`.
    pub areas_can_be_chosen: bool,
}

/// Draws both views side by side, with the key of the marks that occur.
pub fn chart(chart: &Chart) -> Markup {
    html! {
        div.body-chart {
            div.body-views { (view(chart, View::Front)) (view(chart, View::Back)) }
            (key(chart))
        }
    }
}

fn key(chart: &Chart) -> Markup {
    let marks = [
        Mark::Stopped,
        Mark::In,
        Mark::Planned,
        Mark::Suggested,
        Mark::Removed,
    ];
    html! {
        ul.body-key aria-label="What the marks mean" {
            @for mark in marks {
                @if chart.dots.iter().any(|dot| dot.mark == mark) {
                    li {
                        svg viewBox="-22 -22 44 44" aria-hidden="true" focusable="false" { (shape(mark)) }
                        span { (mark.words()) }
                    }
                }
            }
            @if chart.areas.iter().any(|area| area.is_chosen) {
                li {
                    svg viewBox="-22 -22 44 44" aria-hidden="true" focusable="false" {
                        ellipse.area cx="0" cy="0" rx="19" ry="13" {}
                    }
                    span { "where it hurts" }
                }
            }
        }
    }
}

fn picture(figure: Figure, view: View) -> String {
    let name = match (figure, view) {
        (Figure::Female, View::Front) => "body/female-front.webp",
        (Figure::Female, View::Back) => "body/female-back.webp",
        (Figure::Male, View::Front) => "body/male-front.webp",
        (Figure::Male, View::Back) => "body/male-back.webp",
    };
    assets::url(name)
}

fn view(chart: &Chart, view: View) -> Markup {
    let dots: Vec<&Dot> = chart.dots.iter().filter(|dot| dot.view == view).collect();
    let areas = chart.areas.iter().filter(|area| area.view == view);
    let (on_left, on_right) = view.sides();
    let title = format!("{} of the body, {} marks", view.words(), dots.len());
    let places = labels::place(&dots);
    // Room for labels only where there are any; both views keep one scale.
    let left = if places.iter().any(|place| place.is_left) {
        GUTTER
    } else {
        0.0
    };
    let right = if places.iter().any(|place| !place.is_left) {
        GUTTER
    } else {
        0.0
    };
    let width = WIDTH + left + right;
    let is_bare = dots.is_empty()
        && !areas
            .clone()
            .any(|area| area.is_chosen || chart.areas_can_be_chosen);
    html! {
        figure.body-view.{ "is-w" (width) }.is-bare[is_bare] {
            figcaption { (view.words()) }
            svg viewBox={ "-" (left) " -64 " (width) " " (HEIGHT + 74.0) } role="group" aria-label=(title) {
                text.side-word x="20" y="-24" { (on_left) }
                text.side-word x="600" y="-24" text-anchor="end" { (on_right) }
                image href=(picture(chart.figure, view)) x="0" y="0" width=(WIDTH) height=(HEIGHT)
                    role="img" aria-label={ (view.words()) " of the body" } {}
                @for area in areas.clone() { (draw_area(area, chart.areas_can_be_chosen)) }
                @for (dot, place) in dots.iter().zip(&places) { (leader(dot, place)) }
                @for (dot, place) in dots.iter().zip(&places) { (draw_dot(dot, place)) }
            }
        }
    }
}

fn draw_area(area: &Area, can_be_chosen: bool) -> Markup {
    let (x, y) = (area.x * WIDTH, area.y * HEIGHT);
    let (half_width, half_height) = (area.half_width * WIDTH, area.half_height * HEIGHT);
    html! {
        @if can_be_chosen {
            foreignObject x=(x - half_width) y=(y - half_height) width=(half_width * 2.0) height=(half_height * 2.0) {
                label.area-label.is-chosen[area.is_chosen] for={ "area-" (area.id) } data-area=(area.id) {
                    span.for-readers { (area.words) }
                }
            }
        } @else if area.is_chosen {
            ellipse.area cx=(x) cy=(y) rx=(half_width) ry=(half_height) { title { "It hurts here: " (area.words) } }
        }
    }
}

fn leader(dot: &Dot, place: &labels::Place) -> Markup {
    let (x, y) = (dot.x * WIDTH, dot.y * HEIGHT);
    let edge = if place.is_left {
        place.x + labels::LABEL_WIDTH
    } else {
        place.x
    };
    html! { path.leader d={ "M" (x) " " (y) "L" (edge) " " (place.y) } {} }
}

fn draw_dot(dot: &Dot, place: &labels::Place) -> Markup {
    let transform = format!("translate({} {})", dot.x * WIDTH, dot.y * HEIGHT);
    let top = place.y - place.height / 2.0;
    html! {
        g.dot.(dot.mark.class()) {
            g.dot-mark transform=(transform) { (shape(dot.mark)) }
            foreignObject x=(place.x) y=(top) width=(labels::LABEL_WIDTH) height=(place.height) {
                (label(dot, place.is_left, false))
            }
            @if dot.press != Press::Nothing {
                foreignObject x=(dot.x * WIDTH - 26.0) y=(dot.y * HEIGHT - 26.0) width="52" height="52" {
                    (label(dot, place.is_left, true))
                }
            }
        }
    }
}

/// The control of a dot: beside the body with its label, and once more on the dot itself,
/// where it is left out of the tab order.
fn label(dot: &Dot, is_left: bool, on_the_dot: bool) -> Markup {
    let class = match (on_the_dot, is_left) {
        (true, _) => "dot-press",
        (false, true) => "dot-label is-left",
        (false, false) => "dot-label",
    };
    let words = html! { @if !on_the_dot { (dot.label) } };
    let index = on_the_dot.then_some("-1");
    match &dot.press {
        Press::Nothing => html! { span class=(class) title=(dot.words) { (words) } },
        Press::Opens(href) => html! {
            a class=(class) href=(href) aria-label=(dot.words) tabindex=[index] { (words) }
        },
        Press::Submits(form) => html! {
            button class=(class) type="submit" form=(form) aria-label=(dot.words) tabindex=[index] { (words) }
        },
    }
}

/// The shape of a mark around its own centre.
fn shape(mark: Mark) -> Markup {
    html! {
        @match mark {
            Mark::Planned => { circle.ring r="13" {} circle.core r="4" {} }
            Mark::Suggested => { circle.ring.dashed r="13" {} }
            Mark::In => {
                circle.disc r="15" {}
                path.needle d="M0 -9V9M-4 -9H4" {}
            }
            Mark::Removed => { circle.ring r="12" {} path.tick d="M-6 0l4 5l8 -9" {} }
            Mark::Stopped => {
                path.octagon d="M-7 -17H7L17 -7V7L7 17H-7L-17 7V-7Z" {}
                path.cross d="M-6 -6L6 6M6 -6L-6 6" {}
            }
        }
    }
}

/// The mark as a small picture beside its word, for lists.
pub fn mark_with_word(mark: Mark) -> Markup {
    html! {
        span.mark-word.(mark.class()) {
            svg.dot.(mark.class()) viewBox="-22 -22 44 44" aria-hidden="true" focusable="false" { (shape(mark)) }
            span { (mark.words()) }
        }
    }
}

/// The checkboxes of the areas, in words; the body's areas are their labels.
pub fn area_list(areas: &[Area]) -> Markup {
    html! {
        fieldset.area-list {
            legend { "Where does it hurt?" }
            p.hint { "Tick a place, or tap it on the body." }
            @for view in [View::Front, View::Back] {
                h4 { (view.words()) }
                ul {
                    @for area in areas.iter().filter(|area| area.view == view) {
                        li.tick {
                            label {
                                input type="checkbox" id={ "area-" (area.id) } name="area" value=(area.id) checked[area.is_chosen];
                                span { (area.words) }
                            }
                        }
                    }
                }
            }
            p.quiet { (icon(Icon::Patient)) span { "Left and right are the patient's own." } }
        }
    }
}
