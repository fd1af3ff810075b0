//! The invented patients, as another system would export them.

use anyhow::Context as _;
use filiform_units::{Date, Timestamp};
use serde_json::Value;

/// The history of one person.
pub(crate) struct File {
    /// Who it is about.
    pub(crate) person: &'static str,
    /// Name of the file.
    pub(crate) name: &'static str,
    text: &'static str,
}

/// Everybody.
pub(crate) const FILES: [File; 6] = [
    File {
        person: "Aoife Kerr",
        name: "aoife-kerr.json",
        text: include_str!("../../../filiform-fhir/fixtures/knee-warfarin.json"),
    },
    File {
        person: "Tomasz Lis",
        name: "tomasz-lis.json",
        text: include_str!("../../demo/tomasz-lis.json"),
    },
    File {
        person: "Priya Raman",
        name: "priya-raman.json",
        text: include_str!("../../demo/priya-raman.json"),
    },
    File {
        person: "Jonas Falk",
        name: "jonas-falk.json",
        text: include_str!("../../demo/jonas-falk.json"),
    },
    File {
        person: "Mairead Quinn",
        name: "mairead-quinn.json",
        text: include_str!("../../demo/mairead-quinn.json"),
    },
    File {
        person: "Ewan Duff",
        name: "ewan-duff.json",
        text: include_str!("../../demo/ewan-duff.json"),
    },
];

/// The day for which the files are written: `stopped last week` must stay last week.
const WRITTEN: (i16, i8, i8) = (2026, 11, 24);

/// The file as it would be exported on `today`: every date but a birth date moves along.
///
/// # Errors
/// When the file is not JSON, which a test rules out.
pub(crate) fn as_of(file: &File, today: Date) -> anyhow::Result<Vec<u8>> {
    let (year, month, day) = WRITTEN;
    let days = today.days_since(Date::new(year, month, day)?);
    let mut value: Value =
        serde_json::from_str(file.text).with_context(|| format!("`{}` is broken", file.name))?;
    shift(&mut value, days);
    Ok(serde_json::to_vec(&value)?)
}

fn shift(value: &mut Value, days: i64) {
    match value {
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
        Value::String(text) => {
            if let Some(moved) = moved(text, days) {
                *text = moved;
            }
        }
        Value::Array(values) => values.iter_mut().for_each(|value| shift(value, days)),
        Value::Object(fields) => {
            for (name, value) in fields {
                if name != "birthDate" {
                    shift(value, days);
                }
            }
        }
    }
}

/// `2026-11-17T09:00:00Z` some days later; `None` when the text does not begin with a day.
fn moved(text: &str, days: i64) -> Option<String> {
    let (day, rest) = text.split_at_checked(10)?;
    if !(rest.is_empty() || rest.starts_with('T')) {
        return None;
    }
    let start = Date::parse(day).ok()?.start();
    let moved = Timestamp::from_micros(start.micros() + days * super::story::DAY_MICROS);
    Some(format!("{}{rest}", moved.date()))
}

#[cfg(test)]
mod tests {
    use filiform_knowledge::Knowledge;

    use super::*;

    #[test]
    fn everybody_can_be_read_on_any_day_and_nothing_is_lost() {
        let knowledge = Knowledge::embedded().unwrap();
        for file in &FILES {
            for today in [Date::new(2026, 11, 24), Date::new(2028, 2, 29)] {
                let bytes = as_of(file, today.unwrap()).unwrap();
                let import = crate::history::parse(&knowledge, file.name, &bytes).unwrap();
                assert_eq!(import.unreadable, [], "{}", file.name);
                assert_eq!(import.patients.len(), 1);
                let name = &import.patients[0].identity.display_name;
                assert_eq!(name, file.person);
            }
        }
    }

    #[test]
    fn dates_move_along_and_nothing_else_does() {
        assert_eq!(moved("2026-11-17", 7).unwrap(), "2026-11-24");
        assert_eq!(
            moved("2026-12-31T09:00:00+01:00", 1).unwrap(),
            "2027-01-01T09:00:00+01:00"
        );
        assert_eq!(moved("2021-02", 7), None);
        assert_eq!(moved("5f0c8e1a-0000-4000-8000-000000000001", 7), None);
        assert_eq!(moved("Osteoarthritis of left knee", 7), None);
    }
}
