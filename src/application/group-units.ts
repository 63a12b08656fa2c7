import type { Balance } from '../domain/balance.ts';
import type { Effort } from '../domain/layout.ts';
import { type CenterSum, centerOf, joinCenters } from '../domain/territory-centers.ts';
import { advanceToEnd } from './advance-to-end.ts';
import type { Ports } from './ports.ts';
import type { ProblemAnswer, ProblemFile } from './problem-file.ts';

/** Things that are to be grouped: territories, or the parents of a level. */
export interface Groupable {
  readonly ids: readonly string[];
  /** Row-major [things][metrics]: the balanced metrics, in the order of the balance. */
  readonly sums: readonly (readonly number[])[];
  readonly centers: readonly CenterSum[];
  /** Pairs that touch. */
  readonly touching: readonly (readonly [number, number])[];
}

export interface GroupOptions {
  readonly count: number;
  readonly balance: Balance;
  readonly connected: boolean;
  readonly seed: number;
  readonly effort: Effort;
}

/** Groups things into so many balanced groups, each of which gets an equal share. Throws `solve-too-long`. */
export async function groupUnits(ports: Ports, things: Groupable, options: GroupOptions): Promise<ProblemAnswer> {
  const solve = ports.optimizer.startProblem(problemFile(things, options));
  try {
    await advanceToEnd(ports, solve);
    return solve.finish();
  } finally {
    solve.free();
  }
}

function problemFile({ sums, centers, touching }: Groupable, options: GroupOptions): ProblemFile {
  const { count, balance, connected, seed, effort } = options;
  const places = centers.map(centerOf);
  const bounds = Object.values(balance).map((tolerance, metric) => {
    const target = sums.reduce((total, own) => total + (own[metric] ?? 0), 0) / count;
    return target === 0 ? null : { lower: (1 - tolerance) * target, upper: (1 + tolerance) * target };
  });
  return {
    weights: sums,
    lat: places.map(({ lat }) => lat),
    lng: places.map(({ lng }) => lng),
    edges: touching,
    territories: count,
    lower: bounds.map((bound) => bound?.lower ?? null),
    upper: bounds.map((bound) => bound?.upper ?? null),
    contiguity: connected,
    seed,
    effort,
  };
}

/** The groups as things to be grouped again. */
export function groupsOf(things: Groupable, groups: readonly number[], ids: readonly string[]): Groupable {
  const members: number[][] = ids.map(() => []);
  groups.forEach((group, thing) => {
    members[group]?.push(thing);
  });
  const pairs = new Set<number>();
  for (const [a, b] of things.touching) {
    const [low, high] = [groups[a] ?? 0, groups[b] ?? 0].sort((c, d) => c - d) as [number, number];
    if (low !== high) pairs.add(low * ids.length + high);
  }
  return {
    ids,
    sums: members.map((own) =>
      (things.sums[0] ?? []).map((_, metric) =>
        own.reduce((sum, thing) => sum + (things.sums[thing]?.[metric] ?? 0), 0),
      ),
    ),
    centers: members.map((own) => joinCenters(own.map((thing) => things.centers[thing] as CenterSum))),
    touching: [...pairs].map((pair): [number, number] => [Math.floor(pair / ids.length), pair % ids.length]),
  };
}
