//! Whatever stands in the database, reading it ends with an event or with words.

use filiform_store::conformance::sample;
use filiform_store::stored::{
    Encoded, course_event, encode_course, encode_patient, encode_preference, encode_protocol,
    encode_session, patient_event, preference_event, protocol_event, session_event,
};
use proptest::prelude::*;

type Outcome = Result<(), String>;

/// Every reader tries these bytes.
fn read(event_type: &str, format: u64, content: &[u8]) -> [Outcome; 5] {
    [
        patient_event(event_type, format, content).map(drop),
        course_event(event_type, format, content).map(drop),
        session_event(event_type, format, content).map(drop),
        protocol_event(event_type, format, content).map(drop),
        preference_event(event_type, format, content).map(drop),
    ]
}

fn words(outcome: &Outcome) -> &str {
    outcome.as_ref().expect_err("it cannot be read")
}

fn samples() -> Vec<Encoded> {
    let patient = sample::patient_id(1);
    let patients = sample::patient_events();
    let courses = sample::course_events(patient);
    let sessions = sample::session_events(sample::course_id(1), patient);
    let patients = patients.iter().map(encode_patient);
    let courses = courses.iter().map(encode_course);
    let sessions = sessions.iter().map(encode_session);
    let (protocols, preferences) = (sample::protocol_events(), sample::preference_events());
    let of_clinic = protocols.iter().map(encode_protocol);
    let of_clinic = of_clinic.chain(preferences.iter().map(encode_preference));
    let all = patients.chain(courses).chain(sessions).chain(of_clinic);
    all.map(|encoded| encoded.expect("every event has a stored form"))
        .collect()
}

proptest! {
    #[test]
    fn any_bytes_are_read_or_refused_in_words(
        name in any::<String>(),
        format in any::<u64>(),
        content in any::<Vec<u8>>(),
    ) {
        for outcome in read(&name, format, &content).into_iter().chain(read(&name, 1, &content)) {
            prop_assert!(outcome.is_ok() || !words(&outcome).is_empty());
        }
    }

    #[test]
    fn a_damaged_event_is_read_or_refused_in_words(
        which in any::<prop::sample::Index>(),
        place in any::<prop::sample::Index>(),
        bytes in prop::collection::vec(any::<u8>(), 0..6),
        cut in any::<bool>(),
    ) {
        let samples = samples();
        let encoded = which.get(&samples);
        let mut content = encoded.content.clone();
        let from = place.index(content.len());
        let until = if cut { content.len() } else { (from + 1).min(content.len()) };
        content.splice(from..until, bytes);
        for outcome in read(encoded.event_type, 1, &content) {
            prop_assert!(outcome.is_ok() || !words(&outcome).is_empty());
        }
    }
}

#[test]
fn a_format_of_a_newer_program_is_refused_with_the_way_out() {
    for format in [0, 2, u64::MAX] {
        for outcome in read("needle_placed", format, b"{}") {
            assert_eq!(
                words(&outcome),
                format!(
                    "format {format} is not one this program reads; use the program that wrote it"
                )
            );
        }
    }
}

#[test]
fn damaged_json_is_refused_with_the_name_of_the_event() {
    for content in [
        &b""[..],
        b"{",
        b"null",
        b"[1,2]",
        b"\xff\xfe",
        b"{\"started\":{}}",
    ] {
        for outcome in read("session_started", 1, content) {
            assert!(
                words(&outcome).starts_with("`session_started`: "),
                "{outcome:?}"
            );
        }
    }
}

#[test]
fn one_stream_does_not_read_the_events_of_another() {
    let patient = sample::patient_id(1);
    let event = sample::session_events(sample::course_id(1), patient).remove(0);
    let encoded = encode_session(&event).expect("every event has a stored form");
    let [
        as_patient,
        as_course,
        as_session,
        as_protocol,
        as_preference,
    ] = read(encoded.event_type, 1, &encoded.content);
    assert!(as_patient.is_err() && as_course.is_err());
    assert!(as_protocol.is_err() && as_preference.is_err());
    assert_eq!(as_session, Ok(()));
}

