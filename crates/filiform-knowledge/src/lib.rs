//! What the product believes.
//!
//! `knowledge/` is text that a clinician can read, correct and sign. This crate parses it into typed,
//! cross-checked, indexed tables. A statement without source or certainty, a name that resolves to
//! nothing, a number out of range: each is an error that names file and line, and the program refuses to
//! start with it.

mod anatomy;
mod concept;
mod decimal;
mod evidence;
mod ids;
mod instrument;
mod knowledge;
mod lexicon;
mod load;
mod rule;
mod scoring;
mod statement;
mod table;

pub use anatomy::{
    Angle, Muscle, Nerve, Point, Position, Reach, Region, Segment, SegmentSet, Zone,
};
pub use concept::{CodeSystem, Concept, ConceptKind, Ingredient, Lab};
pub use decimal::Decimal;
pub use evidence::{ConditionStatement, Dose, Effect, Guideline, Target, Tissue, Trial};
pub use ids::*;
pub use instrument::{
    AnswerUnit, Better, Check, Coded, Compare, Definition, Diary, Formula, Instrument, Item,
    Licence, LicenceTier, LoincCode, Need, Purpose, SafetyItem, TwoMarks, Wording, WorkingRule,
};
pub use knowledge::Knowledge;
pub use lexicon::{Lexicon, Term, fold};
pub use load::{Embedded, FileSource, Folder, LoadErrors, NamedText, Problem};
pub use rule::{
    Condition, CurrentPath, Member, Place, PointSet, Rule, RuleKind, Scope, Severity, SideRule,
    Technique, Threshold, Urgency,
};
pub use scoring::{
    Band, Bands, Change, ChangeKind, ChangeRules, ChangeSize, Fill, Improved, Inputs, Limit,
    LimitSide, Method, Missing, ScoreRule, Standing, Step, StepReach, Window,
};
pub use statement::{Certainty, Mark, Provenance, Review, Source, Verification};
pub use table::{Key, Table};
