//! What holds for every person and every plan.

use std::collections::HashSet;
use std::sync::LazyLock;

use filiform_knowledge::{
    Angle, ConceptKey, ConceptKind, Condition, Place, Position, Severity, Technique,
};
use filiform_screening::{
    AppliesTo, Chart, ElectrodePair, Fact, FactKind, Finding, Needle, Person, PlanToScreen,
    Verdict, screen,
};
use filiform_units::{DepthRange, Laterality, Millimetres, PartialDate, Sex, Side, Timestamp};
use proptest::prelude::*;

use crate::support::*;

/// Concepts that some rule wants absent, or that another concept makes so: adding one of them may answer
/// a question or explain a medicine, so the law does not speak of them.
static WANTED_ABSENT: LazyLock<HashSet<ConceptKey>> = LazyLock::new(|| {
    let mut wanted = HashSet::new();
    for (_, rule) in KNOWLEDGE.rules().iter() {
        find_negated(&rule.when, false, &mut wanted);
    }
    wanted
});

fn find_negated(condition: &Condition, negated: bool, found: &mut HashSet<ConceptKey>) {
    match condition {
        Condition::Concept(concept) | Condition::Recent(concept) | Condition::Ever(concept) => {
            if negated {
                found.insert(*concept);
            }
        }
        Condition::All(parts) | Condition::Any(parts) | Condition::AtLeast { of: parts, .. } => {
            for part in parts {
                find_negated(part, negated, found);
            }
        }
        Condition::Not(part) => find_negated(part, !negated, found),
        Condition::Gestation { .. }
        | Condition::Anyone
        | Condition::NotAsked(_)
        | Condition::Which(_)
        | Condition::Lab { .. }
        | Condition::LabMissing { .. }
        | Condition::Age { .. }
        | Condition::Sex(_) => {}
    }
}

fn is_wanted_absent(concept: ConceptKey) -> bool {
    let mut open = vec![concept];
    while let Some(next) = open.pop() {
        if WANTED_ABSENT.contains(&next) {
            return true;
        }
        open.extend(&KNOWLEDGE.concept(next).implies);
    }
    false
}

/// Risk facts by their words.
static RISKS: LazyLock<Vec<(FactKind, String)>> = LazyLock::new(|| {
    let terms = KNOWLEDGE.lexicon().terms().iter().filter_map(|term| {
        let kind = match KNOWLEDGE.concept(term.concept).kind {
            ConceptKind::Device => FactKind::Device,
            ConceptKind::MedicineClass => FactKind::Medicine,
            ConceptKind::Problem | ConceptKind::Answer => FactKind::Problem,
        };
        (!is_wanted_absent(term.concept)).then(|| (kind, term.phrase.clone()))
    });
    let mut medicines: Vec<_> = KNOWLEDGE
        .lexicon()
        .medicine_names()
        .filter(|(_, ingredient)| {
            ingredient
                .classes
                .iter()
                .all(|class| !is_wanted_absent(*class))
        })
        .map(|(name, _)| (FactKind::Medicine, name.to_owned()))
        .collect();
    medicines.sort_by(|a, b| a.1.cmp(&b.1));
    terms.chain(medicines).collect()
});

pub(crate) fn risks(most: usize) -> impl Strategy<Value = Vec<Fact>> {
    let one = (any::<prop::sample::Index>(), 0..5usize).prop_map(|(index, side)| {
        let (kind, text) = &RISKS[index.index(RISKS.len())];
        let side = [
            Laterality::Left,
            Laterality::Right,
            Laterality::Both,
            Laterality::Unknown,
            Laterality::None,
        ][side];
        fact(*kind, text).side(side)
    });
    prop::collection::vec(one, 0..=most)
}

pub(crate) fn persons() -> impl Strategy<Value = Person> {
    (0..3usize, prop::option::of(1930i16..2020)).prop_map(|(sex, born)| Person {
        sex: [Sex::Female, Sex::Male, Sex::Unknown][sex],
        born: born.map(PartialDate::Year),
    })
}

