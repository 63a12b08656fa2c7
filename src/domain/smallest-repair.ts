import { type Breach, breachesOf, type Drift, limitsOf } from './drift.ts';
import type { Repair, RepairEffort, RepairMove } from './repair.ts';
import { RepairSearch } from './repair-search.ts';

const EFFORT: RepairEffort = { states: [12_000, 1_000], kept: 24, depth: 120 };

/** Of one breach. */
const LESS: RepairEffort = { states: [2_000, 200], kept: 8, depth: 60 };

/** Breaches that are mended all at once; of more than these, each is mended by itself. */
const MAX_AT_ONCE = 12;

/**
 * The repair of a drift that moves the fewest accounts, then those of least value. No territory that is inside a limit is outside of it afterwards, and none falls into
 * more pieces than it was in.
 *
 * Whatever is outside must lose or gain a leaf, and what is in pieces, too: the search branches on that, the least bound first (A*, Hart, Nilsson, Raphael 1968,
 * 10.1109/TSSC.1968.300136). Where that opens too many states, the best few of each depth go on.
 */
export function smallestRepair(drift: Drift, effort: RepairEffort = EFFORT): Repair {
  const breaches = breachesOf(drift);
  const whole = breaches.length > MAX_AT_ONCE ? null : repairAll(drift, effort);
  return whole ?? oneByOne(drift, breaches);
}

/** Mends what can be mended, the least first; the rest stays as it is, and no farther outside. */
function oneByOne(drift: Drift, breaches: readonly Breach[]): Repair {
  let now = drift;
  const moves: RepairMove[] = [];
  for (const { territory, limit } of [...breaches].sort((one, other) => shareOf(drift, one) - shareOf(drift, other))) {
    const left = breachesOf(now);
    const breach = left.find((one) => one.territory === territory && one.limit === limit);
    const repair = breach === undefined ? null : repairAll(leaving(now, left, breach), LESS);
    if (repair === null) continue;
    moves.push(...repair.moves);
    const [owner, isHeld] = [now.owner.slice(), now.isHeld.slice()];
    for (const { leaf, to } of repair.moves) [owner[leaf], isHeld[leaf]] = [to, 1];
    now = { ...now, owner, isHeld };
  }
  const isInside = breachesOf(now).length === 0;
  const sum = (of: Float64Array) => moves.reduce((total, { leaf }) => total + (of[leaf] ?? 0), 0);
  return {
    moves: moves.sort((one, other) => one.leaf - other.leaf),
    ...{ accounts: sum(drift.accounts), value: sum(drift.value) },
    ...{ isInside, atLeast: isInside ? new RepairSearch(drift).atLeast : 0 },
  };
}

function repairAll(drift: Drift, effort: RepairEffort): Repair | null {
  const search = new RepairSearch(drift);
  if (!search.canBeInside) return null;
  const least = search.byBound(effort);
  // Of a large plan not all steps were tried: what was found first is not proven to be least.
  if (least !== null) return search.repairOf(least, search.isThorough ? least.accounts : search.atLeast);
  const found = search.byDepth(effort);
  return found && search.repairOf(found, search.atLeast);
}

/** The same drift, where all that is outside but one thing may stay as far outside as it is. */
function leaving(drift: Drift, breaches: readonly Breach[], mended: Breach): Drift {
  const [lower, upper] = [drift.lower.slice(), drift.upper.slice()];
  for (const breach of breaches) {
    if (breach === mended) continue;
    const place = breach.territory * limitsOf(drift) + breach.limit;
    const bounds = breach.excess > 0 ? upper : lower;
    bounds[place] = (bounds[place] ?? 0) + breach.excess;
  }
  return { ...drift, lower, upper };
}

/** By how much something is outside, as a share of its limit. */
function shareOf(drift: Drift, { territory, limit, excess }: Breach): number {
  const bound = (excess > 0 ? drift.upper : drift.lower)[territory * limitsOf(drift) + limit] ?? 0;
  return Math.abs(excess) / Math.max(Math.abs(bound), Number.MIN_VALUE);
}
