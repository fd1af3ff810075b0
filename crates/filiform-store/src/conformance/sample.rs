//! Sample ids and events: small, fixed, and one of each sort.

use filiform_care::course::{Answered, Complaint, Decision, Override};
use filiform_care::patient::{Identity, ImportStamp, RecordedFact};
use filiform_care::preference::{Held, Preference, WantedSide, Wish};
use filiform_care::protocol::{Content, Fit, FromProtocol, Version, Withdrawal};
use filiform_care::session::{After, Insertion, Whereabouts};
use filiform_care::{
    Act, ElectricalPair, LongText, PainArea, PainDrawing, PainKind, Plan, PlannedNeedle, ShortText,
    Site, SkinSite, course, overlay, patient, preference, protocol, session,
};
use filiform_knowledge::{
    Angle, CodeSystem, ConceptId, ConditionId, Figure, MuscleName, PointCode, Position,
    PrivilegeId, RegionId, RuleId, SegmentName, Severity, SkinPlace, Technique, TriangleSet,
};
use filiform_outcomes::Measure;
use filiform_screening::{Change, Code, Fact, FactKind, Found, Quantity, RecordedStatus};
use filiform_units::{
    ClinicId, CourseId, DepthRange, FactId, Hertz, Laterality, MeasureId, Millimetres, Minutes,
    NeedleCount, NeedleGauge, NeedleId, Nprs, PartialDate, PatientId, PractitionerId, ProtocolId,
    SessionId, Sex, Side, Timestamp,
};

/// 24 November 2026, 09:00 UTC: when every sample begins.
pub const BEGIN_US: i64 = 1_795_510_800_000_000;

/// The clinic of the samples.
pub const CLINIC: ClinicId = ClinicId::from_bits(0xc1);

/// Another clinic, which must never see anything of the first.
pub const OTHER_CLINIC: ClinicId = ClinicId::from_bits(0xc2);

/// Who acts.
pub const CLINICIAN: PractitionerId = PractitionerId::from_bits(0xb1);

/// A patient.
pub const fn patient_id(n: u32) -> PatientId {
    PatientId::from_bits((0xa << 64) | n as u128)
}

/// A course.
pub const fn course_id(n: u32) -> CourseId {
    CourseId::from_bits((0xc << 64) | n as u128)
}

/// A session.
pub const fn session_id(n: u32) -> SessionId {
    SessionId::from_bits((0x5 << 64) | n as u128)
}

/// A protocol.
pub const fn protocol_id(n: u32) -> ProtocolId {
    ProtocolId::from_bits((0x9 << 64) | n as u128)
}

/// A needle.
pub const fn needle_id(n: u32) -> NeedleId {
    NeedleId::from_bits((0xe << 64) | n as u128)
}

/// The clinician, so many seconds after the beginning.
pub fn act(second: u32) -> Act {
    Act {
        by: CLINICIAN,
        at: at(second),
    }
}

/// So many seconds after the beginning.
pub fn at(second: u32) -> Timestamp {
    Timestamp::from_micros(BEGIN_US + i64::from(second) * 1_000_000)
}

fn short(text: &str) -> ShortText {
    ShortText::new(text).expect("a sample text fits")
}

fn long(text: &str) -> LongText {
    LongText::new(text).expect("a sample text fits")
}

fn mm(mm: u32) -> Millimetres {
    Millimetres::new(mm).expect("a sample length fits")
}

fn date(text: &str) -> PartialDate {
    PartialDate::parse(text).expect("a sample date is one")
}

/// A person with this name.
pub fn identity(given: &str, family: &str) -> Identity {
    Identity {
        family: short(family),
        given: Some(short(given)),
        born: Some(date("1957-03-02")),
        sex: Sex::Female,
        identifiers: vec![("urn:example:hospital".to_owned(), "4711".to_owned())],
    }
}

/// A person is entered.
pub fn registered(given: &str, family: &str) -> patient::Event {
    patient::Event::Registered {
        identity: identity(given, family),
        act: act(0),
    }
}

/// One event of a patient's record of each sort.
pub fn patient_events() -> Vec<patient::Event> {
    let fact = Fact {
        id: FactId::from_bits(0xf1),
        kind: FactKind::Lab,
        concept: Some(ConceptId::new("inr")),
        codes: vec![Code {
            system: CodeSystem::Loinc,
            code: "6301-6".to_owned(),
        }],
        text: "INR in platelet-poor plasma".to_owned(),
        status: RecordedStatus::Active,
        onset: Some(date("2026-11")),
        ended: None,
        value: Some(Quantity {
            value: 2.7,
            unit: "1".to_owned(),
        }),
        side: Laterality::None,
        source: "Observation 3 of 9, kerr.json".to_owned(),
        recorded_at: at(60),
    };
    vec![
        registered("Aoife", "Kerr"),
        patient::Event::FactsRecorded {
            facts: vec![RecordedFact {
                fact,
                import: Some(ImportStamp {
                    key: "Observation/77".to_owned(),
                    fingerprint: "9c1f".to_owned(),
                }),
                corrects: Some(FactId::from_bits(0xf0)),
            }],
            origin: short("import of kerr.json"),
            act: act(60),
        },
        patient::Event::IdentityChanged {
            identity: identity("Aoife", "Kerr-Gómez"),
            act: act(120),
        },
    ]
}

