use filiform_units::{NeedleId, PatientId};
use proptest::prelude::*;

#[test]
fn an_id_is_written_as_a_lower_case_uuid() {
    let id = PatientId::from_bits(0x0193_5a3f_2b7c_7def_8123_4567_89ab_cdef);
    assert_eq!(id.to_string(), "01935a3f-2b7c-7def-8123-456789abcdef");
    assert_eq!(
        PatientId::from_bits(1).to_string(),
        "00000000-0000-0000-0000-000000000001"
    );
}

#[test]
fn an_id_reads_capitals_too() {
    assert_eq!(
        NeedleId::parse("01935A3F-2B7C-7DEF-8123-456789ABCDEF"),
        NeedleId::parse("01935a3f-2b7c-7def-8123-456789abcdef")
    );
}

#[test]
fn what_is_not_a_uuid_is_refused() {
    let rubbish = [
        "",
        "01935a3f2b7c7def8123456789abcdef",
        "01935a3f-2b7c-7def-8123-456789abcde",
        "01935a3f-2b7c-7def-8123-456789abcdef0",
        "01935a3f-2b7c-7def-8123-456789abcdeg",
        "{1935a3f-2b7c-7def-8123-456789abcde}",
        "01935a3f-2b7c-7def-81234-56789abcdef",
        "+1935a3f-2b7c-7def-8123-456789abcdef",
        "é1935a3f-2b7c-7def-8123-456789abcde",
        "--------------------------------------",
    ];
    for text in rubbish {
        let error = NeedleId::parse(text).err().unwrap();
        assert_eq!(
            error.to_string(),
            format!("id must be a UUID, not `{text}`")
        );
    }
}

proptest! {
    #[test]
    fn every_id_reads_back_from_its_text(bits: u128) {
        let id = PatientId::from_bits(bits);
        prop_assert_eq!(PatientId::parse(&id.to_string()), Ok(id));
        prop_assert_eq!(id.bits(), bits);
    }

    #[test]
    fn no_text_makes_the_reader_panic(text in "\\PC{0,40}|[0-9a-f\u{e9}-]{30,40}") {
        let _ = PatientId::parse(&text);
    }
}
