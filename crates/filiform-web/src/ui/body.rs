//! The body chart: pictures with dots that are links or buttons and say so in words, and the data of
//! the island that turns the body where the browser can.

use filiform_knowledge::{Angle, SkinPlace};
use filiform_units::{Side, Timestamp};
use maud::{Markup, PreEscaped, html};

pub use filiform_knowledge::Figure;

use super::icon::{Icon, icon};
use crate::assets;

mod data;
mod labels;
mod tapped;

pub use data::{Device, Draw, FreePlace, Mode, Stage};
pub use tapped::{TAPPED_FORM, TappedDepth, tapped_fields};

/// The height of every picture in drawing units.
const HEIGHT: f32 = 1240.0;

/// The room for labels on one side of a picture.
const GUTTER: f32 = 148.0;

/// Which side of the body is seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum View {
    /// From the front: the patient's right is on the left of the picture.
    Front,
    /// From the back: the patient's left is on the left of the picture.
    Back,
    /// From the patient's left.
    Left,
    /// From the patient's right.
    Right,
}

impl View {
    /// Every view, in the order in which they are drawn.
    pub const ALL: [Self; 4] = [Self::Front, Self::Back, Self::Left, Self::Right];

    const fn words(self) -> &'static str {
        match self {
            Self::Front => "Front",
            Self::Back => "Back",
            Self::Left => "Left side",
            Self::Right => "Right side",
        }
    }

    /// The name of its camera and of its picture.
    pub const fn camera(self) -> &'static str {
        match self {
            Self::Front => "front",
            Self::Back => "back",
            Self::Left => "left",
            Self::Right => "right",
        }
    }

    /// What stands at the left and the right edge: the patient's sides, or what the picture faces.
    const fn edges(self) -> (&'static str, &'static str) {
        match self {
            Self::Front => ("Right", "Left"),
            Self::Back => ("Left", "Right"),
            Self::Left => ("Back", "Front"),
            Self::Right => ("Front", "Back"),
        }
    }

    /// Front and back are always there; the sides only for what neither shows.
    const fn is_always_drawn(self) -> bool {
        matches!(self, Self::Front | Self::Back)
    }
}

/// A place on a picture.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spot {
    /// Which picture.
    pub view: View,
    /// Across, 0 to 1 from the left.
    pub x: f32,
    /// Down, 0 to 1 from the top.
    pub y: f32,
    /// Where a needle that stands straight in the skin points, across and down; at most 1 long.
    pub out: [f32; 2],
}

impl Spot {
    /// A place of which the direction out of the skin is not known.
    pub const fn flat(view: View, x: f32, y: f32) -> Self {
        Self {
            view,
            x,
            y,
            out: [0.0, 0.0],
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
    /// Where a needle was in the last session.
    Last,
    /// A named point, in the atlas.
    Point,
}

impl Mark {
    /// Every mark, the most pressing first.
    const ALL: [Self; 7] = [
        Self::Stopped,
        Self::In,
        Self::Planned,
        Self::Suggested,
        Self::Removed,
        Self::Last,
        Self::Point,
    ];

    /// The words of the mark.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Planned => "planned",
            Self::Suggested => "suggested",
            Self::In => "needle in",
            Self::Removed => "out",
            Self::Stopped => "stop",
            Self::Last => "last session",
            Self::Point => "named point",
        }
    }

    const fn class(self) -> &'static str {
        match self {
            Self::Planned => "is-planned",
            Self::Suggested => "is-suggested",
            Self::In => "is-in",
            Self::Removed => "is-removed",
            Self::Stopped => "is-stopped",
            Self::Last => "is-last",
            Self::Point => "is-point",
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

/// How a needle stands in the skin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pin {
    /// Its depth in millimetres.
    pub depth_mm: u8,
    /// Its direction.
    pub angle: Angle,
}

/// What can be done with a dot besides pressing it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DotAction {
    /// What it does: "Take out of the plan".
    pub words: String,
    /// How.
    pub does: Does,
}

/// How an action of a dot is carried out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Does {
    /// Submits the form with this id.
    Submits(String),
    /// Takes the next place that is tapped into the form with this id, and submits it.
    Moves(String),
}

/// One dot.
#[derive(Clone, Debug)]
pub struct Dot {
    /// Its name in this chart.
    pub id: String,
    /// The short label beside it, for example "ST36".
    pub label: String,
    /// What it is and what a press does, for example "Place needle ST36 left".
    pub words: String,
    /// Where it is drawn on the pictures.
    pub spot: Spot,
    /// Where it lies on the skin, on the woman's and on the man's body.
    pub skin: Option<[SkinPlace; 2]>,
    /// The patient's side.
    pub side: Side,
    /// What it stands for.
    pub mark: Mark,
    /// What a press does.
    pub press: Press,
    /// What else can be done; used where a press does nothing.
    pub actions: Vec<DotAction>,
    /// How the needle stands in the skin, when that is known.
    pub pin: Option<Pin>,
    /// Since when the needle is in.
    pub since: Option<Timestamp>,
}

