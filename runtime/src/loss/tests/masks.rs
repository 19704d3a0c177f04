//! What a mask or a class to ignore leaves out: it is as if it were not there.

use super::*;

/// Steps of the samples of [`Output`] that count.
const MASK: [f64; 2 * SAMPLES] = [1.0, 0.0, 0.0, 0.0, 1.0, 1.0];
/// The rows that [`MASK`] leaves.
const LEFT: [usize; 3] = [0, 4, 5];

/// Value and gradient with the mask, against those of a batch of the rows that are left.
fn check<H, Y, R, L>(loss: &L, labels: &[Y], rows: &[R]) -> Result<()>
where
    H: Head<Output> + Head<[f64; 4]>,
    L: Loss<H, Output, Y> + Loss<H, [f64; 4], R>,
{
    let masks = [Some(&MASK[..])];
    let masked = Labels::of(labels).masked(&masks);
    check_labels::<H, Y, L>(loss, masked)?;

    let x = logits(7);
    let (mut outputs, mut gradient) = (x, [f64::NAN; LEN]);
    let mean = Loss::<H, Output, Y>::gradient(loss, &mut outputs, masked, &mut gradient)?;
    let mut left = [0.0; 12];
    for (to, row) in left.chunks_mut(4).zip(LEFT) {
        to.copy_from_slice(&x[4 * row..4 * row + 4]);
    }
    let mut expected = [f64::NAN; 12];
    let alone = Loss::<H, [f64; 4], R>::gradient(loss, &mut left, Labels::of(rows), &mut expected)?;
    assert!((mean - alone).abs() < 1e-14, "{mean} is not {alone}");
    for (row, gradient) in gradient.chunks(4).enumerate() {
        match LEFT.iter().position(|left| *left == row) {
            Some(at) => gradient.iter().zip(&expected[4 * at..]).for_each(|(a, b)| assert!((a - b).abs() < 1e-14)),
            None => assert_eq!(gradient, [0.0; 4]),
        }
    }
    Ok(())
}

#[test]
fn a_mask_leaves_rows_out() -> Result<()> {
    let vectors = vectors(2);
    let (rows, classes) = (LEFT.map(|row| vectors[row / 2][row % 2]), LEFT.map(|row| CLASSES[row / 2][row % 2]));
    check::<Softmax, _, _, _>(&SparseCategoricalCrossentropy::new(), &CLASSES, &classes)?;
    check::<Linear, _, _, _>(&SparseCategoricalCrossentropy::from_logits(), &CLASSES, &classes)?;
    check::<Softmax, _, _, _>(&CategoricalCrossentropy::new(), &vectors, &rows)?;
    check::<Linear, _, _, _>(&CategoricalCrossentropy::from_logits(), &vectors, &rows)?;
    check::<Sigmoid, _, _, _>(&BinaryCrossentropy::new(), &vectors, &rows)?;
    check::<Linear, _, _, _>(&BinaryCrossentropy::from_logits(), &vectors, &rows)?;
    check::<Softmax, _, _, _>(&MeanSquaredError::new(), &vectors, &rows)?;
    check::<Sigmoid, _, _, _>(&MeanAbsoluteError::new(), &vectors, &rows)
}

#[test]
fn nothing_left_costs_nothing() -> Result<()> {
    let (x, vectors, mask) = (logits(1), vectors(1), [0.0; 2 * SAMPLES]);
    let masks = [Some(&mask[..])];
    let (mut outputs, mut gradient, mut expected) = (x, [f64::NAN; LEN], x);
    let loss = MeanSquaredError::new();
    let labels = Labels::of(&vectors).masked(&masks);
    assert_eq!(Loss::<Softmax, Output, _>::gradient(&loss, &mut outputs, labels, &mut gradient)?, 0.0);
    <Softmax as Head<Output>>::forward(&mut expected);
    assert_eq!((outputs, gradient), (expected, [0.0; LEN]));
    let (mut outputs, mut gradient, loss) = (x, [f64::NAN; LEN], SparseCategoricalCrossentropy::new().ignore_class(1));
    let labels = Labels::of(&[[1_u8; 2]; SAMPLES]);
    assert_eq!(Loss::<Softmax, Output, _>::gradient(&loss, &mut outputs, labels, &mut gradient)?, 0.0);
    assert_eq!((outputs, gradient), (expected, [0.0; LEN]));
    Ok(())
}

#[test]
fn a_step_of_a_mask_can_hold_several_rows() -> Result<()> {
    type Pixels = [[[f64; 2]; 3]; 2];
    let (x, mask) = (logits(3), [0.0, 1.0, 1.0, 0.0]);
    let masks = [Some(&mask[..])];
    let (labels, mut outputs, mut gradient) = ([[[0_i8, 1, 1], [1, 0, 1]]; 2], x, [f64::NAN; LEN]);
    let loss = SparseCategoricalCrossentropy::from_logits();
    let labels = Labels::of(&labels).masked(&masks);
    let mean = Loss::<Linear, Pixels, _>::gradient(&loss, &mut outputs, labels, &mut gradient)?;
    let left = [[1_u8, 0, 1], [0, 1, 1]];
    let mut values: [f64; 12] = core::array::from_fn(|at| x[at + 6]);
    let alone = Loss::<Linear, [[f64; 2]; 3], _>::value(&loss, &mut values, Labels::of(&left))?;
    assert!((mean - alone).abs() < 1e-14, "{mean} is not {alone}");
    assert!(
        gradient[..6].iter().chain(&gradient[18..]).all(|g| *g == 0.0) && gradient[6..18].iter().all(|g| *g != 0.0)
    );
    Ok(())
}

