//! Transposed copies: of a kernel for the way back, of samples that lie side by side.

// What is compiled for an instruction set must be inlined into the one function that enables it.
#![allow(clippy::inline_always)]

#[cfg(target_arch = "x86_64")]
use core::arch::x86_64::__m256;

#[cfg(target_arch = "x86_64")]
use pulp::{Simd, WithSimd, x86::V3};

/// A block is so many rows and columns.
const SIDE: usize = 8;

type Block<T> = [[T; SIDE]; SIDE];

/// `to[p · width + i] = from[i · stride + p]`, for `i` below `m` and `p` below `k`.
#[doc(hidden)]
pub struct Transpose<'a, T> {
    pub(super) to: &'a mut [T],
    pub(super) width: usize,
    pub(super) from: &'a [T],
    pub(super) stride: usize,
    /// `(k, m)`
    pub(super) shape: (usize, usize),
}

impl<T: Copy + Default> Transpose<'_, T> {
    /// Block by block, each of which `turn` transposes; then what is left.
    #[inline(always)]
    fn blocks(self, turn: impl Fn(Block<T>) -> Block<T>) {
        let Self { to, width, from, stride, shape: (k, m) } = self;
        let (whole_k, whole_m) = (k - k % SIDE, m - m % SIDE);
        // The longer way is the outer one: what is near in memory is copied soon after.
        let (outer, inner) = if m > k { (whole_m, whole_k) } else { (whole_k, whole_m) };
        let mut first = 0;
        while first < outer {
            let mut second = 0;
            while second < inner {
                let (i, p) = if m > k { (first, second) } else { (second, first) };
                let mut rows = [[T::default(); SIDE]; SIDE];
                for q in 0..SIDE {
                    rows[q].copy_from_slice(&from[(i + q) * stride + p..][..SIDE]);
                }
                let rows = turn(rows);
                for q in 0..SIDE {
                    to[(p + q) * width + i..][..SIDE].copy_from_slice(&rows[q]);
                }
                second += SIDE;
            }
            first += SIDE;
        }
        for i in 0..m {
            let column = &from[i * stride..][..k];
            for (p, value) in column.iter().enumerate().skip(if i < whole_m { whole_k } else { 0 }) {
                to[p * width + i] = *value;
            }
        }
    }

    /// With instructions that every processor has.
    pub(super) fn plain(self) {
        self.blocks(
            #[inline(always)]
            |rows| {
                let mut turned = rows;
                for p in 0..SIDE {
                    for q in 0..SIDE {
                        turned[p][q] = rows[q][p];
                    }
                }
                turned
            },
        );
    }
}

impl Transpose<'_, f32> {
    /// With AVX, where there is one: compilers take a number at a time.
    pub(super) fn single(self) {
        #[cfg(target_arch = "x86_64")]
        if let (pulp::Arch::V3(_) | pulp::Arch::V4(_), Some(simd)) = (super::simd::arch(), V3::try_new()) {
            return Simd::vectorize(simd, Avx { simd, transpose: self });
        }
        self.plain();
    }
}

#[cfg(target_arch = "x86_64")]
struct Avx<'a> {
    simd: V3,
    transpose: Transpose<'a, f32>,
}

#[cfg(target_arch = "x86_64")]
impl WithSimd for Avx<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, _simd: S) {
        let avx = self.simd.avx;
        self.transpose.blocks(
            #[inline(always)]
            |rows| {
                let mut rows: [__m256; SIDE] = bytemuck::must_cast(rows);
                // Pairs of rows, then fours, then all.
                for q in 0..SIDE / 2 {
                    let (a, b) = (rows[2 * q], rows[2 * q + 1]);
                    (rows[2 * q], rows[2 * q + 1]) = (avx._mm256_unpacklo_ps(a, b), avx._mm256_unpackhi_ps(a, b));
                }
                for half in 0..SIDE / 2 {
                    let q = half + half / 2 * 2;
                    let (a, b) = (rows[q], rows[q + 2]);
                    rows[q] = avx._mm256_shuffle_ps::<0b01_00_01_00>(a, b);
                    rows[q + 2] = avx._mm256_shuffle_ps::<0b11_10_11_10>(a, b);
                }
                for q in 0..SIDE / 2 {
                    let (a, b) = (rows[q], rows[q + 4]);
                    rows[q] = avx._mm256_permute2f128_ps::<0x20>(a, b);
                    rows[q + 4] = avx._mm256_permute2f128_ps::<0x31>(a, b);
                }
                // The middle rows of each four have changed places.
                let [a, b, c, d, e, f, g, h] = rows;
                bytemuck::must_cast([a, c, b, d, e, g, f, h])
            },
        );
    }
}

#[cfg(test)]
mod tests {
    use super::Transpose;

    #[test]
    fn rows_become_columns_whatever_the_sizes() {
        for k in [0, 1, 3, 8, 9, 16, 17, 40] {
            for m in [0, 1, 2, 7, 8, 15, 16, 33] {
                for (width, stride) in [(m, k), (m + 3, k + 5)] {
                    let from: Vec<f32> = (0..m * stride).map(|number| number as f32).collect();
                    let mut expected = vec![-1.0; k * width];
                    for i in 0..m {
                        for p in 0..k {
                            expected[p * width + i] = from[i * stride + p];
                        }
                    }
                    for single in [true, false] {
                        let mut to = vec![-1.0; k * width];
                        let transpose = Transpose { to: &mut to, width, from: &from, stride, shape: (k, m) };
                        if single {
                            transpose.single();
                        } else {
                            transpose.plain();
                        }
                        assert_eq!(to, expected, "{k} by {m}");
                    }
                }
            }
        }
    }
}
