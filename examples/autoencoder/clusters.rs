//! Clusters by k-means, and how well they agree with labels that they were found without.

use std::error::Error;

use chainrule::{Bundle, Sample};
use linfa::DatasetBase;
use linfa::traits::{Fit, Predict};
use linfa_clustering::KMeans;
use ndarray::Array2;

/// Digits, and so clusters.
const CLASSES: usize = 10;

/// The share of samples that bear the label which is the most frequent one in their cluster: 1 if each cluster has one
/// label only, about a tenth if clusters have nothing to do with labels.
pub(crate) fn purity<X: Sample<Scalar = f32>>(samples: &[X], labels: &[u8]) -> Result<f64, Box<dyn Error>> {
    let width = <X as Bundle>::LEN;
    let points = Array2::from_shape_vec((samples.len(), width), X::flatten(samples).to_vec())?;
    let data = DatasetBase::from(points);
    // Seeded by linfa, so the clusters are the same each time.
    let clusters = KMeans::params(CLASSES).n_runs(5).max_n_iterations(100).tolerance(1e-3).fit(&data)?;

    let mut counts = [[0_usize; CLASSES]; CLASSES];
    for (cluster, label) in clusters.predict(&data).iter().zip(labels) {
        counts[*cluster][usize::from(*label)] += 1;
    }
    let agreeing: usize = counts.iter().map(|labels| labels.iter().max().unwrap_or(&0)).sum();
    Ok(agreeing as f64 / samples.len() as f64)
}
