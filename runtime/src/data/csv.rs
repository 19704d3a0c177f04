//! Tables in CSV files: named columns, one of them the class, or some of them the targets of a regression.

use std::fs;
use std::path::{Path, PathBuf};

use crate::data::Dataset;
use crate::data::csv::rows::Row;
use crate::error::{Error, Result};
use crate::sample::Sample;
use crate::scalar::Scalar;

mod rows;

/// A table with a header line: every column is a feature, but for those named as class or target.
///
/// ```
/// use chainrule::data::{Csv, Dataset};
///
/// # fn main() -> chainrule::Result<()> {
/// # let path = std::env::temp_dir().join("chainrule-doc-flowers.csv");
/// # std::fs::write(&path, "id,length,width,species\n1,5.1,3.5,setosa\n2,6.2,2.9,virginica\n").unwrap();
/// let table = Csv::open(&path)?.without(&["id"])?;
/// let flowers: Dataset<[f32; 2], usize> = table.classification("species")?;
/// assert_eq!(flowers.inputs(), [[5.1, 3.5], [6.2, 2.9]]);
/// assert_eq!(flowers.labels(), [0, 1]);
/// assert_eq!(table.classes("species")?, ["setosa", "virginica"]);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct Csv {
    path: PathBuf,
    header: Vec<String>,
    rows: Vec<Row>,
    left_out: Vec<usize>,
}

impl Csv {
    /// Reads a table whose cells are separated by commas. Space around a cell does not count.
    ///
    /// # Errors
    /// [`Error::File`] if it cannot be read, [`Error::Content`] with the line if it is not a table: a line with more or
    /// fewer cells than the header, text that is not UTF-8, two columns of one name.
    pub fn open(path: impl AsRef<Path>) -> Result<Self> {
        Self::open_delimited(path, b',')
    }

    /// As [`Csv::open`], with another separator, such as `b';'` or `b'\t'`.
    ///
    /// # Errors
    /// As [`Csv::open`].
    pub fn open_delimited(path: impl AsRef<Path>, delimiter: u8) -> Result<Self> {
        let path = path.as_ref().to_owned();
        let (header, rows) = match fs::read(&path) {
            Ok(text) => rows::read(&text, delimiter).map_err(|error| rows::not_a_table(&path, &text, error))?,
            Err(source) => {
                return Err(Error::File { action: "read", path, source });
            }
        };
        let table = Self { path, header, rows, left_out: Vec::new() };
        for (at, name) in table.header.iter().enumerate() {
            if table.header[..at].contains(name) {
                return Err(table.content("the header", "names that differ", format!("`{name}` twice")));
            }
        }
        Ok(table)
    }

    /// The names of the columns.
    pub fn columns(&self) -> &[String] {
        &self.header
    }

    /// The number of rows, the header not counted.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Leaves columns out of the features.
    ///
    /// # Errors
    /// [`Error::Content`] if there is no column of a name.
    pub fn without(mut self, columns: &[&str]) -> Result<Self> {
        for column in columns {
            let column = self.column(column)?;
            self.left_out.push(column);
        }
        Ok(self)
    }

    /// The different values of a column, in ascending order (as numbers if all are whole numbers, else as text): the
    /// classes that [`Csv::classification`] numbers.
    ///
    /// # Errors
    /// [`Error::Content`] if there is no column of that name, or a row has no value in it.
    pub fn classes(&self, column: &str) -> Result<Vec<String>> {
        let at = self.column(column)?;
        let mut classes = Vec::new();
        for row in &self.rows {
            classes.push(self.text(row, at)?.to_owned());
        }
        classes.sort_unstable();
        classes.dedup();
        if classes.iter().all(|class| class.parse::<i64>().is_ok()) {
            classes.sort_by_key(|class| class.parse::<i64>().unwrap_or(i64::MAX));
        }
        Ok(classes)
    }

    /// The other columns as features, and the class of each row as a number: its place in [`Csv::classes`].
    ///
    /// # Errors
    /// [`Error::Content`] with line and column if a feature is not a finite number, a class is missing, the number of
    /// feature columns is not that of `X`, or there is no column of that name.
    pub fn classification<X: Sample>(&self, column: &str) -> Result<Dataset<X, usize>> {
        self.classification_as(column, &self.classes(column)?)
    }

