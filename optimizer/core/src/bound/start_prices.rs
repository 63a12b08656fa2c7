//! First prices: those under which the cheapest center of each unit is, as far as one price a territory can make it, its own.

use super::service::Service;

const SWEEPS: usize = 60;

/// Prices `[k][m]` whose borders lie where the layout's are, by least squares over pairs of territories that touch.
pub(super) fn start_prices(service: &Service, territory: &[u32]) -> Vec<f64> {
    let k = service.center.len();
    let rows = border_gaps(service, territory);
    let mut offset = vec![0.0; k];
    for _ in 0..SWEEPS {
        for (own, row) in rows.iter().enumerate() {
            let weight: f64 = row.iter().map(|gap| gap.weight).sum();
            if weight > 0.0 {
                let sum: f64 = row.iter().map(|gap| gap.weight * (offset[gap.other as usize] + gap.square)).sum();
                offset[own] = sum / weight;
            }
        }
    }
    let mean = offset.iter().sum::<f64>() / k as f64;
    let rates = service.price_of_square();
    offset.iter().flat_map(|offset| rates.iter().map(move |rate| (mean - offset) * rate)).collect()
}

/// How a border lies between the centers of two territories.
#[derive(Clone)]
struct Gap {
    other: u32,
    /// Km squared by which it is farther from this center than from the other.
    square: f64,
    /// How much it counts.
    weight: f64,
}

/// `[k]` the borders of each territory.
fn border_gaps(service: &Service, territory: &[u32]) -> Vec<Vec<Gap>> {
    let position = &service.problem.position;
    let mut pairs: Vec<(u32, u32, f64)> = Vec::new();
    for (unit, &own) in territory.iter().enumerate() {
        for &neighbor in service.problem.adjacency.of(unit as u32) {
            let other = territory[neighbor as usize];
            if own < other {
                let (x, y) = (position[unit], position[neighbor as usize]);
                let middle = core::array::from_fn(|axis| 0.5 * (x[axis] + y[axis]));
                pairs.push((own, other, service.square(middle, own) - service.square(middle, other)));
            }
        }
    }
    pairs.sort_by_key(|pair| (pair.0, pair.1));
    let mut rows = vec![Vec::new(); service.center.len()];
    for run in pairs.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1)) {
        let (own, other, _) = run[0];
        let square = run.iter().map(|pair| pair.2).sum::<f64>() / run.len() as f64;
        let apart = service.square(service.center[own as usize], other).max(1e-12);
        let weight = 1.0 / (apart * apart);
        rows[own as usize].push(Gap { other, square, weight });
        rows[other as usize].push(Gap { other: own, square: -square, weight });
    }
    rows
}
