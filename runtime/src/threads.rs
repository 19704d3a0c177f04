//! Work on several cores: parts of a result, each computed by one thread.
//!
//! A [`Trainer`](crate::train::Trainer) and `predict_batch` use all cores where the work of a step pays for it, and take
//! the limit from here. Only results are divided, never sums: the bits are the same for every number of threads. Threads
//! that wait longer than a few microseconds sleep.
//!
//! ```
//! use chainrule::threads;
//!
//! chainrule::model! { Curve: Input(2) -> Dense(64, tanh) -> Dense(1) }
//!
//! let net = Curve::seeded(1);
//! let inputs = vec![[0.1, 0.2]; 1000];
//! let outputs = threads::with(1, || net.predict_batch(&inputs));
//! assert_eq!(outputs, net.predict_batch(&inputs));
//! ```

use std::cell::Cell;
use std::sync::OnceLock;
use std::thread;

use rayon_core::{ThreadPool, ThreadPoolBuilder};

thread_local! {
    /// How many threads the computations of this one may use; 0 where nobody said so.
    static LIMIT: Cell<usize> = const { Cell::new(0) };
}

/// How many threads can run at once here.
pub fn available() -> usize {
    static AVAILABLE: OnceLock<usize> = OnceLock::new();
    *AVAILABLE.get_or_init(|| thread::available_parallelism().map_or(1, usize::from))
}

/// Computes `f` with at most so many threads. More than are [`available`] divide the work further, but no faster.
///
/// What `f` computes step by step, such as a training loop of your own over `loss_and_gradient`, may use them too; outside
/// it uses one. 0 counts as 1.
pub fn with<R: Send>(threads: usize, f: impl FnOnce() -> R + Send) -> R {
    let limited = || {
        let _before = Before(LIMIT.replace(threads.max(1)));
        f()
    };
    match if threads > 1 { pool() } else { None } {
        Some(pool) => pool.install(limited),
        None => limited(),
    }
}

/// How many threads a call may use that has not been told.
pub(crate) fn limit() -> usize {
    match LIMIT.get() {
        0 => available(),
        limit => limit,
    }
}

/// How many threads the kernels called from here may use: 1 outside [`with`].
pub(crate) fn current() -> usize {
    LIMIT.get().max(1)
}

/// All cores; made when it is first needed. `None` where there are no threads to be had.
fn pool() -> Option<&'static ThreadPool> {
    static POOL: OnceLock<Option<ThreadPool>> = OnceLock::new();
    let build = || ThreadPoolBuilder::new().num_threads(available()).build().ok();
    POOL.get_or_init(|| if available() > 1 { build() } else { None }).as_ref()
}

/// Sets the limit back, also if the computation panics.
struct Before(usize);

impl Drop for Before {
    fn drop(&mut self) {
        LIMIT.set(self.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_limit_holds_inside_and_only_there() {
        assert_eq!((current(), limit()), (1, available()));
        with(3, || {
            assert_eq!(current(), if available() > 1 { 3 } else { current() });
            with(1, || assert_eq!((current(), limit()), (1, 1)));
            assert_eq!(limit(), 3);
        });
        assert_eq!((current(), limit()), (1, available()));
    }
}
