//! The examples of chainrule.
