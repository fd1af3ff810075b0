//! A place of the skin that was tapped on the body, as a form sends it.

use filiform_care::{ShortText, Site, Tapped};
use filiform_knowledge::Knowledge;
use filiform_units::Side;

use super::fault::sentence;
use super::posted::Fields;

/// The field that takes the place.
pub(crate) const SPOT: &str = "spot";

/// What is wrong with which field.
type Wrong = Vec<(String, String)>;

/// The site that was tapped, with its side; `None` when the form names its place otherwise: a tap beside a
/// named point may send that too, and then the point is meant. Region, side
/// and what lies there are read from the mesh, whatever else the form says.
pub(crate) fn read(knowledge: &Knowledge, fields: &Fields) -> Option<Result<(Site, Side), Wrong>> {
    let spot = fields
        .some(SPOT)
        .filter(|_| fields.some("point").is_none())?;
    Some(read_spot(knowledge, fields, spot))
}

fn read_spot(knowledge: &Knowledge, fields: &Fields, spot: &str) -> Result<(Site, Side), Wrong> {
    let wrong = |field: &str, words: &str| vec![(field.to_owned(), sentence(words))];
    let body = knowledge.body();
    let place = body
        .parse_place(spot)
        .map_err(|error| wrong("point", &error.to_string()))?;
    let tapped = Tapped::read(body, place)
        .filter(|tapped| knowledge.region_key(tapped.region.as_str()).is_some())
        .ok_or_else(|| {
            wrong(
                "point",
                "there is no named part of the body here; tap beside it",
            )
        })?;
    let typed = fields
        .some("label")
        .map_or_else(|| tapped.skin.words(), str::to_owned);
    let label = ShortText::new(&typed).map_err(|error| wrong("label", &error.to_string()))?;
    let site = Site::Free {
        region: tapped.region,
        label,
        skin: Some(tapped.skin),
    };
    Ok((site, tapped.side))
}
