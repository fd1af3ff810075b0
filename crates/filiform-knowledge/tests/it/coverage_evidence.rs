//! Nothing of the reference was forgotten: conditions, mechanism claims, points.

use filiform_knowledge::Knowledge;

use crate::coverage_records::{reference, reference_text};

const CONDITIONS: &str = "clbp albp sciatica neck shoulder rcrsp knee_oa hip_oa ra_joint tth migraine mps \
    sports_inj lat_epi achilles heel ankle doms postop_pain ponv stress anxiety insomnia depression \
    cognition fm mecfs ibs dpn cipn nerve";

const MECHANISMS: &str = "endorphin adenosine blood_flow inflammation muscle modulation cortisol \
    parasympathetic mood melatonin healing performance cognition tingling";

fn shipped() -> Knowledge {
    Knowledge::embedded().unwrap()
}

/// The ids of the list that nothing stands for, and those that nobody listed.
fn differences<'a>(listed: &str, there: impl Iterator<Item = &'a str>) -> Vec<String> {
    let there: Vec<&str> = there.collect();
    let listed: Vec<&str> = listed.split_whitespace().collect();
    let missing = listed.iter().filter(|id| !there.contains(id));
    let extra = there.iter().filter(|id| !listed.contains(id));
    let missing = missing.map(|id| format!("missing: {id}"));
    missing
        .chain(extra.map(|id| format!("not listed: {id}")))
        .collect()
}

#[test]
fn every_condition_of_the_list_is_there_and_no_other() {
    let knowledge = shipped();
    let there = knowledge.conditions().iter().map(|(_, it)| it.id.as_str());
    assert_eq!(differences(CONDITIONS, there), Vec::<String>::new());
}

#[test]
fn every_mechanism_claim_of_the_list_is_there_and_no_other() {
    let knowledge = shipped();
    let there = knowledge.mechanisms().iter().map(|(_, it)| it.id.as_str());
    assert_eq!(differences(MECHANISMS, there), Vec::<String>::new());
}

/// First cells of the rows of the tables under a heading.
fn first_cells<'a>(text: &'a str, heading: &str) -> Vec<&'a str> {
    let Some((_, after)) = text.split_once(heading) else {
        return Vec::new();
    };
    let section = after
        .split_once("\n##")
        .map_or(after, |(section, _)| section);
    let rows = section.lines().filter_map(|line| line.strip_prefix("| "));
    let cells = rows.filter_map(|row| row.split(" | ").next());
    cells
        .filter(|cell| *cell != "id" && !cell.starts_with("--"))
        .collect()
}

#[test]
fn every_condition_and_claim_of_the_reference_is_there() {
    let Some(text) = reference("evidence.md") else {
        return;
    };
    let knowledge = shipped();
    let conditions = first_cells(&text, "### 1A. Codes");
    assert!(conditions.len() > 25, "{conditions:?}");
    for id in conditions {
        assert!(knowledge.condition_key(id).is_some(), "condition {id}");
    }
    let claims = first_cells(&text, "## 2. Mechanism claims");
    assert!(claims.len() > 10, "{claims:?}");
    for id in claims {
        assert!(knowledge.mechanism_key(id).is_some(), "mechanism {id}");
    }
}

#[test]
fn every_point_of_the_reference_is_there() {
    let knowledge = shipped();
    assert_eq!(knowledge.points().len(), 425);
    let Some(text) = reference_text("anatomy/points.csv") else {
        return;
    };
    let codes = text
        .lines()
        .skip(1)
        .filter_map(|line| line.split(',').next());
    for code in codes {
        assert!(knowledge.point_key(code).is_some(), "point {code}");
    }
}
