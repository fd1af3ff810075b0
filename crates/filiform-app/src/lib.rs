//! Use cases: load, decide, append, project, commit once.
//!
//! Each use case is one transaction: it loads the state from the ledger, asks the pure core to decide,
//! appends the events with the read models and the audit line, and answers only after the flush. No rule
//! lives here; who may do what is asked of [`access`] alone.

pub mod access;
mod accounts;
mod alternatives;
mod app;
mod cards;
mod courses;
mod earlier;
mod error;
mod links;
mod local;
mod on_body;
mod patients;
mod plan_edits;
mod planning;
mod plans;
mod preferences;
mod proposals;
mod protocols;
mod record;
mod referral;
mod rescreen;
mod sessions;
mod shell;
mod signin;
mod today;

pub use access::{Action, Actor, Role};
pub use accounts::{NewUser, NewUserError, PrivilegeChange, User};
pub use alternatives::{AlternativesView, Take};
pub use app::{App, Parts};
pub use courses::{Baseline, CourseView, OpenCourse};
pub use earlier::{Comparison, EarlierPlan};
pub use error::{AppError, Command, IdempotencyKey};
pub use links::{LinkState, NewLink, OpenedLink};
pub use local::{Reader, local_statements};
pub use on_body::{NoGo, OnBody};
pub use patients::{
    FactsOutcome, History, HistoryOutcome, NewFact, PatientList, PatientView, Said, SourceId,
};
pub use plan_edits::{EditPlan, TakeOver};
pub use plans::{PlanSource, PlanView, ProposeLimits};
pub use protocols::{ListedProtocol, OfferedProtocol, ProtocolList, SaveProtocol, SavedProtocol};
pub use record::{RecordView, Verification};
pub use referral::ReferralView;
pub use rescreen::ChangedPlan;
pub use sessions::{NewNeedle, SessionView, StartSession};
pub use shell::{Clock, Ids, SystemClock, SystemIds, hex, operating_system_randomness};
pub use signin::{SignIn, SignInError, SignedIn};
pub use today::{RunningSession, Today, TodayCourse};
