import type { Group } from './instances/instance.ts';
import type { Run } from './measure.ts';
import { inertiaRatio } from './run-columns.ts';
import { percent } from './table.ts';

/** As close to a known optimum as makes no difference. */
const OPTIMAL_GAP = 1e-4;
/** The sizes whose times are compared have so many units per territory. */
const SCALING_UNITS_PER_TERRITORY = 200;

/** The figures of a group, as its goals are worded. */
export function summarize(group: Group, runs: readonly Run[]): string[] {
  const lines = [count('feasible', runs, ({ verdict }) => verdict?.feasible === true)];
  const gaps = runs.flatMap(({ gap, verdict }) => (gap && verdict?.feasible ? gap.value : []));
  if (gaps.length > 0) {
    const optimal = gaps.filter((gap) => gap <= OPTIMAL_GAP).length;
    if (group === 'hess')
      lines.push(`gap <= ${percent(OPTIMAL_GAP)} on ${percent(optimal / runs.length, 0)} of the runs`);
    lines.push(`gap: mean ${percent(mean(gaps), 3)}, worst ${percent(Math.max(...gaps), 3)}`);
  }
  const natives = runs.flatMap(({ native }) => native?.seconds ?? []);
  const wasms = runs.flatMap(({ wasm }) => wasm?.seconds ?? []);
  const slowest = (name: string, all: number[]) => (all.length > 0 ? [`${name} ${Math.max(...all).toFixed(2)} s`] : []);
  lines.push(`slowest: ${[...slowest('native', natives), ...slowest('wasm', wasms)].join(', ')}`);
  if (natives.length > 0 && natives.length === wasms.length) {
    const warm = (of: 'native' | 'wasm') => sum(runs.flatMap((run) => run[of]?.warmSeconds ?? []));
    const [cold, fastest] = [sum(natives) / sum(wasms), warm('native') / warm('wasm')];
    lines.push(`native time / wasm time: ${fastest.toFixed(2)} over all runs, ${cold.toFixed(2)} with cold code`);
  }
  const memory = runs.flatMap(({ wasm }) => wasm?.memoryMiB ?? []);
  if (memory.length > 0) lines.push(`most wasm memory: ${Math.max(...memory).toFixed(1)} MiB`);
  lines.push(...metisLines(runs));
  if (group === 'market') lines.push(...byInstance(runs));
  if (group === 'h3') lines.push(...scaling('native', runs), ...scaling('wasm', runs));
  return lines.map((line) => `${group}: ${line}`);
}

function metisLines(runs: readonly Run[]): string[] {
  const ratios = runs.flatMap((run) => inertiaRatio(run) ?? []);
  if (ratios.length === 0) return [];
  const [average, worst] = [mean(ratios), Math.max(...ratios)];
  return [
    `objective against METIS, in bounds that METIS keeps: ${percent(1 - average, 1)} lower on average, ${percent(1 - worst, 1)} where least`,
    count(
      'METIS feasible',
      runs.filter(({ metis }) => metis),
      ({ metis }) => metis?.verdict.feasible === true,
    ),
  ];
}

function byInstance(runs: readonly Run[]): string[] {
  const names = [...new Set(runs.map(({ instance }) => instance.name))];
  return names.map((name) => {
    const own = runs.filter(({ instance }) => instance.name === name);
    const excess = Math.max(...own.map(({ verdict }) => verdict?.excess ?? Number.POSITIVE_INFINITY));
    const beyond = excess > 0 ? `, at worst ${percent(excess)} of a target beyond a bound` : '';
    return `${count(`${name} feasible`, own, ({ verdict }) => verdict?.feasible === true)}${beyond}`;
  });
}

/** The exponent of time in n, fitted by least squares to the logarithms. */
function scaling(engine: 'native' | 'wasm', runs: readonly Run[]): string[] {
  const times = new Map<number, number[]>();
  for (const run of runs) {
    const seconds = run[engine]?.seconds;
    if (seconds === undefined || run.units / run.instance.territories !== SCALING_UNITS_PER_TERRITORY) continue;
    times.set(run.units, [...(times.get(run.units) ?? []), seconds]);
  }
  if (times.size < 2) return [];
  const points = [...times].map(([units, seconds]) => [Math.log(units), Math.log(mean(seconds))] as const);
  const [x, y] = [mean(points.map(([x]) => x)), mean(points.map(([, y]) => y))];
  const slope = sum(points.map((p) => (p[0] - x) * (p[1] - y))) / sum(points.map((p) => (p[0] - x) ** 2));
  const shown = [...times].map(([units, seconds]) => `${units / 1000}k ${mean(seconds).toFixed(2)} s`).join(', ');
  return [
    `${engine} time at ${SCALING_UNITS_PER_TERRITORY} units per territory: ${shown}; grows with n^${slope.toFixed(2)}`,
  ];
}

function count(what: string, runs: readonly Run[], holds: (run: Run) => boolean): string {
  return `${what}: ${runs.filter(holds).length} of ${runs.length}`;
}

function mean(values: readonly number[]): number {
  return sum(values) / values.length;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
