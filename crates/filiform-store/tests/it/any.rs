//! Any event that can happen, for laws.

use filiform_care::course::{self, Answered, Complaint, Decision, Override};
use filiform_care::patient::{self, Identity, ImportStamp, RecordedFact};
use filiform_care::preference::{self, Held, Preference, WantedSide, Wish};
use filiform_care::protocol::{self, Content, Fit, FromProtocol, Version, Withdrawal};
use filiform_care::session::{self, After, Insertion, Whereabouts};
use filiform_care::{
    Act, CoTreatment, CoTreatmentKind, ElectricalPair, LongText, PainArea, PainDrawing, PainKind,
    Plan, PlannedNeedle, ShortText, Site, SkinSite,
};
use filiform_knowledge::{
    Angle, CodeSystem, ConceptId, ConditionId, Figure, MuscleName, PointCode, Position,
    PrivilegeId, RegionId, RuleId, SegmentName, Severity, SkinPlace, Technique, TriangleSet,
};
use filiform_outcomes::Measure;
use filiform_screening::{Change, Code, Fact, FactKind, Found, Quantity, RecordedStatus};
use filiform_units::{
    CourseId, Date, DepthRange, FactId, Hertz, Laterality, MeasureId, Millimetres, Minutes,
    NeedleCount, NeedleGauge, NeedleId, Nprs, PartialDate, PatientId, PractitionerId, ProtocolId,
    Sex, Side, Timestamp,
};
use proptest::collection::vec;
use proptest::option::of;
use proptest::prelude::*;
use proptest::sample::select;

macro_rules! ids {
    ($($name:ident -> $id:ident;)+) => {$(
        fn $name() -> impl Strategy<Value = $id> {
            any::<u128>().prop_map($id::from_bits)
        }
    )+};
}

ids! {
    patient_id -> PatientId;
    course_id -> CourseId;
    needle_id -> NeedleId;
    fact_id -> FactId;
    measure_id -> MeasureId;
    practitioner_id -> PractitionerId;
    protocol_id -> ProtocolId;
}

fn instant() -> impl Strategy<Value = Timestamp> {
    any::<i64>().prop_map(Timestamp::from_micros)
}

fn act() -> impl Strategy<Value = Act> {
    (practitioner_id(), instant()).prop_map(|(by, at)| Act { by, at })
}

fn word() -> impl Strategy<Value = String> {
    any::<String>()
}

fn short() -> impl Strategy<Value = ShortText> {
    any::<String>().prop_filter_map("a short text", |text| ShortText::new(&text).ok())
}

fn long() -> impl Strategy<Value = LongText> {
    any::<String>().prop_filter_map("a long text", |text| LongText::new(&text).ok())
}

fn date() -> impl Strategy<Value = PartialDate> {
    let year = 0..=9999_i16;
    let day = (year.clone(), 1..=12_i8, 1..=31_i8).prop_filter_map("a day", |(y, m, d)| {
        Date::new(y, m, d).ok().map(PartialDate::Day)
    });
    prop_oneof![
        year.clone().prop_map(PartialDate::Year),
        (year, 1..=12_i8).prop_map(|(year, month)| PartialDate::Month(year, month)),
        day,
    ]
}

fn side() -> impl Strategy<Value = Side> {
    select(&[Side::Left, Side::Right, Side::Midline][..])
}

fn laterality() -> impl Strategy<Value = Laterality> {
    use Laterality::{Both, Left, None, Right, Unknown};
    select(&[Left, Right, Both, Unknown, None][..])
}

fn millimetres() -> impl Strategy<Value = Millimetres> {
    (1..=125_u32).prop_map(|mm| Millimetres::new(mm).expect("1 to 125 is a length"))
}

fn minutes() -> impl Strategy<Value = Minutes> {
    (0..=1440_u32).prop_map(|minutes| Minutes::new(minutes).expect("a day is a duration"))
}

fn count() -> impl Strategy<Value = NeedleCount> {
    (0..=200_u32).prop_map(|count| NeedleCount::new(count).expect("0 to 200 is a count"))
}

fn site() -> impl Strategy<Value = Site> {
    let free = (word(), short(), of(skin_site())).prop_map(|(region, label, skin)| Site::Free {
        region: RegionId::new(&region),
        label,
        skin,
    });
    prop_oneof![
        word().prop_map(|code| Site::Point(PointCode::new(&code))),
        free
    ]
}

