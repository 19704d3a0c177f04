//! Predicting sequences piece by piece: what stateful layers end in is what they start from at the next call.

use core::slice;
use std::vec::Vec;

use crate::aligned::Aligned;
use crate::cost;
use crate::error::Result;
use crate::methods::heap::check_indices;
use crate::methods::predict::{infer_block, infer_one, rest};
use crate::methods::sizes::check_length;
use crate::model::Model;
use crate::sample::Bundle;
use crate::threads;

/// Predicts a number of sequences piece by piece: at each call the layers with `stateful = true` start from the states in
/// which the one before left them. At first, and after [`reset_states`](Self::reset_states), they are at rest: zeros, as in
/// Keras.
///
/// A model with a stateful layer makes it, `net.session(sequences)`; generic code by [`new`](Self::new). The memory of a call is a session's own: the
/// calls that write in place allocate nothing. A clone goes on from the same states by itself.
///
/// ```
/// chainrule::model! {
///     // One letter at a time, of an alphabet of 3.
///     Writer: Input(1, 3) -> GRU(8, stateful = true) -> Dense(3, softmax);
///     // The same, five at a time.
///     Reader: Input(5, 3) -> GRU(8) -> Dense(3, softmax)
/// }
///
/// let (a, b) = ([1.0, 0.0, 0.0], [0.0, 1.0, 0.0]);
/// let writer = Writer::seeded(1);
/// let mut session = writer.session(1);
/// let mut after = [0.0; 3];
/// for letter in [a, b, b, a, b] {
///     after = session.predict(&[letter])?;
/// }
/// // It has seen them all.
/// let reader = Reader::from_parameters(writer.parameters())?;
/// assert_eq!(after, reader.predict(&[a, b, b, a, b]));
///
/// session.reset_states();
/// assert_eq!(session.predict(&[a])?, writer.predict(&[a]));
/// # Ok::<(), chainrule::Error>(())
/// ```
#[derive(Debug)]
pub struct Session<'a, M: Model> {
    model: &'a M,
    sequences: usize,
    /// The states, and behind them what else a prediction needs.
    workspace: Aligned<M::Scalar>,
}

impl<'a, M: Model> Session<'a, M> {
    /// So many sequences at rest.
    pub fn new(model: &'a M, sequences: usize) -> Self {
        Self { model, sequences, workspace: Aligned::zeros(M::PREDICT_WORKSPACE * sequences) }
    }

    /// The output for the next input of a session of one sequence.
    ///
    /// # Errors
    /// [`Error::Length`](crate::Error::Length) if it is a session of several, [`Error::Index`](crate::Error::Index).
    pub fn predict(&mut self, input: &M::Input) -> Result<M::Output> {
        let mut output = M::Output::ZERO;
        self.predict_batch_into(slice::from_ref(input), slice::from_mut(&mut output))?;
        Ok(output)
    }

    /// The outputs for the next input of each sequence.
    ///
    /// # Errors
    /// [`Error::Length`](crate::Error::Length) if there are not as many inputs as sequences,
    /// [`Error::Index`](crate::Error::Index) with its row.
    pub fn predict_batch(&mut self, inputs: &[M::Input]) -> Result<Vec<M::Output>> {
        let mut outputs = M::Output::zeros(inputs.len());
        self.predict_batch_into(inputs, &mut outputs)?;
        Ok(outputs)
    }

    /// The outputs for the next input of each sequence, written in place.
    ///
    /// # Errors
    /// As [`predict_batch`](Self::predict_batch), and [`Error::Length`](crate::Error::Length) if there are not as many outputs
    /// as inputs. The states are then as they were.
    pub fn predict_batch_into(&mut self, inputs: &[M::Input], outputs: &mut [M::Output]) -> Result<()> {
        check_length("the inputs, one for each sequence of the session,", self.sequences, inputs.len())?;
        check_length("the outputs", inputs.len(), outputs.len())?;
        check_indices::<M>(inputs)?;
        let (parameters, workspace) = (self.model.parameters(), &mut self.workspace);
        match (inputs, outputs) {
            ([], _) => {}
            ([input], [output]) => infer_one::<M>(parameters, input, output, workspace),
            (inputs, outputs) => {
                let threads = cost::threads_of_call(M::MACS, inputs.len(), threads::limit());
                threads::with(threads, || infer_block::<M>(parameters, inputs, outputs, workspace));
            }
        }
        Ok(())
    }

    /// Puts all sequences at rest: the next call begins new ones.
    pub fn reset_states(&mut self) {
        rest::<M>(&mut self.workspace, self.sequences);
    }

    /// The states, `(units, sequences)` of one after the other, in the order of the layers; of an LSTM first h, then c; of
    /// `Bidirectional` those of the layer forth before those of the layer back.
    pub fn states(&self) -> &[M::Scalar] {
        &self.workspace[..M::CARRIED * self.sequences]
    }

    /// The states, to be changed: to go on from others.
    pub fn states_mut(&mut self) -> &mut [M::Scalar] {
        &mut self.workspace[..M::CARRIED * self.sequences]
    }
}

impl<M: Model> Clone for Session<'_, M> {
    fn clone(&self) -> Self {
        let mut session = Self::new(self.model, self.sequences);
        session.states_mut().copy_from_slice(self.states());
        session
    }
}
