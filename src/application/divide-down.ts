import type { Cell, Resolution } from '../domain/cell.ts';
import { cellNumber } from '../domain/cell-number.ts';
import { Failure, type Violation } from '../domain/failure.ts';
import {
  joinLeafTables,
  type LeafTable,
  leafOf,
  occupiedLeaves,
  ownerLeafOf,
  pickLeaves,
} from '../domain/leaf-table.ts';
import type { CountedLevel } from '../domain/read-levels.ts';
import { refuseHierarchy } from '../domain/refuse-hierarchy.ts';
import { countsOfLevels, titled, toleranceOfPart } from '../domain/top-down.ts';
import { putPartBack } from './layout-part.ts';
import type { LeafLinks } from './leaf-links.ts';
import type { Ports } from './ports.ts';
import type { SolveInput, SolveResult } from './solve.ts';
import { runSolve } from './solve-layout.ts';

type Cells = SolveInput['cells'];

/** What a solve counts for beside its steps, which a small one hardly takes: it costs 5 to 25 ms of CPU to begin, whatever it is (100,000 steps take 10 to 50). */
export const STEPS_PER_SOLVE = 50_000;

/** What the choice of a base resolution counts for: 0.4 to 0.6 s of CPU with 20,000 to 100,000 cells. */
export const STEPS_PER_BASE = 1_000_000;

/** What is divided at every level. */
export interface Division {
  readonly ports: Ports;
  /** The top first. */
  readonly levels: readonly CountedLevel[];
  /** The whole, as it would be solved into all territories of the last level at once. */
  readonly input: SolveInput;
}

/** A division down to the last level. */
export interface Divided {
  /** Those of a parent next to each other. */
  readonly leaves: LeafTable;
  /** Where pieces of the cover were joined. */
  readonly islands: SolveResult['report']['islands'];
  /** Of all solves together. */
  readonly steps: number;
  /** That of the first level: how the cover came about. */
  readonly resolution: SolveResult['report']['resolution'];
}

/** One of a level, which the next level divides. */
interface Part {
  /** All of one territory. */
  readonly leaves: LeafTable;
  readonly cells: Cells;
  readonly links: LeafLinks;
}

/**
 * Divides a whole into territories, each of these inside of its own leaves, and so on: whatever is below a territory makes up that territory.
 *
 * Errors: `invalid-hierarchy` with each part that has fewer places than it is to be divided into; `solve-too-long` where all solves together take more steps
 * than a request waits for.
 */
export async function divideDown(division: Division): Promise<Divided> {
  const { ports, levels, input } = division;
  const counts = countsOfLevels(levels);
  const territories = counts.at(-1) ?? 1;
  const totals = sumsOf(input.cells);
  let steps = 0;
  let taken = input.options.baseResolution === null ? STEPS_PER_BASE : 0;
  const solve = async (cells: Cells, count: number, level: number, given: Partial<SolveInput>, cover = {}) => {
    const sums = sumsOf(cells);
    const parts = counts[level - 1] ?? 1;
    const tolerances = input.options.tolerances.map((tolerance, metric) => {
      const share = totals[metric] === 0 ? 1 : ((sums[metric] ?? 0) * parts) / (totals[metric] ?? 1);
      return tolerance === null ? null : toleranceOfPart(tolerance, share, levels.length - level);
    });
    const options = { ...input.options, ...cover, territories: count, tolerances };
    taken += STEPS_PER_SOLVE;
    const result = await solveLevel(ports, { ...input, ...given, cells, options }, level, taken);
    taken += result.report.steps;
    steps += result.report.steps;
    return result;
  };

  const [{ count: top = 1 } = {}] = levels;
  const first = await solve(input.cells, top, 0, {}, coverOfAll(division, top / territories));
  const { islands, resolution } = first.report;
  const links = islands.map(({ from, to }): LeafLinks[number] => [from as Cell, to as Cell]);
  let parts = partsOf({ leaves: first.leaves, cells: input.cells, links }, first.leaves.territories, top);
  for (const [level, { count }] of levels.entries()) {
    if (level === 0 || count === 1) continue;
    refuseHierarchy(parts.flatMap((part, at) => tooFewPlaces(division, level, at, part)));
    const divided: Part[] = [];
    for (const part of parts) {
      const current = { cells: part.leaves.cells, territories: new Uint32Array() };
      const only = { baseResolution: null, onlyKept: part.links };
      const { leaves } = await solve(part.cells, count, level, { current }, only);
      const whole = putPartBack(part.leaves, { positions: [0], ...part }, leaves, [...Array(count).keys()]);
      divided.push(...partsOf({ ...part, leaves: whole }, whole.territories, count));
    }
    parts = divided;
  }
  const leaves = joinLeafTables(
    parts.map((part, at) => ({ ...part.leaves, territories: part.leaves.territories.map(() => at) })),
  );
  return { leaves, islands, steps, resolution };
}

