//! New given names: two networks read the letters of five thousand names, and write names of their own.
//!
//! Teaches: sequences of indices (`Embedding`), padding that does not count (`mask_zero`), an answer for each step, a
//! stateful `GRU` that writes letter by letter, weights that another model takes over by name, a transformer of blocks.
//!
//! `cargo run --release --example names` takes less than a minute on two cores. On names that were held back a character
//! costs, in bits (medians of the seeds 1 to 3):
//!
//! | how often each comes | 4.061 |
//! |---|---|
//! | GRU | 2.749 |
//! | transformer | 2.782 |
//!
//! Three quarters of what they write is in no list: "marima", "tashara", "rosalaena".

use std::collections::HashSet;

use chainrule::data::Dataset;
use chainrule::loss::{SparseCategoricalCrossentropy, head};
use chainrule::optim::Adam;
use chainrule::random::Draws;
use chainrule::schedule::CosineDecay;
use chainrule::train::Trainer;
use chainrule::{Result, Trainable, model, transfer};
use chainrule_examples::Options;

/// Letters are the numbers from 1 to 26: how far they are from here.
const BEFORE_A: u8 = b'a' - 1;
/// What fills up a word to `STEPS` numbers. It does not count.
const PADDING: u32 = 0;
/// What stands before the first letter.
const START: u32 = 27;
/// What can be read: padding, letters, the start.
const READ: usize = 28;
/// The answer after the last letter.
const END: u8 = 0;
/// What can follow: a letter, or the end.
const NEXT: usize = 27;
/// The start and the longest name, of 11 letters.
const STEPS: usize = 12;
/// How much the recurrent network keeps in mind.
const MEMORY: usize = 128;
/// The features of a step in the transformer.
const WIDTH: usize = 64;

model! {
    /// After each letter, the chances of what comes next.
    pub Recurrent: Input(STEPS)
        -> Embedding(READ, 32, mask_zero = true) as letters
        -> GRU(MEMORY, return_sequences = true) as memory
        -> Dropout(0.3)
        -> Dense(NEXT, softmax) as next;

    /// The same layers for one letter at a time: what they remember of it stays for the next.
    pub OneStep: Input(1)
        -> Embedding(READ, 32) as letters
        -> GRU(MEMORY, stateful = true) as memory
        -> Dense(NEXT, softmax) as next;

    /// Each step looks back at all steps before it, then thinks by itself.
    Block: Input(STEPS, WIDTH)
        -> Residual(LayerNormalization -> MultiHeadAttention(4, 16, use_causal_mask = true) -> Dropout(0.2))
        -> Residual(LayerNormalization -> Dense(256, gelu) -> Dense(WIDTH) -> Dropout(0.2));

    /// The same answers without a memory: it sees all letters so far at once.
    pub Transformer: Input(STEPS)
        -> Embedding(READ, WIDTH, mask_zero = true)
        -> PositionEmbedding
        -> repeat(2, Block)
        -> LayerNormalization
        -> Dense(NEXT, softmax)
}

/// The start, the letters, padding.
type Word = [u32; STEPS];
/// The letters, the end, and what does not count.
type Answers = [u8; STEPS];
/// For each step, the chances of a letter or the end.
type Chances = [[f32; NEXT]; STEPS];

fn main() -> Result<()> {
    let options = Options::read();
    let list: HashSet<&str> = include_str!("data/names/names.txt").lines().collect();
    let names = dataset(include_str!("data/names/names.txt"))?;
    let (train, test) = names.shuffled(1).split(0.9)?;

    let mut recurrent = Recurrent::seeded(options.seed);
    options.show(&recurrent.summary());
    learn(&mut recurrent, &train, 30, &options)?;

    let mut transformer = Transformer::seeded(options.seed);
    options.show(&transformer.summary());
    learn(&mut transformer, &train, 25, &options)?;

    println!("bits a character on {} names that were held back:", test.len());
    println!("  how often each comes  {:.3}", bits(&test, &vec![[frequencies(&train); STEPS]; test.len()]));
    println!("  GRU                   {:.3}", bits(&test, &recurrent.predict_batch(test.inputs())?));
    println!("  transformer           {:.3}", bits(&test, &transformer.predict_batch(test.inputs())?));

    // The layers have the same names in both models: by these the weights find their places.
    let mut one_step = OneStep::new();
    transfer(&recurrent, &mut one_step);
    let mut session = one_step.session(1);
    let invented = invent(options.seed, &list, |read| {
        if read.len() == 1 {
            session.reset_states();
        }
        session.predict(&[read[read.len() - 1]])
    })?;
    println!("the GRU writes {invented}");

    // The transformer reads all that there is so far, each time.
    let invented = invent(options.seed, &list, |read| {
        let mut word = [PADDING; STEPS];
        word[..read.len()].copy_from_slice(read);
        Ok(transformer.predict(&word)?[read.len() - 1])
    })?;
    println!("the transformer writes {invented}");
    Ok(())
}

/// What is read and what should be answered: `_mary` and `mary.`, if `_` is the start and `.` the end.
fn dataset(list: &str) -> Result<Dataset<Word, Answers>> {
    let rows = list.lines().map(|name| {
        let (mut word, mut answers) = ([PADDING; STEPS], [END; STEPS]);
        word[0] = START;
        for (at, letter) in name.bytes().enumerate() {
            answers[at] = letter - BEFORE_A;
            word[at + 1] = u32::from(answers[at]);
        }
        (word, answers)
    });
    let (words, answers) = rows.unzip();
    Dataset::from_arrays(words, answers)
}

