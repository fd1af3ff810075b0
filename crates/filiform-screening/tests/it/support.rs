//! Given facts, when needles, then rules.

use std::sync::LazyLock;
use std::sync::atomic::{AtomicU64, Ordering};

use filiform_knowledge::{
    Angle, CodeSystem, ConceptId, ConceptKey, Knowledge, Place, Position, Severity, Technique,
};
use filiform_screening::{
    AppliesTo, Chart, Code, ElectrodePair, Fact, FactKind, FactState, Finding, Needle, Person,
    PlanToScreen, Quantity, RecordedStatus, Rulebook, Verdict, screen,
};
use filiform_units::{
    DepthRange, FactId, Laterality, Millimetres, PartialDate, Sex, Side, Timestamp,
};

pub(crate) static KNOWLEDGE: LazyLock<Knowledge> = LazyLock::new(|| match Knowledge::embedded() {
    Ok(knowledge) => knowledge,
    Err(errors) => panic!("{errors}"),
});

pub(crate) static RULEBOOK: LazyLock<Rulebook> = LazyLock::new(|| Rulebook::new(&KNOWLEDGE));

/// The clock of every test.
pub(crate) fn now() -> Timestamp {
    Timestamp::parse("2026-11-24T12:00:00Z").unwrap()
}

/// A fact in the making.
pub(crate) fn fact(kind: FactKind, text: &str) -> Fact {
    static NEXT: AtomicU64 = AtomicU64::new(1);
    Fact {
        id: FactId::from_bits(u128::from(NEXT.fetch_add(1, Ordering::Relaxed))),
        kind,
        concept: None,
        codes: Vec::new(),
        text: text.to_owned(),
        status: RecordedStatus::Active,
        onset: None,
        ended: None,
        value: None,
        side: Laterality::None,
        source: "history form".to_owned(),
        recorded_at: now(),
    }
}

pub(crate) fn medicine(text: &str) -> Fact {
    fact(FactKind::Medicine, text)
}

pub(crate) fn problem(text: &str) -> Fact {
    fact(FactKind::Problem, text)
}

pub(crate) fn device(text: &str) -> Fact {
    fact(FactKind::Device, text)
}

pub(crate) fn procedure(text: &str) -> Fact {
    fact(FactKind::Procedure, text).status(RecordedStatus::Ended)
}

/// A line of free text whose status nobody recorded.
pub(crate) fn prose(text: &str) -> Fact {
    fact(FactKind::Medicine, text).status(RecordedStatus::Unknown)
}

pub(crate) fn yes(concept: &str) -> Fact {
    let mut answer = fact(FactKind::Answer, "");
    answer.concept = Some(ConceptId::new(concept));
    answer
}

pub(crate) fn no(concept: &str) -> Fact {
    yes(concept).status(RecordedStatus::Absent)
}

pub(crate) fn lab(name: &str, value: f64, unit: &str) -> Fact {
    let mut lab = fact(FactKind::Lab, name).onset("2026-11-20");
    lab.value = Some(Quantity {
        value,
        unit: unit.to_owned(),
    });
    lab
}

pub(crate) fn pregnant_since(onset: &str) -> Fact {
    problem("Normal pregnancy").onset(onset)
}

pub(crate) trait FactExt {
    fn status(self, status: RecordedStatus) -> Fact;
    fn onset(self, date: &str) -> Fact;
    fn ended(self, date: &str) -> Fact;
    fn side(self, side: Laterality) -> Fact;
    fn code(self, system: CodeSystem, code: &str) -> Fact;
    fn recorded(self, at: &str) -> Fact;
}

impl FactExt for Fact {
    fn status(mut self, status: RecordedStatus) -> Fact {
        self.status = status;
        self
    }

    fn onset(mut self, date: &str) -> Fact {
        self.onset = Some(PartialDate::parse(date).unwrap());
        self
    }

    fn ended(mut self, date: &str) -> Fact {
        self.status = RecordedStatus::Ended;
        self.ended = Some(PartialDate::parse(date).unwrap());
        self
    }

    fn side(mut self, side: Laterality) -> Fact {
        self.side = side;
        self
    }

    fn code(mut self, system: CodeSystem, code: &str) -> Fact {
        self.codes.push(Code {
            system,
            code: code.to_owned(),
        });
        self
    }

    fn recorded(mut self, at: &str) -> Fact {
        self.recorded_at = Timestamp::parse(&format!("{at}T12:00:00Z")).unwrap();
        self
    }
}

/// A manual needle, straight in, on the left or the midline, at the customary depth of the point.
pub(crate) fn at(code: &str) -> Needle {
    let key = KNOWLEDGE
        .point_key(code)
        .unwrap_or_else(|| panic!("no point {code}"));
    let point = KNOWLEDGE.point(key);
    Needle {
        near: None,
        place: Place::Point(key),
        side: if point.midline {
            Side::Midline
        } else {
            Side::Left
        },
        depth: point.depth,
        angle: Angle::Perpendicular,
        technique: Technique::Manual,
    }
}

pub(crate) trait NeedleExt {
    fn depth(self, min: u32, max: u32) -> Needle;
    fn no_depth(self) -> Needle;
    fn right(self) -> Needle;
    fn angle(self, angle: Angle) -> Needle;
    fn with(self, technique: Technique) -> Needle;
    fn electrical(self) -> Needle;
}

