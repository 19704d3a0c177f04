//! Tensors in order, by functions that run while a crate compiles as well.

use core::cmp::Ordering;

use crate::weights::header::Entry;

/// What tensors are put in order by.
#[derive(Clone, Copy)]
pub(crate) enum By {
    /// Where their elements lie.
    Place,
    /// Their names, byte by byte.
    Name,
}

/// Puts tensors in order, in place (heap sort: as long as n·ln n comparisons, whatever the file).
pub(crate) const fn sort(entries: &mut [Entry<'_>], by: By) {
    let len = entries.len();
    let mut root = len / 2;
    while root > 0 {
        root -= 1;
        sink(entries, root, len, by);
    }
    let mut end = len;
    while end > 1 {
        end -= 1;
        entries.swap(0, end);
        sink(entries, 0, end, by);
    }
}

/// Lets the entry at `at` sink to its place in the heap before `end`.
const fn sink(entries: &mut [Entry<'_>], mut at: usize, end: usize, by: By) {
    while 2 * at + 1 < end {
        let mut child = 2 * at + 1;
        if child + 1 < end && before(&entries[child], &entries[child + 1], by) {
            child += 1;
        }
        if !before(&entries[at], &entries[child], by) {
            return;
        }
        entries.swap(at, child);
        at = child;
    }
}

const fn before(a: &Entry<'_>, b: &Entry<'_>, by: By) -> bool {
    match by {
        By::Place => a.start < b.start || (a.start == b.start && a.end < b.end),
        By::Name => matches!(compare(a.name, [b.name, b"", b""]), Ordering::Less),
    }
}

/// Compares a name with one that is in pieces: `dense1.kernel` with `dense1`, `.` and `kernel`.
pub(crate) const fn compare(name: &[u8], pieces: [&[u8]; 3]) -> Ordering {
    let (mut at, mut piece, mut inside) = (0, 0, 0);
    loop {
        while piece < pieces.len() && inside == pieces[piece].len() {
            piece += 1;
            inside = 0;
        }
        match (at < name.len(), piece < pieces.len()) {
            (false, false) => return Ordering::Equal,
            (false, true) => return Ordering::Less,
            (true, false) => return Ordering::Greater,
            (true, true) if name[at] < pieces[piece][inside] => return Ordering::Less,
            (true, true) if name[at] > pieces[piece][inside] => return Ordering::Greater,
            (true, true) => {
                at += 1;
                inside += 1;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::weights::header::NONE;

    #[test]
    fn any_order_becomes_the_same() {
        let names = ["", "a", "a.b", "a.bc", "ab", "b", "b1"];
        for turn in 0..7 {
            for step in 1..7 {
                let mut entries: Vec<_> =
                    (0..7).map(|at| Entry { name: names[(turn + at * step) % 7].as_bytes(), ..NONE }).collect();
                sort(&mut entries, By::Name);
                assert_eq!(entries.iter().map(|entry| entry.name).collect::<Vec<_>>(), names.map(str::as_bytes));
            }
        }
        let mut entries = [[4, 9], [0, 4], [4, 4], [0, 0]].map(|[start, end]| Entry { start, end, ..NONE });
        sort(&mut entries, By::Place);
        assert_eq!(entries.map(|entry| [entry.start, entry.end]), [[0, 0], [0, 4], [4, 4], [4, 9]]);
    }

    #[test]
    fn a_name_in_pieces_is_compared_as_a_whole() {
        for name in ["", "dense1", "dense1.kerne", "dense1.kernel", "dense1.kernel2", "dense10.kernel", "e", "d"] {
            let pieces = [&b"dense1"[..], b".", b"kernel"];
            assert_eq!(compare(name.as_bytes(), pieces), name.cmp("dense1.kernel"), "{name}");
            assert_eq!(compare(name.as_bytes(), [b"", name.as_bytes(), b""]), Ordering::Equal);
        }
    }
}
