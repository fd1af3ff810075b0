//! The fewest questions that settle what is open for a plan.

use std::fmt::Write as _;

use filiform_knowledge::{ConceptKey, RuleKind};
use filiform_screening::{
    AskedOf, Chart, Fact, FactState, Needle, Person, PlanToScreen, Proof, Questionnaire, Reason,
    Subject, questionnaire, screen,
};
use filiform_units::{PartialDate, Sex};
use proptest::prelude::*;

use crate::laws::{histories, persons, plans};
use crate::support::*;

fn chart(person: &Person, facts: &[Fact]) -> Chart {
    Chart::read(&RULEBOOK, person, facts, now())
}

fn ask(person: &Person, facts: &[Fact], plan: &PlanToScreen) -> Questionnaire {
    questionnaire(&KNOWLEDGE, &RULEBOOK, &chart(person, facts), plan)
}

fn plan(condition: &str, needles: &[Needle]) -> PlanToScreen {
    PlanToScreen {
        needles: needles.to_vec(),
        conditions: KNOWLEDGE.condition_key(condition).into_iter().collect(),
        ..PlanToScreen::default()
    }
}

const NOBODY: Person = Person {
    sex: Sex::Unknown,
    born: None,
};

fn knee() -> PlanToScreen {
    plan(
        "knee_oa",
        &["ST34", "ST36", "SP9", "SP10", "GB34", "EX-LE4", "LI4"].map(at),
    )
}

fn back() -> PlanToScreen {
    plan("clbp", &["BL23", "BL25", "GB30", "BL40", "BL60"].map(at))
}

/// The concepts that are asked about by yes or no.
fn asked(questionnaire: &Questionnaire) -> Vec<ConceptKey> {
    questionnaire
        .questions
        .iter()
        .filter_map(|question| {
            let Subject::Concept(concept) = question.about else {
                return None;
            };
            Some(concept)
        })
        .collect()
}

fn id(concept: ConceptKey) -> &'static str {
    KNOWLEDGE.concept(concept).id.as_str()
}

fn ids(concepts: &[ConceptKey]) -> Vec<&'static str> {
    concepts.iter().map(|concept| id(*concept)).collect()
}

fn with_no(facts: &[Fact], denied: &[ConceptKey]) -> Vec<Fact> {
    let denials = denied.iter().map(|concept| no(id(*concept)));
    facts.iter().cloned().chain(denials).collect()
}

/// As a person reads it.
fn page(questionnaire: &Questionnaire) -> String {
    let mut page = String::new();
    for question in &questionnaire.questions {
        let of = match question.asked_of {
            AskedOf::Patient => "patient",
            AskedOf::Clinician => "clinician",
        };
        writeln!(page, "[{of}] {}", question.ask).unwrap();
        for rule in &question.why {
            let rule = KNOWLEDGE.rule(*rule);
            let how = match rule.kind {
                RuleKind::RedFlag(urgency) => urgency.words(),
                RuleKind::Precaution => rule.severity.as_str(),
            };
            writeln!(page, "    {}: {} ({how})", rule.id, rule.title).unwrap();
        }
    }
    for rule in &questionnaire.left {
        writeln!(page, "left open: {}", KNOWLEDGE.rule(*rule).title).unwrap();
    }
    writeln!(
        page,
        "{} questions, {:?}",
        questionnaire.questions.len(),
        questionnaire.proof
    )
    .unwrap();
    page
}

#[test]
fn what_an_unknown_person_with_a_knee_is_asked() {
    insta::assert_snapshot!(page(&ask(&NOBODY, &[], &knee())));
}

#[test]
fn what_an_unknown_person_with_a_back_is_asked() {
    insta::assert_snapshot!(page(&ask(&NOBODY, &[], &back())));
}

#[test]
fn blood_thinners_are_asked_about_once_and_not_class_by_class() {
    let asked = asked(&ask(&NOBODY, &[], &knee()));
    assert!(asked.contains(&concept_key("anticoagulant")));
    for class in ["M-VKA", "M-DOAC", "M-HEP", "M-PARENTERAL"] {
        assert!(!asked.contains(&concept_key(class)), "{class}");
    }
}

#[test]
fn one_no_is_enough_where_a_red_flag_wants_two_things_together() {
    let asked = ids(&asked(&ask(&NOBODY, &[], &knee())));
    let swelling = asked.iter().filter(|id| id.starts_with("rf-dvt/"));
    assert_eq!(swelling.count(), 1, "{asked:?}");
}

#[test]
fn a_red_flag_that_counts_is_asked_until_it_cannot_be_reached() {
    let asked = ids(&asked(&ask(&NOBODY, &[], &back())));
    let cancer = asked.iter().filter(|id| id.starts_with("rf-msk-cancer/"));
    assert_eq!(
        cancer.count(),
        4,
        "one by itself, and three of four: {asked:?}"
    );
}

