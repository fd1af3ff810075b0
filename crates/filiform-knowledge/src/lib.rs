//! What the product believes.
//!
//! `knowledge/` is text that a clinician can read, correct and sign. This crate parses it into typed,
//! cross-checked, indexed tables. A statement without source or certainty, a name that resolves to
//! nothing, a number out of range: each is an error that names file and line, and the program refuses to
//! start with it.

mod adverse;
mod anatomy;
mod benefit;
mod body;
mod concept;
mod consent;
mod course_rule;
mod decimal;
mod evidence;
mod export;
mod hazard;
mod ids;
mod instrument;
mod knowledge;
mod lexicon;
mod load;
mod mechanism;
mod principle;
mod records;
mod rule;
mod scoring;
mod search;
mod session;
mod spelling;
mod statement;
mod table;
mod time_course;

pub use adverse::{
    AdverseCategory, AdverseEvent, AdverseScale, Expected, GradeExample, PublishedRate, Rate,
    RateUnit, Reporter, ScaleLevel,
};
pub use anatomy::{
    Angle, Muscle, Nerve, Point, Position, Reach, Region, Segment, SegmentSet, Zone,
};
pub use benefit::{Benefit, Group};
pub use body::{
    AreaReading, Body, BodyError, Camera, Confidence, DrawnSkin, Figure, NearPoint, OnPicture,
    PointPlace, Share, SkinPlace, SkinPlaceError, TriangleSet, TriangleSetError,
};
pub use concept::{CodeSystem, Concept, ConceptKind, Ingredient, Lab};
pub use consent::{
    About, ConsentKind, ConsentRisk, Frequency, FrequencyUnit, FrequencyWord, PlainAbout,
    PlainWords,
};
pub use course_rule::{
    CourseInput, CourseLimits, CourseRule, Extension, Since, Stance, StopWhen, Unclear, VisitBlock,
};
pub use decimal::Decimal;
pub use evidence::{
    Aim, ConditionStatement, Dose, Effect, ElectricalUse, FrequencyRange, Guideline, OtherMinutes,
    SessionRange, Stimulation, Target, Tissue, Trial,
};
pub use export::{Export, LICENCE};
pub use hazard::{DefaultDepth, DepthLimit, Hazard, Measured, NeedleStop};
pub use ids::*;
pub use instrument::{
    AnswerUnit, Better, Check, Coded, Compare, Definition, Diary, Formula, Instrument, Item,
    Licence, LicenceTier, LoincCode, Need, Purpose, SafetyItem, TwoMarks, Wording, WorkingRule,
};
pub use knowledge::Knowledge;
pub use lexicon::{Lexicon, Term, fold};
pub use load::{Embedded, FileSource, Folder, Layered, LoadErrors, NamedText, Problem};
pub use mechanism::{ClaimVerdict, Mechanism, MechanismFinding, NeedleAim, Strength};
pub use principle::{Area, NamedNumber, Principle};
pub use rule::{
    Condition, CurrentPath, Member, Mention, NeedleNumber, Place, PointSet, Rule, RuleKind, Scope,
    Severity, SideRule, Technique, Threshold, Urgency,
};
pub use scoring::{
    Band, Bands, Change, ChangeKind, ChangeRules, ChangeSize, Fill, Improved, Inputs, Limit,
    LimitSide, Method, Missing, ScoreRule, Standing, Step, StepReach, Window,
};
pub use search::{Entry, Kind, Search};
pub use session::{
    ElectricalSetting, NeedleCheck, NeedleDiameter, NeedleFact, NeedleLength, Privilege,
    SettingRange, SettingUnit, StockField, StockKind,
};
pub use statement::{Certainty, Mark, Provenance, Review, Source, Verification, Withdrawn};
pub use table::{Key, Table};
pub use time_course::{TimeCourse, TimeCourseTopic};
