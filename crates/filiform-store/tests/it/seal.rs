//! Sealed content opens for the right key at the right place, and otherwise not at all.

use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};

use filiform_store::conformance::{add_patient, begin, erase, sample};
use filiform_store::{Database, InstanceKey, Keys, Loaded, SealError, StoreError, Streams};
use filiform_store_sqlite::{Options, Sqlite};
use filiform_units::{ClinicId, PatientId};
use proptest::prelude::*;

const CLINIC: ClinicId = ClinicId::from_bits(1);
const PATIENT: PatientId = PatientId::from_bits(2);

/// Keys of an installation whose random bytes are only ever counted.
fn keys(instance: u8) -> Keys {
    let counter = AtomicU8::new(0);
    let random = move |buffer: &mut [u8]| buffer.fill(counter.fetch_add(1, Ordering::Relaxed));
    Keys::new(InstanceKey::new([instance; 32]), Box::new(random))
}

proptest! {
    #[test]
    fn what_is_sealed_opens_with_the_same_key_and_context_only(
        content in any::<Vec<u8>>(),
        context in any::<Vec<u8>>(),
        other in any::<Vec<u8>>(),
    ) {
        let keys = keys(7);
        let (key, _) = keys.new_data_key(CLINIC, PATIENT).expect("a key is made");
        let (another, _) = keys.new_data_key(CLINIC, PATIENT).expect("a key is made");
        let sealed = keys.seal(&key, &content, &context).expect("content is sealed");
        prop_assert_eq!(Keys::open(&key, &sealed, &context), Ok(content));
        prop_assert_eq!(Keys::open(&another, &sealed, &context), Err(SealError::DoesNotOpen));
        if other != context {
            prop_assert_eq!(Keys::open(&key, &sealed, &other), Err(SealError::DoesNotOpen));
        }
    }

    #[test]
    fn a_changed_cut_or_longer_seal_does_not_open(
        content in any::<Vec<u8>>(),
        place in any::<prop::sample::Index>(),
        change in 1..=u8::MAX,
    ) {
        let keys = keys(7);
        let (key, _) = keys.new_data_key(CLINIC, PATIENT).expect("a key is made");
        let sealed = keys.seal(&key, &content, b"context").expect("content is sealed");
        let place = place.index(sealed.len());
        let mut changed = sealed.clone();
        for byte in changed.iter_mut().skip(place).take(1) {
            *byte ^= change;
        }
        let cut = sealed.iter().copied().take(place).collect::<Vec<_>>();
        let longer = [&sealed[..], &[change]].concat();
        for wrong in [changed, cut, longer] {
            prop_assert_eq!(Keys::open(&key, &wrong, b"context"), Err(SealError::DoesNotOpen));
        }
    }

    #[test]
    fn any_bytes_do_not_open(bytes in any::<Vec<u8>>()) {
        let keys = keys(7);
        let (key, _) = keys.new_data_key(CLINIC, PATIENT).expect("a key is made");
        prop_assert_eq!(Keys::open(&key, &bytes, b""), Err(SealError::DoesNotOpen));
        let unwrapped = keys.unwrap_data_key(CLINIC, PATIENT, &bytes);
        prop_assert_eq!(unwrapped.err(), Some(SealError::DoesNotOpen));
    }
}

#[test]
fn the_same_content_is_sealed_differently_each_time_and_says_nothing() {
    let keys = keys(7);
    let (key, _) = keys.new_data_key(CLINIC, PATIENT).expect("a key is made");
    let content = b"Aoife Kerr".repeat(10);
    let first = keys.seal(&key, &content, b"").expect("content is sealed");
    let second = keys.seal(&key, &content, b"").expect("content is sealed");
    assert_ne!(first, second);
    assert!(!first.windows(5).any(|part| part == b"Aoife"));
}

#[test]
fn a_wrapped_key_opens_for_its_own_patient_clinic_and_installation_only() {
    let own = keys(7);
    let (key, wrapped) = own.new_data_key(CLINIC, PATIENT).expect("a key is made");
    let sealed = own.seal(&key, b"content", b"").expect("content is sealed");
    let opened = own
        .unwrap_data_key(CLINIC, PATIENT, &wrapped)
        .expect("it is ours");
    assert_eq!(Keys::open(&opened, &sealed, b""), Ok(b"content".to_vec()));
    let strangers = [
        own.unwrap_data_key(CLINIC, PatientId::from_bits(3), &wrapped),
        own.unwrap_data_key(ClinicId::from_bits(3), PATIENT, &wrapped),
        keys(8).unwrap_data_key(CLINIC, PATIENT, &wrapped),
    ];
    for stranger in strangers {
        assert_eq!(stranger.err(), Some(SealError::DoesNotOpen));
    }
}

#[test]
fn search_tokens_differ_by_word_clinic_and_installation() {
    let token = |instance, clinic, word: &str| {
        InstanceKey::new([instance; 32]).token(ClinicId::from_bits(clinic), word)
    };
    let all = [
        token(7, 1, "kerr"),
        token(7, 1, "ker"),
        token(7, 2, "kerr"),
        token(8, 1, "kerr"),
    ];
    for (index, one) in all.iter().enumerate() {
        assert_eq!(one.len(), 16);
        assert!(!all.iter().skip(index + 1).any(|other| other == one));
    }
    assert_eq!(token(7, 1, "kerr"), all[0]);
}

#[test]
fn keys_do_not_show_themselves() {
    let keys = keys(7);
    assert_eq!(
        format!("{keys:?} {:?}", keys.instance()),
        "Keys(..) InstanceKey(..)"
    );
}

#[test]
fn what_a_search_token_and_a_wrapped_key_were_they_stay() {
    let token = InstanceKey::new([7; 32]).token(CLINIC, "kerr");
    let (_, wrapped) = keys(7)
        .new_data_key(CLINIC, PATIENT)
        .expect("a key is made");
    let shown = format!("{token:02x?}\n{wrapped:02x?}");
    insta::assert_snapshot!("token_and_wrapped_key", shown);
}

#[test]
fn an_erased_record_says_that_it_was_erased() {
    let folder = tempfile::tempdir().expect("there is a folder for temporary files");
    let file = folder.path().join("filiform.sqlite");
    let database = Sqlite::open(&file, Options::default(), 0).expect("the database opens");
    let keys = begin(&database);
    let ours: &dyn Database = &database;
    let patient = sample::patient_id(1);
    let of_job = Arc::clone(&keys);
    ours.transact::<_, StoreError>(move |tx| {
        add_patient(tx, Streams::new(&of_job, sample::CLINIC), patient)?;
        erase(tx, sample::CLINIC, patient)
    })
    .expect("the write succeeds");
    let of_job = Arc::clone(&keys);
    let read = ours.view(move |tx| {
        Streams::new(&of_job, sample::CLINIC)
            .patient(tx, patient)
            .map(drop)
    });
    let written = ours.transact(move |tx| {
        let event = sample::registered("Aoife", "Kerr");
        let streams = Streams::new(&keys, sample::CLINIC);
        streams
            .append_patient(tx, patient, Loaded::default(), &[event])
            .map(drop)
    });
    for answer in [read, written] {
        let error = answer.expect_err("the key is gone");
        assert!(
            matches!(error, StoreError::Seal(SealError::Erased)),
            "{error:?}"
        );
        assert_eq!(error.to_string(), "this patient's record was erased");
    }
}