#[test]
fn which_of_several_things_it_is_is_one_question_and_not_a_no_to_one_of_them() {
    let facts = [yes("prosthetic-joint")];
    let asked_now = ask(&NOBODY, &facts, &knee());
    let rule = KNOWLEDGE.rule_key("prosthetic-joint-which").unwrap();
    assert!(
        asked_now
            .questions
            .iter()
            .any(|question| question.about == Subject::Rule(rule)
                && question.asked_of == AskedOf::Clinician)
    );
    assert!(!asked(&asked_now).contains(&concept_key("prosthetic-knee")));
    assert!(asked_now.left.is_empty(), "{:?}", asked_now.left);
}

#[test]
fn a_value_that_is_missing_stays_a_question_for_the_clinician() {
    let facts = [medicine("warfarin")];
    let asked = ask(&NOBODY, &facts, &knee());
    let inr = KNOWLEDGE.lab_key("inr").unwrap();
    let question = asked
        .questions
        .iter()
        .find(|question| question.about == Subject::Lab(inr))
        .unwrap();
    assert_eq!(question.asked_of, AskedOf::Clinician);
}

#[test]
fn red_flags_come_first_and_the_most_urgent_of_them_lead() {
    let asked = ask(&NOBODY, &[], &back());
    let urgencies: Vec<_> = asked
        .questions
        .iter()
        .map(|question| {
            question
                .why
                .iter()
                .filter_map(|rule| match KNOWLEDGE.rule(*rule).kind {
                    RuleKind::RedFlag(urgency) => Some(urgency),
                    RuleKind::Precaution => None,
                })
                .max()
        })
        .collect();
    assert!(urgencies.is_sorted_by(|a, b| a >= b));
    assert!(urgencies[0].is_some());
    assert!(urgencies.last().unwrap().is_none());
}

#[test]
fn a_pregnancy_that_is_over_is_no_answer_and_a_no_of_today_is() {
    let woman = Person {
        sex: Sex::Female,
        born: Some(PartialDate::Year(1990)),
    };
    let past = problem("Normal pregnancy").ended("2019-05-01");
    let before = ask(&woman, std::slice::from_ref(&past), &knee());
    assert!(asked(&before).contains(&concept_key("pregnancy")));
    assert!(before.left.is_empty());
    let after = ask(&woman, &[past, no("pregnancy")], &knee());
    assert!(!asked(&after).contains(&concept_key("pregnancy")));
    assert!(after.left.is_empty());
}

/// The concepts that findings of the plan wait for.
fn open(person: &Person, facts: &[Fact], plan: &PlanToScreen) -> Vec<ConceptKey> {
    let verdict = screen(&RULEBOOK, &chart(person, facts), plan);
    let mut open: Vec<ConceptKey> = verdict
        .findings()
        .iter()
        .flat_map(|finding| &finding.because)
        .filter_map(|reason| {
            if let Reason::NotAsked(concept)
            | Reason::Fact {
                concept: Some(concept),
                state: FactState::Unknown,
                ..
            } = reason
            {
                Some(*concept)
            } else {
                None
            }
        })
        .collect();
    open.sort();
    open.dedup();
    open
}

/// Those and the broader ones that have words of their own, and that nobody has answered with "yes".
fn candidates(chart: &Chart, open: &[ConceptKey]) -> Vec<ConceptKey> {
    let mut all = open.to_vec();
    let mut place = 0;
    while let Some(concept) = all.get(place).copied() {
        place += 1;
        for wider in &KNOWLEDGE.concept(concept).implies {
            if !all.contains(wider) {
                all.push(*wider);
            }
        }
    }
    all.retain(|concept| {
        let worded = !KNOWLEDGE.concept(*concept).question.is_empty();
        let holds = matches!(
            chart.state_of(*concept),
            FactState::Present | FactState::Recent
        );
        open.contains(concept) || (worded && !holds)
    });
    all
}

/// The candidates, with those that only a "no" to the others brings up.
fn every_candidate(person: &Person, facts: &[Fact], plan: &PlanToScreen) -> Vec<ConceptKey> {
    let read = chart(person, facts);
    let mut all = candidates(&read, &open(person, facts, plan));
    loop {
        let known = all.len();
        for concept in candidates(&read, &open(person, &with_no(facts, &all), plan)) {
            if !all.contains(&concept) {
                all.push(concept);
            }
        }
        if all.len() == known {
            return all;
        }
    }
}

/// The fewest of `candidates` whose denial leaves nothing open, by trying all sets.
fn fewest(
    person: &Person,
    facts: &[Fact],
    plan: &PlanToScreen,
    candidates: &[ConceptKey],
) -> Option<u32> {
    (0u32..1 << candidates.len())
        .filter(|set| {
            let denied: Vec<ConceptKey> = (0..candidates.len())
                .filter(|at| set >> at & 1 == 1)
                .map(|at| candidates[at])
                .collect();
            open(person, &with_no(facts, &denied), plan).is_empty()
        })
        .map(u32::count_ones)
        .min()
}

