//! The kit the pages are built from.

pub mod bars;
pub mod body;
pub mod changes;
pub mod curve;
pub mod evidence;
pub mod form;
pub mod icon;
pub mod layout;
pub mod parts;
pub mod prose;
pub mod trend;
pub mod verdict;
