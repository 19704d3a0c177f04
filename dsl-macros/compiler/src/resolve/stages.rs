//! Sums, chains and stages: each to the layers that it declares and uses.

use std::collections::{HashMap, VecDeque};
use std::ops::Range;

use proc_macro2::{Ident, Span};
use syn::ext::IdentExt;

use super::names::Names;
use super::{Declared, Id, Nested, Network, Use};
use crate::activation::{self, Activate};
use crate::ast::{Argument, Binding, Body, Call, Chain, Item, Source, Stage, StageKind, Sum, Value, ValueKind};
use crate::layers::{self, Activation, Layer, Merge, Merging, Stated, Takes};
use crate::nearest::nearest;
use crate::report::{Report, Spot};

/// More repetitions than this are a mistake.
const MOST: i128 = 1000;

/// What is known while one model is looked up.
pub(super) struct Scope<'a> {
    network: &'a mut Network,
    items: &'a [syn::Result<Item>],
    /// The models that this one is looked up for, the outermost first.
    models: Vec<Ident>,
    report: &'a mut Report,
    /// What comes before the names of layers: `encoder1.`
    prefix: String,
    names: Names,
    values: Vec<Named>,
    layers: HashMap<String, Reused>,
    /// The values that a model inside another takes, or `None` if it states its inputs itself.
    given: Option<VecDeque<Id>>,
    /// The names that `let` statements further down give.
    later: Vec<Ident>,
}

/// A value with a name.
struct Named {
    name: Ident,
    id: Id,
    used: bool,
}

/// A layer or a model that was named, to be used again.
#[derive(Clone)]
enum Reused {
    Layer(usize),
    Model(Instance),
}

/// A model at work inside another.
#[derive(Clone)]
struct Instance {
    uses: Range<usize>,
    inputs: Vec<Id>,
    outputs: Vec<Id>,
}

/// What a stage is, looked up.
struct Found {
    class: String,
    span: Span,
    /// Whether the class is a type of the user's.
    own: bool,
    kind: Option<Box<dyn Layer>>,
    stated: Option<Stated>,
    trainable: bool,
    drops_mask: bool,
    words: String,
    spot: Spot,
    /// Whether it was read without a mistake.
    sound: bool,
}

impl<'a> Scope<'a> {
    pub(super) fn new(
        network: &'a mut Network,
        items: &'a [syn::Result<Item>],
        models: Vec<Ident>,
        report: &'a mut Report,
    ) -> Self {
        let (prefix, names, given) = (String::new(), Names::default(), None);
        let (values, layers, later) = (Vec::new(), HashMap::new(), Vec::new());
        Self { network, items, models, report, prefix, names, values, layers, given, later }
    }

    /// A whole model: its outputs.
    pub(super) fn body(mut self, body: &Body) -> Vec<Id> {
        self.later = body.bindings.iter().flat_map(|binding| binding.names.iter().cloned()).collect();
        self.later.reverse();
        for binding in &body.bindings {
            self.binding(binding);
        }
        let mut outputs = Vec::new();
        for sum in &body.outputs {
            let ids = self.sum(sum);
            if body.outputs.len() == 1 {
                outputs = ids;
            } else {
                outputs.push(self.single(&ids, sum.spot()));
            }
        }
        for value in &self.values {
            if !value.used && value.id != Id::UNKNOWN && !value.name.to_string().starts_with('_') {
                let message = format!("the value `{}` is never used", value.name);
                self.report.error(value.name.span(), message, "use it, or leave the statement out");
            }
        }
        if let Some(left) = self.given.as_ref().map(VecDeque::len).filter(|left| *left > 0)
            && let Some(model) = self.models.last()
        {
            let message = format!("`{model}` takes fewer values: {left} too many");
            self.report.error(model.span(), message, "leave the others out");
        }
        outputs
    }

