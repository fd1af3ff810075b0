//! Where a place appears on a picture.

use super::{Figure, dot};

/// What one picture shows: a view without perspective from one direction.
#[derive(Clone, Debug, PartialEq)]
pub struct Camera {
    /// The name of its picture: `front`, `hand-palm`.
    pub name: String,
    /// What it shows, for people: `Front`.
    pub words: String,
    /// The width of the picture in pixels.
    pub width_px: u16,
    /// The height of the picture in pixels.
    pub height_px: u16,
    /// To the right of the picture, up it, and toward the viewer; each of length 1.
    pub(super) axes: [[f32; 3]; 3],
    /// What is in the middle, and how many millimetres are seen from top to bottom; woman, then man.
    pub(super) frames: [([f32; 3], f32); 2],
}

/// A place on a picture.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct OnPicture {
    /// Across, 0 to 1 from the left edge.
    pub x: f32,
    /// Down, 0 to 1 from the top edge.
    pub y: f32,
    /// Toward the viewer, in millimetres; more is nearer.
    pub depth_mm: f32,
}

impl Camera {
    /// Where a position appears; outside the picture `x` or `y` are outside 0 to 1.
    pub fn project(&self, figure: Figure, position: [f32; 3]) -> OnPicture {
        // INVARIANT: `index` is 0 or 1.
        let (centre, height_mm) = self.frames[figure.index()];
        let [right, up, toward] = self.axes;
        let from = super::less(position, centre);
        let width_mm = height_mm * f32::from(self.width_px) / f32::from(self.height_px);
        OnPicture {
            x: 0.5 + dot(from, right) / width_mm,
            y: 0.5 - dot(from, up) / height_mm,
            depth_mm: dot(position, toward),
        }
    }

    /// How a direction appears: across and down, as parts of its length.
    pub fn flatten(&self, direction: [f32; 3]) -> [f32; 2] {
        let [right, up, _] = self.axes;
        [dot(direction, right), -dot(direction, up)]
    }

    /// How much of a direction points at the viewer: 1 straight at them, negative away.
    pub fn facing(&self, direction: [f32; 3]) -> f32 {
        dot(direction, self.axes[2])
    }

    /// The axes of a viewer `yaw` degrees around the body (0 looks at the front, 90 at the body's left)
    /// and `pitch` degrees above the level (90 looks straight down).
    pub(super) fn axes_of(yaw: f32, pitch: f32) -> [[f32; 3]; 3] {
        let (yaw, pitch) = (yaw.to_radians(), pitch.to_radians());
        let toward = [
            yaw.sin() * pitch.cos(),
            pitch.sin(),
            yaw.cos() * pitch.cos(),
        ];
        let right = [yaw.cos(), 0.0, -yaw.sin()];
        [right, super::cross(toward, right), toward]
    }
}