pub(crate) fn needles() -> impl Strategy<Value = Needle> {
    let depth = prop::option::of((1u32..=60, 0u32..=40));
    (
        any::<prop::sample::Index>(),
        any::<bool>(),
        depth,
        0..4usize,
        0..4usize,
    )
        .prop_map(|(index, right, depth, angle, technique)| {
            let points = KNOWLEDGE.points().len();
            let places = points + KNOWLEDGE.regions().len();
            let row = index.index(places);
            let place = if row < points {
                Place::Point(KNOWLEDGE.points().iter().nth(row).unwrap().0)
            } else {
                Place::Region(KNOWLEDGE.regions().iter().nth(row - points).unwrap().0)
            };
            let midline = matches!(place, Place::Point(point) if KNOWLEDGE.point(point).midline);
            let mm = |mm| Millimetres::new(mm).unwrap();
            Needle {
                near: None,
                place,
                side: match (midline, right) {
                    (true, _) => Side::Midline,
                    (false, true) => Side::Right,
                    (false, false) => Side::Left,
                },
                depth: depth.map(|(min, more)| DepthRange::new(mm(min), mm(min + more)).unwrap()),
                angle: [
                    Angle::Perpendicular,
                    Angle::Oblique,
                    Angle::Tangential,
                    Angle::Unrecorded,
                ][angle],
                technique: Technique::ALL[technique],
            }
        })
}

/// Plans whose needles are joined two by two, in order, where both are electrical.
pub(crate) fn plans() -> impl Strategy<Value = PlanToScreen> {
    let condition = prop::option::of(0..KNOWLEDGE.conditions().len());
    let position = prop::option::of(prop::sample::select(&Position::ALL[..]));
    let needles = prop::collection::vec(needles(), 0..8);
    (needles, position, condition).prop_map(|(needles, position, condition)| {
        let pairs = (0..needles.len() / 2)
            .map(|pair| ElectrodePair {
                a: 2 * pair,
                b: 2 * pair + 1,
            })
            .filter(|pair| {
                needles[pair.a].technique == Technique::Electrical
                    && needles[pair.b].technique == Technique::Electrical
            })
            .collect();
        PlanToScreen {
            needles,
            pairs,
            position,
            conditions: condition
                .map(|row| KNOWLEDGE.conditions().iter().nth(row).unwrap().0)
                .into_iter()
                .collect(),
        }
    })
}

pub(crate) fn verdict(person: &Person, facts: &[Fact], plan: &PlanToScreen) -> Verdict {
    screen(
        &RULEBOOK,
        &Chart::read(&RULEBOOK, person, facts, now()),
        plan,
    )
}

/// The most serious thing that rules say by themselves, questions left aside: an answered question is
/// no longer asked, and that is no loosening.
fn settled(verdict: &Verdict, needle: Option<usize>) -> Severity {
    verdict
        .findings()
        .iter()
        .filter(|finding| finding.severity != Severity::Ask)
        .filter(|finding| needle.is_none_or(|index| finding.applies_to.includes(index)))
        .map(|finding| finding.severity)
        .max()
        .unwrap_or_default()
}

/// Medicines with the days that they count after the last dose.
static MEDICINES: LazyLock<Vec<(String, u16)>> = LazyLock::new(|| {
    let mut all: Vec<_> = KNOWLEDGE
        .lexicon()
        .medicine_names()
        .map(|(name, ingredient)| (name.to_owned(), ingredient.washout_days))
        .collect();
    all.sort();
    all
});

/// Taken for years until some days ago.
fn medicine_stopped(name: &str, days: i64) -> Fact {
    let (year, month, day) = Timestamp::from_micros(now().micros() - days * 86_400_000_000)
        .date()
        .ymd();
    medicine(name)
        .onset("2010-01-01")
        .ended(&format!("{year:04}-{month:02}-{day:02}"))
}

