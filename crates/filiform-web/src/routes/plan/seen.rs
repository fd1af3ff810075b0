//! Whether a form takes over what its page showed.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use filiform_app::{PlanSource, PlanView};
use filiform_units::Timestamp;

use super::page::load;
use crate::pages::error::Kind;
use crate::paths;
use crate::routes::fault::Fault;
use crate::routes::posted::Fields;
use crate::routes::state::WebState;
use crate::routes::visitor::Visitor;

/// The plan that a form takes over. A proposal is worked out anew each time: when facts came in since the page
/// was drawn it may have other needles, and nobody agrees what they have not seen.
pub(super) async fn load_seen(
    state: &WebState,
    visitor: &Visitor,
    id: &str,
    fields: &Fields,
) -> Result<(PlanView, Timestamp), Fault> {
    let loaded = load(state, visitor, id).await?;
    match (mark(&loaded.0), fields.some("seen")) {
        (Some(now), Some(seen)) if now != seen => Err(Fault::Show(Kind::Stale {
            href: paths::plan(id),
        })),
        _ => Ok(loaded),
    }
}

/// What tells one proposal from another; `None` when the plan stands in the record.
pub(super) fn mark(view: &PlanView) -> Option<String> {
    (view.source == PlanSource::Proposed).then(|| {
        let mut hasher = DefaultHasher::new();
        format!("{:?}", view.plan).hash(&mut hasher);
        format!("{:016x}", hasher.finish())
    })
}
