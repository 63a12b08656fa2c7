import { cellNumber, cellText } from '../domain/cell-number.ts';
import type { Edit } from '../domain/edit.ts';
import { longestBorder, territoryPieces } from '../domain/leaf-pieces.ts';
import { positionOf } from '../domain/leaf-table.ts';
import type { ConflictGround } from './conflict-ground.ts';

/**
 * Edits that give leaves away, and those that give what they cut off with them: pieces without accounts that were part of a territory go to the territory with which
 * they have the longest border.
 */
export function keepTogether({ layout, leaves, ports }: ConflictGround, edits: readonly Edit[]): Edit[] {
  const territories = leaves.territories.slice();
  for (const edit of edits) {
    if (edit.kind !== 'assign') return [...edits];
    const to = layout.territories.findIndex(({ id }) => id === edit.to);
    for (const cell of edit.cells ?? []) {
      const leaf = positionOf(leaves.cells, cellNumber(cell));
      if (leaf >= 0 && to >= 0) territories[leaf] = to;
    }
  }
  const links = layout.islands.map(({ from, to }) => [from, to] as const);
  const graph = ports.optimizer.joinLeaves(leaves, links);
  const wereApart = new Set(
    territoryPieces(leaves, graph).flatMap((pieces) => (pieces ?? []).slice(1).map(({ leaves: [first] }) => first)),
  );
  const cutOff = territoryPieces({ ...leaves, territories }, graph).flatMap((pieces) =>
    (pieces ?? []).slice(1).filter((piece) => piece.accounts === 0 && !wereApart.has(piece.leaves[0])),
  );
  return [
    ...edits,
    ...cutOff.flatMap((piece): Edit[] => {
      const to = layout.territories[longestBorder(piece)]?.id;
      const cells = piece.leaves.map((leaf) => cellText(leaves.cells[leaf] ?? 0n));
      return to === undefined ? [] : [{ kind: 'assign', to, cells }];
    }),
  ];
}
