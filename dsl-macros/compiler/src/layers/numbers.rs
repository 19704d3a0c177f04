//! Arguments that are numbers: whole ones, one for each axis, within a range.

use super::arguments::Arguments;
use super::words::{NUMBER, bare, describe, names_constant, number};
use crate::activation;
use crate::ast::{Value, ValueKind};
use crate::report::Report;

/// What to do about a number that only rustc knows.
const UNKNOWN: &str = "write the number itself: the macro does not know its value";

impl Arguments<'_> {
    /// A number.
    pub fn number(&self, name: &str, report: &mut Report) -> Option<f64> {
        let value = self.get(name)?;
        let number = number(&value.kind);
        if number.is_none() {
            self.wrong(value, name, NUMBER, report);
        }
        number
    }

    /// A whole number of at least `least`; the default if left out.
    pub fn whole(&self, name: &str, least: usize, report: &mut Report) -> Option<usize> {
        let Some(value) = self.get(name) else { return self.default(name).parse().ok() };
        self.whole_value(value, name, least, report)
    }

    fn whole_value(&self, value: &Value, name: &str, least: usize, report: &mut Report) -> Option<usize> {
        match value.kind {
            ValueKind::Integer(number) if (least as i128..=1 << 24).contains(&number) => usize::try_from(number).ok(),
            ValueKind::Integer(number) => {
                let message = format!("`{name}` of `{}` is {number}", self.spec.name);
                report.error(value.spot, message, format!("it is at least {least}"));
                None
            }
            _ => {
                let found = describe(&value.kind);
                let message = format!("`{name}` of `{}` expects a whole number, found {found}", self.spec.name);
                let help = match &value.kind {
                    ValueKind::Path(_) | ValueKind::Block(_) => UNKNOWN.to_owned(),
                    kind if self.elsewhere(kind).is_some() => self.elsewhere(kind).unwrap_or_default(),
                    ValueKind::Call(call) if names_constant(call) => UNKNOWN.to_owned(),
                    ValueKind::Float(number) if number.fract() == 0.0 => format!("write `{number}`"),
                    ValueKind::Text(text) if text.parse::<u32>().is_ok() => {
                        format!("write it without quotes, `{text}`")
                    }
                    _ => format!("write `{name} = {}`", least.max(2)),
                };
                report.error(value.spot, message, help);
                None
            }
        }
    }

    /// What to write for a value that belongs to another argument, by its kind: `Conv2D(32, 3, relu)`.
    pub(super) fn elsewhere(&self, kind: &ValueKind) -> Option<String> {
        let free = |name: &str| self.available().any(|known| known == name) && self.get(name).is_none();
        let (word, arguments) = match kind {
            ValueKind::Closure(_) if free("activation") => return Some("write `activation = |x| …`".to_owned()),
            ValueKind::Call(call) => (call.name.to_string(), !call.arguments.is_empty()),
            ValueKind::Text(text) => (text.clone(), false),
            _ => return None,
        };
        if free("padding") && matches!(word.as_str(), "same" | "valid" | "causal") {
            return Some(format!("write `padding = {word}`"));
        }
        let known = activation::names().any(|known| known == word);
        let arguments = if arguments { "(…)" } else { "" };
        (known && free("activation")).then(|| format!("write `activation = {word}{arguments}`"))
    }

    /// Whole numbers for so many axes: one for all of them, or a tuple. The default if left out.
    pub fn per_axis(&self, name: &str, axes: usize, least: usize, report: &mut Report) -> Option<Vec<usize>> {
        let Some(value) = self.get(name) else {
            return self.default(name).parse().ok().map(|number| vec![number; axes]);
        };
        match &value.kind {
            ValueKind::Tuple(values) if values.len() == axes => {
                let values: Vec<_> = values.iter().map(|value| self.whole_value(value, name, least, report)).collect();
                values.into_iter().collect()
            }
            ValueKind::Tuple(values) => {
                let (found, name_of) = (values.len(), self.spec.name);
                let (expected, help) = match axes {
                    1 => ("one number".to_owned(), "write one number".to_owned()),
                    _ => (format!("one number, or {axes} in a tuple"), format!("write `{name} = (2, 3)`")),
                };
                let message = format!("`{name}` of `{name_of}` expects {expected}, found {found}");
                report.error(value.spot, message, help);
                None
            }
            _ => self.whole_value(value, name, least, report).map(|number| vec![number; axes]),
        }
    }

    /// Axes as Keras counts them: one, or a tuple. The default if left out.
    pub fn axes(&self, name: &str, report: &mut Report) -> Option<Vec<i64>> {
        let number = |value: &Value| match value.kind {
            ValueKind::Integer(number) => i64::try_from(number).ok(),
            _ => None,
        };
        let Some(value) = self.get(name) else { return self.default(name).parse().ok().map(|axis| vec![axis]) };
        let found: Option<Vec<_>> = match &value.kind {
            ValueKind::Tuple(values) if !values.is_empty() => values.iter().map(number).collect(),
            _ => number(value).map(|axis| vec![axis]),
        };
        if found.is_none() {
            let message = format!(
                "`{name}` of `{}` expects an axis, or several, found {}",
                self.spec.name,
                describe(&value.kind)
            );
            report.error(value.spot, message, format!("write `{name} = -1`, or `{name} = (1, 2)`"));
        }
        found
    }

    /// Numbers: one, or a tuple. The default if left out.
    pub fn numbers(&self, name: &str, report: &mut Report) -> Option<Vec<f64>> {
        let Some(value) = self.get(name) else { return self.default(name).parse().ok().map(|number| vec![number]) };
        let found: Option<Vec<_>> = match &value.kind {
            ValueKind::Tuple(values) if !values.is_empty() => values.iter().map(|value| number(&value.kind)).collect(),
            kind => number(kind).map(|number| vec![number]),
        };
        if found.is_none() {
            let message = format!(
                "`{name}` of `{}` expects a number, or one for each feature, found {}",
                self.spec.name,
                describe(&value.kind)
            );
            report.error(value.spot, message, format!("write `{name} = 0.5`, or `{name} = (0.5, 0.25)`"));
        }
        found
    }

    /// A whole number that may be negative; the default if left out.
    pub fn signed(&self, name: &str, report: &mut Report) -> Option<i64> {
        let Some(value) = self.get(name) else { return self.default(name).parse().ok() };
        if let ValueKind::Integer(number) = value.kind
            && let Ok(number) = i64::try_from(number)
        {
            return Some(number);
        }
        let message =
            format!("`{name}` of `{}` expects a whole number, found {}", self.spec.name, describe(&value.kind));
        report.error(value.spot, message, format!("write `{name} = -1`"));
        None
    }

    /// A number within a range; the default if left out.
    pub fn number_in(
        &self,
        name: &str,
        range: impl std::ops::RangeBounds<f64>,
        words: &str,
        report: &mut Report,
    ) -> Option<f64> {
        let Some(value) = self.get(name) else { return self.default(name).parse().ok() };
        let Some(number) = number(&value.kind) else {
            self.wrong(value, name, NUMBER, report);
            return None;
        };
        if range.contains(&number) {
            return Some(number);
        }
        let message = format!("`{name}` of `{}` expects {words}, found {}", self.spec.name, bare(&value.kind));
        let help = if (2.0..100.0).contains(&number) && words.starts_with("a fraction") {
            format!("for {number} per cent write `{name} = {}`", number / 100.0)
        } else {
            format!("write `{name} = {}`", self.default(name))
        };
        report.error(value.spot, message, help);
        None
    }
}
