import { parseArgs } from 'node:util';
import { GROUPS, type Group } from './instances/instance.ts';

export interface BenchOptions {
  readonly groups: readonly Group[];
  readonly seeds: readonly number[];
  readonly native: boolean;
  readonly wasm: boolean;
  readonly metis: boolean;
  /** A few small instances. */
  readonly short: boolean;
  /** How many times more each engine solves the same. */
  readonly again: number;
  /** Fail where the quality is not what it must be. */
  readonly check: boolean;
  readonly markdown: boolean;
}

export const USAGE = `npm run bench:optimizer -- [options]
  --only ${GROUPS.join('|')}|metis   groups, with commas; metis: one seed, native, of all groups beside METIS
  --seeds 1,2,3
  --native-only, --wasm-only
  --again 4    solve the same so many times again; native/wasm is the ratio of the fastest, so that wasm has compiled its code
  --short      a few small instances, one seed
  --check      exit code 1 where a layout is infeasible, a known optimum missed by more than 1 %, a claim wrong, or native unlike wasm
  --markdown`;

/** Reads the command line. Throws with a message for the user. */
export function parseBenchOptions(args: readonly string[]): BenchOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      only: { type: 'string' },
      seeds: { type: 'string' },
      'native-only': { type: 'boolean', default: false },
      'wasm-only': { type: 'boolean', default: false },
      again: { type: 'string', default: '0' },
      short: { type: 'boolean', default: false },
      check: { type: 'boolean', default: false },
      markdown: { type: 'boolean', default: false },
    },
  });
  const named = values.only?.split(',') ?? [...GROUPS, 'metis'];
  const unknown = named.filter((name) => name !== 'metis' && !GROUPS.some((group) => group === name));
  if (unknown.length > 0) throw new Error(`--only ${unknown}: no such group`);
  if (values['native-only'] && values['wasm-only']) throw new Error('--native-only and --wasm-only leave nothing');
  const groups = GROUPS.filter((group) => named.includes(group));
  const metisAlone = groups.length === 0;
  const seeds = (values.seeds ?? (values.short || metisAlone ? '1' : '1,2,3')).split(',').map(Number);
  if (!seeds.every((seed) => Number.isInteger(seed) && seed >= 0))
    throw new Error('--seeds: whole numbers with commas');
  const again = Number(values.again);
  if (!Number.isInteger(again) || again < 0) throw new Error('--again: a whole number');
  return {
    again,
    groups: metisAlone ? GROUPS : groups,
    seeds,
    native: !values['wasm-only'],
    wasm: !values['native-only'] && !metisAlone,
    metis: named.includes('metis'),
    short: values.short,
    check: values.check,
    markdown: values.markdown,
  };
}
