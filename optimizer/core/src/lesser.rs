//! The lesser and the greater of two numbers in hot loops, where `f64::min` and `f64::max` are calls in WebAssembly.

/// The lesser of two numbers, neither of them NaN.
#[inline]
pub(crate) fn lesser(a: f64, b: f64) -> f64 {
    if b < a { b } else { a }
}

/// The greater of two numbers, neither of them NaN.
#[inline]
pub(crate) fn greater(a: f64, b: f64) -> f64 {
    if b > a { b } else { a }
}