/// Risks, an answer to some questions, and one value of some laboratory tests.
pub(crate) fn histories() -> impl Strategy<Value = Vec<Fact>> {
    let answers = prop::collection::btree_map(0..KNOWLEDGE.concepts().len(), any::<bool>(), 0..6);
    let labs = prop::collection::btree_map(0..KNOWLEDGE.labs().len(), 0.0f64..200.0, 0..4);
    (risks(5), answers, labs).prop_map(|(mut facts, answers, labs)| {
        for (row, holds) in answers {
            let id = KNOWLEDGE.concepts().iter().nth(row).unwrap().1.id.as_str();
            facts.push(if holds { yes(id) } else { no(id) });
        }
        for (row, value) in labs {
            let known = KNOWLEDGE.labs().iter().nth(row).unwrap().1;
            facts.push(lab(&known.name, value, &known.unit));
        }
        facts
    })
}

/// The numbers below `count` in an order that `seed` decides.
fn shuffled(count: usize, seed: u64) -> Vec<usize> {
    let mut order: Vec<usize> = (0..count).collect();
    let mut state = seed | 1;
    for last in (1..count).rev() {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .rotate_left(17);
        let other = usize::try_from(state % (last as u64 + 1)).unwrap();
        order.swap(last, other);
    }
    order
}

/// What was said, without its reasons.
fn told(verdict: &Verdict) -> Vec<(String, Severity, Vec<usize>)> {
    verdict
        .findings()
        .iter()
        .map(|finding| {
            let needles = match &finding.applies_to {
                AppliesTo::Person => Vec::new(),
                AppliesTo::Needles(needles) => needles.clone(),
            };
            let rule = KNOWLEDGE.rule(finding.rule).id.to_string();
            (rule, finding.severity, needles)
        })
        .collect()
}

/// The plan with these of its needles only.
fn only(plan: &PlanToScreen, kept: &[usize]) -> PlanToScreen {
    let place = |old: usize| kept.iter().position(|index| *index == old);
    PlanToScreen {
        needles: kept.iter().map(|index| plan.needles[*index]).collect(),
        pairs: plan
            .pairs
            .iter()
            .filter_map(|pair| {
                Some(ElectrodePair {
                    a: place(pair.a)?,
                    b: place(pair.b)?,
                })
            })
            .collect(),
        position: plan.position,
        conditions: plan.conditions.clone(),
    }
}

/// Whether a needle shared its current with one of those that were removed.
fn had_partner(plan: &PlanToScreen, needle: usize, removed: &[usize]) -> bool {
    plan.pairs.iter().any(|pair| {
        (pair.a == needle && removed.contains(&pair.b))
            || (pair.b == needle && removed.contains(&pair.a))
    })
}

