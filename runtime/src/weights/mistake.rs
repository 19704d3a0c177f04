//! What can be wrong with a file of weights, in itself: whatever model it is for.

use crate::weights::header::MAX_HEADER;

/// What is wrong with a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mistake<'a> {
    /// It ends after so many bytes, within the length of the header.
    NoLength(u64),
    /// It is a file of another kind.
    Foreign(&'static str),
    /// Its header is longer than any may be.
    Long(u64),
    /// Its header ends too early.
    Cut { length: u64, found: u64 },
    /// Its header is no text from a byte on.
    NoText(u64),
    /// Something else is expected at a byte of the header than what is there, or its end.
    Syntax { at: u64, expected: &'static str, found: Option<&'a [u8]> },
    /// A tensor does not begin where the one before it ends.
    Place { name: &'a [u8], expected: u64, found: u64 },
    /// A tensor is not as long as its shape says.
    Length { name: &'a [u8], expected: u64, found: u64 },
    /// Two tensors have one name.
    Twice(&'a [u8]),
    /// There are not as many bytes of elements as the header says.
    Data { expected: u64, found: u64 },
}

/// What a message is made of: a text, what is quoted from the file, a number, and a text behind them.
#[derive(Clone, Copy)]
pub(crate) struct Words<'a> {
    pub(crate) before: &'static str,
    pub(crate) quoted: Option<&'a [u8]>,
    pub(crate) number: Option<u64>,
    pub(crate) after: &'static str,
}

const fn text<'a>(before: &'static str) -> Words<'a> {
    Words { before, quoted: None, number: None, after: "" }
}

const fn number<'a>(before: &'static str, number: u64, after: &'static str) -> Words<'a> {
    Words { before, quoted: None, number: Some(number), after }
}

const fn quoted<'a>(before: &'static str, quoted: &'a [u8], after: &'static str) -> Words<'a> {
    Words { before, quoted: Some(quoted), number: None, after }
}

impl<'a> Mistake<'a> {
    /// The place of the mistake, what must be there, and what is.
    pub(crate) const fn words(&self) -> [Words<'a>; 3] {
        match *self {
            Self::NoLength(found) => {
                [text("the start of the header"), text("8 bytes with its length"), number("", found, " bytes")]
            }
            Self::Foreign(kind) => {
                let expected =
                    text("that of a safetensors file, as `save_file` of Python's package safetensors writes it");
                [text("the content"), expected, text(kind)]
            }
            Self::Long(length) => {
                let most = number("the length of a safetensors header, at most ", MAX_HEADER, "");
                [text("the first 8 bytes"), most, number("", length, "")]
            }
            Self::Cut { length, found } => {
                [text("the header"), number("", length, " bytes long"), number("", found, " bytes")]
            }
            Self::NoText(at) => [number("the header at byte ", at, ""), text("text in UTF-8"), text("something else")],
            Self::Syntax { at, expected, found } => {
                let found = match found {
                    Some(found) => quoted("`", found, "`"),
                    None => text("the end of the header"),
                };
                [number("the header at byte ", at, ""), text(expected), found]
            }
            Self::Place { name, expected, found } => {
                let expected = number("in the bytes from ", expected, " on, behind the one before it");
                [quoted("the tensor `", name, "`"), expected, number("its start at ", found, "")]
            }
            Self::Length { name, expected, found } => {
                let expected = number("", expected, " bytes long, as its shape says");
                [quoted("the tensor `", name, "`"), expected, number("", found, "")]
            }
            Self::Twice(name) => [text("the names of tensors"), text("different"), quoted("`", name, "` twice")],
            Self::Data { expected, found } => {
                let found = if found > expected { text("more") } else { number("", found, "") };
                [text("the data after the header"), number("", expected, " bytes"), found]
            }
        }
    }
}
