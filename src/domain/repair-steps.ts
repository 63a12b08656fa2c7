import { type Breach, type Drift, limitsOf } from './drift.ts';

/** Leaves that go together to a territory. */
export interface RepairStep {
  readonly leaves: readonly number[];
  readonly to: number;
}

/** How things stand in a search: who owns each leaf, and which leaves have moved, which none does twice. */
export interface Standing {
  readonly drift: Drift;
  readonly owner: Uint32Array;
  readonly moved: ReadonlySet<number>;
  /** Leaves that each territory had at first. */
  readonly leavesOf: readonly (readonly number[])[];
  /** Whether steps count, too, that only others make whole: a leaf goes where nothing of its new territory touches it yet. */
  readonly isThorough: boolean;
}

/** A territory in pieces, the largest first. */
export interface Apart {
  readonly territory: number;
  readonly pieces: readonly (readonly number[])[];
}

/** Leaves without accounts through which one behind them is reached. */
const MAX_THROUGH = 4;

/** Steps of which one must be made to mend something: what is outside loses or gains leaves, what is in pieces is joined or gives one away. */
export function stepsFrom(standing: Standing, ill: Breach | Apart): RepairStep[] {
  if ('pieces' in ill) return joining(standing, ill);
  return ill.excess > 0 ? giving(standing, ill) : getting(standing, ill);
}

function giving(standing: Standing, { territory, limit }: Breach): RepairStep[] {
  const steps: RepairStep[] = [];
  for (const leaf of standing.leavesOf[territory] ?? []) {
    if (!holds(standing, leaf, limit)) continue;
    for (const [to, through] of ways(standing, leaf)) steps.push({ leaves: [leaf, ...through], to });
  }
  return steps;
}

function getting(standing: Standing, { territory, limit }: Breach): RepairStep[] {
  const { drift, owner, isThorough } = standing;
  const steps: RepairStep[] = [];
  if (isThorough) {
    for (let leaf = 0; leaf < owner.length; leaf++) {
      if (owner[leaf] !== territory && isFree(standing, leaf) && holds(standing, leaf, limit))
        steps.push({ leaves: [leaf], to: territory });
    }
    return steps;
  }
  const own = [...(standing.leavesOf[territory] ?? []), ...standing.moved].filter((leaf) => owner[leaf] === territory);
  const seen = new Set<number>();
  const paths = own.map((leaf): readonly number[] => [leaf]);
  for (const path of paths) {
    const end = path.at(-1) ?? 0;
    for (const leaf of around(drift, end)) {
      // Beyond an empty leaf of another territory lies what is of the same.
      const isNext = path.length === 1 ? owner[leaf] !== territory : owner[leaf] === owner[end];
      if (!isNext || seen.has(leaf) || !isFree(standing, leaf)) continue;
      seen.add(leaf);
      if (holds(standing, leaf, limit)) steps.push({ leaves: [leaf, ...path.slice(1)], to: territory });
      else if (path.length <= MAX_THROUGH && drift.accounts[leaf] === 0) paths.push([...path, leaf]);
    }
  }
  return steps;
}

function holds({ drift }: Standing, leaf: number, limit: number): boolean {
  return (drift.amounts[leaf * limitsOf(drift) + limit] ?? 0) > 0;
}

/** Territories that a leaf can go to, and the empty leaves of its own territory that go with it as they lie between. */
function ways(standing: Standing, leaf: number): Map<number, readonly number[]> {
  const { drift, owner } = standing;
  const found = new Map<number, readonly number[]>();
  if (!isFree(standing, leaf)) return found;
  if (standing.isThorough) {
    const territories = drift.lower.length / limitsOf(drift);
    for (let to = 0; to < territories; to++) if (to !== owner[leaf]) found.set(to, []);
    return found;
  }
  const paths: (readonly number[])[] = [[]];
  const seen = new Set([leaf]);
  for (const path of paths) {
    for (const other of around(drift, path.at(-1) ?? leaf)) {
      if (seen.has(other)) continue;
      if (owner[other] !== owner[leaf]) {
        const to = owner[other] ?? 0;
        if (!found.has(to)) found.set(to, path);
      } else if (path.length < MAX_THROUGH && drift.accounts[other] === 0 && isFree(standing, other)) {
        seen.add(other);
        paths.push([...path, other]);
      }
    }
  }
  return found;
}

function joining(standing: Standing, { territory, pieces }: Apart): RepairStep[] {
  const { drift, owner } = standing;
  const steps: RepairStep[] = [];
  for (const piece of pieces.slice(standing.isThorough ? 0 : 1)) {
    if (standing.isThorough) {
      for (const leaf of piece)
        for (const [to, through] of ways(standing, leaf)) steps.push({ leaves: [leaf, ...through], to });
    }
    if (!piece.every((leaf) => isFree(standing, leaf))) continue;
    const others = new Set(piece.flatMap((leaf) => around(drift, leaf).map((other) => owner[other] ?? 0)));
    others.delete(territory);
    for (const to of others) steps.push({ leaves: piece, to });
  }
  const pieceOf = new Map(pieces.flatMap((piece, at) => piece.map((leaf) => [leaf, at] as const)));
  const near = pieces.length === 0 ? owner.keys() : new Set(pieces.flat().flatMap((leaf) => around(drift, leaf)));
  for (const leaf of near) {
    if (owner[leaf] === territory || !isFree(standing, leaf)) continue;
    const met = new Set(around(drift, leaf).flatMap((other) => pieceOf.get(other) ?? []));
    if (pieces.length === 0 || met.size > (standing.isThorough ? 0 : 1)) steps.push({ leaves: [leaf], to: territory });
  }
  return steps;
}

function isFree({ drift, moved }: Standing, leaf: number): boolean {
  return drift.isHeld[leaf] !== 1 && !moved.has(leaf);
}

function around({ touching: { start, neighbors } }: Drift, leaf: number): number[] {
  return [...neighbors.subarray(start[leaf], start[leaf + 1])];
}
