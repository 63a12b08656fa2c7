//! The fast tests of contiguity beside a flood of the whole territory, on graphs of every kind: by rings, by fronts, by words.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may")]

mod graphs;

use graphs::{around_pentagon, dense, hub, islands, planar};
use hexalign_core::problem::{Adjacency, Problem};
use hexalign_core::solve::constraint::contiguity::Contiguity;
use hexalign_core::solve::random::Random;
use hexalign_core::solve::tight::pieces::Pieces;

/// The pieces of a territory without some of its units.
fn pieces_without(adjacency: &Adjacency, owners: &[u32], own: u32, gone: &[u32]) -> Vec<Vec<u32>> {
    let mut seen: Vec<bool> = owners.iter().map(|&t| t != own).collect();
    gone.iter().for_each(|&unit| seen[unit as usize] = true);
    let mut pieces = Vec::new();
    for seed in 0..owners.len() {
        let (mut piece, mut open) = (Vec::new(), vec![seed as u32]);
        while let Some(unit) = open.pop() {
            if !std::mem::replace(&mut seen[unit as usize], true) {
                piece.push(unit);
                open.extend(adjacency.of(unit));
            }
        }
        if !piece.is_empty() {
            pieces.push(piece);
        }
    }
    pieces
}

/// How often each answer was given: a test where it is always the same shows nothing.
#[derive(Debug, Default)]
struct Answers {
    holds: u32,
    cuts: u32,
}

impl Answers {
    fn count(&mut self, holds: bool) {
        self.holds += u32::from(holds);
        self.cuts += u32::from(!holds);
    }

    fn expect_both(&self) {
        assert!(self.holds > 100 && self.cuts > 100, "{self:?}");
    }
}

/// Both tests of a graph, and a layout whose territories are in one piece each.
struct Walk<'a> {
    adjacency: &'a Adjacency,
    lists: Contiguity,
    words: Pieces,
    owners: Vec<u32>,
    answers: &'a mut Answers,
}

impl<'a> Walk<'a> {
    /// Two or three territories per piece of the graph, or one where it is small.
    fn new(adjacency: &'a Adjacency, random: &mut Random, answers: &'a mut Answers) -> Self {
        let n = adjacency.start.len() - 1;
        let mut owners = vec![u32::MAX; n];
        let mut territories = 0;
        for piece in pieces_without(adjacency, &vec![0; n], 0, &[]) {
            let mut grown = Vec::new();
            for _ in 0..(2 + random.below(2)).min(piece.len()) {
                let seed = piece[random.below(piece.len())];
                if owners[seed as usize] == u32::MAX {
                    owners[seed as usize] = territories;
                    territories += 1;
                    grown.push(seed);
                }
            }
            while grown.len() < piece.len() {
                let near = adjacency.of(grown[random.below(grown.len())]);
                let from = near.iter().copied().find(|&unit| owners[unit as usize] == u32::MAX);
                let Some(unit) = from else { continue };
                let beside = adjacency.of(unit).iter().filter(|&&other| owners[other as usize] != u32::MAX);
                let beside: Vec<u32> = beside.copied().collect();
                owners[unit as usize] = owners[beside[random.below(beside.len())] as usize];
                grown.push(unit);
            }
        }
        let problem = Problem {
            territories: territories as usize,
            position: vec![[0.0; 3]; n],
            adjacency: adjacency.clone(),
            ..Problem::default()
        };
        let mut words = Pieces::new(&problem);
        words.load(&owners);
        Self { adjacency, lists: Contiguity::new(adjacency), words, owners, answers }
    }

    fn check_unit(&mut self, unit: u32, most: usize) -> bool {
        let (adjacency, owners) = (self.adjacency, &self.owners);
        let own = owners[unit as usize];
        let pieces = pieces_without(adjacency, owners, own, &[unit]);
        let expected = pieces.len() == 1;
        self.answers.count(expected);
        assert_eq!(self.lists.holds_without(adjacency, owners, unit), expected, "{unit} of {owners:?}");
        assert_eq!(self.words.holds_without(adjacency, owners, unit), expected, "{unit} of {owners:?}");

        let (mut by_lists, mut by_words) = (Vec::new(), Vec::new());
        let largest = pieces.iter().map(Vec::len).max().unwrap_or(0);
        let off = pieces.iter().map(Vec::len).sum::<usize>() - largest;
        let few = largest > 0 && off <= most;
        assert_eq!(self.lists.strays(adjacency, owners, unit, most, &mut by_lists), few, "{unit} of {owners:?}");
        assert_eq!(self.words.strays(adjacency, owners, unit, most, &mut by_words), few, "{unit} of {owners:?}");
        for mut strays in [by_lists, by_words].into_iter().filter(|_| few) {
            assert_eq!(strays.len(), off, "{unit} of {owners:?}");
            strays.push(unit);
            assert_eq!(pieces_without(adjacency, owners, own, &strays).len(), 1, "{unit} of {owners:?}");
        }
        expected
    }

