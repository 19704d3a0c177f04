//! candle at its best: data in memory as one tensor, a batch by `index_select`, its own Adam without decay of weights.

use std::hint::black_box;

use candle_core::{D, Device, Result, Tensor, Var};
use candle_nn::{AdamW, Linear, Module as _, Optimizer as _, ParamsAdamW, loss, ops};
use peer_common::{BATCH, BATCH_SIZES, EPOCHS, Peer, SINGLES, absolutes, accuracy, shuffled, squares};

const CPU: Device = Device::Cpu;

struct Net {
    layers: Vec<Linear>,
    activation: fn(&Tensor) -> Result<Tensor>,
    variables: Vec<Var>,
}

impl Net {
    fn new(peer: &Peer, model: &str, activation: fn(&Tensor) -> Result<Tensor>) -> Result<Self> {
        let (mut layers, mut variables) = (Vec::new(), Vec::new());
        for layer in peer.layers(model) {
            let [inputs, outputs] = layer.shape;
            let weight = Tensor::from_vec(layer.kernel, (inputs, outputs), &CPU)?.t()?.contiguous()?;
            let weight = Var::from_tensor(&weight)?;
            let bias = Var::from_tensor(&Tensor::from_vec(layer.bias, outputs, &CPU)?)?;
            layers.push(Linear::new(weight.as_tensor().clone(), Some(bias.as_tensor().clone())));
            variables.extend([weight, bias]);
        }
        Ok(Self { layers, activation, variables })
    }

    /// The same weights, of which nobody wants a gradient.
    fn frozen(mut self) -> Self {
        for layer in &mut self.layers {
            *layer = Linear::new(layer.weight().detach(), layer.bias().map(Tensor::detach));
        }
        self
    }

    fn forward(&self, x: &Tensor) -> Result<Tensor> {
        let (last, hidden) = self.layers.split_last().expect("a layer");
        let mut x = x.clone();
        for layer in hidden {
            x = (self.activation)(&layer.forward(&x)?)?;
        }
        last.forward(&x)
    }

    fn optimizer(&self) -> Result<AdamW> {
        let params = ParamsAdamW { lr: 1e-3, eps: 1e-7, weight_decay: 0.0, ..ParamsAdamW::default() };
        AdamW::new(self.variables.clone(), params)
    }
}

fn values(tensor: &Tensor) -> Result<Vec<f32>> {
    tensor.flatten_all()?.to_vec1()
}

fn rows(peer: &Peer, name: &str, width: usize) -> Result<Tensor> {
    let values = peer.floats(name);
    let count = values.len() / width;
    Tensor::from_vec(values, (count, width), &CPU)
}

fn singles(samples: &Tensor, count: usize) -> Result<Vec<Tensor>> {
    (0..count).map(|row| samples.narrow(0, row, 1)?.copy()).collect()
}

fn main() -> Result<()> {
    let peer = Peer::new("candle", "candle-core", include_str!("../Cargo.lock"));
    if peer.wants("start") {
        let net = Net::new(&peer, "digits", Tensor::relu)?.frozen();
        let output = ops::softmax(&net.forward(&Tensor::full(0.5_f32, (1, 784), &CPU)?)?, D::Minus1)?;
        println!("{}", values(&output)?[0]);
    }
    for size in BATCH_SIZES {
        let workload = format!("w1/{size}");
        if peer.wants(&workload) {
            train(&peer, &workload, size)?;
        }
    }
    if peer.wants("w4/one") || peer.wants("w4/1000") {
        predict(&peer)?;
    }
    if peer.wants("w5/forward") {
        let net = Net::new(&peer, "forward", Tensor::relu)?.frozen();
        let inputs = singles(&rows(&peer, "forward_inputs.f32", 6)?, 100)?;
        let mut check = 0.0;
        for input in &inputs {
            check += absolutes(&values(&net.forward(input)?)?);
        }
        peer.calls("w5/forward", 10_000, check, |at| {
            black_box(net.forward(&inputs[at % inputs.len()]).expect("a prediction"));
        });
    }
    if peer.wants("w5/gradient") {
        let net = Net::new(&peer, "gradient", Tensor::tanh)?;
        let (x, y) = (rows(&peer, "gradient_inputs.f32", 24)?, rows(&peer, "gradient_labels.f32", 2)?);
        let gradient = || {
            let error = loss::mse(&net.forward(&x)?, &y)?;
            Ok::<_, candle_core::Error>((error.backward()?, error))
        };
        let check = gradient()?.1.to_scalar::<f32>()?;
        peer.calls("w5/gradient", 2_000, check.into(), |_| {
            black_box(gradient().expect("a gradient"));
        });
    }
    if peer.wants("w5/epoch") {
        let net = Net::new(&peer, "epoch", Tensor::tanh)?;
        let (x, y) = (rows(&peer, "epoch_inputs.f32", 4)?, rows(&peer, "epoch_labels.f32", 4)?);
        let mut optimizer = net.optimizer()?;
        let mut epochs = || {
            let mut error = 0.0;
            for _ in 0..EPOCHS {
                let loss = loss::mse(&net.forward(&x)?, &y)?;
                optimizer.backward_step(&loss)?;
                error = loss.to_scalar::<f32>()?;
            }
            Ok::<f64, candle_core::Error>(error.into())
        };
        peer.repeat("w5/epoch", EPOCHS, || epochs().expect("an epoch"), |_| None);
    }
    Ok(())
}

fn train(peer: &Peer, workload: &str, size: usize) -> Result<()> {
    let images = rows(peer, "train_images.f32", 784)?;
    let labels: Vec<u32> = peer.bytes("train_labels.u8").into_iter().map(u32::from).collect();
    let labels = Tensor::new(labels, &CPU)?;
    let net = Net::new(peer, "digits", Tensor::relu)?;
    let mut optimizer = net.optimizer()?;
    let mut state = 1;
    let mut epoch = || {
        for batch in shuffled(60_000, &mut state).chunks(size) {
            let batch = Tensor::new(batch, &CPU)?;
            let scores = net.forward(&images.index_select(&batch, 0)?)?;
            optimizer.backward_step(&loss::cross_entropy(&scores, &labels.index_select(&batch, 0)?)?)?;
        }
        Ok::<(), candle_core::Error>(())
    };
    let test = rows(peer, "test_images.f32", 784)?;
    let check = |_| {
        let outputs = net.forward(&test).and_then(|scores| values(&scores)).expect("predictions");
        Some(accuracy(&outputs, &peer.bytes("test_labels.u8")))
    };
    let run = || {
        epoch().expect("an epoch");
        0.0
    };
    peer.repeat(workload, 1, run, check);
    Ok(())
}

fn predict(peer: &Peer) -> Result<()> {
    let net = Net::new(peer, "digits", Tensor::relu)?.frozen();
    let predict = |x: &Tensor| ops::softmax(&net.forward(x)?, D::Minus1);
    let test = rows(peer, "test_images.f32", 784)?;
    if peer.wants("w4/one") {
        let inputs = singles(&test, SINGLES)?;
        let mut check = 0.0;
        for input in &inputs {
            check += squares(&values(&predict(input)?)?);
        }
        peer.calls("w4/one", 10_000, check, |at| {
            black_box(predict(&inputs[at % SINGLES]).expect("a prediction"));
        });
    }
    if peer.wants("w4/1000") {
        let many = test.narrow(0, 0, BATCH)?.copy()?;
        let check = squares(&values(&predict(&many)?)?);
        peer.calls("w4/1000", 200, check, |_| {
            black_box(predict(&many).expect("predictions"));
        });
    }
    Ok(())
}
