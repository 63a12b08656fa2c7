/**
 * `npm run bench:optimizer`: the public instances, the market and hexagons made of census tracts, solved natively and in wasm, judged independently, with
 * METIS beside. Native needs Rust, METIS Debian's package `metis`; without them their columns are empty, and the head says so.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import digest from '../../optimizer/pkg/digest.json' with { type: 'json' };
import { type BenchOptions, parseBenchOptions, USAGE } from './bench-options.ts';
import { hasMetis } from './engines/metis.ts';
import { buildNative } from './engines/native.ts';
import { hessInstances } from './instances/hess.ts';
import { hexagonInstances } from './instances/hexagons.ts';
import type { Instance } from './instances/instance.ts';
import { marketInstances } from './instances/market.ts';
import { districtingInstances, dtdpInstances } from './instances/planar.ts';
import { type Engines, measure, type Run } from './measure.ts';
import { METIS_COLUMNS, SOLVE_COLUMNS } from './run-columns.ts';
import { summarize } from './summarize.ts';
import { Table } from './table.ts';

/** Further above a known optimum than this, `--check` fails. */
const WORST_GAP = 0.01;

const INSTANCES = {
  hess: hessInstances,
  dtdp: dtdpInstances,
  districting: districtingInstances,
  market: marketInstances,
  h3: hexagonInstances,
};

function bench(options: BenchOptions): Run[] {
  const engines: Engines = {
    native: options.native && buildNative(),
    wasm: options.wasm,
    metis: options.metis && hasMetis(),
    again: options.again,
  };
  if (!engines.native && !engines.wasm) throw new Error('there is no cargo: nothing to solve with');
  printHead(options, engines);
  const folder = mkdtempSync(join(tmpdir(), 'hexalign-bench-'));
  try {
    return options.groups.flatMap((group) => {
      const instances = INSTANCES[group]().filter(({ short }) => short || !options.short);
      const runs = benchInstances(instances, options, engines, folder);
      console.log(`\n${summarize(group, runs).join(options.markdown ? '  \n' : '\n')}\n`);
      return runs;
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function benchInstances(instances: Instance[], options: BenchOptions, engines: Engines, folder: string): Run[] {
  const table = new Table(SOLVE_COLUMNS, options.markdown);
  table.header();
  const runs = instances.flatMap((instance) => {
    const input = instance.input();
    return options.seeds.map((seed) => {
      const run = measure(instance, input, seed, engines, folder);
      table.row(SOLVE_COLUMNS.map(({ cell }) => cell(run)));
      return run;
    });
  });
  if (engines.metis) {
    console.log();
    const beside = new Table(METIS_COLUMNS, options.markdown);
    beside.header();
    for (const run of runs) beside.row(METIS_COLUMNS.map(({ cell }) => cell(run)));
  }
  return runs;
}

function printHead(options: BenchOptions, engines: Engines): void {
  const load = `load ${(loadavg()[0] ?? 0).toFixed(1)} of ${cpus().length}`;
  const machine = `${cpus()[0]?.model ?? 'unknown processor'}, ${load} at the start, Node ${process.version}`;
  console.log(`optimizer ${digest.sources.slice(0, 12)}, ${machine}, ${new Date().toISOString().slice(0, 10)}`);
  console.log(
    `seeds ${options.seeds.join(', ')}, effort normal, one solve at a time, ${options.again} times again; all but steps and times is judged independently`,
  );
  if (options.native && !engines.native) console.log('no cargo: not solved natively');
  if (options.metis && !engines.metis) console.log('no gpmetis: METIS is left out');
  console.log();
}

/** What `--check` does not accept. */
function failuresOf(run: Run): string[] {
  const { instance, verdict, gap, faults } = run;
  const failures = [...faults];
  if (instance.solvable && !verdict?.feasible) failures.push('not feasible');
  if (instance.best !== null && gap && gap.value > WORST_GAP) failures.push('more than 1 % above the best known');
  return failures.map((failure) => `${instance.name}, seed ${run.seed}: ${failure}`);
}

function readOptions(): BenchOptions | null {
  try {
    return parseBenchOptions(process.argv.slice(2));
  } catch (error) {
    console.error(`${(error as Error).message}\n\n${USAGE}`);
    return null;
  }
}

const options = readOptions();
const failures = options ? bench(options).flatMap(failuresOf) : [];
if (options?.check && failures.length > 0) console.error(failures.join('\n'));
if (options === null) process.exitCode = 2;
else if (options.check && failures.length > 0) process.exitCode = 1;
