import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ProblemFile } from '../instances/problem-file.ts';

/** METIS takes whole numbers below 2^31: each metric is scaled to this total. */
const TOTAL = 1e8;

export interface Partition {
  readonly territory: readonly number[];
  readonly seconds: number;
}

/** Whether there is a `gpmetis` (Debian's package `metis`). */
export function hasMetis(): boolean {
  return spawnSync('gpmetis', ['-help']).error === undefined;
}

/** Divides the graph by METIS (Karypis, Kumar, 1998, doi 10.1137/S1064827595287997) as CARTO does, all parts alike, at most the tolerances above the mean. */
export function partitionWithMetis(
  problem: ProblemFile,
  tolerances: readonly number[],
  seed: number,
  folder: string,
): Partition {
  const graph = join(folder, 'metis.graph');
  writeFileSync(graph, graphFile(problem));
  const load = tolerances.map((tolerance) => (1 + tolerance).toFixed(4)).join(' ');
  const options = ['-contig', '-objtype=vol', '-niter=10000', `-seed=${seed}`, `-ubvec=${load}`];
  const { stdout, status, error } = spawnSync('gpmetis', [...options, graph, String(problem.territories)], {
    encoding: 'utf8',
  });
  if (error) throw error;
  if (status !== 0) throw new Error(`gpmetis: ${stdout.trim().split('\n').at(-1)}`);
  const parts = readFileSync(`${graph}.part.${problem.territories}`, 'utf8');
  return {
    territory: parts.trimEnd().split('\n').map(Number),
    seconds: Number(/Partitioning:\s+([\d.]+) sec/.exec(stdout)?.[1]),
  };
}

/** Units, edges, then a line per unit: its weights and the units next to it, counted from 1. */
function graphFile({ weights, edges }: ProblemFile): string {
  const totals = (weights[0] ?? []).map((_, metric) => weights.reduce((sum, row) => sum + (row[metric] ?? 0), 0));
  const neighbors = weights.map(() => new Set<number>());
  for (const [a, b] of edges) {
    neighbors[a]?.add(b + 1);
    neighbors[b]?.add(a + 1);
  }
  const count = neighbors.reduce((sum, row) => sum + row.size, 0) / 2;
  const lines = weights.map((row, unit) => {
    const scaled = row.map((value, metric) => Math.round((value / (totals[metric] as number)) * TOTAL));
    return [...scaled, ...(neighbors[unit] ?? [])].join(' ');
  });
  return `${weights.length} ${count} 010 ${totals.length}\n${lines.join('\n')}\n`;
}
