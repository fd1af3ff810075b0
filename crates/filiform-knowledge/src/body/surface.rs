//! Places and areas of the skin as they are sent and stored.

use std::fmt;

/// Weights are stored in ten-thousandths.
const WHOLE: u16 = 10_000;

/// A place on the skin: a triangle, and how near it is to each of its corners.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SkinPlace {
    triangle: u16,
    // INVARIANT: the two weights together are at most `WHOLE`; the first corner has the rest.
    second: u16,
    third: u16,
}

/// Why a text is not a place of the skin.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SkinPlaceError {
    /// Not four numbers.
    #[error("`{0}` is not a place of the skin; tap the body again")]
    NotAPlace(String),
    /// A number beyond the mesh.
    #[error("the body has no triangle {0}; tap the body again")]
    NoTriangle(u16),
}

impl SkinPlace {
    /// A place in a triangle, by the weights of its corners. They need not sum to 1, but none may be
    /// negative and one must be more than 0.
    pub fn new(triangle: u16, weights: [f32; 3]) -> Option<Self> {
        let sum: f32 = weights.iter().sum();
        let usable = weights.iter().all(|w| w.is_finite() && *w >= 0.0) && sum > 0.0;
        if !usable || !sum.is_finite() {
            return None;
        }
        let part = |weight: f32| {
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "a part of the sum is 0 to 1"
            )]
            let part = (weight / sum * f32::from(WHOLE)).round() as u16;
            part.min(WHOLE)
        };
        let second = part(weights[1]);
        let third = part(weights[2]).min(WHOLE - second);
        Some(Self {
            triangle,
            second,
            third,
        })
    }

    /// Reads `triangle:wa:wb:wc`. A weight a little below 0 or a sum a little off 1 is a rounding.
    ///
    /// # Errors
    /// When it is not that.
    pub fn parse(text: &str) -> Result<Self, SkinPlaceError> {
        let wrong = || SkinPlaceError::NotAPlace(text.chars().take(40).collect());
        let mut parts = text.split(':');
        let triangle = parts.next().and_then(|part| part.parse().ok());
        let mut weights = [0.0_f32; 3];
        for weight in &mut weights {
            let read: f32 = parts
                .next()
                .and_then(|part| part.parse().ok())
                .ok_or_else(wrong)?;
            *weight = if (-0.01..0.0).contains(&read) {
                0.0
            } else {
                read
            };
        }
        let sum: f32 = weights.iter().sum();
        if parts.next().is_some() || (sum - 1.0).abs() > 0.02 {
            return Err(wrong());
        }
        triangle
            .and_then(|triangle| Self::new(triangle, weights))
            .ok_or_else(wrong)
    }

    /// The triangle, numbered over both halves.
    pub const fn triangle(self) -> u16 {
        self.triangle
    }

    /// The weights of its corners; they sum to 1.
    pub fn weights(self) -> [f32; 3] {
        let part = |ten_thousandths: u16| f32::from(ten_thousandths) / f32::from(WHOLE);
        [
            part(WHOLE - self.second - self.third),
            part(self.second),
            part(self.third),
        ]
    }

    /// The same place of another triangle.
    pub(super) const fn on(self, triangle: u16) -> Self {
        Self { triangle, ..self }
    }
}

impl fmt::Display for SkinPlace {
    /// `triangle:wa:wb:wc`, as [`SkinPlace::parse`] reads it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [a, b, c] = self.weights();
        write!(f, "{}:{a:.4}:{b:.4}:{c:.4}", self.triangle)
    }
}

/// An area of the skin: triangles, each once, in ascending order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct TriangleSet(Vec<u16>);

/// Why a text is not an area of the skin.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TriangleSetError {
    /// Not numbers and ranges.
    #[error("`{0}` is not an area of the skin; draw it again")]
    NotAnArea(String),
    /// A number beyond the mesh.
    #[error("the body has no triangle {0}; draw the area again")]
    NoTriangle(u16),
}

impl TriangleSet {
    /// Takes triangles in any order.
    pub fn new(triangles: impl IntoIterator<Item = u16>) -> Self {
        let mut triangles: Vec<u16> = triangles.into_iter().collect();
        triangles.sort_unstable();
        triangles.dedup();
        Self(triangles)
    }

    /// Reads numbers and ranges joined by dots: `12-40.77.80-90`. No triangle may be `most` or more.
    ///
    /// # Errors
    /// The first part that is not a number or a range in that bound.
    pub fn parse(text: &str, most: usize) -> Result<Self, TriangleSetError> {
        let mut triangles = Vec::new();
        for part in text.split('.').filter(|part| !part.is_empty()) {
            let wrong = || TriangleSetError::NotAnArea(part.chars().take(40).collect());
            let number = |text: &str| text.parse::<u16>().map_err(|_| wrong());
            let (from, to) = match part.split_once('-') {
                Some((from, to)) => (number(from)?, number(to)?),
                None => (number(part)?, number(part)?),
            };
            if from > to {
                return Err(wrong());
            }
            if usize::from(to) >= most {
                return Err(TriangleSetError::NoTriangle(to));
            }
            // A range names at most every triangle once, and so does the set: no text makes it larger.
            if triangles.len() > most {
                return Err(wrong());
            }
            triangles.extend(from..=to);
        }
        Ok(Self::new(triangles))
    }

    /// Whether nothing is in it.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many triangles.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// The triangles in ascending order.
    pub fn iter(&self) -> impl Iterator<Item = u16> + '_ {
        self.0.iter().copied()
    }

    /// Whether a triangle is in it.
    pub fn contains(&self, triangle: u16) -> bool {
        self.0.binary_search(&triangle).is_ok()
    }
}

impl fmt::Display for TriangleSet {
    /// Numbers and ranges joined by dots, as [`TriangleSet::parse`] reads it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut runs: Vec<(u16, u16)> = Vec::new();
        for triangle in self.iter() {
            match runs.last_mut() {
                Some((_, to)) if to.checked_add(1) == Some(triangle) => *to = triangle,
                _ => runs.push((triangle, triangle)),
            }
        }
        for (index, (from, to)) in runs.iter().enumerate() {
            if index > 0 {
                f.write_str(".")?;
            }
            if from == to {
                write!(f, "{from}")?;
            } else {
                write!(f, "{from}-{to}")?;
            }
        }
        Ok(())
    }
}
