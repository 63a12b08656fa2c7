use core::fmt;

use h3o::{CellIndex, Resolution};

use super::OverlappingLeaves;

/// Why a cover cannot be built.
#[derive(Clone, Debug, PartialEq)]
pub enum CoverError {
    /// There is not one cell.
    NoCells,
    /// There is not one metric; column 0 must count accounts.
    NoMetrics,
    /// `sums` does not hold cells times metrics values.
    SumsLength {
        /// Cells times metrics.
        expected: usize,
        /// What came.
        found: usize,
    },
    /// A cell is not greater than the one before it.
    NotAscending {
        /// Position of the offending cell.
        index: usize,
    },
    /// A cell is not at the resolution of the first one.
    MixedResolution {
        /// Position of the offending cell.
        index: usize,
    },
    /// A sum is negative, infinite or not a number.
    BadSum {
        /// Position of the cell.
        cell: usize,
        /// Column of the metric.
        metric: usize,
    },
    /// An option is out of its range.
    BadOption {
        /// The option's name.
        option: &'static str,
        /// What would be right.
        wanted: &'static str,
    },
    /// The base resolution is finer than the cells.
    BaseTooFine {
        /// The base that was asked for.
        base: Resolution,
        /// The resolution of the cells.
        finest: Resolution,
    },
    /// A kept leaf is finer than the cells.
    KeptTooFine {
        /// The kept leaf.
        leaf: CellIndex,
        /// The resolution of the cells.
        finest: Resolution,
    },
    /// The cover is of kept leaves alone, and two of them overlap.
    KeptOverlap(OverlappingLeaves),
    /// The cover is of kept leaves alone, and a cell lies in none of them.
    OutsideKept {
        /// Position of the cell.
        index: usize,
    },
    /// The cover, its fill included, would have more leaves than allowed.
    TooManyLeaves {
        /// The base resolution that was tried.
        base: Resolution,
        /// The most leaves allowed.
        max: usize,
    },
}

impl fmt::Display for CoverError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoCells => write!(f, "no cells to cover"),
            Self::NoMetrics => write!(f, "no metrics: column 0 must count accounts"),
            Self::SumsLength { expected, found } => {
                write!(f, "sums hold {found} values, cells times metrics is {expected}")
            }
            Self::NotAscending { index } => {
                write!(f, "cell {index} is not greater than the one before it")
            }
            Self::MixedResolution { index } => {
                write!(f, "cell {index} has another resolution than the first")
            }
            Self::BadSum { cell, metric } => {
                write!(f, "the sum of metric {metric} in cell {cell} is negative or not finite")
            }
            Self::BadOption { option, wanted } => write!(f, "{option} must be {wanted}"),
            Self::BaseTooFine { base, finest } => {
                write!(f, "base resolution {base} is finer than the cells' resolution {finest}")
            }
            Self::KeptTooFine { leaf, finest } => {
                write!(f, "kept leaf {leaf} is finer than the cells' resolution {finest}")
            }
            Self::KeptOverlap(pair) => write!(f, "kept leaf {} lies inside {}", pair.inner, pair.outer),
            Self::OutsideKept { index } => write!(f, "cell {index} lies in none of the kept leaves"),
            Self::TooManyLeaves { base, max } => write!(
                f,
                "more than {max} leaves at base resolution {base}: choose a coarser base, a shorter fill distance or a larger split share"
            ),
        }
    }
}

impl core::error::Error for CoverError {}
