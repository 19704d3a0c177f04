//! PNG files: codes as coloured points, pictures as pages of an album.

use std::error::Error;
use std::fs::{self, File};
use std::io::BufWriter;
use std::path::Path;

use png::{BitDepth, ColorType, Encoder};

use crate::Picture;

/// Pixels of a side of the plane of codes.
const SIDE: usize = 560;
/// Pictures along a side of a page.
const ACROSS: usize = 20;
/// Pixels along a side of a picture.
const EDGE: usize = 28;

/// A colour for each digit, far from the others and from white.
const COLOURS: [[u8; 3]; 10] = [
    [31, 119, 180],
    [255, 127, 14],
    [44, 160, 44],
    [214, 39, 40],
    [148, 103, 189],
    [140, 86, 75],
    [227, 119, 194],
    [110, 110, 110],
    [188, 189, 34],
    [23, 190, 207],
];

/// Draws each code as a point in the colour of its digit.
pub(crate) fn plane(path: &Path, codes: &[[f32; 2]], digits: &[u8]) -> Result<(), Box<dyn Error>> {
    let frame = frame(codes);
    let mut pixels = vec![[255; 3]; SIDE * SIDE];
    for (code, digit) in codes.iter().zip(digits) {
        let place = |axis: usize| {
            let [low, high] = frame[axis];
            ((code[axis] - low) / (high - low) * (SIDE - 1) as f32) as usize
        };
        // Two pixels wide; what lies outside of the frame is left out.
        let (column, row) = (place(0), place(1));
        for (row, column) in [(row, column), (row, column + 1), (row + 1, column), (row + 1, column + 1)] {
            if row < SIDE && column < SIDE {
                pixels[row * SIDE + column] = COLOURS[usize::from(*digit)];
            }
        }
    }
    write(path, SIDE, ColorType::Rgb, pixels.as_flattened())
}

/// Draws what the decoder makes of a grid of points over the region of the codes.
pub(crate) fn atlas(
    path: &Path,
    codes: &[[f32; 2]],
    decode: impl Fn(&[[f32; 2]]) -> Vec<Picture>,
) -> Result<(), Box<dyn Error>> {
    let frame = frame(codes);
    let at = |axis: usize, step: usize| {
        let [low, high] = frame[axis];
        low + (step as f32 + 0.5) / ACROSS as f32 * (high - low)
    };
    let points: Vec<_> = (0..ACROSS * ACROSS).map(|place| [at(0, place % ACROSS), at(1, place / ACROSS)]).collect();
    page(path, &decode(&points))
}

/// Draws pairs of pictures: a digit, and at its right what was made of it.
pub(crate) fn pages(path: &Path, originals: &[Picture], made: &[Picture]) -> Result<(), Box<dyn Error>> {
    let pairs = originals.iter().zip(made).flat_map(|(original, made)| [*original, *made]);
    page(path, &pairs.take(ACROSS * ACROSS).collect::<Vec<_>>())
}

/// Draws pictures row by row, black on white.
fn page(path: &Path, pictures: &[Picture]) -> Result<(), Box<dyn Error>> {
    let side = ACROSS * EDGE;
    let mut pixels = vec![255; side * side];
    for (number, picture) in pictures.iter().enumerate() {
        let corner = number / ACROSS * EDGE * side + number % ACROSS * EDGE;
        for (row, values) in picture.iter().enumerate() {
            for (pixel, value) in pixels[corner + row * side..].iter_mut().zip(values) {
                *pixel = 255 - (value * 255.0) as u8;
            }
        }
    }
    write(path, side, ColorType::Grayscale, &pixels)
}

/// Along each axis, between which numbers nearly all codes lie: a few far ones would make all others small.
fn frame(codes: &[[f32; 2]]) -> [[f32; 2]; 2] {
    [0, 1].map(|axis| {
        let mut values: Vec<_> = codes.iter().map(|code| code[axis]).collect();
        values.sort_unstable_by(f32::total_cmp);
        let margin = codes.len() / 100;
        [values[margin], values[codes.len() - 1 - margin]]
    })
}

fn write(path: &Path, side: usize, colours: ColorType, pixels: &[u8]) -> Result<(), Box<dyn Error>> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let mut encoder = Encoder::new(BufWriter::new(File::create(path)?), u32::try_from(side)?, u32::try_from(side)?);
    encoder.set_color(colours);
    encoder.set_depth(BitDepth::Eight);
    encoder.write_header()?.write_image_data(pixels)?;
    Ok(())
}
