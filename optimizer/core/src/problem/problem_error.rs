use core::fmt;

/// Why a problem cannot be solved at all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ProblemError {
    /// More territories than units, or none.
    Territories {
        /// Territories asked for.
        territories: usize,
        /// Units there are.
        units: usize,
    },
    /// An array has the wrong length.
    Shape {
        /// The array.
        what: &'static str,
        /// Its length.
        length: usize,
        /// The length it must have.
        expected: usize,
    },
    /// A number is not finite, is negative where it may not be, or an index is out of range.
    Value {
        /// The array.
        what: &'static str,
        /// The position in it.
        index: usize,
    },
}

impl fmt::Display for ProblemError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Territories { territories, units } => {
                write!(f, "{territories} territories of {units} units: ask for 1 to {units}")
            }
            Self::Shape { what, length, expected } => write!(f, "{what} has {length} entries and must have {expected}"),
            Self::Value { what, index } => write!(f, "{what}[{index}] is out of range"),
        }
    }
}

impl core::error::Error for ProblemError {}
