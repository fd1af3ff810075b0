//! What a plan that a clinician edits is worth, at every change.

use filiform_knowledge::{Knowledge, Place, Position, Severity};
use filiform_screening::Needle;

use crate::candidates::reachable;
use crate::cover::{coverage, trial_coverage, worths};
use crate::effects::{Model, anywhere, cost};
use crate::solver::Problem;
use crate::{
    Assessment, Effect, Limits, Mechanism, ScreensNeedles, TargetCoverage, TrialCoverage, TrialUse,
    TrialsFollowed, policy,
};

/// A plan as it stands, on the scale of [`Proposal::value`](crate::Proposal::value).
#[derive(Clone, Debug, PartialEq)]
pub struct Evaluation {
    /// Value of the plan. A needle that cannot be reached or that screening stops counts as well: the
    /// clinician decides, and the page says so beside it.
    pub value: f64,
    /// How well each target is covered, heaviest first.
    pub coverage: Vec<TargetCoverage>,
    /// How far the plan follows the trials of the condition; `None` when none names its points.
    pub trial_use: Option<TrialCoverage>,
    /// One entry per needle, in the order given.
    pub needles: Vec<EvaluatedNeedle>,
    /// Needles that cannot be reached in the position, by index.
    pub unreachable: Vec<usize>,
    /// Pairs of needles in one region and on one side that do the same for every target, by index.
    pub too_close: Vec<(usize, usize)>,
    /// How many needles the plan has beyond the limit.
    pub over_limit: usize,
}

/// One needle of an edited plan.
#[derive(Clone, Debug, PartialEq)]
pub struct EvaluatedNeedle {
    /// What screening says of this needle.
    pub severity: Severity,
    /// What it covers, strongest first.
    pub reasons: Vec<Effect>,
    /// How many trials used the point.
    pub trials: TrialUse,
    /// How it is thought to act: by its reasons, strongest first, then by trial use alone.
    pub mechanisms: Vec<Mechanism>,
    /// What the plan loses without this needle; below 0 when it costs more than it covers.
    pub worth: f64,
}

/// What `needles` are worth for the complaint in `position`.
///
/// The scale and the reasons are those of [`propose`](crate::propose()), without its search: cheap enough
/// for every change a clinician makes. A free site counts by its region and the skin of that region. A
/// stop costs as much as a referral here, so that a plan can be compared before and after it is cleared.
pub fn evaluate(
    knowledge: &Knowledge,
    screen: &impl ScreensNeedles,
    assessment: &Assessment,
    limits: &Limits,
    needles: &[Needle],
    position: Position,
) -> Evaluation {
    let model = Model::new(knowledge, assessment, &TrialsFollowed::default());
    let anywhere = anywhere(knowledge, screen, limits.technique);
    let mut problem = Problem::new(&model.weights(), needles.len());
    let mut rows = Vec::with_capacity(needles.len());
    let mut evaluated = Vec::with_capacity(needles.len());
    for needle in needles {
        let severity = screen.needle(needle).severity;
        let site = model.site(needle.place, needle.side, needle.depth);
        let mut row = Vec::new();
        model.row(&site, &mut row);
        problem.add(
            &row,
            cost(
                knowledge,
                needle.place,
                needle.depth,
                policy::severity_cost(severity, anywhere),
                &site.trials,
            ),
            None,
        );
        rows.push(row);
        let reasons = model.reasons(&site);
        evaluated.push(EvaluatedNeedle {
            severity,
            mechanisms: model.mechanisms(&reasons, &site.trials),
            reasons,
            trials: site.trials,
            worth: 0.0,
        });
    }
    let all: Vec<usize> = (0..needles.len()).collect();
    for (needle, worth) in evaluated.iter_mut().zip(worths(&problem, &all)) {
        needle.worth = worth;
    }
    let uses: Vec<TrialUse> = evaluated.iter().map(|needle| needle.trials).collect();
    let rows: Vec<&[f64]> = rows.iter().map(Vec::as_slice).collect();
    Evaluation {
        value: problem.value(&all),
        coverage: coverage(&model, &rows),
        trial_use: trial_coverage(&model, &uses),
        needles: evaluated,
        unreachable: unreachable(knowledge, needles, position),
        too_close: too_close(&model, needles),
        over_limit: needles
            .len()
            .saturating_sub(usize::from(limits.max_needles)),
    }
}

fn unreachable(knowledge: &Knowledge, needles: &[Needle], position: Position) -> Vec<usize> {
    let region = |place| match place {
        Place::Point(point) => knowledge.point(point).region,
        Place::Region(region) => region,
    };
    (0..needles.len())
        .filter(|index| {
            let needle = &needles[*index];
            !reachable(knowledge, region(needle.place), needle.side, position)
        })
        .collect()
}

fn too_close(model: &Model<'_>, needles: &[Needle]) -> Vec<(usize, usize)> {
    let mut row = Vec::new();
    let places: Vec<_> = needles
        .iter()
        .map(|needle| match needle.place {
            Place::Point(point) => {
                model.row(&model.site(needle.place, needle.side, None), &mut row);
                let region = model.knowledge.point(point).region;
                model.same_place(region, needle.side, &row)
            }
            Place::Region(_) => None,
        })
        .collect();
    let mut pairs = Vec::new();
    for a in 0..places.len() {
        for b in a + 1..places.len() {
            if places[a].is_some() && places[a] == places[b] {
                pairs.push((a, b));
            }
        }
    }
    pairs
}