    fn binding(&mut self, binding: &Binding) {
        let ids = self.sum(&binding.value);
        let unknown = ids.contains(&Id::UNKNOWN);
        if ids.len() != binding.names.len() && !unknown {
            let (found, names) = (ids.len(), binding.names.len());
            let message =
                format!("{found} {} cannot be named by {names} {}", plural(found, "value"), plural(names, "name"));
            let name = &binding.names[0];
            let help = if found == 1 {
                format!("write `let {name} = …`")
            } else {
                "write a name for each, `let (outputs, state) = …`".into()
            };
            self.report.error(name.span(), message, help);
        }
        for (at, name) in binding.names.iter().enumerate() {
            self.later.pop();
            let word = name.unraw().to_string();
            if word == "_" {
                continue;
            }
            if self.names.has(name) {
                let message = format!("`{name}` already names something in this model");
                self.report.error(name.span(), message, "choose another name: values do not change");
            } else if layers::is_layer(&word) || activation::names().any(|known| known == word) {
                let message = format!("`{name}` is a word of the language");
                self.report.error(name.span(), message, "choose another name for the value");
            }
            self.names.take(name);
            let id = if unknown { Id::UNKNOWN } else { ids.get(at).copied().unwrap_or(Id::UNKNOWN) };
            self.values.push(Named { name: name.clone(), id, used: false });
        }
    }

    fn sum(&mut self, sum: &Sum) -> Vec<Id> {
        match sum {
            Sum::Chain(chain) => self.chain(chain),
            Sum::Binary(left, sign, right) => {
                let (a, b) = (self.one(left), self.one(right));
                let (merge, class) = match sign.mark {
                    '+' => (Merge(Merging::Add, "`+`"), "Add"),
                    '-' => (Merge(Merging::Subtract, "`-`"), "Subtract"),
                    _ => (Merge(Merging::Multiply, "`*`"), "Multiply"),
                };
                let words = merge.1;
                self.declare(None, class, Box::new(merge), words.into(), sign.spot, vec![a, b])
            }
        }
    }

    /// The value of a sum that must be one.
    fn one(&mut self, sum: &Sum) -> Id {
        let ids = self.sum(sum);
        self.single(&ids, sum.spot())
    }

    fn single(&mut self, ids: &[Id], spot: Spot) -> Id {
        match ids {
            [id] => *id,
            [] => Id::UNKNOWN,
            several => {
                if !several.contains(&Id::UNKNOWN) {
                    let message = format!("this gives {} values, where one is expected", several.len());
                    self.report.error(spot, message, "name them, `let (outputs, state) = …;`, and use one");
                }
                Id::UNKNOWN
            }
        }
    }

    fn chain(&mut self, chain: &Chain) -> Vec<Id> {
        let mut ids = match &chain.source {
            Source::Sum(sum) => self.sum(sum),
            Source::Stage(stage) => self.source(stage),
            Source::Applied(stage, sums) => {
                let inputs = sums.iter().map(|sum| self.one(sum)).collect();
                self.stage(stage, inputs, true)
            }
        };
        let mut spot = chain.spot();
        for stage in &chain.stages {
            let input = self.single(&ids, spot);
            ids = self.stage(stage, vec![input], false);
            spot = stage.kind.spot();
        }
        ids
    }

    fn chained(&mut self, stages: &[Stage], mut ids: Vec<Id>) -> Vec<Id> {
        for stage in stages {
            let input = self.single(&ids, stage.kind.spot());
            ids = self.stage(stage, vec![input], false);
        }
        ids
    }

    /// The first stage of a chain: a value by its name, or a layer that states its input.
    fn source(&mut self, stage: &Stage) -> Vec<Id> {
        if let StageKind::Call(call) = &stage.kind
            && !activation::is_activation(call)
            && !layers::is_layer(&call.name.to_string())
        {
            if let Some(value) = self.values.iter_mut().find(|value| value.name.unraw() == call.name.unraw()) {
                value.used = true;
                let id = value.id;
                if let Some(name) = &stage.name {
                    let message = format!("`{}` is a value, and has a name", call.name);
                    self.report.error(name.span(), message, format!("write `let {name} = {};`", call.name));
                }
                return vec![id];
            }
            if self.later.iter().any(|later| later.unraw() == call.name.unraw()) {
                let message = format!("`{}` is used before it is defined", call.name);
                self.report.error(call.name.span(), message, "move its `let` before this statement");
                return vec![Id::UNKNOWN];
            }
        }
        self.stage(stage, Vec::new(), false)
    }

