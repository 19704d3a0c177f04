//! One statement an operation.

use proc_macro2::TokenStream;
use quote::quote;

use super::names::Names;
use crate::activation::Scalar;
use crate::expr::Saved;
use crate::graph::Op;
use crate::plan::{Mode, Operand, Place, Plan, Step};

/// The statement of a step; with that of its addition, if it makes a part of a gradient.
pub(super) fn statement(names: &Names, plan: &Plan, step: &Step) -> TokenStream {
    let statement = alone(names, plan, step);
    let Place::Again(weight) = step.output.place else { return statement };
    let part = match &step.op {
        Op::Kernel(kernel) => kernel.target_part(),
        _ => None,
    };
    let accumulate = names.accumulate(weight, part);
    quote!(#statement #accumulate)
}

fn alone(names: &Names, plan: &Plan, step: &Step) -> TokenStream {
    let runtime = &names.runtime;
    let kernels = quote!(#runtime::kernels);
    let read = |operand: &Operand| names.read(plan, operand);
    let (inputs, output) = (step.inputs.as_slice(), &step.output);
    let in_place = inputs.first().is_some_and(|input| input.place == output.place);
    match (&step.op, inputs) {
        (Op::Affine { .. } | Op::AffineGradKernel(_) | Op::AffineGradBias(_) | Op::AffineGradInput { .. }, inputs) => {
            affine(names, plan, &step.op, inputs, output)
        }
        // Pointwise::forward_in_place(&activations::relu, s0);
        (Op::Pointwise(activation), [x]) => {
            let forward = pointwise(names, activation, &names.write(plan, output), (!in_place).then(|| read(x)));
            quote!(#forward;)
        }
        // Pointwise::backward(&activations::relu, s1, s0);
        (Op::PointwiseGrad(activation), [dy, saved @ ..]) => {
            let dx = names.write(plan, output);
            let copy = (!in_place).then(|| copy(&dx, &read(dy)));
            let saved = match (activation.function.saved(), saved) {
                (Saved::Nothing, _) | (_, []) => None,
                (_, [saved, ..]) => Some(read(saved)),
            };
            let backward = pointwise_grad(names, activation, &dx, saved);
            quote!(#copy #backward;)
        }
        // softmax::forward_in_place(columns_mut::<_, 10>(s0));
        (Op::Softmax | Op::LogSoftmax, [x]) => {
            let module = over_last_axis(&step.op);
            let y = names.columns_mut(plan, output);
            if in_place {
                quote!(#kernels::#module::forward_in_place(#y);)
            } else {
                let x = names.columns(plan, x);
                quote!(#kernels::#module::forward(#y, #x);)
            }
        }
        // softmax::backward(columns_mut::<_, 10>(s1), columns::<_, 10>(s0));
        (Op::SoftmaxGrad | Op::LogSoftmaxGrad, [dy, y]) => {
            let module = over_last_axis(&step.op);
            let copy = (!in_place).then(|| copy(&names.write(plan, output), &read(dy)));
            let (dx, y) = (names.columns_mut(plan, output), names.columns(plan, y));
            quote!(#copy #kernels::#module::backward(#dx, #y);)
        }
        (Op::Kernel(kernel), _) => super::kernel::statement(names, plan, step, kernel),
        // let loss = Loss::gradient(loss, outputs, Labels::of(labels), s1)?;
        (Op::LossGradient, _) => {
            let dy = names.write(plan, output);
            let labels = names.labels();
            quote!(let loss = #runtime::loss::Loss::gradient(loss, outputs, #labels, #dy)?;)
        }
        // <[_]>::copy_from_slice(s2, &s1[10 * batch..][..2 * batch]);
        (Op::LossPart(number), [all]) => {
            let ((start, len), all) = (names.loss_part(*number), read(all));
            copy(&names.write(plan, output), &quote!(&(#all)[(#start) * batch..][..(#len) * batch]))
        }
        (Op::Copy, [x]) => copy(&names.write(plan, output), &read(x)),
        // These make no step: a reshaped value is the value itself, the others stand for what the caller gives and takes.
        (
            Op::Input(_)
            | Op::Reshape
            | Op::InputGradient(_)
            | Op::Pointwise(_)
            | Op::PointwiseGrad(_)
            | Op::Softmax
            | Op::LogSoftmax
            | Op::SoftmaxGrad
            | Op::LogSoftmaxGrad
            | Op::Scratch
            | Op::Carried(_)
            | Op::Carry(_)
            | Op::LossPart(_)
            | Op::Copy,
            _,
        ) => TokenStream::new(),
    }
}

/// A product with a kernel, forward and backward.
fn affine(names: &Names, plan: &Plan, op: &Op, inputs: &[Operand], output: &Operand) -> TokenStream {
    let runtime = &names.runtime;
    let kernels = quote!(#runtime::kernels);
    let width = |operand: &Operand| names.generic(&operand.shape.last());
    match (op, inputs) {
        // In a training step affine::training_forward(columns_mut::<_, 128>(s0), …, Some(vector(…)), …, &Forward(&activations::relu));
        // affine::forward_then(columns_mut::<_, 128>(s0), kernel::<_, 128, 784>(parameters, 0), vector::<_, 128>(…), columns::<_, 784>(input), &Forward(&activations::relu));
        (Op::Affine { kernel, bias, activation }, [x]) => {
            let (y, columns, kernel) =
                (names.columns_mut(plan, output), names.columns(plan, x), names.kernel(*kernel, output, x));
            let bias = bias.map(|bias| names.vector(bias, output));
            let then =
                activation.as_ref().map(|activation| then_forward(names, activation)).map(|then| quote!(, #then));
            if let Mode::Train(_) = plan.mode {
                let option = quote!(::core::option::Option);
                let bias = bias.map_or_else(|| quote!(#option::None), |bias| quote!(#option::Some(#bias)));
                let then = then.unwrap_or_else(|| quote!(, &()));
                return quote!(#kernels::affine::training_forward(#y, #kernel, #bias, #columns #then););
            }
            let bias = bias.map(|bias| quote!(#bias,));
            let name = if bias.is_some() { "forward" } else { "forward_unbiased" };
            let function = perhaps_then(name, then.is_some());
            quote!(#kernels::affine::#function(#y, #kernel, #bias #columns #then);)
        }
        // finite &= affine::grad_kernel(kernel_mut::<_, 10, 128>(gradient, 100480), columns::<_, 10>(s1), columns::<_, 128>(s0));
        (Op::AffineGradKernel(weight), [dy, x]) => {
            let (out, len, (gradient, offset)) = (width(dy), width(x), names.target(output, *weight));
            let (dy, x) = (names.columns(plan, dy), names.columns(plan, x));
            let kernel = quote!(#kernels::view::kernel_mut::<_, #out, #len>(#gradient, #offset));
            quote!(finite &= #kernels::affine::grad_kernel(#kernel, #dy, #x);)
        }
        // finite &= affine::grad_bias(vector_mut::<_, 10>(gradient, 101760), columns::<_, 10>(s1));
        (Op::AffineGradBias(weight), [dy]) => {
            let (out, (gradient, offset), dy) = (width(dy), names.target(output, *weight), names.columns(plan, dy));
            let bias = quote!(#kernels::view::vector_mut::<_, #out>(#gradient, #offset));
            quote!(finite &= #kernels::affine::grad_bias(#bias, #dy);)
        }
        // affine::grad_input_then(columns_mut::<_, 128>(s1), kernel::<_, 10, 128>(parameters, 100480), columns::<_, 10>(s2), &Backward(&activations::relu, s0));
        (Op::AffineGradInput { kernel, derivative }, [dy, saved @ ..]) => {
            let (dx, kernel, dy) =
                (names.columns_mut(plan, output), names.kernel(*kernel, dy, output), names.columns(plan, dy));
            let then = derivative.as_ref().map(|derivative| then_backward(names, plan, derivative, saved.first()));
            let then = then.map(|then| quote!(, #then));
            let function = perhaps_then("grad_input", then.is_some());
            quote!(#kernels::affine::#function(#dx, #kernel, #dy #then);)
        }
        _ => TokenStream::new(),
    }
}

/// `forward`, or `forward_then`.
pub(super) fn perhaps_then(name: &str, then: bool) -> proc_macro2::Ident {
    super::names::ident(&if then { format!("{name}_then") } else { name.to_owned() })
}

/// `&Forward(&activations::relu)`, or `&ForwardWith(|x: f32| …)`
pub(super) fn then_forward(names: &Names, activation: &Scalar) -> TokenStream {
    let Names { runtime, scalar, .. } = names;
    let module = quote!(#runtime::kernels::pointwise);
    if let Some(name) = &activation.builtin {
        return quote!(&#module::Forward(&#runtime::activations::#name));
    }
    let function = activation.function.forward_tokens(scalar, runtime);
    quote!(&#module::ForwardWith(#[inline(always)] #function))
}

/// `&Backward(&activations::relu, s0)`, or `&BackwardWith(|x: f32| …, s0)`, or `&ScaleWith(|_: f32| …)`
pub(super) fn then_backward(names: &Names, plan: &Plan, derivative: &Scalar, saved: Option<&Operand>) -> TokenStream {
    let Names { runtime, scalar, .. } = names;
    let module = quote!(#runtime::kernels::pointwise);
    // A constant derivative reads nothing: an empty slice stands for what is saved.
    let saved = saved.map_or_else(|| quote!(&[]), |saved| names.read(plan, saved));
    if let Some(name) = &derivative.builtin {
        return quote!(&#module::Backward(&#runtime::activations::#name, #saved));
    }
    let function = derivative.function.derivative_tokens(scalar, runtime);
    match derivative.function.saved() {
        Saved::Nothing => quote!(&#module::ScaleWith(#[inline(always)] #function)),
        Saved::Output | Saved::Input => quote!(&#module::BackwardWith(#[inline(always)] #function, #saved)),
    }
}

/// `<[_]>::copy_from_slice(s1, s0);`
pub(super) fn copy(to: &TokenStream, from: &TokenStream) -> TokenStream {
    quote!(<[_]>::copy_from_slice(#to, #from);)
}

/// The call that applies an activation.
fn pointwise(names: &Names, activation: &Scalar, y: &TokenStream, x: Option<TokenStream>) -> TokenStream {
    let Names { runtime, scalar, .. } = names;
    let module = quote!(#runtime::kernels::pointwise);
    if let Some(name) = &activation.builtin {
        let builtin = quote!(&#runtime::activations::#name);
        return match x {
            None => quote!(#module::Pointwise::forward_in_place(#builtin, #y)),
            Some(x) => quote!(#module::Pointwise::forward(#builtin, #y, #x)),
        };
    }
    let function = activation.function.forward_tokens(scalar, runtime);
    match x {
        None => quote!(#module::forward_in_place_with(#y, #[inline(always)] #function)),
        Some(x) => quote!(#module::forward_with(#y, #x, #[inline(always)] #function)),
    }
}

/// The call that multiplies by its derivative.
fn pointwise_grad(names: &Names, activation: &Scalar, dx: &TokenStream, saved: Option<TokenStream>) -> TokenStream {
    let Names { runtime, scalar, .. } = names;
    let module = quote!(#runtime::kernels::pointwise);
    // A constant derivative reads nothing: an empty slice stands for what is saved.
    let saved = saved.unwrap_or_else(|| quote!(&[]));
    if let Some(name) = &activation.builtin {
        return quote!(#module::Pointwise::backward(&#runtime::activations::#name, #dx, #saved));
    }
    let derivative = activation.function.derivative_tokens(scalar, runtime);
    match activation.function.saved() {
        Saved::Nothing => quote!(#module::scale_with(#dx, #[inline(always)] #derivative)),
        Saved::Output | Saved::Input => quote!(#module::backward_with(#dx, #saved, #[inline(always)] #derivative)),
    }
}

impl Names {
    /// `columns::<_, 128>(s0)`
    fn columns(&self, plan: &Plan, operand: &Operand) -> TokenStream {
        let runtime = &self.runtime;
        let (width, slice) = (self.generic(&operand.shape.last()), self.read(plan, operand));
        quote!(#runtime::kernels::view::columns::<_, #width>(#slice))
    }

    /// `columns_mut::<_, 128>(s0)`
    fn columns_mut(&self, plan: &Plan, operand: &Operand) -> TokenStream {
        let runtime = &self.runtime;
        let (width, slice) = (self.generic(&operand.shape.last()), self.write(plan, operand));
        quote!(#runtime::kernels::view::columns_mut::<_, #width>(#slice))
    }

    /// `kernel::<_, 128, 784>(parameters, 0)`
    fn kernel(&self, weight: crate::graph::WeightId, y: &Operand, x: &Operand) -> TokenStream {
        let runtime = &self.runtime;
        let (out, len, offset) = (self.generic(&y.shape.last()), self.generic(&x.shape.last()), self.offset(weight));
        quote!(#runtime::kernels::view::kernel::<_, #out, #len>(parameters, #offset))
    }

    /// `vector::<_, 128>(parameters, 100352)`
    fn vector(&self, weight: crate::graph::WeightId, y: &Operand) -> TokenStream {
        let runtime = &self.runtime;
        let (out, offset) = (self.generic(&y.shape.last()), self.offset(weight));
        quote!(#runtime::kernels::view::vector::<_, #out>(parameters, #offset))
    }
}

/// The module of kernels for a function over the last axis.
fn over_last_axis(op: &Op) -> proc_macro2::Ident {
    let soft = matches!(op, Op::Softmax | Op::SoftmaxGrad);
    super::names::ident(if soft { "softmax" } else { "log_softmax" })
}
