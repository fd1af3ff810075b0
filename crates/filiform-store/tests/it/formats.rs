//! Every event is read as it was written, and format 1 stays what it is.

use std::collections::BTreeSet;

use filiform_care::{
    CoTreatment, CoTreatmentKind, ShortText, course, overlay, patient, preference, protocol,
    session,
};
use filiform_store::StoreError;
use filiform_store::conformance::sample;
use filiform_store::ledger::{GENESIS, StoredEvent};
use filiform_store::stored::{
    Encoded, course_event, encode_course, encode_overlay, encode_patient, encode_preference,
    encode_protocol, encode_session, overlay_event, patient_event, preference_event,
    protocol_event, session_event,
};
use proptest::prelude::*;

use crate::any;

fn decoded<E>(
    encoded: &Encoded,
    decode: impl Fn(&str, u64, &[u8]) -> Result<E, String>,
) -> Result<E, String> {
    decode(
        encoded.event_type,
        u64::from(encoded.format),
        &encoded.content,
    )
}

proptest! {
    #[test]
    fn any_event_of_a_patient_is_read_as_it_was_written(event in any::patient_event()) {
        let encoded = encode_patient(&event).expect("every event has a stored form");
        prop_assert_eq!(decoded(&encoded, patient_event), Ok(event));
    }

    #[test]
    fn any_event_of_a_course_is_read_as_it_was_written(event in any::course_event()) {
        let encoded = encode_course(&event).expect("every event has a stored form");
        prop_assert_eq!(decoded(&encoded, course_event), Ok(event));
    }

    #[test]
    fn any_event_of_a_session_is_read_as_it_was_written(event in any::session_event()) {
        let encoded = encode_session(&event).expect("every event has a stored form");
        prop_assert_eq!(decoded(&encoded, session_event), Ok(event));
    }

    #[test]
    fn any_event_of_a_protocol_is_read_as_it_was_written(event in any::protocol_event()) {
        let encoded = encode_protocol(&event).expect("every event has a stored form");
        prop_assert_eq!(decoded(&encoded, protocol_event), Ok(event));
    }

    #[test]
    fn any_preference_is_read_as_it_was_written(event in any::preference_event()) {
        let encoded = encode_preference(&event).expect("every event has a stored form");
        prop_assert_eq!(decoded(&encoded, preference_event), Ok(event));
    }

    #[test]
    fn any_event_of_local_knowledge_is_read_as_it_was_written(
        path in "[a-z/]{1,40}\\.md",
        before in proptest::option::of("\\PC{0,200}"),
        after in proptest::option::of("\\PC{0,200}"),
    ) {
        let overlay::Event::Changed(sample) = sample::overlay_events().remove(0);
        let event = overlay::Event::Changed(overlay::Change { path, before, after, ..sample });
        let encoded = encode_overlay(&event).expect("every event has a stored form");
        prop_assert_eq!(decoded(&encoded, overlay_event), Ok(event));
    }

    #[test]
    fn a_laboratory_value_keeps_every_digit(value in any::<f64>().prop_filter("finite", |v| v.is_finite())) {
        let event = a_value(value);
        let encoded = encode_patient(&event).expect("a number has a stored form");
        prop_assert_eq!(decoded(&encoded, patient_event), Ok(event));
    }
}

fn a_value(number: f64) -> patient::Event {
    let mut event = sample::patient_events().remove(1);
    if let patient::Event::FactsRecorded { facts, .. } = &mut event {
        for recorded in facts {
            if let Some(value) = &mut recorded.fact.value {
                value.value = number;
            }
        }
    }
    event
}

#[test]
fn a_value_that_is_no_number_is_refused_before_it_makes_a_record_unreadable() {
    for number in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        let error = encode_patient(&a_value(number)).expect_err("it could not be read again");
        assert!(
            matches!(error, StoreError::Content { table: "event", .. }),
            "{error:?}"
        );
    }
}

/// The samples in the order of the record, one of each sort, by event name.
fn samples() -> Vec<Encoded> {
    let (patient, course) = (sample::patient_id(1), sample::course_id(1));
    let mut seen = BTreeSet::new();
    let patients = sample::patient_events();
    let courses = sample::course_events(patient);
    let sessions = sample::session_events(course, patient);
    let patients = patients.iter().map(encode_patient);
    let courses = courses.iter().map(encode_course);
    let sessions = sessions.iter().map(encode_session);
    let overlay = sample::overlay_events();
    let protocols = sample::protocol_events();
    let preferences = sample::preference_events();
    patients
        .chain(courses)
        .chain(sessions)
        .chain(overlay.iter().map(encode_overlay))
        .chain(protocols.iter().map(encode_protocol))
        .chain(preferences.iter().map(encode_preference))
        .map(|encoded| encoded.expect("every event has a stored form"))
        .filter(|encoded| seen.insert(encoded.event_type))
        .collect()
}

