use filiform_care::course::Phase;
use filiform_care::session::{
    After, Command, Event, Insertion, Refusal, Rest, Session, Whereabouts, evolve,
};
use filiform_care::{Authority, Need, NoPrivilege, Plan, PlanError, Site};
use filiform_knowledge::{PointCode, PrivilegeId, RegionId, RuleId};
use filiform_testkit::{
    a_course, a_patient_id, a_plan, a_session_of, all_removed, an_act, an_act_after, an_insertion,
    counted, given_session, long, mm, needle, needle_accounted_for, needles_placed,
    needles_removed, session_signed, session_started, short,
};
use filiform_units::{Date, Minutes, NeedleCount, SessionId, Side};

fn rules(ids: &[&str]) -> Vec<RuleId> {
    ids.iter().map(|id| RuleId::new(id)).collect()
}

fn start(plan: Option<Plan>, overridden: &[&str], stops: &[&str]) -> Command {
    Command::Start {
        course: a_course(),
        patient: a_patient_id(),
        plan,
        overridden: rules(overridden),
        stops: rules(stops),
        phase: Phase::Open,
        running: None,
        room: Some(short("Room 2")),
        changes: None,
    }
}

fn a_knee_plan() -> Plan {
    a_plan(&["ST36 left", "SP9 left"])
}

fn place(insertion: Insertion) -> Command {
    Command::Place {
        insertion,
        stops: Vec::new(),
        unanswered: Vec::new(),
        authority: Authority::default(),
        phase: Phase::Open,
    }
}

fn placed(insertion: Insertion) -> Event {
    Event::NeedlePlaced {
        insertion,
        act: an_act(),
    }
}

fn remove(number: u16) -> Command {
    Command::Remove {
        needle: needle(number),
    }
}

fn account_for(number: u16, whereabouts: Whereabouts) -> Command {
    Command::AccountFor {
        needle: needle(number),
        whereabouts,
        note: long("told the patient and the practice manager"),
    }
}

fn rest(minutes: u16, reason: Option<&str>) -> Command {
    Command::StartRest {
        retention: Minutes::literal(minutes),
        reason: reason.map(long),
    }
}

fn resting(minutes: u16, reason: Option<&str>) -> Event {
    Event::RestStarted {
        retention: Minutes::literal(minutes),
        reason: reason.map(long),
        act: an_act(),
    }
}

fn count(out: u16) -> Command {
    Command::Count { out: needles(out) }
}

fn needles(count: u16) -> NeedleCount {
    NeedleCount::new(u32::from(count)).unwrap()
}

/// One of each command, all of which a running session with a needle in accepts except `Start` and
/// `Sign`.
fn every_command() -> Vec<Command> {
    vec![
        start(Some(a_knee_plan()), &[], &[]),
        place(Insertion {
            needle: needle(99),
            ..an_insertion("SP9 left", mm(15))
        }),
        remove(1),
        Command::RemoveAll,
        rest(20, None),
        account_for(1, Whereabouts::Broken),
        count(1),
        Command::RecordAfter {
            after: After::default(),
        },
        Command::Sign,
    ]
}

#[test]
fn a_session_starts_with_the_agreed_plan() {
    let session = given_session(&[])
        .when(start(Some(a_knee_plan()), &["anticoag-deep"], &[]))
        .then(&a_session_of(a_knee_plan(), &["anticoag-deep"]));
    let started = session.state().started.as_ref().unwrap();
    assert_eq!(started.course, a_course());
    assert_eq!(started.patient, a_patient_id());
    assert_eq!(started.plan, a_knee_plan());
    assert_eq!(started.overridden, rules(&["anticoag-deep"]));
    assert_eq!(started.room, Some(short("Room 2")));
    assert_eq!(started.act, an_act());
}

#[test]
fn a_session_starts_once() {
    given_session(&[session_started()])
        .when(start(Some(a_knee_plan()), &[], &[]))
        .refused(&Refusal::AlreadyStarted);
}

