//! The same models in files: what is saved comes back to the same bits, in any model of the type and in no other.

use std::path::{Path, PathBuf};
use std::{env, fs, process};

use chainrule::io::{Mismatch, load, save};
use chainrule::loss::Head;
use chainrule::model::Layer;
use chainrule::{Error, Model, Result, Trainable, model};

use crate::random::Random;

model! {
    /// A model that is none of the others.
    #[scalar(f64)]
    Stranger: Input(2) -> Dense(1) as stranger
}

/// Samples in a batch.
const BATCH: usize = 2;

/// A model, whichever it is: what is generic is kept small, since it is compiled once for each of the hundreds of models.
trait Kept {
    fn name(&self) -> &'static str;
    fn layers(&self) -> &'static [Layer];
    fn save(&self, path: &Path) -> Result<()>;
    fn load(&mut self, path: &Path) -> Result<()>;
    fn parameters(&self) -> &[f64];
    fn parameters_mut(&mut self) -> &mut [f64];
    fn predict(&self) -> Vec<f64>;
}

impl<M: Trainable<Scalar = f64>> Kept for M {
    fn name(&self) -> &'static str {
        M::NAME
    }
    fn layers(&self) -> &'static [Layer] {
        M::LAYERS
    }
    fn save(&self, path: &Path) -> Result<()> {
        save(self, path)
    }
    fn load(&mut self, path: &Path) -> Result<()> {
        load(self, path)
    }
    fn parameters(&self) -> &[f64] {
        Model::parameters(self)
    }
    fn parameters_mut(&mut self) -> &mut [f64] {
        Trainable::parameters_mut(self)
    }
    fn predict(&self) -> Vec<f64> {
        let mut outputs = vec![f64::NAN; M::OUTPUT_LEN * BATCH];
        let mut workspace = vec![f64::NAN; M::PREDICT_WORKSPACE * BATCH];
        M::forward(Model::parameters(self), &inputs(M::INPUT_LEN), &mut outputs, &mut workspace);
        M::Head::forward(&mut outputs);
        outputs
    }
}

/// A batch, the same each time.
fn inputs(len: usize) -> Vec<f64> {
    let mut random = Random::new(17);
    (0..len * BATCH).map(|_| random.within(1.5)).collect()
}

/// Panics unless the weights of a model, drawn at random, are read from their file to the same bits, by another that was
/// seeded otherwise and then predicts the same bits; or if the file of one model is read by another.
pub(crate) fn check<M: Trainable<Scalar = f64>>(net: &mut M, other: &mut M) {
    check_kept(net, other);
}

fn check_kept(net: &mut dyn Kept, other: &mut dyn Kept) {
    let (name, layers) = (net.name(), net.layers());
    let drawn = crate::check::parameters(layers, &mut Random::new(13));
    net.parameters_mut().copy_from_slice(&drawn);
    let (expected, others) = (net.predict(), other.parameters().to_vec());
    assert!(others != drawn || drawn.is_empty(), "{name}: the two models are to differ");

    let (ours, strange) = (File::new(name, "own"), File::new(name, "strange"));
    let mut stranger = Stranger::seeded(1);
    let its = Kept::parameters(&stranger).to_vec();
    for saved in [net.save(&ours.0), Kept::save(&stranger, &strange.0)] {
        saved.unwrap_or_else(|error| panic!("{error}"));
    }
    let of_stranger = <Stranger as Model>::LAYERS;
    refused(name, Kept::load(&mut stranger, &ours.0), [of_stranger, layers]);
    refused(name, other.load(&strange.0), [layers, of_stranger]);
    same(name, "what refuses a file stays as it was", Kept::parameters(&stranger), &its);
    same(name, "what refuses a file stays as it was", other.parameters(), &others);

    other.load(&ours.0).unwrap_or_else(|error| panic!("{error}"));
    same(name, "weights", other.parameters(), &drawn);
    same(name, "predictions", &other.predict(), &expected);
}

/// All tensors that are missing and all that are surplus must be told.
fn refused(name: &str, read: Result<()>, [missing, surplus]: [&[Layer]; 2]) {
    let Err(Error::Tensors { mismatches, .. }) = read else {
        panic!("{name}: the file of another model must be refused, found {read:?}");
    };
    let names = |layers: &[Layer]| {
        let of = |layer: &Layer| layer.weights.iter().map(|weight| format!("{}.{}", layer.name, weight.name)).collect();
        let mut names: Vec<String> = layers.iter().flat_map::<Vec<_>, _>(of).collect();
        names.sort();
        names
    };
    let told = |pick: fn(&Mismatch) -> Option<&String>| {
        let mut told: Vec<_> = mismatches.iter().filter_map(pick).cloned().collect();
        told.sort();
        told
    };
    let found = told(|mismatch| if let Mismatch::Missing { name, .. } = mismatch { Some(name) } else { None });
    assert_eq!(found, names(missing), "{name}: what is missing");
    let found = told(|mismatch| if let Mismatch::Surplus { name } = mismatch { Some(name) } else { None });
    assert_eq!(found, names(surplus), "{name}: what is surplus");
}

fn same(name: &str, what: &str, found: &[f64], expected: &[f64]) {
    let bits = |values: &[f64]| values.iter().map(|value| value.to_bits()).collect::<Vec<_>>();
    assert_eq!(bits(found), bits(expected), "{name}: {what}");
}

/// A file that goes with the test.
struct File(PathBuf);

impl File {
    fn new(model: &str, whose: &str) -> Self {
        Self(env::temp_dir().join(format!("chainrule-graphs-{model}-{whose}-{}.safetensors", process::id())))
    }
}

impl Drop for File {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.0);
    }
}
