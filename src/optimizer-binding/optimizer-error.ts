import { Failure, type Violation } from '../domain/failure.ts';

/** How the optimizer says why it refuses a problem: the message of the error that it throws, as JSON. A refused problem file has `violations` in place of a kind. */
interface RefusedProblem {
  readonly kind: string;
  readonly detail: string;
}

/** Where to look and what to change, by the kind of refusal. */
const ADVICE: Readonly<Record<string, { readonly field: string; readonly remedy: string }>> = {
  'too-few-units': {
    field: 'territories',
    remedy: 'ask for fewer territories, or use a finer resolution so that accounts are in more cells',
  },
  'too-many-leaves': {
    field: 'accounts',
    remedy: 'use a coarser baseResolution, a larger splitShare or a smaller fillDistanceKm',
  },
  'bad-option': { field: 'options', remedy: 'see the reference at /openapi.json for what the option may be' },
  'no-cells': { field: 'accounts', remedy: 'send at least one account per territory' },
  'too-detailed': { field: 'resolution', remedy: 'choose a coarser resolution' },
  'bad-input': { field: 'accounts', remedy: 'send finite values that are not negative, and cells of one resolution' },
};

/** The optimizer's refusal as an `invalid-problem`; any other error as it is. */
export function readOptimizerError(error: unknown): unknown {
  const refused = error instanceof Error ? parseRefusal(error.message) : null;
  if (refused === null) return error;
  const { kind, detail, violations } = refused;
  if (Array.isArray(violations)) return new Failure('invalid-problem', String(detail), violations);
  const advice = ADVICE[String(kind)];
  return advice && typeof detail === 'string'
    ? Failure.invalid('invalid-problem', { ...advice, value: '', detail })
    : error;
}

function parseRefusal(message: string): Partial<RefusedProblem & { readonly violations: Violation[] }> | null {
  if (!message.startsWith('{')) return null;
  try {
    return JSON.parse(message) as Partial<RefusedProblem>;
  } catch {
    return null;
  }
}
