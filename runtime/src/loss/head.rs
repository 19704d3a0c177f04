//! What a model ends in.
