use super::Best;
use super::bits::bits;
use super::bound::{Bound, Outcome};
use super::branch::{Choice, Order, choices};
use super::model::Model;
use super::node::Node;
use super::propagate::propagate;

/// A layout must be better by this part to count as better: less is rounding.
const LEAST_GAIN: f64 = 1e-9;

/// Nodes of the first attempt at a first layout: most problems of 12 units are done with by then.
const FIRST_NODES: u64 = 1_000;

/// The walk through the tree of partial layouts, its stack in its own memory.
pub(super) struct Walk<'a> {
    model: &'a Model<'a>,
    bound: Bound,
    /// The node of each depth, and the choices it splits into with what it costs at least.
    stack: Vec<Node>,
    levels: Vec<Level>,
    pub best: Option<Best>,
    pub nodes: u64,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    Exhausted,
    Stopped,
}

#[derive(Debug, Default)]
struct Level {
    choices: Vec<Choice>,
    next: usize,
    at_least: f64,
}

impl<'a> Walk<'a> {
    pub fn new(model: &'a Model<'a>, best: Option<Best>) -> Self {
        Self { model, bound: Bound::new(model), stack: Vec::new(), levels: Vec::new(), best, nodes: 0 }
    }

    /// Walks the tree until nothing is left or `max_nodes` are spent; whether nothing is left.
    ///
    /// A first layout is looked for in three orders by turns, each with four times the nodes of its last: now one, now another wanders for long where a
    /// choice near the root was bad. Once a layout is known, one walk with the order that its cost prunes best.
    pub fn run(&mut self, max_nodes: u64) -> bool {
        let orders = [Order::Enclosed, Order::Nearest, Order::Hardest];
        let mut budget = FIRST_NODES;
        while self.best.is_none() && self.nodes < max_nodes {
            for order in orders {
                let until = max_nodes.min(self.nodes + budget);
                if self.best.is_none() && self.descend(until, order, true) == End::Exhausted {
                    return true;
                }
            }
            budget *= 4;
        }
        let order = if self.model.about.is_empty() { Order::Hardest } else { Order::Centers };
        self.descend(max_nodes, order, false) == End::Exhausted
    }

    fn descend(&mut self, max_nodes: u64, order: Order, until_first: bool) -> End {
        let model = self.model;
        if self.nodes >= max_nodes {
            return End::Stopped;
        }
        self.stack.resize_with(self.stack.len().max(1), Node::default);
        self.stack[0].copy_from(&Node::root(model));
        self.nodes += 1;
        let mut depth = usize::from(self.enter(0, order));
        while depth > 0 {
            let limit = self.limit();
            let level = &mut self.levels[depth - 1];
            if level.next == level.choices.len() || level.at_least >= limit {
                depth -= 1;
                continue;
            }
            if self.nodes >= max_nodes || (until_first && self.best.is_some()) {
                return End::Stopped;
            }
            self.nodes += 1;
            let choice = level.choices[level.next];
            level.next += 1;
            if self.stack.len() == depth {
                self.stack.push(Node::default());
            }
            let (above, below) = self.stack.split_at_mut(depth);
            below[0].copy_from(&above[depth - 1]);
            if choice.make(model, &mut below[0]) && self.enter(depth, order) {
                depth += 1;
            }
        }
        End::Exhausted
    }

    fn limit(&self) -> f64 {
        self.best.as_ref().map_or(f64::INFINITY, |best| best.objective * (1.0 - LEAST_GAIN))
    }

    /// Follows up a node; whether it is left with choices.
    fn enter(&mut self, depth: usize, order: Order) -> bool {
        let (model, limit) = (self.model, self.limit());
        let node = &mut self.stack[depth];
        let at_least = loop {
            if !propagate(model, node) {
                return false;
            }
            match self.bound.apply(model, node, limit) {
                Outcome::Ruled => return false,
                Outcome::Struck => {}
                Outcome::AtLeast(bound) => break bound,
            }
        };
        if node.open == 0 {
            self.judge(depth);
            return false;
        }
        if self.levels.len() == depth {
            self.levels.push(Level::default());
        }
        let level = &mut self.levels[depth];
        (level.next, level.at_least) = (0, at_least);
        choices(model, node, &self.bound, order, &mut level.choices);
        true
    }

    fn judge(&mut self, depth: usize) {
        let mut territory = vec![0; self.model.n];
        for (t, &own) in self.stack[depth].own.iter().enumerate() {
            for unit in bits(own) {
                territory[unit] = t as u32;
            }
        }
        let found = Best::judge(self.model.problem, &territory);
        if let Some(found) = found
            && self.best.as_ref().is_none_or(|best| found.objective < best.objective)
        {
            self.best = Some(found);
        }
    }
}
