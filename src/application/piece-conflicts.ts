import { cellText } from '../domain/cell-number.ts';
import { NAMED_IN_CONFLICT } from '../domain/conflict.ts';
import type { ConflictSink } from '../domain/conflict-list.ts';
import { findCoverEdge } from '../domain/cover-holes.ts';
import { longestBorder, type Piece, territoryPieces } from '../domain/leaf-pieces.ts';
import { type ConflictGround, placeOfCell } from './conflict-ground.ts';
import { count } from './territory-conflicts.ts';

/** Cells that one fix gives away. */
const MAX_FIXED_CELLS = 20_000;

/** Territories in several pieces, pieces and places that another territory encloses. */
export function findPieceConflicts(ground: ConflictGround, list: ConflictSink): void {
  const { layout, leaves, ports } = ground;
  const links = layout.islands.map(({ from, to }) => [from, to] as const);
  const pieces = territoryPieces(leaves, ports.optimizer.joinLeaves(leaves, links));
  const edge = findCoverEdge(leaves, layout.resolution.base);
  const idOf = (territory: number) => layout.territories[territory]?.id ?? '';
  for (const own of pieces) {
    own?.forEach((piece, at) => {
      if (at > 0) addPiece(ground, list, piece, own.length);
      const [around] = piece.borders.keys();
      const isEnclosed = piece.borders.size === 1 && !piece.leaves.some((leaf) => edge.isOutermost[leaf] === 1);
      if (isEnclosed && around !== undefined) addEnclosed(ground, list, piece, around, own.length > 1);
    });
  }
  for (const { cells, borders } of edge.holes) {
    const to = longestBorder({ borders });
    const named = cells.map(cellText);
    list.add('hole', 'warning', `gap ${named[0]}`, () => ({
      territoryIds: [...borders.keys()].sort((a, b) => a - b).map(idOf),
      ...{ cells: named.slice(0, NAMED_IN_CONFLICT), accountIds: [], amount: cells.length },
      place: placeOfCell(named[0] ?? ''),
      detail: `${count(cells.length, 'cell', 'cells')} that territories enclose and that ${cells.length === 1 ? 'is' : 'are'} nobody's`,
      remedy: 'give them to a territory about them',
      fix: {
        description: `gives them to ${idOf(to)}, or to the territory in territoryId`,
        preview: `a new layout with ${count(cells.length, 'more cell', 'more cells')}`,
        choices: ['territoryId'],
        deed: { action: 'add-places', cells: named, territoryId: idOf(to) },
      },
    }));
  }
}

function addPiece(ground: ConflictGround, list: ConflictSink, piece: Piece, pieces: number): void {
  const { layout, leaves } = ground;
  const { id } = layout.territories[piece.territory] ?? { id: '' };
  const cells = piece.leaves.map((leaf) => cellText(leaves.cells[leaf] ?? 0n));
  list.add('not-in-one-piece', 'error', `${id} ${cells[0]}`, () => ({
    ...{ territoryIds: [id], cells: cells.slice(0, NAMED_IN_CONFLICT), accountIds: [], amount: piece.accounts },
    place: placeOfCell(cells[0] ?? ''),
    detail: `${id} is in ${pieces} pieces; this one has ${count(cells.length, 'cell', 'cells')} and ${count(piece.accounts, 'account', 'accounts')}`,
    remedy: 'give the piece to the territory about it, or the territory what lies between',
    fix: pieceFix(ground, piece, cells),
  }));
}

function addEnclosed(ground: ConflictGround, list: ConflictSink, piece: Piece, around: number, isPart: boolean): void {
  const { layout, leaves } = ground;
  const [id, outer] = [piece.territory, around].map((territory) => layout.territories[territory]?.id ?? '');
  const cells = piece.leaves.map((leaf) => cellText(leaves.cells[leaf] ?? 0n));
  list.add('hole', isPart ? 'warning' : 'info', `${id} ${cells[0]}`, () => ({
    territoryIds: [id ?? '', outer ?? ''],
    ...{ cells: cells.slice(0, NAMED_IN_CONFLICT), accountIds: [], amount: piece.accounts },
    place: placeOfCell(cells[0] ?? ''),
    detail: `${isPart ? 'a piece of ' : ''}${id} lies wholly inside ${outer}`,
    remedy: isPart ? 'give the piece to the territory about it' : 'give it a way out, or leave it if that is meant',
    fix: isPart ? pieceFix(ground, piece, cells) : null,
  }));
}

function pieceFix({ layout }: ConflictGround, piece: Piece, cells: ReturnType<typeof cellText>[]) {
  const to = layout.territories[longestBorder(piece)]?.id;
  if (to === undefined || cells.length > MAX_FIXED_CELLS) return null;
  return {
    description: `gives the piece to ${to}, with which it has the longest border, or to the territory in territoryId`,
    preview: `a new layout in which ${count(cells.length, 'cell', 'cells')} with ${count(piece.accounts, 'account', 'accounts')} change their territory`,
    choices: ['territoryId' as const],
    deed: { action: 'edit-layout' as const, edits: [{ kind: 'assign' as const, to, cells }] },
  };
}
