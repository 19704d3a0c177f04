//! Models whose layers carry states from one batch to the next: sessions, training in order, and what neither can do.
#![deny(missing_docs, warnings)]

use chainrule::data::Dataset;
use chainrule::loss::MeanSquaredError;
use chainrule::optim::Adam;
use chainrule::random::Draws;
use chainrule::train::Trainer;
use chainrule::{Model, Result, threads};

chainrule::model! {
    /// Two numbers at a time.
    Pair: Input(2, 1) -> GRU(8, stateful = true) -> Dense(1);
    /// An answer to each of them.
    Echo: Input(2, 1) -> GRU(8, return_sequences = true, stateful = true) -> Dense(1);
    /// The same without a memory of the two before.
    Forgetful: Input(2, 1) -> GRU(8, return_sequences = true) -> Dense(1);
    /// Four numbers at a time.
    Four: Input(4, 1) -> GRU(8) -> Dense(1);
    /// One index at a time, two outputs and two layers with states.
    Words:
        let x = Input(1) -> Embedding(5, 3) -> LSTM(3, return_sequences = true, stateful = true) as first;
        (x -> SimpleRNN(2, stateful = true), x -> Flatten);
    /// Large enough for threads.
    Wide: Input(3, 64) -> LSTM(128, stateful = true) -> Dense(2)
}

type Numbers = [[f32; 1]; 2];

/// A number of a sequence, 1 or −1, that no other tells.
fn number(sequence: u32, at: usize) -> f32 {
    if Draws::new(5).stream(sequence).uniform::<f32>(at) < 0.5 { 1.0 } else { -1.0 }
}

/// Sequences cut into pieces of two numbers, in batches that hold the next piece of each, with labels that follow from
/// where a piece begins.
fn pieces<Y>(sequences: u32, count: usize, label: fn(u32, usize) -> Y) -> Result<Dataset<Numbers, Y>> {
    let each = (0..count).flat_map(|piece| (0..sequences).map(move |sequence| (sequence, 2 * piece)));
    let rows = each.map(|(sequence, at)| ([[number(sequence, at)], [number(sequence, at + 1)]], label(sequence, at)));
    let (inputs, labels) = rows.unzip();
    Dataset::from_arrays(inputs, labels)
}

fn trainer() -> Trainer<Adam, MeanSquaredError> {
    Trainer::new(Adam::new().learning_rate(0.02), MeanSquaredError::new()).epochs(10).batch_size(4).seed(1).quiet()
}

/// Each number is to be answered by the one before: that of the first of a piece is told by the piece before alone.
#[test]
fn what_only_the_piece_before_tells_is_learnt() -> Result<()> {
    fn before(sequence: u32, at: usize) -> f32 {
        at.checked_sub(1).map_or(0.0, |at| number(sequence, at))
    }
    let echo = |sequence, at| [[before(sequence, at)], [before(sequence, at + 1)]];
    let data = pieces(4, 40, echo)?;
    let (mut net, mut forgetful) = (Echo::seeded(1), Forgetful::seeded(1));
    let mut trainer = trainer().shuffle(false);
    trainer.fit(&mut net, &data)?;
    let found = trainer.evaluate(&net, &data)?.loss;
    let mut other = self::trainer().shuffle(false);
    other.fit(&mut forgetful, &data)?;
    let without = other.evaluate(&forgetful, &data)?.loss;
    assert!(found < 0.1, "the mean squared error is {found}");
    assert!(without > 0.4, "without a memory it is {without}");
    Ok(())
}

#[test]
fn pieces_are_as_one_sequence() -> Result<()> {
    let net = Pair::seeded(2);
    let whole = Four::from_parameters(net.parameters())?;
    let mut session = net.session(1);
    session.predict(&[[0.5], [-1.0]])?;
    let mut other = session.clone();
    assert_eq!(session.predict(&[[2.0], [0.25]])?, whole.predict(&[[0.5], [-1.0], [2.0], [0.25]]));
    // A clone goes on by itself, from where it was made.
    assert_eq!(other.predict(&[[2.0], [1.0]])?, whole.predict(&[[0.5], [-1.0], [2.0], [1.0]]));
    assert_ne!(session.states(), other.states());
    // So do states that are kept and given back.
    let kept = session.states().to_vec();
    let next = session.predict(&[[1.0], [1.0]])?;
    session.states_mut().copy_from_slice(&kept);
    assert_eq!(session.predict(&[[1.0], [1.0]])?, next);
    session.reset_states();
    assert_eq!(session.predict(&[[0.5], [-1.0]])?, net.predict(&[[0.5], [-1.0]]));
    Ok(())
}

#[test]
fn other_methods_begin_anew_with_each_call() -> Result<()> {
    let net = Pair::seeded(3);
    let inputs: Vec<_> = (0..300).map(|row| [[row as f32 / 100.0], [0.5]]).collect();
    let all = net.predict_batch(&inputs);
    for (input, output) in inputs.iter().zip(&all) {
        assert!((net.predict(input)[0] - output[0]).abs() < 1e-6);
    }
    let mut workspace = vec![7.0; Pair::<&[f32]>::PREDICT_WORKSPACE];
    let mut output = [0.0];
    net.predict_with(&inputs[5], &mut output, &mut workspace)?;
    assert_eq!(output, net.predict(&inputs[5]));

    // On memory of the caller's, from states of the caller's.
    let mut states = [0.0; Pair::<&[f32]>::CARRIED];
    let mut session = net.session(1);
    for input in &inputs[..3] {
        net.predict_on(input, &mut states, &mut output, &mut workspace)?;
        assert_eq!(output, session.predict(input)?);
        assert_eq!(states, session.states());
    }
    let refused = net.predict_on(&inputs[0], &mut states[1..], &mut output, &mut workspace).unwrap_err();
    assert_eq!(refused.to_string(), "the states must hold 8 values, found 7");
    Ok(())
}

