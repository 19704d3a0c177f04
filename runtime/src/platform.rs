//! What an operating system gives, and what stands for it where there is none: on `wasm32-unknown-unknown` a look at the
//! clock panics, on every WebAssembly the number of the process does.

use std::time::{Duration, Instant};

/// A moment. Where there is no clock, no time passes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Moment(Option<Instant>);

impl Moment {
    /// Whether there is a clock.
    pub(crate) const CLOCK: bool = !cfg!(all(target_family = "wasm", target_os = "unknown"));

    /// This moment.
    pub(crate) fn now() -> Self {
        Self(Self::CLOCK.then(Instant::now))
    }

    /// How long ago it was.
    pub(crate) fn elapsed(self) -> Duration {
        self.0.map_or(Duration::ZERO, |instant| instant.elapsed())
    }
}

/// The number of this process, for names of files; 0 where processes have none.
pub(crate) fn process() -> u32 {
    if cfg!(target_family = "wasm") { 0 } else { std::process::id() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_passes_where_there_is_a_clock() {
        let moment = Moment::now();
        let limit = 1_000_000_000;
        let passes = (0..limit).any(|_| moment.elapsed() > Duration::ZERO);
        assert!(passes || !Moment::CLOCK);
    }
}
