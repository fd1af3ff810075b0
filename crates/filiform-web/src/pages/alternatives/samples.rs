//! The states of the alternatives.

use super::super::sample;
use super::{Alternatives, InPlace, Offer};
use crate::ui::curve::Curve;
use crate::ui::layout::Step;

pub(super) fn all() -> Vec<(&'static str, Alternatives)> {
    let some = some();
    let none = Alternatives {
        plan: "The plan has no needles.".to_owned(),
        best: Vec::new(),
        positions: Vec::new(),
        curve: None,
        fewer: Vec::new(),
        in_place: Vec::new(),
        ..some.clone()
    };
    let refused = Alternatives {
        refusal: Some("It is not on offer any more. Look again and choose another.".to_owned()),
        ..some.clone()
    };
    vec![("some", some), ("none", none), ("refused", refused)]
}

fn some() -> Alternatives {
    let supine = offer(
        "position.supine",
        "On the back",
        Some("SP10, ST35, ST36 left"),
        "worth the same",
    );
    Alternatives {
        shell: sample::shell(),
        patient: sample::banner(),
        trail: sample::trail(Step::Plan),
        course_id: "c-1".to_owned(),
        complaint: "Knee osteoarthritis, left".to_owned(),
        form: sample::form(),
        refusal: None,
        plan: "The plan has 3 needles, on the back; it is worth 95 % of the best one.".to_owned(),
        best: vec![
            offer(
                "best",
                "The best plan",
                Some("SP10, ST35, GB34 left"),
                "5 % more",
            ),
            offer(
                "next",
                "The next best plan",
                Some("SP9, SP10, ST35 left"),
                "1 % more",
            ),
        ],
        positions: vec![
            Offer {
                is_plan: true,
                ..supine
            },
            offer(
                "position.prone",
                "On the front",
                Some("BL40, BL57 left"),
                "38 % less",
            ),
        ],
        curve: Some(Curve {
            id: "curve".to_owned(),
            percent: vec![45, 72, 88, 96, 100],
            planned: 3,
            summary: "The best plan with 3 needles is worth 88 % of the best one with 5."
                .to_owned(),
        }),
        fewer: vec![offer(
            "needles.2",
            "2 needles",
            None,
            "72 % of the best with 5",
        )],
        in_place: vec![InPlace {
            needle: "ST36 left".to_owned(),
            offers: vec![
                offer("swap.2.SP9.left", "SP9 left", None, "0.4 % less"),
                offer("swap.2.GB34.left", "GB34 left", None, "2 % less"),
            ],
        }],
        basis: "Best means best for these targets and weights.",
    }
}

fn offer(which: &str, name: &str, needles: Option<&str>, worth: &str) -> Offer {
    Offer {
        which: which.to_owned(),
        name: name.to_owned(),
        needles: needles.map(ToOwned::to_owned),
        worth: worth.to_owned(),
        is_plan: false,
    }
}
