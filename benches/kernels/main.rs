//! Benches of single kernels, each against the roofline of the machine that it runs on.
//!
//! ```sh
//! cargo bench -p chainrule-benches                       # all of them, and one table at the end
//! cargo bench -p chainrule-benches -- 784x128            # some
//! cargo bench -p chainrule-benches -- "conv .*features"  # names are searched for a pattern
//! ```

mod convolutions;
mod elementwise;
mod images;
mod input;
mod products;
mod recorder;
mod sequences;

use std::time::Duration;

use chainrule_benches::roofline::Roofline;
use criterion::Criterion;

use crate::recorder::Recorder;

fn main() {
    let mut criterion = Criterion::default()
        .sample_size(30)
        .warm_up_time(Duration::from_millis(200))
        .measurement_time(Duration::from_millis(500))
        .configure_from_args();
    let recorder = Recorder::default();
    products::all(&mut criterion, &recorder);
    convolutions::all(&mut criterion, &recorder);
    images::all(&mut criterion, &recorder);
    sequences::all(&mut criterion, &recorder);
    elementwise::all(&mut criterion, &recorder);
    criterion.final_summary();
    recorder.print(&Roofline::measure(1));
}
