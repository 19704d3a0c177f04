//! Messages under construction while a crate compiles, and how like two names are.

/// Room for one message.
const ROOM: usize = 1024;

/// The longest name that is compared with others.
const LONGEST: usize = 128;

/// A message under construction; what does not fit is cut.
pub(crate) struct Text {
    bytes: [u8; ROOM],
    len: usize,
}

impl Text {
    pub(crate) const fn new() -> Self {
        Self { bytes: [0; ROOM], len: 0 }
    }

    pub(crate) const fn push(self, text: &str) -> Self {
        self.bytes(text.as_bytes())
    }

    /// As [`push`](Self::push), of bytes that were found somewhere: what is no printable ASCII becomes a question mark.
    pub(crate) const fn found(mut self, bytes: &[u8]) -> Self {
        let (start, mut at) = (self.len, 0);
        while at < bytes.len() && start + at < ROOM {
            self.bytes[start + at] = if matches!(bytes[at], b' '..=b'~') { bytes[at] } else { b'?' };
            at += 1;
        }
        self.len = start + at;
        self
    }

    const fn bytes(mut self, bytes: &[u8]) -> Self {
        let mut at = 0;
        while at < bytes.len() && self.len < ROOM {
            self.bytes[self.len] = bytes[at];
            self.len += 1;
            at += 1;
        }
        self
    }

    pub(crate) const fn number(self, number: u64) -> Self {
        let digit = DIGITS[(number % 10) as usize];
        if number < 10 { self.push(digit) } else { self.number(number / 10).push(digit) }
    }

    /// `(784, 128)`
    pub(crate) const fn shape(mut self, axes: &[usize]) -> Self {
        self = self.push("(");
        let mut at = 0;
        while at < axes.len() {
            if at > 0 {
                self = self.push(", ");
            }
            self = self.number(axes[at] as u64);
            at += 1;
        }
        self.push(")")
    }

    pub(crate) const fn is_empty(&self) -> bool {
        self.len == 0
    }

    pub(crate) const fn as_str(&self) -> &str {
        let (text, _) = self.bytes.split_at(self.len);
        match core::str::from_utf8(text) {
            Ok(text) => text,
            // A letter of several bytes was cut.
            Err(_) => "the message is too long",
        }
    }
}

const DIGITS: [&str; 10] = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];

/// How many bytes must be put in, taken out or changed to make one name of the other (Levenshtein). Names that are too
/// long to be compared are not alike at all.
pub(crate) const fn distance(a: &[u8], b: &[u8]) -> usize {
    if b.len() >= LONGEST {
        return if a.len() > b.len() { a.len() } else { b.len() };
    }
    let (mut row, mut i) = ([0; LONGEST], 0);
    while i <= b.len() {
        row[i] = i;
        i += 1;
    }
    i = 0;
    while i < a.len() {
        let (mut diagonal, mut j) = (row[0], 0);
        row[0] = i + 1;
        while j < b.len() {
            let changed = diagonal + (a[i] != b[j]) as usize;
            diagonal = row[j + 1];
            let shorter = if row[j] < diagonal { row[j] + 1 } else { diagonal + 1 };
            row[j + 1] = if changed < shorter { changed } else { shorter };
            j += 1;
        }
        i += 1;
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_hold_numbers_shapes_and_what_was_found() {
        let text = Text::new().push("`Reshape`: ").number(0).push(", ").number(1_234_567).push(" ").shape(&[784, 128]);
        assert_eq!(text.as_str(), "`Reshape`: 0, 1234567 (784, 128)");
        assert_eq!(Text::new().shape(&[]).found(b" a\n\xff`").as_str(), "() a??`");
        assert!(Text::new().is_empty() && !text.is_empty());
    }

    #[test]
    fn a_message_too_long_is_cut() {
        let long = str::from_utf8(&[b'x'; 2 * ROOM]).unwrap_or_default();
        assert_eq!(Text::new().push(long).as_str().len(), ROOM);
        assert_eq!(Text::new().found(long.as_bytes()).found(b"y").as_str().len(), ROOM);
        let cut = Text::new().push("x").push(&"ä".repeat(ROOM / 2));
        assert_eq!(cut.as_str(), "the message is too long");
    }

    #[test]
    fn names_are_alike_by_the_letters_that_differ() {
        for (a, b, expected) in [("kitten", "sitting", 3), ("", "abc", 3), ("abc", "", 3), ("dense_1", "dense1", 1)] {
            assert_eq!(distance(a.as_bytes(), b.as_bytes()), expected, "{a} {b}");
        }
        let long = [b'x'; 200];
        assert_eq!((distance(&long, b"x"), distance(b"x", &long)), (199, 200));
    }
}
