//! Does nothing: what it takes to start any program.

fn main() {}