fn skin_site() -> impl Strategy<Value = SkinSite> {
    let place =
        (0..26_000_u16, 0..=100_u8, 0..=100_u8, 1..=100_u8).prop_map(|(triangle, a, b, c)| {
            SkinPlace::new(triangle, [a, b, c].map(f32::from)).expect("one weight is more than 0")
        });
    let near = (word(), 0..400_u16).prop_map(|(code, mm)| (PointCode::new(&code), mm));
    (word(), place, of(near), of(word()), of(word())).prop_map(
        |(mesh, place, near, muscle, dermatome)| SkinSite {
            mesh,
            place,
            near,
            muscle: muscle.as_deref().map(MuscleName::new),
            dermatome: dermatome.as_deref().map(SegmentName::new),
        },
    )
}

fn drawing() -> impl Strategy<Value = PainDrawing> {
    let skin = vec(0..26_000_u16, 1..20).prop_map(TriangleSet::new);
    let area =
        (select(&PainKind::ALL[..]), 0..=10_u32, skin).prop_map(|(kind, rating, skin)| PainArea {
            kind,
            intensity: Nprs::new(rating).expect("0 to 10 is a rating"),
            skin,
        });
    (word(), select(&Figure::ALL[..]), vec(area, 1..4)).prop_map(|(mesh, figure, areas)| {
        PainDrawing {
            mesh,
            figure,
            areas,
        }
    })
}

fn planned_needle() -> impl Strategy<Value = PlannedNeedle> {
    let depth = (millimetres(), millimetres())
        .prop_filter_map("a range", |(min, max)| DepthRange::new(min, max).ok());
    let angle = select(
        &[
            Angle::Perpendicular,
            Angle::Oblique,
            Angle::Tangential,
            Angle::Unrecorded,
        ][..],
    );
    (
        site(),
        side(),
        of(depth),
        angle,
        select(&Technique::ALL[..]),
        of(short()),
    )
        .prop_map(
            |(site, side, depth, angle, technique, stimulation)| PlannedNeedle {
                site,
                side,
                depth,
                angle,
                technique,
                stimulation,
            },
        )
}

fn co_treatment() -> impl Strategy<Value = CoTreatment> {
    let kind = select(&CoTreatmentKind::ALL[..]);
    (kind, short()).prop_map(|(kind, text)| CoTreatment { kind, text })
}

fn plan() -> impl Strategy<Value = Plan> {
    let hertz = any::<u32>().prop_filter_map("a frequency", |hz| Hertz::new(hz % 256).ok());
    let pair = (any::<usize>(), any::<usize>(), hertz)
        .prop_map(|(a, b, frequency)| ElectricalPair { a, b, frequency });
    let dose = (minutes(), any::<u8>(), any::<u8>());
    (
        select(&Position::ALL[..]),
        vec(planned_needle(), 0..4),
        vec(pair, 0..3),
        dose,
        vec(co_treatment(), 0..3),
    )
        .prop_map(
            |(position, needles, pairs, (retention, sessions, per_week), co_treatments)| Plan {
                position,
                needles,
                pairs,
                retention,
                retention_reason: None,
                sessions,
                per_week,
                co_treatments,
            },
        )
}

fn identity() -> impl Strategy<Value = Identity> {
    let sex = select(&[Sex::Female, Sex::Male, Sex::Unknown][..]);
    (
        short(),
        of(short()),
        of(date()),
        sex,
        vec((word(), word()), 0..3),
    )
        .prop_map(|(family, given, born, sex, identifiers)| Identity {
            family,
            given,
            born,
            sex,
            identifiers,
        })
}

fn fact() -> impl Strategy<Value = Fact> {
    use CodeSystem::{Atc, Icd10, Loinc, Other, RxNorm, Snomed};
    let system = select(&[Snomed, RxNorm, Atc, Icd10, Loinc, Other][..]);
    let code = (system, word()).prop_map(|(system, code)| Code { system, code });
    let finite = any::<f64>().prop_filter("a finite number", |value| value.is_finite());
    let value = (finite, word()).prop_map(|(value, unit)| Quantity { value, unit });
    let what = (
        fact_id(),
        select(&FactKind::ALL[..]),
        of(word().prop_map(|concept| ConceptId::new(&concept))),
        vec(code, 0..3),
        word(),
    );
    let when = (
        select(&RecordedStatus::ALL[..]),
        of(date()),
        of(date()),
        instant(),
    );
    let rest = (of(value), laterality(), word());
    (what, when, rest).prop_map(
        |((id, kind, concept, codes, text), (status, onset, ended, recorded_at), rest)| {
            let (value, side, source) = rest;
            Fact {
                id,
                kind,
                concept,
                codes,
                text,
                status,
                onset,
                ended,
                value,
                side,
                source,
                recorded_at,
            }
        },
    )
}

