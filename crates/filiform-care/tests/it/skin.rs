use filiform_care::course::{Command, Complaint, Event};
use filiform_care::{
    DrawingError, NEAR_MM, PAIN_AREAS_MAX, PainDrawing, PainKind, PlannedNeedle, Site, Tapped,
    resolve,
};
use filiform_knowledge::{Figure, Place, SkinPlace};
use filiform_testkit::{
    a_complaint, a_needle, a_patient_id, a_plan, an_act, given_course, knowledge, short,
};
use filiform_units::{Laterality, Side};
use proptest::prelude::*;

fn tapped_at(code: &str, side: Side) -> Tapped {
    let body = knowledge().body();
    let place = body.place(Figure::Female, code, side).unwrap();
    Tapped::read(body, place).unwrap()
}

fn needle_at(tapped: &Tapped) -> PlannedNeedle {
    PlannedNeedle {
        site: Site::Free {
            region: tapped.region.clone(),
            label: short("tender spot"),
            skin: Some(tapped.skin.clone()),
        },
        side: tapped.side,
        ..a_needle("ST36 left")
    }
}

fn drawing(text: &str) -> Result<Option<PainDrawing>, DrawingError> {
    PainDrawing::parse(text, knowledge().body(), Figure::Female)
}

#[test]
fn a_tap_says_region_side_muscle_and_segment() {
    let tapped = tapped_at("ST36", Side::Right);
    assert_eq!(tapped.side, Side::Right);
    assert_eq!(tapped.region.as_str(), "leg-anterior");
    assert_eq!(tapped.skin.muscle.unwrap().as_str(), "tibialis anterior");
    assert!(tapped.skin.dermatome.is_some());
    assert_eq!(tapped.skin.near.unwrap().0.as_str(), "ST36");
}

#[test]
fn a_free_place_within_reach_of_a_named_point_is_screened_as_that_point_too() {
    let tapped = tapped_at("GB21", Side::Left);
    let needle = resolve(knowledge(), &needle_at(&tapped)).unwrap();
    assert!(matches!(needle.place, Place::Region(_)));
    assert_eq!(needle.near, knowledge().point_key("GB21"));
}

#[test]
fn a_free_place_far_from_every_named_point_is_screened_by_its_region_alone() {
    let mut tapped = tapped_at("GB21", Side::Left);
    tapped.skin.near = tapped.skin.near.map(|(code, _)| (code, NEAR_MM + 1));
    let needle = resolve(knowledge(), &needle_at(&tapped)).unwrap();
    assert_eq!(needle.near, None);
}

#[test]
fn a_mirrored_plan_mirrors_a_place_of_the_skin() {
    let body = knowledge().body();
    let tapped = tapped_at("ST36", Side::Left);
    let mut plan = a_plan(&["SP9 left"]);
    plan.needles.push(needle_at(&tapped));
    let mirrored = plan.mirrored();
    let Site::Free {
        skin: Some(skin), ..
    } = &mirrored.needles[1].site
    else {
        panic!("the place of the skin is lost");
    };
    let right = skin.on(body, mirrored.needles[1].side).unwrap();
    assert_eq!(body.side(right), Side::Right);
    assert_eq!(Some(right), body.place(Figure::Female, "ST36", Side::Right));
}

#[test]
fn a_place_of_another_mesh_is_not_drawn_on_this_one() {
    let mut tapped = tapped_at("ST36", Side::Left);
    tapped.skin.mesh = "another".to_owned();
    assert_eq!(tapped.skin.on(knowledge().body(), Side::Left), None);
}

#[test]
fn a_drawing_reads_its_regions_each_side_once() {
    let body = knowledge().body();
    let knee = body.triangles_of_region("knee", Side::Right);
    let drawn = drawing(&format!("ache,6,{knee};burning,3,{knee}"))
        .unwrap()
        .unwrap();
    assert_eq!(drawn.areas.len(), 2);
    let regions = drawn.regions(body);
    assert_eq!(regions.len(), 1);
    assert_eq!((regions[0].0.as_str(), regions[0].1), ("knee", Side::Right));
}