#[test]
fn format_1_of_every_event_is_what_it_was() {
    for encoded in samples() {
        let json: serde_json::Value =
            serde_json::from_slice(&encoded.content).expect("format 1 is JSON");
        assert_eq!(encoded.format, 1);
        insta::assert_json_snapshot!(encoded.event_type, json);
    }
}

#[test]
fn answers_that_were_written_before_privileges_stand_under_who_agreed() {
    let agreed = r#"{"plan_agreed":{"plan":{"position":"supine","needles":[],"pairs":[],"retention_min":20,
        "sessions":8,"per_week":1},"overrides":[{"rule":"anticoag-deep","severity":"stop",
        "reason":"Spoken to the prescriber."}],
        "act":{"by":"00000000-0000-0000-0000-0000000000b7","at":7}}}"#;
    let read = course_event("plan_agreed", 1, agreed.as_bytes());
    let Ok(course::Event::PlanAgreed {
        overrides,
        found,
        act,
        ..
    }) = read
    else {
        panic!("{read:?}");
    };
    assert_eq!(found, None, "nobody kept what was found");
    assert_eq!((overrides[0].act, overrides[0].under.len()), (act, 0));
    let answered = r#"{"finding_answered":{"answer":{"rule":"anticoag-deep","severity":"stop",
        "reason":"Spoken to the prescriber."},
        "act":{"by":"00000000-0000-0000-0000-0000000000b7","at":7}}}"#;
    let read = course_event("finding_answered", 1, answered.as_bytes());
    assert!(
        matches!(&read, Ok(course::Event::FindingAnswered { under, .. }) if under.is_empty()),
        "{read:?}"
    );
}

#[test]
fn a_draft_that_was_written_before_protocols_came_from_none() {
    let drafted = r#"{"plan_drafted":{"plan":{"position":"supine","needles":[],"pairs":[],"retention_min":20,
        "sessions":8,"per_week":1},"act":{"by":"00000000-0000-0000-0000-0000000000b7","at":7}}}"#;
    let read = course_event("plan_drafted", 1, drafted.as_bytes());
    assert!(
        matches!(&read, Ok(course::Event::PlanDrafted { from: None, .. })),
        "{read:?}"
    );
}

#[test]
fn a_plan_that_was_written_before_co_treatments_and_stimulation_is_read_without_them() {
    let drafted = r#"{"plan_drafted":{"plan":{"position":"supine","needles":[{"site":{"point":"ST36"},
        "side":"left","depth_mm":[10,20],"angle":"perpendicular","technique":"MA"}],"pairs":[],
        "retention_min":20,"sessions":8,"per_week":1},
        "act":{"by":"00000000-0000-0000-0000-0000000000b7","at":7}}}"#;
    let read = course_event("plan_drafted", 1, drafted.as_bytes());
    let Ok(course::Event::PlanDrafted { plan, .. }) = &read else {
        panic!("{read:?}");
    };
    assert_eq!(plan.co_treatments, []);
    assert_eq!(plan.needles[0].stimulation, None);
    let event = read.expect("it was read just now");
    let again = encode_course(&event).expect("every event has a stored form");
    let text = String::from_utf8(again.content).expect("format 1 is text");
    let is_new = |name: &str| text.contains(name);
    assert!(!is_new("co_treatments") && !is_new("stimulation"), "{text}");
}

#[test]
fn what_goes_on_beside_the_needles_is_kept_with_the_plan() {
    let mut plan = sample::plan();
    plan.needles.truncate(1);
    plan.pairs.clear();
    plan.needles[0].stimulation = ShortText::new("turned until it is felt").ok();
    plan.co_treatments = vec![CoTreatment {
        kind: CoTreatmentKind::Exercise,
        text: ShortText::new("walks of 20 minutes, daily").expect("it is short"),
    }];
    let act = sample::act(0);
    let event = course::Event::PlanDrafted {
        plan,
        from: None,
        act,
    };
    let encoded = encode_course(&event).expect("every event has a stored form");
    let json: serde_json::Value =
        serde_json::from_slice(&encoded.content).expect("format 1 is JSON");
    insta::assert_json_snapshot!("plan_drafted_with_co_treatments", json);
}

