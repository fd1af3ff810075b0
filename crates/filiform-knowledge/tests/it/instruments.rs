//! The shipped instruments can be scored from their definitions alone.

use filiform_knowledge::{
    ChangeSize, Coded, Decimal, Formula, Knowledge, LicenceTier, Mark, Method, Verification,
    Window, Wording,
};

use crate::reckon::{all, number, of, score};

fn shipped() -> Knowledge {
    Knowledge::embedded().unwrap_or_else(|errors| panic!("{errors}"))
}

#[test]
fn the_two_first_instruments_are_as_they_were() {
    let knowledge = shipped();
    let nprs = knowledge.instrument("nprs").unwrap();
    assert_eq!(nprs.items.len(), 1);
    assert_eq!(
        (nprs.item_min, nprs.item_max, nprs.items_needed),
        (0, 10, 1)
    );
    assert_eq!(
        (nprs.formula, nprs.important_change_tenths),
        (Formula::Sum, 20)
    );
    assert_eq!(nprs.loinc, "72514-3");
    let percent = nprs.definition.meaning.improved.as_ref().unwrap().percent;
    assert_eq!(percent, Decimal::parse("30"));
    let peg = knowledge.instrument("peg").unwrap();
    assert_eq!(peg.items.len(), 3);
    assert_eq!((peg.item_min, peg.item_max, peg.items_needed), (0, 10, 3));
    assert_eq!(
        (peg.formula, peg.important_change_tenths),
        (Formula::Mean, 10)
    );
    assert_eq!(peg.loinc, "");
}

#[test]
fn only_open_instruments_and_our_own_words_show_text() {
    for instrument in shipped().instruments() {
        let licence = &instrument.definition.licence;
        let is_neutral = instrument
            .items
            .iter()
            .all(|item| item.starts_with("item "));
        assert_eq!(
            licence.wording == Wording::Neutral,
            is_neutral,
            "{}",
            instrument.id
        );
        if licence.tier == LicenceTier::Licensed || licence.tier == LicenceTier::OpenAfterCheck {
            assert!(is_neutral, "{}", instrument.id);
        }
    }
}

#[test]
fn every_mark_that_was_read_names_its_source() {
    let knowledge = shipped();
    for instrument in knowledge.instruments() {
        let definition = &instrument.definition;
        let meaning = &definition.meaning;
        let scores = definition.scores.iter();
        let marks: Vec<&Mark> = scores
            .flat_map(|score| [&score.mark, &score.missing.mark])
            .chain(meaning.bands.iter().map(|it| &it.mark))
            .chain(meaning.limits.iter().map(|it| &it.mark))
            .chain(meaning.changes.iter().map(|it| &it.mark))
            .chain(meaning.improved.iter().map(|it| &it.mark))
            .chain(definition.codes.iter().map(|it| &it.mark))
            .chain([&definition.licence.mark])
            .collect();
        for mark in marks {
            let was_read = matches!(
                mark.verification,
                Verification::Read | Verification::ReadAsQuoted
            );
            assert!(!was_read || !mark.sources.is_empty(), "{}", instrument.id);
            for source in &mark.sources {
                assert!(knowledge.source(source).is_some(), "{}", instrument.id);
            }
        }
    }
}

#[test]
fn every_score_stays_within_its_range() {
    for instrument in shipped().instruments() {
        let definition = &instrument.definition;
        for answers in [
            all(instrument, |item| item.min),
            all(instrument, |item| item.max),
            all(instrument, |item| item.min.midpoint(item.max)),
        ] {
            for rule in &definition.scores {
                let is_daily = rule.window != Window::Once;
                if let Some(value) = score(definition, rule, &answers).filter(|_| !is_daily) {
                    let is_rate = matches!(rule.method, Method::Ratio);
                    let fits = (number(rule.min)..=number(rule.max)).contains(&value) || is_rate;
                    assert!(fits, "{} {} {value}", instrument.id, rule.id);
                }
            }
        }
    }
}

