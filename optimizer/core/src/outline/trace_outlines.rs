use h3o::{CellIndex, LatLng, Resolution};

use super::{
    OutlineError, Window,
    border_cells::{BorderCells, find_border_cells},
    face_edges::FaceEdges,
    owner_tree::OwnerTree,
    walk_rings::{Rings, walk_rings},
    window::Clip,
};

/// Hands over each owner's rings on the sphere, ascending by owner, the owner on their left, and whether it holds the north pole.
///
/// An owner of the whole Earth has no ring at all and comes once.
pub(crate) fn trace_outlines(
    leaves: &[CellIndex],
    owners: &[u32],
    resolution: Resolution,
    window: Option<Window>,
    mut take: impl FnMut(u32, &Rings, bool),
) -> Result<(), OutlineError> {
    let clip = window.map(|window| Clip::new(window, resolution)).transpose()?;
    let tree = OwnerTree::new(leaves, owners, clip)?;
    let BorderCells { cells, mut sides, groups } = find_border_cells(&tree, resolution);
    let pole = pole_owner(&tree, resolution);
    let (mut face_edges, mut rings) = (FaceEdges::default(), Rings::default());
    let mut start = 0;
    for &(owner, end) in &groups {
        rings.clear();
        walk_rings(&cells[start..end], &mut sides[start..end], &mut face_edges, &mut rings)?;
        take(owner, &rings, pole == Some(owner));
        start = end;
    }
    if let (Some(owner), true) = (pole, groups.is_empty()) {
        rings.clear();
        take(owner, &rings, true);
    }
    Ok(())
}

/// The owner of the cell that holds the north pole.
fn pole_owner(tree: &OwnerTree, resolution: Resolution) -> Option<u32> {
    let pole = LatLng::new(90.0, 0.0).ok()?.to_cell(resolution);
    tree.owner(pole, tree.find(pole))
}
