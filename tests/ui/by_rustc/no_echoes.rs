//~ ERROR `Net` is generic, but the sizes of a model are fixed while it compiles
//~ ERROR unknown layer `Denes`
//~ ERROR unknown activation `rleu`
//~ ERROR the model `Empty` has no layers
//~ ERROR expected the name of a model, found `Flatten`
chainrule::model! { pub Net<const C: usize>: Input(4) -> Dense(C) }
chainrule::model! { pub Generic: Input(4) -> Denes(3) -> Dense(2, rleu) }
chainrule::model! { pub Empty: }
chainrule::model! { pub Flatten(28, 28) -> Dense(10) }

pub struct Holds {
    pub net: Net,
    pub generic: Box<Generic<Vec<f32>>>,
    pub reference: Option<&'static Empty>,
}

impl Holds {
    pub fn all(&self) -> Vec<f32> {
        let mut sum = self.generic.predict(&[0.0; 4]).to_vec();
        sum.extend(self.net.predict(&[0.0; 4]));
        sum.extend(self.reference.map(|empty| empty.predict(&[0.0; 4])).into_iter().flatten());
        sum
    }
}

impl Default for Holds {
    fn default() -> Self {
        Self { net: Net::seeded(1), generic: Box::new(Generic::from_parameters(vec![0.0; Generic::PARAMS]).unwrap()), reference: None }
    }
}

pub fn train(net: &mut Generic) -> chainrule::Result<chainrule::train::History> {
    use chainrule::{data::Dataset, loss::MeanSquaredError, optim::Adam, train::Trainer};
    let data = Dataset::from_arrays(vec![[0.0; 4]], vec![[0.0; 2]])?;
    Trainer::new(Adam::new(), MeanSquaredError::new()).epochs(3).fit(net, &data)
}

pub fn kernel(net: &Generic) -> f32 {
    net.dense1().kernel()[(0, 0)] + net.dense2().bias()[0]
}

fn main() {}
