//! The tensors of a file, found by name.

use core::cmp::Ordering;

use crate::weights::header::{Entry, Header, NONE, Sizes, same, split};
use crate::weights::mistake::Mistake;
use crate::weights::order::{By, compare, sort};

/// The tensors of a file of `N` of them, and its elements; or what is wrong with the file.
#[derive(Clone, Copy, Debug)]
pub struct Table<'a, const N: usize> {
    pub(crate) entries: [Entry<'a>; N],
    pub(crate) data: &'a [u8],
    pub(crate) mistake: Option<Mistake<'a>>,
}

/// How many tensors a file has; those before the first mistake, if there is one.
pub const fn count(file: &[u8]) -> usize {
    let Ok((header, _)) = split(file) else { return 0 };
    let (mut header, mut count) = (Header::new(header), 0);
    while let Ok(Some(_)) = header.next() {
        count += 1;
    }
    count
}

/// The tensors of a file, of which there are `N`.
pub const fn table<const N: usize>(file: &[u8]) -> Table<'_, N> {
    let mut table = Table { entries: [NONE; N], data: &[], mistake: None };
    let header = match split(file) {
        Ok((header, data)) => {
            table.data = data;
            header
        }
        Err(mistake) => {
            table.mistake = Some(mistake);
            return table;
        }
    };
    let (mut header, mut at) = (Header::new(header), 0);
    loop {
        match header.next() {
            Ok(Some(entry)) if at < N => {
                table.entries[at] = entry;
                at += 1;
            }
            Ok(_) => break,
            Err(mistake) => {
                table.mistake = Some(mistake);
                return table;
            }
        }
    }
    table.mistake = match arrange(&mut table.entries) {
        Ok(len) => length(len, table.data.len() as u64),
        Err(mistake) => Some(mistake),
    };
    table
}

/// Puts tensors in the order of their names and returns the length of all their elements: they must lie one behind the
/// other, be as long as their shapes say, and have different names.
pub(crate) const fn arrange<'a>(entries: &mut [Entry<'a>]) -> Result<u64, Mistake<'a>> {
    sort(entries, By::Place);
    let (mut end, mut at) = (0, 0);
    while at < entries.len() {
        let entry = entries[at];
        if entry.start != end || entry.end < end {
            return Err(Mistake::Place { name: entry.name, expected: end, found: entry.start });
        }
        if let Some(expected) = bytes(&entry)
            && expected != entry.end - entry.start
        {
            return Err(Mistake::Length { name: entry.name, expected, found: entry.end - entry.start });
        }
        end = entry.end;
        at += 1;
    }
    sort(entries, By::Name);
    at = 1;
    while at < entries.len() {
        if same(entries[at].name, entries[at - 1].name) {
            return Err(Mistake::Twice(entries[at].name));
        }
        at += 1;
    }
    Ok(end)
}

/// What is wrong if a file has not as many bytes of elements as its header says.
pub(crate) const fn length<'a>(expected: u64, found: u64) -> Option<Mistake<'a>> {
    if expected == found { None } else { Some(Mistake::Data { expected, found }) }
}

/// How many bytes the elements of a tensor take, if the type of its elements is one that is known.
const fn bytes(entry: &Entry<'_>) -> Option<u64> {
    let dtype = entry.dtype;
    let bits = if same(dtype, b"F32") || same(dtype, b"I32") || same(dtype, b"U32") {
        32
    } else if same(dtype, b"F64") || same(dtype, b"I64") || same(dtype, b"U64") || same(dtype, b"C64") {
        64
    } else if same(dtype, b"F16") || same(dtype, b"BF16") || same(dtype, b"I16") || same(dtype, b"U16") {
        16
    } else if same(dtype, b"I8") || same(dtype, b"U8") || same(dtype, b"BOOL") {
        8
    } else {
        return None;
    };
    let (mut sizes, mut len) = (Sizes::new(entry), bits / 8);
    while let Some(size) = sizes.next() {
        // A product beyond all numbers is as long as no tensor.
        len = match size.checked_mul(len) {
            Some(len) => len,
            None => return Some(u64::MAX),
        };
    }
    Some(len)
}

/// Where the tensor `<layer>.<weight>` stands among those that are in the order of their names.
pub(crate) const fn find(entries: &[Entry<'_>], layer: &str, weight: &str) -> Option<usize> {
    let (mut start, mut end) = (0, entries.len());
    while start < end {
        let middle = start.midpoint(end);
        match compare(entries[middle].name, [layer.as_bytes(), b".", weight.as_bytes()]) {
            Ordering::Equal => return Some(middle),
            Ordering::Less => start = middle + 1,
            Ordering::Greater => end = middle,
        }
    }
    None
}

/// Whether a tensor has a type of elements and a shape.
pub(crate) const fn is(entry: &Entry<'_>, dtype: &str, shape: &[usize]) -> bool {
    if !same(entry.dtype, dtype.as_bytes()) {
        return false;
    }
    let (mut sizes, mut at) = (Sizes::new(entry), 0);
    while let Some(size) = sizes.next() {
        if at == shape.len() || size != shape[at] as u64 {
            return false;
        }
        at += 1;
    }
    at == shape.len()
}