#[test]
fn nothing_happens_in_a_session_that_was_not_started() {
    for command in every_command().split_off(1) {
        given_session(&[])
            .when(command)
            .refused(&Refusal::NotStarted);
    }
}

#[test]
fn no_session_starts_after_the_end_of_its_course_or_beside_another() {
    let start = |phase, running| Command::Start {
        course: a_course(),
        patient: a_patient_id(),
        plan: Some(a_knee_plan()),
        overridden: Vec::new(),
        stops: Vec::new(),
        phase,
        running,
        room: None,
        changes: None,
    };
    given_session(&[])
        .when(start(Phase::Ended, None))
        .refused(&Refusal::CourseEnded);
    let other = SessionId::from_bits(7);
    given_session(&[])
        .when(start(Phase::Open, Some(other)))
        .refused(&Refusal::AnotherRunning(other));
}

#[test]
fn no_needle_goes_in_after_the_end_of_the_course_but_those_in_come_out() {
    let running = || given_session(&[session_started(), needles_placed(1)]);
    running()
        .when(Command::Place {
            insertion: Insertion {
                needle: needle(2),
                ..an_insertion("SP9 left", mm(15))
            },
            stops: Vec::new(),
            unanswered: Vec::new(),
            authority: Authority::default(),
            phase: Phase::Ended,
        })
        .refused(&Refusal::CourseEnded);
    running().when(Command::RemoveAll).then(&all_removed(1));
}

#[test]
fn a_course_that_takes_no_session_says_the_way_out() {
    let cases = [
        (
            Refusal::CourseEnded,
            "this course has ended; open a new one to treat again",
        ),
        (
            Refusal::AnotherRunning(SessionId::from_bits(7)),
            "another session of this course is not signed yet (`00000000-0000-0000-0000-000000000007`); sign it before the next one starts",
        ),
    ];
    for (refusal, words) in cases {
        assert_eq!(refusal.to_string(), words);
    }
}

#[test]
fn a_session_needs_an_agreed_plan() {
    given_session(&[])
        .when(start(None, &[], &[]))
        .refused(&Refusal::NoAgreedPlan);
}

#[test]
fn a_session_does_not_start_against_a_stop_that_nobody_overrode() {
    given_session(&[])
        .when(start(Some(a_knee_plan()), &[], &["anticoag-deep"]))
        .refused(&Refusal::Stopped {
            rules: rules(&["anticoag-deep"]),
        });
}

#[test]
fn only_the_stops_that_nobody_overrode_are_named() {
    given_session(&[])
        .when(start(
            Some(a_knee_plan()),
            &["anticoag-deep", "lymphoedema-limb"],
            &["cied-pocket", "anticoag-deep", "anticoag-vka"],
        ))
        .refused(&Refusal::Stopped {
            rules: rules(&["cied-pocket", "anticoag-vka"]),
        });
}

#[test]
fn a_session_starts_when_every_stop_was_overridden() {
    given_session(&[])
        .when(start(
            Some(a_knee_plan()),
            &["anticoag-deep"],
            &["anticoag-deep"],
        ))
        .then(&a_session_of(a_knee_plan(), &["anticoag-deep"]));
}

#[test]
fn a_needle_goes_in_where_the_clinician_puts_it() {
    let insertion = an_insertion("ST36 left", mm(20));
    let session = given_session(&[session_started()])
        .when_at(place(insertion.clone()), an_act_after(2))
        .then(&[Event::NeedlePlaced {
            insertion: insertion.clone(),
            act: an_act_after(2),
        }]);
    let in_place = &session.state().needles[0];
    assert_eq!(in_place.insertion, insertion);
    assert_eq!(in_place.placed, an_act_after(2));
    assert!(in_place.is_in());
}

#[test]
fn a_needle_outside_the_plan_or_at_a_free_site_goes_in_too() {
    let elsewhere = an_insertion("LI4 right", mm(10));
    let free = Insertion {
        needle: needle(2),
        site: Site::Free {
            skin: None,
            region: RegionId::new("knee"),
            label: short("tender spot"),
        },
        side: Side::Left,
        ..elsewhere.clone()
    };
    given_session(&[session_started()])
        .when(place(elsewhere.clone()))
        .then(&[placed(elsewhere)])
        .when(place(free.clone()))
        .then(&[placed(free)]);
}

