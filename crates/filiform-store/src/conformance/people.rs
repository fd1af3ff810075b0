//! Rules about people: finding patients, keeping clinics apart, commands, looks and sign-ins.

use std::sync::Arc;

use filiform_care::patient;
use filiform_units::{PatientId, PractitionerId};

use super::sample::{self, CLINIC, OTHER_CLINIC, course_id, patient_id, registered, session_id};
use super::support::{begin, on_whole_session, read, write};
use crate::accounts::{self, AccountRow, AuditLine};
use crate::feedback::{self, FeedbackCount, FeedbackRow};
use crate::links::{self, LinkRow};
use crate::{Database, Keys, Loaded, Streams, project, verify};

fn register(database: &dyn Database, keys: &Arc<Keys>, people: &[(u32, &str, &str)]) {
    for (n, given, family) in people {
        let keys = Arc::clone(keys);
        let (id, event) = (patient_id(*n), registered(given, family));
        write(database, move |tx| {
            let streams = Streams::new(&keys, CLINIC);
            streams
                .append_patient(tx, id, Loaded::default(), &[event])
                .map(drop)
        });
    }
}

fn found(database: &dyn Database, keys: &Arc<Keys>, search: &'static str) -> Vec<PatientId> {
    let keys = Arc::clone(keys);
    let rows = read(database, move |tx| {
        project::find_patients(tx, Streams::new(&keys, CLINIC), search, 20)
    });
    rows.iter().map(|row| row.id).collect()
}

