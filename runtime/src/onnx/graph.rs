//! The graph of a file while it grows: operators at work, numbers in the file, names that nothing else has.

use std::collections::{HashMap, HashSet};

use super::proto::{Attribute, Data, Node, Subgraph, Tensor};

/// Attributes of an operator.
pub(super) type Attributes<const N: usize> = [(&'static str, Attribute); N];

/// A graph that grows node by node.
#[derive(Debug, Default)]
pub(super) struct Graph {
    /// What stands before the names of nodes: the layer.
    pub(super) scope: String,
    nodes: Vec<Node>,
    tensors: Vec<Tensor>,
    /// How often each name was wanted.
    names: HashMap<String, usize>,
}

impl Graph {
    /// A name that nothing else has: the one that is wanted, or with a number behind it.
    pub(super) fn name(&mut self, wanted: &str) -> String {
        loop {
            let count = self.names.entry(wanted.to_owned()).or_default();
            *count += 1;
            let name = if *count == 1 { wanted.to_owned() } else { format!("{wanted}_{count}") };
            if *count == 1 || !self.names.contains_key(&name) {
                self.names.entry(name.clone()).or_insert(1);
                return name;
            }
        }
    }

    /// Adds an operator: the name of its result.
    pub(super) fn op<const N: usize>(
        &mut self,
        op: &'static str,
        inputs: &[&str],
        attributes: Attributes<N>,
    ) -> String {
        let [output] = self.ops(op, inputs, attributes);
        output
    }

    /// Adds an operator with several results.
    pub(super) fn ops<const N: usize, const M: usize>(
        &mut self,
        op: &'static str,
        inputs: &[&str],
        attributes: Attributes<N>,
    ) -> [String; M] {
        let mut outputs = self.many(op, inputs, attributes, M).into_iter();
        std::array::from_fn(|_| outputs.next().unwrap_or_default())
    }

    /// As [`ops`](Self::ops), for a number of results that is not known here.
    pub(super) fn many<const N: usize>(
        &mut self,
        op: &'static str,
        inputs: &[&str],
        attributes: Attributes<N>,
        results: usize,
    ) -> Vec<String> {
        let name = self.name(&format!("{}/{op}", self.scope));
        let more = (1..results).map(|at| self.name(&format!("{name}:{at}"))).collect::<Vec<_>>();
        let outputs: Vec<_> = [name.clone()].into_iter().chain(more).collect();
        let inputs = inputs.iter().map(|input| (*input).to_owned()).collect();
        self.nodes.push(Node { op, name, inputs, outputs: outputs.clone(), attributes: attributes.into() });
        outputs
    }

    /// The values of a tensor in the file. What is there already is taken again.
    pub(super) fn tensor(&mut self, wanted: &str, dims: &[usize], data: Data) -> String {
        let same = |tensor: &&Tensor| {
            let named = tensor.name.strip_prefix(wanted);
            named.is_some_and(|rest| rest.is_empty() || rest.starts_with('_'))
                && tensor.dims == dims
                && tensor.data == data
        };
        if let Some(known) = self.tensors.iter().find(same) {
            return known.name.clone();
        }
        let name = self.name(wanted);
        self.tensors.push(Tensor { name: name.clone(), dims: dims.to_vec(), data });
        name
    }

    /// Whole numbers, such as a shape.
    pub(super) fn ints(&mut self, values: &[i64]) -> String {
        self.tensor("sizes", &[values.len()], Data::Ints(values.to_vec()))
    }

    /// A number.
    pub(super) fn number(&mut self, value: f32) -> String {
        self.tensor("number", &[], Data::Floats(vec![value]))
    }

    /// Begins the inside of a loop: what is added from here on is inside.
    pub(super) fn begin(&mut self) -> Vec<Node> {
        std::mem::take(&mut self.nodes)
    }

    /// Ends the inside of a loop, which is given what `begin` gave.
    pub(super) fn end(&mut self, outside: Vec<Node>, inputs: Vec<String>, outputs: Vec<String>) -> Attribute {
        let nodes = std::mem::replace(&mut self.nodes, outside);
        Attribute::Graph(Subgraph { nodes, inputs, outputs })
    }

    /// The operators and tensors that the outputs are made of, each of which is a tensor here and has a name in the file.
    pub(super) fn finish(mut self, outputs: &[(String, String)]) -> (Vec<Node>, Vec<Tensor>) {
        let mut needed: HashSet<String> = outputs.iter().map(|(tensor, _)| tensor.clone()).collect();
        let mut kept = Vec::with_capacity(self.nodes.len());
        while let Some(node) = self.nodes.pop() {
            if node.outputs.iter().any(|output| needed.contains(output)) {
                needed.extend(node.reads().into_iter().map(str::to_owned));
                kept.push(node);
            }
        }
        kept.reverse();
        self.tensors.retain(|tensor| needed.contains(&tensor.name));
        let mut names: HashMap<String, String> = HashMap::new();
        let mut copies = Vec::new();
        for (tensor, name) in outputs {
            let made = kept.iter().any(|node| node.outputs.contains(tensor));
            if made && !names.contains_key(tensor) {
                names.insert(tensor.clone(), name.clone());
            } else {
                // An input, or an output once more.
                let (inputs, outputs) = (vec![tensor.clone()], vec![name.clone()]);
                copies.push(Node { op: "Identity", name: name.clone(), inputs, outputs, attributes: Vec::new() });
            }
        }
        kept.extend(copies);
        for node in &mut kept {
            node.rename(&names);
        }
        (kept, self.tensors)
    }
}