#[test]
fn nothing_drawn_is_no_drawing() {
    assert_eq!(drawing(""), Ok(None));
    assert_eq!(drawing(" ; ;"), Ok(None));
    assert_eq!(drawing("ache,3,"), Ok(None));
}

#[test]
fn a_drawing_that_cannot_be_read_says_which_area_and_what_to_do() {
    let cases = [
        (
            "ache,3,1-2;itch,3,4",
            "area 2 of the drawing cannot be read; draw it again",
        ),
        (
            "ache",
            "area 1 of the drawing cannot be read; draw it again",
        ),
        (
            "ache,11,4",
            "area 1 of the drawing: pain rating must be a whole number from 0 to 10, not `11`",
        ),
        (
            "ache,1,4-x",
            "area 1 of the drawing: `4-x` is not an area of the skin; draw it again",
        ),
        (
            "ache,1,65000",
            "area 1 of the drawing: the body has no triangle 65000; draw the area again",
        ),
    ];
    for (text, words) in cases {
        assert_eq!(drawing(text).unwrap_err().to_string(), words);
    }
    let many = vec!["ache,1,4"; PAIN_AREAS_MAX + 1].join(";");
    let error = drawing(&many).unwrap_err().to_string();
    assert_eq!(
        error,
        "a drawing has at most 20 areas, not 21; join some of them"
    );
}

#[test]
fn a_drawing_that_is_replaced_is_kept_for_comparison() {
    let drawn = |text| Complaint {
        drawing: drawing(text).unwrap(),
        ..a_complaint("knee_oa", Laterality::Left)
    };
    let opened = Event::Opened {
        patient: a_patient_id(),
        complaint: drawn("ache,7,10-40"),
        act: an_act(),
    };
    let complaint = drawn("ache,2,10");
    let again = Event::Reassessed {
        complaint: complaint.clone(),
        act: an_act(),
    };
    let course = given_course(&[vec![opened]])
        .when(Command::Reassess { complaint })
        .then(&[again])
        .state()
        .clone();
    assert_eq!(course.earlier_drawing, drawn("ache,7,10-40").drawing);
}

proptest! {
    #[test]
    fn a_drawing_survives_being_written_and_read(
        areas in prop::collection::vec((0..4_usize, 0..=10_u32, prop::collection::vec(0..26_000_u16, 1..30)), 1..5),
    ) {
        let text: Vec<String> = areas
            .iter()
            .map(|(kind, strength, triangles)| {
                let skin = filiform_knowledge::TriangleSet::new(triangles.iter().copied());
                format!("{},{strength},{skin}", PainKind::ALL[*kind].as_str())
            })
            .collect();
        let text = text.join(";");
        let read = drawing(&text).unwrap().unwrap();
        prop_assert_eq!(read.to_string(), text);
    }

    #[test]
    fn any_place_of_the_skin_says_where_it_is(triangle in 0..26_756_u16, a in 0..100_u8, b in 0..100_u8) {
        let body = knowledge().body();
        let place = SkinPlace::new(triangle, [f32::from(a), f32::from(b), 1.0]).unwrap();
        let tapped = Tapped::read(body, place).unwrap();
        prop_assert!(knowledge().region_key(tapped.region.as_str()).is_some());
        prop_assert!(!tapped.skin.words().is_empty());
        let again = tapped.skin.on(body, tapped.side).unwrap();
        // Within 3 mm of the middle the left half stands for both.
        prop_assert!(again == place || tapped.side == Side::Midline);
    }

    #[test]
    fn no_text_makes_a_drawing_or_a_place_panic(text in ".{0,200}") {
        let _ = drawing(&text);
        let _ = knowledge().body().parse_place(&text);
    }
}
