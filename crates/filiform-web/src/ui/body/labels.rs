//! Where the labels of the dots go: in two columns beside the body, none over another.

use super::{Dot, GUTTER, HEIGHT};

/// The width of a label in drawing units.
pub(super) const LABEL_WIDTH: f32 = 168.0;

/// The smallest and the largest distance between two labels.
const GAP_MIN: f32 = 54.0;
const GAP_MAX: f32 = 74.0;

/// Below this height the arms are out of the way and the columns move in.
const BELOW_HANDS: f32 = 700.0;

/// The place of one label.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Place {
    /// The left edge.
    pub(super) x: f32,
    /// The middle.
    pub(super) y: f32,
    /// The height.
    pub(super) height: f32,
    /// Whether the label stands left of the body.
    pub(super) is_left: bool,
}

/// One place for each dot, in the order of the dots.
pub(super) fn place(dots: &[&Dot], width: f32) -> Vec<Place> {
    let mut places = vec![
        Place {
            x: 0.0,
            y: 0.0,
            height: GAP_MIN - 4.0,
            is_left: false
        };
        dots.len()
    ];
    for is_left in [true, false] {
        let mut column: Vec<usize> = (0..dots.len())
            .filter(|&index| (dots[index].spot.x < 0.5) == is_left)
            .collect();
        column.sort_by(|&a, &b| dots[a].spot.y.total_cmp(&dots[b].spot.y));
        let wanted: Vec<f32> = column
            .iter()
            .map(|&index| dots[index].spot.y * HEIGHT)
            .collect();
        for (&index, (y, gap)) in column.iter().zip(spread(&wanted)) {
            let inset = if y > BELOW_HANDS { 130.0 } else { 0.0 };
            let x = if is_left {
                inset - GUTTER
            } else {
                width + GUTTER - LABEL_WIDTH - inset
            };
            places[index] = Place {
                x,
                y,
                height: gap - 6.0,
                is_left,
            };
        }
    }
    places
}

/// Moves sorted heights apart until none is nearer to the next than the gap.
fn spread(wanted: &[f32]) -> Vec<(f32, f32)> {
    let count = u16::try_from(wanted.len()).unwrap_or(u16::MAX);
    let room = HEIGHT / f32::from(count.max(1));
    let gap = room.clamp(GAP_MIN.min(room), GAP_MAX);
    // Labels that touch form a block, centred on the middle of what its labels want.
    let mut blocks: Vec<Block> = Vec::new();
    for &height in wanted {
        blocks.push(Block {
            middle: height,
            count: 1.0,
        });
        while let [.., above, below] = blocks.as_slice() {
            if below.middle - above.middle >= gap * (above.count + below.count) / 2.0 {
                break;
            }
            let joined = above.joined(below);
            blocks.truncate(blocks.len() - 2);
            blocks.push(joined);
        }
    }
    let mut placed = Vec::with_capacity(wanted.len());
    for block in blocks {
        let half = gap * block.count / 2.0;
        let middle = block.middle.clamp(half, (HEIGHT - half).max(half));
        let mut y = middle - half + gap / 2.0;
        while y < middle + half {
            placed.push((y, gap));
            y += gap;
        }
    }
    placed
}

/// Labels that stand one below the other without room between them.
struct Block {
    middle: f32,
    count: f32,
}

impl Block {
    fn joined(&self, below: &Self) -> Self {
        let count = self.count + below.count;
        let middle = (self.middle * self.count + below.middle * below.count) / count;
        Self { middle, count }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_never_overlap_and_stay_on_the_picture() {
        let crowded: Vec<f32> = (0..16_u8).map(|n| 900.0 + f32::from(n) * 3.0).collect();
        assert_eq!(spread(&crowded).len(), crowded.len());
        let placed = spread(&crowded);
        for pair in placed.windows(2) {
            assert!(pair[1].0 - pair[0].0 >= pair[0].1 - 0.01, "{pair:?}");
        }
        assert!(
            placed
                .iter()
                .all(|(y, gap)| *y >= gap / 2.0 - 0.01 && *y <= HEIGHT - gap / 2.0 + 0.01)
        );
    }

    #[test]
    fn a_lone_label_stands_beside_its_dot() {
        assert_eq!(spread(&[500.0]), vec![(500.0, GAP_MAX)]);
    }
}
