//! Repeated measurements: order statistics, and how seconds are written.

/// Measurements of one thing, in ascending order.
#[derive(Clone, Debug)]
pub struct Samples(Vec<f64>);

impl Samples {
    /// Of at least one measurement.
    ///
    /// # Panics
    /// No measurement.
    pub fn new(mut values: Vec<f64>) -> Self {
        assert!(!values.is_empty(), "nothing was measured");
        values.sort_by(f64::total_cmp);
        Self(values)
    }

    /// The value that so large a part of the measurements does not exceed; `0.5` is the median.
    pub fn quantile(&self, part: f64) -> f64 {
        let last = self.0.len() - 1;
        let at = part * last as f64;
        let (below, above) = (self.0[at.floor() as usize], self.0[at.ceil() as usize]);
        below + (above - below) * at.fract()
    }

    /// The smallest.
    pub fn minimum(&self) -> f64 {
        self.0[0]
    }

    /// The one in the middle.
    pub fn median(&self) -> f64 {
        self.quantile(0.5)
    }

    /// The largest.
    pub fn maximum(&self) -> f64 {
        self.0[self.0.len() - 1]
    }
}

/// Seconds with three digits and the unit that suits them.
pub fn seconds(value: f64) -> String {
    let (scaled, unit) = match value {
        _ if value >= 1.0 => (value, "s"),
        _ if value >= 1e-3 => (value * 1e3, "ms"),
        _ if value >= 1e-6 => (value * 1e6, "µs"),
        _ => (value * 1e9, "ns"),
    };
    let digits = if scaled >= 100.0 { 0 } else { 1 + usize::from(scaled < 10.0) };
    format!("{scaled:.digits$} {unit}")
}
