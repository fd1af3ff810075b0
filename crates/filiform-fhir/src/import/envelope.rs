//! From bytes to one raw JSON text per resource.

use std::borrow::Cow;
use std::fmt;

use filiform_units::Timestamp;
use serde::Deserialize;
use serde::de::{Deserializer, IgnoredAny, SeqAccess, Visitor};
use serde_json::value::RawValue;

use super::error::ImportError;
use super::kinds;
use super::report::Limits;
use super::view::{clean, quote};

/// How the resources stand in the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    Bundle,
    Lines,
    Single,
}

/// The resources of a file, in order.
pub(super) struct Envelope<'a> {
    pub(super) shape: Shape,
    pub(super) entries: Vec<Entry<'a>>,
}

/// One entry of a bundle, one line, or the only resource.
pub(super) struct Entry<'a> {
    /// From 1.
    pub(super) position: usize,
    pub(super) full_url: Option<Cow<'a, str>>,
    pub(super) body: Body<'a>,
}

pub(super) enum Body<'a> {
    Resource(Resource<'a>),
    /// The source says that this resource is gone.
    Deletion {
        resource_type: String,
        id: String,
    },
    Broken {
        resource_type: Option<String>,
        why: String,
    },
}

/// A resource of which only the head has been read.
pub(super) struct Resource<'a> {
    pub(super) kind: Cow<'a, str>,
    pub(super) id: Option<Cow<'a, str>>,
    pub(super) updated: Option<Timestamp>,
    pub(super) raw: &'a str,
}

#[derive(Deserialize)]
#[serde(expecting = "a FHIR resource")]
struct Outer<'a> {
    #[serde(borrow, rename = "resourceType")]
    resource_type: Option<&'a RawValue>,
    #[serde(borrow, rename = "type")]
    bundle_type: Option<&'a RawValue>,
    #[serde(borrow)]
    entry: Option<Raws<'a>>,
}

#[derive(Deserialize)]
struct RawEntry<'a> {
    #[serde(borrow, rename = "fullUrl")]
    full_url: Option<&'a RawValue>,
    #[serde(borrow)]
    resource: Option<&'a RawValue>,
    #[serde(borrow)]
    request: Option<&'a RawValue>,
}

#[derive(Deserialize)]
struct Request<'a> {
    #[serde(borrow)]
    method: Option<Cow<'a, str>>,
    #[serde(borrow)]
    url: Option<Cow<'a, str>>,
}

#[derive(Deserialize)]
struct Head<'a> {
    #[serde(borrow, rename = "resourceType")]
    resource_type: Option<&'a RawValue>,
    #[serde(borrow)]
    id: Option<&'a RawValue>,
    #[serde(borrow)]
    meta: Option<&'a RawValue>,
}

#[derive(Deserialize)]
struct Meta<'a> {
    #[serde(borrow, rename = "lastUpdated")]
    last_updated: Option<&'a RawValue>,
}

/// The items of a list, of which at most [`Raws::KEEP`] are kept; the others are counted.
struct Raws<'a> {
    items: Vec<&'a RawValue>,
    found: usize,
}

impl Raws<'_> {
    /// Far above any limit in use; it bounds the memory for a list of a million empty objects.
    const KEEP: usize = 1_000_000;
}

impl<'de: 'a, 'a> Deserialize<'de> for Raws<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_seq(RawsVisitor)
    }
}

struct RawsVisitor;

impl<'de> Visitor<'de> for RawsVisitor {
    type Value = Raws<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of entries")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
        let mut items = Vec::new();
        while items.len() < Raws::KEEP {
            let Some(item) = seq.next_element()? else {
                return Ok(Raws {
                    found: items.len(),
                    items,
                });
            };
            items.push(item);
        }
        let mut found = items.len();
        while seq.next_element::<IgnoredAny>()?.is_some() {
            found += 1;
        }
        Ok(Raws { items, found })
    }
}

