//! What is chosen from sizes: one readable table.
//!
//! Where a row says what it gains, that was measured on a Zen 4 with AVX-512; beside it stands what measures it anew: a
//! filter for `cargo bench -p chainrule-benches`, or arguments for its program `workloads`.

/// Columns of a tile of a product whose columns are so many registers long. Four registers by four columns are 16 sums;
/// narrower tiles take more columns, so that at least eight sums are under way: two multiply-adds a cycle, each of which
/// takes four. `128x10`: 42 % of the peak with four columns, 56 % with eight.
pub(crate) const fn tile_columns(registers: usize) -> usize {
    if registers > 2 { 4 } else { 8 }
}

/// Registers in each column of a tile where there are 32: 16 sums, 4 of the left factor, 1 of the right. `784x128`: 96 to 99 %
/// of the peak from 32 samples on.
pub(crate) const TILE_OF_32: usize = 4;

/// Registers in each column of a tile where there are 16: 12 sums, 3 of the left factor, 1 of the right.
pub(crate) const TILE_OF_16: usize = 3;

/// How many steps of the inner dimension the tiles of a product are summed over before the next steps have their turn.
/// The left factor of a band of tiles, 64 rows of `f32` at the widest, then stays in a second-level cache: 256 kB.
pub(crate) const DEPTH: usize = 1024;

/// Rows of a left factor that are copied to the stack at a time, where it does not lie as tiles read it.
pub(crate) const PANEL_WIDTH: usize = 64;

/// Columns of a left factor that are copied to the stack at a time, the first number if there are no more: 4 or 16 kB of
/// `f32`, which are filled with zeros first. `8x2 batch 200 grad_input`
pub(crate) const PANEL_DEPTHS: [usize; 2] = [16, 64];

/// Up to so many columns of a result, such as samples of `Wᵀ dy`, are sums of their own: transposing the left factor would cost
/// more.
/// `784x128 batch 1 grad_input`: a fifth of the time.
pub(crate) const DOTS: usize = 2;

/// Numbers of finished columns that an activation is applied to at a time: few enough to be in the first-level cache,
/// enough to be worth a call, which costs some 10 ns. `--workload w5/epoch`
pub(crate) const FINISHED: usize = 1024;

/// Numbers of a piece that several things are done to while it is in the first-level cache: 16 kB of `f32`.
pub(crate) const PIECE: usize = 4096;

/// Whether the prediction of one sample is compiled into one function for the model, given its multiply-adds. Calls, and
/// the choice of instructions in each, cost some 200 ns a prediction: of 24 multiply-adds such a function takes a twelfth of the time, of
/// 900 a fifth, of 8,000 half, of 16,000 three quarters. What it costs is build time and cache for instructions.
/// `--workload w5/forward`
pub(crate) const fn unrolls(macs: u64) -> bool {
    macs <= 8192
}

/// Whether a training step uses a kernel in two halves of its columns, see `gemm::product_in_halves`: if it is so large that
/// the caches of two threads feel it, 128 kB of `f32`, and the sum of the halves is little beside them. `--workload w1
/// --threads 2`: an epoch at batch 32 takes half the time that it took with the samples divided.
pub(crate) const fn in_halves(out: usize, inner: usize) -> bool {
    cfg!(feature = "std") && out * inner >= 1 << 15 && inner >= 256 && out * 16 <= HALVES
}

/// Numbers that are summed in halves at a time, on the stack: 32 kB of `f32`, 64 kB of `f64`.
pub(crate) const HALVES: usize = 8192;

/// Numbers of patches, or of images with the padding around them, that a convolution computes with at a time, on the stack:
/// 24 kB of `f32`, 48 of `f64`.
pub(crate) const PATCHES: usize = 6144;

/// As `PATCHES`, for gradients of inputs: with the panels of the product beside them, 64 kB of `f64`.
pub(crate) const PATCH_GRADIENTS: usize = 3584;

/// Numbers of a kernel's gradient that all samples are added to before the next have their turn, and of the gradient of some
/// inputs to which all of a kernel is applied: 128 kB of `f32`, which stay in a second-level cache.
pub(crate) const KERNEL_NUMBERS: usize = 1 << 15;

