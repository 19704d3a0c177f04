//! The random graphs are of the whole language: every layer of its table occurs.

use chainrule_compiler::layers::TABLE;

const MODELS: &[&str] = &[
    include_str!("models_0.rs"),
    include_str!("models_1.rs"),
    include_str!("models_2.rs"),
    include_str!("models_3.rs"),
    include_str!("models_4.rs"),
    include_str!("models_5.rs"),
    include_str!("models_6.rs"),
    include_str!("models_7.rs"),
    include_str!("models_8.rs"),
    include_str!("models_9.rs"),
];

/// Masks and indices, which have no gradient, are checked elsewhere; `UnitNormalization` is the operation of
/// `RMSNormalization` and a factor.
const ELSEWHERE: &[&str] = &["Embedding", "Masking", "UnitNormalization"];

#[test]
fn every_layer_occurs() {
    let occurs = |name: &str| {
        let words = MODELS.iter().flat_map(|text| text.split(|c: char| !c.is_alphanumeric() && c != '_'));
        words.into_iter().any(|word| word == name)
    };
    let missing: Vec<_> = TABLE.iter().map(|spec| spec.name).filter(|name| !occurs(name)).collect();
    assert_eq!(missing, ELSEWHERE);
}
