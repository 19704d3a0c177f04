//! Where expressions are built: a growing list in which equal nodes are one node, and its way to and from [`Expr`].

use std::collections::HashMap;

use super::ast::{Constant, Expr, Id, Node};

/// Nodes under construction. Operands have smaller ids than the nodes that use them, so every pass is a loop.
#[derive(Clone, Debug, Default)]
pub struct Dag {
    constants: Vec<Constant>,
    nodes: Vec<Node>,
    ids: HashMap<Node, Id>,
}

impl Dag {
    /// No nodes yet, and these constants.
    pub(super) fn with_constants(constants: Vec<Constant>) -> Self {
        Self { constants, ..Self::default() }
    }

    /// The nodes of `expr`, and the one that is its value.
    pub fn of(expr: &Expr) -> (Self, Id) {
        let mut dag = Self { constants: expr.constants.clone(), ..Self::default() };
        for node in &expr.nodes {
            dag.intern(node.clone());
        }
        let root = Id(dag.nodes.len().saturating_sub(1));
        (dag, root)
    }

    /// The id of `node` as it is, without folding.
    pub(super) fn intern(&mut self, node: Node) -> Id {
        if let Some(id) = self.ids.get(&node) {
            return *id;
        }
        let id = Id(self.nodes.len());
        self.nodes.push(node.clone());
        self.ids.insert(node, id);
        id
    }

    /// The id of `node`, if it is there.
    pub(super) fn find(&self, node: &Node) -> Option<Id> {
        self.ids.get(node).copied()
    }

    /// The variable of this index.
    pub fn variable(&mut self, index: usize) -> Id {
        self.intern(Node::Variable(index))
    }

    /// A constant of the user's.
    pub fn constant(&mut self, constant: Constant) -> Id {
        let known = self.constants.iter().position(|known| *known == constant);
        let index = known.unwrap_or_else(|| {
            self.constants.push(constant);
            self.constants.len() - 1
        });
        self.intern(Node::Constant(index))
    }

    /// The node of this id.
    pub fn node(&self, id: Id) -> &Node {
        &self.nodes[id.0]
    }

    /// The expression with value `root`; `variables` gives the index here and the name of each of its variables.
    pub fn extract(&self, root: Id, variables: &[(usize, &str)]) -> Expr {
        let mut constants = Vec::new();
        let mut nodes: Vec<Node> = Vec::new();
        let mut places: Vec<Option<Id>> = vec![None; root.0 + 1];
        let mut open = vec![root];
        while let Some(&id) = open.last() {
            let waiting: Vec<Id> = self.node(id).operands().into_iter().filter(|a| places[a.0].is_none()).collect();
            if !waiting.is_empty() {
                open.extend(waiting.into_iter().rev());
                continue;
            }
            open.pop();
            if places[id.0].is_some() {
                continue;
            }
            let node = match self.node(id) {
                Node::Constant(index) => {
                    constants.push(self.constants[*index].clone());
                    Node::Constant(constants.len() - 1)
                }
                Node::Variable(index) => {
                    let place = variables.iter().position(|(known, _)| known == index);
                    Node::Variable(place.unwrap_or(variables.len()))
                }
                node => node.map(|a| places[a.0].unwrap_or(a)),
            };
            places[id.0] = Some(Id(nodes.len()));
            nodes.push(node);
        }
        let variables = variables.iter().map(|(_, name)| (*name).to_owned()).collect();
        Expr { variables, constants, nodes }
    }
}
