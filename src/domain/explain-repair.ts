import { amountsHeld, type Breach, breachesOf, type Drift } from './drift.ts';
import { ownedPieces } from './owned-pieces.ts';
import type { Repair, RepairMove } from './repair.ts';

/** What would be wrong if one move of a repair were not made and all others were. */
export interface Without {
  readonly breaches: readonly Breach[];
  /** Territories that would be in more pieces than they are now, by position. */
  readonly apart: readonly { readonly territory: number; readonly pieces: number }[];
}

/** What each move of a repair is good for, in the order of the moves. */
export function explainRepair(drift: Drift, { moves }: Repair): Without[] {
  const owner = drift.owner.slice();
  for (const { leaf, to } of moves) owner[leaf] = to;
  const known = new Set(breachesOf(drift, amountsHeld(drift, owner)).map(nameOf));
  const piecesOf = (territory: number) => ownedPieces(owner, drift.touching, territory).length;
  const whole = new Map(moves.flatMap(({ from, to }) => [from, to]).map((one) => [one, piecesOf(one)]));
  return moves.map(({ leaf, from, to }: RepairMove): Without => {
    owner[leaf] = from;
    const breaches = breachesOf(drift, amountsHeld(drift, owner)).filter((breach) => !known.has(nameOf(breach)));
    const apart = [from, to]
      .map((territory) => ({ territory, pieces: piecesOf(territory) }))
      .filter(({ territory, pieces }) => pieces > (whole.get(territory) ?? 0));
    owner[leaf] = to;
    return { breaches, apart };
  });
}

function nameOf({ territory, limit }: Breach): string {
  return `${territory} ${limit}`;
}
