//! Quantities with their ranges.
#![expect(
    clippy::unwrap_used,
    reason = "the helpers of tests end a test that is written wrongly"
)]

mod body;
mod electrical;
mod id;
mod length;
mod score;
mod time;

use filiform_units::OutOfRange;

/// Asserts that `make` accepts exactly the whole numbers from `lowest` to `highest`.
fn accepts_exactly<T>(lowest: u32, highest: u32, make: fn(u32) -> Result<T, OutOfRange>) {
    let near = (0..=2_000).chain([65_535, 65_536, 65_536 + highest, u32::MAX]);
    for value in near {
        assert_eq!(
            make(value).is_ok(),
            (lowest..=highest).contains(&value),
            "{value}"
        );
    }
}