#[test]
fn the_samples_hold_one_event_of_every_sort() {
    let names: Vec<_> = samples().iter().map(|encoded| encoded.event_type).collect();
    assert_eq!(
        names,
        [
            "patient_registered",
            "facts_recorded",
            "identity_changed",
            "course_opened",
            "complaint_reassessed",
            "plan_drafted",
            "plan_agreed",
            "finding_answered",
            "plan_rescreened",
            "patient_referred",
            "plan_draft_undone",
            "measure_recorded",
            "course_reviewed",
            "course_ended",
            "session_started",
            "needle_placed",
            "rest_started",
            "needle_removed",
            "needle_accounted_for",
            "all_needles_removed",
            "needles_counted",
            "after_recorded",
            "session_signed",
            "local_statement_changed",
            "protocol_saved",
            "protocol_withdrawn",
            "preference_added",
            "preference_removed",
        ]
    );
    let sorts = PATIENT_SORTS + COURSE_SORTS + SESSION_SORTS + OVERLAY_SORTS;
    assert_eq!(names.len(), sorts + PROTOCOL_SORTS + PREFERENCE_SORTS);
}

#[test]
fn the_hash_of_a_row_is_what_it_was_and_covers_every_column() {
    let row = StoredEvent {
        seq: 2,
        stream_kind: "session".to_owned(),
        stream_id: "stream".to_owned(),
        version: 1,
        event_type: "needle_placed".to_owned(),
        format: 1,
        patient_id: "patient".to_owned(),
        key_id: "key".to_owned(),
        at_us: sample::BEGIN_US,
        by_id: "clinician".to_owned(),
        payload: b"sealed".to_vec(),
        prev_hash: GENESIS.to_vec(),
        hash: Vec::new(),
    };
    let hash = row.expected_hash(sample::CLINIC);
    insta::assert_snapshot!("hash_of_a_row", format!("{hash:02x?}"));
    let other = |change: &dyn Fn(&mut StoredEvent)| {
        let mut changed = row.clone();
        change(&mut changed);
        changed.expected_hash(sample::CLINIC)
    };
    let changes: [&dyn Fn(&mut StoredEvent); 13] = [
        &|row| row.seq = 3,
        &|row| row.stream_kind.push('x'),
        &|row| row.stream_id.push('x'),
        &|row| row.version = 2,
        &|row| row.event_type.push('x'),
        &|row| row.format = 2,
        &|row| row.patient_id.push('x'),
        &|row| row.key_id.push('x'),
        &|row| row.at_us += 1,
        &|row| row.by_id.push('x'),
        &|row| row.payload.push(0),
        &|row| row.prev_hash.push(0),
        // Lengths stand in front of the parts: moving a letter from one to the next is a change.
        &|row| {
            row.stream_kind.push('s');
            row.stream_id.remove(0);
        },
    ];
    for (index, change) in changes.into_iter().enumerate() {
        assert_ne!(other(change), hash, "change {index}");
    }
    assert_ne!(row.expected_hash(sample::OTHER_CLINIC), hash);
    let hashed = StoredEvent {
        hash: vec![1],
        ..row.clone()
    };
    assert_eq!(hashed.expected_hash(sample::CLINIC), hash);
}

/// A new sort of event does not compile here until it has a name, a sample and a snapshot.
const PATIENT_SORTS: usize = {
    let count = |event: &patient::Event| match event {
        patient::Event::Registered { .. }
        | patient::Event::IdentityChanged { .. }
        | patient::Event::FactsRecorded { .. } => 3,
    };
    let _ = count;
    3
};
const COURSE_SORTS: usize = {
    let count = |event: &course::Event| match event {
        course::Event::Opened { .. }
        | course::Event::Reassessed { .. }
        | course::Event::PlanDrafted { .. }
        | course::Event::DraftUndone { .. }
        | course::Event::PlanAgreed { .. }
        | course::Event::FindingAnswered { .. }
        | course::Event::Rescreened { .. }
        | course::Event::Referred { .. }
        | course::Event::MeasureRecorded { .. }
        | course::Event::Reviewed { .. }
        | course::Event::Ended { .. } => 11,
    };
    let _ = count;
    11
};
const OVERLAY_SORTS: usize = 1;
const PROTOCOL_SORTS: usize = {
    let count = |event: &protocol::Event| match event {
        protocol::Event::Saved(_) | protocol::Event::Withdrawn(_) => 2,
    };
    let _ = count;
    2
};
const PREFERENCE_SORTS: usize = {
    let count = |event: &preference::Event| match event {
        preference::Event::Added(_) | preference::Event::Removed { .. } => 2,
    };
    let _ = count;
    2
};
const SESSION_SORTS: usize = {
    let count = |event: &session::Event| match event {
        session::Event::Started { .. }
        | session::Event::NeedlePlaced { .. }
        | session::Event::NeedleRemoved { .. }
        | session::Event::AllRemoved { .. }
        | session::Event::RestStarted { .. }
        | session::Event::NeedleAccountedFor { .. }
        | session::Event::Counted { .. }
        | session::Event::AfterRecorded { .. }
        | session::Event::Signed { .. } => 9,
    };
    let _ = count;
    9
};