impl Dot {
    /// A dot that does nothing yet.
    pub fn new(label: &str, words: String, spot: Spot, mark: Mark) -> Self {
        Self {
            id: label.to_owned(),
            label: label.to_owned(),
            words,
            spot,
            skin: None,
            side: Side::Midline,
            mark,
            press: Press::Nothing,
            actions: Vec::new(),
            pin: None,
            since: None,
        }
    }
}

/// Two dots joined for current.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pair {
    /// The name of one dot.
    pub a: String,
    /// The name of the other.
    pub b: String,
    /// Both needles and the frequency in words.
    pub words: String,
    /// The rule that forbids it, in words.
    pub forbidden: Option<String>,
}

/// What was drawn on one picture, of one kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Patch {
    /// The picture.
    pub view: View,
    /// The kind of pain, as written in records.
    pub kind: &'static str,
    /// What it feels like and how strong it is.
    pub words: String,
    /// The outline in drawing units, as an SVG path.
    pub path: String,
}

/// A picture that the chart draws on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Picture {
    /// What it shows.
    pub view: View,
    /// Its width in drawing units.
    pub width: f32,
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

/// One body with what is marked on it.
#[derive(Clone, Debug)]
pub struct Chart {
    /// Names the chart from page to page: the island keeps its view.
    pub key: &'static str,
    /// Which body.
    pub figure: Figure,
    /// The pictures there are.
    pub pictures: Vec<Picture>,
    /// The dots.
    pub dots: Vec<Dot>,
    /// Dots joined for current.
    pub pairs: Vec<Pair>,
    /// Where it hurts, as it was drawn.
    pub patches: Vec<Patch>,
    /// The areas: labels of checkboxes where `areas_can_be_chosen`, drawn when chosen.
    pub areas: Vec<Area>,
    /// Whether a press on an area ticks its checkbox `area-<id>`.
    pub areas_can_be_chosen: bool,
    /// What the island needs to turn the body; without it there are only the pictures.
    pub stage: Option<Stage>,
}

/// Draws the pictures side by side, with the key of the marks that occur.
pub fn chart(chart: &Chart) -> Markup {
    let views = chart.pictures.iter().filter(|picture| {
        let mut dots = chart.dots.iter();
        picture.view.is_always_drawn() || dots.any(|dot| dot.spot.view == picture.view)
    });
    let island = chart.stage.as_ref().map(|_| "body");
    html! {
        div.body-chart data-island=[island] data-body-key=[island.map(|_| chart.key)] {
            div.body-views { @for picture in views { (view(chart, *picture)) } }
            (key(chart))
            @if let Some(stage) = &chart.stage {
                // Under way before the island asks for them.
                link rel="modulepreload" href=(assets::url("islands/body.mjs"));
                link rel="preload" as="fetch" crossorigin="anonymous" href=(assets::url("body/body.bin"));
                script.body-data type="application/json" { (PreEscaped(data::json(chart, stage))) }
            }
        }
    }
}

