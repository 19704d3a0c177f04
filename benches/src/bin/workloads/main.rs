//! Trains and predicts the workloads and prints one table, each row with what the machine allows.
//!
//! ```sh
//! cargo build --release -p chainrule-benches
//! cargo run --release -p chainrule-benches --bin workloads
//! ```

mod building;
mod digits;
mod outcome;
mod process;
mod small;

use std::error::Error;
use std::path::PathBuf;

use chainrule_benches::data;
use chainrule_benches::roofline::Roofline;
use clap::Parser;

use crate::outcome::Outcome;

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
        println!("{}", digits::peak_memory(options.threads)?);
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
            for outcome in workload(name, &machine, options.repetitions)? {
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

/// Measures a workload so often, on as many threads as the machine was measured with.
type Workload = fn(&'static str, &Roofline, usize) -> Result<Vec<Outcome>, Box<dyn Error>>;

const WORKLOADS: [(&str, Workload); 10] = [
    ("w1/32", |name, machine, repetitions| digits::train(name, machine, repetitions, 32)),
    ("w1/128", |name, machine, repetitions| digits::train(name, machine, repetitions, 128)),
    ("w1/512", |name, machine, repetitions| digits::train(name, machine, repetitions, 512)),
    ("w4/one", digits::predict_one),
    ("w4/1000", digits::predict_many),
    ("w5/forward", small::forward),
    ("w5/gradient", small::gradient),
    ("w5/epoch", small::epoch),
    ("start", |_, _, repetitions| process::starts(repetitions)),
    ("memory", |name, machine, _| process::memory(name, machine.threads)),
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
