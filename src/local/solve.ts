/**
 * `npm run --silent solve -- problem.json`: a problem file in, one JSON document out, by the committed WebAssembly and nothing else.
 */
import { readFileSync } from 'node:fs';
import { initSync, ProblemSolve } from '../../optimizer/pkg/hexalign_optimizer.js';
import { Failure } from '../domain/failure.ts';
import { PROBLEM_TYPES, problemPath } from '../http/problem-types.ts';
import { ProgressBar } from './progress-bar.ts';
import { readProblemText } from './read-problem-text.ts';
import { HELP, readSolveOptions, type SolveOptions } from './solve-options.ts';
import { StateFile, Stopped } from './state-file.ts';

/** A trap with more memory than this in use is taken for exhausted memory (the limit is 64 MiB). */
const EXHAUSTED_MEMORY_BYTES = 32 * 1024 * 1024;

const wasm = new URL('../../optimizer/pkg/hexalign_optimizer_bg.wasm', import.meta.url);

async function run(): Promise<void> {
  const options = readSolveOptions(process.argv.slice(2));
  if (options === 'help') {
    console.log(HELP);
    return;
  }
  const text = await readProblemText(options.file);
  const { memory } = initSync({ module: readFileSync(wasm) });
  const state = options.state === undefined ? null : new StateFile(options.state);
  try {
    console.log(await solve(text, options, state));
    state?.remove();
  } catch (error) {
    const exhausted = error instanceof WebAssembly.RuntimeError && memory.buffer.byteLength > EXHAUSTED_MEMORY_BYTES;
    throw exhausted ? new Failure('solve-out-of-memory', 'the problem does not fit the 64 MiB of one solve') : error;
  }
}

async function solve(text: string, options: SolveOptions, state: StateFile | null): Promise<string> {
  const bar = process.stderr.isTTY ? new ProgressBar(process.stderr) : null;
  try {
    const handle = begin(toAscii(text), options, state?.read() ?? null);
    for (let share = 0; share < 1; bar?.show('Solving', share)) {
      await state?.keep(handle);
      share = handle.advance();
    }
    return handle.answer();
  } finally {
    bar?.end();
  }
}

function begin(text: string, { seed, effort }: SolveOptions, state: Uint8Array | null): ProblemSolve {
  return state === null ? new ProblemSolve(text, seed, effort) : ProblemSolve.resume(text, state, seed, effort);
}

/** Letters beyond ASCII as JSON escapes: the glue sets three bytes aside for every one after the first of them, too much for a large file. */
function toAscii(json: string): string {
  return json.replace(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** The problem document of an error: the optimizer's own, or a failure's. Null for a defect. */
function problemDocument(error: unknown): { readonly status: number; readonly [member: string]: unknown } | null {
  if (error instanceof Failure) {
    const { kind, message, violations, violationCount } = error;
    return { type: problemPath(kind), ...PROBLEM_TYPES[kind], detail: message, violations, violationCount };
  }
  return error instanceof Error && error.message.startsWith('{"type"') ? JSON.parse(error.message) : null;
}

await run().catch((error: unknown) => {
  if (error instanceof Stopped) {
    console.error(error.message);
    process.exitCode = error.exitCode;
    return;
  }
  const document = problemDocument(error);
  console.error(document === null ? error : JSON.stringify(document));
  process.exitCode = document !== null && document.status < 500 ? 2 : 1;
});
