//! Stateful recurrent layers: batch after batch, each from the states in which the one before left the layers; predicting,
//! training and evaluating.

use chainrule::data::Dataset;
use chainrule::loss::{Loss, MeanSquaredError};
use chainrule::optim::SGD;
use chainrule::train::Trainer;
use chainrule::{Scalar, Session, model};

use crate::case::Case;
use crate::check::{Net, nets};
use crate::number::assert_close;
use crate::samples::Samples;

static FILE: &[u8] = include_bytes!("stateful.safetensors");

/// Samples in a batch.
const BATCH: usize = 2;

model! {
    #[scalar(f64)] SimpleRnn: Input(3, 2) -> SimpleRNN(3, stateful = true);
    #[scalar(f64)] SimpleRnnBackwards: Input(3, 2) -> SimpleRNN(3, go_backwards = true, stateful = true) -> Dense(2);
    #[scalar(f64)] Lstm: Input(3, 2) -> LSTM(3, stateful = true) -> Dense(2);
    #[scalar(f64)] LstmOneStep: Input(1, 2) -> LSTM(3, stateful = true);
    #[scalar(f64)] Gru: Input(3, 2) -> GRU(3, stateful = true);
    #[scalar(f64)] GruResetBefore: Input(3, 2)
        -> GRU(3, reset_after = false, return_sequences = true, stateful = true);
    #[scalar(f64)] Stacked: Input(3, 2) -> Dense(2, tanh) -> LSTM(3, return_sequences = true, stateful = true)
        -> GRU(2, return_sequences = true) -> SimpleRNN(2, stateful = true);
    #[scalar(f64)] Both: Input(3, 2) -> Bidirectional(LSTM(2, return_sequences = true, stateful = true)) -> Dense(2);
    #[scalar(f64)] Masked: Input(5, 2) -> Masking -> LSTM(3, stateful = true) -> Dense(2);
    #[scalar(f64)] ReturnedState: let (y, h, c) = Input(3, 2) -> LSTM(3, return_state = true, stateful = true);
        (y + h + c) -> Dense(2);
    #[scalar(f64)] Shared: Input(3, 2) -> GRU(2, return_sequences = true, stateful = true) as gru1 -> gru1 -> Dense(2);
    LstmSingle: Input(4, 5) -> LSTM(9, stateful = true) -> Dense(2);
}

nets!(
    SimpleRnn,
    SimpleRnnBackwards,
    Lstm,
    LstmOneStep,
    Gru,
    GruResetBefore,
    Stacked,
    Both,
    Masked,
    ReturnedState,
    Shared,
    LstmSingle,
);

macro_rules! stateful {
    ($($case:ident: $Net:ident;)*) => {$(
        #[test]
        fn $case() {
            check::<$Net>(stringify!($case), |net, sequences| net.session(sequences));
        }
    )*};
}

stateful! {
    simple_rnn: SimpleRnn;
    simple_rnn_backwards: SimpleRnnBackwards;
    lstm: Lstm;
    lstm_one_step: LstmOneStep;
    gru: Gru;
    gru_reset_before: GruResetBefore;
    stacked: Stacked;
    bidirectional: Both;
    masked: Masked;
    returned_state: ReturnedState;
    shared: Shared;
    lstm_f32: LstmSingle;
}

fn check<M>(name: &'static str, session: fn(&M, usize) -> Session<'_, M>)
where
    M: Net<Output: Copy + Send + Sync> + Send,
    MeanSquaredError: Loss<M::Head, M::Output, M::Output>,
{
    let case = Case::open(FILE, name);
    let mut net = M::fresh();
    case.load(&mut net);
    let inputs: Vec<M::Input> = Samples::read(&case, "x");
    let labels: Vec<M::Output> = Samples::read(&case, "labels");

    let mut both = session(&net, BATCH);
    for round in ["from rest", "reset"] {
        let predict = |batch| both.predict_batch(batch).expect("as many inputs as sequences");
        let outputs: Vec<_> = inputs.chunks(BATCH).flat_map(predict).collect();
        M::Output::compare(&case, "y", &outputs);
        case.compare("states", both.states());
        assert!(both.states().iter().any(|state| *state != M::Scalar::ZERO), "{round}");
        both.reset_states();
    }
    // Each sequence by itself.
    let mut outputs = Vec::new();
    let mut alone: Vec<_> = (0..BATCH).map(|_| session(&net, 1)).collect();
    for batch in inputs.chunks(BATCH) {
        let each = alone.iter_mut().zip(batch);
        outputs.extend(each.map(|(session, input)| session.predict(input).expect("one input")));
    }
    M::Output::compare(&case, "y", &outputs);

    let data = Dataset::from_arrays(inputs.clone(), labels.clone()).expect("a label for each input");
    let loss = MeanSquaredError::new();
    let trainer = Trainer::new(SGD::new().learning_rate(0.5), loss).batch_size(BATCH).shuffle(false).quiet();
    let mut trainer = trainer.validation(&data);
    let history = trainer.fit(&mut net, &data).expect("whole batches in order");
    let losses: Vec<M::Scalar> = case.values("losses");
    let mean = losses.iter().map(|loss| loss.to_f64()).sum::<f64>() / losses.len() as f64;
    assert_close(name, &[M::Scalar::from_f64(history["loss"][0])], &[M::Scalar::from_f64(mean)]);
    case.compare_weights::<M>("after.", net.parameters());

    case.compare("evaluated", &[M::Scalar::from_f64(history["val_loss"][0])]);
    let evaluation = trainer.evaluate(&net, &data).expect("whole batches");
    case.compare("evaluated", &[M::Scalar::from_f64(evaluation.loss)]);
}
