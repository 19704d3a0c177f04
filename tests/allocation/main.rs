//! A training step allocates nothing, and nothing large lies on the stack.

mod stack;
mod steps;