/// Trains either of the two networks: what they take and put out is the same.
fn learn<M>(net: &mut M, names: &Dataset<Word, Answers>, epochs: u64, options: &Options) -> Result<()>
where
    M: Trainable<Scalar = f32, Input = Word, Output = Chances, Head = head::Softmax> + Send,
{
    let (batch, rate) = (64, 4e-3);
    let steps = epochs * names.len().div_ceil(batch) as u64;
    Trainer::new(Adam::new().learning_rate(CosineDecay::new(rate, steps)), SparseCategoricalCrossentropy::new())
        .epochs(epochs)
        .batch_size(batch)
        .seed(options.seed)
        .verbose(options.verbosity())
        .fit(net, names)?;
    Ok(())
}

/// The steps of a name that count, each with the right answer.
fn steps<'a>((word, answers): (&'a Word, &'a Answers)) -> impl Iterator<Item = (usize, usize)> + 'a {
    let counted = (0..STEPS).filter(|step| word[*step] != PADDING);
    counted.map(|step| (step, usize::from(answers[step])))
}

/// How often each letter and the end come, whatever stands before them: the simplest model there is.
fn frequencies(names: &Dataset<Word, Answers>) -> [f32; NEXT] {
    let mut counts = [0.0; NEXT];
    names.iter().flat_map(steps).for_each(|(_, answer)| counts[answer] += 1.0);
    let all: f32 = counts.iter().sum();
    counts.map(|count| count / all)
}

/// −log₂ of the chance that the right answer had, on average over all letters and ends.
fn bits(names: &Dataset<Word, Answers>, predicted: &[Chances]) -> f64 {
    let rows = names.iter().zip(predicted);
    let given = rows.flat_map(|(name, chances)| steps(name).map(|(step, answer)| f64::from(chances[step][answer])));
    let given: Vec<f64> = given.collect();
    -given.iter().map(|chance| chance.log2()).sum::<f64>() / given.len() as f64
}

/// Writes names letter by letter, and keeps those that are not in the list; `next` tells the chances after what was read.
fn invent(seed: u64, list: &HashSet<&str>, mut next: impl FnMut(&[u32]) -> Result<[f32; NEXT]>) -> Result<String> {
    const COUNT: u32 = 100;
    let mut new = Vec::new();
    for number in 0..COUNT {
        let (draws, mut read, mut name) = (Draws::new(seed).stream(number), vec![START], String::new());
        while read.len() < STEPS {
            let letter = draw(&next(&read)?, draws.uniform(read.len()));
            if letter == END {
                break;
            }
            read.push(u32::from(letter));
            name.push(char::from(BEFORE_A + letter));
        }
        if !list.contains(name.as_str()) {
            new.push(name);
        }
    }
    Ok(format!("{} new names of {COUNT}: {} …", new.len(), new[..new.len().min(16)].join(", ")))
}

/// A place from 0 to 1 falls to the answer that has its chances there, if they are laid one after the other.
fn draw(chances: &[f32; NEXT], place: f32) -> u8 {
    let mut end = 0.0;
    let mut answers = (0..).zip(chances);
    let found = answers.find(|(_, chance)| {
        end += **chance;
        place < end
    });
    found.map_or(END, |(answer, _)| answer)
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIST: &str = include_str!("data/names/names.txt");

    /// The networks as they are, in a few of their epochs.
    #[test]
    fn both_networks_learn_what_follows() -> Result<()> {
        let options = Options { seed: 1, quiet: true };
        let (train, test) = dataset(LIST)?.shuffled(1).split(0.9)?;
        let without = bits(&test, &vec![[frequencies(&train); STEPS]; test.len()]);

        let mut recurrent = Recurrent::seeded(1);
        learn(&mut recurrent, &train, 2, &options)?;
        let of_recurrent = bits(&test, &recurrent.predict_batch(test.inputs())?);
        let mut transformer = Transformer::seeded(1);
        learn(&mut transformer, &train, 2, &options)?;
        let of_transformer = bits(&test, &transformer.predict_batch(test.inputs())?);

        println!("bits: {without:.3} by how often each comes, {of_recurrent:.3}, {of_transformer:.3}");
        assert!((4.0..4.1).contains(&without), "{without}");
        assert!(of_recurrent < 3.5 && of_transformer < 3.5, "{of_recurrent}, {of_transformer}");
        Ok(())
    }

    #[test]
    fn letter_by_letter_is_as_all_at_once() -> Result<()> {
        let recurrent = Recurrent::seeded(3);
        let mut one_step = OneStep::new();
        transfer(&recurrent, &mut one_step);
        let mut session = one_step.session(1);
        for word in dataset("mary\nbo")?.inputs() {
            let all_at_once = recurrent.predict(word)?;
            session.reset_states();
            for (letter, expected) in word.iter().zip(&all_at_once).take_while(|(letter, _)| **letter != PADDING) {
                let found = session.predict(&[*letter])?;
                let near = found.iter().zip(expected).all(|(a, b)| (a - b).abs() < 1e-6);
                assert!(near, "{found:?} is not {expected:?}");
            }
        }
        Ok(())
    }

    #[test]
    fn what_is_written_is_new_and_fits() -> Result<()> {
        // After `a` comes `b` and so on, up to the end of the alphabet or of the steps.
        let list = HashSet::from(["abcdefghijk"]);
        let next = |read: &[u32]| {
            let mut chances = [0.0; NEXT];
            match read[read.len() - 1] {
                START => chances[1..].fill(1.0 / 26.0),
                last => chances[last as usize % 26 + 1] = 1.0,
            }
            Ok(chances)
        };
        let written = invent(1, &list, next)?;
        let known: u32 = written.split(' ').next().and_then(|count| count.parse().ok()).expect("how many are new");
        assert!((60..100).contains(&known), "{written}");
        assert!(written.contains("cdefghijklm") && !written.contains("abcdefghijk,"), "{written}");
        Ok(())
    }
}
