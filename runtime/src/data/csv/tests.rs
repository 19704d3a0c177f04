use std::fs;
use std::path::PathBuf;

use super::Csv;
use crate::data::Dataset;
use crate::error::{Error, Result};

/// A file that is gone with this value.
struct Place(PathBuf);

impl Place {
    fn new(test: &str, text: &[u8]) -> Self {
        let path = std::env::temp_dir().join(format!("chainrule-csv-{test}-{}.csv", std::process::id()));
        fs::write(&path, text).unwrap();
        Self(path)
    }

    fn refuse<T>(&self, result: Result<T>, message: &str) {
        let Err(error) = result else { panic!("no error, expected: {message}") };
        assert_eq!(error.to_string(), format!("`{}`: {message}", self.0.display()));
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.0);
    }
}

#[test]
fn classes_are_numbered_in_ascending_order() {
    let text = Place::new("classes", b"kind, x\nrose, 1\nlily, 2\nrose, 3\n");
    let table = Csv::open(&text.0).unwrap();
    assert_eq!(table.classes("kind").unwrap(), ["lily", "rose"]);
    let data: Dataset<[f32; 1], usize> = table.classification("kind").unwrap();
    assert_eq!((data.inputs(), data.labels()), (&[[1.0], [2.0], [3.0]][..], &[1, 0, 1][..]));

    let numbers = Place::new("numbers", b"digit;x\n10;1\n9;2\n10;3\n");
    assert_eq!(Csv::open_delimited(&numbers.0, b';').unwrap().classes("digit").unwrap(), ["9", "10"]);
}

#[test]
fn test_data_can_take_the_classes_of_the_training_data() {
    let text = Place::new("as", b"kind,x\nrose,1\noak,2\n");
    let table = Csv::open(&text.0).unwrap();
    let classes = ["lily".to_owned(), "oak".to_owned(), "rose".to_owned()];
    let data: Dataset<[f32; 1], usize> = table.classification_as("kind", &classes).unwrap();
    assert_eq!(data.labels(), [2, 1]);
    text.refuse(
        table.classification_as::<[f32; 1]>("kind", &classes[..2]),
        "line 2, column `kind` must be one of `lily`, `oak`, found `rose`",
    );
}

#[test]
fn targets_are_taken_in_the_order_named() {
    let text = Place::new("targets", b"\xef\xbb\xbfa,b,c,d\n1,2,3,4\n");
    let table = Csv::open(&text.0).unwrap().without(&["b"]).unwrap();
    let data: Dataset<[f64; 1], [f64; 2]> = table.regression(&["d", "a"]).unwrap();
    assert_eq!((data.inputs(), data.labels()), (&[[3.0]][..], &[[4.0, 1.0]][..]));
}

#[test]
fn mistakes_are_named_with_line_and_column() {
    let text = Place::new("cells", b"x,y,kind\n1,2,a\n\n3,four,b\n5,,\n7,inf,a\n");
    let table = Csv::open(&text.0).unwrap();
    text.refuse(table.classes("kind"), "line 5, column `kind` must be a class, found nothing");
    text.refuse(
        table.classes("sort"),
        "the header must be names of columns, `sort` among them, found `x`, `y`, `kind`",
    );
    text.refuse(
        table.regression::<[f32; 1], [f32; 1]>(&["y"]),
        "the number of feature columns must be 1, found 2 (`x`, `kind`)",
    );
    let table = table.without(&["kind"]).unwrap();
    text.refuse(
        table.regression::<[f32; 1], [f32; 1]>(&["y"]),
        "line 4, column `y` must be a finite number, found `four`",
    );
}

#[test]
fn a_number_must_be_finite_in_the_type_it_is_read_as() {
    let text = Place::new("range", b"x,y\n1,2\n3,1e300\n");
    let table = Csv::open(&text.0).unwrap();
    assert_eq!(table.regression::<[f32; 1], [f64; 1]>(&["y"]).unwrap().labels()[1], [1e300]);
    text.refuse(
        table.regression::<[f64; 1], [f32; 1]>(&["y"]),
        "line 3, column `y` must be a finite number, found `1e300`",
    );
}

#[test]
fn what_is_no_table_is_refused() {
    let ragged = Place::new("ragged", b"x,y\n1,2\n\r\n1,2,3\n");
    ragged.refuse(Csv::open(&ragged.0), "line 4 must be 2 cells, as in the header, found 3");
    let twice = Place::new("twice", b"x,y,x\n");
    twice.refuse(Csv::open(&twice.0), "the header must be names that differ, found `x` twice");
    let latin = Place::new("latin", b"x,y\n1,\xff\n");
    let error = Csv::open(&latin.0).unwrap_err().to_string();
    assert!(error.contains("line 2 must be UTF-8 text, found invalid utf-8"), "{error}");
    assert!(matches!(Csv::open("no/such/file.csv"), Err(Error::File { .. })));
}

#[test]
fn a_constant_feature_is_only_centred() {
    let inputs = vec![[0.1_f32, 5.0], [0.1, 7.0], [0.1, 9.0]];
    let mut data = Dataset::from_arrays(inputs, vec![(); 3]).unwrap();
    let statistics = data.standardize().unwrap();
    assert_eq!(statistics.deviations()[0], 1.0);
    assert!(data.inputs().iter().all(|input| input[0].abs() < 1e-6));
    assert!((data.inputs()[2][1] - 1.224_744_9).abs() < 1e-6);
    assert!(statistics.apply(&mut [[0.0_f32; 3]]).is_err());
}
