//! A safetensors file: the length of the header, the header in JSON, the elements of all tensors, little-endian.
//!
//! The header is read in one pass without recursion or allocation. What is found borrows from the file.

use crate::weights::mistake::Mistake;

/// Longer headers are refused, as the format prescribes.
pub(crate) const MAX_HEADER: u64 = 100_000_000;

/// The bytes before the header, which hold its length.
const LENGTH: u64 = 8;

/// One tensor, as the header describes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Entry<'a> {
    /// Its name, as it stands between the quotes.
    pub(crate) name: &'a [u8],
    /// The type of its elements: `F32`.
    pub(crate) dtype: &'a [u8],
    /// What stands between the brackets of its shape: `784, 128`.
    pub(crate) shape: &'a [u8],
    /// Where its elements start, counted from the end of the header.
    pub(crate) start: u64,
    /// Where they end.
    pub(crate) end: u64,
}

/// What an array is filled with first.
pub(crate) const NONE: Entry<'static> = Entry { name: &[], dtype: &[], shape: &[], start: 0, end: 0 };

/// `?`, which functions that run while a crate compiles lack.
macro_rules! get {
    ($result:expr) => {
        match $result {
            Ok(value) => value,
            Err(mistake) => return Err(mistake),
        }
    };
}

/// The length of the header that the first bytes of a file state.
pub(crate) const fn length(start: &[u8]) -> Result<u64, Mistake<'static>> {
    let Some((length, _)) = start.split_first_chunk::<8>() else {
        return Err(Mistake::NoLength(start.len() as u64));
    };
    let bytes = *length;
    let length = u64::from_le_bytes(bytes);
    match bytes {
        _ if length <= MAX_HEADER => Ok(length),
        [b'P', b'K', 3, 4, ..] => Err(Mistake::Foreign("a zip archive, as `.pt`, `.keras` and `.npz` are")),
        [0x89, b'H', b'D', b'F', ..] => Err(Mistake::Foreign("an HDF5 file, as `.h5` is")),
        [0x80, 2..=5, ..] => Err(Mistake::Foreign("a pickle of Python, as an old `.pt` is")),
        _ => Err(Mistake::Long(length)),
    }
}

/// That a header is no text, from so many bytes on.
pub(crate) const fn not_text<'a>(valid: u64) -> Mistake<'a> {
    Mistake::NoText(valid + LENGTH)
}

/// A file in two: the header's text, and the elements.
pub(crate) const fn split(file: &[u8]) -> Result<(&[u8], &[u8]), Mistake<'_>> {
    let length = get!(length(file));
    let (_, rest) = file.split_at(8);
    if length > rest.len() as u64 {
        return Err(Mistake::Cut { length, found: rest.len() as u64 });
    }
    let (header, data) = rest.split_at(length as usize);
    match core::str::from_utf8(header) {
        Ok(_) => Ok((header, data)),
        Err(error) => Err(not_text(error.valid_up_to() as u64)),
    }
}

/// The tensors of a header, one after the other.
pub(crate) struct Header<'a> {
    text: &'a [u8],
    at: usize,
    begun: bool,
}

impl<'a> Header<'a> {
    pub(crate) const fn new(text: &'a [u8]) -> Self {
        Self { text, at: 0, begun: false }
    }

    /// The next tensor, `None` behind the last one.
    pub(crate) const fn next(&mut self) -> Result<Option<Entry<'a>>, Mistake<'a>> {
        loop {
            if !get!(self.another()) {
                return Ok(None);
            }
            let name = get!(self.string("the name of a tensor in quotes"));
            get!(self.mark(b':', "`:` after a name"));
            if same(name, b"__metadata__") {
                get!(self.metadata());
            } else {
                return match self.entry(name) {
                    Ok(entry) => Ok(Some(entry)),
                    Err(mistake) => Err(mistake),
                };
            }
        }
    }

