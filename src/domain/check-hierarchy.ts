import type { BlameShape } from './check-shape.ts';
import type { Hierarchy, PlacedParent } from './hierarchy.ts';
import type { Layout } from './layout.ts';
import { placeTree } from './place-tree.ts';
import { readTree } from './read-tree.ts';
import type { TerritoryPieces } from './territory-pieces.ts';

const AS_EXPORTED = 'send the hierarchy as it was exported';

/** Blames what a hierarchy from a file says that its layout does not bear out. Pieces and neighbours are taken at their word where `pieces` is null. */
export function checkHierarchy(
  hierarchy: Hierarchy,
  layout: Layout,
  pieces: TerritoryPieces | null,
  blame: BlameShape,
): void {
  const { levels, connected, parents, territories } = hierarchy;
  const ids = layout.territories.map(({ id }) => id);
  const idOf = (at: number | null | undefined) => parents[at ?? -1]?.id;
  if (territories.length !== ids.length) {
    blame('hierarchy/territories', territories.length, `are not the ${ids.length} of the layout`, AS_EXPORTED);
    return;
  }
  const { violations, given } = readTree(
    {
      levels,
      connected,
      nodes: parents.map(({ id, name, manager, level, parent }) => {
        return { id, name, manager, level: levels[level] ?? '', parent: parent === null ? null : (idOf(parent) ?? '') };
      }),
      territories: Object.fromEntries(ids.map((id, at) => [id, idOf(territories[at]) ?? ''])),
    },
    ids,
  );
  for (const { field, value, detail, remedy } of violations) blame(`hierarchy${field}`, value, detail, remedy);
  if (given.some((at, position) => at !== position)) {
    blame('node/level', '', 'are not level by level, the lowest first', AS_EXPORTED);
  }
  if (violations.length === 0 && pieces !== null) checkPlaces(hierarchy, pieces, ids, blame);
}

function checkPlaces(
  hierarchy: Hierarchy,
  pieces: TerritoryPieces,
  territoryIds: readonly string[],
  blame: BlameShape,
): void {
  const { parents, broken } = placeTree(hierarchy, pieces, territoryIds);
  const placeOf = (parent: PlacedParent | undefined) => JSON.stringify([parent?.pieces, parent?.neighbors]);
  hierarchy.parents.forEach((parent, at) => {
    if (placeOf(parent) === placeOf(parents[at])) return;
    blame(`node/${parent.id}`, placeOf(parent), 'are not its pieces and neighbors', AS_EXPORTED);
  });
  if (hierarchy.violationCount > hierarchy.violations.length) return;
  const told = new Set(
    hierarchy.violations.filter(({ kind }) => kind === 'not-contiguous').map(({ nodeId }) => nodeId),
  );
  for (const [, { nodeId = '', detail }] of broken) {
    if (!told.has(nodeId)) blame('hierarchy/violations', nodeId, `${detail}, which it does not say`, AS_EXPORTED);
  }
}
