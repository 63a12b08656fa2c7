import { listBenchmarkFiles } from './benchmark-files.ts';
import type { Instance } from './instance.ts';
import { type Edge, equalShares, type ProblemFile } from './problem-file.ts';

const TOLERANCES = [0.05, 0.05, 0.05];

interface DtdpFile {
  readonly p: number;
  readonly x: readonly number[];
  readonly y: readonly number[];
  readonly workload: readonly number[];
  readonly demand: readonly number[];
  readonly n_customers: readonly number[];
  readonly edges: readonly (readonly [number, number, number])[];
}

/** Planar graphs of 500 to 700 units with three metrics, one unit of length taken for one kilometre. */
export function dtdpInstances(): Instance[] {
  return listBenchmarkFiles('dtdp').map(({ name, read }) => {
    const file = JSON.parse(read()) as DtdpFile;
    const weights = file.x.map((_, unit) => [file.workload, file.demand, file.n_customers].map((m) => m[unit] ?? 0));
    const edges = file.edges.map(([a, b]) => [a, b] as const);
    return instance('dtdp', name, name.endsWith('500_G0'), planarProblem(file.p, weights, file.x, file.y, edges));
  });
}

/** Delaunay graphs of 1,000 to 10,000 units with three metrics, one unit of length taken for one kilometre. */
export function districtingInstances(): Instance[] {
  return listBenchmarkFiles('districting_DL').map(({ name, read }) => {
    const rows = read()
      .trimEnd()
      .split('\n')
      .map((line) => line.trim().split(/\s+/).map(Number));
    const n = rows[0]?.[0] ?? 0;
    const units = rows.slice(1, n + 1);
    const column = (index: number) => units.map((row) => row[index] ?? 0);
    const edges = rows.slice(n + 2, -1).map(([a, b]) => [a ?? 0, b ?? 0] as const);
    const weights = units.map((row) => row.slice(3, 6));
    const territories = Number(/-k(\d+)-/.exec(name)?.[1]);
    const problem = planarProblem(territories, weights, column(1), column(2), edges);
    return instance('districting', name, name.startsWith('del-n1000-k5-'), problem);
  });
}

function planarProblem(
  territories: number,
  weights: ProblemFile['weights'],
  xKm: readonly number[],
  yKm: readonly number[],
  edges: readonly Edge[],
): ProblemFile {
  const metres = (km: readonly number[]) => km.map((value) => value * 1000);
  return {
    territories,
    weights,
    edges,
    x_m: metres(xKm),
    y_m: metres(yKm),
    ...equalShares(weights, territories, TOLERANCES),
  };
}

function instance(group: 'dtdp' | 'districting', name: string, short: boolean, problem: ProblemFile): Instance {
  const { territories } = problem;
  const input = () => ({ kind: 'problem', problem }) as const;
  return { group, name, territories, tolerances: TOLERANCES, best: null, solvable: true, short, input };
}
