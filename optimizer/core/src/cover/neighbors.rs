use h3o::{CellIndex, DirectedEdgeIndex};

/// The cells around a cell at its own resolution, counter-clockwise: six, or five around a pentagon.
pub(crate) fn neighbors(cell: CellIndex) -> impl Iterator<Item = CellIndex> {
    cell.edges().map(DirectedEdgeIndex::destination)
}