/// Whether the same rule had as serious a finding about one of the needles that stay.
fn speaks_of(verdict: &Verdict, finding: &Finding, kept: &[usize]) -> bool {
    verdict.findings().iter().any(|other| {
        other.rule == finding.rule
            && other.severity >= finding.severity
            && kept.iter().any(|index| other.applies_to.includes(*index))
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]

    #[test]
    fn adding_a_risk_never_loosens_a_verdict(
        person in persons(),
        facts in risks(5),
        more in risks(3),
        plan in plans(),
    ) {
        let before = verdict(&person, &facts, &plan);
        let all: Vec<Fact> = facts.iter().chain(&more).cloned().collect();
        let after = verdict(&person, &all, &plan);
        prop_assert!(settled(&before, None) <= settled(&after, None));
        for index in 0..plan.needles.len() {
            prop_assert!(settled(&before, Some(index)) <= settled(&after, Some(index)));
            let rose = before.needles()[index] <= after.needles()[index];
            prop_assert!(rose || before.needles()[index] == Severity::Ask);
        }
    }

    #[test]
    fn a_rule_that_spoke_by_itself_still_speaks_when_a_risk_is_added(
        person in persons(),
        facts in risks(5),
        more in risks(3),
        plan in plans(),
    ) {
        let before = verdict(&person, &facts, &plan);
        let all: Vec<Fact> = facts.iter().chain(&more).cloned().collect();
        let after = verdict(&person, &all, &plan);
        for finding in before.findings().iter().filter(|finding| finding.severity != Severity::Ask) {
            let still = |index: Option<usize>| after.findings().iter().any(|other| {
                other.rule == finding.rule
                    && other.severity >= finding.severity
                    && index.is_none_or(|index| other.applies_to.includes(index))
            });
            match &finding.applies_to {
                AppliesTo::Person => prop_assert!(still(None)),
                AppliesTo::Needles(needles) => {
                    for index in needles {
                        prop_assert!(still(Some(*index)));
                    }
                }
            }
        }
    }

    #[test]
    fn not_asking_is_never_better_than_hearing_no(
        person in persons(),
        facts in risks(4),
        denied in prop::collection::vec(any::<prop::sample::Index>(), 1..6),
        plan in plans(),
    ) {
        let denials = denied.iter().filter_map(|index| {
            let (key, concept) = KNOWLEDGE.concepts().iter().nth(index.index(KNOWLEDGE.concepts().len()))?;
            let narrower = KNOWLEDGE.concepts().iter().any(|(other, _)| {
                WANTED_ABSENT.contains(&other) && reaches(other, key)
            });
            (!is_wanted_absent(key) && !narrower).then(|| no(concept.id.as_str()))
        });
        let all: Vec<Fact> = facts.iter().cloned().chain(denials).collect();
        let unasked = verdict(&person, &facts, &plan);
        let asked = verdict(&person, &all, &plan);
        prop_assert!(asked.severity() <= unasked.severity());
        for index in 0..plan.needles.len() {
            prop_assert!(asked.needles()[index] <= unasked.needles()[index]);
        }
    }

    #[test]
    fn removing_needles_never_makes_another_one_worse(
        person in persons(),
        facts in risks(5),
        plan in plans(),
        gone in any::<prop::sample::Index>(),
    ) {
        prop_assume!(!plan.needles.is_empty());
        let gone = gone.index(plan.needles.len());
        // A needle of a pair goes with its partner: alone it has no current.
        let partner = plan.pairs.iter().find_map(|pair| match gone {
            gone if pair.a == gone => Some(pair.b),
            gone if pair.b == gone => Some(pair.a),
            _ => None,
        });
        let kept: Vec<usize> = (0..plan.needles.len())
            .filter(|index| *index != gone && Some(*index) != partner)
            .collect();
        let fewer = only(&plan, &kept);
        let before = verdict(&person, &facts, &plan);
        let after = verdict(&person, &facts, &fewer);
        for (new, old) in kept.iter().enumerate() {
            prop_assert_eq!(after.needles()[new], before.needles()[*old]);
        }
    }

    #[test]
    fn removing_the_needles_that_a_finding_names_clears_it(
        person in persons(),
        facts in risks(5),
        plan in plans(),
    ) {
        let before = verdict(&person, &facts, &plan);
        for finding in before.findings() {
            let AppliesTo::Needles(named) = &finding.applies_to else { continue };
            let kept: Vec<usize> = (0..plan.needles.len())
                .filter(|index| !named.contains(index))
                .collect();
            if kept.is_empty() {
                continue;
            }
            let after = verdict(&person, &facts, &only(&plan, &kept));
            // A partner of a removed needle is left without a known current, and may ask now.
            let still = after.findings().iter().any(|other| {
                other.rule == finding.rule && other.severity >= finding.severity && {
                    let AppliesTo::Needles(needles) = &other.applies_to else { return true };
                    needles.iter().any(|index| !had_partner(&plan, kept[*index], named))
                }
            });
            prop_assert!(!still || speaks_of(&before, finding, &kept), "{:?}", finding.rule);
        }
    }

    #[test]
    fn the_order_of_facts_does_not_matter(
        person in persons(),
        facts in histories(),
        seed in any::<u64>(),
        plan in plans(),
    ) {
        let order = shuffled(facts.len(), seed);
        let other: Vec<Fact> = order.iter().map(|index| facts[*index].clone()).collect();
        let (one, two) = (verdict(&person, &facts, &plan), verdict(&person, &other, &plan));
        prop_assert_eq!(told(&one), told(&two));
        prop_assert_eq!(one.needles(), two.needles());
    }

    #[test]
    fn the_order_of_needles_does_not_matter(
        person in persons(),
        facts in histories(),
        seed in any::<u64>(),
        plan in plans(),
    ) {
        let order = shuffled(plan.needles.len(), seed);
        let place = |old: usize| order.iter().position(|index| *index == old).unwrap();
        let other = PlanToScreen {
            needles: order.iter().map(|index| plan.needles[*index]).collect(),
            pairs: plan.pairs.iter()
                .map(|pair| ElectrodePair { a: place(pair.b), b: place(pair.a) })
                .collect(),
            position: plan.position,
            conditions: plan.conditions.clone(),
        };
        let (one, two) = (verdict(&person, &facts, &plan), verdict(&person, &facts, &other));
        for (new, old) in order.iter().enumerate() {
            prop_assert_eq!(one.needles()[*old], two.needles()[new]);
        }
        let renumbered: Vec<_> = told(&two).into_iter()
            .map(|(rule, severity, needles)| {
                let mut needles: Vec<usize> = needles.iter().map(|index| order[*index]).collect();
                needles.sort_unstable();
                (rule, severity, needles)
            })
            .collect();
        let (mut one, mut two) = (told(&one), renumbered);
        one.sort();
        two.sort();
        prop_assert_eq!(one, two);
    }

    #[test]
    fn a_day_further_from_the_last_dose_is_never_stricter(
        person in persons(),
        facts in risks(3),
        medicine in any::<prop::sample::Index>(),
        days in 0i64..500,
        plan in plans(),
    ) {
        let (name, _) = &MEDICINES[medicine.index(MEDICINES.len())];
        let with = |days: i64| {
            let stopped = medicine_stopped(name, days);
            let all: Vec<Fact> = facts.iter().cloned().chain([stopped]).collect();
            verdict(&person, &all, &plan)
        };
        let (earlier, later) = (with(days), with(days + 1));
        prop_assert!(settled(&later, None) <= settled(&earlier, None));
        for index in 0..plan.needles.len() {
            prop_assert!(settled(&later, Some(index)) <= settled(&earlier, Some(index)));
        }
    }

    #[test]
    fn a_free_place_beside_a_point_is_judged_no_milder_than_either(
        person in persons(),
        facts in risks(5),
        needle in needles(),
    ) {
        let Place::Point(point) = needle.place else { return Ok(()) };
        let region = Place::Region(KNOWLEDGE.point(point).region);
        let chart = Chart::read(&RULEBOOK, &person, &facts, now());
        let severity = |place, near| {
            let needles = vec![Needle { place, near, ..needle }];
            screen(&RULEBOOK, &chart, &PlanToScreen { needles, ..PlanToScreen::default() }).needles()[0]
        };
        let beside = severity(region, Some(point));
        prop_assert!(beside >= severity(needle.place, None));
        prop_assert!(beside >= severity(region, None));
    }

    #[test]
    fn a_deeper_or_unstated_depth_is_never_better(
        facts in risks(5),
        needle in needles(),
        more in 1u32..40,
    ) {
        let person = Person { sex: Sex::Male, born: Some(PartialDate::Year(1980)) };
        let chart = Chart::read(&RULEBOOK, &person, &facts, now());
        let severity = |depth| {
            let plan = PlanToScreen { needles: vec![Needle { depth, ..needle }], ..PlanToScreen::default() };
            screen(&RULEBOOK, &chart, &plan).needles()[0]
        };
        let Some(depth) = needle.depth else { return Ok(()) };
        let deeper = Millimetres::new(u32::from(depth.max().get()) + more).unwrap_or(depth.max());
        prop_assert!(severity(Some(depth)) <= severity(DepthRange::new(depth.min(), deeper).ok()));
        prop_assert!(severity(Some(depth)) <= severity(None));
    }
}

/// Whether `from` implies `to`.
fn reaches(from: ConceptKey, to: ConceptKey) -> bool {
    let mut open = vec![from];
    while let Some(next) = open.pop() {
        if next == to {
            return true;
        }
        open.extend(&KNOWLEDGE.concept(next).implies);
    }
    false
}
