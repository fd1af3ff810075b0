use filiform_care::PlanError;
use filiform_care::preference::{
    Command, Event, Held, MOST, Preference, Preferences, Refusal, WantedSide, Wish, evolve,
};
use filiform_knowledge::{ConditionId, PointCode};
use filiform_testkit::{an_act, given_preferences, knowledge, short};
use filiform_units::{Laterality, Side};

const ALWAYS: Wish = Wish::Always(WantedSide::Complaint);

fn wish(point: &str, wish: Wish, condition: Option<&str>) -> Preference {
    Preference {
        point: PointCode::new(point),
        wish,
        condition: condition.map(ConditionId::new),
        reason: short("it serves me well"),
    }
}

fn add(preference: Preference) -> Command {
    Command::Add { preference }
}

fn added(preference: Preference) -> Event {
    Event::Added(Held {
        preference,
        act: an_act(),
    })
}

fn remove(point: &str, condition: Option<&str>) -> Command {
    Command::Remove {
        point: PointCode::new(point),
        condition: condition.map(ConditionId::new),
    }
}

fn held(wishes: &[Preference]) -> Preferences {
    let events = wishes.iter().cloned().map(added);
    events.fold(Preferences::default(), |held, event| evolve(held, &event))
}

#[test]
fn a_wish_is_written_down_and_taken_back() {
    let never = wish("GB21", Wish::Never, None);
    let given = given_preferences(&[])
        .when(add(never.clone()))
        .then(&[added(never)])
        .when(remove("GB21", None))
        .then(&[Event::Removed {
            point: PointCode::new("GB21"),
            condition: None,
            act: an_act(),
        }]);
    assert_eq!(given.state(), &Preferences::default());
    given
        .when(remove("GB21", None))
        .refused(&Refusal::NotThere(PointCode::new("GB21")));
}

#[test]
fn a_point_in_both_lists_is_refused_where_both_would_hold() {
    for (first, second) in [
        (None, None),
        (None, Some("neck")),
        (Some("neck"), None),
        (Some("neck"), Some("neck")),
    ] {
        for (one, other) in [(Wish::Never, ALWAYS), (ALWAYS, Wish::Never)] {
            given_preferences(&[vec![added(wish("GB20", one, first))]])
                .when(add(wish("GB20", other, second)))
                .refused(&Refusal::BothLists {
                    point: PointCode::new("GB20"),
                    held: one.word(),
                    condition: first.map(ConditionId::new),
                });
        }
    }
    let always = wish("GB20", ALWAYS, Some("migraine"));
    given_preferences(&[vec![added(wish("GB20", Wish::Never, Some("neck")))]])
        .when(add(always.clone()))
        .then(&[added(always)]);
}

#[test]
fn what_stands_already_is_refused() {
    given_preferences(&[vec![added(wish("GB20", Wish::Never, None))]])
        .when(add(wish("GB20", Wish::Never, None)))
        .refused(&Refusal::Already {
            point: PointCode::new("GB20"),
            condition: None,
        });
}

#[test]
fn a_wish_that_makes_no_sense_is_refused() {
    given_preferences(&[])
        .when(add(wish("gb-21", Wish::Never, None)))
        .refused(&Refusal::Point(PlanError::UnknownPoint {
            code: "gb-21".to_owned(),
            hint: Some("GB21".to_owned()),
        }));
    for (point, side, problem) in [
        (
            "GV20",
            WantedSide::Both,
            "lies on the midline and has no side",
        ),
        (
            "GV20",
            WantedSide::Complaint,
            "lies on the midline and has no side",
        ),
        ("GB21", WantedSide::Midline, "needs a side: left or right"),
    ] {
        given_preferences(&[])
            .when(add(wish(point, Wish::Always(side), None)))
            .refused(&Refusal::Point(PlanError::Side {
                code: PointCode::new(point),
                problem,
            }));
    }
    given_preferences(&[])
        .when(add(wish("GB21", Wish::Never, Some("moon-sickness"))))
        .refused(&Refusal::UnknownCondition("moon-sickness".to_owned()));
}

#[test]
fn a_list_has_an_end() {
    let points = knowledge().points().iter().map(|(_, point)| &point.code);
    let many = points
        .take(MOST)
        .map(|code| added(wish(code.as_str(), Wish::Never, Some("neck"))));
    given_preferences(&[many.collect()])
        .when(add(wish("GB21", Wish::Never, None)))
        .refused(&Refusal::TooMany);
}

#[test]
fn what_is_wished_goes_by_the_condition_and_the_side_of_the_complaint() {
    let all = held(&[
        wish("GB21", Wish::Never, None),
        wish("BL40", Wish::Never, Some("neck")),
        wish("ST36", ALWAYS, Some("knee_oa")),
        wish("SP9", Wish::Always(WantedSide::Both), None),
        wish("GV20", Wish::Always(WantedSide::Midline), None),
    ]);
    let place = |code: &str, side| (PointCode::new(code), side);
    let wished = all.wished(&ConditionId::new("knee_oa"), Laterality::Right);
    assert_eq!(wished.never, [PointCode::new("GB21")]);
    assert_eq!(
        wished.always,
        [
            place("ST36", Side::Right),
            place("SP9", Side::Left),
            place("SP9", Side::Right),
            place("GV20", Side::Midline),
        ]
    );
    let neck = all.wished(&ConditionId::new("neck"), Laterality::None);
    assert_eq!(neck.never.len(), 2);
    assert_eq!(neck.always.len(), 3);
}

#[test]
fn every_refusal_says_what_to_do() {
    let point = || PointCode::new("GB21");
    let refusals = [
        Refusal::BothLists {
            point: point(),
            held: "never",
            condition: None,
        },
        Refusal::Already {
            point: point(),
            condition: Some(ConditionId::new("neck")),
        },
        Refusal::TooMany,
    ];
    for refusal in refusals {
        assert!(refusal.to_string().contains("remove"), "{refusal}");
    }
}
