//! The smallest set of answers that settles every part.
//!
//! A part depends on some answers only, and a further answer never opens it again. Whether a set settles a
//! part is asked of a function, so that conditions are judged in one place.

use std::collections::{BTreeSet, HashMap};

/// A set of answers, and how it was found.
#[derive(Debug)]
pub(super) struct Smallest {
    /// Places of the answers, ascending.
    pub(super) chosen: Vec<usize>,
    /// Whether it is proven to be the smallest; otherwise no answer of it can be left out.
    pub(super) proven: bool,
    /// How many sets were looked at.
    pub(super) nodes: u32,
}

/// Finds the smallest set among `count` answers that settles all `parts`, each given by the answers that
/// matter to it. All answers together must settle them. Earlier answers are preferred.
pub(super) fn smallest(
    parts: &[Vec<usize>],
    count: usize,
    node_limit: u32,
    test: &mut dyn FnMut(usize, &[bool]) -> bool,
) -> Smallest {
    let mut search = Search {
        parts,
        test,
        memo: HashMap::new(),
        nodes: 0,
        node_limit,
    };
    let mut chosen = search.forced(count);
    let open = search.open_parts(&chosen);
    let mut gave_up = false;
    for group in groups(parts, &open, &chosen) {
        gave_up |= !search.settle(&group, &mut chosen);
    }
    Smallest {
        chosen: (0..count).filter(|at| is_in(&chosen, *at)).collect(),
        proven: !gave_up,
        nodes: search.nodes,
    }
}

fn is_in(set: &[bool], at: usize) -> bool {
    set.get(at).copied().unwrap_or(false)
}

fn put(set: &mut [bool], at: usize, inside: bool) {
    if let Some(place) = set.get_mut(at) {
        *place = inside;
    }
}

/// Open parts that share an answer that is still free, directly or through others.
fn groups(parts: &[Vec<usize>], open: &[usize], chosen: &[bool]) -> Vec<Vec<usize>> {
    let mut groups: Vec<(BTreeSet<usize>, Vec<usize>)> = Vec::new();
    for part in open {
        let mut answers: BTreeSet<usize> = free(parts, *part, chosen).collect();
        let mut members = vec![*part];
        groups.retain_mut(|(others, more)| {
            let apart = others.is_disjoint(&answers);
            if !apart {
                answers.append(others);
                members.append(more);
            }
            apart
        });
        members.sort_unstable();
        groups.push((answers, members));
    }
    groups.into_iter().map(|(_, members)| members).collect()
}

fn free<'a>(
    parts: &'a [Vec<usize>],
    part: usize,
    taken: &'a [bool],
) -> impl Iterator<Item = usize> + 'a {
    let answers = parts.get(part).map_or(&[][..], Vec::as_slice);
    answers.iter().copied().filter(|at| !is_in(taken, *at))
}

struct Search<'a> {
    parts: &'a [Vec<usize>],
    test: &'a mut dyn FnMut(usize, &[bool]) -> bool,
    memo: HashMap<(usize, u128), bool>,
    nodes: u32,
    node_limit: u32,
}

/// The search looked at as many nodes as it may.
struct GaveUp;

