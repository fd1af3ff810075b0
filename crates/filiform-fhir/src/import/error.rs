use thiserror::Error;

/// Why a file was not read at all. Nothing of it has been used.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ImportError {
    /// No bytes, or only white space.
    #[error("the file is empty")]
    Empty,
    /// More bytes than the limit.
    #[error("the file has {bytes} bytes, more than the {limit} that are read at once")]
    TooLarge {
        /// Size of the file in bytes.
        bytes: usize,
        /// The limit in bytes.
        limit: usize,
    },
    /// More resources than the limit.
    #[error("the file has {found} resources, more than the {limit} that are read at once")]
    TooMany {
        /// Resources in the file.
        found: usize,
        /// The limit.
        limit: usize,
    },
    /// Text in an encoding that JSON does not allow.
    #[error("the file is not UTF-8 text: line {line} has bytes that are no characters")]
    NotUtf8 {
        /// Line of the first such byte, from 1.
        line: usize,
    },
    /// Another kind of file.
    #[error("the file is {looks_like}, not FHIR in JSON")]
    OtherFormat {
        /// What it looks like: `XML`.
        looks_like: &'static str,
    },
    /// JSON with a mistake in it.
    #[error("the JSON is broken at line {line}, column {column}: {problem}")]
    BrokenJson {
        /// Line, from 1.
        line: usize,
        /// Column, from 1.
        column: usize,
        /// What is wrong there.
        problem: String,
    },
    /// The file stops in the middle.
    #[error("the file ends too early, at line {line}, column {column}")]
    CutOff {
        /// Line, from 1.
        line: usize,
        /// Column, from 1.
        column: usize,
    },
    /// JSON, but not a FHIR resource.
    #[error("the file is JSON but not FHIR: it has no `resourceType`")]
    NotFhir,
    /// A `resourceType` that FHIR R4 does not have.
    #[error("`{found}` is neither a Bundle nor a resource of FHIR R4")]
    UnknownResource {
        /// The resource type that stands there.
        found: String,
    },
    /// A bundle that carries no records, such as the answer of a server.
    #[error("a Bundle of type `{found}` carries no record")]
    BundleType {
        /// The bundle type that stands there.
        found: String,
    },
}

impl ImportError {
    /// What the reader can do about it, as a sentence of its own.
    pub const fn hint(&self) -> &'static str {
        match self {
            Self::Empty | Self::CutOff { .. } => {
                "Export or download the file again; the last attempt did not finish."
            }
            Self::TooLarge { .. } | Self::TooMany { .. } => {
                "Export fewer patients at a time and import the files one after the other."
            }
            Self::NotUtf8 { .. } => "Save the file as UTF-8, then import it again.",
            Self::OtherFormat { .. } => {
                "Export the record as FHIR R4 in JSON: a Bundle, or one resource per line (NDJSON). \
                 Unpack an archive first."
            }
            Self::BrokenJson { .. } => {
                "Export the file again. If it was edited by hand, look at that line."
            }
            Self::NotFhir | Self::UnknownResource { .. } => {
                "Choose a FHIR R4 export: a Bundle, a single resource, or one resource per line."
            }
            Self::BundleType { .. } => {
                "Choose a Bundle of type `transaction`, `batch`, `collection`, `searchset`, \
                 `document` or `history`."
            }
        }
    }
}
