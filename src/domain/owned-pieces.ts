import type { TouchingLeaves } from './leaf-pieces.ts';

/** The pieces that one territory is in, each as its leaves: the largest first. */
export function ownedPieces(owner: Uint32Array, { start, neighbors }: TouchingLeaves, territory: number): number[][] {
  const isSeen = new Uint8Array(owner.length);
  const pieces: number[][] = [];
  owner.forEach((own, first) => {
    if (own !== territory || isSeen[first] === 1) return;
    isSeen[first] = 1;
    const piece = [first];
    for (const leaf of piece) {
      for (let edge = start[leaf] ?? 0; edge < (start[leaf + 1] ?? 0); edge++) {
        const other = neighbors[edge] ?? 0;
        if (owner[other] !== territory || isSeen[other] === 1) continue;
        isSeen[other] = 1;
        piece.push(other);
      }
    }
    pieces.push(piece);
  });
  return pieces.sort((one, other) => other.length - one.length);
}
