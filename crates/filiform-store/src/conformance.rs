//! What every database must keep, as functions that an adapter's tests run, and sample events.
//!
//! Only built with the feature `conformance`. An adapter writes
//!
//! ```text
//! filiform_store::conformance!(with_a_fresh_database);
//! ```
//!
//! where `with_a_fresh_database` takes a rule, `impl FnOnce(&dyn Database)`, and runs it on a migrated
//! database without any row.
#![expect(
    clippy::expect_used,
    clippy::panic,
    reason = "a rule that is broken should end the test and say where"
)]

mod atomic;
mod clinic;
mod ledger;
mod people;
pub mod sample;
mod support;

pub use filiform_care as care;
pub use filiform_knowledge as knowledge;
pub use filiform_units as units;

pub use atomic::{
    a_failed_change_is_undone_alone, a_write_that_fails_halfway_leaves_nothing,
    an_undone_change_is_forgotten, concurrent_writers_leave_a_whole_chain,
    every_job_sees_the_work_of_the_jobs_before_it, two_processes_see_each_other,
};
pub use clinic::{
    a_protocol_is_kept_counted_and_proved, preferences_are_kept_under_their_person_and_proved,
};
pub use ledger::{
    a_stale_command_is_refused_with_both_versions, a_version_is_taken_only_once,
    an_erased_record_stays_in_the_chain, an_event_is_bound_to_its_place, every_statement_prepares,
    local_knowledge_is_kept_and_proved, migrating_twice_changes_nothing,
    nothing_to_append_changes_nothing, read_models_follow_every_event_of_a_session,
    what_is_appended_is_loaded_back,
};
pub use people::{
    a_changed_name_is_found_by_the_new_one_only, a_command_key_remembers_where_it_led,
    a_patient_is_found_by_identifier, a_patient_is_found_by_parts_of_the_name,
    a_patient_link_is_answered_once, clinics_do_not_see_each_other,
    feedback_on_a_card_is_counted_once, looks_are_kept_newest_first,
    privileges_are_granted_and_taken_back, sign_ins_live_and_end,
};
pub use support::{
    add_course, add_patient, add_session, begin, dump, erase, keys, on_whole_session, verified,
};

/// Makes one test of every rule. See [the module](crate::conformance).
#[macro_export]
macro_rules! conformance {
    ($fresh:path) => {
        $crate::conformance! { @each $fresh:
            a_changed_name_is_found_by_the_new_one_only
            a_command_key_remembers_where_it_led
            a_failed_change_is_undone_alone
            a_patient_is_found_by_identifier
            a_patient_is_found_by_parts_of_the_name
            a_patient_link_is_answered_once
            a_protocol_is_kept_counted_and_proved
            a_stale_command_is_refused_with_both_versions
            a_version_is_taken_only_once
            a_write_that_fails_halfway_leaves_nothing
            an_erased_record_stays_in_the_chain
            an_event_is_bound_to_its_place
            an_undone_change_is_forgotten
            clinics_do_not_see_each_other
            concurrent_writers_leave_a_whole_chain
            every_job_sees_the_work_of_the_jobs_before_it
            every_statement_prepares
            feedback_on_a_card_is_counted_once
            looks_are_kept_newest_first
            local_knowledge_is_kept_and_proved
            migrating_twice_changes_nothing
            nothing_to_append_changes_nothing
            read_models_follow_every_event_of_a_session
            preferences_are_kept_under_their_person_and_proved
            privileges_are_granted_and_taken_back
            sign_ins_live_and_end
            two_processes_see_each_other
            what_is_appended_is_loaded_back
        }
    };
    (@each $fresh:path: $($rule:ident)+) => {
        $(#[test]
        fn $rule() {
            $fresh($crate::conformance::$rule);
        })+
    };
}
