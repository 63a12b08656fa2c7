/** `node wasm-process.ts problem|cells FILE AGAIN`: solves the file in the committed wasm, so many times again, and prints a `Solved`. */
import { readFileSync } from 'node:fs';
import { initSync, ProblemSolve } from '../../../optimizer/pkg/hexalign_optimizer.js';
import { startSolve } from '../../fixtures/start-solve.mjs';
import type { CellProblem } from '../instances/instance.ts';
import { type Answer, type Solved, solvedFrom } from './solved.ts';

const wasm = new URL('../../../optimizer/pkg/hexalign_optimizer_bg.wasm', import.meta.url);
const { memory } = initSync({ module: readFileSync(wasm) });
const memoryMiB = () => memory.buffer.byteLength / 2 ** 20;

/** Starts a clock; the answer reads it, as `Solved.seconds` says. */
function startClock(): () => number {
  const [start, cpu] = [performance.now(), process.cpuUsage()];
  return () => {
    const { user } = process.cpuUsage(cpu);
    return Math.min((performance.now() - start) / 1e3, user / 1e6);
  };
}

const [kind, file = '', again = '0'] = process.argv.slice(2);
const text = readFileSync(file, 'utf8');
const solve = kind === 'problem' ? () => solveProblem(text) : () => solveCells(JSON.parse(text));
const first = solve();
const rest = Array.from({ length: Number(again) }, () => solve().seconds);
process.stdout.write(JSON.stringify({ ...first, warmSeconds: Math.min(first.seconds, ...rest) }));

function solveProblem(json: string): Solved {
  const secondsSince = startClock();
  const solve = new ProblemSolve(json);
  while (solve.advance() < 1);
  const answer = solve.answer();
  const seconds = secondsSince();
  solve.free();
  return solvedFrom(JSON.parse(answer) as Answer, seconds, seconds, memoryMiB());
}

function solveCells(problem: CellProblem): Solved {
  const secondsSince = startClock();
  const solve = startSolve(problem);
  while (solve.advance() < 1);
  const seconds = secondsSince();
  solve.finish();
  const report = JSON.parse(solve.report()) as SolveReport;
  const solved: Solved = {
    territory: [...solve.territories()],
    cover: {
      leaves: Array.from(solve.leaves(), (leaf) => leaf.toString(16)),
      islands: report.islands.map(({ from, to }) => [from, to]),
    },
    claims: { feasible: report.feasible, objective: report.momentOfInertia },
    bound: null,
    steps: report.steps,
    seconds,
    warmSeconds: seconds,
    memoryMiB: memoryMiB(),
  };
  solve.free();
  return solved;
}

interface SolveReport {
  readonly feasible: boolean;
  readonly momentOfInertia: number;
  readonly steps: number;
  readonly islands: readonly { readonly from: string; readonly to: string }[];
}
