//! The best price of a metric at one center: what its units pay per quantity so that the territory there keeps its bounds.
//!
//! For one metric this is the continuous knapsack of Dantzig, "Discrete-variable extremum problems", Operations Research 5(2), 1957,
//! doi 10.1287/opre.5.2.266: units in order of cost per quantity, the last one in part. Found by selection, in time linear in the units.

use super::lanes::sum_of;

/// A price, and the unit that is there in part.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Price {
    /// Cost per quantity; positive where the upper bound binds, negative where the lower does.
    pub value: f32,
    /// The unit whose cost is 0 at this price, and the share of it that is there; none where no bound binds.
    pub split: Option<(u32, f32)>,
}

/// The price that maximises the least cost of a territory whose units cost `reduced` without it.
///
/// `own` is there at any price. `queue` is working memory.
pub(super) fn best_price(
    reduced: &[f32],
    value: &[f32],
    own: Option<u32>,
    (lower, upper): (f64, f64),
    queue: &mut Vec<(f32, u32)>,
) -> Price {
    let mut load = f64::from(sum_of(reduced, value, |cost, value| if cost < 0.0 { value } else { 0.0 }));
    if let Some(own) = own.filter(|&own| reduced[own as usize] >= 0.0) {
        load += f64::from(value[own as usize]);
    }
    let (sign, need) = if load > upper {
        (1.0, load - upper)
    } else if load < lower {
        (-1.0, lower - load)
    } else {
        return Price { value: 0.0, split: None };
    };
    queue.clear();
    for (unit, (&cost, &value)) in reduced.iter().zip(value).enumerate() {
        // Those there leave one by one while the price rises; those elsewhere come while it falls.
        if (cost < 0.0) == (sign > 0.0) && value > 0.0 {
            queue.push((cost.abs() / value, unit as u32));
        }
    }
    if let Some(own) = own {
        queue.retain(|&(_, unit)| unit != own);
    }
    let Some((key, unit, excess)) = weighted_select(queue, value, need) else {
        return Price { value: 0.0, split: None };
    };
    let share = (excess / f64::from(value[unit as usize])).clamp(0.0, 1.0) as f32;
    Price { value: sign as f32 * key, split: Some((unit, if sign > 0.0 { share } else { 1.0 - share })) }
}

/// The entry of `queue` at which the values of all entries up to it, in order of their keys, reach `need`, and by how much they exceed it there; the last entry
/// where they never do.
fn weighted_select(queue: &mut [(f32, u32)], value: &[f32], need: f64) -> Option<(f32, u32, f64)> {
    let mut rest = queue;
    let mut need = need;
    loop {
        if rest.len() < 2 {
            let &(key, unit) = rest.first()?;
            return Some((key, unit, f64::from(value[unit as usize]) - need));
        }
        let middle = rest.len() / 2;
        rest.select_nth_unstable_by(middle, |a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        let (left, right) = rest.split_at_mut(middle);
        let sum: f64 = left.iter().map(|&(_, unit)| f64::from(value[unit as usize])).sum();
        if sum >= need {
            rest = left;
        } else {
            need -= sum;
            rest = right;
        }
    }
}
