//! Keeps what criterion measures, for the table at the end.

use std::cell::RefCell;
use std::hint::black_box;
use std::time::Instant;

use chainrule_benches::roofline::Roofline;
use chainrule_benches::samples::{Samples, seconds};
use criterion::Criterion;

/// What a kernel costs at least.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Work {
    /// Floating-point operations, where they can be counted.
    pub(crate) flops: f64,
    /// Bytes that are read and written, each counted once.
    pub(crate) bytes: usize,
    /// Which peak bounds the operations.
    pub(crate) number: Number,
}

impl Work {
    /// One pass over so many numbers, whose operations are not counted.
    pub(crate) fn traffic(numbers: usize) -> Self {
        Self::products(0, numbers)
    }

    /// So many multiply-adds, and one pass over so many numbers.
    pub(crate) fn products(multiply_adds: usize, numbers: usize) -> Self {
        Self { flops: 2.0 * multiply_adds as f64, bytes: size_of::<f32>() * numbers, number: Number::F32 }
    }
}

#[derive(Clone, Copy, Debug)]
pub(crate) enum Number {
    F32,
    F64,
}

/// The benches that ran, with their measurements in seconds.
#[derive(Debug, Default)]
pub(crate) struct Recorder(RefCell<Vec<(String, Work, Samples)>>);

impl Recorder {
    pub(crate) fn bench(&self, criterion: &mut Criterion, name: &str, work: Work, mut kernel: impl FnMut()) {
        let mut measured = Vec::new();
        criterion.bench_function(name, |bencher| {
            bencher.iter_custom(|iterations| {
                let start = Instant::now();
                for _ in 0..iterations {
                    black_box(&mut kernel)();
                }
                let elapsed = start.elapsed();
                measured.push(elapsed.as_secs_f64() / iterations as f64);
                elapsed
            });
        });
        // None, if the command line has filtered it out.
        if !measured.is_empty() {
            self.0.borrow_mut().push((name.to_owned(), work, Samples::new(measured)));
        }
    }

    /// Each kernel against the longer of its arithmetic at the peak and of one pass over its memory.
    pub(crate) fn print(&self, machine: &Roofline) {
        let Roofline { instructions, peak_f32, peak_f64, levels, .. } = machine;
        println!("{instructions}: {:.0} GFLOP/s in f32, {:.0} in f64", peak_f32 / 1e9, peak_f64 / 1e9);
        for level in levels {
            println!("{:>5} {:6.1} GB/s", level.name, level.bandwidth / 1e9);
        }
        println!("\n{:<48} {:>9} {:>9} {:>8} {:>8}  which is", "kernel", "minimum", "median", "GFLOP/s", "limit");
        for (name, work, samples) in self.0.borrow().iter() {
            let peak = match work.number {
                Number::F32 => *peak_f32,
                Number::F64 => *peak_f64,
            };
            let (median, limit) = (samples.median(), machine.limit(work.flops, peak, work.bytes));
            let rate = if work.flops > 0.0 { format!("{:.1}", work.flops / median / 1e9) } else { String::new() };
            let part = 100.0 * limit.seconds / median;
            let (minimum, median) = (seconds(samples.minimum()), seconds(median));
            println!("{name:<48} {minimum:>9} {median:>9} {rate:>8} {part:>6.1} %  {}", limit.by);
        }
    }
}