/** The cover that all territories of the last level would have, for the few of the first: its base, and cells split that are too heavy for one of the last. */
function coverOfAll({ ports, input }: Division, ratio: number): Partial<SolveInput['options']> {
  const { baseResolution, splitShare } = input.options;
  return {
    baseResolution: baseResolution ?? chooseBase(ports, input),
    splitShare: splitShare * ratio,
  };
}

function chooseBase({ optimizer }: Ports, input: SolveInput): Resolution {
  try {
    return optimizer.chooseBase(input);
  } catch (error) {
    throw error instanceof Failure ? ofLevel(error, '/levels') : error;
  }
}

/** Solves one of a level. Throws `invalid-problem` in words of levels; `solve-too-long` where those before have left fewer steps than it takes. */
async function solveLevel(ports: Ports, input: SolveInput, level: number, taken: number): Promise<SolveResult> {
  const { requestSteps } = ports.solveLimits;
  if (taken >= requestSteps) throw tooLong(requestSteps);
  try {
    return await runSolve(ports, input, undefined, taken);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    throw error.kind === 'solve-too-long' ? tooLong(requestSteps) : ofLevel(error, `/levels/${level}/count`);
  }
}

function tooLong(limit: number): Failure {
  return new Failure(
    'solve-too-long',
    `the solves of all levels together take more than the ${limit.toLocaleString('en-US')} steps that a request waits for: send a lower effort, fewer levels or smaller counts`,
  );
}

/** What the optimizer says of its territories, said of a level. */
function ofLevel(failure: Failure, field: string): Failure {
  const [first, ...rest] = failure.violations.map((one) => (one.field === 'territories' ? { ...one, field } : one));
  return first === undefined ? failure : Failure.invalid(failure.kind, first, ...rest);
}

/** The territories of something that was divided, each with what lies in it. One pass over all, however many there are. */
function partsOf({ leaves, cells, links }: Part, territories: Uint32Array, count: number): Part[] {
  const rows = Array.from({ length: count }, () => ({ leaves: [] as number[], cells: [] as number[] }));
  territories.forEach((territory, leaf) => {
    rows[territory]?.leaves.push(leaf);
  });
  cells.cells.forEach((cell, row) => {
    rows[territories[leafOf(leaves.cells, cell)] ?? -1]?.cells.push(row);
  });
  const held: [LeafLinks[number], number][] = links.flatMap((link) => {
    const [from, to] = link.map((cell) => territories[ownerLeafOf(leaves.cells, cellNumber(cell))]);
    return from !== undefined && from === to ? [[link, from] as [LeafLinks[number], number]] : [];
  });
  const table = { ...cells, territories: new Uint32Array(cells.cells.length) };
  return rows.map((own, territory) => {
    const picked = pickLeaves(table, own.cells);
    return {
      leaves: { ...pickLeaves(leaves, own.leaves), territories: new Uint32Array(own.leaves.length) },
      cells: { cells: picked.cells, metrics: cells.metrics, sums: picked.sums },
      links: held.flatMap(([link, at]) => (at === territory ? [link] : [])),
    };
  });
}

function sumsOf({ metrics, sums }: Cells): number[] {
  const totals = metrics.map(() => 0);
  sums.forEach((sum, at) => {
    totals[at % metrics.length] = (totals[at % metrics.length] ?? 0) + sum;
  });
  return totals;
}

function tooFewPlaces({ levels, input }: Division, level: number, at: number, { leaves, cells }: Part): Violation[] {
  const { name, count } = levels[level] as CountedLevel;
  // A leaf is split as far as its accounts are apart, unless all leaves are of one resolution.
  const places = input.options.split ? cells.cells.length : occupiedLeaves(leaves).reduce((sum, one) => sum + one, 0);
  if (places >= count) return [];
  const above = titled(levels[level - 1]?.name ?? '', at);
  return [
    {
      field: `/levels/${level}/count`,
      value: String(count),
      detail: `is more than the ${places} ${places === 1 ? 'place' : 'places'} (cells) with accounts of ${above}`,
      remedy: `send at most ${places} for ${name}, or fewer for the levels above, so that each has more places`,
    },
  ];
}
