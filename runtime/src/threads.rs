//! Work on several cores: parts of a result, each computed by one thread.
//!
//! A [`Trainer`](crate::train::Trainer) and `predict_batch` use all cores where the work of a step pays for it, and so does
//! `predict` of a model of eight million multiply-adds or more. How work is divided changes no bit: results are the same for
//! every number of threads. The threads are one pool, which one computation at a time has: another that begins meanwhile goes
//! on by itself alone. They sleep while there is none.
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
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, OnceLock, TryLockError};
use std::time::{Duration, Instant};
use std::{hint, mem, thread};

use rayon_core::{ThreadPool, ThreadPoolBuilder, Yield};

thread_local! {
    /// How many threads the computations of this one may use; 0 where nobody said so.
    static LIMIT: Cell<usize> = const { Cell::new(0) };
}

/// How many threads can run at once here.
pub fn available() -> usize {
    static AVAILABLE: OnceLock<usize> = OnceLock::new();
    *AVAILABLE.get_or_init(|| thread::available_parallelism().map_or(1, usize::from))
}

/// Computes `f` with at most so many threads, and no more than allowed around it. More than are [`available`] make nothing
/// faster.
///
/// What `f` computes step by step, such as a training loop of your own over `loss_and_gradient`, may use them too; outside
/// it uses one. 0 counts as 1. On a thread of a rayon pool of yours, `f` stays on it.
pub fn with<R: Send>(threads: usize, f: impl FnOnce() -> R + Send) -> R {
    if LIMIT.get() > 0 {
        return limited(threads.min(LIMIT.get()), f);
    }
    if threads <= 1 || rayon_core::current_thread_index().is_some() {
        return alone(f);
    }
    match pool().map(Mutex::try_lock) {
        Some(Ok(pool)) => on_pool(&pool, threads, f),
        // Whoever panicked has left the threads as they were.
        Some(Err(TryLockError::Poisoned(pool))) => on_pool(&pool.into_inner(), threads, f),
        Some(Err(TryLockError::WouldBlock)) | None => alone(f),
    }
}

/// On a thread of the pool. Meanwhile so many of the others wait for the parts that it forks: one that sleeps would take
/// longer to wake than many a part takes to compute.
fn on_pool<R: Send>(pool: &ThreadPool, threads: usize, f: impl FnOnce() -> R + Send) -> R {
    let done = AtomicBool::new(false);
    pool.install(|| {
        let (count, this) = (pool.current_num_threads(), pool.current_thread_index().unwrap_or_default());
        rayon_core::scope(|scope| {
            scope.spawn_broadcast(|_, context| {
                // This thread comes here too, while it waits for a part, and must go on.
                let distance = (context.index() + count - this) % count;
                if (1..threads).contains(&distance) {
                    help(&done);
                }
            });
            let _done = Done(&done);
            limited(threads, f)
        })
    })
}

/// Computes `f` on this thread alone: a part of something that several share.
pub(crate) fn alone<R>(f: impl FnOnce() -> R) -> R {
    limited(1, f)
}

/// On this thread.
fn limited<R>(threads: usize, f: impl FnOnce() -> R) -> R {
    let _before = Before(LIMIT.replace(threads.max(1)));
    f()
}

/// Computes parts as they come, until all is done.
fn help(done: &AtomicBool) {
    let mut idle_since = None;
    while !done.load(Ordering::Acquire) {
        if let Some(Yield::Executed) = rayon_core::yield_now() {
            idle_since = None;
        } else if idle_since.get_or_insert_with(Instant::now).elapsed() > AWAKE {
            // What keeps the computation busy is nothing for several threads.
            thread::sleep(NAP);
        } else {
            // Not too often: to look for work is to read what the other thread writes.
            (0..16).for_each(|_| hint::spin_loop());
        }
    }
}

/// How long a thread waits awake: longer than what a training step does on one thread.
const AWAKE: Duration = Duration::from_micros(300);

