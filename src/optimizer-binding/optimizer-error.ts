import { Failure } from '../domain/failure.ts';

/** How the optimizer says why it refuses a problem: the message of the error that it throws, as JSON. */
interface RefusedProblem {
  readonly kind: string;
  readonly detail: string;
  readonly field?: string;
  readonly value?: string;
  readonly remedy?: string;
}

/** The optimizer's refusal as an `invalid-problem`; any other error as it is. */
export function readOptimizerError(error: unknown): unknown {
  const refused = error instanceof Error ? parseRefusal(error.message) : null;
  if (refused === null) return error;
  return Failure.invalid('invalid-problem', {
    field: refused.field ?? 'accounts',
    value: refused.value ?? '',
    detail: refused.detail,
    remedy: refused.remedy ?? 'change the accounts or the options and send again',
  });
}

function parseRefusal(message: string): RefusedProblem | null {
  if (!message.startsWith('{')) return null;
  try {
    const refused = JSON.parse(message) as Partial<RefusedProblem>;
    return typeof refused.kind === 'string' && typeof refused.detail === 'string' ? (refused as RefusedProblem) : null;
  } catch {
    return null;
  }
}
