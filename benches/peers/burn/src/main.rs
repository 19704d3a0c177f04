//! burn at its best: the backend `flex`, data in memory as one tensor, a batch by `select`, its own Adam.

use std::hint::black_box;

use burn::module::{Module, Param};
use burn::nn::Linear;
use burn::nn::loss::CrossEntropyLossConfig;
use burn::optim::{AdamConfig, GradientsParams, ModuleOptimizer};
use burn::tensor::{Device, Int, Tensor, TensorData, activation};
use peer_common::{BATCH, BATCH_SIZES, EPOCHS, Peer, SINGLES, absolutes, accuracy, shuffled, squares};

type Activation = fn(Tensor<2>) -> Tensor<2>;

#[derive(Module, Debug)]
struct Net {
    layers: Vec<Linear>,
}

impl Net {
    fn new(peer: &Peer, model: &str, device: &Device) -> Self {
        let linear = |layer: peer_common::Layer| {
            let outputs = layer.bias.len();
            let weight = Tensor::from_data(TensorData::new(layer.kernel, layer.shape), device);
            let bias = Tensor::from_data(TensorData::new(layer.bias, [outputs]), device);
            Linear { weight: Param::from_tensor(weight), bias: Some(Param::from_tensor(bias)) }
        };
        Self { layers: peer.layers(model).into_iter().map(linear).collect() }
    }

    fn forward(&self, mut x: Tensor<2>, activation: Activation) -> Tensor<2> {
        let (last, hidden) = self.layers.split_last().expect("a layer");
        for layer in hidden {
            x = activation(layer.forward(x));
        }
        last.forward(x)
    }
}

fn adam() -> ModuleOptimizer {
    AdamConfig::new().with_epsilon(1e-7).init()
}

fn values<const D: usize>(tensor: Tensor<D>) -> Vec<f32> {
    tensor.into_data().try_to_vec().expect("f32")
}

fn squared_error(outputs: Tensor<2>, labels: Tensor<2>) -> Tensor<1> {
    (outputs - labels).square().mean()
}

fn rows(peer: &Peer, name: &str, width: usize, device: &Device) -> Tensor<2> {
    let values = peer.floats(name);
    let count = values.len() / width;
    Tensor::from_data(TensorData::new(values, [count, width]), device)
}

/// Samples one by one, each in memory of its own.
fn singles(peer: &Peer, name: &str, width: usize, count: usize, device: &Device) -> Vec<Tensor<2>> {
    let values = peer.floats(name);
    let single = |row: &[f32]| Tensor::from_data(TensorData::new(row.to_vec(), [1, width]), device);
    values.chunks(width).take(count).map(single).collect()
}

fn main() {
    let peer = Peer::new("burn", "burn", include_str!("../Cargo.lock"));
    let plain = Device::flex();
    let training = Device::flex().autodiff();
    if peer.wants("start") {
        let net = Net::new(&peer, "digits", &plain);
        let scores = net.forward(Tensor::full([1, 784], 0.5, &plain), activation::relu);
        println!("{}", values(activation::softmax(scores, 1))[0]);
    }
    for size in BATCH_SIZES {
        let workload = format!("w1/{size}");
        if peer.wants(&workload) {
            train(&peer, &workload, size, &training);
        }
    }
    if peer.wants("w4/one") || peer.wants("w4/1000") {
        predict(&peer, &plain);
    }
    if peer.wants("w5/forward") {
        let net = Net::new(&peer, "forward", &plain);
        let inputs = singles(&peer, "forward_inputs.f32", 6, 100, &plain);
        let predict = |at: usize| net.forward(inputs[at % inputs.len()].clone(), activation::relu);
        let check = (0..inputs.len()).map(|at| absolutes(&values(predict(at)))).sum();
        peer.calls("w5/forward", 10_000, check, |at| {
            black_box(predict(at));
        });
    }
    if peer.wants("w5/gradient") {
        let net = Net::new(&peer, "gradient", &training);
        let x = rows(&peer, "gradient_inputs.f32", 24, &training);
        let y = rows(&peer, "gradient_labels.f32", 2, &training);
        let gradient = || {
            let error = squared_error(net.forward(x.clone(), activation::tanh), y.clone());
            (GradientsParams::from_grads(error.backward(), &net), error)
        };
        let check = values(gradient().1)[0];
        peer.calls("w5/gradient", 2_000, check.into(), |_| {
            black_box(gradient());
        });
    }
    if peer.wants("w5/epoch") {
        let mut net = Some(Net::new(&peer, "epoch", &training));
        let x = rows(&peer, "epoch_inputs.f32", 4, &training);
        let y = rows(&peer, "epoch_labels.f32", 4, &training);
        let mut optimizer = adam();
        let epochs = || {
            let mut error = 0.0;
            for _ in 0..EPOCHS {
                let now = net.take().expect("the net");
                let loss = squared_error(now.forward(x.clone(), activation::tanh), y.clone());
                let gradient = GradientsParams::from_grads(loss.backward(), &now);
                net = Some(optimizer.step(1e-3, now, gradient));
                error = f64::from(values(loss)[0]);
            }
            error
        };
        peer.repeat("w5/epoch", EPOCHS, epochs, |_| None);
    }
}

fn train(peer: &Peer, workload: &str, size: usize, device: &Device) {
    let images = rows(peer, "train_images.f32", 784, device);
    let indices = |values: Vec<i32>| {
        let count = values.len();
        Tensor::<1, Int>::from_data(TensorData::new(values, [count]), device)
    };
    let labels = indices(peer.bytes("train_labels.u8").into_iter().map(i32::from).collect());
    let loss = CrossEntropyLossConfig::new().init(device);
    let mut optimizer = adam();
    let net = std::cell::RefCell::new(Some(Net::new(peer, "digits", device)));
    let mut state = 1;
    let run = || {
        let mut now = net.take().expect("the net");
        for batch in shuffled(60_000, &mut state).chunks(size) {
            let batch = indices(batch.iter().map(|at| *at as i32).collect());
            let scores = now.forward(images.clone().select(0, batch.clone()), activation::relu);
            let error = loss.forward(scores, labels.clone().select(0, batch));
            let gradient = GradientsParams::from_grads(error.backward(), &now);
            now = optimizer.step(1e-3, now, gradient);
        }
        net.replace(Some(now));
        0.0
    };
    let check = |_| {
        let test = rows(peer, "test_images.f32", 784, device);
        let scores = net.borrow().as_ref().expect("the net").forward(test, activation::relu);
        Some(accuracy(&values(scores), &peer.bytes("test_labels.u8")))
    };
    peer.repeat(workload, 1, run, check);
}

fn predict(peer: &Peer, device: &Device) {
    let net = Net::new(peer, "digits", device);
    let predict = |x: &Tensor<2>| activation::softmax(net.forward(x.clone(), activation::relu), 1);
    if peer.wants("w4/one") {
        let inputs = singles(peer, "test_images.f32", 784, SINGLES, device);
        let check = inputs.iter().map(|input| squares(&values(predict(input)))).sum();
        peer.calls("w4/one", 10_000, check, |at| {
            black_box(predict(&inputs[at % SINGLES]));
        });
    }
    if peer.wants("w4/1000") {
        let pixels = peer.floats("test_images.f32")[..784 * BATCH].to_vec();
        let many = Tensor::from_data(TensorData::new(pixels, [BATCH, 784]), device);
        let check = squares(&values(predict(&many)));
        peer.calls("w4/1000", 200, check, |_| {
            black_box(predict(&many));
        });
    }
}
