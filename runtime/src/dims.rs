//! Sizes that only rustc can judge, since they depend on the user's constants: checked while the crate compiles, with
//! both numbers in the message.

/// Room for one message.
const ROOM: usize = 512;

/// `size`, if it is at least 1.
///
/// # Panics
/// While the crate compiles, if it is 0.
#[track_caller]
pub const fn positive(size: usize, name: &str) -> usize {
    if size == 0 {
        let text = Text::new().push("`").push(name).push("` is 0, but a size is at least 1");
        panic!("{}", text.as_str());
    }
    size
}

/// Holds that two sizes are equal; `rule` begins the message.
///
/// # Panics
/// While the crate compiles, if they are not.
#[track_caller]
pub const fn equal(expected: usize, found: usize, rule: &str) {
    if expected != found {
        let text = Text::new().push(rule).push(": expected ").number(expected).push(", found ").number(found);
        panic!("{}", text.as_str());
    }
}

/// The largest of some sizes.
pub const fn largest(sizes: &[usize]) -> usize {
    let (mut largest, mut at) = (0, 0);
    while at < sizes.len() {
        if sizes[at] > largest {
            largest = sizes[at];
        }
        at += 1;
    }
    largest
}

/// A message under construction; what does not fit is cut.
struct Text {
    bytes: [u8; ROOM],
    len: usize,
}

impl Text {
    const fn new() -> Self {
        Self { bytes: [0; ROOM], len: 0 }
    }

    const fn push(mut self, text: &str) -> Self {
        let text = text.as_bytes();
        let mut at = 0;
        while at < text.len() && self.len < ROOM {
            self.bytes[self.len] = text[at];
            self.len += 1;
            at += 1;
        }
        self
    }

    const fn number(self, number: usize) -> Self {
        let digit = DIGITS[number % 10];
        if number < 10 { self.push(digit) } else { self.number(number / 10).push(digit) }
    }

    const fn as_str(&self) -> &str {
        let (text, _) = self.bytes.split_at(self.len);
        match core::str::from_utf8(text) {
            Ok(text) => text,
            Err(_) => "a size does not fit its model",
        }
    }
}

const DIGITS: [&str; 10] = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_name_both_numbers() {
        let text = Text::new().push("`Reshape`").push(": expected ").number(0).push(", found ").number(1_234_567);
        assert_eq!(text.as_str(), "`Reshape`: expected 0, found 1234567");
    }

    #[test]
    fn a_message_too_long_is_cut() {
        let long = str::from_utf8(&[b'x'; 600]).unwrap_or_default();
        assert_eq!(Text::new().push(long).as_str().len(), ROOM);
    }

    #[test]
    #[should_panic(expected = "`A` is 0, but a size is at least 1")]
    fn zero_is_no_size() {
        positive(0, "A");
    }

    #[test]
    fn the_largest_of_none_is_zero() {
        assert_eq!((largest(&[]), largest(&[3, 9, 4])), (0, 9));
    }
}