#[test]
fn a_needle_is_not_placed_where_no_point_is() {
    let cases = [
        (
            "st36 left",
            PlanError::UnknownPoint {
                code: "st36".to_owned(),
                hint: Some("ST36".to_owned()),
            },
        ),
        ("CV8", PlanError::NotNeedled(PointCode::new("CV8"))),
        (
            "GV20 left",
            PlanError::Side {
                code: PointCode::new("GV20"),
                problem: "lies on the midline and has no side",
            },
        ),
        (
            "ST36",
            PlanError::Side {
                code: PointCode::new("ST36"),
                problem: "needs a side: left or right",
            },
        ),
    ];
    for (written, error) in cases {
        given_session(&[session_started()])
            .when(place(an_insertion(written, mm(20))))
            .refused(&Refusal::Site(error));
    }
    let nowhere = Insertion {
        site: Site::Free {
            skin: None,
            region: RegionId::new("aura"),
            label: short("tender spot"),
        },
        ..an_insertion("ST36 left", mm(20))
    };
    given_session(&[session_started()])
        .when(place(nowhere))
        .refused(&Refusal::Site(PlanError::UnknownRegion("aura".to_owned())));
}

#[test]
fn a_needle_does_not_go_deeper_than_it_is_long() {
    let whole_length = an_insertion("ST36 left", mm(40));
    given_session(&[session_started()])
        .when(place(whole_length.clone()))
        .then(&[placed(whole_length)]);
    given_session(&[session_started()])
        .when(place(an_insertion("ST36 left", mm(41))))
        .refused(&Refusal::DeeperThanNeedle {
            depth: mm(41),
            length: mm(40),
        });
}

#[test]
fn a_scanned_lot_that_has_expired_is_refused_and_one_that_has_not_goes_in() {
    let of_lot = |expiry: &str| Insertion {
        lot: Some(short(&format!("(01)04012345678901(17){expiry}(10)H26"))),
        ..an_insertion("ST36 left", mm(20))
    };
    let expired = Refusal::LotExpired {
        lot: "H26".to_owned(),
        expiry: Date::new(2025, 12, 31).unwrap(),
    };
    given_session(&[session_started()])
        .when(place(of_lot("251231")))
        .refused(&expired);
    let words = "lot H26 expired on 2025-12-31; take a needle of another lot";
    assert_eq!(expired.to_string(), words);
    let good = of_lot("991231");
    given_session(&[session_started()])
        .when(place(good.clone()))
        .then(&[placed(good)]);
}

#[test]
fn the_same_tap_twice_places_one_needle() {
    given_session(&[session_started(), needles_placed(1)])
        .when(place(an_insertion("ST36 left", mm(20))))
        .refused(&Refusal::AlreadyPlaced);
    given_session(&[session_started(), needles_placed(1), needles_removed(1)])
        .when(place(an_insertion("ST36 left", mm(20))))
        .refused(&Refusal::AlreadyPlaced);
}

#[test]
fn a_stop_that_was_overridden_lets_the_needle_in() {
    let insertion = an_insertion("ST36 left", mm(20));
    given_session(&[a_session_of(a_knee_plan(), &["anticoag-deep"])])
        .when(Command::Place {
            insertion: insertion.clone(),
            stops: rules(&["anticoag-deep"]),
            unanswered: Vec::new(),
            authority: Authority::default(),
            phase: Phase::Open,
        })
        .then(&[placed(insertion)]);
}