/// Finds the resources in a file.
pub(super) fn open<'a>(
    name: &str,
    bytes: &'a [u8],
    limits: &Limits,
) -> Result<Envelope<'a>, ImportError> {
    let text = decode(bytes, limits)?;
    if is_lines(name, text) {
        return lines(text, limits);
    }
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let outer = Outer::deserialize(&mut deserializer).and_then(|outer| {
        deserializer.end()?;
        Ok(outer)
    });
    let outer = outer.map_err(|error| broken(&error))?;
    let Some(kind) = outer.resource_type.and_then(plain) else {
        return Err(ImportError::NotFhir);
    };
    if kind != "Bundle" {
        if !kinds::is_r4(&kind) {
            return Err(ImportError::UnknownResource {
                found: quote(&kind),
            });
        }
        let body = head(text.trim());
        return Ok(Envelope {
            shape: Shape::Single,
            entries: vec![Entry {
                position: 1,
                full_url: None,
                body,
            }],
        });
    }
    check_bundle_type(outer.bundle_type)?;
    let raws = outer.entry.unwrap_or(Raws {
        items: Vec::new(),
        found: 0,
    });
    check_count(raws.found, limits)?;
    let entries = raws.items.iter().zip(1..).map(|(raw, at)| entry(raw, at));
    Ok(Envelope {
        shape: Shape::Bundle,
        entries: entries.collect(),
    })
}

fn check_count(found: usize, limits: &Limits) -> Result<(), ImportError> {
    let limit = limits.max_resources.min(Raws::KEEP);
    if found > limit {
        return Err(ImportError::TooMany { found, limit });
    }
    Ok(())
}

/// A missing or unusual type is no reason to refuse a record; an answer of a server is.
fn check_bundle_type(raw: Option<&RawValue>) -> Result<(), ImportError> {
    match raw.and_then(plain).as_deref() {
        Some(found @ ("transaction-response" | "batch-response")) => Err(ImportError::BundleType {
            found: found.to_owned(),
        }),
        Some(_) | None => Ok(()),
    }
}

fn decode<'a>(bytes: &'a [u8], limits: &Limits) -> Result<&'a str, ImportError> {
    if bytes.len() > limits.max_bytes {
        return Err(ImportError::TooLarge {
            bytes: bytes.len(),
            limit: limits.max_bytes,
        });
    }
    let looks_like = match bytes {
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => Some("text in UTF-16"),
        [b'P', b'K', 3, 4, ..] => Some("a ZIP archive"),
        [0x1f, 0x8b, ..] => Some("compressed with gzip"),
        [b'%', b'P', b'D', b'F', ..] => Some("a PDF"),
        _ => None,
    };
    if let Some(looks_like) = looks_like {
        return Err(ImportError::OtherFormat { looks_like });
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let before = bytes.get(..error.valid_up_to()).unwrap_or_default();
        ImportError::NotUtf8 {
            line: before.split(|byte| *byte == b'\n').count(),
        }
    })?;
    match text.trim_start().chars().next() {
        None => Err(ImportError::Empty),
        Some('<') => Err(ImportError::OtherFormat { looks_like: "XML" }),
        // A list or a bare value is JSON, but nothing that FHIR writes.
        Some('[' | '"') => Err(ImportError::NotFhir),
        Some(_) => Ok(text),
    }
}

fn broken(error: &serde_json::Error) -> ImportError {
    let (line, column) = (error.line(), error.column());
    if error.is_eof() {
        return ImportError::CutOff { line, column };
    }
    ImportError::BrokenJson {
        line,
        column,
        problem: problem(error),
    }
}

/// The message without the position that serde appends.
fn problem(error: &serde_json::Error) -> String {
    let message = error.to_string();
    match message.rfind(" at line ") {
        Some(at) => message.get(..at).unwrap_or_default().to_owned(),
        None => message,
    }
}

/// One resource per line: the name says so, or each of the first two lines is an object of its own.
fn is_lines(name: &str, text: &str) -> bool {
    let extension = name.rsplit('.').next().unwrap_or_default();
    if extension.eq_ignore_ascii_case("ndjson") || extension.eq_ignore_ascii_case("jsonl") {
        return true;
    }
    let whole = |line: &str| line.starts_with('{') && line.ends_with('}');
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.next().is_some_and(whole) && lines.next().is_some_and(whole)
}

