//! The letter that passes a patient on because of red flags.

use filiform_screening::Explanation;
use filiform_units::{Date, PartialDate, Sex};

use crate::patient::Identity;

/// What a letter is written from.
#[derive(Clone, Debug)]
pub struct Letter<'a> {
    /// Today.
    pub today: Date,
    /// Name of the clinic.
    pub clinic: &'a str,
    /// Who writes.
    pub from: &'a str,
    /// Whom it is about; `None` when nobody is recorded.
    pub patient: Option<&'a Identity>,
    /// What brought them, in words: `Low back pain, left`.
    pub complaint: &'a str,
    /// The red flags, the most urgent first.
    pub flags: &'a [Explanation],
    /// What else the screen knows of the person, in a few words each.
    pub known: &'a [String],
    /// Sessions of needling in this course so far.
    pub sessions: usize,
}

impl Letter<'_> {
    /// A first draft, for a clinician to read, correct and sign. It holds what is recorded and nothing
    /// that is not: what was never asked is not in it.
    pub fn draft(&self) -> String {
        let mut paragraphs = vec![
            format!("{}, {}", self.clinic, self.today.long()),
            self.urgency(),
            "Dear colleague,".to_owned(),
            format!("Please see {}.", self.person()),
            format!(
                "What brought them to us: {}. Before needling we ask about warning signs, and these were \
                 found:",
                self.complaint
            ),
        ];
        paragraphs.extend(self.flags.iter().map(flag));
        if !self.known.is_empty() {
            paragraphs.push(format!("Also on our record: {}.", self.known.join("; ")));
        }
        paragraphs.push(self.so_far());
        paragraphs.push(format!("With kind regards,\n{}", self.from));
        paragraphs.join("\n\n")
    }

    fn urgency(&self) -> String {
        let most = self.flags.first().and_then(|flag| flag.urgency);
        format!("Urgency: {}", most.unwrap_or("to be decided"))
    }

    fn person(&self) -> String {
        let Some(identity) = self.patient else {
            return "this patient, whose name is not recorded".to_owned();
        };
        let born = identity
            .born
            .map(|born| format!(", born {}", in_words(born)))
            .unwrap_or_default();
        let sex = match identity.sex {
            Sex::Female => ", female",
            Sex::Male => ", male",
            Sex::Unknown => "",
        };
        format!("{}{born}{sex}", identity.display_name())
    }

    fn so_far(&self) -> String {
        let given = match self.sessions {
            0 => "No needle was placed in this course".to_owned(),
            1 => "One session of needling was given in this course before".to_owned(),
            n => format!("{n} sessions of needling were given in this course before"),
        };
        format!(
            "{given}. We do not needle this complaint until you have seen the patient. Please let us know \
             what you find."
        )
    }
}

fn in_words(born: PartialDate) -> String {
    match born {
        PartialDate::Day(day) => day.long(),
        PartialDate::Year(_) | PartialDate::Month(..) => born.to_string(),
    }
}

/// One red flag with the answers it rests on.
fn flag(flag: &Explanation) -> String {
    let urgency = flag
        .urgency
        .map(|urgency| format!(" ({urgency})"))
        .unwrap_or_default();
    let because: Vec<String> = flag.because.iter().map(|why| format!("  {why}")).collect();
    format!("- {}{urgency}\n{}", flag.title, because.join("\n"))
}