#[test]
fn a_needle_goes_in_only_by_the_hand_of_somebody_who_is_trusted_with_it() {
    let insertion = an_insertion("ST36 left", mm(20));
    let place = |held: &[&str]| Command::Place {
        insertion: insertion.clone(),
        stops: Vec::new(),
        unanswered: Vec::new(),
        authority: Authority {
            needed: vec![Need {
                privilege: PrivilegeId::new("children"),
                needles: "ST36 left".to_owned(),
            }],
            held: held.iter().map(|id| PrivilegeId::new(id)).collect(),
        },
        phase: Phase::Open,
    };
    given_session(&[session_started()])
        .when(place(&["needling"]))
        .refused(&Refusal::NoPrivilege(NoPrivilege {
            privilege: PrivilegeId::new("children"),
            needles: "ST36 left".to_owned(),
        }));
    given_session(&[session_started()])
        .when(place(&["needling", "children"]))
        .then(&[placed(insertion.clone())]);
}

#[test]
fn a_stop_that_was_not_overridden_keeps_the_needle_out() {
    given_session(&[a_session_of(a_knee_plan(), &["anticoag-deep"])])
        .when(Command::Place {
            insertion: an_insertion("ST36 left", mm(20)),
            stops: rules(&["anticoag-deep", "cied-pocket"]),
            unanswered: Vec::new(),
            authority: Authority::default(),
            phase: Phase::Open,
        })
        .refused(&Refusal::Stopped {
            rules: rules(&["cied-pocket"]),
        });
    given_session(&[session_started()])
        .when(Command::Place {
            insertion: an_insertion("ST36 left", mm(20)),
            stops: rules(&["anticoag-deep"]),
            unanswered: Vec::new(),
            authority: Authority::default(),
            phase: Phase::Open,
        })
        .refused(&Refusal::Stopped {
            rules: rules(&["anticoag-deep"]),
        });
}

#[test]
fn a_session_holds_at_most_two_hundred_needles() {
    let next = |number| {
        place(Insertion {
            needle: needle(number),
            ..an_insertion("LI4 left", mm(10))
        })
    };
    let session = given_session(&[session_started(), needles_placed(199)])
        .when(next(200))
        .then(&[placed(Insertion {
            needle: needle(200),
            ..an_insertion("LI4 left", mm(10))
        })]);
    assert_eq!(session.state().inserted(), 200);
    session.when(next(201)).refused(&Refusal::TooManyNeedles);
}

#[test]
fn two_hundred_needles_can_be_signed_and_more_in_an_old_record_cannot() {
    given_session(&[
        session_started(),
        needles_placed(200),
        all_removed(200),
        counted(200),
    ])
    .when(Command::Sign)
    .then(&session_signed(200, 200, 0));

    let broken: Vec<_> = (1..=201)
        .flat_map(|number| needle_accounted_for(number, Whereabouts::Broken))
        .collect();
    given_session(&[session_started(), needles_placed(201), broken, counted(0)])
        .when(Command::Sign)
        .refused(&Refusal::TooManyNeedles);
}

#[test]
fn a_needle_comes_out_once() {
    let session = given_session(&[session_started(), needles_placed(2)])
        .when_at(remove(1), an_act_after(20))
        .then(&[Event::NeedleRemoved {
            needle: needle(1),
            act: an_act_after(20),
        }]);
    assert_eq!(session.state().needles[0].removed, Some(an_act_after(20)));
    assert!(!session.state().needles[0].is_in());
    assert!(session.state().needles[1].is_in());
    session.when(remove(1)).refused(&Refusal::AlreadyOut);
}

#[test]
fn a_needle_that_was_never_in_does_not_come_out() {
    given_session(&[session_started(), needles_placed(1)])
        .when(remove(2))
        .refused(&Refusal::NoSuchNeedle);
}

#[test]
fn remove_all_takes_out_exactly_the_needles_that_are_in() {
    let session = given_session(&[
        session_started(),
        needles_placed(5),
        needles_removed(2),
        needle_accounted_for(4, Whereabouts::Broken),
    ])
    .when(Command::RemoveAll)
    .then(&[Event::AllRemoved {
        needles: vec![needle(3), needle(5)],
        act: an_act(),
    }]);
    assert_eq!(session.state().removed(), 4);
    assert_eq!(session.state().accounted(), 1);
    assert_eq!(session.state().remaining(), 0);
}