/// Accents, case, order and length of the words do not matter; every word must begin a part.
pub fn a_patient_is_found_by_parts_of_the_name(database: &dyn Database) {
    let keys = begin(database);
    let people = [
        (1, "José Luis", "Gómez"),
        (2, "Josefine", "Göbel"),
        (3, "Aoife", "O'Brien-Kerr"),
    ];
    register(database, &keys, &people);
    let ids = |list: &[u32]| list.iter().map(|n| patient_id(*n)).collect::<Vec<_>>();
    let expected: [(&'static str, &[u32]); 10] = [
        ("gomez", &[1]),
        ("GÓM", &[1]),
        ("Gómez, José", &[1]),
        ("jos", &[1, 2]),
        ("jos go", &[1, 2]),
        ("go luis jos", &[1]),
        ("brien kerr", &[3]),
        ("gomez aoife", &[]),
        ("omez", &[]),
        ("g", &[]),
    ];
    for (search, wanted) in expected {
        let mut rows = found(database, &keys, search);
        rows.sort();
        assert_eq!(rows, ids(wanted), "search for `{search}`");
    }
}

/// After a change of name the old one finds nobody.
pub fn a_changed_name_is_found_by_the_new_one_only(database: &dyn Database) {
    let keys = begin(database);
    register(database, &keys, &[(1, "Aoife", "Kerr")]);
    let of_job = Arc::clone(&keys);
    write(database, move |tx| {
        let streams = Streams::new(&of_job, CLINIC);
        let loaded = streams.patient(tx, patient_id(1))?;
        let event = patient::Event::IdentityChanged {
            identity: sample::identity("Aoife", "Brandt"),
            act: sample::act(50),
        };
        streams
            .append_patient(tx, patient_id(1), loaded, &[event])
            .map(drop)
    });
    assert_eq!(found(database, &keys, "kerr"), []);
    assert_eq!(found(database, &keys, "brandt"), [patient_id(1)]);
    let of_job = Arc::clone(&keys);
    let rows = read(database, move |tx| {
        project::patients(tx, Streams::new(&of_job, CLINIC), 10)
    });
    let names: Vec<_> = rows
        .iter()
        .map(|row| &row.summary.display_name[..])
        .collect();
    assert_eq!(names, ["Aoife Brandt"]);
    assert_eq!(read(database, |tx| project::count_patients(tx, CLINIC)), 1);
}

/// An outside identifier finds its patient, and only the whole of it.
pub fn a_patient_is_found_by_identifier(database: &dyn Database) {
    let keys = begin(database);
    register(database, &keys, &[(1, "Aoife", "Kerr")]);
    let find = |system: &'static str, value: &'static str| {
        let keys = Arc::clone(&keys);
        read(database, move |tx| {
            project::patient_by_identifier(tx, Streams::new(&keys, CLINIC), system, value)
        })
    };
    assert_eq!(find("urn:example:hospital", "4711"), Some(patient_id(1)));
    assert_eq!(find("urn:example:hospital", "471"), None);
    assert_eq!(find("urn:example:other", "4711"), None);
}

/// What belongs to one clinic cannot be found from another, by any id, name or list.
pub fn clinics_do_not_see_each_other(database: &dyn Database) {
    let keys = on_whole_session(database);
    let of_job = Arc::clone(&keys);
    read(database, move |tx| {
        let other = Streams::new(&of_job, OTHER_CLINIC);
        let (patient, course, session) = (patient_id(1), course_id(1), session_id(1));
        assert_eq!(other.patient(tx, patient)?.version, 0);
        assert_eq!(other.course(tx, patient, course)?.version, 0);
        assert_eq!(other.session(tx, patient, session)?.version, 0);
        assert_eq!(project::patient_row(tx, other, patient)?, None);
        assert_eq!(project::patients(tx, other, 10)?, []);
        assert_eq!(project::find_patients(tx, other, "kerr", 10)?, []);
        let by_id = project::patient_by_identifier(tx, other, "urn:example:hospital", "4711")?;
        assert_eq!(by_id, None);
        let clinic = OTHER_CLINIC;
        assert_eq!(project::count_patients(tx, clinic)?, 0);
        assert_eq!(project::course_row(tx, clinic, course)?, None);
        assert_eq!(project::courses_of_patient(tx, clinic, patient)?, []);
        assert_eq!(project::open_courses(tx, clinic, 10)?, []);
        assert_eq!(project::protocols(tx, clinic, 10)?, []);
        assert_eq!(project::session_row(tx, clinic, session)?, None);
        assert_eq!(project::running_sessions(tx, clinic, 10)?, []);
        assert_eq!(project::sessions_of_patient(tx, clinic, patient, 10)?, []);
        assert_eq!(project::sessions_of_course(tx, clinic, course, 10)?, []);
        assert_eq!(project::needles(tx, clinic, session)?, []);
        assert_eq!(accounts::audit_of_patient(tx, clinic, patient, 10)?, []);
        let report = verify::verify(tx, &of_job, clinic)?;
        assert_eq!((report.events, report.streams), (0, 0));
        assert_eq!(report.faults, []);
        Ok(())
    });
    // The same ids in the other clinic are other records with other keys.
    let of_job = Arc::clone(&keys);
    write(database, move |tx| {
        let other = Streams::new(&of_job, OTHER_CLINIC);
        let event = registered("Berta", "Kerr");
        other
            .append_patient(tx, patient_id(1), Loaded::default(), &[event])
            .map(drop)
    });
    let here = found(database, &keys, "aoife");
    assert_eq!(here, [patient_id(1)]);
    assert_eq!(found(database, &keys, "berta"), []);
}

/// A command key answers where it led, and is refused the second time.
pub fn a_command_key_remembers_where_it_led(database: &dyn Database) {
    begin(database);
    let done = |clinic| {
        read(database, move |tx| {
            accounts::command_done(tx, clinic, "form-1")
        })
    };
    assert_eq!(done(CLINIC), None);
    write(database, |tx| {
        accounts::record_command(tx, CLINIC, "form-1", ("stream", 4), sample::at(1))
    });
    assert_eq!(done(CLINIC), Some(("stream".to_owned(), 4)));
    assert_eq!(done(OTHER_CLINIC), None);
    let again = database.transact(|tx| {
        accounts::record_command(tx, CLINIC, "form-1", ("stream", 5), sample::at(2))
    });
    assert!(again.is_err(), "the key is taken");
    assert_eq!(done(CLINIC), Some(("stream".to_owned(), 4)));
}

/// Looks at a patient are read back newest first.
pub fn looks_are_kept_newest_first(database: &dyn Database) {
    begin(database);
    let line = |n: u32| AuditLine {
        id: format!("line-{n}"),
        at: sample::at(n),
        account: sample::CLINICIAN,
        action: "chart.read".to_owned(),
        patient: Some(patient_id(1)),
        detail: format!("look {n}"),
    };
    write(database, move |tx| {
        for n in 1..=3 {
            accounts::add_audit(tx, CLINIC, &line(n))?;
        }
        Ok(())
    });
    let kept = read(database, |tx| {
        accounts::audit_of_patient(tx, CLINIC, patient_id(1), 2)
    });
    let details: Vec<_> = kept.iter().map(|line| &line.detail[..]).collect();
    assert_eq!(details, ["look 3", "look 2"]);
}

/// A sign-in is found by its token's hash until it ends; failures are counted and forgotten.
pub fn sign_ins_live_and_end(database: &dyn Database) {
    begin(database);
    let account = AccountRow {
        clinic: CLINIC,
        id: PractitionerId::from_bits(0xb7),
        login: "kerr".to_owned(),
        name: "Dr Kerr".to_owned(),
        role: "practitioner".to_owned(),
        password_hash: "hash".to_owned(),
    };
    let added = account.clone();
    write(database, move |tx| {
        accounts::add_account(tx, &added, sample::at(0))?;
        accounts::add_sign_in(tx, CLINIC, b"token", added.id, "csrf", sample::at(1))?;
        accounts::touch_sign_in(tx, CLINIC, b"token", sample::at(5))?;
        accounts::record_failures(tx, "kerr", 2, sample::at(3))
    });
    let by_login = read(database, |tx| accounts::account_by_login(tx, "kerr"));
    assert_eq!(by_login, Some(account));
    assert_eq!(
        read(database, |tx| accounts::failures(tx, "kerr")),
        (2, sample::at(3))
    );
    let row = read(database, |tx| accounts::sign_in(tx, b"token")).expect("it lives");
    assert_eq!((row.clinic, row.seen_at), (CLINIC, sample::at(5)));
    assert_eq!(row.clinic_name, "Harbour Street");
    let ended = |before| {
        write(database, move |tx| {
            accounts::end_idle_sign_ins(tx, CLINIC, sample::at(before))
        })
    };
    assert_eq!((ended(5), ended(6)), (0, 1));
    assert_eq!(read(database, |tx| accounts::sign_in(tx, b"token")), None);
    write(database, |tx| accounts::clear_failures(tx, "kerr"));
    assert_eq!(read(database, |tx| accounts::failures(tx, "kerr")).0, 0);
}

/// What was taken back is no longer held, and can be granted again; other people and clinics are left alone.
pub fn privileges_are_granted_and_taken_back(database: &dyn Database) {
    begin(database);
    let (one, other) = (
        PractitionerId::from_bits(0x51),
        PractitionerId::from_bits(0x52),
    );
    let held =
        |who: PractitionerId| read(database, move |tx| accounts::privileges(tx, CLINIC, who));
    let grant = |privilege: &'static str, minute| {
        write(database, move |tx| {
            accounts::grant_privilege(tx, CLINIC, one, privilege, sample::at(minute))
        })
    };
    assert!(grant("thoracic-needling", 1));
    assert!(grant("children", 1));
    assert!(!grant("children", 2), "it is held already");
    assert_eq!(held(one), ["children", "thoracic-needling"]);
    assert!(held(other).is_empty());
    let elsewhere = read(database, move |tx| {
        accounts::privileges(tx, OTHER_CLINIC, one)
    });
    assert!(elsewhere.is_empty());
    let revoke = |minute| {
        write(database, move |tx| {
            accounts::revoke_privilege(tx, CLINIC, one, "children", sample::at(minute))
        })
    };
    assert!(revoke(3));
    assert!(!revoke(4), "it is not held any more");
    assert_eq!(held(one), ["thoracic-needling"]);
    assert!(grant("children", 5));
    assert_eq!(held(one), ["children", "thoracic-needling"]);
}