    /// A stage on its inputs; without any at a start of the model.
    fn stage(&mut self, stage: &Stage, inputs: Vec<Id>, applied: bool) -> Vec<Id> {
        let name = stage.name.as_ref();
        match &stage.kind {
            StageKind::Residual(spot, stages) => self.residual(*spot, stages, inputs),
            StageKind::Repeat(spot, count, stages) => self.repeat(*spot, count, stages, inputs),
            StageKind::Path(path) => self.path(path, name, inputs),
            StageKind::Closure(closure) => {
                let kind = activated(activation::closure(closure, self.report));
                let spot = closure.span.into();
                self.declare(name, "Activation", kind, "the closure".into(), spot, inputs)
            }
            StageKind::Call(call) => self.call(call, name, inputs, applied),
        }
    }

    fn call(&mut self, call: &Call, name: Option<&Ident>, mut inputs: Vec<Id>, applied: bool) -> Vec<Id> {
        let (words, spot) = (format!("`{}`", call.name), Spot::from(call.name.span()));
        if activation::is_activation(call) {
            let kind = activated(activation::resolve(call, self.report));
            return self.declare(name, "Activation", kind, words, spot, inputs);
        }
        let word = call.name.unraw().to_string();
        if !layers::is_layer(&word) {
            if let Some(reused) = self.layers.get(&word).cloned() {
                return self.again(call, &reused, name, inputs);
            }
            if let Some(item) = self.item(&call.name) {
                return self.model(call, item, name, inputs);
            }
            if let Some(value) = self.values.iter_mut().find(|value| value.name.unraw() == call.name.unraw()) {
                value.used = true;
                let message = format!("`{}` is a value, not a layer", call.name);
                self.report.error(
                    spot,
                    message,
                    "a value stands at the beginning of a chain; join values by `+` or `Concatenate()(a, b)`",
                );
                return vec![Id::UNKNOWN];
            }
            if self.names.has(&call.name) {
                return vec![Id::UNKNOWN];
            }
        }
        let before = self.report.len();
        let (call, inputs) = (&self.without_initial_state(call, &mut inputs), inputs);
        let resolved = self.looked_up(call, &word, applied);
        let sound = self.report.len() == before;
        let Some(resolved) = resolved else {
            self.names.name(name, "Unknown", self.report);
            return vec![Id::UNKNOWN];
        };
        let span = if call.name == resolved.class { call.name.span() } else { Span::call_site() };
        let found = Found {
            class: resolved.class.to_owned(),
            span,
            own: false,
            kind: resolved.layer,
            stated: resolved.input,
            trainable: resolved.trainable,
            drops_mask: resolved.drops_mask,
            words,
            spot,
            sound,
        };
        self.at_work(found, name, inputs)
    }

    /// `initial_state = h`, or `(h, c)`: values among the arguments, which become inputs.
    fn without_initial_state(&mut self, call: &Call, inputs: &mut Vec<Id>) -> Call {
        let mut call = call.clone();
        let state = |argument: &Argument| argument.name.as_ref().is_some_and(|name| name == "initial_state");
        let Some(at) = call.arguments.iter().position(state) else { return call };
        let takes = layers::find(&call.name.to_string())
            .is_some_and(|spec| spec.weights.iter().any(|weight| weight.contains("recurrent")));
        if !takes {
            return call;
        }
        let argument = call.arguments.remove(at);
        let values = match argument.value.kind {
            ValueKind::Tuple(values) => values,
            _ => vec![argument.value],
        };
        for value in values {
            match &value.kind {
                ValueKind::Call(word) if word.arguments.is_empty() => {
                    let stage = Stage { kind: StageKind::Call(word.clone()), name: None };
                    let ids = self.source(&stage);
                    inputs.push(self.single(&ids, value.spot));
                }
                _ => {
                    let message = "`initial_state` expects the name of a value, or a tuple of names";
                    self.report.error(value.spot, message, "name it by `let`, and write `initial_state = (h, c)`");
                    inputs.push(Id::UNKNOWN);
                }
            }
        }
        call
    }

    /// A layer of the language, or the nearest name of anything that could stand here.
    fn looked_up(&mut self, call: &Call, word: &str, applied: bool) -> Option<layers::Resolved> {
        if !layers::is_layer(word) && layers::foreign::layer(word).is_none() {
            let values = self.values.iter().filter(|_| !applied).map(|value| value.name.to_string());
            let models = self.items.iter().flatten().map(|item| item.name.to_string());
            let own: Vec<String> = self.layers.keys().cloned().chain(values).chain(models).collect();
            if let Some(near) = nearest(word, own.iter().map(String::as_str)) {
                let message = format!("unknown name `{word}`");
                self.report.error(call.name.span(), message, format!("did you mean `{near}`?"));
                return None;
            }
        }
        layers::resolve(call, self.report)
    }

