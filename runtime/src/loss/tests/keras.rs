//! Values and gradients of Keras 3.15 on TensorFlow, in `float64` but for `CTC`, which TensorFlow computes in `float32`.
//!
//! ```python
//! sin = lambda *s: np.sin(np.arange(np.prod(s)) * 1.7).reshape(s)
//! cos = lambda *s: np.cos(np.arange(np.prod(s)) * 0.9).reshape(s)
//! def grad(loss, t, x, mask=None):
//!     x = tf.Variable(x)
//!     with tf.GradientTape() as tape:
//!         y = tf.identity(x)
//!         if mask is not None: keras.src.backend.set_keras_mask(y, tf.constant(mask))
//!         value = loss(t, y)
//!     return value, tape.gradient(value, x)
//! grad(Dice(), 0.5 + 0.5 * cos(2, 3), 0.5 + 0.4 * sin(2, 3))
//! grad(CTC(), np.array([[1, 2, 0], [3, 3, 0]]), 2 * sin(2, 5, 4).astype("float32"))
//! x, mask = 2 * sin(3, 2, 4), np.array([[1, 0], [0, 0], [1, 1]], bool)
//! grad(SparseCategoricalCrossentropy(from_logits=True), np.array([[0, 3], [1, 1], [2, 0]]), x, mask)
//! grad(MeanSquaredError(), 0.5 + 0.4 * cos(3, 2, 4), x, mask)
//! ```

use super::*;

fn sin<const N: usize>(factor: f64, shift: f64) -> [f64; N] {
    core::array::from_fn(|at| shift + factor * (at as f64 * 1.7).sin())
}

fn cos<const N: usize>(factor: f64, shift: f64) -> [f64; N] {
    core::array::from_fn(|at| shift + factor * (at as f64 * 0.9).cos())
}

fn close(found: &[f64], expected: &[f64], tolerance: f64) {
    assert_eq!(found.len(), expected.len());
    for (at, (a, b)) in found.iter().zip(expected).enumerate() {
        assert!((a - b).abs() <= tolerance, "{at}: {a}, but Keras has {b}");
    }
}

#[test]
fn dice() -> Result<()> {
    let (mut values, mut gradient) = (sin::<6>(0.4, 0.5), [f64::NAN; 6]);
    let labels = cos::<6>(0.5, 0.5);
    let labels = Labels::of(labels.as_chunks::<3>().0);
    let loss = Loss::<Linear, [f64; 3], _>::gradient(&Dice::new(), &mut values, labels, &mut gradient)?;
    close(&[loss], &[0.430_484_663_573_516], 1e-14);
    let expected = [
        -0.233_260_809_616_653_88,
        -0.171_558_949_121_649_62,
        -0.033_148_105_537_564_31,
        0.077_225_154_144_669_85,
        0.076_032_547_458_591_24,
        -0.035_823_384_632_228_31,
    ];
    close(&gradient, &expected, 1e-14);
    Ok(())
}

#[test]
fn ctc() -> Result<()> {
    type Output = [[f64; 4]; 5];
    let (mut values, mut gradient) = (sin::<40>(2.0, 0.0), [f64::NAN; 40]);
    let labels = Labels::of(&[[1_u8, 2, 0], [3, 3, 0]]);
    let loss = Loss::<Linear, Output, _>::gradient(&Ctc::new(), &mut values, labels, &mut gradient)?;
    close(&[loss], &[5.117_158_174_514_770_5], 1e-6);
    let expected = [
        0.016_656_246,
        -0.058_591_664,
        0.033_237_16,
        0.008_698_244,
        0.056_313_753,
        0.022_700_518,
        -0.096_808_72,
        0.017_794_445,
        -0.009_692_192,
        0.059_568_31,
        -0.092_661_336,
        0.042_785_235,
        -0.041_911_69,
        0.033_441_7,
        -0.090_262_495,
        0.098_732_5,
        -0.038_702_756,
        0.014_035_132,
        -0.187_949_7,
        0.212_617_34,
        0.039_198_43,
        0.007_522_076_4,
        0.025_734_5,
        -0.072_455_05,
        -0.135_215_13,
        0.007_317_045_7,
        0.082_628_46,
        0.045_269_698,
        -0.160_689_3,
        0.011_947_785,
        0.236_429_81,
        -0.087_688_24,
        -0.158_138_69,
        0.024_013_34,
        0.381_819_6,
        -0.247_694_22,
        -0.064_588_06,
        0.064_261_41,
        0.398_596_6,
        -0.398_269_86,
    ];
    close(&gradient, &expected, 1e-6);
    let empty = Labels::of(&[[1_u8, 2, 0], [0, 0, 0]]);
    close(&[Loss::<Linear, Output, _>::value(&Ctc::new(), &mut values, empty)?], &[9.061_272_859_573_364], 1e-5);
    Ok(())
}

#[test]
fn masks_and_ignored_classes() -> Result<()> {
    let mask = [1.0, 0.0, 0.0, 0.0, 1.0, 1.0];
    let masks = [Some(&mask[..])];
    let (mut values, mut gradient) = (sin::<LEN>(2.0, 0.0), [f64::NAN; LEN]);
    let sparse = SparseCategoricalCrossentropy::from_logits();
    let labels = Labels::of(&CLASSES).masked(&masks);
    let loss = Loss::<Linear, Output, _>::gradient(&sparse, &mut values, labels, &mut gradient)?;
    close(&[loss], &[2.459_205_291_809_609_2], 1e-13);
    let expected = [
        [-0.296_393_677_503_166_03, 0.268_436_739_372_157_84, 0.022_158_107_435_085_773, 0.005_798_830_695_922_390_5],
        [0.0; 4],
        [0.0; 4],
        [0.0; 4],
        [0.175_198_426_647_244_44, 0.009_356_753_620_279_715, -0.326_300_064_795_273_24, 0.141_744_884_527_749_05],
        [-0.244_222_946_863_889_5, 0.005_014_717_970_785_86, 0.017_156_332_086_982_265, 0.222_051_896_806_121_6],
    ];
    close(&gradient, expected.as_flattened(), 1e-14);

    let ignoring = sparse.ignore_class(255);
    let labels = Labels::of(&[[0_u8, 255], [255, 255], [2, 0]]);
    close(&[Loss::<Linear, Output, _>::gradient(&ignoring, &mut values, labels, &mut gradient)?], &[loss], 1e-14);
    close(&gradient, expected.as_flattened(), 1e-14);
    let other = [1.0, 1.0, 1.0, 1.0, 1.0, 0.0];
    let others = [Some(&other[..])];
    let both = Loss::<Linear, Output, _>::value(&ignoring, &mut values, labels.masked(&others))?;
    close(&[both], &[3.029_174_391_861_498_6], 1e-13);

    let vectors = cos::<LEN>(0.4, 0.5);
    let vectors = Labels::of(vectors.as_chunks::<4>().0.as_chunks::<2>().0).masked(&masks);
    let squared = MeanSquaredError::new();
    let loss = Loss::<Linear, Output, _>::gradient(&squared, &mut values, vectors, &mut gradient)?;
    close(&[loss], &[2.187_369_202_555_749], 1e-13);
    close(
        &gradient[..4],
        &[-0.15, 0.205_780_938_932_778_55, -0.153_366_894_362_737_93, -0.331_666_751_308_106_74],
        1e-14,
    );
    assert_eq!(gradient[4..16], [0.0; 12]);
    let binary = BinaryCrossentropy::from_logits();
    close(&[Loss::<Linear, Output, _>::value(&binary, &mut values, vectors)?], &[0.840_812_110_503_805_8], 1e-13);
    Ok(())
}