#[test]
fn remove_all_needs_a_needle_that_is_in() {
    given_session(&[session_started()])
        .when(Command::RemoveAll)
        .refused(&Refusal::NoneIn);
    given_session(&[session_started(), needles_placed(2), needles_removed(2)])
        .when(Command::RemoveAll)
        .refused(&Refusal::NoneIn);
}

#[test]
fn remove_all_leaves_the_count_open() {
    given_session(&[
        session_started(),
        needles_placed(6),
        counted(6),
        all_removed(6),
    ])
    .when(Command::Sign)
    .refused(&Refusal::NotCounted);
}

#[test]
fn a_rest_of_ten_to_thirty_minutes_needs_no_reason() {
    for minutes in 10..=30 {
        let session = given_session(&[session_started(), needles_placed(1)])
            .when(rest(minutes, None))
            .then(&[resting(minutes, None)]);
        assert_eq!(
            session.state().rest,
            Some(Rest {
                started: an_act().at,
                due: an_act_after(minutes).at,
            })
        );
    }
}

#[test]
fn a_shorter_or_longer_rest_needs_a_reason() {
    for minutes in [0, 9, 31, 1440] {
        given_session(&[session_started(), needles_placed(1)])
            .when(rest(minutes, None))
            .refused(&Refusal::RetentionNeedsReason {
                given: Minutes::literal(minutes),
            });
        given_session(&[session_started(), needles_placed(1)])
            .when(rest(minutes, Some("felt faint last time")))
            .then(&[resting(minutes, Some("felt faint last time"))]);
    }
}

#[test]
fn a_rest_needs_a_needle_that_is_in() {
    given_session(&[session_started()])
        .when(rest(20, None))
        .refused(&Refusal::NoneIn);
    given_session(&[session_started(), needles_placed(1), needles_removed(1)])
        .when(rest(20, Some("a reason does not help")))
        .refused(&Refusal::NoneIn);
}

#[test]
fn a_needle_that_did_not_come_out_is_accounted_for() {
    for whereabouts in Whereabouts::ALL {
        let session = given_session(&[session_started(), needles_placed(2)])
            .when(account_for(2, whereabouts))
            .then(&needle_accounted_for(2, whereabouts));
        assert_eq!(session.state().accounted(), 1);
        assert_eq!(session.state().remaining(), 1);
        assert!(!session.state().needles[1].is_in());
    }
}

#[test]
fn a_needle_is_accounted_for_once_and_only_while_it_is_in() {
    let history = [session_started(), needles_placed(2), needles_removed(1)];
    given_session(&history)
        .when(account_for(1, Whereabouts::FoundLater))
        .refused(&Refusal::AlreadyOut);
    given_session(&history)
        .when(account_for(3, Whereabouts::FoundLater))
        .refused(&Refusal::NoSuchNeedle);
    given_session(&[
        history.concat(),
        needle_accounted_for(2, Whereabouts::Broken),
    ])
    .when(account_for(2, Whereabouts::SentForImaging))
    .refused(&Refusal::AlreadyAccounted);
}

#[test]
fn a_needle_that_was_accounted_for_may_still_come_out() {
    let session = given_session(&[
        session_started(),
        needles_placed(1),
        needle_accounted_for(1, Whereabouts::SentForImaging),
    ])
    .when(remove(1))
    .then(&needles_removed(1));
    assert_eq!(session.state().removed(), 1);
    assert_eq!(session.state().accounted(), 0);
}

#[test]
fn every_whereabouts_reads_back_from_its_word() {
    for whereabouts in Whereabouts::ALL {
        assert_eq!(Whereabouts::parse(whereabouts.as_str()), Some(whereabouts));
    }
    assert_eq!(Whereabouts::parse("lost"), None);
}

#[test]
fn needles_are_counted_at_any_time() {
    let session = given_session(&[session_started(), needles_placed(2)])
        .when(count(1))
        .then(&counted(1));
    assert_eq!(session.state().counted, Some(needles(1)));
}

