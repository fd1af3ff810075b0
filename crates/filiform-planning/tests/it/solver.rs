//! The solver against exhaustive search.

use filiform_planning::solver::{EPSILON, Problem, Solution, solve, start, start_values};
use proptest::prelude::*;

#[derive(Clone, Debug)]
struct Instance {
    weights: Vec<f64>,
    rows: Vec<(Vec<f64>, f64, Option<u32>)>,
    most: usize,
    required: Vec<usize>,
}

impl Instance {
    fn problem(&self) -> Problem {
        let mut problem = Problem::new(&self.weights, self.most);
        for (strengths, cost, group) in &self.rows {
            problem.add(strengths, *cost, *group);
        }
        for required in &self.required {
            problem.require(*required);
        }
        problem
    }

    fn required(&self) -> Vec<usize> {
        let mut required: Vec<usize> = Vec::new();
        for candidate in &self.required {
            if !required.contains(candidate) {
                required.push(*candidate);
            }
        }
        required.truncate(self.most);
        required
    }

    /// Whether the rules allow the set; two required mates are allowed, since both were asked for.
    fn allows(&self, set: &[usize]) -> bool {
        let required = self.required();
        let mates =
            |a: usize, b: usize| self.rows[a].2.is_some() && self.rows[a].2 == self.rows[b].2;
        set.len() <= self.most
            && required.iter().all(|candidate| set.contains(candidate))
            && set.iter().all(|a| {
                set.iter().all(|b| {
                    a == b || !mates(*a, *b) || (required.contains(a) && required.contains(b))
                })
            })
    }

    fn exhaustive(&self) -> f64 {
        let problem = self.problem();
        let mut best = f64::NEG_INFINITY;
        for bits in 0u32..1 << self.rows.len() {
            let set: Vec<usize> = (0..self.rows.len())
                .filter(|index| bits & (1 << index) != 0)
                .collect();
            if self.allows(&set) {
                best = best.max(problem.value(&set));
            }
        }
        best
    }
}

/// Strengths and costs in coarse steps, as the planner makes them: many ties, much dominance.
fn coarse() -> impl Strategy<Value = f64> {
    prop_oneof![
        4 => Just(0.0),
        1 => Just(0.15),
        1 => Just(0.3),
        1 => Just(0.6),
        1 => Just(0.95),
    ]
}

fn instance(strength: impl Strategy<Value = f64> + Clone) -> impl Strategy<Value = Instance> {
    (1usize..7, 1usize..=12, 0usize..=5).prop_flat_map(move |(targets, candidates, most)| {
        let row = (
            prop::collection::vec(strength.clone(), targets),
            // Below 0 where trials used the point.
            prop_oneof![Just(0.3), Just(0.5), -3.0..2.0f64],
            prop_oneof![3 => Just(None), 1 => (0u32..3).prop_map(Some)],
        );
        (
            prop::collection::vec((1u8..=10).prop_map(f64::from), targets),
            prop::collection::vec(row, candidates),
            Just(most),
            prop_oneof![
                3 => Just(Vec::new()),
                1 => prop::collection::vec(0..candidates, 0..3),
            ],
        )
            .prop_map(|(weights, rows, most, required)| Instance {
                weights,
                rows,
                most,
                required,
            })
    })
}

fn any_instance() -> impl Strategy<Value = Instance> {
    prop_oneof![instance(coarse().boxed()), instance((0.0..1.0f64).boxed())]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn the_solver_finds_what_exhaustive_search_finds(instance in any_instance()) {
        let problem = instance.problem();
        let start = start(&problem);
        let solution = solve(&problem, &start, f64::NEG_INFINITY, u64::MAX);
        let best = instance.exhaustive();
        prop_assert!((solution.value - best).abs() <= 2.0 * EPSILON, "{} {best}", solution.value);
        prop_assert!(solution.bound <= solution.value + EPSILON);
        prop_assert!(instance.allows(&solution.chosen), "{:?}", solution.chosen);
        prop_assert!((problem.value(&solution.chosen) - solution.value).abs() < EPSILON);
    }

    #[test]
    fn a_poor_start_does_not_change_the_answer(instance in any_instance()) {
        let problem = instance.problem();
        let chosen = instance.required();
        let poor = Solution {
            value: problem.value(&chosen),
            chosen,
            bound: f64::INFINITY,
            nodes: 0,
        };
        let solution = solve(&problem, &poor, f64::NEG_INFINITY, u64::MAX);
        prop_assert!((solution.value - instance.exhaustive()).abs() <= 2.0 * EPSILON);
        prop_assert!(solution.bound <= solution.value + EPSILON);
    }

    #[test]
    fn a_search_that_ends_early_states_a_true_bound(instance in any_instance(), limit in 0u64..6) {
        let problem = instance.problem();
        let solution = solve(&problem, &start(&problem), f64::NEG_INFINITY, limit);
        prop_assert!(solution.bound + 2.0 * EPSILON >= instance.exhaustive());
        prop_assert!(instance.allows(&solution.chosen));
    }

    #[test]
    fn a_floor_never_hides_a_better_set(instance in any_instance(), floor in 0.0..30.0f64) {
        let problem = instance.problem();
        let solution = solve(&problem, &start(&problem), floor, u64::MAX);
        let best = instance.exhaustive();
        if best > floor + 2.0 * EPSILON {
            prop_assert!((solution.value - best).abs() <= 2.0 * EPSILON);
        } else {
            prop_assert!(solution.value <= best + EPSILON);
        }
    }

    #[test]
    fn more_room_is_never_worth_less(instance in any_instance()) {
        let values = start_values(&instance.problem());
        prop_assert_eq!(values.len(), instance.most);
        prop_assert!(values.windows(2).all(|pair| pair[0] <= pair[1]));
    }

    #[test]
    fn the_same_problem_has_the_same_answer(instance in any_instance()) {
        let problem = instance.problem();
        let once = solve(&problem, &start(&problem), f64::NEG_INFINITY, u64::MAX);
        let again = solve(&problem, &start(&problem), f64::NEG_INFINITY, u64::MAX);
        prop_assert_eq!(once, again);
    }
}
