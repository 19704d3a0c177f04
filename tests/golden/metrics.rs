//! Every metric over two batches, without weights of samples and with them.

use chainrule::loss::Labels;
use chainrule::loss::head::Linear;
use chainrule::metrics::{
    AUC, Accuracy, Average, BinaryAccuracy, BinaryIoU, ClassAggregation, CosineSimilarity, Curve, F1Score, FBetaScore,
    MeanAbsoluteError, MeanIoU, MeanSquaredError, Measure, MultiLabelAUC, Precision, R2Score, Recall,
    RootMeanSquaredError, SparseTopKCategoricalAccuracy, Summation, TopKCategoricalAccuracy,
};

use crate::case::Case;
use crate::samples::Samples;

static FILE: &[u8] = include_bytes!("metrics.safetensors");

type Output = [f64; 4];

/// Samples of the first batch; the others are the second.
const FIRST: usize = 7;

/// A test for each line `case: metric, labels`; the case as it is, and with weights. The kinds of labels: `values` (shaped
/// as the outputs), `classes`. The third is how far Keras, which counts some in `f32`, may be away.
macro_rules! metrics {
    ($($case:ident: $metric:expr, $Label:ty, $tolerance:expr;)*) => {$(
        #[test]
        fn $case() {
            check::<$Label, _>(stringify!($case), $metric, $tolerance);
            check::<$Label, _>(concat!(stringify!($case), "_weighted"), $metric, $tolerance);
        }
    )*};
}

metrics! {
    top_k: TopKCategoricalAccuracy::new().k(2), Output, 1e-6;
    top_k_ties: TopKCategoricalAccuracy::new().k(2), Output, 1e-6;
    sparse_top_k: SparseTopKCategoricalAccuracy::new().k(3), u8, 1e-6;
    precision: Precision::new(), Output, 1e-9;
    precision_threshold: Precision::new().threshold(0.75), Output, 1e-9;
    precision_top_k: Precision::new().top_k(2), Output, 1e-9;
    precision_class: Precision::new().class_id(1), Output, 1e-9;
    recall: Recall::new(), Output, 1e-9;
    recall_threshold: Recall::new().threshold(0.25), Output, 1e-9;
    recall_top_k_class: Recall::new().top_k(3).class_id(2), Output, 1e-9;
    f1_micro: F1Score::new(Average::Micro), Output, 1e-9;
    f1_macro: F1Score::new(Average::Macro), Output, 1e-9;
    f1_by_support: F1Score::new(Average::Weighted), Output, 1e-9;
    f1_threshold: F1Score::new(Average::Macro).threshold(0.5), Output, 1e-9;
    fbeta_macro: FBetaScore::new(Average::Macro).beta(0.5), Output, 1e-9;
    fbeta_by_support: FBetaScore::new(Average::Weighted).beta(2.0), Output, 1e-9;
    fbeta_threshold: FBetaScore::new(Average::Micro).beta(2.0).threshold(0.5), Output, 1e-9;
    auc: AUC::new(), Output, 1e-9;
    auc_ties: AUC::new(), Output, 1e-9;
    auc_minoring: AUC::new().summation_method(Summation::Minoring), Output, 1e-9;
    auc_majoring: AUC::new().summation_method(Summation::Majoring), Output, 1e-9;
    auc_few: AUC::<7>::with_thresholds(), Output, 1e-9;
    auc_logits: AUC::new().from_logits(true), Output, 1e-9;
    auc_pr: AUC::new().curve(Curve::Pr), Output, 1e-9;
    auc_pr_minoring: AUC::new().curve(Curve::Pr).summation_method(Summation::Minoring), Output, 1e-9;
    auc_pr_majoring: AUC::new().curve(Curve::Pr).summation_method(Summation::Majoring), Output, 1e-9;
    auc_labels: MultiLabelAUC::new(), Output, 1e-9;
    auc_labels_pr: MultiLabelAUC::<_, 9>::with_thresholds().curve(Curve::Pr), Output, 1e-9;
    auc_labels_weights: MultiLabelAUC::new()
        .from_logits(true)
        .summation_method(Summation::Majoring)
        .label_weights([0.5, 2.0, 0.0, 1.0]), Output, 1e-9;
    auc_labels_pr_weights: MultiLabelAUC::new().curve(Curve::Pr).label_weights([0.5, 2.0, 0.0, 1.0]), Output, 1e-9;
    auc_label_weights: AUC::new().label_weights([0.5, 2.0, 0.0, 1.0]), Output, 1e-9;
    auc_label_weights_pr: AUC::<9>::with_thresholds()
        .curve(Curve::Pr)
        .from_logits(true)
        .label_weights([0.5, 2.0, 0.0, 1.0]), Output, 1e-9;
    absolute: MeanAbsoluteError::new(), Output, 1e-9;
    squared: MeanSquaredError::new(), Output, 1e-9;
    root_squared: RootMeanSquaredError::new(), Output, 1e-9;
    r2: R2Score::new(), Output, 1e-9;
    r2_by_variance: R2Score::new().class_aggregation(ClassAggregation::VarianceWeightedAverage), Output, 1e-9;
    cosine: CosineSimilarity::new(), Output, 1e-9;
    mean_iou: MeanIoU::new(), u8, 1e-7;
    mean_iou_ignoring: MeanIoU::new().ignore_class(1), u8, 1e-7;
    mean_iou_one_hot: MeanIoU::new(), Output, 1e-7;
    binary_iou: BinaryIoU::new().threshold(0.4), Output, 1e-7;
    accuracy: Accuracy::new(), Output, 1e-9;
    binary_accuracy: BinaryAccuracy::new(), Output, 1e-9;
}

/// What is counted of the first batch is kept and taken back before the second.
fn check<Y: Samples, M: Measure<Linear, Output, Y> + Clone>(name: &'static str, mut metric: M, tolerance: f64) {
    let case = Case::open(FILE, name);
    let (outputs, labels) = (Output::read(&case, "y"), Y::read(&case, "labels"));
    let weights: Option<Vec<f64>> = name.ends_with("_weighted").then(|| case.values("weights"));
    let fresh = metric.clone();
    for batch in [0..FIRST, FIRST..outputs.len()] {
        let labels = Labels::of(&labels[batch.clone()]);
        let labels = weights.as_ref().map_or(labels, |weights| labels.weighted(&weights[batch.clone()]));
        metric.update(outputs[batch].as_flattened(), labels);
        let mut kept = Vec::new();
        metric.counted(&mut |value| kept.push(value));
        let mut kept = kept.into_iter();
        metric = fresh.clone();
        metric.restore(&mut || kept.next().expect("as many as were kept"));
        assert_eq!(kept.next(), None);
    }
    let (found, expected) = (metric.result(), case.values::<f64>("result")[0]);
    assert!((found - expected).abs() <= tolerance, "{name}: {found}, but Keras has {expected}");
    metric.reset();
    assert_eq!(metric.result(), fresh.result());
}
