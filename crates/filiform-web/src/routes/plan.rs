//! The plan: shown with its verdict, edited, answered, agreed.

mod alongside;
mod change;
mod compare;
mod current;
mod dose;
mod edit;
mod frame;
mod page;
mod protocols;
mod reasons;
mod seen;
mod worth;

pub(crate) use alongside::{add_co_treatment, change_co_treatment, in_words, remove_co_treatment};
pub(crate) use change::{change_needle, move_needle, undo};
pub(crate) use compare::take_over;
pub(crate) use current::choose_pairs;
pub(crate) use edit::{
    add_needle, agree, answers, join, no_such_point, overrides, part, planned_angle, position,
    remove_needle, start, unknown_point,
};
pub(crate) use page::{points, position_words, show};
pub(crate) use protocols::{save, take};
