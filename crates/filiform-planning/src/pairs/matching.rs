//! The best set of disjoint pairs, exactly.

/// The most needles that are compared together: every set of them is looked at once.
pub const MOST: usize = 12;

/// A set of pairs in which nothing is twice.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Matching {
    /// The pairs, each with the lower number first, in order.
    pub pairs: Vec<(usize, usize)>,
    /// Their values added up.
    pub value: u32,
    /// Members of a group that has more than [`MOST`], beyond the first.
    pub not_compared: Vec<usize>,
}

/// The set of at most `most` pairs with the highest value, by dynamic programming over sets of needles.
///
/// `values` holds every pair that may be with its value, the lower number first. Needles that no chain of
/// pairs joins are apart, so each group is solved by itself and the channels are shared out afterwards.
pub fn best_matching(values: &[(usize, usize, u16)], most: usize) -> Matching {
    let most = most.min(values.len());
    let mut answer = Matching::default();
    let mut solved = Vec::new();
    for mut members in groups(values) {
        answer
            .not_compared
            .extend(members.drain(members.len().min(MOST)..));
        solved.push(Group::solve(members, values, most));
    }
    answer.not_compared.sort_unstable();
    for (group, pairs) in solved.iter().zip(share_out(&solved, most)) {
        answer.value += group.value(pairs);
        answer.pairs.extend(group.pairs(pairs));
    }
    answer.pairs.sort_unstable();
    answer
}

/// Needles that a chain of pairs joins, each group in order.
fn groups(values: &[(usize, usize, u16)]) -> Vec<Vec<usize>> {
    let mut groups: Vec<Vec<usize>> = Vec::new();
    for (a, b, _) in values {
        let (touched, mut apart): (Vec<_>, Vec<_>) = groups
            .into_iter()
            .partition(|group| group.contains(a) || group.contains(b));
        let mut joined: Vec<usize> = touched.into_iter().flatten().chain([*a, *b]).collect();
        joined.sort_unstable();
        joined.dedup();
        apart.push(joined);
        groups = apart;
    }
    groups.sort_unstable();
    groups
}

/// The best value of every set of one group's members, with at most 0, 1, 2, ... pairs.
struct Group {
    members: Vec<usize>,
    values: Vec<Vec<u16>>,
    // INVARIANT: `best[pairs][set]`, sets as bits by place in `members`.
    best: Vec<Vec<u32>>,
}

impl Group {
    fn solve(members: Vec<usize>, all: &[(usize, usize, u16)], most: usize) -> Self {
        let count = members.len();
        let mut values = vec![vec![0; count]; count];
        for (a, b, value) in all {
            let place = |it: &usize| members.iter().position(|member| member == it);
            if let (Some(a), Some(b)) = (place(a), place(b)) {
                values[a.min(b)][a.max(b)] = *value;
            }
        }
        let most = most.min(count / 2);
        let mut group = Self {
            members,
            values,
            best: vec![vec![0; 1 << count]; most + 1],
        };
        for pairs in 1..=most {
            for set in 1..1 << count {
                group.best[pairs][set] = group.step(pairs, set).0;
            }
        }
        group
    }

    /// The best value of a set, and the partner of its first member in it.
    fn step(&self, pairs: usize, set: usize) -> (u32, Option<usize>) {
        let first = set.trailing_zeros() as usize;
        let rest = set & (set - 1);
        let mut best = (self.best[pairs][rest], None);
        for second in first + 1..self.members.len() {
            let value = self.values[first][second];
            if rest & (1 << second) == 0 || value == 0 {
                continue;
            }
            let joined = u32::from(value) + self.best[pairs - 1][rest & !(1 << second)];
            if joined > best.0 {
                best = (joined, Some(second));
            }
        }
        best
    }

    fn whole(&self) -> usize {
        (1 << self.members.len()) - 1
    }

    /// The most pairs this group can use.
    fn most(&self) -> usize {
        self.best.len() - 1
    }

    fn value(&self, pairs: usize) -> u32 {
        self.best[pairs][self.whole()]
    }

    /// The pairs behind the value.
    fn pairs(&self, mut pairs: usize) -> Vec<(usize, usize)> {
        let mut set = self.whole();
        let mut found = Vec::new();
        while set != 0 && pairs > 0 {
            let first = set.trailing_zeros() as usize;
            let (_, second) = self.step(pairs, set);
            set &= set - 1;
            if let Some(second) = second {
                found.push((self.members[first], self.members[second]));
                set &= !(1 << second);
                pairs -= 1;
            }
        }
        found
    }
}

/// How many pairs each group gets, so that the whole is worth most; ties go to the later groups.
fn share_out(groups: &[Group], most: usize) -> Vec<usize> {
    // `table[group][pairs]`: the value of the groups before it with at most so many pairs.
    let mut table = vec![vec![0_u32; most + 1]];
    let mut given = Vec::new();
    for group in groups {
        let before = &table[table.len() - 1];
        let choices: Vec<(u32, usize)> = (0..=most)
            .map(|pairs| {
                let choice = |own: usize| (before[pairs - own] + group.value(own), own);
                let mut best = choice(0);
                for own in 1..=group.most().min(pairs) {
                    if choice(own).0 > best.0 {
                        best = choice(own);
                    }
                }
                best
            })
            .collect();
        table.push(choices.iter().map(|(value, _)| *value).collect());
        given.push(choices);
    }
    let mut left = most;
    let mut shares: Vec<usize> = given
        .iter()
        .rev()
        .map(|choices| {
            let (_, own) = choices[left];
            left -= own;
            own
        })
        .collect();
    shares.reverse();
    shares
}
