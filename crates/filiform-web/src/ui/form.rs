//! Form fields with their hints and errors, and the hidden fields every form carries.

use maud::{Markup, html};

use super::icon::{Icon, icon};

/// What every form of a page carries unseen.
#[derive(Clone, Debug)]
pub struct FormMeta {
    /// The token that proves that the form came from us.
    pub csrf: String,
    /// The version of the record that the page shows, when a change depends on it.
    pub version: Option<u64>,
    /// The start of the keys that make a second press of the same button harmless.
    pub key: Option<String>,
    /// A mark of what the page shows and no record holds yet, when a change takes it over.
    pub seen: Option<String>,
}

impl FormMeta {
    /// The hidden fields of one form; `what` makes its idempotency key differ from those of
    /// the other forms of the page.
    pub fn hidden(&self, what: &str) -> Markup {
        html! {
            input type="hidden" name="csrf" value=(self.csrf);
            @if let Some(version) = self.version {
                input type="hidden" name="expected_version" value=(version);
            }
            @if let Some(key) = &self.key {
                input type="hidden" name="idempotency_key" value={ (key) "." (what) };
            }
            @if let Some(seen) = &self.seen {
                input type="hidden" name="seen" value=(seen);
            }
        }
    }
}

/// What was typed into a form and what was wrong with it, so that nothing is typed twice.
#[derive(Clone, Debug, Default)]
pub struct FormState {
    /// The fields and their values, as sent; a field that was sent twice stands twice.
    pub values: Vec<(String, String)>,
    /// The fields and what is wrong with them, in plain words.
    pub errors: Vec<(String, String)>,
}

impl FormState {
    /// The value of a field, or nothing.
    pub fn value(&self, name: &str) -> &str {
        self.values
            .iter()
            .find(|(field, _)| field == name)
            .map_or("", |(_, value)| value)
    }

    /// Whether a checkbox or a radio with this value was chosen.
    pub fn has(&self, name: &str, value: &str) -> bool {
        self.values
            .iter()
            .any(|(field, sent)| field == name && sent == value)
    }

    /// What is wrong with a field.
    pub fn error(&self, name: &str) -> Option<&str> {
        self.errors
            .iter()
            .find(|(field, _)| field == name)
            .map(|(_, error)| error.as_str())
    }

    /// A state from literal pairs.
    pub fn of(values: &[(&str, &str)], errors: &[(&str, &str)]) -> Self {
        let owned = |pairs: &[(&str, &str)]| {
            pairs
                .iter()
                .map(|(a, b)| ((*a).to_owned(), (*b).to_owned()))
                .collect()
        };
        Self {
            values: owned(values),
            errors: owned(errors),
        }
    }
}

/// The list of everything that is wrong, above a form, each line a link to its field.
pub fn error_summary(state: &FormState) -> Markup {
    html! {
        @if !state.errors.is_empty() {
            div.notice.is-refused role="alert" {
                h2 { "Nothing was saved yet" }
                ul {
                    @for (field, error) in &state.errors { li { a href={ "#" (field) } { (error) } } }
                }
            }
        }
    }
}

/// A field of one line or of several.
#[derive(Clone, Copy, Debug)]
pub struct Field<'a> {
    name: &'a str,
    label: &'a str,
    kind: &'a str,
    hint: Option<&'a str>,
    unit: Option<&'a str>,
    range: Option<(i32, i32)>,
    autocomplete: Option<&'a str>,
    form: Option<&'a str>,
    required: bool,
}

impl<'a> Field<'a> {
    /// A field of one line; its `name` is also its `id`.
    pub const fn text(name: &'a str, label: &'a str) -> Self {
        Self {
            name,
            label,
            kind: "text",
            hint: None,
            unit: None,
            range: None,
            autocomplete: None,
            form: None,
            required: false,
        }
    }

    /// A field of another type, for example `password`, `date`, `search` or `file`.
    #[must_use]
    pub const fn kind(mut self, kind: &'a str) -> Self {
        self.kind = kind;
        self
    }

    /// A whole number with its unit and range.
    #[must_use]
    pub const fn number(mut self, unit: &'a str, min: i32, max: i32) -> Self {
        self.kind = "number";
        self.unit = Some(unit);
        self.range = Some((min, max));
        self
    }

    /// A sentence below the label.
    #[must_use]
    pub const fn hint(mut self, hint: &'a str) -> Self {
        self.hint = Some(hint);
        self
    }

    /// What the browser may fill in.
    #[must_use]
    pub const fn autocomplete(mut self, autocomplete: &'a str) -> Self {
        self.autocomplete = Some(autocomplete);
        self
    }

    /// The field must be filled in; the server checks it as well.
    #[must_use]
    pub const fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// Draws the field with the value and the error that the state holds for it.
    pub fn draw(&self, state: &FormState) -> Markup {
        let error = state.error(self.name);
        let described = described_by(self.name, self.hint, error);
        html! {
            div.field {
                (label(self.name, self.label, self.hint, error))
                div.with-unit {
                    input id=(self.name) name=(self.name) type=(self.kind) required[self.required]
                        value=[(self.kind != "file" && self.kind != "password").then(|| state.value(self.name))]
                        min=[self.range.map(|(min, _)| min)] max=[self.range.map(|(_, max)| max)]
                        autocomplete=[self.autocomplete] form=[self.form]
                        aria-describedby=[described] aria-invalid=[error.map(|_| "true")];
                    @if let Some(unit) = self.unit { span.unit { (unit) } }
                }
            }
        }
    }

