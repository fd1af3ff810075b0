//! Where it hurts, drawn on the body by the patient's finger.

use maud::{Markup, html};

use super::assess::{DRAWING, draw_or_tick};
use super::{Page, sample};
use crate::paths;
use crate::ui::body::{Chart, Draw, Mode, Stage};
use crate::ui::form::{FormMeta, FormState, error_summary};
use crate::ui::icon::Icon;
use crate::ui::layout::{Frame, PatientBanner, Section, Shell, Step, Trail, document};
use crate::ui::parts::{primary_button, quiet_link};

/// An area of a drawing in the words of a clinician.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DrawnArea {
    /// What it feels like and how strong it is, for example "Ache, 6 of 10".
    pub feels: String,
    /// The regions with their sides.
    pub regions: String,
    /// How much of the skin, with its unit.
    pub size: String,
    /// The segments of the skin; empty where the mesh names none.
    pub dermatomes: String,
    /// The muscles just under the skin; empty where the mesh names none.
    pub muscles: String,
}

/// The page of a drawing.
#[derive(Clone, Debug)]
pub struct Drawing {
    /// The visitor's part.
    pub shell: Shell,
    /// The patient.
    pub patient: PatientBanner,
    /// The flow.
    pub trail: Trail,
    /// The course.
    pub course_id: String,
    /// The hidden fields.
    pub form: FormMeta,
    /// What was sent, and what is wrong with it.
    pub state: FormState,
    /// The body to draw on.
    pub chart: Chart,
    /// What stands in the record.
    pub drawn: Vec<DrawnArea>,
}

impl Page for Drawing {
    const NAME: &'static str = "drawing";

    fn draw(&self) -> Markup {
        let frame = Frame {
            shell: &self.shell,
            title: "Where does it hurt?",
            section: Some(Section::Patients),
            trail: Some(&self.trail),
            patient: Some(&self.patient),
            class: "is-wide",
        };
        document(&frame, &self.body())
    }

    fn samples() -> Vec<(&'static str, Self)> {
        samples()
    }
}

impl Drawing {
    fn body(&self) -> Markup {
        html! {
            h1 { "Where does it hurt?" }
            (error_summary(&self.state))
            form.drawing method="post" action=(paths::drawing(&self.course_id)) {
                (self.form.hidden("drawing"))
                section data-island="body-tap" { (draw_or_tick(&self.chart, &self.state)) }
                div.actions {
                    (primary_button("Save drawing", Icon::Check))
                    (quiet_link(&paths::plan(&self.course_id), "Back to the plan", Icon::Back))
                }
            }
            (readout(&self.drawn))
        }
    }
}

/// What a drawing says, for the clinician.
pub(crate) fn readout(drawn: &[DrawnArea]) -> Markup {
    html! {
        @if !drawn.is_empty() {
            section.drawn aria-labelledby="drawn" {
                h2 #drawn { "Drawn by the patient" }
                ul {
                    @for area in drawn {
                        li {
                            p { strong { (area.feels) } ": " (area.regions) }
                            p.quiet {
                                (area.size) " of the skin"
                                @if !area.dermatomes.is_empty() { "; skin of " (area.dermatomes) }
                                @if !area.muscles.is_empty() { "; over " (area.muscles) }
                                "."
                            }
                        }
                    }
                }
                p.hint { "Read from the chart: borders between segments overlap and differ from person to person." }
            }
        }
    }
}

fn samples() -> Vec<(&'static str, Drawing)> {
    let blank = Drawing {
        shell: sample::shell(),
        patient: sample::banner(),
        trail: sample::trail(Step::Plan),
        course_id: "c-1".to_owned(),
        form: sample::form(),
        state: FormState::default(),
        chart: Chart {
            stage: Some(Stage {
                draw: Some(Draw {
                    field: DRAWING.to_owned(),
                }),
                ..sample::stage(Mode::Draw)
            }),
            areas_can_be_chosen: true,
            ..sample::chart("drawing")
        },
        drawn: Vec::new(),
    };
    let drawn = Drawing {
        drawn: vec![DrawnArea {
            feels: "Ache, 6 of 10".to_owned(),
            regions: "right, front and sides of the knee".to_owned(),
            size: "0.9 %".to_owned(),
            dermatomes: "L3 and L4".to_owned(),
            muscles: "vastus medialis".to_owned(),
        }],
        ..blank.clone()
    };
    vec![("blank", blank), ("drawn", drawn)]
}
