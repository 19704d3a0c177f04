//! Trains and predicts the workloads and prints one table, each row with what the machine allows.
//!
//! ```sh
//! cargo build --release -p chainrule-benches
//! cargo run --release -p chainrule-benches --bin workloads
//! ```

mod building;
mod classify;
mod outcome;
mod process;
mod small;

use std::error::Error;
use std::path::PathBuf;

use chainrule::optim::Adam;
use chainrule_benches::data::{self, mnist, sequences, textures};
use chainrule_benches::models::{Digits, LeNet, ResNet, Rows, Transformer};
use chainrule_benches::roofline::Roofline;
use clap::Parser;

use crate::classify::{predict_many, predict_one, train};
use crate::outcome::{Outcome, Task};

/// Trains and predicts the workloads and prints one table.
#[derive(Parser)]
struct Options {
    /// Threads that training and prediction may use.
    #[arg(long, default_value_t = 1)]
    threads: usize,
    /// How often each workload is measured.
    #[arg(long, default_value_t = 5)]
    repetitions: usize,
    /// Which workloads, by the beginning of their names, with commas: `w1,w4/one`. All of them if none is named.
    #[arg(long, value_delimiter = ',')]
    workload: Vec<String>,
    /// Measure the stripped size of the example `mnist` and `.ci/build-times` too, a few minutes.
    #[arg(long)]
    building: bool,
    /// One line of JSON for each workload, and one for the machine, instead of the table.
    #[arg(long)]
    json: bool,
    /// Write the data and the initial weights into this folder and do nothing else.
    #[arg(long)]
    export: Option<PathBuf>,
    /// Train one epoch of W1 at batch 32 and print the largest memory that this process has had, and nothing else.
    #[arg(long, hide = true)]
    peak_memory: bool,
    /// Measure how long this program takes from its start to the first byte it prints, and nothing else.
    #[arg(last = true)]
    command: Vec<String>,
}

fn main() -> Result<(), Box<dyn Error>> {
    let options = Options::parse();
    if let Some(folder) = &options.export {
        return data::export(folder);
    }
    if options.peak_memory {
        println!("{}", classify::peak_memory(options.threads)?);
        return Ok(());
    }
    if let [program, arguments @ ..] = &options.command[..] {
        let outcome = process::start("start", program.as_ref(), arguments, options.repetitions)?;
        options.print(&outcome);
        return Ok(());
    }

    let machine = Roofline::measure(options.threads);
    if options.json {
        println!("{}", outcome::machine_json(&machine));
    } else {
        println!("{}", outcome::machine_table(&machine));
        println!("{}", outcome::HEADER);
    }
    for (name, workload) in WORKLOADS {
        if options.wants(name) {
            let task = Task { name, machine: &machine, repetitions: options.repetitions };
            for outcome in workload(&task)? {
                options.print(&outcome);
            }
        }
    }
    if options.building {
        for outcome in building::measure()? {
            options.print(&outcome);
        }
    }
    Ok(())
}

/// Measures a workload.
type Workload = fn(&Task<'_>) -> Result<Vec<Outcome>, Box<dyn Error>>;

const WORKLOADS: [(&str, Workload); 20] = [
    ("w1/32", |task| train::<Digits>(task, mnist, 32, Adam::new())),
    ("w1/128", |task| train::<Digits>(task, mnist, 128, Adam::new())),
    ("w1/512", |task| train::<Digits>(task, mnist, 512, Adam::new())),
    ("w2", |task| train::<LeNet>(task, mnist, 128, Adam::new().learning_rate(3e-4))),
    ("w3", |task| train::<Rows>(task, mnist, 64, Adam::new())),
    ("w4/one", |task| predict_one::<Digits>(task, mnist, 20_000)),
    ("w4/1000", |task| predict_many::<Digits>(task, mnist, 200)),
    ("w5/forward", small::forward),
    ("w5/gradient", small::gradient),
    ("w5/epoch", small::epoch),
    ("w6", |task| train::<Transformer>(task, sequences, 32, Adam::new())),
    ("w7", |task| train::<ResNet>(task, textures, 64, Adam::new())),
    ("w8/w2/one", |task| predict_one::<LeNet>(task, mnist, 2_000)),
    ("w8/w2/1000", |task| predict_many::<LeNet>(task, mnist, 50)),
    ("w8/w3/one", |task| predict_one::<Rows>(task, mnist, 2_000)),
    ("w8/w3/1000", |task| predict_many::<Rows>(task, mnist, 20)),
    ("w8/w7/one", |task| predict_one::<ResNet>(task, textures, 500)),
    ("w8/w7/1000", |task| predict_many::<ResNet>(task, textures, 5)),
    ("start", |task| process::starts(task.repetitions)),
    ("memory", |task| process::memory(task.name, task.machine.threads)),
];

impl Options {
    fn wants(&self, name: &str) -> bool {
        self.workload.is_empty() || self.workload.iter().any(|start| name.starts_with(&start[..]))
    }

    fn print(&self, outcome: &Outcome) {
        if self.json {
            println!("{}", outcome.json(self.threads));
        } else {
            println!("{}", outcome.row());
        }
    }
}
