use core::fmt;

use h3o::{CellIndex, Resolution};

/// Why outlines cannot be drawn.
#[derive(Clone, Debug, PartialEq)]
pub enum OutlineError {
    /// There is not one owner for each leaf.
    OwnersLength {
        /// Number of leaves.
        leaves: usize,
        /// Number of owners.
        owners: usize,
    },
    /// An owner's number is above [`MAX_OWNER`](super::MAX_OWNER).
    OwnerTooLarge {
        /// The owner.
        owner: u32,
    },
    /// A leaf occurs twice, or one lies inside another.
    OverlappingLeaves {
        /// One of the two.
        leaf: CellIndex,
    },
    /// The window is not a box of longitudes and latitudes.
    BadWindow {
        /// What would be right.
        wanted: &'static str,
    },
    /// More cells lie along borders than [`MAX_BORDER_CELLS`](super::MAX_BORDER_CELLS).
    TooDetailed {
        /// The resolution that was asked for.
        resolution: Resolution,
    },
    /// A border does not close: never for valid cells.
    OpenBorder {
        /// The cell where it breaks off.
        cell: CellIndex,
    },
}

impl fmt::Display for OutlineError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::OwnersLength { leaves, owners } => {
                write!(f, "{owners} owners for {leaves} leaves")
            }
            Self::OwnerTooLarge { owner } => {
                write!(f, "owner {owner} is above {}", super::MAX_OWNER)
            }
            Self::OverlappingLeaves { leaf } => {
                write!(f, "leaf {leaf} overlaps another")
            }
            Self::BadWindow { wanted } => write!(f, "the window must have {wanted}"),
            Self::TooDetailed { resolution } => write!(
                f,
                "more than {} cells along borders at resolution {resolution}: choose a coarser one or a smaller window",
                super::MAX_BORDER_CELLS
            ),
            Self::OpenBorder { cell } => write!(f, "the border at cell {cell} does not close"),
        }
    }
}

impl core::error::Error for OutlineError {}
