//! What the samples of all pages share: one clinic, one person, one form.

use crate::ui::body::{Chart, Figure, Mode, Picture, Stage, View};
use crate::ui::form::FormMeta;
use crate::ui::layout::{Alert, PatientBanner, Shell, SignedIn, Step, Trail};
use crate::ui::verdict::Level;

/// A signed-in visitor.
pub(super) fn shell() -> Shell {
    Shell {
        clinic: "Harbour Street Clinic".to_owned(),
        user: Some(SignedIn {
            name: "Dr Ines Okafor".to_owned(),
            profession: "General practitioner".to_owned(),
        }),
        csrf: "sample-csrf".to_owned(),
        flash: None,
        saved_at: None,
    }
}

/// A visitor who is not signed in.
pub(super) fn stranger() -> Shell {
    Shell {
        user: None,
        ..shell()
    }
}

/// The hidden fields of the forms.
pub(super) fn form() -> FormMeta {
    FormMeta {
        csrf: "sample-csrf".to_owned(),
        version: Some(7),
        key: Some("0192f0c1-sample".to_owned()),
        seen: None,
    }
}

/// A body with nothing on it.
pub(super) fn chart(key: &'static str) -> Chart {
    let picture = |view| Picture { view, width: 620.0 };
    Chart {
        key,
        figure: Figure::Female,
        pictures: [View::Front, View::Back].map(picture).to_vec(),
        dots: Vec::new(),
        pairs: Vec::new(),
        patches: Vec::new(),
        areas: Vec::new(),
        areas_can_be_chosen: false,
        stage: None,
    }
}

/// What the island of a body needs, without anything of a patient.
pub(super) fn stage(mode: Mode) -> Stage {
    Stage {
        mode,
        atlas: "/body/atlas/sample".to_owned(),
        cameras: vec!["front".to_owned(), "back".to_owned()],
        regions: [("knee".to_owned(), "front and sides of the knee".to_owned())].into(),
        pain: None,
        earlier_pain: None,
        devices: Vec::new(),
        free: None,
        draw: None,
        now: None,
    }
}

/// One person with alerts.
pub(super) fn banner() -> PatientBanner {
    PatientBanner {
        name: "Margaret Ellis".to_owned(),
        age: "67 years".to_owned(),
        sex: "female".to_owned(),
        born: "4 March 1959".to_owned(),
        number: "10482".to_owned(),
        alerts: vec![
            Alert {
                level: Level::Stop,
                words: "pacemaker, no electrical stimulation".to_owned(),
            },
            Alert {
                level: Level::Caution,
                words: "takes apixaban".to_owned(),
            },
        ],
    }
}

/// The same person without alerts.
pub(super) fn banner_without_alerts() -> PatientBanner {
    PatientBanner {
        alerts: Vec::new(),
        ..banner()
    }
}

/// The trail of that person at one step.
pub(super) fn trail(current: Step) -> Trail {
    Trail {
        patient_id: "p-1".to_owned(),
        course_id: (current > Step::Assess).then(|| "c-1".to_owned()),
        session_id: (current >= Step::Session).then(|| "s-1".to_owned()),
        current,
    }
}

/// Owned copies of literal strings.
pub(super) fn strings(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}