impl NeedleExt for Needle {
    fn depth(mut self, min: u32, max: u32) -> Needle {
        let mm = |mm| Millimetres::new(mm).unwrap();
        self.depth = Some(DepthRange::new(mm(min), mm(max)).unwrap());
        self
    }

    fn no_depth(mut self) -> Needle {
        self.depth = None;
        self
    }

    fn right(mut self) -> Needle {
        self.side = Side::Right;
        self
    }

    fn angle(mut self, angle: Angle) -> Needle {
        self.angle = angle;
        self
    }

    fn with(mut self, technique: Technique) -> Needle {
        self.technique = technique;
        self
    }

    fn electrical(self) -> Needle {
        self.with(Technique::Electrical)
    }
}

pub(crate) struct Given {
    person: Person,
    facts: Vec<Fact>,
    condition: Option<String>,
    position: Option<Position>,
}

/// A man of 45 without facts of his own but these.
pub(crate) fn given(facts: &[Fact]) -> Given {
    Given {
        person: Person {
            sex: Sex::Male,
            born: Some(PartialDate::parse("1981-06-15").unwrap()),
        },
        facts: facts.to_vec(),
        condition: None,
        position: None,
    }
}

impl Given {
    pub(crate) fn woman(mut self, born: &str) -> Self {
        self.person = Person {
            sex: Sex::Female,
            born: Some(PartialDate::parse(born).unwrap()),
        };
        self
    }

    pub(crate) fn person(mut self, person: Person) -> Self {
        self.person = person;
        self
    }

    pub(crate) fn treated_for(mut self, condition: &str) -> Self {
        self.condition = Some(condition.to_owned());
        self
    }

    pub(crate) fn lying(mut self, position: Position) -> Self {
        self.position = Some(position);
        self
    }

    pub(crate) fn chart(&self) -> Chart {
        Chart::read(&RULEBOOK, &self.person, &self.facts, now())
    }

    pub(crate) fn means(&self, concept: &str) -> FactState {
        self.chart().state_of(concept_key(concept))
    }

    pub(crate) fn when(self, needles: &[Needle]) -> Then {
        self.when_joined(needles, &[])
    }

    /// Electrical needles, joined in pairs.
    pub(crate) fn when_joined(self, needles: &[Needle], pairs: &[(usize, usize)]) -> Then {
        let plan = PlanToScreen {
            needles: needles.to_vec(),
            pairs: pairs
                .iter()
                .map(|(a, b)| ElectrodePair { a: *a, b: *b })
                .collect(),
            position: self.position,
            conditions: self
                .condition
                .iter()
                .map(|id| {
                    KNOWLEDGE
                        .condition_key(id)
                        .unwrap_or_else(|| panic!("no condition {id}"))
                })
                .collect(),
        };
        let chart = self.chart();
        Then {
            verdict: screen(&RULEBOOK, &chart, &plan),
            facts: self.facts,
        }
    }
}

pub(crate) struct Then {
    pub(crate) verdict: Verdict,
    pub(crate) facts: Vec<Fact>,
}

impl Then {
    pub(crate) fn find(&self, rule: &str, severity: Severity) -> Option<&Finding> {
        let key = KNOWLEDGE
            .rule_key(rule)
            .unwrap_or_else(|| panic!("no rule {rule}"));
        self.verdict
            .findings()
            .iter()
            .find(|finding| finding.rule == key && finding.severity == severity)
    }

    /// The rule speaks with this severity.
    pub(crate) fn then(&self, rule: &str, severity: Severity) -> &Self {
        assert!(
            self.find(rule, severity).is_some(),
            "{rule} does not say {severity:?}; heard {:?}",
            self.said()
        );
        self
    }

    /// The rule speaks with this severity of exactly these needles.
    pub(crate) fn of(&self, rule: &str, severity: Severity, needles: &[usize]) -> &Self {
        self.then(rule, severity);
        let finding = self.find(rule, severity).unwrap();
        assert_eq!(finding.applies_to, AppliesTo::Needles(needles.to_vec()));
        self
    }

    /// The rule says nothing.
    pub(crate) fn not(&self, rule: &str) -> &Self {
        let key = KNOWLEDGE
            .rule_key(rule)
            .unwrap_or_else(|| panic!("no rule {rule}"));
        assert!(
            self.verdict
                .findings()
                .iter()
                .all(|finding| finding.rule != key),
            "{rule} speaks; heard {:?}",
            self.said()
        );
        self
    }

    /// Nothing is as serious as this.
    pub(crate) fn below(&self, severity: Severity) -> &Self {
        assert!(
            self.verdict.severity() < severity,
            "heard {:?}",
            self.said()
        );
        self
    }

    pub(crate) fn said(&self) -> Vec<(String, Severity)> {
        self.verdict
            .findings()
            .iter()
            .map(|finding| {
                (
                    KNOWLEDGE.rule(finding.rule).id.to_string(),
                    finding.severity,
                )
            })
            .collect()
    }
}

pub(crate) fn concept_key(id: &str) -> ConceptKey {
    KNOWLEDGE
        .concept_key(id)
        .unwrap_or_else(|| panic!("no concept {id}"))
}
