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
        let share = totals.iter().map(|total| total / territories as f64);
        Self::around(&share.collect::<Vec<_>>().repeat(territories), tolerances)
    }

    /// Each target, give or take the tolerance of its metric.
    ///
    /// # Shape
    /// `targets` is `[k][m]`; `tolerances` as of [`Bounds::equal_shares`].
    #[must_use]
    pub fn around(targets: &[f64], tolerances: &[Option<f64>]) -> Self {
        let mut bounds = Self {
            lower: Vec::with_capacity(targets.len()),
            target: targets.to_vec(),
            upper: Vec::with_capacity(targets.len()),
        };
        for (&target, tolerance) in targets.iter().zip(tolerances.iter().cycle()) {
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
        bounds
    }
}