fn asks_which(questionnaire: &Questionnaire) -> bool {
    questionnaire
        .questions
        .iter()
        .any(|question| matches!(question.about, Subject::Rule(_)))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn there_is_no_shorter_questionnaire(
        person in persons(),
        facts in histories(),
        plan in plans(),
        spared in prop::collection::vec(any::<prop::sample::Index>(), 1..7),
    ) {
        let all = open(&person, &facts, &plan);
        prop_assume!(!all.is_empty());
        // All but a few are answered, with those that are related to the few left alone.
        let few: Vec<ConceptKey> = spared.iter().map(|index| all[index.index(all.len())]).collect();
        let read = chart(&person, &facts);
        let near = candidates(&read, &few);
        let rest: Vec<ConceptKey> = all
            .into_iter()
            .filter(|concept| candidates(&read, &[*concept]).iter().all(|one| !near.contains(one)))
            .collect();
        let facts = with_no(&facts, &rest);
        let short = ask(&person, &facts, &plan);
        prop_assume!(!asks_which(&short) && short.left.is_empty());
        let candidates = every_candidate(&person, &facts, &plan);
        prop_assume!(candidates.len() <= 11);
        prop_assert_eq!(short.proof, Proof::Shortest);
        let least = fewest(&person, &facts, &plan, &candidates);
        let asked = asked(&short);
        prop_assert_eq!(
            least,
            Some(u32::try_from(asked.len()).unwrap()),
            "{:?} asked, of {:?}",
            ids(&asked),
            ids(&candidates)
        );
    }

    #[test]
    fn a_no_to_every_question_leaves_none_that_is_answered_by_yes_or_no(
        person in persons(), facts in histories(), plan in plans(),
    ) {
        let before = ask(&person, &facts, &plan);
        let after = ask(&person, &with_no(&facts, &asked(&before)), &plan);
        prop_assert_eq!(ids(&asked(&after)), Vec::<&str>::new());
    }

    #[test]
    fn no_question_can_be_left_out(
        person in persons(), facts in histories(), plan in plans(),
    ) {
        let before = ask(&person, &facts, &plan);
        let all = asked(&before);
        for left_out in &all {
            let others: Vec<ConceptKey> =
                all.iter().copied().filter(|concept| concept != left_out).collect();
            let after = ask(&person, &with_no(&facts, &others), &plan);
            prop_assert!(!asked(&after).is_empty(), "{} is not needed", id(*left_out));
        }
    }

    #[test]
    fn asking_again_comes_to_an_end_whatever_is_answered(
        person in persons(), facts in histories(), plan in plans(),
        answers in prop::collection::vec(any::<bool>(), 64),
    ) {
        let mut facts = facts;
        let mut rounds = 0;
        loop {
            let open = asked(&ask(&person, &facts, &plan));
            if open.is_empty() {
                break;
            }
            for (place, concept) in open.iter().enumerate() {
                let holds = answers[(place + rounds) % answers.len()];
                facts.push(if holds { yes(id(*concept)) } else { no(id(*concept)) });
            }
            rounds += 1;
            prop_assert!(rounds <= 8, "still open: {:?}", ids(&open));
        }
    }

    #[test]
    fn a_no_never_lengthens_it(
        person in persons(), facts in histories(), plan in plans(),
        place in any::<prop::sample::Index>(),
    ) {
        let concept = KNOWLEDGE.concepts().iter().nth(place.index(KNOWLEDGE.concepts().len())).unwrap().0;
        let holds = chart(&person, &facts).state_of(concept);
        // A "no" that takes back a "yes" is news.
        prop_assume!(!matches!(holds, FactState::Present | FactState::Recent));
        let before = ask(&person, &facts, &plan);
        let after = ask(&person, &with_no(&facts, &[concept]), &plan);
        prop_assert!(after.questions.len() <= before.questions.len(), "{}", id(concept));
        prop_assert!(asked(&after).len() <= asked(&before).len(), "{}", id(concept));
    }

    #[test]
    fn the_same_person_and_plan_are_asked_the_same(
        person in persons(), facts in histories(), plan in plans(),
    ) {
        let short = ask(&person, &facts, &plan);
        prop_assert_eq!(&short, &ask(&person, &facts, &plan));
        let mut words: Vec<_> = short
            .questions
            .iter()
            .filter(|question| !matches!(question.about, Subject::Side(_)))
            .map(|question| question.ask.as_str())
            .collect();
        let count = words.len();
        words.sort_unstable();
        words.dedup();
        prop_assert_eq!(words.len(), count, "asked twice in the same words");
    }
}
