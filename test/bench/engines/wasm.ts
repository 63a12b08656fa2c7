import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Solved } from './solved.ts';

const MOST_OUTPUT_BYTES = 2 ** 28;

/**
 * Solves a file of units and edges, or of cells, in a process of its own: cold code, and memory that no other solve has grown. Then so many times `again`
 * in the same process.
 */
export function solveInWasm(kind: 'problem' | 'cells', file: string, again: number): Solved {
  const script = fileURLToPath(new URL('wasm-process.ts', import.meta.url));
  const { stdout, stderr, status, error } = spawnSync(process.execPath, [script, kind, file, String(again)], {
    encoding: 'utf8',
    maxBuffer: MOST_OUTPUT_BYTES,
  });
  if (error) throw error;
  if (status !== 0) throw new Error(`wasm: ${/^\w*Error: .*$/m.exec(stderr)?.[0] ?? stderr.trim()}`);
  return JSON.parse(stdout) as Solved;
}
