import type { Cell } from '../domain/cell.ts';

/** Pairs of cells between which pieces of a cover are joined. A leaf, or leaves in whose middle the link then ends. */
export type LeafLinks = readonly (readonly [Cell, Cell])[];
