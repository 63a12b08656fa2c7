import { crc32 } from '../../../domain/crc32.ts';
import { Failure } from '../../../domain/failure.ts';
import { decodeBase64Url, encodeBase64Url } from '../../base64-url.ts';

/** What a cursor of the outreach export belongs to. */
export interface CursorOf {
  readonly workspaceId: string;
  readonly planId: string;
  readonly epoch: string;
  /** Null: all reps. */
  readonly repId: string | null;
}

/** The cursor of a state. */
export function writeCursor(of: CursorOf, seq: number): string {
  return encodeBase64Url(`${tag(of, seq)}${seq}`);
}

/**
 * The number of the state that a cursor names, from `keptFrom` to `last`.
 *
 * Errors: `invalid-parameter` for a text that is no cursor of this export and rep, and for one that is older than changes are kept.
 */
export function readCursor(
  of: CursorOf,
  cursor: string,
  { keptFrom, last }: { readonly keptFrom: number; readonly last: number },
): number {
  const [, given, digits = ''] = /^([0-9a-f]{8})(\d{1,15})$/.exec(decodeBase64Url(cursor) ?? '') ?? [];
  const seq = Number(digits);
  if (given === undefined || given !== tag(of, seq) || seq > last) {
    throw refusal(cursor, `is not a cursor of this export${of.repId === null ? '' : ' and rep'}`);
  }
  if (seq < keptFrom) throw refusal(cursor, 'is older than what went is remembered');
  return seq;
}

function refusal(cursor: string, detail: string): Failure {
  const remedy = 'leave it out for all rows, put these in place of your copy, and go on from the cursor of that answer';
  return Failure.invalid('invalid-parameter', { field: 'since', value: cursor.slice(0, 100), detail, remedy });
}

function tag({ workspaceId, planId, epoch, repId }: CursorOf, seq: number): string {
  const text = JSON.stringify([workspaceId, planId, epoch, repId, seq]);
  return crc32(new TextEncoder().encode(text)).toString(16).padStart(8, '0');
}
