//! Whether all weights are numbers, found in few steps: rustc's interpreter takes hundreds of nanoseconds for each.

use crate::weights::embed::Block;

/// The bits of the exponents of all numbers in a word: all of them are set in what is infinite or not a number.
const fn exponents(size: usize) -> u128 {
    if size == 4 { 0x7f80_0000_7f80_0000_7f80_0000_7f80_0000 } else { 0x7ff0_0000_0000_0000_7ff0_0000_0000_0000 }
}

/// The lowest bit of each exponent, and the sign, which the sum of exponent and lowest bit reaches if all bits are set.
const fn carries(size: usize) -> [u128; 2] {
    if size == 4 {
        [0x0080_0000_0080_0000_0080_0000_0080_0000, 0x8000_0000_8000_0000_8000_0000_8000_0000]
    } else {
        [0x0010_0000_0000_0000_0010_0000_0000_0000, 0x8000_0000_0000_0000_8000_0000_0000_0000]
    }
}

/// Whether there may be a number with all of these bits in its exponent: if the bits come from several numbers, perhaps
/// there is none.
const fn suspicious(bits: u128, size: usize) -> bool {
    let [lowest, signs] = carries(size);
    ((bits & exponents(size)) + lowest) & signs != 0
}

/// The place of the first number of `size` bytes among those from `start` to `end` that is infinite or not a number.
pub(crate) const fn first_not_finite(blocks: &[Block], size: usize, start: usize, end: usize) -> Option<usize> {
    let each = size_of::<Block>() / size;
    let mut block = start / each;
    while block < end.div_ceil(each) {
        // The bits of many numbers together: those of usual weights lack one that all are below 2 in.
        let (mut seen, mut last) = (0, block);
        while last < end.div_ceil(each) && last < block + 16 {
            let [a, b, c, d] = &blocks[last];
            seen |= *a | *b | *c | *d;
            last += 1;
        }
        if suspicious(seen, size)
            && let Some(found) = exactly(blocks, size, block, last, [start, end])
        {
            return Some(found);
        }
        block = last;
    }
    None
}

/// The first number among those of some blocks, word by word and number by number.
const fn exactly(
    blocks: &[Block],
    size: usize,
    mut block: usize,
    last: usize,
    [start, end]: [usize; 2],
) -> Option<usize> {
    while block < last {
        let mut word = 0;
        while word < blocks[block].len() {
            let bits = blocks[block][word];
            let mut lane = 0;
            while lane < 16 / size && suspicious(bits, size) {
                let number = (block * blocks[block].len() + word) * (16 / size) + lane;
                let shift = 8 * size * if cfg!(target_endian = "big") { 16 / size - 1 - lane } else { lane };
                let alone = (bits >> shift) & (u128::MAX >> (128 - 8 * size));
                if suspicious(alone, size) && number >= start && number < end {
                    return Some(number);
                }
                lane += 1;
            }
            word += 1;
        }
        block += 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn blocks<T: bytemuck::Pod>(numbers: &[T]) -> Vec<Block> {
        let mut blocks = vec![[0_u128; 4]; size_of_val(numbers).div_ceil(size_of::<Block>())];
        bytemuck::cast_slice_mut::<Block, T>(&mut blocks)[..numbers.len()].copy_from_slice(numbers);
        blocks
    }

    #[test]
    fn each_number_that_is_none_is_found_in_each_place() {
        for bad in [f32::NAN, f32::INFINITY, f32::NEG_INFINITY, -f32::NAN] {
            for place in [0, 1, 3, 4, 15, 16, 700, 2999] {
                let mut numbers: Vec<f32> = (0..3000).map(|at| (at as f32 - 1500.0) * 1e3).collect();
                numbers[place] = bad;
                let blocks = blocks(&numbers);
                assert_eq!(first_not_finite(&blocks, 4, 0, 3000), Some(place), "{bad} {place}");
                assert_eq!(first_not_finite(&blocks, 4, 0, place), None);
                assert_eq!(first_not_finite(&blocks, 4, place, place + 1), Some(place));
                assert_eq!(first_not_finite(&blocks, 4, place + 1, 3000), None);
            }
        }
        for bad in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
            for place in [0, 1, 2, 7, 8, 299] {
                let mut numbers = vec![-1.5_f64; 300];
                numbers[place] = bad;
                let blocks = blocks(&numbers);
                assert_eq!(first_not_finite(&blocks, 8, 0, 300), Some(place), "{bad} {place}");
                assert_eq!(first_not_finite(&blocks, 8, place + 1, 300), None);
            }
        }
    }

    #[test]
    fn every_number_is_taken_for_one() {
        let singles = [f32::MAX, f32::MIN, f32::MIN_POSITIVE, -0.0, 1.0, 2.0, 1e38, 3.9, f32::EPSILON, 1e-45, 0.5];
        let doubles = [f64::MAX, f64::MIN, f64::MIN_POSITIVE, -0.0, 1.0, 2.0, 1e308, 3.9, 5e-324];
        assert_eq!(first_not_finite(&blocks(&singles), 4, 0, singles.len()), None);
        assert_eq!(first_not_finite(&blocks(&doubles), 8, 0, doubles.len()), None);
    }
}