/// Any event of a patient's record.
pub(crate) fn patient_event() -> impl Strategy<Value = patient::Event> {
    let stamp = (word(), word()).prop_map(|(key, fingerprint)| ImportStamp { key, fingerprint });
    let recorded =
        (fact(), of(stamp), of(fact_id())).prop_map(|(fact, import, corrects)| RecordedFact {
            fact,
            import,
            corrects,
        });
    prop_oneof![
        (identity(), act())
            .prop_map(|(identity, act)| patient::Event::Registered { identity, act }),
        (identity(), act())
            .prop_map(|(identity, act)| patient::Event::IdentityChanged { identity, act }),
        (vec(recorded, 0..3), short(), act()).prop_map(|(facts, origin, act)| {
            patient::Event::FactsRecorded { facts, origin, act }
        }),
    ]
}

fn complaint() -> impl Strategy<Value = Complaint> {
    let area = (word(), side()).prop_map(|(region, side)| (RegionId::new(&region), side));
    let muscle = (word(), side()).prop_map(|(muscle, side)| (MuscleName::new(&muscle), side));
    let segment = (word(), side()).prop_map(|(name, side)| (SegmentName::new(&name), side));
    let also = (word(), laterality()).prop_map(|(id, side)| (ConditionId::new(&id), side));
    let found = (
        vec(area, 0..3),
        vec(muscle, 0..3),
        vec(segment, 0..3),
        vec(also, 0..3),
    );
    let told = (of(drawing()), of(long()));
    (word(), laterality(), of(date()), found, told).prop_map(
        |(condition, side, onset, found, (drawing, goals))| {
            let (pain_areas, tender_muscles, tender_segments, also) = found;
            Complaint {
                condition: ConditionId::new(&condition),
                side,
                onset,
                pain_areas,
                tender_muscles,
                tender_segments,
                also,
                drawing,
                goals,
            }
        },
    )
}

fn severity() -> impl Strategy<Value = Severity> {
    use Severity::{Ask, Caution, None, Note, Refer, Stop};
    select(&[None, Note, Caution, Ask, Refer, Stop][..])
}

fn needles() -> impl Strategy<Value = Option<Vec<usize>>> {
    of(vec(0..60_usize, 0..4))
}

fn answer() -> impl Strategy<Value = Override> {
    (word(), severity(), long()).prop_map(|(rule, severity, reason)| Override {
        rule: RuleId::new(&rule),
        severity,
        reason,
    })
}

fn under() -> impl Strategy<Value = Vec<PrivilegeId>> {
    vec(word().prop_map(|id| PrivilegeId::new(&id)), 0..3)
}

fn answered() -> impl Strategy<Value = Answered> {
    (answer(), under(), act()).prop_map(|(answer, under, act)| Answered { answer, under, act })
}

fn found() -> impl Strategy<Value = Found> {
    (word(), severity(), needles()).prop_map(|(rule, severity, needles)| Found {
        rule: RuleId::new(&rule),
        severity,
        needles,
    })
}

fn change() -> impl Strategy<Value = Change> {
    let severities = (severity(), severity());
    (word(), severities, needles(), needles()).prop_map(
        |(rule, (before, after), needles, needles_before)| Change {
            rule: RuleId::new(&rule),
            before,
            after,
            needles,
            needles_before,
        },
    )
}

fn measure() -> impl Strategy<Value = Measure> {
    let answers = vec(of(any::<u8>()), 0..6);
    (measure_id(), word(), answers, instant()).prop_map(|(id, instrument, answers, at)| Measure {
        id,
        instrument,
        answers,
        at,
    })
}

fn from_protocol() -> impl Strategy<Value = FromProtocol> {
    let fit = select(&[Fit::AsSaved, Fit::Mirrored][..]);
    (protocol_id(), short(), any::<u32>(), fit, vec(word(), 0..3)).prop_map(
        |(protocol, name, version, fit, left_out)| FromProtocol {
            protocol,
            name,
            version,
            fit,
            left_out,
        },
    )
}

/// Any event of a protocol.
pub(crate) fn protocol_event() -> impl Strategy<Value = protocol::Event> {
    let condition = word().prop_map(|id| ConditionId::new(&id));
    let content = (short(), of(long()), condition, laterality(), plan()).prop_map(
        |(name, note, condition, side, plan)| Content {
            name,
            note,
            condition,
            side,
            plan,
        },
    );
    prop_oneof![
        (content, act())
            .prop_map(|(content, act)| protocol::Event::Saved(Version { content, act })),
        (long(), act())
            .prop_map(|(reason, act)| protocol::Event::Withdrawn(Withdrawal { reason, act })),
    ]
}

