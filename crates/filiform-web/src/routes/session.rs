//! The session: needles in, the rest, needles out, the count, the signature.

mod orders;
mod page;

pub(crate) use orders::{account, after, place, remove, remove_all, rest, sign};
pub(crate) use page::{show, whereabouts_words};