    /// A layer of a given kind.
    fn declare(
        &mut self,
        name: Option<&Ident>,
        class: &str,
        kind: Box<dyn Layer>,
        words: String,
        spot: Spot,
        inputs: Vec<Id>,
    ) -> Vec<Id> {
        let (class, span) = (class.to_owned(), Span::call_site());
        let (stated, trainable, drops_mask, sound) = (None, true, false, true);
        let found =
            Found { class, span, own: false, kind: Some(kind), stated, trainable, drops_mask, words, spot, sound };
        self.at_work(found, name, inputs)
    }

    /// Declares a layer and puts it to work.
    fn at_work(&mut self, found: Found, name: Option<&Ident>, inputs: Vec<Id>) -> Vec<Id> {
        let Found { class, span, own: of_the_user, kind, stated, trainable, drops_mask, words, spot, sound } = found;
        let own = self.names.name(name, &class, self.report);
        let layer = self.network.layers.len();
        if let Some(name) = name {
            self.layers.insert(name.unraw().to_string(), Reused::Layer(layer));
        }
        let name = format!("{}{}", self.prefix, own.unraw());
        let class = Ident::new(&class, span);
        self.network.layers.push(Declared { name, class, own: of_the_user, kind, trainable, drops_mask, spot });
        self.use_layer(layer, stated, words, spot, inputs, sound)
    }

    fn use_layer(
        &mut self,
        layer: usize,
        stated: Option<Stated>,
        words: String,
        spot: Spot,
        mut inputs: Vec<Id>,
        sound: bool,
    ) -> Vec<Id> {
        let mut inlined = false;
        match (&stated, inputs.is_empty()) {
            (Some(_), true) => {
                if let Some(given) = self.given.as_mut() {
                    inlined = true;
                    inputs.push(given.pop_front().unwrap_or(Id::UNKNOWN));
                }
            }
            (Some(stated), false) => self.second_input(layer, stated, &words, &inputs),
            (None, true) if sound => self.no_input(layer, &words, spot),
            (None, _) => {}
        }
        let takes = self.network.layers[layer].kind.as_deref().map(Layer::takes);
        let count = inputs.len();
        let fits = match takes {
            None => true,
            Some(Takes::One) => count <= 1,
            Some(Takes::Several) => count != 1,
            Some(Takes::Between(least, most)) => count == 0 || (least..=most).contains(&count),
        };
        if !fits {
            self.wrong_count(&words, spot, takes, count);
        }
        if !fits || (inputs.is_empty() && stated.is_none()) {
            inputs = vec![Id::UNKNOWN];
        }
        let gives = self.network.layers[layer].kind.as_deref().map_or(1, Layer::gives);
        let used = self.network.uses.len();
        self.network.uses.push(Use { layer, inputs, stated, inlined, words, spot });
        (0..gives).map(|part| Id { used, part }).collect()
    }

    fn wrong_count(&mut self, words: &str, spot: Spot, takes: Option<Takes>, count: usize) {
        let name = words.trim_matches('`');
        let (expected, help) = match takes {
            Some(Takes::Several) => {
                ("two values or more".to_owned(), format!("write them in parentheses, `{name}()(a, b)`"))
            }
            Some(Takes::Between(least, most)) => {
                (format!("{least} to {most} values"), format!("write them in parentheses, `{name}(…)(a, b)`"))
            }
            _ => ("one value".to_owned(), format!("apply it to one, `a -> {name}(…)`")),
        };
        self.report.error(spot, format!("{words} takes {expected}, found {count}"), help);
    }

    /// A layer that states an input shape where its input comes from another.
    fn second_input(&mut self, layer: usize, stated: &Stated, words: &str, inputs: &[Id]) {
        let before = inputs.first().and_then(|id| self.network.uses.get(id.used));
        let before = before.map_or("what stands".to_owned(), |before| before.words.clone());
        let message = format!("{words} states an input shape, but its input comes from {before} before it");
        let help = match self.network.layers[layer].class.to_string().as_str() {
            "Flatten" => "write `Flatten` without sizes",
            "Input" => "leave it out, or write `Reshape` to change the shape",
            _ => "leave `input_shape` out",
        };
        self.report.error(stated.spot, message, help);
    }