/// A complaint.
pub fn complaint() -> Complaint {
    Complaint {
        condition: ConditionId::new("knee_oa"),
        side: Laterality::Left,
        onset: Some(date("2024")),
        pain_areas: vec![(RegionId::new("knee-anterior"), Side::Left)],
        tender_muscles: vec![(MuscleName::new("vastus medialis"), Side::Left)],
        tender_segments: vec![(SegmentName::new("L3"), Side::Left)],
        also: vec![(ConditionId::new("clbp"), Laterality::Both)],
        drawing: Some(PainDrawing {
            mesh: "hm08-1".to_owned(),
            figure: Figure::Female,
            areas: vec![PainArea {
                kind: PainKind::Ache,
                intensity: Nprs::new(6).expect("6 is a rating"),
                skin: TriangleSet::new([1_200, 1_201, 1_204]),
            }],
        }),
        goals: Some(long("To climb the stairs again.\nTo sleep.")),
    }
}

/// A plan of twelve needles, two of them joined electrically.
pub fn plan() -> Plan {
    let needle = |n: u32| PlannedNeedle {
        site: site(n),
        side: Side::Left,
        depth: Some(DepthRange::new(mm(10), mm(20)).expect("10 to 20 is a range")),
        angle: Angle::Perpendicular,
        technique: Technique::Manual,
        stimulation: None,
    };
    Plan {
        position: Position::Supine,
        needles: (1..=12).map(needle).collect(),
        pairs: vec![ElectricalPair {
            a: 0,
            b: 1,
            frequency: Hertz::new(4).expect("4 Hz is allowed"),
        }],
        retention: Minutes::literal(20),
        retention_reason: None,
        sessions: 8,
        per_week: 2,
        co_treatments: Vec::new(),
    }
}

fn site(n: u32) -> Site {
    match n % 4 {
        0 => Site::Free {
            region: RegionId::new("knee-anterior"),
            label: short("tender spot above the patella"),
            skin: Some(SkinSite {
                mesh: "hm08-1".to_owned(),
                place: SkinPlace::new(1_200, [0.2, 0.3, 0.5]).expect("the weights are usable"),
                near: Some((PointCode::new("EX-LE2"), 14)),
                muscle: Some(MuscleName::new("vastus medialis")),
                dermatome: Some(SegmentName::new("L3")),
            }),
        },
        1 => Site::Point(PointCode::new("ST36")),
        2 => Site::Point(PointCode::new("SP9")),
        _ => Site::Point(PointCode::new("GB34")),
    }
}

/// One event of a course of each sort, in an order that may happen.
pub fn course_events(patient: PatientId) -> Vec<course::Event> {
    let mut events = vec![
        course::Event::Opened {
            patient,
            complaint: complaint(),
            act: act(200),
        },
        course::Event::Reassessed {
            complaint: Complaint {
                side: Laterality::Both,
                ..complaint()
            },
            act: act(210),
        },
    ];
    events.extend(plan_events());
    events.extend([
        course::Event::MeasureRecorded {
            measure: Measure {
                id: MeasureId::from_bits(0xd1),
                instrument: "nprs".to_owned(),
                answers: vec![Some(7), None],
                at: at(240),
            },
            act: act(240),
        },
        course::Event::Reviewed {
            decision: Decision::Continue,
            reason: long("Less pain at night."),
            act: act(250),
        },
        course::Event::Ended {
            reason: long("Goal reached."),
            act: act(260),
        },
    ]);
    events
}

/// What happens to the plan of a course.
fn plan_events() -> [course::Event; 6] {
    [
        course::Event::PlanDrafted {
            plan: plan(),
            from: Some(FromProtocol {
                protocol: protocol_id(1),
                name: short("Knee, ours"),
                version: 2,
                fit: Fit::Mirrored,
                left_out: vec!["ST99 left".to_owned()],
            }),
            act: act(220),
        },
        course::Event::PlanAgreed {
            plan: plan(),
            overrides: vec![Answered {
                answer: Override {
                    rule: RuleId::new("FK-0001"),
                    severity: Severity::Ask,
                    reason: long("Spoken to the prescriber."),
                },
                under: vec![PrivilegeId::new("needling")],
                act: act(225),
            }],
            found: Some(vec![Found {
                rule: RuleId::new("FK-0001"),
                severity: Severity::Ask,
                needles: Some(vec![0]),
            }]),
            act: act(230),
        },
        course::Event::FindingAnswered {
            answer: Override {
                rule: RuleId::new("FK-0002"),
                severity: Severity::Stop,
                reason: long("The pacemaker was taken out in May."),
            },
            under: vec![PrivilegeId::new("needling")],
            act: act(235),
        },
        course::Event::Rescreened {
            changes: vec![Change {
                rule: RuleId::new("FK-0003"),
                before: Severity::None,
                after: Severity::Stop,
                needles: Some(vec![0]),
                needles_before: Some(vec![0]),
            }],
            because: short("import of becker.json"),
            act: act(236),
        },
        course::Event::Referred {
            rules: vec![RuleId::new("FK-0004")],
            letter: long("Dear colleague, please see this patient today."),
            act: act(237),
        },
        course::Event::DraftUndone { act: act(238) },
    ]
}