/// How long a helper sleeps then before it looks again.
const NAP: Duration = Duration::from_micros(100);

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

/// Both, `b` on another thread if one is free.
pub(crate) fn join<A: Send, B: Send>(a: impl FnOnce() -> A + Send, b: impl FnOnce() -> B + Send) -> (A, B) {
    let (mut a, mut b) = (Job::Waiting(a), Job::Waiting(b));
    fork(&mut a, &mut b);
    (a.result(), b.result())
}

/// Both, `second` on another thread if one is free. It is compiled once, whatever there is to do.
///
/// This thread waits for the other awake: parts are of one size, and end at about the same time.
fn fork(first: &mut dyn Run, second: &mut dyn Run) {
    let (begun, ended) = (AtomicBool::new(false), AtomicBool::new(false));
    let first = || {
        first.run();
        let since = Instant::now();
        while !ended.load(Ordering::Acquire) && (begun.load(Ordering::Relaxed) || since.elapsed() < TAKEN) {
            if since.elapsed() < AWAKE {
                hint::spin_loop();
            } else {
                // The other may be waiting for this very core.
                thread::yield_now();
            }
        }
    };
    let second = || {
        begun.store(true, Ordering::Relaxed);
        let _ended = Done(&ended);
        second.run();
    };
    rayon_core::join(first, second);
}

/// What can be run on any thread.
trait Run: Send {
    /// Runs it once.
    fn run(&mut self);
}

/// A function that waits to be called, then what it has returned.
enum Job<F, R> {
    Waiting(F),
    Running,
    Ended(R),
}

impl<F: FnOnce() -> R + Send, R: Send> Run for Job<F, R> {
    fn run(&mut self) {
        if let Self::Waiting(function) = mem::replace(self, Self::Running) {
            *self = Self::Ended(function());
        }
    }
}

impl<F, R> Job<F, R> {
    fn result(self) -> R {
        match self {
            Self::Ended(result) => result,
            Self::Waiting(_) | Self::Running => unreachable!("a fork returns when both have ended"),
        }
    }
}

/// How long a part waits for a thread to take it, before the one that made it does.
const TAKEN: Duration = Duration::from_micros(2);

/// All cores; made when they are first needed. `None` where there are no threads to be had.
fn pool() -> Option<&'static Mutex<ThreadPool>> {
    static POOL: OnceLock<Option<Mutex<ThreadPool>>> = OnceLock::new();
    let build = || ThreadPoolBuilder::new().num_threads(available()).build().ok().map(Mutex::new);
    POOL.get_or_init(|| if available() > 1 { build() } else { None }).as_ref()
}

/// Says that all is done, also if the computation panics.
struct Done<'a>(&'a AtomicBool);

impl Drop for Done<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Release);
    }
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
    use crate::testing::on_threads;

    #[test]
    fn the_limit_holds_inside_and_only_there() {
        assert_eq!((current(), limit()), (1, available()));
        on_threads(3, || {
            with(1, || assert_eq!((current(), limit()), (1, 1)));
            with(8, || assert_eq!(limit(), current()));
            assert_eq!(limit(), current());
        });
        with(1, || with(3, || assert_eq!(current(), 1)));
        assert_eq!((current(), limit()), (1, available()));
    }

    #[test]
    fn a_panic_comes_back_and_the_threads_go_on() {
        assert!(std::panic::catch_unwind(|| on_threads(2, || panic!("on purpose"))).is_err());
        assert_eq!(on_threads(2, || 42), 42);
    }

    #[test]
    fn many_computations_at_once_end() {
        let sum = || with(4, || (0..1000).map(|_| join(|| 1, || 1)).map(|(a, b)| a + b).sum::<u32>());
        let sums: Vec<_> = thread::scope(|scope| {
            let threads: Vec<_> = (0..8).map(|_| scope.spawn(sum)).collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).collect()
        });
        assert_eq!(sums, [2000; 8]);
    }
}
