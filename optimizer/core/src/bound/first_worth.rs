//! A first guess at what units are worth, from a layout's centers: a good layout makes it a good one.

use super::relaxation::Relaxation;
use crate::problem::Problem;

/// Where the ascent begins.
pub(super) struct FirstWorth {
    /// `[n]` what a unit is worth.
    pub worth: Vec<f32>,
    /// `[n]` how far that may be off, about.
    pub spread: Vec<f32>,
}

/// Least and greatest part of the way from a unit's cheapest center to the next.
const PARTS: (f64, f64) = (0.2, 0.8);

/// Guesses from the centers `[k]` of a layout.
///
/// Any worth between what a unit costs at its cheapest center and at the next is as good for those centers; the middle leaves most room for others. Parts of the
/// way are chosen so that all territories are about as dear. Quantities cost nothing: prices fitted to the layout led the ascent astray.
pub(super) fn first_worth(problem: &Problem, centers: &[[f64; 3]], relaxation: &Relaxation) -> FirstWorth {
    let units: Vec<Cheapest> = (0..problem.units()).map(|unit| cheapest(problem, centers, unit)).collect();
    let mut room = vec![0.0; centers.len()];
    for unit in &units {
        room[unit.center] += unit.room;
    }
    let level = 0.5 * room.iter().sum::<f64>() / centers.len() as f64;
    let part = |room: &f64| if *room > 0.0 { (level / room).clamp(PARTS.0, PARTS.1) } else { 0.5 };
    let parts: Vec<f64> = room.iter().map(part).collect();
    let scale = relaxation.cost_scale();
    FirstWorth {
        worth: units.iter().map(|unit| ((unit.cost + parts[unit.center] * unit.room) / scale) as f32).collect(),
        spread: units.iter().map(|unit| (unit.room / scale) as f32).collect(),
    }
}

/// The cheapest center of a unit.
struct Cheapest {
    center: usize,
    cost: f64,
    /// How much more the next costs; where there is none, as much again.
    room: f64,
}

fn cheapest(problem: &Problem, centers: &[[f64; 3]], unit: usize) -> Cheapest {
    let mut first = Cheapest { center: 0, cost: f64::INFINITY, room: f64::INFINITY };
    for (center, &place) in centers.iter().enumerate() {
        let cost = problem.inertia_weight[unit] * problem.measure.squared(problem.position[unit], place);
        if cost < first.cost {
            first = Cheapest { center, cost, room: first.cost - cost };
        } else {
            first.room = first.room.min(cost - first.cost);
        }
    }
    if !first.room.is_finite() {
        first.room = first.cost;
    }
    first
}
