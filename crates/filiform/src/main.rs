//! The Filiform command line.
fn main() {}
