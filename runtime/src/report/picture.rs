//! A small grey image in the terminal, two rows of it to a line of text.

use std::fmt::{self, Display, Formatter, Write};

use crate::scalar::Scalar;

/// From nothing to full.
const SHADES: [char; 5] = [' ', '░', '▒', '▓', '█'];

/// A grey image, 0 for the background to 1 for full ink, that prints as text: a character for two pixels, one above
/// the other, since characters are twice as high as wide.
///
/// ```
/// let slope = [[0.0_f32, 0.5, 1.0], [0.0, 0.5, 1.0], [1.0, 1.0, 1.0]];
/// assert_eq!(chainrule::report::picture(&slope).to_string(), " ▒█\n▀▀▀\n");
/// ```
pub fn picture<T: Scalar, const HEIGHT: usize, const WIDTH: usize>(
    pixels: &[[T; WIDTH]; HEIGHT],
) -> Picture<'_, T, WIDTH> {
    Picture { rows: pixels }
}

/// What [`picture`] makes.
#[derive(Clone, Copy, Debug)]
pub struct Picture<'a, T, const WIDTH: usize> {
    rows: &'a [[T; WIDTH]],
}

impl<T: Scalar, const WIDTH: usize> Display for Picture<'_, T, WIDTH> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        for rows in self.rows.chunks(2) {
            for column in 0..WIDTH {
                let pixel = |row: usize| rows.get(row).map_or(0.0, |row| row[column].to_f64().clamp(0.0, 1.0));
                f.write_char(glyph(pixel(0), pixel(1)))?;
            }
            f.write_char('\n')?;
        }
        Ok(())
    }
}

/// Half a block where the two pixels differ much, else the shade of their mean.
fn glyph(upper: f64, lower: f64) -> char {
    if upper - lower > 0.5 {
        '▀'
    } else if lower - upper > 0.5 {
        '▄'
    } else {
        let shade = f64::midpoint(upper, lower) * (SHADES.len() - 1) as f64;
        SHADES[(shade.round() as usize).min(SHADES.len() - 1)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_out_of_range_are_drawn_as_the_nearest() {
        assert_eq!(picture(&[[-3.0_f64, f64::NAN, 7.0], [0.0, 0.0, 1.0]]).to_string(), "  █\n");
    }
}