    /// A start of the model that does not say what shape its input has.
    fn no_input(&mut self, layer: usize, words: &str, spot: Spot) {
        let start = if self.network.uses.is_empty() { "the model" } else { "this chain" };
        let message = format!("{start} starts with {words}, which does not say what shape its input has");
        let help = match self.network.layers[layer].class.to_string().as_str() {
            _ if !self.network.uses.is_empty() => {
                "start with a value, `x -> …`, or with the shape of another input, `Input(784)`"
            }
            "Flatten" => "write the shape of one sample, `Flatten(28, 28)`",
            "Dense" => "start with the shape of one sample, `Input(784) -> Dense(…)`",
            _ => "start with the shape of one sample, `Input(28, 28)` or `Flatten(28, 28)`",
        };
        self.report.error(spot, message, help);
    }

    fn residual(&mut self, spot: Spot, stages: &[Stage], inputs: Vec<Id>) -> Vec<Id> {
        if inputs.len() != 1 {
            let help = "start with the shape of one sample, `Input(64) -> Residual(…)`";
            self.report.error(spot, "`Residual` has no input to add", help);
            return vec![Id::UNKNOWN];
        }
        let ids = self.chained(stages, inputs.clone());
        let output = self.single(&ids, spot);
        let merge = Box::new(Merge(Merging::Add, "`Residual`"));
        self.declare(None, "Add", merge, "`Residual`".into(), spot, vec![output, inputs[0]])
    }

    fn repeat(&mut self, spot: Spot, count: &Value, stages: &[Stage], inputs: Vec<Id>) -> Vec<Id> {
        let ValueKind::Integer(times @ 1..=MOST) = count.kind else {
            let message = format!("`repeat` expects how often, a number from 1 to {MOST}");
            self.report.error(count.spot, message, "write the number itself, `repeat(6, Dense(64, relu))`");
            return vec![Id::UNKNOWN];
        };
        if let Some(name) = stages.iter().find_map(|stage| stage.name.as_ref())
            && times > 1
        {
            let message = format!("`{name}` would name {times} layers");
            self.report.error(name.span(), message, "leave `as` out: each repetition has layers of its own");
        }
        if inputs.is_empty() {
            let help = "start with the shape of one sample, `Input(64) -> repeat(…)`";
            self.report.error(spot, "`repeat` has no input", help);
            return vec![Id::UNKNOWN];
        }
        (0..times).fold(inputs, |ids, _| self.chained(stages, ids))
    }

    /// A layer or a model that was named before.
    fn again(&mut self, call: &Call, reused: &Reused, name: Option<&Ident>, inputs: Vec<Id>) -> Vec<Id> {
        let (words, spot) = (format!("`{}`", call.name), Spot::from(call.name.span()));
        if let Some(name) = name {
            let message = format!("`{}` has a name: it is the layer of that name once more", call.name);
            self.report.error(name.span(), message, "leave `as` out");
        }
        if inputs.is_empty() {
            let help = format!("apply it to a value, `x -> {}`", call.name);
            self.report.error(spot, format!("the layer {words} has no input here"), help);
            return vec![Id::UNKNOWN];
        }
        match reused {
            Reused::Layer(layer) => self.use_layer(*layer, None, words, spot, inputs, true),
            Reused::Model(instance) => {
                if instance.inputs.len() != inputs.len() {
                    let message = format!("{words} takes {} values, found {}", instance.inputs.len(), inputs.len());
                    self.report.error(spot, message, "write as many in the parentheses");
                    return vec![Id::UNKNOWN];
                }
                self.replay(instance, &inputs)
            }
        }
    }

    /// The layers of a model at work once more, on other values.
    fn replay(&mut self, instance: &Instance, inputs: &[Id]) -> Vec<Id> {
        let (start, shift) = (instance.uses.start, self.network.uses.len() - instance.uses.start);
        let moved = |id: &Id| {
            if let Some(at) = instance.inputs.iter().position(|input| input == id) {
                return inputs[at];
            }
            let inside = id.used != usize::MAX && id.used >= start;
            Id { used: if inside { id.used + shift } else { id.used }, ..*id }
        };
        for at in instance.uses.clone() {
            let used = self.network.uses[at].clone();
            let inputs = used.inputs.iter().map(moved).collect();
            self.network.uses.push(Use { inputs, ..used });
        }
        instance.outputs.iter().map(moved).collect()
    }

