//! Facts and a plan in, a verdict with its reasons out.
