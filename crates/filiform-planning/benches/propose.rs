//! How long a proposal takes.

fn main() {
    divan::main();
}
