/** How what was achieved stands to what could be. */
export interface PotentialRank {
  readonly potential: number;
  /** `achieved / potential`; null without potential. */
  readonly perPotential: number | null;
  /** The same of the plan as a whole. */
  readonly ofPlan: number | null;
  /** `perPotential / ofPlan`: 1 where as much is made of the potential as in the plan. */
  readonly index: number | null;
  /** From 1, the highest index first; those with the same index share the best rank, and ranks after them are left out. Null without an index. */
  readonly rank: number | null;
  /** How many have a rank. */
  readonly of: number;
}

/** Indexes that differ by less are the same. */
const TIE = 1e-9;

/** Ranks achievers by value per unit of potential against the plan's, in the order in which they are given. */
export function rankByPotential(
  achievers: readonly { readonly achieved: number; readonly potential: number }[],
  plan: { readonly achieved: number; readonly potential: number },
): PotentialRank[] {
  const ofPlan = plan.potential > 0 ? plan.achieved / plan.potential : null;
  const measured = achievers.map(({ achieved, potential }) => {
    const perPotential = potential > 0 ? achieved / potential : null;
    const index = perPotential === null || ofPlan === null || ofPlan <= 0 ? null : perPotential / ofPlan;
    return { potential, perPotential, ofPlan, index };
  });
  const sorted = measured.flatMap(({ index }) => (index === null ? [] : [index])).sort((a, b) => b - a);
  // Neighbours that tie have the rank of the first of them.
  const ranks: number[] = [];
  sorted.forEach((index, at) => {
    const before = sorted[at - 1];
    ranks.push(before !== undefined && before - index < TIE ? (ranks[at - 1] as number) : at + 1);
  });
  const rankOf = new Map(sorted.map((index, at) => [index, ranks[at] as number]));
  return measured.map((one) => ({
    ...one,
    rank: one.index === null ? null : (rankOf.get(one.index) ?? null),
    of: sorted.length,
  }));
}
