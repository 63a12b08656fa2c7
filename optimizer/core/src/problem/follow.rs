use super::{NONE, Problem, squared};

impl Problem {
    /// Whether borders of another layout are followed, so that anything depends on where they are.
    #[must_use]
    pub fn follows(&self) -> bool {
        self.follow_weight > 0.0 && !self.follow.is_empty()
    }

    /// What it costs that two units that touch, and that the followed layout has in one territory, are in two; 0 where none is followed.
    ///
    /// At a weight of 1 a layout that splits as many pairs as the followed one has borders pays the moment of inertia that all of `k` like parts of the whole
    /// would have: a pair costs as much as the mean border pair is worth. Lesser weights count by their square: a tenth of that already has most borders
    /// coincide. A figure that depends on no layout but the followed one.
    #[must_use]
    pub fn follow_cost(&self) -> f64 {
        if !self.follows() {
            return 0.0;
        }
        let mut borders = 0u64;
        for unit in 0..self.units() as u32 {
            let own = self.follow[unit as usize];
            for &other in self.adjacency.of(unit) {
                let theirs = self.follow[other as usize];
                borders += u64::from(other > unit && own != NONE && theirs != NONE && own != theirs);
            }
        }
        let center = self.centroid();
        let placed = self.position.iter().zip(&self.inertia_weight);
        let inertia: f64 = placed.map(|(place, weight)| weight * squared(*place, center)).sum();
        let k = self.territories as f64;
        // A layout of one territory has no border, and yet its size must say what one is worth.
        let least = (self.units() as f64 * k).sqrt();
        self.follow_weight * self.follow_weight * inertia / k / (borders as f64).max(least)
    }
}