    /// As [`Csv::classification`], with the classes of another table: for a test file that may lack one.
    ///
    /// # Errors
    /// As [`Csv::classification`], and if a row has a class that is not among `classes`.
    pub fn classification_as<X: Sample>(&self, column: &str, classes: &[String]) -> Result<Dataset<X, usize>> {
        let at = self.column(column)?;
        let mut labels = Vec::with_capacity(self.len());
        for row in &self.rows {
            let text = self.text(row, at)?;
            let class = classes.iter().position(|class| class == text).ok_or_else(|| {
                self.content(self.place(row, at), format!("one of {}", quoted(classes)), format!("`{text}`"))
            })?;
            labels.push(class);
        }
        Dataset::from_arrays(self.features(&[at])?, labels)
    }

    /// The named columns as targets, the others as features.
    ///
    /// ```
    /// use chainrule::data::{Csv, Dataset};
    ///
    /// # fn main() -> chainrule::Result<()> {
    /// # let path = std::env::temp_dir().join("chainrule-doc-cars.csv");
    /// # std::fs::write(&path, "weight,power,consumption\n1200,60,6.1\n1900,140,9.8\n").unwrap();
    /// let cars: Dataset<[f64; 2], [f64; 1]> = Csv::open(&path)?.regression(&["consumption"])?;
    /// assert_eq!(cars.labels(), [[6.1], [9.8]]);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// [`Error::Content`] with line and column if a cell is not a finite number, the number of columns is not that of
    /// `X` or `Y`, or there is no column of a name.
    pub fn regression<X: Sample, Y: Sample>(&self, columns: &[&str]) -> Result<Dataset<X, Y>> {
        let targets = columns.iter().map(|column| self.column(column)).collect::<Result<Vec<_>>>()?;
        Dataset::from_arrays(self.features(&targets)?, self.samples("the number of target columns", &targets)?)
    }

    fn features<X: Sample>(&self, labels: &[usize]) -> Result<Vec<X>> {
        let is_feature = |column: &usize| !labels.contains(column) && !self.left_out.contains(column);
        let columns: Vec<usize> = (0..self.header.len()).filter(is_feature).collect();
        self.samples("the number of feature columns", &columns)
    }

    fn samples<X: Sample>(&self, what: &str, columns: &[usize]) -> Result<Vec<X>> {
        if columns.len() != X::LEN {
            let names: Vec<_> = columns.iter().map(|&column| self.header[column].clone()).collect();
            let found = format!("{} ({})", columns.len(), quoted(&names));
            return Err(self.content(what, X::LEN.to_string(), found));
        }
        let mut samples = X::zeros(self.len());
        for (sample, row) in samples.iter_mut().zip(&self.rows) {
            let values = X::flatten_mut(std::slice::from_mut(sample));
            for (value, &column) in values.iter_mut().zip(columns) {
                *value = self.number(row, column)?;
            }
        }
        Ok(samples)
    }

    /// A cell as a number that is finite in the type of the samples, too: 1e300 is not in `f32`.
    fn number<T: Scalar>(&self, row: &Row, column: usize) -> Result<T> {
        let text = row.cells.get(column).unwrap_or_default();
        match text.parse().map(T::from_f64) {
            Ok(number) if Scalar::is_finite(number) => Ok(number),
            _ => Err(self.content(self.place(row, column), "a finite number", cell(text))),
        }
    }

    fn text<'a>(&self, row: &'a Row, column: usize) -> Result<&'a str> {
        match row.cells.get(column).unwrap_or_default() {
            "" => Err(self.content(self.place(row, column), "a class", cell(""))),
            text => Ok(text),
        }
    }

    fn column(&self, name: &str) -> Result<usize> {
        self.header.iter().position(|column| column == name).ok_or_else(|| {
            self.content("the header", format!("names of columns, `{name}` among them"), quoted(&self.header))
        })
    }

    fn place(&self, row: &Row, column: usize) -> String {
        format!("line {}, column `{}`", row.line, self.header[column])
    }

    fn content(&self, place: impl Into<String>, expected: impl Into<String>, found: impl Into<String>) -> Error {
        Error::Content { path: self.path.clone(), place: place.into(), expected: expected.into(), found: found.into() }
    }
}

fn cell(text: &str) -> String {
    if text.is_empty() { "nothing".into() } else { format!("`{text}`") }
}

fn quoted(names: &[String]) -> String {
    let names: Vec<_> = names.iter().map(|name| format!("`{name}`")).collect();
    if names.is_empty() { "none".into() } else { names.join(", ") }
}

#[cfg(test)]
mod tests;
