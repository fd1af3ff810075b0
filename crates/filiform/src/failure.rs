//! What went wrong, and the way out.

use std::error::Error;
use std::fmt;

/// An error that knows the way out.
#[derive(Debug)]
pub(crate) struct Failure {
    what: String,
    way_out: String,
    because: Option<Box<dyn Error + Send + Sync>>,
}

impl Failure {
    /// What went wrong, without a full stop, and what the reader can do about it.
    pub(crate) fn new(what: impl Into<String>, way_out: impl Into<String>) -> Self {
        Self {
            what: what.into(),
            way_out: way_out.into(),
            because: None,
        }
    }

    /// The same with the error behind it.
    #[must_use]
    pub(crate) fn because(mut self, error: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        self.because = Some(error.into());
        self
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.what)
    }
}

impl Error for Failure {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.because.as_deref().map(|error| error as _)
    }
}

/// The whole chain in plain words, the way out last.
pub(crate) fn words(error: &anyhow::Error) -> String {
    let mut lines = Vec::new();
    let mut ways = Vec::new();
    let mut before = String::new();
    for cause in error.chain() {
        let text = cause.to_string();
        if text != before {
            let lead = if lines.is_empty() {
                "error: "
            } else {
                "because: "
            };
            lines.push(format!("{lead}{text}"));
            before = text;
        }
        if let Some(failure) = cause.downcast_ref::<Failure>() {
            ways.push(format!("way out: {}", failure.way_out));
        }
    }
    lines.extend(ways);
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use anyhow::Context as _;

    use super::*;

    #[test]
    fn the_whole_chain_is_told_and_the_way_out_comes_last() {
        let inner = Failure::new("the file `a` is missing", "make it").because("no such file");
        let error = Err::<(), _>(inner)
            .context("nothing was opened")
            .unwrap_err();
        assert_eq!(
            words(&error),
            "error: nothing was opened\nbecause: the file `a` is missing\nbecause: no such file\n\
             way out: make it"
        );
    }
}
