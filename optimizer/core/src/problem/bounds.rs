/// Lower and upper bound and target of each territory's sum of each metric.
#[derive(Clone, Debug, Default)]
pub struct Bounds {
    /// `[k][m]`, 0 or more.
    pub lower: Vec<f64>,
    /// `[k][m]`, positive where the metric has a bound.
    pub target: Vec<f64>,
    /// `[k][m]`, infinite where the metric is not balanced.
    pub upper: Vec<f64>,
}

impl Bounds {
    /// The same bounds for every territory: an equal share of each total, give or take a tolerance.
    ///
    /// `tolerances` holds a fraction per metric, or none where the metric is not balanced.
    #[must_use]
    pub fn equal_shares(totals: &[f64], territories: usize, tolerances: &[Option<f64>]) -> Self {
        let m = totals.len();
        let mut bounds = Self {
            lower: Vec::with_capacity(territories * m),
            target: Vec::with_capacity(territories * m),
            upper: Vec::with_capacity(territories * m),
        };
        for _ in 0..territories {
            for (total, tolerance) in totals.iter().zip(tolerances) {
                let target = total / territories as f64;
                bounds.target.push(target);
                match tolerance {
                    Some(tolerance) if target > 0.0 => {
                        bounds.lower.push((target * (1.0 - tolerance)).max(0.0));
                        bounds.upper.push(target * (1.0 + tolerance));
                    }
                    _ => {
                        bounds.lower.push(0.0);
                        bounds.upper.push(f64::INFINITY);
                    }
                }
            }
        }
        bounds
    }
}