impl Search<'_> {
    fn is_settled(&mut self, part: usize, chosen: &[bool]) -> bool {
        let answers = self.parts.get(part).map_or(&[][..], Vec::as_slice);
        if answers.len() > 128 {
            return (self.test)(part, chosen);
        }
        let mask = answers.iter().fold(0u128, |mask, at| {
            (mask << 1) | u128::from(is_in(chosen, *at))
        });
        if let Some(known) = self.memo.get(&(part, mask)) {
            return *known;
        }
        let settled = (self.test)(part, chosen);
        self.memo.insert((part, mask), settled);
        settled
    }

    fn open_parts(&mut self, chosen: &[bool]) -> Vec<usize> {
        (0..self.parts.len())
            .filter(|part| !self.is_settled(*part, chosen))
            .collect()
    }

    /// Answers without which the others do not settle everything.
    fn forced(&mut self, count: usize) -> Vec<bool> {
        let mut forced = vec![false; count];
        let mut all = vec![true; count];
        for part in 0..self.parts.len() {
            for at in free(self.parts, part, &[]).collect::<Vec<_>>() {
                put(&mut all, at, false);
                if !self.is_settled(part, &all) {
                    put(&mut forced, at, true);
                }
                put(&mut all, at, true);
            }
        }
        forced
    }

    /// Adds the fewest answers that settle `group`. `false` when fewer may do.
    fn settle(&mut self, group: &[usize], chosen: &mut Vec<bool>) -> bool {
        let enough = self.without_the_needless(group, chosen);
        let count = |set: &[bool]| set.iter().filter(|inside| **inside).count();
        let most = count(&enough) - count(chosen);
        for budget in 1..most {
            let mut closed = chosen.clone();
            match self.within(group, chosen, &mut closed, budget) {
                Ok(true) => return true,
                Ok(false) => {}
                Err(GaveUp) => {
                    *chosen = enough;
                    return false;
                }
            }
        }
        *chosen = enough;
        true
    }

    /// All answers of the group, less those that can be left out one after the other, later ones first.
    fn without_the_needless(&mut self, group: &[usize], chosen: &[bool]) -> Vec<bool> {
        let mut enough = chosen.to_vec();
        let mut added = BTreeSet::new();
        for part in group {
            added.extend(free(self.parts, *part, chosen));
        }
        for at in &added {
            put(&mut enough, *at, true);
        }
        for at in added.into_iter().rev() {
            put(&mut enough, at, false);
            if !group.iter().all(|part| self.is_settled(*part, &enough)) {
                put(&mut enough, at, true);
            }
        }
        enough
    }

    /// Whether `budget` more answers settle `group`; they are in `chosen` then. `closed` are the answers
    /// that are chosen, or that need not be tried any more.
    fn within(
        &mut self,
        group: &[usize],
        chosen: &mut [bool],
        closed: &mut Vec<bool>,
        budget: usize,
    ) -> Result<bool, GaveUp> {
        self.nodes += 1;
        if self.nodes > self.node_limit {
            return Err(GaveUp);
        }
        let open: Vec<usize> = group
            .iter()
            .copied()
            .filter(|part| !self.is_settled(*part, chosen))
            .collect();
        if open.is_empty() {
            return Ok(true);
        }
        if self.apart(&open, closed) > budget {
            return Ok(false);
        }
        let fewest = open
            .into_iter()
            .min_by_key(|part| free(self.parts, *part, closed).count());
        let Some(part) = fewest else {
            return Ok(true);
        };
        let before = closed.clone();
        for at in free(self.parts, part, &before) {
            put(chosen, at, true);
            put(closed, at, true);
            if self.within(group, chosen, closed, budget - 1)? {
                return Ok(true);
            }
            put(chosen, at, false);
        }
        *closed = before;
        Ok(false)
    }

    /// How many parts have no free answer in common: each of them needs one of its own.
    fn apart(&self, open: &[usize], closed: &[bool]) -> usize {
        let mut used: BTreeSet<usize> = BTreeSet::new();
        let mut count = 0;
        for part in open {
            if free(self.parts, *part, closed).all(|at| !used.contains(&at)) {
                used.extend(free(self.parts, *part, closed));
                count += 1;
            }
        }
        count
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const COUNT: usize = 9;

    /// Parts that want at least so many of their answers.
    type Wanted = Vec<(BTreeSet<usize>, usize)>;

    fn wanted() -> impl Strategy<Value = Wanted> {
        let part = (prop::collection::btree_set(0..COUNT, 1..5), 1usize..4)
            .prop_map(|(answers, least)| (answers.clone(), least.min(answers.len())));
        prop::collection::vec(part, 0..8)
    }

    fn settles(wanted: &Wanted, part: usize, chosen: &[bool]) -> bool {
        let (answers, least) = &wanted[part];
        answers.iter().filter(|at| chosen[**at]).count() >= *least
    }

    fn find(wanted: &Wanted, node_limit: u32) -> Smallest {
        let parts: Vec<Vec<usize>> = wanted
            .iter()
            .map(|(answers, _)| answers.iter().copied().collect())
            .collect();
        smallest(&parts, COUNT, node_limit, &mut |part, chosen| {
            settles(wanted, part, chosen)
        })
    }

    fn settles_all(wanted: &Wanted, set: &[usize]) -> bool {
        let chosen: Vec<bool> = (0..COUNT).map(|at| set.contains(&at)).collect();
        (0..wanted.len()).all(|part| settles(wanted, part, &chosen))
    }

    proptest! {
        #[test]
        fn no_smaller_set_settles_every_part(wanted in wanted()) {
            let found = find(&wanted, u32::MAX);
            prop_assert!(found.proven);
            prop_assert!(settles_all(&wanted, &found.chosen));
            let least = (0u32..1 << COUNT)
                .map(|set| (0..COUNT).filter(|at| set >> at & 1 == 1).collect::<Vec<_>>())
                .filter(|set| settles_all(&wanted, set))
                .map(|set| set.len())
                .min();
            prop_assert_eq!(Some(found.chosen.len()), least);
        }

        #[test]
        fn a_search_that_gives_up_says_so_and_keeps_nothing_needless(wanted in wanted()) {
            let found = find(&wanted, 0);
            prop_assert!(settles_all(&wanted, &found.chosen));
            for left_out in &found.chosen {
                let others: Vec<usize> =
                    found.chosen.iter().copied().filter(|at| at != left_out).collect();
                prop_assert!(!settles_all(&wanted, &others));
            }
            if found.proven {
                prop_assert_eq!(found.chosen.len(), find(&wanted, u32::MAX).chosen.len());
            }
        }
    }
}
