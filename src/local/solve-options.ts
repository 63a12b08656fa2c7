import { parseArgs } from 'node:util';
import { Failure } from '../domain/failure.ts';

export const HELP = `npm run --silent solve -- [options] problem.json
  problem.json   a problem file, or - for standard input; optimizer/file/README.md names its keys
  --seed N       instead of the file's seed: a whole number from 0 to 4294967295
  --effort E     instead of the file's effort: fast, normal or best
  --state FILE   keeps the state of a long solve in FILE: goes on from it where it exists, writes it every five
                 seconds and on SIGINT and SIGTERM, deletes it when all is done; the answer is the same
  --help         this text

Prints the answer as one JSON document on standard output.
Exit status: 0 solved (feasible or not: the answer says so), 2 the file or the command line is wrong, 130 or 143 stopped
with --state (the same command goes on), 1 anything else; what went wrong is a problem document (RFC 9457) on standard error.`;

const EFFORTS = ['fast', 'normal', 'best'] as const;

/** What `npm run solve` was asked for. */
export interface SolveOptions {
  /** Path of the problem file; `-` is standard input. */
  readonly file: string;
  readonly seed: number | undefined;
  readonly effort: (typeof EFFORTS)[number] | undefined;
  /** Path of the file that keeps the state. */
  readonly state: string | undefined;
}

/** Reads the command line; `help` where that is all it asks for. Throws a `Failure` with what is wrong. */
export function readSolveOptions(args: readonly string[]): SolveOptions | 'help' {
  const { values, positionals } = parse(args);
  if (values.help) return 'help';
  const [file, ...more] = positionals;
  if (file === undefined)
    throw refused('problem.json', '', 'is missing', 'name a problem file, or - for standard input');
  if (more.length > 0) throw refused('problem.json', more.join(' '), 'is one file too many', 'name one problem file');
  return { file, seed: readSeed(values.seed), effort: readEffort(values.effort), state: readState(values.state) };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        seed: { type: 'string' },
        effort: { type: 'string' },
        state: { type: 'string' },
        help: { type: 'boolean', default: false },
      },
    });
  } catch (error) {
    throw refused('', args.join(' '), error instanceof Error ? error.message : String(error), 'see --help');
  }
}

function readSeed(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const seed = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN;
  if (seed <= 0xffff_ffff) return seed;
  throw refused('--seed', text, 'is no seed', 'give a whole number from 0 to 4294967295');
}

function readEffort(text: string | undefined): SolveOptions['effort'] {
  const effort = EFFORTS.find((known) => known === text);
  if (text === undefined || effort !== undefined) return effort;
  throw refused('--effort', text, 'is none of the possible values', `give one of: ${EFFORTS.join(', ')}`);
}

function readState(path: string | undefined): string | undefined {
  if (path === '') throw refused('--state', '', 'is empty', 'name a file');
  return path;
}

function refused(field: string, value: string, detail: string, remedy: string): Failure {
  return Failure.invalid('invalid-parameter', { field, value, detail, remedy });
}
