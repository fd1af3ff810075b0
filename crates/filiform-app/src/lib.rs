//! Use cases: load, decide, append, project, commit once.