#[test]
fn known_answers_give_known_scores() {
    let knowledge = shipped();
    let get = |id: &str| knowledge.instrument(id).unwrap();
    let low = |id: &str, score: &str| of(get(id), score, &all(get(id), |item| item.min));
    let high = |id: &str, score: &str| of(get(id), score, &all(get(id), |item| item.max));
    for (id, score, lowest, highest) in [
        ("rmdq", "total", 0.0, 24.0),
        ("odi", "total", 0.0, 100.0),
        ("ndi", "raw", 0.0, 50.0),
        ("ndi", "percent", 0.0, 100.0),
        ("spadi", "total", 0.0, 100.0),
        ("koos", "pain", 100.0, 0.0),
        ("hoos", "qol", 100.0, 0.0),
        ("womac", "total", 0.0, 96.0),
        ("womac", "total_percent", 0.0, 100.0),
        ("hit6", "total", 36.0, 78.0),
        ("midas", "total", 0.0, 460.0),
        ("isi", "total", 0.0, 28.0),
        ("phq9", "total", 0.0, 27.0),
        ("gad7", "total", 0.0, 21.0),
        ("pss10", "total", 16.0, 24.0),
        ("promis_pain_interference_4a", "t", 41.6, 75.6),
        ("promis_physical_function_4a", "t", 22.9, 56.9),
        ("fiqr", "total", 0.0, 100.0),
        ("ibs_sss", "total", 0.0, 500.0),
        ("cfq11", "likert", 0.0, 33.0),
        ("cfq11", "bimodal", 0.0, 11.0),
        ("dn4", "total", 0.0, 10.0),
        ("paindetect", "total", 0.0, 38.0),
        ("s_lanss", "total", 0.0, 24.0),
        ("mymop2", "profile", 0.0, 6.0),
        ("eq5d", "profile", 11111.0, 55555.0),
        ("eq5d_3l", "level_sum", 5.0, 15.0),
        ("visa_a", "total", 0.0, 100.0),
        ("prtee", "total", 0.0, 100.0),
        ("oxford_knee", "total", 0.0, 48.0),
        ("ponv", "apfel", 0.0, 4.0),
        ("activity_goals", "average", 0.0, 10.0),
    ] {
        assert_eq!(low(id, score), Some(lowest), "{id} {score}");
        assert_eq!(high(id, score), Some(highest), "{id} {score}");
    }
    let no_worse_than_usual = all(get("cfq11"), |_| 1);
    assert_eq!(of(get("cfq11"), "likert", &no_worse_than_usual), Some(11.0));
    assert_eq!(of(get("cfq11"), "bimodal", &no_worse_than_usual), Some(0.0));
}

#[test]
fn the_two_totals_of_one_scale_differ() {
    let knowledge = shipped();
    let spadi = knowledge.instrument("spadi").unwrap();
    let mut answers = all(spadi, |_| 0);
    answers[..5].fill(Some(10));
    assert_eq!(of(spadi, "total", &answers), Some(50.0));
    assert_eq!(of(spadi, "total_sum_130", &answers), Some(38.5));
}