    /// Draws a field of several lines.
    pub fn draw_area(&self, state: &FormState) -> Markup {
        let error = state.error(self.name);
        let described = described_by(self.name, self.hint, error);
        html! {
            div.field {
                (label(self.name, self.label, self.hint, error))
                textarea id=(self.name) name=(self.name) rows=(rows(state.value(self.name))) required[self.required]
                    aria-describedby=[described] aria-invalid=[error.map(|_| "true")] {
                    (state.value(self.name))
                }
            }
        }
    }
}

/// A field that holds a letter already is tall enough to read it.
fn rows(text: &str) -> usize {
    /// Letters of a line in the narrowest place that a letter is written in.
    const WIDTH: usize = 90;
    let of_line = |line: &str| line.chars().count() / WIDTH + 1;
    text.lines().map(of_line).sum::<usize>().clamp(2, 32) + 1
}

fn described_by(name: &str, hint: Option<&str>, error: Option<&str>) -> Option<String> {
    match (hint, error) {
        (None, None) => None,
        (Some(_), None) => Some(format!("{name}-hint")),
        (None, Some(_)) => Some(format!("{name}-error")),
        (Some(_), Some(_)) => Some(format!("{name}-hint {name}-error")),
    }
}

fn label(name: &str, words: &str, hint: Option<&str>, error: Option<&str>) -> Markup {
    html! {
        label for=(name) { (words) }
        (hint_and_error(name, hint, error))
    }
}

fn hint_and_error(name: &str, hint: Option<&str>, error: Option<&str>) -> Markup {
    html! {
        @if let Some(hint) = hint { p.hint id={ (name) "-hint" } { (hint) } }
        @if let Some(error) = error {
            p.error id={ (name) "-error" } { (icon(Icon::Edit)) span { (error) } }
        }
    }
}

/// One choice: the value that is sent and the words that are shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// The value that is sent.
    pub value: String,
    /// The words that are shown.
    pub label: String,
}

impl Choice {
    /// A choice from its value and words.
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self {
            value: value.into(),
            label: label.into(),
        }
    }

    /// Choices from literal pairs.
    pub fn list(pairs: &[(&str, &str)]) -> Vec<Self> {
        pairs
            .iter()
            .map(|(value, label)| Self::new(*value, *label))
            .collect()
    }
}

/// A drop-down list.
pub fn select(name: &str, words: &str, choices: &[Choice], state: &FormState) -> Markup {
    let error = state.error(name);
    html! {
        div.field {
            (label(name, words, None, error))
            select id=(name) name=(name) aria-describedby=[described_by(name, None, error)]
                aria-invalid=[error.map(|_| "true")] {
                @for choice in choices {
                    option value=(choice.value) selected[state.has(name, &choice.value)] { (choice.label) }
                }
            }
        }
    }
}

/// A row of buttons of which one is chosen. When nothing was sent only `unknown` is: a side or a
/// decision is never chosen for somebody.
pub fn segments(
    name: &str,
    legend: &str,
    hint: Option<&str>,
    choices: &[Choice],
    state: &FormState,
) -> Markup {
    let error = state.error(name);
    let is_chosen = |value: &str| {
        state.has(name, value) || (value == "unknown" && state.value(name).is_empty())
    };
    html! {
        fieldset.segments id=(name) aria-describedby=[described_by(name, hint, error)] {
            legend { (legend) }
            (hint_and_error(name, hint, error))
            div.segment-row {
                @for choice in choices {
                    label.segment {
                        input type="radio" name=(name) value=(choice.value) checked[is_chosen(&choice.value)];
                        span { (choice.label) }
                    }
                }
            }
        }
    }
}

/// A question with an answer from 0 to 10; nothing is chosen until somebody answers.
pub fn scale(name: &str, question: &str, ends: (&str, &str), state: &FormState) -> Markup {
    let error = state.error(name);
    html! {
        fieldset.scale id=(name) aria-describedby=[described_by(name, None, error)] {
            legend { (question) }
            (hint_and_error(name, None, error))
            div.scale-row {
                @for value in 0..=10_u8 {
                    label.segment {
                        input type="radio" name=(name) value=(value) checked[state.has(name, &value.to_string())];
                        span { (value) }
                    }
                }
            }
            div.scale-ends aria-hidden="true" { span { "0 " (ends.0) } span { "10 " (ends.1) } }
        }
    }
}

/// A question that is answered with yes or no; `not asked` is never read as no.
pub fn yes_no(name: &str, question: &str, why: Option<&str>, state: &FormState) -> Markup {
    let choices = Choice::list(&[("unknown", "Not asked"), ("no", "No"), ("yes", "Yes")]);
    segments(name, question, why, &choices, state)
}

/// A box to tick.
pub fn checkbox(name: &str, value: &str, words: &str, state: &FormState) -> Markup {
    let error = state.error(name);
    html! {
        div.field.tick {
            (hint_and_error(name, None, error))
            label {
                input id=(name) type="checkbox" name=(name) value=(value) checked[state.has(name, value)]
                    aria-describedby=[described_by(name, None, error)];
                span { (words) }
            }
        }
    }
}