/// The samples with one word replaced by one that is not in the list of its field.
#[test]
fn an_unknown_word_of_a_list_is_refused_and_named() {
    let fields = [
        ("facts_recorded", "\"kind\":\"lab\"", "kind"),
        ("facts_recorded", "\"status\":\"active\"", "status"),
        ("facts_recorded", "\"side\":\"none\"", "side"),
        ("course_opened", "\"side\":\"left\"", "side"),
        ("plan_drafted", "\"position\":\"supine\"", "position"),
        ("plan_drafted", "\"technique\":\"MA\"", "technique"),
        ("plan_agreed", "\"severity\":\"ask\"", "severity"),
        ("finding_answered", "\"severity\":\"stop\"", "severity"),
        ("course_reviewed", "\"decision\":\"continue\"", "decision"),
        ("needle_placed", "\"side\":\"left\"", "side"),
        ("plan_drafted", "\"fit\":\"mirrored\"", "fit"),
        ("protocol_saved", "\"side\":\"left\"", "side"),
        (
            "needle_accounted_for",
            "\"whereabouts\":\"broken\"",
            "whereabouts",
        ),
    ];
    for (event_type, from, field) in fields {
        let to = format!("\"{field}\":\"quirky\"");
        let message = refused(event_type, from, &to);
        assert!(message.contains("`quirky`"), "{event_type}: {message}");
    }
}

#[test]
fn a_number_out_of_its_range_is_refused_and_named() {
    let fields = [
        ("needle_placed", "\"depth_mm\":15", "\"depth_mm\":0"),
        ("needle_placed", "\"length_mm\":30", "\"length_mm\":126"),
        (
            "needle_placed",
            "\"gauge_hundredths_mm\":25",
            "\"gauge_hundredths_mm\":0",
        ),
        (
            "plan_drafted",
            "\"depth_mm\":[10,20]",
            "\"depth_mm\":[20,10]",
        ),
        ("plan_drafted", "\"hz\":4", "\"hz\":0"),
        (
            "rest_started",
            "\"retention_min\":35",
            "\"retention_min\":1441",
        ),
        ("needles_counted", "\"out\":11", "\"out\":201"),
        ("needles_counted", "\"out\":11", "\"out\":-1"),
        (
            "course_opened",
            "\"onset\":\"2024\"",
            "\"onset\":\"in spring\"",
        ),
        ("needle_removed", "\"needle\":\"0", "\"needle\":\"x"),
        (
            "after_recorded",
            "\"advice\":\"No sport today.\"",
            "\"advice\":\" \"",
        ),
    ];
    for (event_type, from, to) in fields {
        refused(event_type, from, to);
    }
}

/// The words with which a sample is refused after one replacement.
fn refused(event_type: &str, from: &str, to: &str) -> String {
    let encoded = samples()
        .into_iter()
        .find(|encoded| encoded.event_type == event_type);
    let encoded = encoded.expect("there is a sample of every sort");
    let text = String::from_utf8(encoded.content).expect("format 1 is text");
    assert!(text.contains(from), "{event_type} holds {from}: {text}");
    let outcomes = read(event_type, 1, text.replace(from, to).as_bytes());
    let reason = outcomes
        .into_iter()
        .map(|outcome| outcome.expect_err("it is out of range"));
    // The reader of the right stream gets furthest: the others do not know the event at all.
    let reason = reason
        .filter(|reason| !reason.contains("unknown variant"))
        .collect::<Vec<_>>();
    assert_eq!(reason.len(), 1, "{reason:?}");
    reason.concat()
}

#[test]
fn words_that_have_an_answer_for_anything_else_take_it() {
    let patient = &samples()[0];
    let text = String::from_utf8(patient.content.clone()).expect("format 1 is text");
    let other = text.replace("\"sex\":\"female\"", "\"sex\":\"quirky\"");
    assert_ne!(text, other);
    let event = patient_event("patient_registered", 1, other.as_bytes()).expect("it is read");
    let filiform_care::patient::Event::Registered { identity, .. } = event else {
        panic!("it is a registration");
    };
    assert_eq!(identity.sex, filiform_units::Sex::Unknown);
}
