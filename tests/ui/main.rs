//! What the compiler says about each mistake, word for word, and that it says nothing else: a case a rule, named after
//! the mistake.
//!
//! `TRYBUILD=overwrite cargo test -p chainrule-tests --test ui` writes the messages anew.

#[test]
fn each_mistake_has_its_message() {
    trybuild::TestCases::new().compile_fail("ui/messages/*.rs");
}
