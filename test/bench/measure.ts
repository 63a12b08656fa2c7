import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Partition, partitionWithMetis } from './engines/metis.ts';
import { solveNatively } from './engines/native.ts';
import type { Solved } from './engines/solved.ts';
import { solveInWasm } from './engines/wasm.ts';
import type { Instance, SolveInput } from './instances/instance.ts';
import { boundsOf, type ProblemFile } from './instances/problem-file.ts';
import { judge, type Verdict } from './judge.ts';

/** One instance solved with one seed. */
export interface Run {
  readonly instance: Instance;
  readonly seed: number;
  /** Of a cover: its leaves, the empty ones too. */
  readonly units: number;
  /** Null where no engine gave a layout. */
  readonly verdict: Verdict | null;
  /** Of the objective above the best known or the bound, as a fraction. */
  readonly gap: { readonly value: number; readonly above: string } | null;
  readonly native: Solved | null;
  readonly wasm: Solved | null;
  readonly metis: Beside | null;
  /** What is wrong beside the quality. */
  readonly faults: readonly string[];
}

/** METIS on the same graph. */
export interface Beside {
  readonly partition: Partition;
  readonly verdict: Verdict;
  /** Our layout where the bounds are wide enough for METIS's; null where that solve failed. */
  readonly ours: Verdict | null;
}

export interface Engines {
  readonly native: boolean;
  readonly wasm: boolean;
  readonly metis: boolean;
  /** How many times more each solves the same: the ratio of their times is that of the fastest. */
  readonly again: number;
}

/** The objective of one's own claim may differ in the last digits; where the optimizer makes the units, also by how their places are averaged. */
const OBJECTIVE_TOLERANCE = { problem: 1e-6, cells: 1e-3 };

/** The best known objectives are rounded to a hundredth. */
const BOUND_TOLERANCE = 1e-5;

/** Solves an input with each engine, one after the other, and judges what they give. */
export function measure(instance: Instance, input: SolveInput, seed: number, engines: Engines, folder: string): Run {
  const faults: string[] = [];
  const file = join(folder, 'problem.json');
  writeFileSync(file, JSON.stringify(withSeed(input, seed)));
  const attempt = <T>(work: () => T): T | null => {
    try {
      return work();
    } catch (error) {
      faults.push((error as Error).message);
      return null;
    }
  };
  const native = engines.native ? attempt(() => solveNatively(input.kind, file, engines.again)) : null;
  const wasm = engines.wasm ? attempt(() => solveInWasm(input.kind, file, engines.again)) : null;
  if (native && wasm && JSON.stringify(native.territory) !== JSON.stringify(wasm.territory)) {
    faults.push('native and wasm differ');
  }
  const solved = wasm ?? native;
  const problem = solved && attempt(() => problemOf(input, solved));
  const verdict = problem && attempt(() => judge(problem, solved.territory));
  if (verdict) faults.push(...wrongClaims(instance, solved, verdict, OBJECTIVE_TOLERANCE[input.kind]));
  return {
    instance,
    seed,
    units: problem?.weights.length ?? 0,
    verdict,
    gap: solved && verdict && gapOf(instance, solved, verdict),
    native,
    wasm,
    metis:
      engines.metis && problem && verdict
        ? attempt(() => beside(problem, verdict, instance, seed, engines, folder))
        : null,
    faults,
  };
}

function withSeed(input: SolveInput, seed: number): object {
  if (input.kind === 'problem') return { ...input.problem, seed };
  return { ...input.cells, options: { ...input.cells.options, seed } };
}

function problemOf(input: SolveInput, solved: Solved): ProblemFile {
  if (input.kind === 'problem') return input.problem;
  if (solved.cover === null) throw new Error('cells were solved without a cover');
  return input.problemOf(solved.cover);
}

function wrongClaims(
  { best }: Instance,
  { claims, bound }: Solved,
  { feasible, objective }: Verdict,
  tolerance: number,
): string[] {
  const wrong: string[] = [];
  if (claims.feasible !== feasible) wrong.push(`says feasible: ${claims.feasible}, which is wrong`);
  if (Math.abs(claims.objective / objective - 1) > tolerance) {
    wrong.push(`says objective ${claims.objective}, which is ${objective}`);
  }
  // A transport bound holds for the centers of this layout, not for those of the best.
  const reached = bound?.kind.includes('center') || best === null ? objective : Math.min(best, objective);
  if (bound && feasible && bound.value > reached * (1 + BOUND_TOLERANCE)) wrong.push('bound above what was reached');
  return wrong;
}

function gapOf({ best }: Instance, { bound }: Solved, { objective }: Verdict): Run['gap'] {
  if (best !== null) return { value: objective / best - 1, above: 'best known' };
  return bound && bound.value > 0 ? { value: objective / bound.value - 1, above: bound.kind } : null;
}

function beside(
  problem: ProblemFile,
  own: Verdict,
  { tolerances }: Instance,
  seed: number,
  engines: Engines,
  folder: string,
): Beside {
  const partition = partitionWithMetis(problem, tolerances, seed, folder);
  const verdict = judge(problem, partition.territory);
  if (verdict.excess === 0) return { partition, verdict, ours: own };
  // What METIS breaks, it breaks for the sake of shape: to be compared, ours must be allowed the same.
  const wide = widened(problem, verdict.sums);
  const file = join(folder, 'wide.json');
  writeFileSync(file, JSON.stringify({ ...wide, seed }));
  const solved = engines.native ? solveNatively('problem', file, 0) : solveInWasm('problem', file, 0);
  const ours = judge(wide, solved.territory);
  return { partition, verdict, ours: ours.feasible ? ours : null };
}

/** The problem with bounds, the same for all territories, that hold for given sums, too. */
function widened(problem: ProblemFile, sums: Verdict['sums']): ProblemFile {
  const reach = (bounds: ProblemFile['lower'], extreme: (...values: number[]) => number) =>
    (sums[0] ?? []).map((_, metric) =>
      extreme(...sums.map((row, own) => extreme(row[metric] as number, boundsOf(bounds, own)[metric] as number))),
    );
  return { ...problem, lower: reach(problem.lower, Math.min), upper: reach(problem.upper, Math.max) };
}
