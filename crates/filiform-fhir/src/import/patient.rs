//! Patient: who the facts are about.

use filiform_units::Sex;

use super::report::{Deceased, PatientIdentity};
use super::view::{Read, View};

pub(super) fn read(view: View<'_>) -> Read<PatientIdentity> {
    let name = best_name(view)?;
    let (family, given, text) = match name {
        Some(name) => (
            name.words("family")?,
            name.word_list("given")?,
            name.words("text")?,
        ),
        None => (None, Vec::new(), None),
    };
    let mut parts: Vec<&str> = given.iter().map(String::as_str).collect();
    parts.extend(family.as_deref());
    let display_name = if parts.is_empty() {
        text.unwrap_or_else(|| "name not recorded".to_owned())
    } else {
        parts.join(" ")
    };
    Ok(PatientIdentity {
        source_ids: source_ids(view)?,
        display_name,
        family,
        given,
        born: view.date("birthDate")?,
        sex: view.text("gender")?.map_or(Sex::Unknown, Sex::parse),
        deceased: deceased(view)?,
        phone: phone(view)?,
        address: address(view)?,
    })
}

/// Identifiers in use, as (system, value).
pub(super) fn source_ids(view: View<'_>) -> Read<Vec<(String, String)>> {
    let mut ids = Vec::new();
    for identifier in view.objects("identifier")? {
        if identifier.text("use")? == Some("old") {
            continue;
        }
        if let Some(value) = identifier.words("value")? {
            ids.push((identifier.words("system")?.unwrap_or_default(), value));
        }
    }
    Ok(ids)
}

/// The official name, else the usual one, else any that is not an old one or a maiden name.
fn best_name(view: View<'_>) -> Read<Option<View<'_>>> {
    let mut best = None;
    for name in view.objects("name")? {
        let rank = match name.text("use")? {
            Some("official") => 0,
            Some("usual") => 1,
            Some("old" | "maiden") => 4,
            Some("nickname" | "anonymous" | "temp") => 3,
            Some(_) | None => 2,
        };
        if best.is_none_or(|(least, _)| rank < least) {
            best = Some((rank, name));
        }
    }
    Ok(best.map(|(_, name)| name))
}

fn deceased(view: View<'_>) -> Read<Deceased> {
    if let Some(date) = view.date("deceasedDateTime")? {
        return Ok(Deceased::On(date));
    }
    Ok(match view.flag("deceasedBoolean")? {
        Some(true) => Deceased::DateUnknown,
        Some(false) | None => Deceased::No,
    })
}

fn phone(view: View<'_>) -> Read<Option<String>> {
    for contact in view.objects("telecom")? {
        let in_use = contact.text("use")? != Some("old");
        if in_use && contact.text("system")? == Some("phone") {
            return contact.words("value");
        }
    }
    Ok(None)
}

fn address(view: View<'_>) -> Read<Option<String>> {
    for address in view.objects("address")? {
        if address.text("use")? == Some("old") {
            continue;
        }
        let mut parts = address.word_list("line")?;
        for key in ["city", "state", "postalCode", "country"] {
            parts.extend(address.words(key)?);
        }
        if parts.is_empty() {
            parts.extend(address.words("text")?);
        }
        if !parts.is_empty() {
            return Ok(Some(parts.join(", ")));
        }
    }
    Ok(None)
}
