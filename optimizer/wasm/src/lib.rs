//! The optimizer for JavaScript.
