//! A complaint and the verdicts in, a point plan with its reasons out.
