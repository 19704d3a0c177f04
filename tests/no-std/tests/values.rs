//! The numbers are the same with the standard library and without: this test runs in both builds, against one table.

use std::sync::Mutex;

use chainrule_no_std::{Memory, Picture, predict, shape, train};

/// Nothing on the heap, nothing on the stack.
static MEMORY: Mutex<Memory> = Mutex::new(Memory::new());

const PICTURES: [Picture; 4] =
    [[[1.0, 0.0], [0.0, 0.0]], [[0.0, 1.0], [0.0, 0.0]], [[0.0, 0.0], [1.0, 0.0]], [[0.0, 0.0], [0.0, 1.0]]];

/// The probabilities after no step and after 100, rounded.
const FRESH: [f32; 4] = [0.229_247_14, 0.270_241_02, 0.244_681_52, 0.255_830_32];
const TRAINED: [f32; 4] = [0.998_771_4, 0.000_623_403, 0.000_002_590, 0.000_602_640];

/// What Keras predicts with the weights that are part of the program.
const SHAPES: [f32; 3] = [0.765_594_07, 0.157_907_98, 0.076_497_875];

fn assert_close<const N: usize>(found: [f32; N], expected: [f32; N]) {
    let close = found.iter().zip(expected).all(|(found, expected)| (found - expected).abs() < 1e-5);
    assert!(close, "{found:?} is not {expected:?}");
}

#[test]
fn the_numbers_are_those_of_the_table() -> chainrule::Result<()> {
    let mut memory = MEMORY.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    let none = train(&mut memory, &PICTURES, &[0, 1, 2, 3], 0)?;
    let fresh = predict(&memory, &[[0.9, 0.1], [0.2, 0.0]])?;
    let loss = train(&mut memory, &PICTURES, &[0, 1, 2, 3], 100)?;
    let trained = predict(&memory, &[[0.9, 0.1], [0.2, 0.0]])?;
    assert_eq!(none, 0.0);
    assert!(loss < 0.1, "{loss}");
    assert_close(fresh, FRESH);
    assert_close(trained, TRAINED);
    Ok(())
}

#[test]
fn weights_can_be_part_of_the_program() -> chainrule::Result<()> {
    assert_close(shape(&[[[0.5]; 6]; 6])?, SHAPES);
    Ok(())
}

#[test]
fn a_label_that_is_no_corner_is_an_error() {
    assert!(train(&mut Memory::new(), &PICTURES, &[0, 1, 2, 4], 1).is_err());
}