    /// Whether another tensor follows: steps over the bracket or comma before it, or over the end.
    const fn another(&mut self) -> Result<bool, Mistake<'a>> {
        if !self.begun {
            self.begun = true;
            get!(self.mark(b'{', "`{` (a description of tensors in JSON)"));
            if !self.takes(b'}') {
                return Ok(true);
            }
        } else if self.takes(b',') {
            return Ok(true);
        } else {
            get!(self.mark(b'}', "`,` or `}` after a tensor"));
        }
        self.space();
        if self.at < self.text.len() { Err(self.mistake("nothing after the last `}`")) } else { Ok(false) }
    }

    /// `{"dtype":"F32","shape":[784,128],"data_offsets":[0,401408]}`, in any order.
    const fn entry(&mut self, name: &'a [u8]) -> Result<Entry<'a>, Mistake<'a>> {
        const KEYS: &str = "`dtype`, `shape` and `data_offsets`, each once";
        let (mut entry, mut keys) = (Entry { name, ..NONE }, 0);
        get!(self.mark(b'{', "`{` before what is said of a tensor"));
        loop {
            self.space();
            let start = self.at;
            let key = get!(self.string(KEYS));
            get!(self.mark(b':', "`:` after a key"));
            let bit = if same(key, b"dtype") {
                entry.dtype = get!(self.string("a type of elements in quotes"));
                1
            } else if same(key, b"shape") {
                entry.shape = get!(self.shape());
                2
            } else if same(key, b"data_offsets") {
                get!(self.mark(b'[', "`[` before two offsets"));
                entry.start = get!(self.number());
                get!(self.mark(b',', "`,` between two offsets"));
                entry.end = get!(self.number());
                get!(self.mark(b']', "`]` after two offsets"));
                4
            } else {
                0
            };
            if bit == 0 || keys & bit != 0 {
                self.at = start;
                return Err(self.mistake(KEYS));
            }
            keys |= bit;
            if !self.takes(b',') {
                get!(self.mark(b'}', "`,` or `}` after what is said of a tensor"));
                return if keys == 7 { Ok(entry) } else { Err(self.mistake(KEYS)) };
            }
        }
    }

    /// `[784, 128]`, of which what stands between the brackets.
    const fn shape(&mut self) -> Result<&'a [u8], Mistake<'a>> {
        get!(self.mark(b'[', "`[` before a shape"));
        let start = self.at;
        if !self.takes(b']') {
            loop {
                get!(self.number());
                if !self.takes(b',') {
                    break;
                }
            }
            get!(self.mark(b']', "`,` or `]` after a size"));
        }
        Ok(between(self.text, start, self.at - 1))
    }

    /// `{"format":"pt"}`: texts by texts.
    const fn metadata(&mut self) -> Result<(), Mistake<'a>> {
        get!(self.mark(b'{', "`{` before the metadata"));
        if self.takes(b'}') {
            return Ok(());
        }
        loop {
            get!(self.string("a key of the metadata in quotes"));
            get!(self.mark(b':', "`:` after a key"));
            get!(self.string("a text in quotes"));
            if !self.takes(b',') {
                return self.mark(b'}', "`,` or `}` after a text of the metadata");
            }
        }
    }

    /// What stands between two quotes.
    const fn string(&mut self, expected: &'static str) -> Result<&'a [u8], Mistake<'a>> {
        get!(self.mark(b'"', expected));
        let start = self.at;
        while self.at < self.text.len() {
            match self.text[self.at] {
                b'"' => {
                    self.at += 1;
                    return Ok(between(self.text, start, self.at - 1));
                }
                b'\\' => get!(self.escape()),
                0..b' ' => break,
                _ => self.at += 1,
            }
        }
        Err(self.mistake("a text that ends in a quote"))
    }

    /// What begins with a backslash: `\n`, `\u00e4`, or two of the latter for one letter.
    const fn escape(&mut self) -> Result<(), Mistake<'a>> {
        const EXPECTED: &str = "a letter that JSON knows behind a backslash";
        self.at += 1;
        let letter = if self.at < self.text.len() { self.text[self.at] } else { 0 };
        self.at += 1;
        match (letter, if letter == b'u' { self.code() } else { None }) {
            (b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't', _) | (b'u', Some(0..0xd800 | 0xe000..=0xffff)) => {
                Ok(())
            }
            // The first half of a letter, which needs its second.
            (b'u', Some(0xd800..0xdc00))
                if self.at + 1 < self.text.len() && self.text[self.at] == b'\\' && self.text[self.at + 1] == b'u' =>
            {
                self.at += 2;
                match self.code() {
                    Some(0xdc00..0xe000) => Ok(()),
                    _ => Err(self.mistake(EXPECTED)),
                }
            }
            _ => Err(self.mistake(EXPECTED)),
        }
    }

    /// Four hexadecimal digits.
    const fn code(&mut self) -> Option<u32> {
        let (mut code, end) = (0, self.at + 4);
        while self.at < end {
            if self.at >= self.text.len() {
                return None;
            }
            let digit = match self.text[self.at] {
                digit @ b'0'..=b'9' => digit - b'0',
                digit @ b'a'..=b'f' => digit - b'a' + 10,
                digit @ b'A'..=b'F' => digit - b'A' + 10,
                _ => return None,
            };
            code = 16 * code + digit as u32;
            self.at += 1;
        }
        Some(code)
    }

    /// A whole number.
    const fn number(&mut self) -> Result<u64, Mistake<'a>> {
        const EXPECTED: &str = "a whole number below 2^64";
        self.space();
        let (start, mut number) = (self.at, 0_u64);
        while self.at < self.text.len() && self.text[self.at].is_ascii_digit() {
            let digit = (self.text[self.at] - b'0') as u64;
            number = match number.checked_mul(10) {
                Some(tens) => match tens.checked_add(digit) {
                    Some(number) => number,
                    None => return Err(self.mistake(EXPECTED)),
                },
                None => return Err(self.mistake(EXPECTED)),
            };
            self.at += 1;
        }
        let zeros = self.at > start + 1 && self.text[start] == b'0';
        if self.at == start || zeros { Err(self.mistake(EXPECTED)) } else { Ok(number) }
    }

    /// Steps over a mark, which must be there.
    const fn mark(&mut self, mark: u8, expected: &'static str) -> Result<(), Mistake<'a>> {
        if self.takes(mark) { Ok(()) } else { Err(self.mistake(expected)) }
    }

    /// Steps over a mark, if it is there.
    const fn takes(&mut self, mark: u8) -> bool {
        self.space();
        let there = self.at < self.text.len() && self.text[self.at] == mark;
        self.at += there as usize;
        there
    }

    const fn space(&mut self) {
        while self.at < self.text.len() && matches!(self.text[self.at], b' ' | b'\t' | b'\n' | b'\r') {
            self.at += 1;
        }
    }

    /// What must stand where reading has come to.
    const fn mistake(&self, expected: &'static str) -> Mistake<'a> {
        let found = if self.at < self.text.len() { Some(between(self.text, self.at, self.at + 1)) } else { None };
        Mistake::Syntax { at: self.at as u64 + LENGTH, expected, found }
    }
}

/// The sizes of a shape, `784, 128`, one after the other.
pub(crate) struct Sizes<'a> {
    text: &'a [u8],
    at: usize,
}

impl<'a> Sizes<'a> {
    pub(crate) const fn new(entry: &Entry<'a>) -> Self {
        Self { text: entry.shape, at: 0 }
    }

    /// The next size, `None` behind the last one. Numbers were judged when they were read.
    pub(crate) const fn next(&mut self) -> Option<u64> {
        let mut number = None;
        while self.at < self.text.len() {
            let byte = self.text[self.at];
            self.at += 1;
            match (byte, number) {
                (b'0'..=b'9', before) => {
                    let before: u64 = if let Some(before) = before { before } else { 0 };
                    number = Some(before.saturating_mul(10).saturating_add((byte - b'0') as u64));
                }
                (b',', _) => break,
                _ => {}
            }
        }
        number
    }
}

/// A part of a slice.
const fn between(text: &[u8], start: usize, end: usize) -> &[u8] {
    let (text, _) = text.split_at(end);
    let (_, text) = text.split_at(start);
    text
}

pub(crate) const fn same(a: &[u8], b: &[u8]) -> bool {
    if a.len() != b.len() {
        return false;
    }
    let mut at = 0;
    while at < a.len() {
        if a[at] != b[at] {
            return false;
        }
        at += 1;
    }
    true
}
