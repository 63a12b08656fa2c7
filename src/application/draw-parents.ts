import type { Resolution } from '../domain/cell.ts';
import { type Hierarchy, ownersAtLevel } from '../domain/hierarchy.ts';
import type { Layout } from '../domain/layout.ts';
import type { LeafTable } from '../domain/leaf-table.ts';
import { type MeasuredParent, measureParents } from './describe-hierarchy.ts';
import { drawVisible } from './draw-territories.ts';
import type { MapLayer } from './map-encoder.ts';
import type { Optimizer } from './optimizer.ts';

/**
 * The outlines of the parents of one level (its position), each with its measures: unions of their territories, drawn as those are.
 *
 * @param resolution null: chosen, as for territories
 */
export function drawParents(
  optimizer: Optimizer,
  hierarchy: Hierarchy,
  layout: Layout,
  leaves: LeafTable,
  level: number,
  resolution: Resolution | null,
): MapLayer {
  const byTerritory = ownersAtLevel(hierarchy, level);
  const territories = leaves.territories.map((territory) => byTerritory[territory] ?? 0);
  const { outlines, drawnAt } = drawVisible(
    optimizer,
    { cells: leaves.cells, territories },
    layout.resolution,
    resolution,
  );
  const first = hierarchy.parents.findIndex((parent) => parent.level === level);
  const measured = measureParents(hierarchy, layout, level);
  return {
    name: 'nodes',
    outlines,
    feature: (owner) => {
      const { id, ...properties } = measured[owner - first] as MeasuredParent;
      const { hierarchyId, layoutId } = hierarchy;
      return { id, properties: { ...properties, hierarchyId, layoutId, outlineResolution: drawnAt } };
    },
  };
}
