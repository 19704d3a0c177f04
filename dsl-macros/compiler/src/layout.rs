//! What lies across a vector: the features of one sample, or one feature of sixteen samples. Where images have few channels
//! a vector of channels is mostly empty, and one of samples is full; to go from one layout to the other costs a pass.
//!
//! Operations that know both are taken together with their neighbours, and turn as a region if that pays.

use crate::cost;
use crate::dim::Dim;
use crate::graph::{Graph, Layout, Node, Op, Value};
use crate::ops::{Conv, Convolution, Interleave, Window};

/// The graph with the layout of each region chosen, or forced, and the changes of layout put in.
pub fn layout(graph: &Graph, forced: Option<Layout>) -> Graph {
    let regions = regions(graph);
    let turned: Vec<_> = match forced {
        Some(Layout::Features) => return graph.clone(),
        Some(Layout::Samples) => regions.iter().map(Option::is_some).collect(),
        None => {
            let pays = pays(graph, &regions);
            regions.iter().map(|region| region.is_some_and(|region| pays[region])).collect()
        }
    };
    if turned.contains(&true) { turn(graph, &turned) } else { graph.clone() }
}

/// For each value the region that it is in, if it can be computed with samples across the vector: by the first value.
fn regions(graph: &Graph) -> Vec<Option<usize>> {
    let mut regions: Vec<Option<usize>> = Vec::with_capacity(graph.nodes.len());
    for (value, node) in graph.values() {
        let mut region = across_samples(graph, node).map(|_| value.0);
        if region.is_some() {
            // All that it is computed from by such operations is one region with it.
            for neighbour in node.inputs.iter().filter_map(|input| regions[input.0]).collect::<Vec<_>>() {
                let joined = region.map_or(neighbour, |region| region.min(neighbour));
                let others = [region, Some(neighbour)];
                regions.iter_mut().filter(|other| others.contains(other)).for_each(|other| *other = Some(joined));
                region = Some(joined);
            }
        }
        regions.push(region);
    }
    regions
}

/// The same operation with samples across the vector.
fn across_samples(graph: &Graph, node: &Node) -> Option<Op> {
    match &node.op {
        Op::Pointwise(_) | Op::Reshape => Some(node.op.clone()),
        Op::Kernel(kernel) => kernel.across_samples(&node.shape),
        Op::Affine { .. } => at_each_pixel(graph, node),
        _ => None,
    }
}

/// A product at each pixel of an image as a convolution with a window of one cell, samples across the vector.
fn at_each_pixel(graph: &Graph, node: &Node) -> Option<Op> {
    let Op::Affine { kernel, bias, activation: None } = node.op else { return None };
    let [height, width, filters] = node.shape.0.as_slice() else { return None };
    let (sides, channels) = ([height.clone(), width.clone()], graph.node(node.inputs[0]).shape.last());
    let (one, before) = ([1; 2], [Dim::known(0), Dim::known(0)]);
    let window = Window { input: sides.clone(), output: sides, size: one, strides: one, dilation: one, before };
    let sizes = Convolution { window, channels, filters: filters.clone(), groups: 1, layout: Layout::Samples };
    Some(Op::kernel(Conv { sizes, kernel, bias }))
}

/// For each region, by its first value, whether it gains more by full vectors than the changes of layout at its ends cost.
fn pays(graph: &Graph, regions: &[Option<usize>]) -> Vec<bool> {
    let nodes = graph.nodes.len();
    let (mut gains, mut numbers) = (vec![0.0; nodes], vec![0; nodes]);
    let mut readers = vec![Vec::new(); nodes];
    for (node, region) in graph.nodes.iter().zip(regions) {
        node.inputs.iter().for_each(|input| readers[input.0].push(*region));
    }
    for ((value, node), mut readers) in graph.values().zip(readers) {
        // What is known to rustc only is left as it is.
        let Some(len) = node.shape.len().value() else { return vec![false; nodes] };
        let own = regions[value.0];
        readers.sort_unstable();
        readers.dedup();
        if let Some(region) = own {
            if let Op::Kernel(kernel) = &node.op
                && let Some(macs) = kernel.macs(&node.shape)
            {
                let channels = graph.node(node.inputs[0]).shape.last();
                gains[region] += match (macs.value(), channels.value(), node.shape.last().value()) {
                    (Some(macs), Some(channels), Some(filters)) => {
                        cost::gain_across_samples(kernel.products(), macs, channels, filters)
                    }
                    _ => f64::NEG_INFINITY,
                };
            }
            let ends = graph.outputs.contains(&value) || graph.masks.contains(&Some(value));
            let read = readers.iter().any(|reader| *reader != own);
            numbers[region] += if ends || read { len } else { 0 };
        }
        for reader in readers.into_iter().filter(|reader| *reader != own).flatten() {
            numbers[reader] += len;
        }
    }
    gains.into_iter().zip(numbers).map(|(gain, numbers)| gain > cost::change_of_layout(numbers)).collect()
}

/// A value in both layouts, as far as they are there.
#[derive(Clone, Copy)]
struct Both {
    features: Option<Value>,
    samples: Option<Value>,
}

/// The graph with some operations turned.
fn turn(graph: &Graph, turned: &[bool]) -> Graph {
    let mut result = Graph { nodes: Vec::with_capacity(graph.nodes.len()), ..graph.clone() };
    let mut values: Vec<Both> = Vec::with_capacity(graph.nodes.len());
    for (value, node) in graph.values() {
        let layout = if turned[value.0] { Layout::Samples } else { Layout::Features };
        let inputs = node.inputs.iter().map(|input| in_layout(&mut result, &mut values[input.0], layout)).collect();
        let op = if turned[value.0] { across_samples(graph, node) } else { None };
        let new = result.push(op.unwrap_or_else(|| node.op.clone()), inputs, node.shape.clone(), node.layer);
        values.push(match layout {
            Layout::Features => Both { features: Some(new), samples: None },
            Layout::Samples => {
                result.layers[node.layer.0].layout = Layout::Samples;
                Both { features: None, samples: Some(new) }
            }
        });
    }
    let mut features = |value: Value| in_layout(&mut result, &mut values[value.0], Layout::Features);
    let outputs = graph.outputs.iter().map(|output| features(*output)).collect();
    let masks = graph.masks.iter().map(|mask| mask.map(&mut features)).collect();
    let inputs = graph.inputs.iter().map(|input| features(*input)).collect();
    (result.outputs, result.masks, result.inputs) = (outputs, masks, inputs);
    for layer in &mut result.layers {
        let both = values[layer.output.0];
        layer.output = both.features.or(both.samples).unwrap_or(layer.output);
    }
    result
}

/// A value in a layout, put into it if it is not there yet.
fn in_layout(graph: &mut Graph, both: &mut Both, layout: Layout) -> Value {
    let (there, other) = match layout {
        Layout::Features => (both.features, both.samples),
        Layout::Samples => (both.samples, both.features),
    };
    if let Some(there) = there {
        return there;
    }
    let other = other.expect("a value is in one layout at least");
    let node = graph.node(other);
    let (shape, layer) = (node.shape.clone(), node.layer);
    let value = graph.push(Op::kernel(Interleave { len: shape.len(), to: layout }), vec![other], shape, layer);
    match layout {
        Layout::Features => both.features = Some(value),
        Layout::Samples => both.samples = Some(value),
    }
    value
}
