//! The time that work takes, as far as the system tells: what else runs on the machine does not count.

use std::fs;
use std::time::{Duration, Instant};

/// A moment in the life of a thread.
pub(crate) struct Spent {
    /// The processor time of the thread until then, on Linux.
    processor: Option<Duration>,
    /// The time on the wall, which stands for it elsewhere.
    wall: Instant,
}

impl Spent {
    pub(crate) fn now() -> Self {
        Self { processor: of_this_thread(), wall: Instant::now() }
    }

    /// What the thread has spent since.
    pub(crate) fn elapsed(&self) -> Duration {
        let processor = self.processor.zip(of_this_thread()).map(|(before, now)| now.saturating_sub(before));
        processor.unwrap_or_else(|| self.wall.elapsed())
    }
}

/// The processor time of this thread: fields 14 and 15 of its `stat`, its own and the system's on its behalf, in hundredths of a
/// second. The name before them may hold anything, so fields are counted from its end.
fn of_this_thread() -> Option<Duration> {
    let stat = fs::read_to_string("/proc/thread-self/stat").ok()?;
    let (_, from_the_third) = stat.rsplit_once(')')?;
    let mut ticks = from_the_third.split_whitespace().skip(11).map_while(|field| field.parse::<u64>().ok());
    let spent = ticks.next()? + ticks.next()?;
    Some(Duration::from_millis(10 * spent))
}

#[test]
fn work_is_spent_and_waiting_is_not() {
    let start = Spent::now();
    std::thread::sleep(Duration::from_millis(50));
    let slept = start.elapsed();
    let mut sum = 0_u64;
    while start.wall.elapsed() < Duration::from_secs(10) && start.elapsed() < slept + Duration::from_millis(30) {
        sum = (0..1_000_000_u64).fold(sum, |sum, term| std::hint::black_box(sum ^ term));
    }
    assert!(start.elapsed() > slept, "no work is seen");
    assert!(start.processor.is_none() || slept < Duration::from_millis(50), "{slept:?} of sleep");
}
