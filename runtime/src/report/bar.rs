//! The bar that a training run draws on standard error where that is a terminal. On WebAssembly there is none, and no
//! crate that draws it.

#[cfg(not(target_family = "wasm"))]
pub(super) use drawn::Bar;
#[cfg(target_family = "wasm")]
pub(super) use missing::Bar;

#[cfg(not(target_family = "wasm"))]
mod drawn {
    use std::io::{IsTerminal, stderr};

    use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

    /// A bar.
    #[derive(Debug)]
    pub(crate) struct Bar(ProgressBar);

    impl Bar {
        /// A bar for so many samples, with a name before it, if there is a terminal.
        pub(crate) fn begin(name: &str, samples: usize) -> Option<Self> {
            stderr().is_terminal().then(|| {
                let bar = ProgressBar::with_draw_target(Some(samples as u64), ProgressDrawTarget::stderr_with_hz(20));
                let template = "{prefix} {bar:24} {percent:>3} %{msg}  {eta} left";
                if let Ok(style) = ProgressStyle::with_template(template) {
                    bar.set_style(style.progress_chars("━╸ "));
                }
                Self(bar.with_prefix(name.to_owned()))
            })
        }

        /// After so many samples, with some words behind it.
        pub(crate) fn draw(&self, samples_done: usize, message: String) {
            self.0.set_position(samples_done as u64);
            self.0.set_message(message);
        }

        /// Takes it off the terminal.
        pub(crate) fn clear(self) {
            self.0.finish_and_clear();
        }
    }
}

#[cfg(target_family = "wasm")]
mod missing {
    /// No bar.
    #[derive(Debug)]
    pub(crate) enum Bar {}

    impl Bar {
        /// None.
        pub(crate) const fn begin(_name: &str, _samples: usize) -> Option<Self> {
            None
        }

        /// There is none to draw.
        pub(crate) fn draw(&self, _samples_done: usize, _message: String) {
            match *self {}
        }

        /// There is none to clear.
        pub(crate) fn clear(self) {
            match self {}
        }
    }
}
