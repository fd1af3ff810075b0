//! The planner beside trials that it did not know, and `docs/planner.md`, which tells of it.

use std::collections::BTreeMap;
use std::path::Path;

use filiform_knowledge::{Embedded, FileSource, Knowledge, TrialKey};
use filiform_planning::agreement::{Case, Found, agreement, table};
use filiform_planning::{
    NamedPoints, Proposal, TrialsFollowed, Unscreened, propose, propose_following,
};
use filiform_units::Laterality;

use crate::support::{CONDITIONS, KNOWLEDGE, at_most, complaint};

const HEAD: &str = include_str!("agreement.md");

#[test]
fn the_page_about_the_planner_tells_how_far_plans_agree_with_trials_that_they_did_not_know() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/planner.md");
    let page = format!("{HEAD}\n{}", table(&KNOWLEDGE, &agreement(&KNOWLEDGE)));
    if std::env::var_os("FILIFORM_WRITE_DOCS").is_some() {
        std::fs::write(&path, page).expect("the page can be written");
        return;
    }
    let committed = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        committed == page,
        "docs/planner.md is out of date: run \
         `FILIFORM_WRITE_DOCS=1 cargo test -p filiform-planning the_page_about_the_planner`"
    );
}

/// The shipped knowledge as if these trials did not name their points, nor the condition any.
fn without(condition: &str, trials: &[TrialKey]) -> Knowledge {
    let files = Embedded.files().expect("the shipped files");
    let mut files: BTreeMap<String, String> = files
        .into_iter()
        .map(|(path, text)| (path.into_owned(), text.into_owned()))
        .collect();
    let table = files
        .get_mut("anatomy/trials.csv")
        .expect("the trial table");
    for trial in trials {
        let trial = KNOWLEDGE.trial(*trial);
        let codes: Vec<&str> = trial
            .points
            .iter()
            .map(|point| KNOWLEDGE.point(*point).code.as_str())
            .collect();
        let row = table
            .lines()
            .find(|row| row.contains(&format!(",{},", trial.doi)))
            .expect("the row of the trial")
            .to_owned();
        let blank = row.replacen(&format!(",{},", codes.join(";")), ",,", 1);
        assert_ne!(row, blank, "{}", trial.id);
        *table = table.replacen(&row, &blank, 1);
    }
    let statement = files
        .get_mut(&format!("conditions/{condition}.md"))
        .expect("the statement");
    let (before, after) = statement.split_once("\npoints = [").expect("names points");
    let (_, after) = after.split_once(']').expect("the list ends");
    *statement = format!("{before}\npoints = []{after}");
    Knowledge::load(&files).expect("it still loads")
}

#[test]
fn a_trial_that_is_left_out_informs_a_plan_no_more_than_one_that_names_no_points() {
    for found in agreement(&KNOWLEDGE) {
        let condition = KNOWLEDGE.condition(found.condition).id.as_str();
        let case = found.cases.first().expect("at least two");
        let complaint = complaint(condition, Laterality::Left);
        let left_out = propose_following(
            &KNOWLEDGE,
            &Unscreened,
            &complaint,
            &at_most(12),
            &TrialsFollowed {
                without: case.trials.clone(),
                named: NamedPoints::Ignored,
            },
        );
        let never_there = propose(
            &without(condition, &case.trials),
            &Unscreened,
            &complaint,
            &at_most(12),
        );
        assert_eq!(left_out, never_there, "{condition}");
        assert_ne!(left_out, shipped(condition), "{condition}");
    }
}

fn shipped(condition: &str) -> Proposal {
    let complaint = complaint(condition, Laterality::Left);
    propose(&KNOWLEDGE, &Unscreened, &complaint, &at_most(12))
}

#[test]
fn a_plan_that_leaves_nothing_out_is_the_plan_of_the_product() {
    for condition in CONDITIONS {
        let all = propose_following(
            &KNOWLEDGE,
            &Unscreened,
            &complaint(condition, Laterality::Left),
            &at_most(12),
            &TrialsFollowed::default(),
        );
        assert_eq!(all, shipped(condition), "{condition}");
    }
}

#[test]
fn nothing_is_found_that_the_list_does_not_hold_and_no_plan_has_more_needles_than_it_may() {
    for found in agreement(&KNOWLEDGE) {
        assert!(found.cases.len() >= 2);
        for case in found.cases {
            let most = u32::try_from(case.points.len()).expect("a short list");
            assert!(case.in_one_position <= most);
            for found in [case.as_many, case.twelve] {
                let needles = u32::from(found.needles);
                assert!(found.planned <= needles);
                for points in [
                    found.planner,
                    found.with_statement,
                    found.everywhere,
                    found.region,
                ] {
                    assert!(points <= most.min(needles));
                }
            }
        }
    }
}

#[test]
fn on_the_mean_a_plan_holds_more_points_of_an_unknown_trial_than_either_simpler_answer() {
    let cases: Vec<_> = agreement(&KNOWLEDGE)
        .into_iter()
        .flat_map(|found| found.cases)
        .collect();
    for at in [|case: &Case| case.as_many, |case: &Case| case.twelve] {
        let mean = |finds: fn(&Found) -> u32| {
            let shares = cases.iter().map(|case| {
                let points = u32::try_from(case.points.len()).expect("a short list");
                f64::from(finds(&at(case))) / f64::from(points)
            });
            shares.sum::<f64>()
        };
        let planner = mean(|found| found.planner);
        assert!(planner > mean(|found| found.everywhere));
        assert!(planner > mean(|found| found.region));
    }
}
