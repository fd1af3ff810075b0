//! Where the labels of the dots go: in two columns beside the body, none over another.

use super::{Dot, GUTTER, HEIGHT, WIDTH};

/// The width of a label in drawing units.
pub(super) const LABEL_WIDTH: f32 = 168.0;

/// The smallest and the largest distance between two labels.
const GAP_MIN: f32 = 54.0;
const GAP_MAX: f32 = 92.0;

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
pub(super) fn place(dots: &[&Dot]) -> Vec<Place> {
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
            .filter(|&index| (dots[index].x < 0.5) == is_left)
            .collect();
        column.sort_by(|&a, &b| dots[a].y.total_cmp(&dots[b].y));
        let wanted: Vec<f32> = column.iter().map(|&index| dots[index].y * HEIGHT).collect();
        for (&index, (y, gap)) in column.iter().zip(spread(&wanted)) {
            let inset = if y > BELOW_HANDS { 130.0 } else { 0.0 };
            let x = if is_left {
                inset - GUTTER
            } else {
                WIDTH + GUTTER - LABEL_WIDTH - inset
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
    let room = HEIGHT / (wanted.len().max(1) as f32);
    let gap = room.clamp(GAP_MIN.min(room), GAP_MAX);
    let mut placed: Vec<f32> = Vec::with_capacity(wanted.len());
    // Labels that touch form a block, centred on the middle of what its labels want.
    let mut blocks: Vec<(f32, usize)> = Vec::new();
    for &height in wanted {
        blocks.push((height, 1));
        while let [.., (above, above_count), (below, below_count)] = blocks.as_slice() {
            let reach = gap * (*above_count + *below_count) as f32 / 2.0;
            if below - above >= reach {
                break;
            }
            let count = above_count + below_count;
            let middle = (above * *above_count as f32 + below * *below_count as f32) / count as f32;
            blocks.truncate(blocks.len() - 2);
            blocks.push((middle, count));
        }
    }
    for (middle, count) in blocks {
        let half = gap * (count as f32) / 2.0;
        let middle = middle.clamp(half, (HEIGHT - half).max(half));
        placed.extend((0..count).map(|row| middle - half + gap * (row as f32 + 0.5)));
    }
    placed.into_iter().map(|y| (y, gap)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_never_overlap_and_stay_on_the_picture() {
        let crowded: Vec<f32> = (0..16).map(|n| 900.0 + n as f32 * 3.0).collect();
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
