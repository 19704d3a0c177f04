//! The models here are of the whole language.

use chainrule_compiler::layers::TABLE;

const MODELS: &[&str] = &[include_str!("images.rs"), include_str!("rows.rs"), include_str!("sequences.rs")];

/// Declares models, and checks that each is exported as it was verified.
macro_rules! exports {
    ($($test:ident: $Net:ident { $($body:tt)* })*) => {
        ::chainrule::model! { $($Net: $($body)*;)* }

        $(
            $crate::export::drawn!($Net);

            #[test]
            fn $test() {
                $crate::export::check::<$Net>();
            }
        )*
    };
}
pub(crate) use exports;

#[test]
fn every_layer_is_exported() {
    let occurs = |name: &str| {
        let words = MODELS.iter().flat_map(|text| text.split(|c: char| !c.is_alphanumeric() && c != '_'));
        words.into_iter().any(|word| word == name)
    };
    let missing: Vec<_> = TABLE.iter().map(|spec| spec.name).filter(|name| !occurs(name)).collect();
    assert_eq!(missing, [""; 0]);
}