fn key(chart: &Chart) -> Markup {
    html! {
        ul.body-key aria-label="What the marks mean" {
            @for mark in Mark::ALL {
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

/// The address of a picture.
fn picture_url(figure: Figure, camera: &str) -> String {
    assets::url(&format!("body/{}-{camera}.webp", figure.as_str()))
}

fn view(chart: &Chart, Picture { view, width }: Picture) -> Markup {
    let dots: Vec<&Dot> = chart
        .dots
        .iter()
        // Without the island there is no layer to fold the last session away.
        .filter(|dot| dot.spot.view == view && dot.mark != Mark::Last)
        .collect();
    let areas = chart.areas.iter().filter(|area| area.view == view);
    let (on_left, on_right) = view.edges();
    let title = format!("{} of the body, {} marks", view.words(), dots.len());
    let places = labels::place(&dots, width);
    // Room for labels on every picture or on none: all keep one scale.
    let gutter = if chart.dots.is_empty() { 0.0 } else { GUTTER };
    let drawn = width + gutter * 2.0;
    let is_bare = dots.is_empty()
        && !chart.patches.iter().any(|patch| patch.view == view)
        && !areas
            .clone()
            .any(|area| area.is_chosen || chart.areas_can_be_chosen);
    html! {
        figure.body-view.is-bare[is_bare].is-side[!view.is_always_drawn()] {
            figcaption { (view.words()) }
            svg viewBox={ "-" (gutter) " -64 " (drawn) " " (HEIGHT + 74.0) } role="group" aria-label=(title) {
                text.side-word x="20" y="-24" { (on_left) }
                text.side-word x=(width - 20.0) y="-24" text-anchor="end" { (on_right) }
                image href=(picture_url(chart.figure, view.camera())) x="0" y="0" width=(width) height=(HEIGHT)
                    role="img" aria-label={ (view.words()) " of the body" } {}
                @for area in areas.clone() { (draw_area(area, width, chart.areas_can_be_chosen)) }
                @for patch in chart.patches.iter().filter(|patch| patch.view == view) {
                    path.pain.{ "is-" (patch.kind) } d=(patch.path) { title { (patch.words) } }
                }
                @for pair in &chart.pairs { (draw_pair(pair, &dots, width)) }
                @for (dot, place) in dots.iter().zip(&places) { (leader(dot, place, width)) }
                @for (dot, place) in dots.iter().zip(&places) { (draw_dot(dot, place, width)) }
            }
        }
    }
}

/// The line of a pair whose dots are both on this picture; one that a rule forbids says so.
fn draw_pair(pair: &Pair, dots: &[&Dot], width: f32) -> Markup {
    let at = |id: &str| {
        let dot = dots.iter().find(|dot| dot.id == id)?;
        Some((dot.spot.x * width, dot.spot.y * HEIGHT))
    };
    let (Some((x1, y1)), Some((x2, y2))) = (at(&pair.a), at(&pair.b)) else {
        return html! {};
    };
    let words = match &pair.forbidden {
        Some(why) => format!("{}: forbidden, {why}", pair.words),
        None => pair.words.clone(),
    };
    html! {
        g.pair.is-forbidden[pair.forbidden.is_some()] {
            title { (words) }
            path d={ "M" (x1) " " (y1) "L" (x2) " " (y2) } {}
            @if pair.forbidden.is_some() {
                g transform={ "translate(" (f32::midpoint(x1, x2)) " " (f32::midpoint(y1, y2)) ")" } { (shape(Mark::Stopped)) }
            }
        }
    }
}

/// A needle drawn as a short line out of the skin: longer when deeper, flatter when it lies flatter.
fn draw_pin(spot: Spot, pin: Pin) -> Markup {
    // From straight in the skin down to nearly along it.
    let (out, along) = match pin.angle {
        Angle::Perpendicular | Angle::Unrecorded => (1.0, 0.0),
        Angle::Oblique => (0.7, 0.7),
        Angle::Tangential => (0.25, 0.97),
    };
    let length = 18.0 + f32::from(pin.depth_mm);
    let x = (spot.out[0] * out) * length;
    let y = (spot.out[1] * out - along) * length;
    html! { path.pin d={ "M0 0l" (x) " " (y) } {} }
}

fn draw_area(area: &Area, width: f32, can_be_chosen: bool) -> Markup {
    let (x, y) = (area.x * width, area.y * HEIGHT);
    let (half_width, half_height) = (area.half_width * width, area.half_height * HEIGHT);
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

fn leader(dot: &Dot, place: &labels::Place, width: f32) -> Markup {
    let (x, y) = (dot.spot.x * width, dot.spot.y * HEIGHT);
    let edge = if place.is_left {
        place.x + labels::LABEL_WIDTH
    } else {
        place.x
    };
    html! { path.leader d={ "M" (x) " " (y) "L" (edge) " " (place.y) } {} }
}

fn draw_dot(dot: &Dot, place: &labels::Place, width: f32) -> Markup {
    let (x, y) = (dot.spot.x * width, dot.spot.y * HEIGHT);
    let transform = format!("translate({x} {y})");
    let top = place.y - place.height / 2.0;
    html! {
        g.dot.(dot.mark.class()) {
            g.dot-mark transform=(transform) {
                @if let Some(pin) = dot.pin { (draw_pin(dot.spot, pin)) }
                (shape(dot.mark))
            }
            foreignObject x=(place.x) y=(top) width=(labels::LABEL_WIDTH) height=(place.height) {
                (label(dot, place.is_left, false))
            }
            @if dot.press != Press::Nothing {
                foreignObject x=(x - 26.0) y=(y - 26.0) width="52" height="52" {
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
            Mark::Planned | Mark::Point => { circle.ring r="13" {} circle.core r="4" {} }
            Mark::Suggested => { circle.ring.dashed r="13" {} }
            Mark::Last => { path.square d="M-9 -9H9V9H-9Z" {} }
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
            legend.for-readers { "Where does it hurt?" }
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
