//! What a workload is given, and what it gave, as a row of the table and as a line of JSON.

use std::fmt::Write as _;

use chainrule_benches::roofline::{Limit, Roofline};
use chainrule_benches::samples::{Samples, seconds};

/// What a workload is given: its name, the machine and how many threads of it to use, and how often to measure.
pub(crate) struct Task<'a> {
    pub(crate) name: &'static str,
    pub(crate) machine: &'a Roofline,
    pub(crate) repetitions: usize,
}

/// The measurements of one workload.
#[derive(Debug)]
pub(crate) struct Outcome {
    pub(crate) workload: String,
    /// One number a repetition: seconds, unless `unit` says otherwise. For what is called many times, the median call.
    pub(crate) values: Vec<f64>,
    pub(crate) unit: Unit,
    /// The call that 99 in 100 do not exceed, one number a repetition.
    pub(crate) p99: Vec<f64>,
    /// What the machine allows.
    pub(crate) limit: Option<Limit>,
    /// A number that shows that the right thing was computed: see the workloads.
    pub(crate) check: Option<f64>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Unit {
    Seconds,
    Bytes,
}

impl Outcome {
    pub(crate) fn new(workload: impl Into<String>, seconds: Vec<f64>) -> Self {
        let (workload, values) = (workload.into(), seconds);
        Self { workload, values, unit: Unit::Seconds, p99: Vec::new(), limit: None, check: None }
    }

    pub(crate) fn bytes(workload: impl Into<String>, bytes: f64) -> Self {
        Self { unit: Unit::Bytes, ..Self::new(workload, vec![bytes]) }
    }

    pub(crate) fn row(&self) -> String {
        let text = |value| match self.unit {
            Unit::Seconds => seconds(value),
            Unit::Bytes => format!("{:.1} MB", value / 1e6),
        };
        let samples = Samples::new(self.values.clone());
        let values = [samples.minimum(), samples.median(), samples.maximum()].map(text);
        let p99 = if self.p99.is_empty() { String::new() } else { text(Samples::new(self.p99.clone()).median()) };
        let limit = self.limit.as_ref().map_or(String::new(), |limit| {
            let part = 100.0 * limit.seconds / samples.median();
            format!("{part:5.1} % of {} ({})", seconds(limit.seconds), limit.by)
        });
        let check = self.check.map_or(String::new(), |check| format!("{check:.6}"));
        let [minimum, median, maximum] = values;
        format!("{:<16} {minimum:>9} {median:>9} {maximum:>9} {p99:>9}  {limit:<28} {check}", self.workload)
            .trim_end()
            .to_owned()
    }

    pub(crate) fn json(&self, threads: usize) -> String {
        let unit = if self.unit == Unit::Seconds { "seconds" } else { "bytes" };
        let mut line = format!(
            r#"{{"peer":"chainrule","version":"{}","workload":"{}","threads":{threads},"{unit}":{:?}"#,
            env!("CARGO_PKG_VERSION"),
            self.workload,
            self.values
        );
        if !self.p99.is_empty() {
            let _ = write!(line, r#","p99":{:?}"#, self.p99);
        }
        if let Some(limit) = &self.limit {
            let _ = write!(line, r#","limit":{:?},"limit_by":"{}""#, limit.seconds, limit.by);
        }
        if let Some(check) = self.check {
            let _ = write!(line, r#","check":{check:?}"#);
        }
        line + "}"
    }
}

pub(crate) const HEADER: &str =
    "workload           minimum    median   maximum       p99  of the machine's limit       check";

pub(crate) fn machine_table(machine: &Roofline) -> String {
    let Roofline { instructions, threads, peak_f32, peak_f64, levels } = machine;
    let (f32, f64) = (peak_f32 / 1e9, peak_f64 / 1e9);
    let mut text =
        format!("{instructions}, threads: {threads}; peak {f32:.0} GFLOP/s in f32, {f64:.0} in f64; one thread reads");
    for level in levels {
        let _ = write!(text, " {} {:.0}", level.name, level.bandwidth / 1e9);
    }
    text + " GB/s\n"
}

pub(crate) fn machine_json(machine: &Roofline) -> String {
    let Roofline { instructions, threads, peak_f32, peak_f64, levels } = machine;
    let levels: Vec<_> = levels.iter().map(|level| format!(r#""{}":{:?}"#, level.name, level.bandwidth)).collect();
    format!(
        r#"{{"machine":{{"instructions":"{instructions}","threads":{threads},"peak_f32":{peak_f32:?},"peak_f64":{peak_f64:?},"bandwidth":{{{}}}}}}}"#,
        levels.join(",")
    )
}
