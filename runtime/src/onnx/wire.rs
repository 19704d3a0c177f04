//! Messages of protocol buffers, in as far as ONNX needs them: fields of whole numbers, floating-point numbers, bytes and
//! messages. See <https://protobuf.dev/programming-guides/encoding/>.

/// A message that grows field by field.
#[derive(Debug, Default)]
pub(super) struct Message(Vec<u8>);

impl Message {
    /// The message so far.
    pub(super) fn into_bytes(self) -> Vec<u8> {
        self.0
    }

    /// A whole number.
    pub(super) fn int(&mut self, field: u32, value: i64) {
        self.tag(field, 0);
        self.varint(value.cast_unsigned());
    }

    /// A number of 32 bits.
    pub(super) fn float(&mut self, field: u32, value: f32) {
        self.tag(field, 5);
        self.0.extend(value.to_le_bytes());
    }

    /// A text.
    pub(super) fn text(&mut self, field: u32, text: &str) {
        self.bytes(field, text.as_bytes());
    }

    /// Bytes.
    pub(super) fn bytes(&mut self, field: u32, bytes: &[u8]) {
        self.tag(field, 2);
        self.varint(bytes.len() as u64);
        self.0.extend_from_slice(bytes);
    }

    /// A message inside this one.
    pub(super) fn message(&mut self, field: u32, message: &Self) {
        self.bytes(field, &message.0);
    }

    fn tag(&mut self, field: u32, kind: u32) {
        self.varint(u64::from(field << 3 | kind));
    }

    /// Seven bits a byte, the lowest first; all bytes but the last have the highest bit.
    fn varint(&mut self, mut value: u64) {
        while value >= 0x80 {
            self.0.push((value & 0x7f) as u8 | 0x80);
            value >>= 7;
        }
        self.0.push(value as u8);
    }
}

#[cfg(test)]
mod tests {
    use super::Message;

    #[test]
    fn fields_are_written_as_the_documentation_of_the_format_has_them() {
        let mut message = Message::default();
        message.int(1, 150);
        assert_eq!(message.into_bytes(), [0x08, 0x96, 0x01]);

        let mut message = Message::default();
        message.text(2, "testing");
        assert_eq!(message.into_bytes(), b"\x12\x07testing");

        let (mut inner, mut outer) = (Message::default(), Message::default());
        inner.int(1, 150);
        outer.message(3, &inner);
        assert_eq!(outer.into_bytes(), [0x1a, 0x03, 0x08, 0x96, 0x01]);

        let mut message = Message::default();
        message.int(1, -2);
        assert_eq!(message.into_bytes(), [8, 0xfe, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1]);

        let mut message = Message::default();
        message.float(2, 1.0);
        assert_eq!(message.into_bytes(), [0x15, 0, 0, 0x80, 0x3f]);
    }
}
