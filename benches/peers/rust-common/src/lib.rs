//! What the Rust peers share: options, data, clocks, and the lines of JSON that they print. `python/common.py` is the same
//! for the Python peers.

use std::fs;
use std::path::PathBuf;
use std::time::Instant;

pub const SINGLES: usize = 32;
pub const BATCH: usize = 1000;
pub const EPOCHS: usize = 100;
pub const BATCH_SIZES: [usize; 3] = [32, 128, 512];

/// The options of a peer's process, and its voice.
pub struct Peer {
    name: &'static str,
    version: String,
    data: PathBuf,
    threads: usize,
    pub repetitions: usize,
    workloads: Vec<String>,
}

/// A kernel `[in, out]`, row-major, and a bias.
pub struct Layer {
    pub shape: [usize; 2],
    pub kernel: Vec<f32>,
    pub bias: Vec<f32>,
}

impl Peer {
    /// The version is that of the package of this name in the lock file.
    pub fn new(name: &'static str, package: &str, lock: &str) -> Self {
        let mut lines = lock.lines().skip_while(|line| *line != format!("name = \"{package}\""));
        let version = lines.nth(1).and_then(|line| line.split('"').nth(1)).expect("a locked package").to_owned();
        let (data, threads, repetitions, workloads) = (PathBuf::new(), 1, 3, Vec::new());
        let mut peer = Self { name, version, data, threads, repetitions, workloads };
        let mut arguments = std::env::args().skip(1);
        while let Some(option) = arguments.next() {
            let value = arguments.next().expect("a value");
            match &option[..] {
                "--data" => peer.data = value.into(),
                "--threads" => peer.threads = value.parse().expect("a number"),
                "--repetitions" => peer.repetitions = value.parse().expect("a number"),
                "--workload" => peer.workloads = value.split(',').map(str::to_owned).collect(),
                _ => panic!("unknown option {option}"),
            }
        }
        peer
    }

    /// `start` only if it is asked for by name.
    pub fn wants(&self, workload: &str) -> bool {
        let chosen = self.workloads.iter().any(|start| workload.starts_with(&start[..]));
        chosen || self.workloads.is_empty() && workload != "start"
    }

    pub fn emit(&self, workload: &str, seconds: &[f64], check: f64, p99: &[f64]) {
        let Self { name, version, threads, .. } = self;
        println!(
            r#"{{"peer":"{name}","version":"{version}","workload":"{workload}","threads":{threads},"seconds":{seconds:?},"p99":{p99:?},"check":{check:?}}}"#
        );
    }

    /// Times runs of `each` units of work, after one that warms up and gives the check, unless that comes at the end.
    pub fn repeat(&self, workload: &str, each: usize, mut run: impl FnMut() -> f64, last: impl Fn(f64) -> Option<f64>) {
        let first = run();
        let mut seconds = Vec::new();
        let mut result = first;
        for _ in 0..self.repetitions {
            let start = Instant::now();
            result = run();
            seconds.push(start.elapsed().as_secs_f64() / each as f64);
        }
        self.emit(workload, &seconds, last(result).unwrap_or(first), &[]);
    }

    /// Times every call: the median and the 99th percentile of each repetition.
    pub fn calls(&self, workload: &str, count: usize, check: f64, mut call: impl FnMut(usize)) {
        let (mut medians, mut p99) = (Vec::new(), Vec::new());
        for repetition in 0..=self.repetitions {
            let mut seconds: Vec<f64> = (0..count)
                .map(|at| {
                    let start = Instant::now();
                    call(at);
                    start.elapsed().as_secs_f64()
                })
                .collect();
            seconds.sort_by(f64::total_cmp);
            if repetition > 0 {
                medians.push(seconds[count / 2]);
                p99.push(seconds[count * 99 / 100]);
            }
        }
        self.emit(workload, &medians, check, &p99);
    }

    pub fn bytes(&self, name: &str) -> Vec<u8> {
        fs::read(self.data.join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    pub fn floats(&self, name: &str) -> Vec<f32> {
        self.bytes(name).as_chunks().0.iter().map(|bytes| f32::from_le_bytes(*bytes)).collect()
    }

    /// The initial weights of a model.
    pub fn layers(&self, model: &str) -> Vec<Layer> {
        let sizes: &[usize] = match model {
            "digits" => &[784, 128, 10],
            "forward" => &[6, 64, 8, 4],
            "gradient" => &[24, 8, 2],
            "epoch" => &[4, 32, 16, 4],
            _ => panic!("no model {model}"),
        };
        let mut flat = self.floats(&format!("{model}.f32")).into_iter();
        let mut take = |count| flat.by_ref().take(count).collect();
        let pairs = sizes.windows(2).map(|pair| (pair[0], pair[1]));
        pairs
            .map(|(inputs, outputs)| {
                let shape = [inputs, outputs];
                Layer { shape, kernel: take(inputs * outputs), bias: take(outputs) }
            })
            .collect()
    }
}

/// A new order of the first numbers, by a xorshift generator.
pub fn shuffled(count: u32, state: &mut u64) -> Vec<u32> {
    let mut order: Vec<u32> = (0..count).collect();
    for at in (1..order.len()).rev() {
        *state ^= *state << 13;
        *state ^= *state >> 7;
        *state ^= *state << 17;
        order.swap(at, (*state % (at as u64 + 1)) as usize);
    }
    order
}

/// Σ y².
pub fn squares(outputs: &[f32]) -> f64 {
    outputs.iter().map(|y| f64::from(*y) * f64::from(*y)).sum()
}

/// Σ |y|.
pub fn absolutes(outputs: &[f32]) -> f64 {
    outputs.iter().map(|y| f64::from(y.abs())).sum()
}

/// How often the largest of ten outputs is at the label.
pub fn accuracy(outputs: &[f32], labels: &[u8]) -> f64 {
    let class = |row: &[f32]| (0..row.len()).max_by(|a, b| row[*a].total_cmp(&row[*b]));
    let right = outputs.chunks(10).zip(labels).filter(|(row, label)| class(row) == Some(usize::from(**label)));
    right.count() as f64 / labels.len() as f64
}
