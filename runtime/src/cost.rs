//! What is chosen from sizes: one readable table.

/// Columns of a tile of a product.
pub(crate) const TILE_COLUMNS: usize = 4;

/// Registers in each column of a tile where there are 32: 16 sums, enough to keep two multiply-adds a cycle under way.
pub(crate) const TILE_OF_32: usize = 4;

/// Registers in each column of a tile where there are 16: 12 sums, 3 of the left factor, 1 of the right.
pub(crate) const TILE_OF_16: usize = 3;

/// How many steps of the inner dimension the tiles of a product are summed over before the next steps have their turn.
/// The left factor of a band of tiles, 64 rows of `f32` at the widest, then stays in a second-level cache: 256 kB.
pub(crate) const DEPTH: usize = 1024;

/// Columns of a kernel that are transposed to the stack at a time.
pub(crate) const PANEL_WIDTH: usize = 64;

/// Rows of a kernel that are transposed to the stack at a time: 16 kB of `f32`, 32 kB of `f64`.
pub(crate) const PANEL_DEPTH: usize = 64;