#[test]
fn sequences_of_several_outputs_and_indices_go_on_by_themselves() -> Result<()> {
    let net = Words::seeded(4);
    let (mut both, mut first, mut second) = (net.session(2), net.session(1), net.session(1));
    for [a, b] in [[1_u32, 2], [4, 0], [3, 3]] {
        let together = both.predict_batch(&[[a], [b]])?;
        let apart = [first.predict(&[a])?, second.predict(&[b])?];
        for (together, apart) in together.iter().zip(&apart) {
            let near = |x: &[f32], y: &[f32]| x.iter().zip(y).all(|(x, y)| (x - y).abs() < 1e-6);
            assert!(near(&together.0, &apart.0) && near(&together.1, &apart.1), "{together:?} is not {apart:?}");
        }
    }
    assert_eq!(both.states().len(), 2 * (3 + 3 + 2));

    let before = both.states().to_vec();
    let refused = both.predict_batch(&[[1], [5]]).unwrap_err();
    assert_eq!(refused.to_string(), "row 1: the index at place 0 of input 0 is 5, but must be below 5");
    let refused = both.predict(&[1]).unwrap_err();
    assert_eq!(refused.to_string(), "the inputs, one for each sequence of the session, must hold 2 values, found 1");
    assert_eq!(both.states(), before, "a call that is refused changes nothing");
    assert!(net.session(0).predict_batch(&[])?.is_empty());
    Ok(())
}

#[test]
fn training_that_would_lose_the_thread_is_refused() -> Result<()> {
    let data = pieces(4, 3, |_, _| [0.5])?;
    let mut net = Pair::seeded(1);
    let start = net.clone();
    let refused = trainer().fit(&mut net, &data).unwrap_err().to_string();
    assert_eq!(
        refused,
        "`Pair` has stateful layers, which go on with each batch where the one before ended: train it in order, by \
         `.shuffle(false)`"
    );
    let refused = trainer().shuffle(false).batch_size(5).fit(&mut net, &data).unwrap_err().to_string();
    let sentence =
        "`Pair` has stateful layers, which go from each sample of a batch to the one in its place in the next: ";
    let rest = "the training data must fill batches of 5, found 12 samples; leave out the last 2, or choose another \
                `batch_size`";
    assert_eq!(refused, format!("{sentence}{rest}"));
    let (most, few) = pieces(4, 3, |_, _| [0.5])?.split(0.5)?;
    assert_eq!((most.len(), few.len()), (6, 6));
    let refused = trainer().shuffle(false).validation(&few).fit(&mut net, &data).unwrap_err().to_string();
    assert!(refused.contains("the validation data must fill batches of 4, found 6 samples"), "{refused}");
    let refused = trainer().evaluate(&net, &few).unwrap_err().to_string();
    assert!(refused.contains("the data to evaluate must fill batches of 4, found 6 samples"), "{refused}");
    let refused = trainer().batch_size(0).evaluate(&net, &few).unwrap_err().to_string();
    assert!(refused.contains("batch size"), "{refused}");
    assert_eq!(net.parameters(), start.parameters());

    // A single batch has none before it, whatever its size.
    trainer().shuffle(false).batch_size(64).fit(&mut net, &data)?;
    Ok(())
}

#[test]
fn each_epoch_begins_at_rest() -> Result<()> {
    let data = pieces(4, 6, |sequence, at| [number(sequence, at)])?;
    let fit = |epochs: &[u64]| -> Result<Pair> {
        let mut net = Pair::seeded(1);
        let mut trainer = trainer().shuffle(false).validation(&data);
        for &count in epochs {
            trainer = trainer.epochs(count);
            trainer.fit(&mut net, &data)?;
        }
        Ok(net)
    };
    assert_eq!(fit(&[2])?.parameters(), fit(&[1, 1])?.parameters());
    Ok(())
}

#[test]
fn threads_change_no_bit() -> Result<()> {
    let inputs: Vec<[[f32; 64]; 3]> = (0..64).map(|row| [[(row as f32 * 0.37).sin(); 64]; 3]).collect();
    let data = Dataset::from_arrays(inputs.clone(), vec![[0.5, -0.5]; 64])?;
    let run = |count: usize| -> Result<_> {
        let mut net = Wide::seeded(1);
        let trainer = Trainer::new(Adam::new(), MeanSquaredError::new()).shuffle(false).batch_size(32).threads(count);
        let history = trainer.quiet().fit(&mut net, &data)?;
        let mut session = net.session(32);
        let outputs = threads::with(count, || [&inputs[..32], &inputs[32..]].map(|batch| session.predict_batch(batch)));
        let [first, second] = outputs;
        Ok((net.parameters().to_vec(), history["loss"].to_vec(), first?, second?))
    };
    assert_eq!(run(1)?, run(2)?);
    Ok(())
}
