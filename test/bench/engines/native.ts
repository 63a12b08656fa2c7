import { execFileSync, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { type Answer, type Solved, solvedFrom } from './solved.ts';

const optimizer = new URL('../../../optimizer/', import.meta.url);
const EXAMPLES = [
  ['hexalign-file', 'solve_problem'],
  ['hexalign-core', 'solve_cells'],
];
const MOST_OUTPUT_BYTES = 2 ** 28;

/** Runs a program and ends standard error with the time of the shell and a line with that of the program: user, system. */
const TIMED = '"$0" "$1"; code=$?; times >&2; exit $code';

interface Output {
  readonly stdout: string;
  readonly stderr: string;
  readonly cpuSeconds: number;
}

interface SolvedCells {
  readonly coverMs: number;
  readonly solveMs: number;
  readonly steps: number;
  readonly feasible: boolean;
  readonly momentOfInertia: number;
  readonly leaves: readonly string[];
  readonly territories: readonly number[];
  readonly islands: readonly (readonly [string, string])[];
}

/** Builds the native examples; false where there is no Rust. */
export function buildNative(): boolean {
  const manifest = fileURLToPath(new URL('Cargo.toml', optimizer));
  try {
    for (const [crate, example] of EXAMPLES) {
      const what = ['-p', crate as string, '--example', example as string];
      execFileSync('cargo', ['build', '--quiet', '--release', ...what, '--manifest-path', manifest]);
    }
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}

/** Solves a file of units and edges, or of cells, once and so many times `again`. */
export function solveNatively(kind: 'problem' | 'cells', file: string, again: number): Solved {
  const solve = () => (kind === 'problem' ? solveProblem(file) : solveCells(file));
  const first = solve();
  const rest = Array.from({ length: again }, () => solve().seconds);
  return { ...first, warmSeconds: Math.min(first.seconds, ...rest) };
}

function solveProblem(file: string): Solved {
  const { stdout, stderr, cpuSeconds } = run('solve_problem', file);
  const { solveMs } = JSON.parse(stderr) as { solveMs: number };
  const seconds = Math.min(solveMs / 1000, cpuSeconds);
  return solvedFrom(JSON.parse(stdout) as Answer, seconds, seconds, null);
}

function solveCells(file: string): Solved {
  const { stdout, cpuSeconds } = run('solve_cells', file);
  const answer = JSON.parse(stdout) as SolvedCells;
  const { leaves, islands, feasible, momentOfInertia } = answer;
  const seconds = Math.min((answer.coverMs + answer.solveMs) / 1000, cpuSeconds);
  return {
    territory: answer.territories,
    cover: { leaves, islands },
    claims: { feasible, objective: momentOfInertia },
    bound: null,
    steps: answer.steps,
    seconds,
    warmSeconds: seconds,
    memoryMiB: null,
  };
}

function run(example: string, file: string): Output {
  const binary = fileURLToPath(new URL(`target/release/examples/${example}`, optimizer));
  const { stdout, stderr, status, error } = spawnSync('sh', ['-c', TIMED, binary, file], {
    encoding: 'utf8',
    maxBuffer: MOST_OUTPUT_BYTES,
  });
  if (error) throw error;
  const lines = stderr.trimEnd().split('\n');
  const [[, minutes, seconds] = []] = (lines.pop() ?? '').matchAll(/(\d+)m([\d.]+)s/g);
  lines.pop();
  if (status !== 0) throw new Error(`${example}: ${lines.at(-1)}`);
  return { stdout, stderr: lines.join('\n'), cpuSeconds: Number(minutes) * 60 + Number(seconds) };
}
