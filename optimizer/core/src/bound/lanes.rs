//! Sums in sixteen lanes: an order of addition that every machine keeps and that compilers turn into vector instructions.

const LANES: usize = 16;

/// Sum of `term(a, b)` over two arrays of one length.
pub(super) fn sum_of(a: &[f32], b: &[f32], term: impl Fn(f32, f32) -> f32) -> f32 {
    let mut lanes = [0.0f32; LANES];
    let (a, b) = (a.chunks_exact(LANES), b.chunks_exact(LANES));
    let mut rest = 0.0;
    for (a, b) in a.remainder().iter().zip(b.remainder()) {
        rest += term(*a, *b);
    }
    for (a, b) in a.zip(b) {
        for lane in 0..LANES {
            lanes[lane] += term(a[lane], b[lane]);
        }
    }
    lanes.iter().sum::<f32>() + rest
}

/// Sum of the negative among `weight * square - gain`.
pub(super) fn sum_of_negative(weight: &[f32], square: &[f32], gain: &[f32]) -> f32 {
    let mut lanes = [0.0f32; LANES];
    let (weight, square, gain) = (weight.chunks_exact(LANES), square.chunks_exact(LANES), gain.chunks_exact(LANES));
    let mut rest = 0.0;
    for ((w, s), g) in weight.remainder().iter().zip(square.remainder()).zip(gain.remainder()) {
        rest += (w * s - g).min(0.0);
    }
    for ((w, s), g) in weight.zip(square).zip(gain) {
        for lane in 0..LANES {
            let cost = w[lane] * s[lane] - g[lane];
            lanes[lane] += if cost < 0.0 { cost } else { 0.0 };
        }
    }
    lanes.iter().sum::<f32>() + rest
}
