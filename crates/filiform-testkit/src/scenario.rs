//! Given events, when a command, then events or a refusal.

use std::fmt::Debug;

use filiform_care::{Act, course, patient, preference, protocol, session};

use crate::{an_act, knowledge};

/// What an aggregate is: how it decides and how it reads its history.
#[derive(Debug)]
struct Rules<S, C, E, R> {
    decide: fn(&S, C, Act) -> Result<Vec<E>, R>,
    evolve: fn(S, &E) -> S,
}

impl<S, C, E, R> Clone for Rules<S, C, E, R> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<S, C, E, R> Copy for Rules<S, C, E, R> {}

/// A state that events led to.
#[derive(Debug)]
pub struct Given<S, C, E, R> {
    state: S,
    rules: Rules<S, C, E, R>,
}

/// A command was decided.
#[derive(Debug)]
#[must_use = "a scenario says something only with `then` or `refused`"]
pub struct When<S, C, E, R> {
    given: Given<S, C, E, R>,
    decided: Result<Vec<E>, R>,
}

/// A session with this history.
#[must_use = "a scenario says something only with `when`"]
pub fn given_session(
    history: &[Vec<session::Event>],
) -> Given<session::Session, session::Command, session::Event, session::Refusal> {
    Given::after(
        Rules {
            decide: |session, command, act| session::decide(knowledge(), session, command, act),
            evolve: session::evolve,
        },
        history,
    )
}

/// A course with this history.
#[must_use = "a scenario says something only with `when`"]
pub fn given_course(
    history: &[Vec<course::Event>],
) -> Given<course::Course, course::Command, course::Event, course::Refusal> {
    Given::after(
        Rules {
            decide: |course, command, act| course::decide(knowledge(), course, command, act),
            evolve: course::evolve,
        },
        history,
    )
}

/// A protocol with this history.
#[must_use = "a scenario says something only with `when`"]
pub fn given_protocol(
    history: &[Vec<protocol::Event>],
) -> Given<protocol::Protocol, protocol::Command, protocol::Event, protocol::Refusal> {
    Given::after(
        Rules {
            decide: |protocol, command, act| protocol::decide(knowledge(), protocol, command, act),
            evolve: protocol::evolve,
        },
        history,
    )
}

/// The wishes of a clinician with this history.
#[must_use = "a scenario says something only with `when`"]
pub fn given_preferences(
    history: &[Vec<preference::Event>],
) -> Given<preference::Preferences, preference::Command, preference::Event, preference::Refusal> {
    Given::after(
        Rules {
            decide: |held, command, act| preference::decide(knowledge(), held, command, act),
            evolve: preference::evolve,
        },
        history,
    )
}

/// A patient's record with this history.
#[must_use = "a scenario says something only with `when`"]
pub fn given_patient(
    history: &[Vec<patient::Event>],
) -> Given<patient::Patient, patient::Command, patient::Event, patient::Refusal> {
    Given::after(
        Rules {
            decide: patient::decide,
            evolve: patient::evolve,
        },
        history,
    )
}

impl<S: Default, C, E, R> Given<S, C, E, R> {
    fn after(rules: Rules<S, C, E, R>, history: &[Vec<E>]) -> Self {
        let state = history.iter().flatten().fold(S::default(), rules.evolve);
        Self { state, rules }
    }
}

impl<S, C, E, R> Given<S, C, E, R> {
    /// The state.
    pub const fn state(&self) -> &S {
        &self.state
    }

    /// Decides the command, done by the usual clinician as the clock starts.
    pub fn when(self, command: C) -> When<S, C, E, R> {
        self.when_at(command, an_act())
    }

    /// Decides the command, done by and at `act`.
    pub fn when_at(self, command: C, act: Act) -> When<S, C, E, R> {
        let decided = (self.rules.decide)(&self.state, command, act);
        When {
            given: self,
            decided,
        }
    }
}

impl<S, C, E: PartialEq + Debug, R: PartialEq + Debug> When<S, C, E, R> {
    /// Exactly these events happened. Returns the state after them, for the next `when`.
    #[track_caller]
    pub fn then(self, expected: &[E]) -> Given<S, C, E, R> {
        let events = match self.decided {
            Ok(events) => events,
            Err(refusal) => panic!("refused with {refusal:?}, expected {expected:?}"),
        };
        assert_eq!(events, expected);
        let Given { state, rules } = self.given;
        let state = events.iter().fold(state, rules.evolve);
        Given { state, rules }
    }

    /// It was refused with exactly this.
    #[track_caller]
    pub fn refused(self, expected: &R) {
        match self.decided {
            Ok(events) => panic!("{events:?} happened, expected the refusal {expected:?}"),
            Err(refusal) => assert_eq!(&refusal, expected),
        }
    }
}
