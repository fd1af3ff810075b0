//! Builders, given/when/then and a fixed clock for tests.