    fn item(&self, name: &Ident) -> Option<&'a Item> {
        let items = self.items;
        items.iter().flatten().find(|item| item.name.unraw() == name.unraw())
    }

    /// A model of the same call as a layer: a copy of its own.
    fn model(&mut self, call: &Call, item: &'a Item, name: Option<&Ident>, inputs: Vec<Id>) -> Vec<Id> {
        let spot = Spot::from(call.name.span());
        if self.models.iter().any(|model| model.unraw() == item.name.unraw()) {
            let message = if self.models.len() == 1 {
                format!("`{}` is a layer of itself", call.name)
            } else {
                format!("`{}` is a layer of a layer of itself", call.name)
            };
            self.report.error(spot, message, "a model is made of others that do not need it");
            return vec![Id::UNKNOWN];
        }
        let own = self.names.name(name, &item.name.to_string(), self.report);
        let Ok(body) = &item.body else {
            self.network.broken.get_or_insert_with(|| call.name.clone());
            return vec![Id::UNKNOWN];
        };
        let mut silent = Report::default();
        let start = self.network.uses.len();
        let nested = format!("{}{}", self.prefix, own.unraw());
        let mut models = self.models.clone();
        models.push(call.name.clone());
        let mut scope = Scope::new(self.network, self.items, models, &mut silent);
        scope.prefix = format!("{nested}.");
        scope.given = (!inputs.is_empty()).then(|| inputs.iter().copied().collect());
        let outputs = scope.body(body);
        let uses = start..self.network.uses.len();
        let takes = self.network.uses[uses.clone()].iter().filter(|used| used.inlined && used.inputs.len() == 1);
        let takes = takes.filter(|used| inputs.contains(&used.inputs[0]) || used.inputs[0] == Id::UNKNOWN).count();
        if !silent.is_empty() {
            let wrong_count = !inputs.is_empty() && takes != 0 && takes < inputs.len();
            if wrong_count {
                let message =
                    format!("`{}` takes {takes} {}, found {}", call.name, plural(takes, "value"), inputs.len());
                self.report.error(spot, message, "write as many in the parentheses");
            } else {
                self.network.broken.get_or_insert_with(|| call.name.clone());
            }
            return vec![Id::UNKNOWN];
        }
        if self.network.uses[uses.clone()].iter().any(|used| used.inlined && used.inputs == [Id::UNKNOWN])
            && !inputs.contains(&Id::UNKNOWN)
        {
            let message = format!("`{}` takes more than {} {}", call.name, inputs.len(), plural(inputs.len(), "value"));
            self.report.error(spot, message, "write one for each of its inputs in parentheses, in their order");
        }
        if let Some(name) = name {
            let instance = Instance { uses: uses.clone(), inputs, outputs: outputs.clone() };
            self.layers.insert(name.unraw().to_string(), Reused::Model(instance));
        }
        self.network.parts.push(Nested { name: nested, model: call.name.clone(), uses });
        outputs
    }

    /// A layer of the user's.
    fn path(&mut self, path: &crate::ast::Path, name: Option<&Ident>, inputs: Vec<Id>) -> Vec<Id> {
        let shape = match &path.shape {
            None => Some(None),
            Some(value) => layers::shape_of(value, self.report).map(Some),
        };
        let words = format!("`{}`", path.last);
        let kind = shape.map(|shape| {
            let layer = layers::Custom { path: path.tokens.clone(), shape, spot: path.spot };
            Box::new(layer) as Box<dyn Layer>
        });
        let found = Found {
            class: path.last.to_string(),
            span: path.last.span(),
            own: true,
            sound: kind.is_some(),
            kind,
            stated: None,
            trainable: true,
            drops_mask: false,
            words,
            spot: path.spot,
        };
        self.at_work(found, name, inputs)
    }
}

/// `1 value`, `2 values`
fn plural(count: usize, word: &str) -> String {
    if count == 1 { word.to_owned() } else { format!("{word}s") }
}

/// An activation as a layer; one with a mistake leaves the shapes as they are, so that later layers are judged.
fn activated(activate: Option<Activate>) -> Box<dyn Layer> {
    Box::new(Activation(activate.unwrap_or(Activate::Identity)))
}
