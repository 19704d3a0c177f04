//! The few messages of `TensorBoard`'s `event.proto` and `summary.proto` that scalars need, in the wire format of protocol
//! buffers.
//!
//! ```text
//! Event   { double wall_time = 1; int64 step = 2; string file_version = 3; Summary summary = 5; SessionLog session_log = 7 }
//! Summary { repeated Value value = 1 }    Value { string tag = 1; float simple_value = 2 }
//! SessionLog { SessionStatus status = 1 }    with START = 1
//! ```
//!
//! Sources: <https://protobuf.dev/programming-guides/encoding/>,
//! <https://github.com/tensorflow/tensorboard/blob/master/tensorboard/compat/proto/event.proto>.

/// How a field is encoded.
#[derive(Clone, Copy)]
enum Wire {
    Varint = 0,
    Eight = 1,
    Bytes = 2,
    Four = 5,
}

/// The first event of a file: which version of the format follows.
pub(super) fn version(event: &mut Vec<u8>, time: f64) {
    wall_time(event, time);
    let version = b"brain.Event:2";
    length_of(event, 3, version.len());
    event.extend_from_slice(version);
}

/// A run goes on: what was written before about this step and later ones no longer counts.
pub(super) fn restart(event: &mut Vec<u8>, time: f64, step: u64) {
    wall_time(event, time);
    key(event, 2, Wire::Varint);
    varint(event, step);
    let start = [1 << 3, 1];
    length_of(event, 7, start.len());
    event.extend_from_slice(&start);
}

/// A number under the tag `prefix` + `name`.
pub(super) fn scalar(event: &mut Vec<u8>, time: f64, step: u64, [prefix, name]: [&str; 2], number: f32) {
    wall_time(event, time);
    key(event, 2, Wire::Varint);
    varint(event, step);
    let tag = prefix.len() + name.len();
    let value = 1 + varint_len(tag as u64) + tag + 1 + 4;
    length_of(event, 5, 1 + varint_len(value as u64) + value);
    length_of(event, 1, value);
    length_of(event, 1, tag);
    event.extend_from_slice(prefix.as_bytes());
    event.extend_from_slice(name.as_bytes());
    key(event, 2, Wire::Four);
    event.extend_from_slice(&number.to_le_bytes());
}

fn wall_time(event: &mut Vec<u8>, time: f64) {
    key(event, 1, Wire::Eight);
    event.extend_from_slice(&time.to_le_bytes());
}

/// The key and the length of a field of so many bytes.
fn length_of(event: &mut Vec<u8>, field: u8, len: usize) {
    key(event, field, Wire::Bytes);
    varint(event, len as u64);
}

fn key(event: &mut Vec<u8>, field: u8, wire: Wire) {
    event.push(field << 3 | wire as u8);
}

fn varint(event: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        event.push(number as u8 | 0x80);
        number >>= 7;
    }
    event.push(number as u8);
}

fn varint_len(number: u64) -> usize {
    (64 - (number | 1).leading_zeros() as usize).div_ceil(7)
}
