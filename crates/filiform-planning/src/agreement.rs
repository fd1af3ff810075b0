//! How far plans agree with trials that they did not know.
//!
//! One trial is left out, a plan is made from what remains, and the points of the left-out trial that
//! the plan holds are counted. Two simpler answers, made from the same remaining trials, are counted
//! beside it. Agreement with trials is not benefit: nothing here says whether a plan helps anybody.

mod table;

use filiform_knowledge::{
    ConditionKey, ConditionStatement, Knowledge, PointKey, Position, TrialKey,
};
use filiform_units::Laterality;

use crate::candidates::{reachable, sides_of};
use crate::trials::{single_points, trials_of_region};
use crate::{Assessment, Limits, NamedPoints, TrialsFollowed, Unscreened, propose_following};

pub use table::table;

/// Needles of the longer plan.
pub const TWELVE: u8 = 12;

/// A condition of which at least two different lists of points were tried.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConditionCases {
    /// The condition.
    pub condition: ConditionKey,
    /// One for each list, in the order of the trial table.
    // INVARIANT: at least two.
    pub cases: Vec<Case>,
}

/// What was found of one list of points when its trials were left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Case {
    /// The trials that used exactly this list; one protocol counts once.
    pub trials: Vec<TrialKey>,
    /// The list, in single points.
    pub points: Vec<PointKey>,
    /// Points of the list that can be needled in one position of the patient, in the best one.
    pub in_one_position: u32,
    /// With as many needles as the list takes.
    pub as_many: Found,
    /// With twelve needles.
    pub twelve: Found,
}

/// How many points of the list each answer found, with the same number of needles.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Found {
    /// Needles that each answer might use.
    pub needles: u8,
    /// Needles that the plan has: fewer, where another costs more than it covers.
    pub planned: u32,
    /// The planner, from the targets and the remaining trials.
    pub planner: u32,
    /// The planner as it is shipped, with the points that the condition's statement names. The statement
    /// may draw on the trial.
    pub with_statement: u32,
    /// The points that the remaining trials of all conditions used most.
    pub everywhere: u32,
    /// The points that the remaining trials of the region used most.
    pub region: u32,
}

/// Leaves out each list of points in turn, for every condition with at least two.
pub fn agreement(knowledge: &Knowledge) -> Vec<ConditionCases> {
    knowledge
        .conditions()
        .iter()
        .filter_map(|(condition, statement)| {
            let lists = lists(knowledge, statement);
            (lists.len() >= 2).then(|| ConditionCases {
                condition,
                cases: lists
                    .into_iter()
                    .map(|list| case(knowledge, condition, list))
                    .collect(),
            })
        })
        .collect()
}

/// Trials that used exactly the same points.
struct List {
    trials: Vec<TrialKey>,
    points: Vec<PointKey>,
}

fn lists(knowledge: &Knowledge, condition: &ConditionStatement) -> Vec<List> {
    let mut lists: Vec<List> = Vec::new();
    for trial in &condition.trials {
        let points = single_points(knowledge, &knowledge.trial(*trial).points);
        if points.is_empty() {
            continue;
        }
        match lists.iter_mut().find(|list| list.points == points) {
            Some(list) => list.trials.push(*trial),
            None => lists.push(List {
                trials: vec![*trial],
                points,
            }),
        }
    }
    lists
}

fn case(knowledge: &Knowledge, condition: ConditionKey, list: List) -> Case {
    let left_out = LeftOutList {
        knowledge,
        condition,
        ranks: Ranks::without(knowledge, condition, &list.trials),
        list: &list,
    };
    let as_many: usize = list.points.iter().map(|point| left_out.takes(*point)).sum();
    Case {
        in_one_position: left_out.in_one_position(),
        as_many: left_out.found(u8::try_from(as_many).unwrap_or(u8::MAX)),
        twelve: left_out.found(TWELVE),
        trials: list.trials,
        points: list.points,
    }
}

struct LeftOutList<'l> {
    knowledge: &'l Knowledge,
    condition: ConditionKey,
    ranks: Ranks,
    list: &'l List,
}

