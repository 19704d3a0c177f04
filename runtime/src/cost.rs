//! What is chosen from sizes: one readable table.

/// How many steps of the inner dimension a tile of a product is summed over before the next tile has its turn: the
/// left factor of a tile, 64 rows of `f32`, then stays in the first-level cache.
pub(crate) const DEPTH: usize = 112;

/// Columns of a kernel that are transposed to the stack at a time.
pub(crate) const PANEL_WIDTH: usize = 64;

/// Rows of a kernel that are transposed to the stack at a time: 16 kB of `f32`, 32 kB of `f64`.
pub(crate) const PANEL_DEPTH: usize = 64;
