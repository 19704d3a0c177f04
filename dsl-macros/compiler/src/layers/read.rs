//! Arguments by kind: each is what its layer expects, or a mistake with the change to make.

use quote::ToTokens;

use super::arguments::Arguments;
use super::words::{ACTIVATION, INITIALIZER, NUMBER, REGULARIZER, SIZE, TRUTH};
use super::words::{bare, category, describe, listed_or, misplaced, names_constant, number, sample};
use super::{Need, Stated, foreign, is_layer};
use crate::activation::{self, Activate};
use crate::ast::{Call, Value, ValueKind};
use crate::dim::{Dim, Shape, Symbol};
use crate::initializer::{self, Initializer};
use crate::nearest::nearest;
use crate::regularizer::{self, Regularizer};
use crate::report::Report;
use crate::start::Start;

/// What to do about a size that is left open.
const OPEN: &str = "write the size: every shape is known while compiling, and the batch is not part of it";

impl Arguments<'_> {
    /// A size of at least one.
    pub fn dim(&self, name: &str, report: &mut Report) -> Option<Dim> {
        self.size(self.get(name)?, name, report)
    }

    fn size(&self, value: &Value, name: &str, report: &mut Report) -> Option<Dim> {
        match &value.kind {
            ValueKind::Integer(0) => {
                let message = format!("`{name}` of `{}` is 0", self.spec.name);
                report.error(value.spot, message, "a size is at least 1");
            }
            ValueKind::Integer(size @ 1..) => match usize::try_from(*size) {
                Ok(size) if u32::try_from(size).is_ok() => return Some(Dim::known(size)),
                _ => {
                    let message = format!("`{name}` of `{}` is larger than memory", self.spec.name);
                    report.error(value.spot, message, "choose a smaller size");
                }
            },
            ValueKind::Path(tokens) | ValueKind::Block(tokens) => {
                return Some(Dim::symbol(Symbol::new(tokens.clone(), value.spot)));
            }
            ValueKind::Call(call) if names_constant(call) => {
                return Some(Dim::symbol(Symbol::new(call.name.to_token_stream(), value.spot)));
            }
            ValueKind::Integer(negative) => {
                let message = match negative {
                    -1 => format!("`{name}` of `{}` leaves a size open with -1", self.spec.name),
                    _ => format!("`{name}` of `{}` is {negative}", self.spec.name),
                };
                report.error(value.spot, message, if *negative == -1 { OPEN } else { "a size is at least 1" });
            }
            _ => self.wrong(value, name, SIZE, report),
        }
        None
    }

    /// The shape of a parameter that takes dimensions, `(28, 28)` after its name, or without it: `None` after a
    /// mistake, `Some(None)` if it is left out.
    pub fn dims(&self, name: &'static str, report: &mut Report) -> Option<Option<Shape>> {
        match (self.get(name), self.dims.as_slice()) {
            (None, []) => Some(None),
            (Some(value), _) => self.shape(value, name, report).map(Some),
            (None, [value]) => self.shape(value, name, report).map(Some),
            (None, dims) => self.sizes(dims, name, report).map(Some),
        }
    }

    /// `(28, 28)`, or one size.
    fn shape(&self, value: &Value, name: &str, report: &mut Report) -> Option<Shape> {
        match &value.kind {
            ValueKind::Tuple(values) if values.is_empty() => {
                let message = format!("`{name}` of `{}` has no sizes", self.spec.name);
                report.error(value.spot, message, "write at least one size; a single number is `(1)`");
                None
            }
            ValueKind::Tuple(values) => self.sizes(&values.iter().collect::<Vec<_>>(), name, report),
            _ => self.sizes(&[value], name, report),
        }
    }

    fn sizes(&self, values: &[&Value], name: &str, report: &mut Report) -> Option<Shape> {
        let dims: Vec<_> = values.iter().map(|value| self.size(value, name, report)).collect();
        Some(Shape(dims.into_iter().collect::<Option<_>>()?))
    }

    /// The shape after `input_shape =`, or that a layer states by its sizes: `None` after a mistake, `Some(None)` if
    /// there is none.
    pub fn input_shape(&self, report: &mut Report) -> Option<Option<Stated>> {
        if let Some(value) = self.input_shape {
            let shape = self.shape(value, "input_shape", report)?;
            return Some(Some(Stated { shape, spot: value.spot }));
        }
        match self.spec.parameters.first() {
            Some(first) if matches!(first.need, Need::Dims) && matches!(first.name, "shape" | "input_shape") => {
                let shape = self.dims(first.name, report)?;
                Some(shape.map(|shape| Stated { shape, spot: self.call.spot }))
            }
            _ => Some(None),
        }
    }

    /// What the row says of an argument that is left out.
    pub(super) fn default(&self, name: &str) -> &'static str {
        let parameter = self.spec.parameters.iter().find(|parameter| parameter.name == name);
        match parameter.map(|parameter| parameter.need) {
            Some(Need::Default(value)) => value,
            _ => "",
        }
    }

    /// `true` or `false`.
    pub fn boolean(&self, name: &str, report: &mut Report) -> Option<bool> {
        let Some(value) = self.get(name) else {
            return Some(self.default(name) == "true");
        };
        if let ValueKind::Bool(value) = value.kind {
            return Some(value);
        }
        self.wrong(value, name, TRUTH, report);
        None
    }

    /// An activation; the identity if left out.
    pub fn activation(&self, name: &str, report: &mut Report) -> Option<Activate> {
        let Some(value) = self.get(name) else {
            return Some(Activate::Identity);
        };
        match &value.kind {
            ValueKind::Call(call) if !misplaced(call, ACTIVATION) => return activation::resolve(call, report),
            ValueKind::Closure(closure) => return activation::closure(closure, report),
            _ => self.wrong(value, name, ACTIVATION, report),
        }
        None
    }

    /// An initializer.
    pub fn initializer(&self, name: &str, report: &mut Report) -> Option<Initializer> {
        match self.get(name) {
            None => Some(Initializer::default(self.default(name))),
            Some(Value { kind: ValueKind::Call(call), .. }) if !misplaced(call, INITIALIZER) => {
                initializer::resolve(call, report)
            }
            Some(value) => {
                self.wrong(value, name, INITIALIZER, report);
                None
            }
        }
    }

    /// A regularizer; none if left out.
    pub fn regularizer(&self, name: &str, report: &mut Report) -> Option<Regularizer> {
        match self.get(name) {
            None => Some(Regularizer::NONE),
            Some(Value { kind: ValueKind::Call(call), .. }) if !misplaced(call, REGULARIZER) => {
                regularizer::resolve(call, report)
            }
            Some(value) => {
                self.wrong(value, name, REGULARIZER, report);
                None
            }
        }
    }

    /// How a weight of `rank` axes starts: what `<name>_initializer` and `<name>_regularizer` say.
    pub fn start(&self, name: &str, rank: usize, report: &mut Report) -> Option<Start> {
        let (initializer, regularizer) = (format!("{name}_initializer"), format!("{name}_regularizer"));
        let spot = self.spot(&initializer);
        let initializer = self.initializer(&initializer, report);
        let regularizer = self.regularizer(&regularizer, report);
        if let Some(initializer) = initializer.as_ref().filter(|initializer| initializer.rank() > rank) {
            let message = format!("`{}` fills a matrix, but a {name} has one axis", initializer.name);
            report.error(spot, message, "write `zeros`, or leave it out");
        }
        Some(Start { initializer: initializer?, regularizer: regularizer? })
    }

    /// Refuses arguments that a switch makes idle.
    pub fn no_effect_without(&self, switch: &str, on: Option<bool>, idle: &[&str], report: &mut Report) {
        for name in idle {
            if let (Some(false), Some(value)) = (on, self.get(name)) {
                let message = format!("`{name}` has no effect with `{switch} = false`");
                report.error(value.spot, message, "leave one of them out");
            }
        }
    }

    /// One of some words; the default if left out.
    pub fn word(&self, name: &str, words: &[&'static str], report: &mut Report) -> Option<&'static str> {
        let Some(value) = self.get(name) else {
            let default = self.default(name);
            return words.iter().copied().find(|word| *word == default);
        };
        if let ValueKind::Call(call) = &value.kind
            && call.arguments.is_empty()
            && let Some(word) = words.iter().find(|word| call.name == **word)
        {
            return Some(word);
        }
        let found = describe(&value.kind);
        let expected = listed_or(words);
        let message = format!("`{name}` of `{}` expects {expected}, found {found}", self.spec.name);
        let near = match &value.kind {
            ValueKind::Text(text) => words.iter().copied().find(|word| word == text),
            ValueKind::Call(call) => foreign::word(&call.name.to_string(), words)
                .or_else(|| nearest(&call.name.to_string(), words.iter().copied())),
            _ => None,
        };
        let help = match (&value.kind, near) {
            (kind, None) if self.elsewhere(kind).is_some() => self.elsewhere(kind).unwrap_or_default(),
            (ValueKind::Text(_), Some(word)) => format!("write it without quotes, `{word}`"),
            (_, Some(word)) => format!("did you mean `{word}`?"),
            (_, None) => format!("write `{name} = {}`", words[0]),
        };
        report.error(value.spot, message, help);
        None
    }

    /// Whether the layer is trained: what `trainable` says.
    pub fn trainable(&self, report: &mut Report) -> bool {
        match self.trainable {
            None => true,
            Some(Value { kind: ValueKind::Bool(trainable), .. }) => *trainable,
            Some(value) => {
                self.wrong(value, "trainable", TRUTH, report);
                true
            }
        }
    }

    /// Whether masks end here: `mask = drop`.
    pub fn drops_mask(&self, report: &mut Report) -> bool {
        match self.mask {
            None => false,
            Some(Value { kind: ValueKind::Call(call), .. }) if call.name == "drop" && call.arguments.is_empty() => true,
            Some(value) => {
                let message = format!("`mask` of `{}` expects `drop`, found {}", self.spec.name, describe(&value.kind));
                report.error(value.spot, message, "write `mask = drop`, or leave it out");
                // That the mask ends here is no second mistake.
                true
            }
        }
    }

    pub(super) fn wrong(&self, value: &Value, name: &str, expected: &str, report: &mut Report) {
        let message = format!("`{name}` of `{}` expects {expected}, found {}", self.spec.name, describe(&value.kind));
        let help = match (&value.kind, expected) {
            (ValueKind::Float(_), SIZE) => "a size is a whole number".into(),
            (ValueKind::Tuple(_), SIZE) => "give one size".into(),
            (ValueKind::Text(text), SIZE | NUMBER) => match text.parse::<f64>() {
                Ok(_) => format!("write it without quotes, `{text}`"),
                Err(_) => format!("write `{name} = {}`", sample(expected)),
            },
            (ValueKind::Text(text), _) => match foreign::nearest_word(text) {
                Some(known) => format!("write it without quotes, `{known}`"),
                None => format!("write `{name} = {}`", sample(expected)),
            },
            (ValueKind::Call(call), SIZE) if call.name == "None" => OPEN.into(),
            (ValueKind::Call(call), _) if call.name == "None" => format!("leave `{name}` out"),
            (ValueKind::Call(call), _) if call.name == "True" || call.name == "False" => {
                format!("write `{name} = {}`", call.name.to_string().to_lowercase())
            }
            (ValueKind::Call(call), NUMBER) if names_constant(call) => "write the number itself".into(),
            (ValueKind::Path(_) | ValueKind::Block(_), NUMBER) => "write the number itself".into(),
            (ValueKind::Path(path), _) => match path.clone().into_iter().last() {
                Some(last) if foreign::nearest_word(&last.to_string()).is_some() => {
                    format!("write `{}`", foreign::nearest_word(&last.to_string()).unwrap_or_default())
                }
                _ => format!("write `{name} = {}`", sample(expected)),
            },
            (ValueKind::Call(call), ACTIVATION) if foreign::activation_of(&call.name.to_string()).is_some() => {
                let known = foreign::activation_of(&call.name.to_string()).unwrap_or_default();
                format!("did you mean `{known}`?")
            }
            (ValueKind::Call(call), _) if is_layer(&call.name.to_string()) => {
                format!("a layer follows by an arrow, `{}(…) -> {}(…)`", self.spec.name, call.name)
            }
            (ValueKind::Call(call), _) => match self.home(call) {
                Some(home) => {
                    let arguments = if call.arguments.is_empty() { "" } else { "(…)" };
                    format!("write `{home} = {}{arguments}`", call.name)
                }
                None => format!("write `{name} = {}`", sample(expected)),
            },
            (ValueKind::Bool(value), ACTIVATION) if self.available().any(|known| known == "return_sequences") => {
                format!("write `return_sequences = {value}`")
            }
            (ValueKind::Bool(value), ACTIVATION) if self.available().any(|known| known == "use_bias") => {
                format!("write `use_bias = {value}`")
            }
            (ValueKind::Integer(_), ACTIVATION) => {
                "the number of inputs is that of the layer before: write one size".into()
            }
            (kind, REGULARIZER) if number(kind).is_some() => format!("write `{name} = l2({})`", bare(kind)),
            (kind, INITIALIZER) if number(kind).is_some() => format!("write `{name} = constant({})`", bare(kind)),
            _ => format!("write `{name} = {}`", sample(expected)),
        };
        report.error(value.spot, message, help);
    }

    /// The argument of this layer that a word of the language belongs to, if it is not given yet.
    fn home(&self, call: &Call) -> Option<&'static str> {
        let name = category(call)?.1;
        self.available().find(|known| *known == name && self.get(known).is_none())
    }
}
