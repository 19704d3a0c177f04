//! Benches of single kernels, each against the roofline of the machine that it runs on.
//!
//! ```sh
//! cargo bench -p chainrule-benches                       # all of them, and one table at the end
//! cargo bench -p chainrule-benches -- 784x128            # some
//! ```

mod elementwise;
mod products;
mod recorder;

use std::time::Duration;

use chainrule_benches::roofline::Roofline;
use criterion::Criterion;

use crate::recorder::Recorder;

fn main() {
    let mut criterion = Criterion::default()
        .sample_size(30)
        .warm_up_time(Duration::from_millis(300))
        .measurement_time(Duration::from_secs(1))
        .configure_from_args();
    let recorder = Recorder::default();
    products::all(&mut criterion, &recorder);
    elementwise::all(&mut criterion, &recorder);
    criterion.final_summary();
    recorder.print(&Roofline::measure(1));
}