/// A loss of values, which writes a gradient.
type OfValues<'a> = &'a dyn Fn(&mut [f64], &mut [f64]) -> Result<f64>;

/// The mean, the outputs and the gradient that a loss gives.
fn by(loss: OfValues<'_>) -> Result<(f64, [f64; LEN], [f64; LEN])> {
    let (mut outputs, mut gradient) = (logits(4), [f64::NAN; LEN]);
    Ok((loss(&mut outputs, &mut gradient)?, outputs, gradient))
}

#[test]
fn an_ignored_class_is_a_mask() -> Result<()> {
    let marked: [[i16; 2]; SAMPLES] = [[0, -1], [-1, -1], [2, 0]];
    let (softmax, linear) = (SparseCategoricalCrossentropy::new(), SparseCategoricalCrossentropy::from_logits());
    check_gradient::<Softmax, _, _>(&softmax.ignore_class(-1), &marked)?;
    check_gradient::<Linear, _, _>(&linear.ignore_class(-1), &marked)?;
    let masks = [Some(&MASK[..])];
    let unmarked = marked.map(|rows| rows.map(|class| class.max(0) as u8));
    let ignored =
        by(&|x, dx| Loss::<Softmax, Output, _>::gradient(&softmax.ignore_class(-1), x, Labels::of(&marked), dx))?;
    let labels = Labels::of(&unmarked).masked(&masks);
    assert_eq!(ignored, by(&|x, dx| Loss::<Softmax, Output, _>::gradient(&softmax, x, labels, dx))?);
    // A mask and an ignored class leave what both leave.
    let first = [1.0, 1.0, 1.0, 1.0, 1.0, 0.0];
    let masks = [Some(&first[..])];
    let labels = Labels::of(&marked).masked(&masks);
    let both = by(&|x, dx| Loss::<Softmax, Output, _>::gradient(&softmax.ignore_class(-1), x, labels, dx))?;
    let only = [1.0, 0.0, 0.0, 0.0, 1.0, 0.0];
    let masks = [Some(&only[..])];
    let labels = Labels::of(&unmarked).masked(&masks);
    assert_eq!(both, by(&|x, dx| Loss::<Softmax, Output, _>::gradient(&softmax, x, labels, dx))?);
    Ok(())
}

#[test]
fn an_ignored_class_need_not_exist() {
    let (loss, labels) = (SparseCategoricalCrossentropy::new(), [[0_u8, 255], [3, 1]]);
    let check = |loss: SparseCategoricalCrossentropy, labels: &[[u8; 2]; 2]| {
        Loss::<Softmax, Output, [u8; 2]>::check(&loss, Labels::of(labels))
    };
    assert!(matches!(check(loss, &labels), Err(Error::Label { row: 0, label: 255, classes: 4 })));
    assert!(check(loss.ignore_class(255), &labels).is_ok());
    let refused = check(loss.ignore_class(255), &[[0, 255], [4, 1]]);
    assert!(matches!(refused, Err(Error::Label { row: 1, label: 4, classes: 4 })));
    // Classes that exist can be ignored as well.
    assert!(check(loss.ignore_class(0), &[[0, 1], [2, 3]]).is_ok());
}

#[test]
fn pixels_have_labels() -> Result<()> {
    type Pixels = [[[f64; 2]; 2]; 2];
    let (loss, labels) =
        (SparseCategoricalCrossentropy::new(), [[[0_u8, 1], [1, 0]], [[1, 1], [0, 1]], [[0, 0], [1, 1]]]);
    let (mut outputs, mut gradient) = (logits(6), [f64::NAN; LEN]);
    let mean = Loss::<Softmax, Pixels, _>::gradient(&loss, &mut outputs, Labels::of(&labels), &mut gradient)?;
    let (mut flat, mut expected) = (logits(6), [f64::NAN; LEN]);
    let rows = labels.as_flattened().as_flattened();
    let alone = Loss::<Softmax, [f64; 2], u8>::gradient(&loss, &mut flat, Labels::of(rows), &mut expected)?;
    assert_eq!((mean, outputs, gradient), (alone, flat, expected));
    Ok(())
}

#[test]
fn a_mask_of_the_wrong_length_is_refused() {
    let mask = [1.0; 5];
    let masks = [Some(&mask[..])];
    let refused = Loss::<Linear, [[f64; 2]; 3], _>::value(
        &SparseCategoricalCrossentropy::from_logits(),
        &mut [0.0; 12],
        Labels::of(&[[0_u8; 3]; 2]).masked(&masks),
    );
    assert!(matches!(refused, Err(Error::Length { what: "the mask of a batch", expected: 6, found: 5 })));
}
