//! Committed expansions compile and run, each as a module of its own in the place of the macro call.
//!
//! That they are what `model!` emits is the promise of the test `snapshots`, which writes them anew where they no longer compile.

// What rustc and Clippy pass over in the expansion of another crate's macro they see in a file.
#![allow(unreachable_pub, unused_braces, clippy::inline_always, clippy::too_many_lines, clippy::unreadable_literal)]

mod digits {
    include!("expanded/digits.rs");
}

mod sizes {
    pub const HIDDEN: usize = 6;
    include!("expanded/sizes.rs");
}

mod closure {
    include!("expanded/closure.rs");
}

#[test]
fn digits_become_a_distribution() {
    let sum: f32 = digits::Digits::seeded(1).predict(&[[0.5; 28]; 28]).iter().sum();
    assert!((sum - 1.0).abs() < 1e-5);
}

#[test]
fn sizes_are_those_of_the_constants() {
    let output = sizes::Sizes::seeded(1).predict(&[[0.1; sizes::HIDDEN]; 4]);
    assert_eq!(output.len(), 2 * sizes::HIDDEN);
    assert!(output.iter().flatten().all(|value| value.is_finite()));
}

#[test]
fn closures_are_applied() {
    // A tenth of what is negative: nothing below a tenth of the least that x · sigmoid(1.5 x) can be, -0.186.
    let output = closure::Closure::seeded(1).predict(&[1.0, -2.0, 3.0]);
    assert!(output.iter().all(|value| *value > -0.02), "{output:?}");
    assert!(output.iter().any(|value| *value != 0.0), "{output:?}");
}
