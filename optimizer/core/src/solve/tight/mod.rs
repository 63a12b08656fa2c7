//! The search for small problems, whose bounds make them combinatorial.
//!
//! | step | module |
//! |---|---|
//! | the order of it all, a task at a time | [`tight_search`] |
//! | layout under way: owners, sums, border, rules | [`state`] |
//! | its objective, exact after every move | [`shape`], [`about_centroids`], [`about_units`] |
//! | whether its territories hang together | [`pieces`] |
//! | how long and how hot walks are, and how many | [`schedule`] |
//! | a short walk of shifts, swaps and passes, hot to cold | [`walk`] |
//! | territories from different walks made into one layout | [`combine`], [`kinds`], [`pool`], [`unit_prices`], [`set_partition`] |
//! | what a bound is worth about given centers | [`prices`] |
//! | which units to have as centers | [`centers`] |
//! | the best layout about given centers | [`polish`] |
//! | sets of cheap moves that improve together | [`exchange`] |

pub mod about_centroids;
pub mod about_units;
pub mod centers;
pub mod combine;
pub mod exchange;
pub mod kinds;
pub mod pieces;
pub mod polish;
pub mod pool;
pub mod prices;
pub mod schedule;
pub mod set_partition;
pub mod shape;
pub mod state;
pub mod tight_search;
pub mod unit_prices;
pub mod walk;
