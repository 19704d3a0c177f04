//! Weights travel: out of other frameworks and back, into programs, through files that are damaged, and past disks that are
//! full.

mod checkpoints;
mod embedded;
mod faults;
mod keras;
mod pytorch;
mod readers;
mod round_trips;
mod values;
