//! Loss and metrics of a model over data.

use crate::aligned::Aligned;
use crate::data::Dataset;
use crate::error::{Error, Result};
use crate::input::Input;
use crate::loss::{Labels, Loss};
use crate::methods;
use crate::metrics::Metrics;
use crate::model::Model;
use crate::regularizers;
use crate::scalar::Scalar;
use crate::threads;
use crate::train::batch::Samples;
use crate::train::stateful;
use crate::train::{Evaluation, Trainer};

impl<R, L, Ms, V, T: Scalar, Cs> Trainer<R, L, Ms, V, T, Cs> {
    /// Loss and metrics of a model over data, weighted by samples; the penalties of the regularizers are in the loss,
    /// dropout is off. Stateful layers begin at rest, and go from batch to batch as in [`fit`](Self::fit).
    ///
    /// # Errors
    /// [`Error::Empty`] if there are no data, [`Error::SameMetric`], [`Error::Index`], what the loss says about the labels,
    /// and [`Error::PartialBatch`] if a layer is stateful.
    pub fn evaluate<M, Y>(&self, model: &M, data: &Dataset<M::Input, Y>) -> Result<Evaluation>
    where
        M: Model<Scalar = T>,
        Y: Sync,
        L: Loss<M::Head, M::Output, Y>,
        Ms: Metrics<M::Head, M::Output, Y> + Clone,
    {
        if data.is_empty() {
            return Err(Error::Empty { what: "the data to evaluate" });
        }
        M::Input::check(data.inputs(), M::INDICES)?;
        self.loss.check(Labels::of(data.labels()))?;
        check_names::<M, Y, Ms>(&self.metrics)?;
        let mut metrics = self.metrics.clone();
        let threads = self.settings.plan.threads(M::MACS, methods::block::<M>(data.len()));
        let (parameters, samples, loss) = (model.parameters(), Samples::of(data), &self.loss);
        let batch_size = self.settings.plan.batch_size;
        stateful::check::<M>("the data to evaluate", samples.len(), batch_size)?;
        threads::with(threads, || evaluate::<M, Y, L, Ms>(parameters, &samples, loss, &mut metrics, batch_size))
    }

    /// As `evaluate`, with the trainer's own metrics.
    pub(super) fn measure<M, Y>(&mut self, parameters: &[T], samples: &Samples<'_, M::Input, Y>) -> Result<Evaluation>
    where
        M: Model<Scalar = T>,
        Y: Sync,
        L: Loss<M::Head, M::Output, Y>,
        Ms: Metrics<M::Head, M::Output, Y>,
    {
        let threads = self.settings.plan.threads(M::MACS, methods::block::<M>(samples.len()));
        let (loss, metrics, batch_size) = (&self.loss, &mut self.metrics, self.settings.plan.batch_size);
        threads::with(threads, || evaluate::<M, Y, L, Ms>(parameters, samples, loss, metrics, batch_size))
    }
}

/// Whether each metric has a key of its own.
pub(super) fn check_names<M, Y, Ms>(metrics: &Ms) -> Result<()>
where
    M: Model,
    Ms: Metrics<M::Head, M::Output, Y>,
{
    let mut names = Vec::new();
    metrics.report(&mut |name, _| names.push(name));
    match (1..names.len()).find(|&at| names[..at].contains(&names[at])) {
        Some(at) => Err(Error::SameMetric { name: names[at] }),
        None => Ok(()),
    }
}

/// The masks of the outputs of a batch, each by itself: what [`Labels`] takes. A model has at most four outputs.
pub(super) fn masks_of<M: Model>(masks: &[M::Scalar], batch: usize) -> [Option<&[M::Scalar]>; 4] {
    let (mut parts, mut rest) = ([None; 4], masks);
    for (part, len) in parts.iter_mut().zip(M::MASKS).filter(|(_, len)| **len > 0) {
        let (mask, others) = rest.split_at(len * batch);
        (*part, rest) = (Some(mask), others);
    }
    parts
}

fn evaluate<M, Y, L, Ms>(
    parameters: &[M::Scalar],
    samples: &Samples<'_, M::Input, Y>,
    loss: &L,
    metrics: &mut Ms,
    batch_size: usize,
) -> Result<Evaluation>
where
    M: Model,
    L: Loss<M::Head, M::Output, Y>,
    Ms: Metrics<M::Head, M::Output, Y>,
{
    // How many samples are computed at once changes nothing, unless they go on where those before ended.
    let block = if M::CARRIED > 0 { batch_size.min(samples.len()) } else { methods::block::<M>(samples.len()) };
    let mut outputs = vec![M::Scalar::ZERO; M::OUTPUT_LEN * block];
    let mut masks = vec![M::Scalar::ZERO; M::MASK_LEN * block];
    let mut copies = vec![M::Scalar::ZERO; <M::Input as Input<M::Scalar>>::COPY * block];
    let mut workspace = Aligned::zeros(M::PREDICT_WORKSPACE * block);
    let mut total = 0.0;
    let mut weights = samples.weights.map(|weights| weights.chunks(block * samples.weights_each()));
    metrics.reset();
    for (inputs, labels) in samples.inputs.chunks(block).zip(samples.labels.chunks(block)) {
        let (batch, weights) = (inputs.len(), weights.as_mut().and_then(Iterator::next));
        let (outputs, masks) = (&mut outputs[..M::OUTPUT_LEN * batch], &mut masks[..M::MASK_LEN * batch]);
        let inputs = methods::borrow(inputs, &mut copies);
        M::masks(parameters, inputs, masks, &mut workspace);
        M::forward(parameters, inputs, outputs, &mut workspace);
        let masks = masks_of::<M>(masks, batch);
        let labels = Labels::of(labels).masked(&masks);
        let labels = weights.map_or(labels, |weights| labels.weighted(weights));
        total += loss.value(outputs, labels)? * batch as f64;
        metrics.update(outputs, labels.weights_aside());
    }
    let mut evaluation =
        Evaluation { loss: total / samples.len() as f64 + regularizers::penalty::<M>(parameters), metrics: Vec::new() };
    metrics.report(&mut |name, value| evaluation.metrics.push((name, value)));
    Ok(evaluation)
}
