/**
 * `npm run bench`: time and quality of a solve for 1,000, 10,000 and 50,000 units made from census tracts, native beside wasm, in one run on one
 * machine. Native needs Rust; without it the column says so. With `--check` it fails where a layout is not inside its tolerance or the two differ;
 * with `--short` it takes the two smaller sizes.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { engine, initSync, LayoutSolve } from '../../optimizer/pkg/hexalign_optimizer.js';
import { type CellProblem, tractProblem } from './tract-problem.ts';

interface Outcome {
  readonly milliseconds: number;
  readonly units: number;
  readonly feasible: boolean;
  readonly momentOfInertia: number;
  readonly worst: number | null;
}

const SIZES = [
  { units: 1_000, resolution: 4, territories: 10 },
  { units: 10_000, resolution: 5, territories: 50 },
  { units: 50_000, resolution: 6, territories: 100 },
];
const SEEDS = [1, 2, 3];

const optimizer = new URL('../../optimizer/', import.meta.url);
const memory = initSync({ module: readFileSync(new URL('pkg/hexalign_optimizer_bg.wasm', optimizer)) }).memory;

function solveInWasm(problem: CellProblem): Outcome {
  const start = performance.now();
  const solve = new LayoutSolve(
    BigUint64Array.from(problem.cells, (cell) => BigInt(`0x${cell}`)),
    Float64Array.from(problem.sums),
    JSON.stringify(problem.options),
    new BigUint64Array(),
    new Uint32Array(),
  );
  while (solve.advance() < 1);
  const milliseconds = performance.now() - start;
  solve.finish();
  const report = JSON.parse(solve.report());
  solve.free();
  const deviations = report.territories.map((territory: { deviations: number[] }) => territory.deviations[1]);
  return { ...report, milliseconds, worst: Math.max(...deviations) };
}

/** The native example, built once; null where there is no Rust. */
function buildNative(): string | null {
  const manifest = fileURLToPath(new URL('Cargo.toml', optimizer));
  try {
    execFileSync('cargo', ['build', '--quiet', '--release', '--example', 'solve_cells', '--manifest-path', manifest]);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
  return fileURLToPath(new URL('target/release/examples/solve_cells', optimizer));
}

function solveNatively(binary: string, problem: CellProblem): Outcome {
  const folder = mkdtempSync(join(tmpdir(), 'hexalign-bench-'));
  try {
    const file = join(folder, 'problem.json');
    writeFileSync(file, JSON.stringify(problem));
    const answer = JSON.parse(execFileSync(binary, [file], { encoding: 'utf8' }));
    return { ...answer, milliseconds: answer.coverMs + answer.solveMs, worst: null };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const native = buildNative();
const failures: string[] = [];
console.log(
  `${engine()}, ${cpus()[0]?.model ?? 'unknown processor'}, Node ${process.version}, ${new Date().toISOString().slice(0, 10)}`,
);
console.log('units from census tracts, population within 5 %, effort normal; inertia in persons x km2\n');
console.log('  units    k  seed   wasm ms  native ms  native/wasm  inside  worst dev   inertia');
const sizes = process.argv.includes('--short') ? SIZES.slice(0, 2) : SIZES;
for (const { units, resolution, territories } of sizes) {
  for (const seed of SEEDS) {
    const problem = tractProblem(units, resolution, territories, seed);
    const wasm = solveInWasm(problem);
    const beside = native ? solveNatively(native, problem) : null;
    const columns = [
      String(wasm.units).padStart(7),
      String(territories).padStart(4),
      String(seed).padStart(5),
      wasm.milliseconds.toFixed(0).padStart(9),
      (beside ? beside.milliseconds.toFixed(0) : 'no cargo').padStart(10),
      (beside ? (beside.milliseconds / wasm.milliseconds).toFixed(2) : '-').padStart(12),
      (wasm.feasible ? 'yes' : 'NO').padStart(7),
      `${((wasm.worst ?? 0) * 100).toFixed(2)} %`.padStart(10),
      wasm.momentOfInertia.toExponential(3).padStart(10),
    ];
    console.log(columns.join(' '));
    if (!wasm.feasible) failures.push(`${units} units, seed ${seed}: not inside its tolerance`);
    if (beside && beside.momentOfInertia !== wasm.momentOfInertia) {
      failures.push(`${units} units, seed ${seed}: native and wasm differ`);
    }
  }
}
console.log(`\nwasm memory at the end: ${(memory.buffer.byteLength / 2 ** 20).toFixed(1)} MiB of 64`);
if (process.argv.includes('--check') && failures.length > 0) {
  console.error(failures.join('\n'));
  process.exitCode = 1;
}