    /// Units that leave together, near each other or not.
    fn check_several(&mut self, random: &mut Random, unit: u32) {
        let (adjacency, owners) = (self.adjacency, &self.owners);
        let own = owners[unit as usize];
        let members: Vec<u32> = (0..owners.len() as u32).filter(|&other| owners[other as usize] == own).collect();
        let near: Vec<u32> = adjacency.of(unit).iter().copied().filter(|&u| owners[u as usize] == own).collect();
        let mut gone = vec![unit];
        for _ in 0..random.below(5) {
            let among = if near.is_empty() || random.below(2) == 0 { &members } else { &near };
            let other = among[random.below(among.len())];
            if !gone.contains(&other) {
                gone.push(other);
            }
        }
        let expected = pieces_without(adjacency, owners, own, &gone).len() == 1;
        assert_eq!(self.lists.holds_without_all(adjacency, owners, &gone), expected, "{gone:?} of {owners:?}");
    }

    /// A layout that need not hang together: the given one with some units elsewhere.
    fn check_whole(&mut self, random: &mut Random) {
        let mut owners = self.owners.clone();
        for _ in 0..random.below(4) {
            let at = random.below(owners.len());
            owners[at] = owners[random.below(owners.len())];
        }
        let mut words = self.words.clone();
        words.load(&owners);
        for own in 0..=owners.iter().copied().max().unwrap_or(0) {
            let count = owners.iter().filter(|&&t| t == own).count() as u32;
            let expected = pieces_without(self.adjacency, &owners, own, &[]).len() == 1;
            assert_eq!(self.lists.is_whole(self.adjacency, &owners, own, count), expected, "{own} of {owners:?}");
            assert_eq!(words.is_whole(self.adjacency, &owners, own, count), expected, "{own} of {owners:?}");
        }
    }

    fn take(&mut self, random: &mut Random, steps: usize) {
        for _ in 0..steps {
            // Unit 0 is the hub, where there is one.
            let unit = if random.below(4) == 0 { 0 } else { random.below(self.owners.len()) as u32 };
            self.check_several(random, unit);
            let neighbors = self.adjacency.of(unit);
            if self.check_unit(unit, random.below(9)) && !neighbors.is_empty() {
                let (from, to) =
                    (self.owners[unit as usize], self.owners[neighbors[random.below(neighbors.len())] as usize]);
                self.owners[unit as usize] = to;
                self.words.place(unit, from, to);
            }
        }
        self.check_whole(random);
    }
}

fn walk(adjacency: &Adjacency, random: &mut Random, steps: usize, answers: &mut Answers) {
    Walk::new(adjacency, random, answers).take(random, steps);
}

#[test]
fn planar_graphs_are_judged_as_a_flood_judges_them() {
    let mut answers = Answers::default();
    for seed in 0..120 {
        let mut random = Random::new(seed, 900);
        // As words, and above what a word holds.
        let units = if seed % 8 == 0 { 150 } else { 4 + random.below(60) };
        walk(&planar(&mut random, units), &mut random, 150, &mut answers);
    }
    answers.expect_both();
}

#[test]
fn dense_graphs_are_judged_as_a_flood_judges_them() {
    let mut answers = Answers::default();
    for seed in 0..150 {
        let mut random = Random::new(seed, 901);
        let units = 3 + random.below(if seed % 10 == 0 { 150 } else { 30 });
        walk(&dense(&mut random, units), &mut random, 100, &mut answers);
    }
    answers.expect_both();
}

#[test]
fn hubs_of_any_number_of_neighbors_are_judged_as_a_flood_judges_them() {
    let mut answers = Answers::default();
    // Around what words of 32, 64 and 128 bits hold.
    for spokes in (3..12).chain(28..38).chain(60..70).chain(124..134) {
        for seed in 0..6 {
            let mut random = Random::new(seed, 902 + spokes as u64);
            walk(&hub(&mut random, spokes), &mut random, 120, &mut answers);
        }
    }
    answers.expect_both();
}

#[test]
fn islands_are_judged_as_a_flood_judges_them() {
    let mut answers = Answers::default();
    for seed in 0..120 {
        let mut random = Random::new(seed, 1_100);
        let pieces = 1 + random.below(9);
        walk(&islands(&mut random, pieces), &mut random, 120, &mut answers);
    }
    answers.expect_both();
}

#[test]
fn the_neighborhoods_of_all_twelve_pentagons_are_judged_as_a_flood_judges_them() {
    let mut answers = Answers::default();
    for pentagon in 0..12 {
        for steps in 1..6 {
            let adjacency = around_pentagon(pentagon, steps);
            assert!((0..adjacency.start.len() - 1).any(|unit| adjacency.of(unit as u32).len() == 5));
            walk(&adjacency, &mut Random::new(u64::from(steps), 1_200 + pentagon as u64), 200, &mut answers);
        }
    }
    answers.expect_both();
}
