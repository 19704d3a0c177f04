//! `TFRecord`: each record with its length, and both with checksums.
//!
//! ```text
//! u64 length | u32 masked CRC of these 8 bytes | data | u32 masked CRC of the data       little-endian
//! ```
//!
//! Source: <https://www.tensorflow.org/tutorials/load_data/tfrecord#tfrecords_format_details>.

/// Adds a record to a file's bytes.
pub(super) fn push(bytes: &mut Vec<u8>, data: &[u8]) {
    let length = (data.len() as u64).to_le_bytes();
    bytes.extend_from_slice(&length);
    bytes.extend_from_slice(&masked(crc(&length)).to_le_bytes());
    bytes.extend_from_slice(data);
    bytes.extend_from_slice(&masked(crc(data)).to_le_bytes());
}

/// A checksum as the format stores it, so that a checksum of data that hold checksums is not a special case.
pub(super) fn masked(crc: u32) -> u32 {
    crc.rotate_right(15).wrapping_add(0xa282_ead8)
}

/// CRC-32C (Castagnoli), the polynomial 0x1edc6f41 with its bits reversed.
pub(super) fn crc(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0, |crc, byte| TABLE[usize::from(crc as u8 ^ byte)] ^ (crc >> 8))
}

/// The remainder of each byte.
const TABLE: [u32; 256] = {
    let (mut table, mut byte) = ([0; 256], 0);
    while byte < 256 {
        let (mut crc, mut bit) = (byte as u32, 0);
        while bit < 8 {
            crc = (crc >> 1) ^ if crc & 1 == 1 { 0x82f6_3b78 } else { 0 };
            bit += 1;
        }
        table[byte] = crc;
        byte += 1;
    }
    table
};