/// A link is found by the hash of its secret alone, and only the first answer takes it.
pub fn a_patient_link_is_answered_once(database: &dyn Database) {
    begin(database);
    let link = LinkRow {
        clinic: CLINIC,
        clinic_name: String::new(),
        patient: patient_id(1),
        course: Some(course_id(1)),
        made_at: sample::at(1),
        made_by: PractitionerId::from_bits(0x51),
        expires_at: sample::at(600),
        used_at: None,
    };
    let kept = link.clone();
    write(database, move |tx| links::add(tx, b"hash", &kept));
    let found = |hash: &'static [u8]| read(database, move |tx| links::find(tx, hash));
    let mut row = found(b"hash").expect("the link is there");
    assert!(!row.clinic_name.is_empty());
    row.clinic_name.clear();
    assert_eq!(row, link);
    assert_eq!(found(b"another"), None);
    let take = |clinic, minute| {
        write(database, move |tx| {
            links::take(tx, clinic, b"hash", sample::at(minute))
        })
    };
    assert!(!take(OTHER_CLINIC, 2), "another clinic cannot take it");
    assert!(take(CLINIC, 3));
    assert!(!take(CLINIC, 4), "it was answered");
    let listed = read(database, |tx| {
        links::of_patient(tx, CLINIC, patient_id(1), 9)
    });
    assert_eq!(listed.len(), 1);
    assert_eq!(listed[0].used_at, Some(sample::at(3)));
    let second = LinkRow {
        made_at: sample::at(5),
        ..link
    };
    write(database, move |tx| links::add(tx, b"second", &second));
    let closed = write(database, |tx| {
        links::close(tx, CLINIC, patient_id(1), sample::at(6))
    });
    assert_eq!(closed, 1, "the answered one is left as it is");
    assert_eq!(
        found(b"second").map(|row| row.expires_at),
        Some(sample::at(6))
    );
}

/// Feedback that arrives twice counts once, the last of it; other systems have cards of their own.
pub fn feedback_on_a_card_is_counted_once(database: &dyn Database) {
    let row = |client: &str, card: &str, outcome, reason| FeedbackRow {
        client: client.to_owned(),
        card: card.to_owned(),
        service: "needling-safety",
        rule: "a-rule".to_owned(),
        outcome,
        reason,
    };
    begin(database);
    let rows = [
        row("one", "1", "overridden", Some("discussed")),
        row("one", "1", "accepted", None),
        row("one", "2", "overridden", None),
        row("other", "1", "overridden", None),
    ];
    write(database, move |tx| {
        rows.iter()
            .try_for_each(|row| feedback::keep(tx, CLINIC, row, sample::at(0).date()))
    });
    let count = |outcome: &str, cards| FeedbackCount {
        rule: "a-rule".to_owned(),
        outcome: outcome.to_owned(),
        reason: None,
        cards,
    };
    assert_eq!(
        read(database, |tx| feedback::counts(tx, CLINIC)),
        [count("accepted", 1), count("overridden", 2)]
    );
    assert_eq!(read(database, |tx| feedback::counts(tx, OTHER_CLINIC)), []);
}