/// Any event of a clinician's preferences.
pub(crate) fn preference_event() -> impl Strategy<Value = preference::Event> {
    let condition = || of(word().prop_map(|id| ConditionId::new(&id)));
    let point = || word().prop_map(|code| PointCode::new(&code));
    let wish = prop_oneof![
        Just(Wish::Never),
        select(&WantedSide::ALL[..]).prop_map(Wish::Always),
    ];
    let preference =
        (point(), wish, condition(), short()).prop_map(|(point, wish, condition, reason)| {
            Preference {
                point,
                wish,
                condition,
                reason,
            }
        });
    prop_oneof![
        (preference, act())
            .prop_map(|(preference, act)| preference::Event::Added(Held { preference, act })),
        (point(), condition(), act()).prop_map(|(point, condition, act)| {
            preference::Event::Removed {
                point,
                condition,
                act,
            }
        }),
    ]
}

/// Any event of a course.
pub(crate) fn course_event() -> impl Strategy<Value = course::Event> {
    use course::Event;
    prop_oneof![
        (patient_id(), complaint(), act()).prop_map(|(patient, complaint, act)| Event::Opened {
            patient,
            complaint,
            act
        }),
        (complaint(), act()).prop_map(|(complaint, act)| Event::Reassessed { complaint, act }),
        (plan(), of(from_protocol()), act()).prop_map(|(plan, from, act)| Event::PlanDrafted {
            plan,
            from,
            act
        }),
        act().prop_map(|act| Event::DraftUndone { act }),
        (plan(), vec(answered(), 0..3), of(vec(found(), 0..3)), act()).prop_map(
            |(plan, overrides, found, act)| Event::PlanAgreed {
                plan,
                overrides,
                found,
                act
            }
        ),
        (answer(), under(), act()).prop_map(|(answer, under, act)| Event::FindingAnswered {
            answer,
            under,
            act
        }),
        (vec(change(), 1..3), short(), act()).prop_map(|(changes, because, act)| {
            Event::Rescreened {
                changes,
                because,
                act,
            }
        }),
        (
            vec(word().prop_map(|id| RuleId::new(&id)), 1..3),
            long(),
            act()
        )
            .prop_map(|(rules, letter, act)| Event::Referred { rules, letter, act }),
        (measure(), act()).prop_map(|(measure, act)| Event::MeasureRecorded { measure, act }),
        (select(&Decision::ALL[..]), long(), act()).prop_map(|(decision, reason, act)| {
            Event::Reviewed {
                decision,
                reason,
                act,
            }
        }),
        (long(), act()).prop_map(|(reason, act)| Event::Ended { reason, act }),
    ]
}

fn insertion() -> impl Strategy<Value = Insertion> {
    let gauge = any::<u32>().prop_filter_map("a gauge", |n| NeedleGauge::new(n % 256).ok());
    let needle = (millimetres(), millimetres(), gauge);
    (
        needle_id(),
        site(),
        side(),
        needle,
        (of(short()), of(short())),
    )
        .prop_map(
            |(needle, site, side, (depth, length, gauge), (lot, sensation))| Insertion {
                needle,
                site,
                side,
                depth,
                length,
                gauge,
                lot,
                sensation,
            },
        )
}

fn started() -> impl Strategy<Value = session::Event> {
    let overridden = vec(word().prop_map(|rule| RuleId::new(&rule)), 0..3);
    let words = (of(short()), of(long()));
    (course_id(), patient_id(), plan(), overridden, words, act()).prop_map(
        |(course, patient, plan, overridden, (room, changes), act)| session::Event::Started {
            course,
            patient,
            plan,
            overridden,
            room,
            changes,
            act,
        },
    )
}

/// Any event of a session.
pub(crate) fn session_event() -> impl Strategy<Value = session::Event> {
    use session::Event;
    let after =
        (of(long()), of(long()), of(long())).prop_map(|(bleeding, feeling, advice)| After {
            bleeding,
            feeling,
            advice,
        });
    prop_oneof![
        started(),
        (insertion(), act()).prop_map(|(insertion, act)| Event::NeedlePlaced { insertion, act }),
        (needle_id(), act()).prop_map(|(needle, act)| Event::NeedleRemoved { needle, act }),
        (vec(needle_id(), 0..5), act())
            .prop_map(|(needles, act)| Event::AllRemoved { needles, act }),
        (minutes(), of(long()), act()).prop_map(|(retention, reason, act)| Event::RestStarted {
            retention,
            reason,
            act
        }),
        (needle_id(), select(&Whereabouts::ALL[..]), long(), act()).prop_map(
            |(needle, whereabouts, note, act)| Event::NeedleAccountedFor {
                needle,
                whereabouts,
                note,
                act,
            }
        ),
        (count(), act()).prop_map(|(out, act)| Event::Counted { out, act }),
        (after, act()).prop_map(|(after, act)| Event::AfterRecorded { after, act }),
        (count(), count(), count(), act()).prop_map(|(inserted, removed, accounted, act)| {
            Event::Signed {
                inserted,
                removed,
                accounted,
                act,
            }
        }),
    ]
}