/// A session begins.
pub fn session_started(course: CourseId, patient: PatientId) -> session::Event {
    session::Event::Started {
        course,
        patient,
        plan: plan(),
        overridden: vec![RuleId::new("FK-0001")],
        room: Some(short("Room 2")),
        changes: Some(long("Slept better.")),
        act: act(300),
    }
}

/// A needle as it goes in.
pub fn insertion(n: u32) -> Insertion {
    Insertion {
        needle: needle_id(n),
        site: site(n),
        side: Side::Left,
        depth: mm(15),
        length: mm(30),
        gauge: NeedleGauge::new(25).expect("0.25 mm is a needle"),
        lot: Some(short("LOT-2291")),
        sensation: Some(short("dull ache")),
    }
}

/// A needle goes in.
pub fn needle_placed(n: u32) -> session::Event {
    session::Event::NeedlePlaced {
        insertion: insertion(n),
        act: act(310 + n),
    }
}

/// A local statement, and the shipped one again.
pub fn overlay_events() -> Vec<overlay::Event> {
    let path = "screening/rules/anticoag-deep.md";
    let change = |before: Option<&str>, after: Option<&str>, reason| {
        overlay::Event::Changed(overlay::Change {
            path: path.to_owned(),
            before: before.map(ToOwned::to_owned),
            after: after.map(ToOwned::to_owned),
            reason: long(reason),
            act: act(500),
        })
    };
    let local = "+++\nid = \"anticoag-deep\"\npolicy = true\n+++\n\nFive millimetres here.\n";
    vec![
        change(None, Some(local), "We needle flatter."),
        change(Some(local), None, "Back to ten."),
    ]
}

/// A protocol is saved, saved again and withdrawn.
pub fn protocol_events() -> Vec<protocol::Event> {
    let saved = |note: Option<&str>, second| {
        protocol::Event::Saved(Version {
            content: Content {
                name: short("Knee, ours"),
                note: note.map(long),
                condition: ConditionId::new("knee_oa"),
                side: Laterality::Left,
                plan: plan(),
            },
            act: act(second),
        })
    };
    vec![
        saved(None, 100),
        saved(Some("For stairs."), 110),
        protocol::Event::Withdrawn(Withdrawal {
            reason: long("We needle less now."),
            act: act(120),
        }),
    ]
}

/// A clinician writes two wishes down and takes the first back.
pub fn preference_events() -> Vec<preference::Event> {
    let added = |point, wish, condition: Option<&str>, reason| {
        preference::Event::Added(Held {
            preference: Preference {
                point: PointCode::new(point),
                wish,
                condition: condition.map(ConditionId::new),
                reason: short(reason),
            },
            act: act(130),
        })
    };
    let always = Wish::Always(WantedSide::Complaint);
    vec![
        added("GB21", Wish::Never, None, "too near the lung for me"),
        added("ST36", always, Some("knee_oa"), "the trials used it"),
        preference::Event::Removed {
            point: PointCode::new("GB21"),
            condition: None,
            act: act(140),
        },
    ]
}

/// A whole session: twelve needles in, eleven out one by one or at once, one broken, counted, signed.
/// One event of each sort is in it.
pub fn session_events(course: CourseId, patient: PatientId) -> Vec<session::Event> {
    let count = |n| NeedleCount::new(n).expect("a sample count fits");
    let mut events = vec![session_started(course, patient)];
    events.extend((1..=12).map(needle_placed));
    events.push(session::Event::RestStarted {
        retention: Minutes::literal(35),
        reason: Some(long("She fell asleep.")),
        act: act(400),
    });
    events.extend((1..=6).map(|n| session::Event::NeedleRemoved {
        needle: needle_id(n),
        act: act(2_500 + n),
    }));
    events.push(session::Event::NeedleAccountedFor {
        needle: needle_id(7),
        whereabouts: Whereabouts::Broken,
        note: long("Broke at the handle; the rest was taken out with forceps."),
        act: act(2_520),
    });
    events.extend([
        session::Event::AllRemoved {
            needles: (8..=12).map(needle_id).collect(),
            act: act(2_530),
        },
        session::Event::Counted {
            out: count(11),
            act: act(2_540),
        },
        session::Event::AfterRecorded {
            after: After {
                bleeding: Some(long("A drop at ST36.")),
                feeling: Some(long("Relaxed.")),
                advice: Some(long("No sport today.")),
            },
            act: act(2_550),
        },
        session::Event::Signed {
            inserted: count(12),
            removed: count(11),
            accounted: count(1),
            act: act(2_560),
        },
    ]);
    events
}
