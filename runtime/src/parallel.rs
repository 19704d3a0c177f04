//! Work divided into parts of its result, which several threads can do.

use crate::cost;

/// Work that can be divided.
pub(crate) trait Divide: Sized + Send {
    /// How many units it can be divided into.
    fn units(&self) -> usize;
    /// The first `units` units, and the rest.
    fn divide_at(self, units: usize) -> (Self, Self);
}

/// Does work in so many parts, each by one thread; whether `f` says yes to all of them.
pub(crate) fn in_parts<W: Divide>(work: W, parts: usize, f: &(dyn Fn(W) -> bool + Sync)) -> bool {
    let units = work.units();
    let at = (units * (parts / 2)).checked_div(parts).unwrap_or(0);
    if at == 0 {
        return f(work);
    }
    let (first, rest) = work.divide_at(at);
    let (first, rest) = join(|| in_parts(first, parts / 2, f), || in_parts(rest, parts - parts / 2, f));
    first && rest
}

/// Both, on two threads if it pays.
pub(crate) fn both(pays: bool, a: impl FnOnce() + Send, b: impl FnOnce() + Send) {
    if pays {
        join(a, b);
    } else {
        a();
        b();
    }
}

/// Both, at the same time if another thread is free.
#[cfg(feature = "std")]
use crate::threads::join;

/// Computes `f` on this thread alone.
#[cfg(feature = "std")]
pub(crate) use crate::threads::alone;

/// Computes `f` on this thread.
#[cfg(not(feature = "std"))]
pub(crate) fn alone<R>(f: impl FnOnce() -> R) -> R {
    f()
}

/// Both, one after the other.
#[cfg(not(feature = "std"))]
fn join<A, B>(a: impl FnOnce() -> A, b: impl FnOnce() -> B) -> (A, B) {
    (a(), b())
}

/// Columns of a matrix to be written, and which of its columns the first one is.
#[derive(Debug)]
pub(crate) struct Columns<'a, T> {
    pub(crate) first: usize,
    pub(crate) values: &'a mut [T],
    rows: usize,
    group: usize,
}

impl<'a, T> Columns<'a, T> {
    /// All columns of a matrix with so many rows, to be parted between groups of as many columns as a tile has.
    pub(crate) fn of(values: &'a mut [T], rows: usize) -> Self {
        Self { first: 0, values, rows, group: GROUP }
    }

    /// As [`of`](Self::of), to be parted anywhere.
    pub(crate) fn one_by_one(values: &'a mut [T], rows: usize) -> Self {
        Self { group: 1, ..Self::of(values, rows) }
    }

    /// How many there are.
    pub(crate) fn count(&self) -> usize {
        self.values.len().checked_div(self.rows).unwrap_or(0)
    }
}

impl<T: Send> Divide for Columns<'_, T> {
    fn units(&self) -> usize {
        self.count() / self.group
    }
    fn divide_at(self, units: usize) -> (Self, Self) {
        let Self { first, values, rows, group } = self;
        let count = units * group;
        let (values, rest) = values.split_at_mut(count * rows);
        (Self { first, values, rows, group }, Self { first: first + count, values: rest, rows, group })
    }
}

/// Columns are not parted within groups of so many.
pub(crate) const GROUP: usize = cost::tile_columns(cost::TILE_OF_32);

#[cfg(all(test, feature = "std"))]
mod tests {
    use super::*;
    use crate::testing::on_threads;

    struct Range(usize, usize);

    impl Divide for Range {
        fn units(&self) -> usize {
            self.1 - self.0
        }
        fn divide_at(self, units: usize) -> (Self, Self) {
            (Self(self.0, self.0 + units), Self(self.0 + units, self.1))
        }
    }

    #[test]
    fn every_unit_is_done_once() {
        for (units, parts) in [(0, 4), (1, 4), (3, 8), (100, 1), (100, 2), (100, 7)] {
            let done = std::sync::Mutex::new(vec![0; units]);
            let all = on_threads(parts, || {
                in_parts(Range(0, units), parts, &|range| {
                    done.lock().unwrap()[range.0..range.1].iter_mut().for_each(|count| *count += 1);
                    true
                })
            });
            assert!(all && done.into_inner().unwrap().iter().all(|count| *count == 1), "{units} in {parts}");
        }
    }

    #[test]
    fn one_refusal_is_heard() {
        assert!(!in_parts(Range(0, 10), 5, &|range| !(range.0..range.1).contains(&7)));
    }
}
