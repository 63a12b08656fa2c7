//! From accounts summed by cell to the units of a problem: leaves of mixed resolution, their adjacency, islands joined.
