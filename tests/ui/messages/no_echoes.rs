//! The code that uses a model with mistakes raises none of its own.

use chainrule::model;

use chainrule::loss::SparseCategoricalCrossentropy;
use chainrule::{Model, Trainable};

model! { pub Digits: Flatten(28, 28) -> Dense(128, relu) -> Dense(10, sofmax) }
model! { pub(crate) Grammar: Flatten(28, 28) -> -> Dense(10) }

struct Application {
    net: Digits,
    others: Vec<Grammar>,
}

impl Application {
    fn new(seed: u64) -> Self {
        Self { net: Digits::seeded(seed), others: vec![Grammar::new(), Grammar::seeded(seed)] }
    }

    fn classify(&self, image: &[[f32; 28]; 28]) -> usize {
        self.net.predict_class(image)
    }
}

fn count<M: Model>() -> usize {
    M::PARAMS
}

fn zero<M: Trainable<Scalar = f32>>(model: &mut M) {
    model.parameters_mut().fill(0.0);
}

fn outputs(net: &Digits) -> [f32; 10] {
    net.predict(&[[0.0; 28]; 28])
}

static PARAMETERS: [f32; Digits::PARAMS] = [0.0; Digits::PARAMS];
const INPUTS: usize = <Digits as Model>::INPUT_LEN;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut application = Application::new(42);
    let image = [[0.5; 28]; 28];
    println!("{} {:?}", application.classify(&image), outputs(&application.net));
    println!("{} {} {}", count::<Digits>(), count::<Grammar>(), INPUTS);
    zero(&mut application.net);
    zero(&mut application.others[0]);
    let kernel = application.net.dense1().kernel();
    println!("{} {}", kernel.nrows(), kernel[(0, 0)]);
    println!("{}", application.net.summary());
    for output in application.net.predict_batch(&[image, image]) {
        println!("{}", output.iter().sum::<f32>());
    }
    let mut other = Digits::new();
    other.parameters_mut()[0] = 1.0;
    other.clone_from(&application.net);
    let mut gradient = vec![0.0; Digits::PARAMS];
    let mut workspace = vec![0.0; Digits::workspace(2)];
    let loss = SparseCategoricalCrossentropy::new();
    other.loss_and_gradient(&[image], &[3_u8], &loss, chainrule::random::Draws::new(1), &mut gradient, &mut workspace)?;
    other.save("digits.safetensors")?;
    let again = Digits::load("digits.safetensors")?;
    let borrowed = Digits::from_parameters(&PARAMETERS[..])?;
    println!("{:?} {:?}", again, borrowed.predict(&image));
    Ok(())
}
