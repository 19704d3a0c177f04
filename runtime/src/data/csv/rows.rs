//! The lines of a table, with their numbers in the file.

use std::path::Path;

use csv::{Position, ReaderBuilder, StringRecord, Trim};

use crate::error::Error;

/// A line of the table.
#[derive(Clone, Debug)]
pub(super) struct Row {
    pub(super) line: usize,
    pub(super) cells: StringRecord,
}

/// The header and the lines below it.
pub(super) fn read(text: &[u8], delimiter: u8) -> Result<(Vec<String>, Vec<Row>), csv::Error> {
    let mut reader = ReaderBuilder::new().delimiter(delimiter).trim(Trim::All).from_reader(text);
    let header: Vec<String> = reader.headers()?.iter().map(str::to_owned).collect();
    let mut lines = Lines::of(text);
    let mut rows = Vec::new();
    for cells in reader.into_records() {
        let cells = cells?;
        rows.push(Row { line: lines.at(cells.position()), cells });
    }
    Ok((header, rows))
}

/// Counts lines: the reader's own count stops before blank lines that it then skips.
struct Lines<'a> {
    text: &'a [u8],
    byte: usize,
    line: usize,
}

impl<'a> Lines<'a> {
    fn of(text: &'a [u8]) -> Self {
        Self { text, byte: 0, line: 1 }
    }

    /// The line of a position; positions come in ascending order.
    fn at(&mut self, position: Option<&Position>) -> usize {
        let start = position.map_or(0, |position| position.byte() as usize).clamp(self.byte, self.text.len());
        let blank = self.text[start..].iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        let passed = &self.text[self.byte..start + blank];
        self.line += passed.split(|byte| *byte == b'\n').count() - 1;
        self.byte = start + blank;
        self.line
    }
}

/// Says where in the file the reader stopped.
pub(super) fn not_a_table(path: &Path, text: &[u8], error: csv::Error) -> Error {
    let path = path.to_owned();
    let line = |position: &Option<Position>| format!("line {}", Lines::of(text).at(position.as_ref()));
    let (place, expected, found) = match error.kind() {
        csv::ErrorKind::UnequalLengths { pos, expected_len, len } => {
            (line(pos), format!("{expected_len} cells, as in the header"), len.to_string())
        }
        csv::ErrorKind::Utf8 { pos, err } => (line(pos), "UTF-8 text".into(), err.to_string()),
        _ => {
            return Error::File { action: "read", path, source: error.into() };
        }
    };
    Error::Content { path, place, expected, found }
}
