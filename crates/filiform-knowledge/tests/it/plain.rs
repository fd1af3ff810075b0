//! Patients can read what is written for them.

#![expect(clippy::cast_precision_loss, reason = "texts are short")]

use filiform_knowledge::{Knowledge, PlainAbout, PlainWords};

/// Highest grade of a school year, by Flesch and Kincaid, that one text may need.
const GRADE_MAX: f64 = 7.0;
const SENTENCE_WORDS_MAX: usize = 20;

fn texts() -> Vec<(String, String)> {
    let knowledge = Knowledge::embedded().unwrap_or_else(|errors| panic!("{errors}"));
    let full = |words: &PlainWords| match &words.about {
        PlainAbout::Risk(id) => knowledge.plain_text_of_risk(id).unwrap(),
        PlainAbout::Event(_)
        | PlainAbout::Step(_)
        | PlainAbout::Bring(_)
        | PlainAbout::DoctorFirst { .. } => words.text.clone(),
    };
    let words = knowledge.plain_words().iter();
    let words = words.map(|words| (words.title.clone(), full(words)));
    let conditions = knowledge.conditions().iter();
    let conditions = conditions.map(|(_, it)| (it.name.clone(), it.plain.clone()));
    words.chain(conditions).collect()
}

fn sentences(text: &str) -> Vec<Vec<&str>> {
    let mut sentences = vec![Vec::new()];
    for word in text.split_whitespace() {
        sentences.last_mut().unwrap().push(word);
        if word.ends_with(['.', '!', '?']) {
            sentences.push(Vec::new());
        }
    }
    sentences.retain(|sentence| !sentence.is_empty());
    sentences
}

/// Groups of vowels, less a silent ending. A number counts as one.
fn syllables(word: &str) -> usize {
    let letters: String = word
        .chars()
        .filter(char::is_ascii_alphabetic)
        .collect::<String>()
        .to_lowercase();
    let is_vowel = |letter: char| "aeiouy".contains(letter);
    let mut count = 0;
    let mut before = false;
    for letter in letters.chars() {
        count += usize::from(is_vowel(letter) && !before);
        before = is_vowel(letter);
    }
    let silent_e = letters.ends_with('e') && !letters.ends_with("le");
    let silent_ed = letters
        .strip_suffix("ed")
        .is_some_and(|it| !it.ends_with(['t', 'd']));
    let silent = (silent_e || silent_ed) && count > 1;
    (count - usize::from(silent)).max(1)
}

fn grade(text: &str) -> f64 {
    let sentences = sentences(text);
    let words: Vec<_> = sentences.iter().flatten().collect();
    let spoken: usize = words.iter().map(|word| syllables(word)).sum();
    let words = words.len() as f64;
    0.39 * words / sentences.len() as f64 + 11.8 * spoken as f64 / words - 15.59
}

#[test]
fn a_child_of_twelve_can_read_every_text() {
    for (title, text) in texts() {
        let grade = grade(&text);
        assert!(grade <= GRADE_MAX, "{title}: grade {grade:.1}: {text}");
    }
}

#[test]
fn sentences_are_short() {
    for (title, text) in texts() {
        for sentence in sentences(&text) {
            let count = sentence.len();
            assert!(
                count <= SENTENCE_WORDS_MAX,
                "{title}: {count} words: {text}"
            );
        }
    }
}

#[test]
fn nothing_is_promised() {
    for (title, text) in texts() {
        for word in [
            "will help",
            "will heal",
            "safe",
            "no risk",
            "always",
            "cure",
            "guarantee",
        ] {
            assert!(
                !text.to_lowercase().contains(word),
                "{title}: `{word}` in {text}"
            );
        }
    }
}

#[test]
fn the_measure_tells_easy_from_hard() {
    assert!(grade("You may feel sleepy. Do not drive.") < 3.0);
    assert!(
        grade("Haematological contraindications necessitate interdisciplinary consultation.")
            > 12.0
    );
    assert_eq!(syllables("needle"), 2);
    assert_eq!(syllables("bruise"), 1);
    assert_eq!(syllables("229,230"), 1);
}
