import type { LeafTable } from './leaf-table.ts';

/** Leaves that touch, in compressed rows. */
export interface TouchingLeaves {
  readonly start: Uint32Array;
  readonly neighbors: Uint32Array;
}

/** Leaves of one territory that hang together. */
export interface Piece {
  readonly territory: number;
  /** Ascending. */
  readonly leaves: readonly number[];
  /** Sum of the first metric, the accounts. */
  readonly accounts: number;
  /** Pairs of touching leaves by the other territory. */
  readonly borders: ReadonlyMap<number, number>;
}

/** The pieces of each territory, the one with most accounts first, then the one with most leaves. */
export function territoryPieces(leaves: LeafTable, { start, neighbors }: TouchingLeaves): Piece[][] {
  const { territories, cells, sums } = leaves;
  const width = sums.length / Math.max(1, cells.length);
  const isSeen = new Uint8Array(cells.length);
  const pieces: Piece[][] = [];
  for (let first = 0; first < cells.length; first++) {
    if (isSeen[first] === 1) continue;
    isSeen[first] = 1;
    const territory = territories[first] as number;
    const members = [first];
    const borders = new Map<number, number>();
    let accounts = 0;
    for (let at = 0; at < members.length; at++) {
      const leaf = members[at] as number;
      accounts += sums[leaf * width] ?? 0;
      for (let edge = start[leaf] as number; edge < (start[leaf + 1] as number); edge++) {
        const other = neighbors[edge] as number;
        const owner = territories[other] as number;
        if (owner !== territory) borders.set(owner, (borders.get(owner) ?? 0) + 1);
        else if (isSeen[other] === 0) {
          isSeen[other] = 1;
          members.push(other);
        }
      }
    }
    const piece = { territory, leaves: members.sort((a, b) => a - b), accounts, borders };
    const known = pieces[territory];
    if (known === undefined) pieces[territory] = [piece];
    else known.push(piece);
  }
  for (const own of pieces) own?.sort((a, b) => b.accounts - a.accounts || b.leaves.length - a.leaves.length);
  return pieces;
}

/** The territory with which a piece has the longest border, or -1. */
export function longestBorder({ borders }: Pick<Piece, 'borders'>): number {
  let [best, most] = [-1, 0];
  for (const [territory, count] of borders) {
    if (count > most || (count === most && territory < best)) [best, most] = [territory, count];
  }
  return best;
}