/// Positions that a product of a convolution is for, at least, where there are so many: so often is what it reads of its kernel
/// used. Where windows see too much for that, they are computed in parts.
pub(crate) const POSITIONS: usize = 32;

/// As `POSITIONS`, for the gradients of patches: for each block the kernel is transposed.
pub(crate) const GRADIENT_POSITIONS: usize = PATCH_GRADIENTS / PANEL_WIDTH;

/// Numbers of blocks of samples, images and gradients together, over which a part of a kernel's gradient is summed in
/// registers before the next part has its turn: they stay in a second-level cache, 512 kB of `f32`. With half of it sums are
/// finished more often: `8x8x64 3x3 to 64 grad_kernel samples` 72 % of the peak instead of 77.
pub(crate) const LANES_NUMBERS: usize = 1 << 17;

/// A single prediction that needs no more scalars of workspace than this has them on the stack (8 kB in `f64`), not on the
/// heap.
#[cfg(feature = "std")]
pub(crate) const STACK: usize = 1024;

/// As `STACK`, for small models: zeros are written to all of it. `--workload w5/forward`
#[cfg(feature = "std")]
pub(crate) const LITTLE_STACK: usize = 128;

/// So many samples of a batch are predicted at once: enough for full speed, few enough that threads share them evenly,
/// `--workload w4/1000`,
#[cfg(feature = "std")]
pub(crate) const BLOCK: usize = 128;

/// unless the workspace would grow beyond so many scalars (4 MB in `f32`).
#[cfg(feature = "std")]
pub(crate) const BLOCK_WORKSPACE: usize = 1 << 20;

/// What the update of a parameter costs, in multiply-adds: 0.3 ns.
pub(crate) const UPDATE: usize = 16;

/// What it costs to fetch a number from far memory, in multiply-adds: 0.3 ns.
#[cfg(feature = "std")]
pub(crate) const FETCH: usize = 16;

/// Multiply-adds of a step for each one of a prediction, about: forward, and back to weights and inputs.
#[cfg(feature = "std")]
pub(crate) const STEP: u64 = 3;

/// Multiply-adds that are worth another thread: 4 µs of them, where a fork costs 1.5 to 2. `--workload w1,w4/1000
/// --threads 2`
pub(crate) const FORK: usize = 1 << 18;

/// How many threads share some multiply-adds.
pub(crate) fn parts(multiply_adds: usize) -> usize {
    #[cfg(feature = "std")]
    let threads = crate::threads::current();
    #[cfg(not(feature = "std"))]
    let threads = 1;
    if threads == 1 { 1 } else { threads.min(multiply_adds / FORK) }
}

/// How many threads share a pass over some numbers, each of which takes as long as some multiply-adds: 0.15 ns.
pub(crate) fn parts_of_passes(numbers: usize) -> usize {
    parts(numbers.saturating_mul(8))
}

/// Multiply-adds of a call that are worth waking other threads for: 35 µs of them.
#[cfg(feature = "std")]
const CALL: u64 = 1 << 21;

/// Whether threads are to share the prediction of one sample, given its multiply-adds: many products of it are small.
/// `--workload w8/w7/one`
#[cfg(feature = "std")]
pub(crate) const fn shares_a_sample(macs: u64) -> bool {
    macs >= 4 * CALL
}

/// How many of the threads that are allowed are to share a call, given the multiply-adds of a sample.
#[cfg(feature = "std")]
pub(crate) fn threads_of_call(macs: u64, samples: usize, allowed: usize) -> usize {
    if macs.saturating_mul(samples as u64) < CALL { 1 } else { threads(macs, samples, allowed) }
}

/// How many of the threads that are allowed are to share the work of a step, given the multiply-adds of a sample.
#[cfg(feature = "std")]
pub(crate) fn threads(macs: u64, samples: usize, allowed: usize) -> usize {
    let work = macs.saturating_mul(samples as u64) / FORK as u64;
    allowed.min(usize::try_from(work).unwrap_or(usize::MAX))
}