#[test]
fn gaps_follow_the_rule_of_the_instrument() {
    let knowledge = shipped();
    let after_blanks = |id: &str, score: &str, answer: u16, blanks: &[usize]| {
        let instrument = knowledge.instrument(id).unwrap();
        let mut answers = all(instrument, |_| answer);
        for blank in blanks {
            answers[*blank] = None;
        }
        of(instrument, score, &answers)
    };
    assert_eq!(after_blanks("phq9", "total", 1, &[0, 1]), Some(9.0));
    assert_eq!(after_blanks("phq9", "total", 1, &[0, 1, 2]), None);
    assert_eq!(after_blanks("gad7", "total", 2, &[0]), Some(14.0));
    assert_eq!(after_blanks("gad7", "total", 2, &[0, 1]), None);
    assert_eq!(after_blanks("phq9", "total", 1, &[9]), Some(9.0));
    assert_eq!(after_blanks("ndi", "raw", 3, &[7]), Some(30.0));
    assert_eq!(after_blanks("ndi", "raw", 3, &[0, 1, 2]), None);
    assert_eq!(after_blanks("koos", "pain", 2, &[0, 1, 2, 3]), Some(50.0));
    assert_eq!(after_blanks("koos", "pain", 2, &[0, 1, 2, 3, 4]), None);
    assert_eq!(after_blanks("hoos", "symptoms", 2, &[0, 1]), Some(50.0));
    assert_eq!(after_blanks("hoos", "symptoms", 2, &[0, 1, 2]), None);
    assert_eq!(
        after_blanks("fiqr", "function", 4, &[0, 1, 2, 3]),
        Some(36.0)
    );
    assert_eq!(after_blanks("oxford_hip", "total", 3, &[0, 1]), Some(36.0));
    assert_eq!(after_blanks("mymop2", "profile", 3, &[1, 2]), Some(3.0));
    assert_eq!(after_blanks("mymop2", "profile", 3, &[0]), None);
    assert_eq!(after_blanks("psfs", "average", 4, &[1, 2, 3, 4]), Some(4.0));
    assert_eq!(after_blanks("isi", "total", 1, &[0]), None);
}

#[test]
fn sleep_over_midnight_is_reckoned_right() {
    let knowledge = shipped();
    let psqi = knowledge.instrument("psqi").unwrap();
    let mut answers = all(psqi, |_| 0);
    answers[0] = Some(23 * 60);
    answers[1] = Some(31);
    answers[2] = Some(7 * 60);
    answers[3] = Some(6 * 60);
    assert_eq!(of(psqi, "minutes_in_bed", &answers), Some(480.0));
    assert_eq!(of(psqi, "efficiency", &answers), Some(75.0));
    assert_eq!(of(psqi, "c2", &answers), Some(1.0));
    assert_eq!(of(psqi, "c3", &answers), Some(1.0));
    assert_eq!(of(psqi, "c4", &answers), Some(1.0));
    assert_eq!(of(psqi, "global", &answers), Some(3.0));
    let diary = knowledge.instrument("sleep_diary").unwrap();
    let night = [23 * 60, 20, 40, 6 * 60, 7 * 60, 6].map(Some).to_vec();
    assert_eq!(of(diary, "sleep", &night), Some(360.0));
    assert_eq!(of(diary, "efficiency", &night), Some(75.0));
}

#[test]
fn thoughts_of_self_harm_raise_a_task_at_once() {
    let knowledge = shipped();
    let phq9 = knowledge.instrument("phq9").unwrap();
    let safety = &phq9.definition.safety[0];
    assert_eq!((safety.item, safety.at_least), (8, 1));
    assert!(!safety.when_blank.is_empty());
    let code = |of: Coded| phq9.definition.codes.iter().find(|code| code.of == of);
    assert_eq!(code(Coded::Item(8)).unwrap().code, "44260-8");
    assert_eq!(phq9.loinc, "44261-6");
    let gad7 = knowledge.instrument("gad7").unwrap();
    assert_eq!(
        gad7.loinc, "",
        "a code from memory is not shown as verified"
    );
}

#[test]
fn error_important_change_and_responder_rule_stand_apart() {
    let knowledge = shipped();
    let prtee = knowledge.instrument("prtee").unwrap();
    let sizes: Vec<_> = prtee
        .definition
        .meaning
        .changes
        .iter()
        .map(|change| match change.size {
            ChangeSize::Points(from, _) | ChangeSize::Percent(from, _) => {
                (change.kind, from.to_string())
            }
        })
        .collect();
    insta::assert_snapshot!(
        sizes.iter().map(|(kind, size)| format!("{kind:?} {size}")).collect::<Vec<_>>().join("; "),
        @"Important 14.8; MeasurementError 9.7; Important 11; Important 9; Important 31"
    );
}
