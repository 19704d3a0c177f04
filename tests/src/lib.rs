//! The tests of chainrule.
