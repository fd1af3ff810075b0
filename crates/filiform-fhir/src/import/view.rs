//! A tolerant view of one JSON object: what is absent or `null` is absent, what is unknown is
//! ignored, what has the wrong type is a reason.

use filiform_units::PartialDate;
use serde_json::{Map, Value};

use super::concept::Concept;

/// Why a resource cannot be read, in words for a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Why(pub(super) String);

pub(super) type Read<T> = Result<T, Why>;

impl Why {
    fn wrong(key: &str, expected: &str) -> Self {
        Self(format!("`{key}` is not {expected}"))
    }
}

const FEW: usize = 100;

/// A JSON object.
#[derive(Clone, Copy, Debug)]
pub(super) struct View<'a>(&'a Map<String, Value>);

/// A reference to another resource.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reference<'a> {
    /// The reference as written.
    pub(super) url: Option<&'a str>,
    pub(super) display: Option<&'a str>,
    pub(super) identifier: Option<View<'a>>,
}

impl<'a> View<'a> {
    /// The view of a whole resource.
    pub(super) fn of(value: &'a Value) -> Read<Self> {
        value
            .as_object()
            .map(Self)
            .ok_or_else(|| Why("it is not a JSON object".to_owned()))
    }

    fn get(self, key: &str) -> Option<&'a Value> {
        self.0.get(key).filter(|value| !value.is_null())
    }

    pub(super) fn has(self, key: &str) -> bool {
        self.get(key).is_some()
    }

    pub(super) fn text(self, key: &str) -> Read<Option<&'a str>> {
        self.get(key)
            .map(|value| value.as_str().ok_or_else(|| Why::wrong(key, "text")))
            .transpose()
    }

    /// Text without control characters; absent when nothing is left.
    pub(super) fn words(self, key: &str) -> Read<Option<String>> {
        Ok(self.text(key)?.map(clean).filter(|text| !text.is_empty()))
    }

    pub(super) fn flag(self, key: &str) -> Read<Option<bool>> {
        self.get(key)
            .map(|value| {
                value
                    .as_bool()
                    .ok_or_else(|| Why::wrong(key, "`true` or `false`"))
            })
            .transpose()
    }

    pub(super) fn number(self, key: &str) -> Read<Option<f64>> {
        self.get(key)
            .map(|value| {
                value
                    .as_f64()
                    .filter(|number| number.is_finite())
                    .ok_or_else(|| Why::wrong(key, "a number"))
            })
            .transpose()
    }

    /// A date; of a date with a time only the day. The time is not looked at: an offset that a system
    /// forgot to write must not cost the whole entry.
    pub(super) fn date(self, key: &str) -> Read<Option<PartialDate>> {
        self.text(key)?
            .map(|text| {
                let day = text.split_once('T').map_or(text, |(day, _)| day);
                PartialDate::parse(day).map_err(|_| Why::wrong(key, "a date"))
            })
            .transpose()
    }

    pub(super) fn object(self, key: &str) -> Read<Option<Self>> {
        self.get(key)
            .map(|value| {
                value
                    .as_object()
                    .map(Self)
                    .ok_or_else(|| Why::wrong(key, "an object"))
            })
            .transpose()
    }

    /// A list of objects. A single object counts as a list of one, as older exports write it.
    pub(super) fn objects(self, key: &str) -> Read<Vec<Self>> {
        let wrong = || Why::wrong(key, "a list of objects");
        let Some(value) = self.get(key) else {
            return Ok(Vec::new());
        };
        if let Some(object) = value.as_object() {
            return Ok(vec![Self(object)]);
        }
        value
            .as_array()
            .ok_or_else(wrong)?
            .iter()
            .filter(|item| !item.is_null())
            .map(|item| item.as_object().map(Self).ok_or_else(wrong))
            .collect()
    }

    /// A list of objects that nobody writes more than a hundred of. The bound keeps work on crafted
    /// files small.
    pub(super) fn few(self, key: &str) -> Read<Vec<Self>> {
        let list = self.objects(key)?;
        if list.len() > FEW {
            return Err(Why(format!("`{key}` has more than {FEW} parts")));
        }
        Ok(list)
    }

    /// A list of texts, cleaned, without the empty ones.
    pub(super) fn word_list(self, key: &str) -> Read<Vec<String>> {
        let wrong = || Why::wrong(key, "a list of texts");
        let Some(value) = self.get(key) else {
            return Ok(Vec::new());
        };
        let words: Vec<String> = value
            .as_array()
            .ok_or_else(wrong)?
            .iter()
            .filter(|item| !item.is_null())
            .map(|item| item.as_str().map(clean).ok_or_else(wrong))
            .collect::<Read<_>>()?;
        Ok(words.into_iter().filter(|word| !word.is_empty()).collect())
    }

    pub(super) fn concept(self, key: &str) -> Read<Option<Concept>> {
        self.object(key)?.map(Concept::read).transpose()
    }

    pub(super) fn concepts(self, key: &str) -> Read<Vec<Concept>> {
        self.few(key)?.into_iter().map(Concept::read).collect()
    }

    /// A status that R4 writes as a concept and older versions as a plain code.
    pub(super) fn status_code(self, key: &str) -> Read<Option<&'a str>> {
        if let Some(Value::String(code)) = self.get(key) {
            return Ok(Some(code));
        }
        let Some(concept) = self.object(key)? else {
            return Ok(None);
        };
        for coding in concept.objects("coding")? {
            if let Some(code) = coding.text("code")? {
                return Ok(Some(code));
            }
        }
        Ok(None)
    }

    pub(super) fn reference(self, key: &str) -> Read<Option<Reference<'a>>> {
        let Some(object) = self.object(key)? else {
            return Ok(None);
        };
        Ok(Some(Reference {
            url: object.text("reference")?,
            display: object.text("display")?,
            identifier: object.object("identifier")?,
        }))
    }

    /// Start and end of a choice of moment or period: `onsetDateTime`, `onsetPeriod`. Ages, ranges
    /// and words are no dates and are not turned into some.
    pub(super) fn moment(self, stem: &str) -> Read<(Option<PartialDate>, Option<PartialDate>)> {
        if let Some(date) = self.date(&format!("{stem}DateTime"))? {
            return Ok((Some(date), None));
        }
        if let Some(date) = self.date(&format!("{stem}Instant"))? {
            return Ok((Some(date), None));
        }
        match self.object(&format!("{stem}Period"))? {
            Some(period) => Ok((period.date("start")?, period.date("end")?)),
            None => Ok((None, None)),
        }
    }
}

/// Text without control characters (a database may refuse them) and without outer white space.
pub(super) fn clean(text: &str) -> String {
    let text = text.trim();
    if text.chars().any(char::is_control) {
        let spaced: String = text
            .chars()
            .map(|c| if c.is_control() { ' ' } else { c })
            .collect();
        spaced.trim().to_owned()
    } else {
        text.to_owned()
    }
}

/// At most 60 characters of a foreign text, to quote it in a sentence.
pub(super) fn quote(text: &str) -> String {
    let text = clean(text);
    match text.char_indices().nth(60) {
        Some((at, _)) => format!("{}…", text.get(..at).unwrap_or_default()),
        None => text,
    }
}
