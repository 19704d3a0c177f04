//! The table of a model's layers, as Keras prints it.

use std::fmt::{self, Display, Formatter};

use crate::model::{Layer, Layout, Model, Role, Weight};

/// A model's layers with their output shapes, parameters and multiply-adds: made by `summary()`, to be printed.
///
/// ```text
/// Model: Digits
/// ┌──────────────────┬──────────────┬─────────┬───────────────┐
/// │ layer (type)     │ output shape │ param # │ multiply-adds │
/// ├──────────────────┼──────────────┼─────────┼───────────────┤
/// │ dense1 (Dense)   │ (128)        │ 100,480 │       100,352 │
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Summary {
    name: &'static str,
    layers: &'static [Layer],
    params: usize,
    /// Of them those that the optimizer changes.
    trainable: usize,
    macs: u64,
    scalar_bytes: usize,
}

impl Summary {
    /// That of a model.
    pub fn of<M: Model>() -> Self {
        Self {
            name: M::NAME,
            layers: M::LAYERS,
            params: M::PARAMS,
            trainable: trained(M::LAYERS),
            macs: M::MACS,
            scalar_bytes: size_of::<M::Scalar>(),
        }
    }

    fn rows(&self) -> impl Iterator<Item = [String; 4]> {
        self.layers.iter().map(|layer| {
            let axes: Vec<_> = layer.output.iter().map(usize::to_string).collect();
            [
                format!("{} ({})", layer.name, layer.class),
                format!("({})", axes.join(", ")),
                grouped(layer.params() as u64),
                grouped(layer.macs),
            ]
        })
    }
}

impl Display for Summary {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let head = ["layer (type)", "output shape", "param #", "multiply-adds"].map(str::to_owned);
        let rows: Vec<_> = self.rows().collect();
        let widths: [usize; 4] =
            std::array::from_fn(|at| rows.iter().chain([&head]).map(|row| row[at].chars().count()).max().unwrap_or(0));
        writeln!(f, "Model: {}", self.name)?;
        rule(f, widths, ['┌', '┬', '┐'])?;
        line(f, widths, &head)?;
        for row in &rows {
            rule(f, widths, ['├', '┼', '┤'])?;
            line(f, widths, row)?;
        }
        rule(f, widths, ['└', '┴', '┘'])?;
        let counts =
            [("total", self.params), ("trainable", self.trainable), ("non-trainable", self.params - self.trainable)];
        for (which, count) in counts {
            let bytes = bytes(count * self.scalar_bytes);
            writeln!(f, " {which} params: {} ({bytes})", grouped(count as u64))?;
        }
        write!(f, " multiply-adds to predict one sample: {}", grouped(self.macs))?;
        let across = self.layers.iter().filter(|layer| layer.layout == Layout::Samples);
        let names: Vec<_> = across.map(|layer| layer.name).collect();
        if !names.is_empty() {
            write!(f, "\n samples across the vector: {}", names.join(", "))?;
        }
        Ok(())
    }
}

/// The scalars of all weights that are trained; the others are fixed, or state such as moving averages.
fn trained(layers: &[Layer]) -> usize {
    let weights = layers.iter().flat_map(|layer| layer.weights);
    weights.filter(|weight| weight.role == Role::Trained).map(Weight::len).sum()
}

fn rule(f: &mut Formatter<'_>, widths: [usize; 4], [left, between, right]: [char; 3]) -> fmt::Result {
    let dashes = widths.map(|width| "─".repeat(width + 2));
    writeln!(f, "{left}{}{right}", dashes.join(&between.to_string()))
}

fn line(f: &mut Formatter<'_>, [a, b, c, d]: [usize; 4], [layer, shape, params, macs]: &[String; 4]) -> fmt::Result {
    writeln!(f, "│ {layer:a$} │ {shape:b$} │ {params:>c$} │ {macs:>d$} │")
}

/// `1234567` as `1,234,567`.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut grouped = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// As Keras: units of 1,024.
fn bytes(count: usize) -> String {
    let mut value = count as f64;
    for unit in ["B", "KB", "MB"] {
        if value < 1024.0 {
            return if unit == "B" { format!("{count} B") } else { format!("{value:.2} {unit}") };
        }
        value /= 1024.0;
    }
    format!("{value:.2} GB")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped_and_bytes_scaled() {
        assert_eq!(
            ["0", "999", "1,000", "101,770"],
            [0, 999, 1_000, 101_770].map(grouped).each_ref().map(String::as_str)
        );
        assert_eq!(bytes(88), "88 B");
        assert_eq!(bytes(101_770 * 4), "397.54 KB");
        assert_eq!(bytes(20_000_000 * 4), "76.29 MB");
    }
}
