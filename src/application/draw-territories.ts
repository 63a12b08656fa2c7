import type { Resolution } from '../domain/cell.ts';
import type { Layout, Territory } from '../domain/layout.ts';
import type { LeafTable } from '../domain/leaf-table.ts';
import { listedLeaf } from './list-leaves.ts';
import type { MapLayer } from './map-encoder.ts';
import type { Optimizer } from './optimizer.ts';
import type { OutlineRequest, Outlines } from './outlines.ts';

/**
 * The territories' outlines at one resolution, each with its measures.
 *
 * @param resolution null: the base, or the first finer one at which no territory is too small to be seen
 */
export function drawTerritories(
  optimizer: Optimizer,
  layout: Layout,
  leaves: LeafTable,
  resolution: Resolution | null,
): MapLayer {
  const { outlines, drawnAt } = drawVisible(optimizer, leaves, layout.resolution, resolution);
  return {
    name: 'territories',
    outlines,
    feature: (owner) => {
      const { id, ...properties } = layout.territories[owner] as Territory;
      return { id, properties: { ...properties, layoutId: layout.layoutId, outlineResolution: drawnAt } };
    },
  };
}

/** The outlines of owners of cells at one resolution: null takes the base, or the first finer one at which each owner has an outline. */
export function drawVisible(
  optimizer: Optimizer,
  { cells, territories: owners }: Pick<LeafTable, 'cells' | 'territories'>,
  { base, finest }: Pick<Layout['resolution'], 'base' | 'finest'>,
  resolution: Resolution | null,
): { outlines: Outlines; drawnAt: Resolution } {
  const draw = (at: Resolution) => optimizer.drawOutlines({ leaves: cells, owners, resolution: at });
  let drawnAt = resolution ?? base;
  let outlines = draw(drawnAt);
  const held = new Set(owners).size;
  while (resolution === null && drawnAt < finest && new Set(outlines.owners).size < held) {
    drawnAt = (drawnAt + 1) as Resolution;
    outlines = draw(drawnAt);
  }
  return { outlines, drawnAt };
}

/** The leaves themselves at one resolution, where finer leaves than that are joined to what holds their centers. */
export function drawLeaves(
  optimizer: Optimizer,
  leaves: LeafTable,
  request: Pick<OutlineRequest, 'resolution' | 'window'>,
  feature: MapLayer['feature'],
): MapLayer {
  const owners = Uint32Array.from(leaves.cells, (_, leaf) => leaf);
  return { name: 'cells', outlines: optimizer.drawOutlines({ leaves: leaves.cells, owners, ...request }), feature };
}

/** What a drawn leaf says of itself. */
export function leafFeature(layout: Layout, leaves: LeafTable, leaf: number) {
  const { cell, territory, sums } = listedLeaf(layout, leaves, leaf);
  const color = layout.territories[leaves.territories[leaf] ?? 0]?.color ?? 0;
  return { id: cell, properties: { cell, territory, color, sums } };
}
