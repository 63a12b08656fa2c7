import type { Run } from './measure.ts';
import { type Column, percent } from './table.ts';

interface RunColumn extends Column {
  readonly cell: (run: Run) => string;
}

const seconds = (solved: { readonly seconds: number } | null) => (solved ? solved.seconds.toFixed(2) : '-');
const known = <T>(value: T | null | undefined, text: (value: T) => string) => (value == null ? '-' : text(value));
const yesNo = (holds: boolean) => (holds ? 'yes' : 'NO');

/** What the table says of our own solve. */
export const SOLVE_COLUMNS: readonly RunColumn[] = [
  { title: 'instance', width: 24, cell: ({ instance }) => instance.name },
  { title: 'n', width: 6, cell: ({ units }) => String(units) },
  { title: 'k', width: 4, cell: ({ instance }) => String(instance.territories) },
  { title: 'seed', width: 4, cell: ({ seed }) => String(seed) },
  { title: 'gap', width: 8, cell: ({ gap }) => known(gap, ({ value }) => percent(value, 3)) },
  { title: 'above', width: 14, cell: ({ gap }) => known(gap, ({ above }) => above) },
  { title: 'inside', width: 6, cell: ({ verdict }) => known(verdict, ({ excess }) => yesNo(excess === 0)) },
  { title: 'worst dev', width: 9, cell: ({ verdict }) => known(verdict, (v) => percent(v.worstDeviation)) },
  { title: 'pieces', width: 6, cell: ({ verdict }) => known(verdict, ({ pieces }) => piecesText(pieces)) },
  { title: 'steps', width: 9, cell: ({ native, wasm }) => known(wasm ?? native, ({ steps }) => String(steps)) },
  { title: 'native s', width: 8, cell: ({ native }) => seconds(native) },
  { title: 'wasm s', width: 7, cell: ({ wasm }) => seconds(wasm) },
  { title: 'nat/wasm', width: 8, cell: ({ native, wasm }) => (native && wasm ? ratio(native, wasm) : '-') },
  { title: 'MiB', width: 5, cell: ({ wasm }) => known(wasm?.memoryMiB, (mebibytes) => mebibytes.toFixed(1)) },
  { title: 'faults', width: 0, cell: ({ faults }) => faults.join('; ') },
];

/** What the table says of METIS on the same graph. */
export const METIS_COLUMNS: readonly RunColumn[] = [
  { title: 'METIS beside', width: 24, cell: ({ instance }) => instance.name },
  { title: 'n', width: 6, cell: ({ units }) => String(units) },
  { title: 'k', width: 4, cell: ({ instance }) => String(instance.territories) },
  { title: 'seed', width: 4, cell: ({ seed }) => String(seed) },
  { title: 'ours/METIS', width: 10, cell: (run) => known(inertiaRatio(run), (value) => value.toFixed(3)) },
  { title: 'ours inside', width: 11, cell: (run) => known(asked(run), (value) => value.toFixed(3)) },
  { title: 'inside', width: 6, cell: ({ metis }) => known(metis, ({ verdict }) => yesNo(verdict.excess === 0)) },
  { title: 'worst dev', width: 9, cell: ({ metis }) => known(metis, (m) => percent(m.verdict.worstDeviation)) },
  { title: 'heaviest', width: 9, cell: ({ metis }) => known(metis, (m) => `+${percent(m.verdict.heaviest)}`) },
  { title: 'pieces', width: 6, cell: ({ metis }) => known(metis, ({ verdict }) => piecesText(verdict.pieces)) },
  { title: 'METIS s', width: 7, cell: ({ metis }) => known(metis, ({ partition }) => partition.seconds.toFixed(2)) },
];

/** Our objective as a part of METIS's on the same graph, both within bounds that hold for METIS. */
export function inertiaRatio({ metis }: Run): number | null {
  return metis?.ours ? metis.ours.objective / metis.verdict.objective : null;
}

/** The same where ours keeps the bounds as asked, and METIS what it keeps. */
function asked({ verdict, metis }: Run): number | null {
  return verdict && metis ? verdict.objective / metis.verdict.objective : null;
}

/** The most pieces of a territory, 0 where one is empty. */
function piecesText(pieces: readonly number[]): string {
  return String(Math.min(...pieces) === 0 ? 0 : Math.max(...pieces));
}

function ratio(native: { readonly warmSeconds: number }, wasm: { readonly warmSeconds: number }): string {
  return (native.warmSeconds / wasm.warmSeconds).toFixed(2);
}
