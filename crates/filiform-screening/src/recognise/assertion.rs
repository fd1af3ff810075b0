//! What the words around a concept say about it.

use filiform_knowledge::ConceptKind;
use filiform_units::{Laterality, Timestamp};

use super::cues;
use super::when::last_day;
use crate::recognise::Assertion;
use crate::words::{Text, Token};

/// How far a cue may stand from its concept, in words.
const REACH: usize = 8;

/// Without one of these a text only names its concepts.
const SPEAKS: u64 = cues::RELATIVE
    | cues::HISTORY
    | cues::NEGATES
    | cues::DENIED
    | cues::ALLERGY
    | cues::LOCAL
    | cues::INDUCED
    | cues::ABOUT
    | cues::ABOUT_AFTER
    | cues::REMOVES
    | cues::INSTEAD
    | cues::CHANGES
    | cues::PLANS
    | cues::STARTS
    | cues::FUTURE
    | cues::ENDS
    | cues::ENDED
    | cues::WAS
    | cues::SUSPECTS;

/// A concept in a text, with its surroundings.
pub(crate) struct Around<'t> {
    /// The text.
    pub(crate) text: &'t Text,
    /// Which words belong to some concept.
    pub(crate) covered: &'t [bool],
    /// First word of the concept.
    pub(crate) from: usize,
    /// First word behind it.
    pub(crate) to: usize,
    /// When the words were written.
    pub(crate) said: Timestamp,
    /// What sort of concept.
    pub(crate) kind: ConceptKind,
}