fn lines<'a>(text: &'a str, limits: &Limits) -> Result<Envelope<'a>, ImportError> {
    let full = || {
        text.lines()
            .zip(1..)
            .map(|(line, at)| (line.trim(), at))
            .filter(|(line, _)| !line.is_empty())
    };
    check_count(full().count(), limits)?;
    let entries: Vec<Entry<'a>> = full()
        .map(|(line, position)| Entry {
            position,
            full_url: None,
            body: head(line),
        })
        .collect();
    let any = entries.iter().any(|entry| match &entry.body {
        Body::Resource(_) | Body::Deletion { .. } => true,
        Body::Broken { resource_type, .. } => resource_type.is_some(),
    });
    if any {
        return Ok(Envelope {
            shape: Shape::Lines,
            entries,
        });
    }
    // Nothing in it is FHIR: the whole file is refused, at its first line.
    let (first, line) = full().next().unwrap_or(("", 1));
    match serde_json::from_str::<IgnoredAny>(first) {
        Ok(_) => Err(ImportError::NotFhir),
        Err(error) if error.is_eof() => Err(ImportError::CutOff {
            line,
            column: error.column(),
        }),
        Err(error) => Err(ImportError::BrokenJson {
            line,
            column: error.column(),
            problem: problem(&error),
        }),
    }
}

fn entry<'a>(raw: &'a RawValue, position: usize) -> Entry<'a> {
    let broken = |why: &str| Entry {
        position,
        full_url: None,
        body: Body::Broken {
            resource_type: None,
            why: why.to_owned(),
        },
    };
    if !raw.get().starts_with('{') {
        return broken("the entry is not a JSON object");
    }
    let parsed: RawEntry<'a> = match serde_json::from_str(raw.get()) {
        Ok(parsed) => parsed,
        Err(error) => return broken(&problem(&error)),
    };
    let body = match parsed.resource {
        Some(resource) => head(resource.get()),
        None => deletion(parsed.request).unwrap_or(Body::Broken {
            resource_type: None,
            why: "the entry has no resource".to_owned(),
        }),
    };
    Entry {
        position,
        full_url: parsed.full_url.and_then(plain),
        body,
    }
}

/// `DELETE Condition/3f22`, as a history or a transaction writes it.
fn deletion<'a>(request: Option<&'a RawValue>) -> Option<Body<'a>> {
    let request: Request<'a> = serde_json::from_str(request?.get()).ok()?;
    if request.method?.as_ref() != "DELETE" {
        return None;
    }
    let url = request.url?;
    let (resource_type, id) = url.rsplit_once('/')?;
    let resource_type = resource_type.rsplit('/').next()?;
    kinds::is_r4(resource_type).then(|| Body::Deletion {
        resource_type: resource_type.to_owned(),
        id: clean(id),
    })
}

/// Reads type, id and date of a resource, and nothing else of it.
fn head(raw: &str) -> Body<'_> {
    let broken = |resource_type: Option<String>, why: String| Body::Broken { resource_type, why };
    if !raw.starts_with('{') {
        return broken(None, "it is not a JSON object".to_owned());
    }
    let parsed: Head<'_> = match serde_json::from_str(raw) {
        Ok(parsed) => parsed,
        Err(error) => {
            let why = format!("{} at column {}", problem(&error), error.column());
            return broken(None, why);
        }
    };
    let Some(kind) = parsed.resource_type.and_then(plain) else {
        return broken(None, "it has no `resourceType`".to_owned());
    };
    let id = match parsed.id.map(|id| (plain(id), id)) {
        None => None,
        Some((Some(id), _)) if is_id(&id) => Some(id),
        Some((_, id)) => {
            let why = format!("`{}` is not an id", quote(id.get()));
            return broken(Some(quote(&kind)), why);
        }
    };
    let updated = parsed
        .meta
        .filter(|meta| meta.get().starts_with('{'))
        .and_then(|meta| serde_json::from_str::<Meta<'_>>(meta.get()).ok())
        .and_then(|meta| meta.last_updated.and_then(plain))
        .and_then(|text| Timestamp::parse(&text).ok());
    Body::Resource(Resource {
        kind,
        id,
        updated,
        raw,
    })
}

/// FHIR allows 64 letters, digits, hyphens and dots. Other systems also write `_` and `:` and more of
/// them; what is kept out is what a fact key uses itself.
fn is_id(id: &str) -> bool {
    (1..=255).contains(&id.len())
        && id
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"-._:".contains(&byte))
}

/// The text of a JSON string, borrowed when nothing in it is escaped.
fn plain(raw: &RawValue) -> Option<Cow<'_, str>> {
    let json = raw.get();
    let inner = json.strip_prefix('"')?.strip_suffix('"')?;
    if inner.contains('\\') {
        serde_json::from_str(json).ok().map(Cow::Owned)
    } else {
        Some(Cow::Borrowed(inner))
    }
}
