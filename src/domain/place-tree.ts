import { type HierarchyViolation, ownersAtLevel, type PlacedParent, type Tree } from './hierarchy.ts';
import { piecesOfOwners, type TerritoryPieces, touchingOwners } from './territory-pieces.ts';

/** Territories of a piece that a message names. */
const MAX_SHOWN = 5;

/** Parents on the ground, and those that are in several pieces where one is asked for. */
export interface PlacedTree {
  readonly parents: readonly PlacedParent[];
  /** By position of the parent. */
  readonly broken: ReadonlyMap<number, HierarchyViolation>;
}

/** Finds pieces and neighbours of all parents of a tree. Territories without a parent (-1) count nowhere. */
export function placeTree(tree: Tree, pieces: TerritoryPieces, territoryIds: readonly string[]): PlacedTree {
  const { levels, connected, parents } = tree;
  const counts: number[] = parents.map(() => 0);
  const neighbors: number[][] = parents.map(() => []);
  const broken = new Map<number, HierarchyViolation>();
  levels.forEach((level, at) => {
    const owners = ownersAtLevel(tree, at);
    piecesOfOwners(pieces, owners, parents.length).forEach((held, position) => {
      if (parents[position]?.level !== at) return;
      counts[position] = held.length;
      if (held.length < 2 || !connected.includes(level)) return;
      broken.set(position, inPieces(parents[position]?.id ?? '', level, held, territoryIds));
    });
    for (const [a, b] of touchingOwners(pieces, owners)) {
      neighbors[a]?.push(b);
      neighbors[b]?.push(a);
    }
  });
  const placed = parents.map((parent, position) => ({
    ...parent,
    pieces: counts[position] ?? 0,
    neighbors: (neighbors[position] ?? []).sort((a, b) => a - b),
  }));
  return { parents: placed, broken };
}

function inPieces(
  nodeId: string,
  level: string,
  pieces: readonly (readonly number[])[],
  ids: readonly string[],
): HierarchyViolation {
  const named = pieces.slice(0, MAX_SHOWN).map((held) => {
    const shown = held.slice(0, MAX_SHOWN).map((territory) => ids[territory] ?? '');
    return shown.join(', ') + (held.length > MAX_SHOWN ? ` and ${held.length - MAX_SHOWN} more` : '');
  });
  const rest = pieces.length > MAX_SHOWN ? `; and ${pieces.length - MAX_SHOWN} more` : '';
  return {
    kind: 'not-contiguous',
    level,
    nodeId,
    detail: `${nodeId} is in ${pieces.length} pieces: ${named.join('; ')}${rest}`,
    remedy: `move territories between nodes, or leave ${level} out of connected`,
  };
}
