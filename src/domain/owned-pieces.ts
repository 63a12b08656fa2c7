import type { TouchingLeaves } from './leaf-pieces.ts';

/** The pieces that one territory is in, each as its leaves: the largest first. `among` are leaves that hold all of its own. */
export function ownedPieces(
  owner: Uint32Array,
  { start, neighbors }: TouchingLeaves,
  territory: number,
  among: Iterable<number> = owner.keys(),
): number[][] {
  const seen = new Set<number>();
  const pieces: number[][] = [];
  for (const first of among) {
    if (owner[first] !== territory || seen.has(first)) continue;
    seen.add(first);
    const piece = [first];
    for (const leaf of piece) {
      for (let edge = start[leaf] ?? 0; edge < (start[leaf + 1] ?? 0); edge++) {
        const other = neighbors[edge] ?? 0;
        if (owner[other] !== territory || seen.has(other)) continue;
        seen.add(other);
        piece.push(other);
      }
    }
    pieces.push(piece);
  }
  return pieces.sort((one, other) => other.length - one.length);
}
