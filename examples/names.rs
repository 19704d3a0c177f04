//! New given names: two networks read the letters of five thousand names, and write names of their own.
//!
//! Teaches: sequences of indices (`Embedding`), padding that does not count (`mask_zero`), a class for each step, a
//! `GRU` that keeps its state between calls, weights that another model takes over, a transformer of blocks.

use chainrule::data::Dataset;
use chainrule::loss::{SparseCategoricalCrossentropy, head};
use chainrule::optim::Adam;
use chainrule::random::Draws;
use chainrule::schedule::CosineDecay;
use chainrule::train::Trainer;
use chainrule::{Result, Trainable, model, transfer};
use chainrule_examples::Options;

/// A letter is a number from 1 to 26, in a word as in an answer.
const FIRST: u8 = b'a' - 1;
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

    /// The same layers for one letter at a time: the memory goes in with the letter, and comes out with the answer.
    pub OneStep:
        let letter = Input(1);
        let before = Input(MEMORY);
        let (_, after) = letter
            -> Embedding(READ, 32) as letters
            -> GRU(MEMORY, return_state = true, initial_state = before) as memory;
        (after -> Dense(NEXT, softmax) as next, after);

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
    let text = include_str!("data/names/names.txt");
    let names = Dataset::from_arrays(text.lines().map(word).collect(), text.lines().map(answers).collect())?;
    let (train, test) = names.shuffled(1).split(0.9)?;

    println!("bits a character on {} names held back:", test.len());
    println!("unigram      {:.3}", bits(&test, &vec![[frequencies(&train); STEPS]; test.len()]));

    let mut recurrent = Recurrent::seeded(options.seed);
    learn(&mut recurrent, &train, &test, &options, 2e-3, 15)?;
    println!("GRU          {:.3}", bits(&test, &recurrent.predict_batch(test.inputs())?));

    let mut transformer = Transformer::seeded(options.seed);
    learn(&mut transformer, &train, &test, &options, 2e-3, 30)?;
    println!("transformer  {:.3}", bits(&test, &transformer.predict_batch(test.inputs())?));

    // The layers of both models have the same names, by which the weights find their places.
    let mut step = OneStep::new();
    assert!(transfer(&recurrent, &mut step).kept.is_empty());
    let known = |name: &String| text.lines().any(|line| line == name);
    let mut invented = Vec::new();
    for number in 0..40 {
        let mut memory = [0.0; MEMORY];
        invented.push(invent(options.seed, number, |read| {
            let chances;
            (chances, memory) = step.predict(&([read[read.len() - 1]], memory))?;
            Ok(chances)
        })?);
    }
    let new: Vec<_> = invented.into_iter().filter(|name| !known(name)).collect();
    println!("\nthe GRU writes: {} ({} of 40 are new)", new.join(" "), new.len());

    let mut invented = Vec::new();
    for number in 0..40 {
        invented.push(invent(options.seed, number, |read| {
            let mut padded = [PADDING; STEPS];
            padded[..read.len()].copy_from_slice(read);
            Ok(transformer.predict(&padded)?[read.len() - 1])
        })?);
    }
    let new: Vec<_> = invented.into_iter().filter(|name| !known(name)).collect();
    println!("\nthe transformer writes: {} ({} of 40 are new)", new.join(" "), new.len());
    Ok(())
}

fn word(name: &str) -> Word {
    let mut word = [PADDING; STEPS];
    word[0] = START;
    for (place, letter) in word[1..].iter_mut().zip(name.bytes()) {
        *place = u32::from(letter - FIRST);
    }
    word
}

fn answers(name: &str) -> Answers {
    let mut answers = [END; STEPS];
    for (answer, letter) in answers.iter_mut().zip(name.bytes()) {
        *answer = letter - FIRST;
    }
    answers
}

fn learn<M>(
    net: &mut M,
    train: &Dataset<Word, Answers>,
    test: &Dataset<Word, Answers>,
    options: &Options,
    rate: f64,
    epochs: u64,
) -> Result<()>
where
    M: Trainable<Scalar = f32, Input = Word, Output = Chances, Head = head::Softmax>,
{
    let steps = epochs * train.len().div_ceil(64) as u64;
    let mut trainer =
        Trainer::new(Adam::new().learning_rate(CosineDecay::new(rate, steps)), SparseCategoricalCrossentropy::new())
            .epochs(epochs)
            .batch_size(64)
            .seed(options.seed)
            .validation(test)
            .verbose(options.verbosity());
    trainer.fit(net, train)?;
    Ok(())
}

/// How often each character is right, whatever comes before it.
fn frequencies(train: &Dataset<Word, Answers>) -> [f32; NEXT] {
    let mut counts = [0.0; NEXT];
    let mut all = 0.0;
    for (word, answers) in train.iter() {
        for (_, answer) in word.iter().zip(answers).filter(|(read, _)| **read != PADDING) {
            counts[usize::from(*answer)] += 1.0;
            all += 1.0;
        }
    }
    counts.map(|count| count / all)
}

/// −log2 of the chance that the right answer was given, averaged over letters and ends.
fn bits(names: &Dataset<Word, Answers>, predicted: &[Chances]) -> f64 {
    let (mut sum, mut count) = (0.0, 0.0);
    for ((word, answers), chances) in names.iter().zip(predicted) {
        for ((_, answer), chances) in word.iter().zip(answers).zip(chances).filter(|((read, _), _)| **read != PADDING) {
            sum -= f64::from(chances[usize::from(*answer)]).log2();
            count += 1.0;
        }
    }
    sum / count
}

/// A word drawn letter by letter; `next` tells the chances after what was read.
fn invent(seed: u64, number: u32, mut next: impl FnMut(&[u32]) -> Result<[f32; NEXT]>) -> Result<String> {
    let (mut read, mut name) = (vec![START], String::new());
    while read.len() < STEPS {
        let chances = next(&read)?;
        let drawn = draw(&chances, Draws::new(seed).stream(number).uniform(read.len()));
        if drawn == END {
            break;
        }
        read.push(u32::from(drawn));
        name.push(char::from(FIRST + drawn));
    }
    Ok(name)
}

/// The character at a place between 0 and 1, where each takes as much room as its chance.
fn draw(chances: &[f32; NEXT], place: f32) -> u8 {
    let mut end = 0.0;
    let mut characters = (0..).zip(chances);
    let found = characters.find(|(_, chance)| {
        end += **chance;
        place < end
    });
    found.map_or(END, |(character, _)| character)
}