#[test]
fn what_was_seen_and_said_afterwards_is_recorded_and_can_be_changed() {
    let first = After {
        bleeding: Some(long("a drop at ST36")),
        feeling: None,
        advice: Some(long("rest today")),
    };
    let session = given_session(&[session_started()])
        .when(Command::RecordAfter {
            after: first.clone(),
        })
        .then(&[Event::AfterRecorded {
            after: first.clone(),
            act: an_act(),
        }]);
    assert_eq!(session.state().after, first);
    let session = session
        .when(Command::RecordAfter {
            after: After::default(),
        })
        .then(&[Event::AfterRecorded {
            after: After::default(),
            act: an_act(),
        }]);
    assert_eq!(session.state().after, After::default());
}

#[test]
fn signing_is_refused_while_a_needle_is_still_in() {
    given_session(&[session_started(), needles_placed(6), needles_removed(5)])
        .when(Command::Sign)
        .refused(&Refusal::NeedlesRemain {
            remaining: 1,
            inserted: 6,
        });
    given_session(&[
        session_started(),
        needles_placed(6),
        needles_removed(5),
        counted(6),
    ])
    .when(Command::Sign)
    .refused(&Refusal::NeedlesRemain {
        remaining: 1,
        inserted: 6,
    });
}

#[test]
fn signing_is_refused_until_the_sharps_bin_was_counted() {
    given_session(&[session_started(), needles_placed(6), needles_removed(6)])
        .when(Command::Sign)
        .refused(&Refusal::NotCounted);
    given_session(&[session_started()])
        .when(Command::Sign)
        .refused(&Refusal::NotCounted);
}

#[test]
fn signing_is_refused_when_the_count_differs() {
    for out in [0, 5, 7] {
        given_session(&[
            session_started(),
            needles_placed(6),
            needles_removed(6),
            counted(out),
        ])
        .when(Command::Sign)
        .refused(&Refusal::CountDiffers {
            counted: needles(out),
            expected: 6,
        });
    }
}

#[test]
fn a_new_count_replaces_the_one_that_differed() {
    given_session(&[
        session_started(),
        needles_placed(6),
        needles_removed(6),
        counted(5),
    ])
    .when(count(6))
    .then(&counted(6))
    .when(Command::Sign)
    .then(&session_signed(6, 6, 0));
}

#[test]
fn a_session_is_signed_when_every_needle_is_out_and_counted() {
    let session = given_session(&[
        session_started(),
        needles_placed(6),
        needles_removed(6),
        counted(6),
    ])
    .when_at(Command::Sign, an_act_after(40))
    .then(&[Event::Signed {
        inserted: needles(6),
        removed: needles(6),
        accounted: needles(0),
        act: an_act_after(40),
    }]);
    assert_eq!(session.state().signed, Some(an_act_after(40)));
}

#[test]
fn an_accounted_needle_is_not_expected_in_the_sharps_bin() {
    let history = [
        session_started(),
        needles_placed(6),
        needles_removed(5),
        needle_accounted_for(6, Whereabouts::LeftInOnPurpose),
    ];
    given_session(&[history.concat(), counted(6)])
        .when(Command::Sign)
        .refused(&Refusal::CountDiffers {
            counted: needles(6),
            expected: 5,
        });
    given_session(&[history.concat(), counted(5)])
        .when(Command::Sign)
        .then(&session_signed(6, 5, 1));
}

#[test]
fn a_session_without_needles_is_signed_with_an_empty_count() {
    given_session(&[session_started(), counted(0)])
        .when(Command::Sign)
        .then(&session_signed(0, 0, 0));
}

#[test]
fn the_count_opens_again_after_every_needle_event() {
    let needle_events = [
        vec![placed(Insertion {
            needle: needle(9),
            ..an_insertion("LI4 left", mm(10))
        })],
        needles_removed(1),
        all_removed(2),
        needle_accounted_for(1, Whereabouts::Broken),
    ];
    for event in needle_events {
        let session = given_session(&[
            session_started(),
            needles_placed(2),
            counted(2),
            event.clone(),
        ]);
        assert_eq!(session.state().counted, None, "after {event:?}");
    }
}

