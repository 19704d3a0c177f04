//! The built-in losses that are a formula of one number of the output and the number of its label: their table, and the
//! items that the runtime defines from it.
//!
//! Losses of whole rows (cross-entropies, cosine similarity) are not here: they are files of the runtime.

mod define;
mod table;

use syn::Result;

use crate::expr::{Dag, Formula, ast::Constant, parse_text};

pub use define::{define_losses, loss_table};
pub use table::TABLE;

/// One loss.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    /// Keras' name.
    pub name: &'static str,
    /// The hyper-parameters, in Keras' order.
    pub parameters: &'static [Parameter],
    /// The formula, in the language of closures.
    pub text: &'static str,
    /// What it is a formula of.
    pub end: End,
    /// What it is averaged over.
    pub element: Element,
    /// Vector instructions that its loop is compiled for.
    pub instructions: Instructions,
    /// What it is, in a sentence.
    pub doc: &'static str,
    /// The paper, or Keras.
    pub source: &'static str,
}

/// What a formula sees of the model.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// A number `y` of the output, whatever the model ends in.
    Output,
    /// A number `x` before the `sigmoid` that the model ends in.
    Logit,
}

/// The element of a loss: what its mean is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Element {
    /// A number.
    Number,
    /// A row, whose numbers are summed.
    Row,
}

/// What a loop is compiled for: every set of instructions takes time to compile.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Instructions {
    /// Those that every processor has.
    Plain,
    /// Those of medium width too.
    Narrow,
}

/// One hyper-parameter.
#[derive(Clone, Copy, Debug)]
pub struct Parameter {
    /// Keras' name.
    pub name: &'static str,
    /// Keras' default.
    pub default: Preset,
    /// What it is, in a sentence.
    pub doc: &'static str,
}

/// The default of a hyper-parameter, and the range of its values.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Preset {
    /// Above 0.
    Positive(f64),
    /// From 0 to 1.
    Fraction(f64),
    /// True or false.
    Flag(bool),
}

impl Row {
    /// The formula with its derivative, the hyper-parameters being constants by their names.
    ///
    /// # Errors
    /// None: the tests read every row.
    pub fn formula(&self) -> Result<Formula> {
        let mut dag = Dag::default();
        let mut bound = vec![(self.variable(), dag.variable(0)), ("t", dag.variable(1))];
        for parameter in self.parameters {
            bound.push((parameter.name, dag.constant(Constant::named(parameter.name))));
        }
        let root = parse_text(&mut dag, self.text, &bound)?;
        Formula::of(dag.extract(root, &[(0, self.variable()), (1, "t")]))
    }

    /// `y`, or `x` before the last activation.
    fn variable(&self) -> &'static str {
        match self.end {
            End::Output => "y",
            End::Logit => "x",
        }
    }
}
