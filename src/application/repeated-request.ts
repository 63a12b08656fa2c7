import { Failure } from '../domain/failure.ts';

/** How long a key that a request is repeated with stands for that request. */
const REPEATED_WITHIN_MS = 24 * 3_600_000;

/** Whether a request with a key may be one that was carried out at a moment, and whose answer was lost. */
export function mayRepeat(doneMs: number): boolean {
  return Date.now() - doneMs < REPEATED_WITHIN_MS;
}

/** The failure of a request that has met another with its key. */
export function keyInUse(): Failure {
  return new Failure('idempotency-key-in-use', 'another request with this key has just done this');
}
