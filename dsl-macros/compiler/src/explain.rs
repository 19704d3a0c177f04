//! Why a layer cannot take an input, told where the user wrote the layer: what the layer before it puts out, and the
//! change to make.

use crate::build::Tensor;
use crate::dim::Shape;
use crate::layers::{Masks, Mismatch, Origin};
use crate::report::Report;
use crate::resolve::{Id, Network, Use};

/// Notes a mismatch.
pub(crate) fn mismatch(network: &Network, used: &Use, inputs: &[Tensor], mismatch: Mismatch, report: &mut Report) {
    let Mismatch { message, mut help, spot, origin, steps } = mismatch;
    let mut before = String::new();
    if let Origin::Input(number) = origin
        && let (Some(input), Some(id)) = (inputs.get(number), used.inputs.get(number))
    {
        before = outputs(network, used, *id, &input.shape);
        if let Some(words) = forgets_steps(network, *id).filter(|_| steps) {
            help = format!("write `return_sequences = true` in {words} for an output at each step");
        }
    }
    // A layer that is used again has its arguments elsewhere.
    let earlier = network.uses.iter().take_while(|other| !std::ptr::eq(*other, used));
    let again = earlier.into_iter().any(|other| other.layer == used.layer);
    let spot = spot.filter(|_| !again).unwrap_or(used.spot);
    report.error(spot, message, format!("{before}{help}"));
}

/// Notes that a model inside another takes an input of another shape.
pub(crate) fn unlike_stated(network: &Network, used: &Use, found: &Shape, stated: &Shape, report: &mut Report) {
    let Some(id) = used.inputs.first() else { return };
    let before = outputs(network, used, *id, found);
    let change = match (stated.0.as_slice(), found.0.as_slice()) {
        _ if stated.len().same(&found.len()) == Some(true) => format!("insert `Reshape{stated}` before it"),
        ([units], [_]) => format!("insert `Dense({units})` before it, or change the input of the model"),
        _ => "change the shape before it, or the input of the model".to_owned(),
    };
    let help = format!("{before}{change}");
    let Some(call) = used.within.filter(|_| enters(network, used)) else {
        report.error(used.spot, format!("{} takes {stated}, found {found}", used.words), help);
        return;
    };
    let entries: Vec<_> =
        network.uses.iter().filter(|other| other.within == Some(call) && enters(network, other)).collect();
    let number = entries.iter().position(|other| std::ptr::eq(*other, used)).unwrap_or_default();
    let which = match number {
        _ if entries.len() == 1 => String::new(),
        0 => " as its first value".to_owned(),
        1 => " as its second value".to_owned(),
        2 => " as its third value".to_owned(),
        _ => format!(" as its value number {}", number + 1),
    };
    let name = &network.calls[call].name;
    // This is no mistake of the model inside.
    report.within(None);
    report.error(name.span(), format!("`{name}` takes {stated}{which}, found {found}"), help);
    report.within(Some(call));
}

/// Whether a layer takes a value of the outermost model into one inside it.
fn enters(network: &Network, used: &Use) -> bool {
    let before = used.inputs.first().and_then(|id| network.uses.get(id.used));
    used.inlined && before.is_none_or(|before| before.within != used.within)
}

/// `` `Dense` before it outputs (128);  ``
fn outputs(network: &Network, used: &Use, id: Id, shape: &Shape) -> String {
    let Some(before) = network.uses.get(id.used) else { return String::new() };
    match before.within.filter(|call| Some(*call) != used.within) {
        Some(call) => format!("`{}` before it outputs {shape}; ", network.calls[call].name),
        None => format!("{} before it outputs {shape}; ", before.words),
    }
}

/// The recurrent layer whose steps would still be there if it returned them, in the user's words.
fn forgets_steps(network: &Network, mut id: Id) -> Option<&str> {
    loop {
        let before = network.uses.get(id.used)?;
        let layer = network.layers.get(before.layer)?.kind.as_deref()?;
        if layer.forgets_steps() {
            return Some(&before.words);
        }
        if layer.masks() != Masks::Passed {
            return None;
        }
        id = *before.inputs.first()?;
    }
}
