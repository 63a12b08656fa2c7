//! The hard rules of a problem in the form that a move asks for: who may be where, who moves together, who keeps apart.

use crate::problem::{NONE, Problem};

/// Rules by unit. A problem without rules has none of it, and every question is answered at once.
#[derive(Clone, Debug, Default)]
pub struct Rulebook {
    /// `[n]` class of what a unit may be in; empty: every unit may be everywhere.
    class: Vec<u32>,
    /// `[classes][k]`.
    admits: Vec<bool>,
    /// `[n]` block of the units that move together, or [`NONE`]; empty: there is none.
    block: Vec<u32>,
    blocks: Vec<Vec<u32>>,
    /// `[n + 1]` and the units that a unit keeps apart from; empty: there is none.
    apart_start: Vec<u32>,
    apart: Vec<u32>,
    territories: usize,
}

impl Rulebook {
    /// The rules of a valid problem.
    #[must_use]
    pub fn new(problem: &Problem) -> Self {
        let mut book = Self { territories: problem.territories, ..Self::default() };
        book.read_blocks(problem);
        book.read_classes(problem);
        book.read_pairs(problem);
        book
    }

    /// Whether nothing is ruled.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.class.is_empty() && self.block.is_empty() && self.apart.is_empty()
    }

    /// The units that move with a unit, itself among them; empty where it moves alone.
    #[must_use]
    pub fn block_of(&self, unit: u32) -> &[u32] {
        match self.block.get(unit as usize) {
            Some(&block) if block != NONE => &self.blocks[block as usize],
            _ => &[],
        }
    }

    /// All blocks.
    #[must_use]
    pub fn blocks(&self) -> &[Vec<u32>] {
        &self.blocks
    }

    /// Whether a unit may be in a territory, by locks and allowed territories.
    #[inline]
    #[must_use]
    pub fn admits(&self, unit: u32, territory: u32) -> bool {
        match self.class.get(unit as usize) {
            Some(&class) => self.admits[class as usize * self.territories + territory as usize],
            None => true,
        }
    }

    /// The only territory that a unit may be in, where there is only one.
    #[must_use]
    pub fn forced(&self, unit: u32) -> Option<u32> {
        let class = *self.class.get(unit as usize)? as usize;
        let row = &self.admits[class * self.territories..(class + 1) * self.territories];
        let first = row.iter().position(|&may| may)?;
        (!row[first + 1..].contains(&true)).then_some(first as u32)
    }

    /// The units that a unit keeps apart from.
    #[must_use]
    pub fn apart_from(&self, unit: u32) -> &[u32] {
        match self.apart_start.get(unit as usize..unit as usize + 2) {
            Some(&[from, to]) => &self.apart[from as usize..to as usize],
            _ => &[],
        }
    }

    /// Rules that a unit would break in a territory, were it alone to move there.
    #[inline]
    #[must_use]
    pub fn broken_by(&self, owners: &[u32], unit: u32, territory: u32) -> u32 {
        let apart = self.apart_from(unit).iter().filter(|&&other| owners[other as usize] == territory).count();
        u32::from(!self.admits(unit, territory)) + apart as u32
    }

    /// Rules that a layout breaks: misplaced units, pairs together, and blocks apart.
    #[must_use]
    pub fn broken(&self, owners: &[u32]) -> u32 {
        if self.is_empty() {
            return 0;
        }
        let twice: u32 = (0..owners.len() as u32)
            .map(|unit| {
                let own = owners[unit as usize];
                let misplaced = 2 * u32::from(!self.admits(unit, own));
                let apart = self.apart_from(unit).iter().filter(|&&other| owners[other as usize] == own).count();
                misplaced + apart as u32
            })
            .sum();
        let split = self
            .blocks
            .iter()
            .filter(|block| block.iter().any(|&unit| owners[unit as usize] != owners[block[0] as usize]));
        twice.div_ceil(2) + split.count() as u32
    }

    /// Rules that some units break, each but once: the difference between two layouts in which only these differ is that of [`broken`](Self::broken).
    #[must_use]
    pub fn broken_around(&self, owners: &[u32], units: impl Iterator<Item = u32> + Clone) -> u32 {
        if self.is_empty() {
            return 0;
        }
        let mut broken = 0;
        for (index, unit) in units.clone().enumerate() {
            let own = owners[unit as usize];
            broken += u32::from(!self.admits(unit, own));
            let earlier = |other: u32| units.clone().take(index).any(|unit| unit == other);
            let together = |&&other: &&u32| owners[other as usize] == own && !earlier(other);
            broken += self.apart_from(unit).iter().filter(together).count() as u32;
            let block = self.block_of(unit);
            if !block.is_empty() && !block.iter().any(|&other| earlier(other)) {
                broken += u32::from(block.iter().any(|&other| owners[other as usize] != owners[block[0] as usize]));
            }
        }
        broken
    }

    fn read_blocks(&mut self, problem: &Problem) {
        let groups = &problem.rules.groups;
        if groups.iter().all(|group| group.len() < 2) {
            return;
        }
        let mut root: Vec<u32> = (0..problem.units() as u32).collect();
        for group in groups {
            for &unit in group {
                let (a, b) = (find(&mut root, group[0]), find(&mut root, unit));
                root[a.max(b) as usize] = a.min(b);
            }
        }
        self.block = vec![NONE; problem.units()];
        let mut members = vec![Vec::new(); problem.units()];
        for unit in 0..problem.units() as u32 {
            members[find(&mut root, unit) as usize].push(unit);
        }
        for units in members.into_iter().filter(|units| units.len() > 1) {
            for &unit in &units {
                self.block[unit as usize] = self.blocks.len() as u32;
            }
            self.blocks.push(units);
        }
    }

    fn read_classes(&mut self, problem: &Problem) {
        let (n, k) = (problem.units(), problem.territories);
        let rules = &problem.rules;
        let frozen: Vec<bool> = (0..k as u32).map(|t| rules.locks_territory(t)).collect();
        let has_lock = (0..n as u32).any(|unit| problem.is_locked(unit));
        if rules.allowed.is_empty() && !frozen.contains(&true) && !has_lock {
            return;
        }
        let open: Vec<bool> = frozen.iter().map(|&f| !f).collect();
        let mut rows: Vec<Option<Vec<bool>>> = vec![None; n];
        for unit in 0..n as u32 {
            if problem.is_locked(unit) {
                let today = problem.current_of(unit);
                rows[unit as usize] = Some((0..k as u32).map(|t| t == today).collect());
            }
        }
        for (unit, list) in &rules.allowed {
            let row = rows[*unit as usize].get_or_insert_with(|| open.clone());
            for (t, may) in row.iter_mut().enumerate() {
                *may &= list.contains(&(t as u32));
            }
        }
        for block in &self.blocks {
            if block.iter().all(|&unit| rows[unit as usize].is_none()) {
                continue;
            }
            let mut joint = vec![true; k];
            for &unit in block {
                let row = rows[unit as usize].as_ref().unwrap_or(&open);
                joint.iter_mut().zip(row).for_each(|(may, &own)| *may &= own);
            }
            for &unit in block {
                rows[unit as usize] = Some(joint.clone());
            }
        }
        // Few sets differ: units share theirs.
        let mut sorted: Vec<&Vec<bool>> = rows.iter().flatten().collect();
        sorted.push(&open);
        sorted.sort_unstable();
        sorted.dedup();
        let class_of = |row: &Vec<bool>| sorted.binary_search(&row).unwrap_or(0) as u32;
        self.class = rows.iter().map(|row| class_of(row.as_ref().unwrap_or(&open))).collect();
        self.admits = sorted.into_iter().flatten().copied().collect();
    }

    fn read_pairs(&mut self, problem: &Problem) {
        let pairs = &problem.rules.forbidden_pairs;
        if pairs.is_empty() {
            return;
        }
        let n = problem.units();
        let mut both: Vec<(u32, u32)> = pairs.iter().flat_map(|&(a, b)| [(a, b), (b, a)]).collect();
        both.sort_unstable();
        both.dedup();
        self.apart_start = vec![0; n + 1];
        for &(a, _) in &both {
            self.apart_start[a as usize + 1] += 1;
        }
        for unit in 0..n {
            self.apart_start[unit + 1] += self.apart_start[unit];
        }
        self.apart = both.into_iter().map(|(_, b)| b).collect();
    }
}

fn find(root: &mut [u32], mut at: u32) -> u32 {
    while root[at as usize] != at {
        root[at as usize] = root[root[at as usize] as usize];
        at = root[at as usize];
    }
    at
}