#[test]
fn the_count_stays_closed_when_no_needle_moves() {
    let other_events = [
        vec![resting(20, None)],
        vec![Event::AfterRecorded {
            after: After::default(),
            act: an_act(),
        }],
    ];
    for event in other_events {
        let session = given_session(&[session_started(), needles_placed(2), counted(2), event]);
        assert_eq!(session.state().counted, Some(needles(2)));
    }
}

#[test]
fn a_signed_session_refuses_every_command() {
    let history = [
        session_started(),
        needles_placed(1),
        needles_removed(1),
        counted(1),
        session_signed(1, 1, 0),
    ];
    for command in every_command() {
        given_session(&history)
            .when(command)
            .refused(&Refusal::AlreadySigned);
    }
}

#[test]
fn an_event_about_an_unknown_needle_changes_no_needle() {
    let session = given_session(&[session_started(), needles_placed(1)]);
    for event in [
        needles_removed(2).remove(1),
        needle_accounted_for(7, Whereabouts::Broken).remove(0),
    ] {
        let read = evolve(session.state().clone(), &event);
        assert_eq!(read.needles, session.state().needles);
    }
}

#[test]
fn the_first_removal_of_a_needle_is_the_one_that_is_kept() {
    let removed_at = |minutes| Event::NeedleRemoved {
        needle: needle(1),
        act: an_act_after(minutes),
    };
    let session = given_session(&[
        session_started(),
        needles_placed(1),
        vec![removed_at(20), removed_at(25)],
    ]);
    assert_eq!(session.state().needles[0].removed, Some(an_act_after(20)));
}

#[test]
fn an_unread_history_is_an_empty_session() {
    let empty = Session::default();
    assert_eq!(
        (
            empty.inserted(),
            empty.removed(),
            empty.accounted(),
            empty.remaining()
        ),
        (0, 0, 0, 0)
    );
}

#[test]
fn every_refusal_says_what_stands_in_the_way() {
    let cases = [
        (Refusal::AlreadyStarted, "this session has already started"),
        (Refusal::NotStarted, "this session was not started"),
        (
            Refusal::AlreadySigned,
            "this session is signed and can no longer be changed",
        ),
        (Refusal::NoAgreedPlan, "no plan is agreed for this course"),
        (
            Refusal::Stopped {
                rules: rules(&["anticoag-deep", "cied-pocket"]),
            },
            "screening stops this: `anticoag-deep`, `cied-pocket`",
        ),
        (
            Refusal::Site(PlanError::NotNeedled(PointCode::new("CV8"))),
            "`CV8` is never needled",
        ),
        (
            Refusal::DeeperThanNeedle {
                depth: mm(41),
                length: mm(40),
            },
            "a depth of 41 mm is more than the needle's length of 40 mm",
        ),
        (Refusal::AlreadyPlaced, "this needle is already placed"),
        (
            Refusal::NoSuchNeedle,
            "there is no such needle in this session; reload the page",
        ),
        (Refusal::AlreadyOut, "this needle is already out"),
        (
            Refusal::AlreadyAccounted,
            "this needle is already accounted for",
        ),
        (Refusal::NoneIn, "no needle is in"),
        (
            Refusal::RetentionNeedsReason {
                given: Minutes::literal(45),
            },
            "rest is 10 to 30 minutes; 45 min needs a reason",
        ),
        (
            Refusal::NeedlesRemain {
                remaining: 1,
                inserted: 6,
            },
            "1 of 6 needles still in",
        ),
        (
            Refusal::NotCounted,
            "the needles in the sharps bin have not been counted",
        ),
        (
            Refusal::CountDiffers {
                counted: needles(5),
                expected: 6,
            },
            "5 needles counted out, but 6 removed",
        ),
        (
            Refusal::TooManyNeedles,
            "a session holds at most 200 needles",
        ),
    ];
    for (refusal, said) in cases {
        assert_eq!(refusal.to_string(), said);
    }
}