impl Around<'_> {
    /// What the words say.
    pub(crate) fn assertion(&self) -> Assertion {
        let queried = self.token(self.from).is_some_and(|token| token.queried);
        if !queried && !self.text.has_cue(SPEAKS) {
            return Assertion::Affirmed;
        }
        self.other_person()
            .or_else(|| self.negated())
            .or_else(|| self.not_meant())
            .or_else(|| self.removed())
            .or_else(|| self.replaced())
            .or_else(|| self.planned())
            .or_else(|| self.ended())
            .or_else(|| self.suspected())
            .unwrap_or(Assertion::Affirmed)
    }

    /// The side that stands right beside the concept: `left knee replacement`, `lymphoedema of the right
    /// arm`. `left ventricular lead` is not a side.
    pub(crate) fn side(&self) -> Option<Laterality> {
        if !self.text.has_cue(cues::LEFT | cues::RIGHT | cues::BOTH) {
            return None;
        }
        let near = self.from.saturating_sub(3)..(self.to + 4).min(self.text.len());
        let mut found = None;
        for at in near {
            let organ = self
                .token(at + 1)
                .is_some_and(|next| next.cues & cues::ORGAN != 0);
            let Some(token) = self.same_clause(at).filter(|_| !organ) else {
                continue;
            };
            let side = match token.cues & (cues::LEFT | cues::RIGHT | cues::BOTH) {
                cues::LEFT => Laterality::Left,
                cues::RIGHT => Laterality::Right,
                0 => continue,
                _ => Laterality::Both,
            };
            found = match found {
                None => Some(side),
                Some(before) if before == side => Some(side),
                Some(_) => Some(Laterality::Both),
            };
        }
        found
    }

    fn is_medicine(&self) -> bool {
        self.kind == ConceptKind::MedicineClass
    }

    fn token(&self, at: usize) -> Option<&Token> {
        self.text.tokens().get(at)
    }

    /// The word at `at`, when it stands in the clause of the concept.
    fn same_clause(&self, at: usize) -> Option<&Token> {
        let clause = self.token(self.from)?.clause;
        self.token(at).filter(|token| token.clause == clause)
    }

    fn has(&self, at: usize, cue: u64) -> bool {
        self.same_clause(at)
            .is_some_and(|token| token.cues & cue != 0)
    }

    fn has_before(&self, at: usize, cue: u64) -> bool {
        at.checked_sub(1)
            .is_some_and(|before| self.has(before, cue))
    }

    /// The place of the nearest word before the concept with `cue`, reached over fillers only.
    fn before(&self, cue: u64, fill: u64) -> Option<usize> {
        for at in (0..self.from).rev().take(REACH) {
            let token = self.same_clause(at)?;
            if token.cues & cue != 0 {
                return Some(at);
            }
            let listed = self.covered.get(at) == Some(&true) && fill & cues::OR != 0;
            if token.cues & fill == 0 && !token.number && !listed {
                return None;
            }
        }
        None
    }

    /// The place of the nearest word behind the concept with `cue`, reached over fillers only.
    fn after(&self, cue: u64, fill: u64) -> Option<usize> {
        for at in (self.to..self.text.len()).take(REACH) {
            let token = self.same_clause(at)?;
            if token.cues & cue != 0 {
                return Some(at);
            }
            if token.cues & fill == 0 && !token.number {
                return None;
            }
        }
        None
    }

    fn quote(&self, at: usize) -> String {
        self.text.word(at).to_owned()
    }

    fn clause_places(&self) -> impl Iterator<Item = usize> {
        let before = (0..self.from)
            .rev()
            .take_while(|at| self.same_clause(*at).is_some());
        let after = (self.to..self.text.len()).take_while(|at| self.same_clause(*at).is_some());
        before.chain(after)
    }

    fn other_person(&self) -> Option<Assertion> {
        let at = self.clause_places().find(|at| {
            self.has(*at, cues::RELATIVE)
                || (self.has(*at, cues::HISTORY) && self.text.word(at + 1) == "history")
        })?;
        Some(Assertion::OtherPerson(self.quote(at)))
    }

    fn negated(&self) -> Option<Assertion> {
        if self.has(self.to, cues::YES) {
            return None;
        }
        if let Some(at) = self.before(cues::NEGATES, cues::FILLER | cues::OR) {
            return Some(Assertion::Negated(self.quote(at)));
        }
        let at = self.after(cues::DENIED, cues::FILLER)?;
        let last = self.same_clause(at + 1).is_none();
        let ruled_out = self.text.word(at) == "excluded";
        (last || ruled_out).then(|| Assertion::Negated(self.quote(at)))
    }

    fn not_meant(&self) -> Option<Assertion> {
        if self.is_medicine() {
            return self.allergy().or_else(|| self.local()).or_else(|| {
                self.has(self.to, cues::INDUCED)
                    .then(|| Assertion::NotMeant(self.quote(self.to)))
            });
        }
        if self.has(self.to, cues::ABOUT_AFTER) {
            return Some(Assertion::NotMeant(self.quote(self.to)));
        }
        self.before(cues::ABOUT, cues::FILLER)
            .filter(|at| self.has(at + 1, cues::OF))
            .map(|at| Assertion::NotMeant(self.quote(at)))
    }

    fn allergy(&self) -> Option<Assertion> {
        if self.has(self.to, cues::ALLERGY) {
            return Some(Assertion::NotMeant(self.quote(self.to)));
        }
        for at in (0..self.from).rev().take(REACH) {
            let token = self.same_clause(at)?;
            if token.cues & cues::ALLERGY != 0 {
                return Some(Assertion::NotMeant(self.quote(at)));
            }
            let stranger = token.cues & !cues::FILLER == 0 && token.cues & cues::FILLER == 0;
            if token.cues & cues::ALLERGY_FILLER == 0 && !stranger {
                return None;
            }
        }
        None
    }

    /// A cream, an inhaler, a flush: behind the name until a form for the whole body or another concept,
    /// or right before it.
    fn local(&self) -> Option<Assertion> {
        for at in self.to..(self.to + 2 * REACH).min(self.text.len()) {
            let Some(token) = self.same_clause(at) else {
                break;
            };
            let word = self.text.word(at);
            let other =
                self.covered.get(at) == Some(&true) || matches!(word, "and" | "for" | "with");
            if other || token.cues & cues::SYSTEMIC != 0 {
                break;
            }
            if token.cues & cues::LOCAL != 0 && !self.is_hot_flush(at) {
                return Some(Assertion::NotMeant(self.quote(at)));
            }
        }
        (self.from.saturating_sub(2)..self.from)
            .filter(|at| (*at..self.from).all(|between| self.covered.get(between) != Some(&true)))
            .filter(|at| (*at..self.from).all(|between| self.text.word(between) != "and"))
            .find(|at| self.has(*at, cues::LOCAL) && !self.is_hot_flush(*at))
            .map(|at| Assertion::NotMeant(self.quote(at)))
    }

    fn is_hot_flush(&self, at: usize) -> bool {
        at > 0 && matches!(self.text.word(at - 1), "hot" | "facial")
    }

    fn removed(&self) -> Option<Assertion> {
        if self.kind != ConceptKind::Device {
            return None;
        }
        let at = self
            .before(cues::REMOVES, cues::FILLER)
            .or_else(|| self.after(cues::REMOVES, cues::FILLER))?;
        let open = self.has_before(at, cues::PLANS | cues::FUTURE | cues::NEGATES)
            || (self.has_before(at, cues::OF) && !self.has(at + 1, cues::OF))
            || self.has_before(
                at.saturating_sub(1),
                cues::PLANS | cues::FUTURE | cues::NEGATES,
            );
        let refitted = self
            .clause_places()
            .any(|place| self.has(place, cues::REFITS));
        (!open && !refitted).then(|| Assertion::Removed(self.text.words(at, at + 1)))
    }

    /// `instead of X`, `switched from X`, `X replaced by`.
    fn replaced(&self) -> Option<Assertion> {
        if !self.is_medicine() {
            return None;
        }
        let one = self.from.checked_sub(1)?;
        if let Some(two) = one.checked_sub(1) {
            let instead =
                self.has(two, cues::INSTEAD) && matches!(self.text.word(one), "of" | "than");
            if instead {
                return Some(Assertion::NotMeant(self.text.words(two, self.from)));
            }
            if self.has(two, cues::CHANGES) && self.has(one, cues::FROM) {
                return Some(self.end(two));
            }
        }
        let changed_before = self.has(one, cues::CHANGES) && self.has(self.to, cues::TOWARDS);
        changed_before.then(|| self.end(one))
    }

    fn planned(&self) -> Option<Assertion> {
        let place = self
            .before(cues::PLANS, cues::FILLER)
            .or_else(|| self.after(cues::PLANS, cues::FILLER))
            .or_else(|| self.start_to_come());
        place.map(|at| Assertion::Planned(self.quote(at)))
    }

    /// `will start X`, `starting X next week`, `X to start`, `X starting next week`.
    fn start_to_come(&self) -> Option<usize> {
        if let Some(at) = self.before(cues::STARTS, cues::FILLER) {
            let soon = (self.to..self.to + 3)
                .any(|place| self.has(place, cues::FUTURE) && self.text.word(place) != "to");
            return (soon || self.has_before(at, cues::FUTURE)).then_some(at);
        }
        let at = self.after(cues::STARTS | cues::FUTURE, cues::FILLER)?;
        let starts = self.has(at, cues::STARTS) && self.has(at + 1, cues::FUTURE);
        let to_start = self.has(at, cues::FUTURE)
            && (self.has(at + 1, cues::STARTS) || self.has(at + 2, cues::STARTS));
        (starts || to_start).then_some(at)
    }

    fn ended(&self) -> Option<Assertion> {
        if self.kind == ConceptKind::Device || self.begun_again() {
            return None;
        }
        let behind = self.to..self.text.len();
        if let Some(at) = self.before(cues::ENDS, cues::FILLER) {
            if self.is_true_ending(at) {
                return Some(self.end(at));
            }
        } else if let Some(at) = self.was_on() {
            return Some(self.end(at));
        }
        if let Some(at) = self.after(cues::CHANGES, cues::FILLER)
            && self.is_medicine()
            && self.has(at + 1, cues::TOWARDS)
        {
            return Some(self.end(at));
        }
        let at = self.after(cues::ENDED, cues::FILLER)?;
        if matches!(self.text.word(at), "until" | "till") {
            let last = behind
                .take_while(|place| self.same_clause(*place).is_some())
                .last()?;
            last_day(self.text, at, last + 1, self.said.date())
                .filter(|day| *day < self.said.date())?;
        }
        self.is_true_ending(at).then(|| self.end(at))
    }

    fn begun_again(&self) -> bool {
        let mut behind = self.text.tokens().iter().skip(self.to);
        behind.any(|token| token.cues & cues::AGAIN != 0)
    }

    /// Not `not stopped`, `to be stopped`; `longer` only as `no longer`.
    fn is_true_ending(&self, at: usize) -> bool {
        if self.text.word(at) == "longer" {
            return self.has_before(at, cues::NEGATES);
        }
        let undone = cues::NEGATES | cues::FUTURE | cues::PLANS | cues::STARTS;
        let mut before = at;
        for _ in 0..3 {
            if self.has_before(before, undone) {
                return false;
            }
            match before
                .checked_sub(1)
                .filter(|place| self.has(*place, cues::FILLER))
            {
                Some(place) if place >= self.to || place < self.from => before = place,
                Some(_) | None => break,
            }
        }
        true
    }

    /// `was on X`, `had been taking X`, `used to take X`.
    fn was_on(&self) -> Option<usize> {
        let on = self.before(cues::ON, cues::FILLER)?;
        (on.saturating_sub(3)..on)
            .filter(|at| (*at + 1..on).all(|place| matches!(self.text.word(place), "been" | "to")))
            .find(|at| self.has(*at, cues::WAS))
    }

    fn end(&self, at: usize) -> Assertion {
        let first = (0..self.from)
            .rev()
            .take_while(|place| self.same_clause(*place).is_some())
            .last();
        let end = (self.to..self.text.len())
            .take_while(|place| self.same_clause(*place).is_some())
            .last();
        let on = last_day(
            self.text,
            first.unwrap_or(self.from),
            end.map_or(self.to, |last| last + 1),
            self.said.date(),
        );
        Assertion::Ended {
            by: self.quote(at),
            on,
        }
    }

    fn suspected(&self) -> Option<Assertion> {
        if self.token(self.from).is_some_and(|token| token.queried) {
            return Some(Assertion::Suspected("?".to_owned()));
        }
        self.before(cues::SUSPECTS, cues::FILLER)
            .map(|at| Assertion::Suspected(self.quote(at)))
    }
}