impl LeftOutList<'_> {
    fn found(&self, needles: u8) -> Found {
        let plan = self.plan(needles, NamedPoints::Ignored);
        Found {
            needles,
            planned: count(plan.iter()),
            planner: self.of(&plan),
            with_statement: self.of(&self.plan(needles, NamedPoints::Followed)),
            everywhere: self.of(&self.most_used(&self.ranks.everywhere, needles)),
            region: self.of(&self.most_used(&self.ranks.region, needles)),
        }
    }

    /// How many points of the list are among `points`.
    fn of(&self, points: &[PointKey]) -> u32 {
        count(self.list.points.iter().filter(|p| points.contains(p)))
    }

    /// The point of each needle of the plan.
    fn plan(&self, needles: u8, named: NamedPoints) -> Vec<PointKey> {
        let side = if self.sided() {
            Laterality::Left
        } else {
            Laterality::None
        };
        let assessment = Assessment::of(self.condition, side);
        let limits = Limits::of(needles);
        let followed = TrialsFollowed {
            without: self.list.trials.clone(),
            named,
        };
        propose_following(self.knowledge, &Unscreened, &assessment, &limits, &followed)
            .needles
            .iter()
            .map(|needle| needle.point)
            .collect()
    }

    /// The first points of a ranking that the needles suffice for.
    fn most_used(&self, ranking: &[PointKey], needles: u8) -> Vec<PointKey> {
        let mut left = usize::from(needles);
        let fits = |point: &&PointKey| {
            let takes = self.takes(**point);
            let fits = takes <= left;
            left -= if fits { takes } else { 0 };
            fits
        };
        ranking.iter().filter(fits).copied().collect()
    }

    /// Needles of a point: one on each side of a complaint that has no side, otherwise one.
    fn takes(&self, point: PointKey) -> usize {
        if self.sided() {
            1
        } else {
            sides_of(self.knowledge.point(point)).len()
        }
    }

    fn sided(&self) -> bool {
        self.knowledge.condition(self.condition).sided
    }

    fn in_one_position(&self) -> u32 {
        let within = |position: Position| {
            count(self.list.points.iter().filter(|key| {
                let point = self.knowledge.point(**key);
                let region = point.region;
                point.needled
                    && sides_of(point)
                        .iter()
                        .any(|side| reachable(self.knowledge, region, *side, position))
            }))
        };
        Position::ALL.into_iter().map(within).max().unwrap_or(0)
    }
}

/// Points that trials used, most used first; ties go to the order of the point table.
struct Ranks {
    everywhere: Vec<PointKey>,
    /// After the points of the region come those that were used elsewhere only.
    region: Vec<PointKey>,
}

impl Ranks {
    fn without(knowledge: &Knowledge, condition: ConditionKey, left_out: &[TrialKey]) -> Self {
        let region = trials_of_region(knowledge, condition);
        let (mut here, mut all) = (Used::none(knowledge), Used::none(knowledge));
        for (key, trial) in knowledge.trials().iter() {
            if left_out.contains(&key) {
                continue;
            }
            let points = single_points(knowledge, &trial.points);
            all.add(&points);
            if region.contains(&key) {
                here.add(&points);
            }
        }
        let mut everywhere: Vec<PointKey> = knowledge
            .points()
            .iter()
            .map(|(key, _)| key)
            .filter(|key| all.of(*key) > 0)
            .collect();
        // Both sorts keep the order among equals.
        everywhere.sort_by_key(|key| std::cmp::Reverse(all.of(*key)));
        let mut region = everywhere.clone();
        region.sort_by_key(|key| std::cmp::Reverse(here.of(*key)));
        Self { everywhere, region }
    }
}

struct Used(Vec<u16>);

impl Used {
    fn none(knowledge: &Knowledge) -> Self {
        Self(vec![0; knowledge.points().len()])
    }

    fn add(&mut self, points: &[PointKey]) {
        for point in points {
            self.0[point.index()] += 1;
        }
    }

    fn of(&self, point: PointKey) -> u16 {
        self.0[point.index()]
    }
}

fn count<T>(things: impl Iterator<Item = T>) -> u32 {
    things.fold(0, |count, _| count + 1)
}
