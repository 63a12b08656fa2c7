/// What does not hold in a layout, or cannot hold in any.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ReasonKind {
    /// A search ruled out every layout.
    NoLayout,
    /// The allowed lists of units bound together have no territory in common.
    NowhereAllowed,
    /// Locks, groups, forbidden pairs and bounds that cannot hold together.
    LocksClash,
    /// Units locked to one territory that nothing can connect.
    LocksSplit,
    /// A unit, or units bound together, above every upper bound that it may come under.
    UnitTooHeavy,
    /// The bounds of all territories together miss the total.
    TotalsDoNotFit,
    /// A piece of the map that holds no whole number of territories.
    ComponentTooSmall,
    /// What may be in a territory does not reach its lower bound.
    AllowedTooLittle,
    /// Bounds or rules move more than the budget allows.
    BudgetTooSmall,
    /// A territory has no unit.
    EmptyTerritory,
    /// A territory is in several pieces.
    NotContiguous,
    /// A unit left its territory, or entered one, against a lock.
    BrokenLock,
    /// A unit is where it is not allowed.
    NotAllowed,
    /// A group is in several territories.
    SplitGroup,
    /// A forbidden pair shares a territory.
    ForbiddenPair,
    /// A territory's sum is outside its bounds.
    OutsideTolerance,
    /// More of a metric moved than the budget allows.
    OverBudget,
    /// Around a territory outside its bounds the metrics are in another ratio than the bounds let a territory have.
    UnevenMix,
}

impl ReasonKind {
    /// Whether no layout can hold everything where this is the reason.
    #[must_use]
    pub fn is_proof(self) -> bool {
        match self {
            Self::NoLayout
            | Self::NowhereAllowed
            | Self::LocksClash
            | Self::LocksSplit
            | Self::UnitTooHeavy
            | Self::TotalsDoNotFit
            | Self::ComponentTooSmall
            | Self::AllowedTooLittle
            | Self::BudgetTooSmall => true,
            Self::EmptyTerritory
            | Self::NotContiguous
            | Self::BrokenLock
            | Self::NotAllowed
            | Self::SplitGroup
            | Self::ForbiddenPair
            | Self::OutsideTolerance
            | Self::OverBudget
            | Self::UnevenMix => false,
        }
    }

    /// The name on the wire.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::NoLayout => "no-layout",
            Self::NowhereAllowed => "nowhere-allowed",
            Self::LocksClash => "locks-clash",
            Self::LocksSplit => "locks-split",
            Self::UnitTooHeavy => "unit-too-heavy",
            Self::TotalsDoNotFit => "totals-do-not-fit",
            Self::ComponentTooSmall => "component-too-small",
            Self::AllowedTooLittle => "allowed-too-little",
            Self::BudgetTooSmall => "budget-too-small",
            Self::EmptyTerritory => "empty-territory",
            Self::NotContiguous => "not-contiguous",
            Self::BrokenLock => "broken-lock",
            Self::NotAllowed => "not-allowed",
            Self::SplitGroup => "split-group",
            Self::ForbiddenPair => "forbidden-pair",
            Self::OutsideTolerance => "outside-tolerance",
            Self::OverBudget => "over-budget",
            Self::UnevenMix => "uneven-mix",
        }
    }
}
