import { base32 } from './base32.ts';
import { CONFLICT_KINDS, type Conflict, type ConflictKind } from './conflict.ts';
import { Failure } from './failure.ts';
import { quickDigest } from './quick-digest.ts';
import { shorten } from './shorten.ts';

/** What a conflict was looked for with, besides the plan and the layout. */
export interface ConflictScope {
  readonly line: string | null;
  readonly groupBy: string | null;
}

const SHA_DIGITS = 16;
const TAG_DIGITS = 5;

/**
 * The id of a conflict, the same whenever it is looked for: its kind, and 26 base32 digits. 16 are of the SHA-256 of kind and subject; 5 tell most other subjects
 * from it at once, without a digest; the last 5 are of what it was looked for with, so that a request without that does not take it for gone.
 */
export async function conflictId(
  { kind, subject }: Pick<Conflict, 'kind' | 'subject'>,
  scope: ConflictScope,
): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(`${kind}\n${subject}`));
  const sha = base32(new Uint8Array(digest)).slice(0, SHA_DIGITS);
  return `cft_${kind}_${sha}${tagOf(subject)}${scopeTag(kind, scope)}`;
}

/** Whether an id may be that of a subject of its kind: one of thirty million others passes. */
export function mayBeOf(id: string, subject: string): boolean {
  return id.slice(-2 * TAG_DIGITS, -TAG_DIGITS) === tagOf(subject);
}

/** The kind that a conflict's id tells. Throws `not-found` for what is no such id. */
export function kindOfConflict(id: string): ConflictKind {
  const [, kind] = /^cft_([a-z-]+)_[a-z2-7]{26}$/.exec(id) ?? [];
  const known = CONFLICT_KINDS.find((one) => one === kind);
  if (known === undefined)
    throw new Failure('not-found', 'no conflict has this id: take it from the list of conflicts');
  return known;
}

/**
 * Throws `invalid-parameter` where a conflict was looked for with another line, or its group with another attribute, than is said now. `isThere`: whether a subject
 * that it may be of is in conflict now. Where none is, the id may as well be of one that is gone; but a group is never looked for without an attribute.
 */
export function expectScope(id: string, scope: ConflictScope, isThere: boolean): void {
  const kind = kindOfConflict(id);
  if (id.endsWith(scopeTag(kind, scope))) return;
  const isGrouped = kind === 'split-group' && scope.groupBy === null;
  if (!isThere && !isGrouped) return;
  const field = kind === 'split-group' ? 'groupBy' : 'line';
  const value = scope[field];
  const other = kind === 'split-group' ? ', or line is another' : '';
  throw Failure.invalid('invalid-parameter', {
    field: `/${field}`,
    value: shorten(value ?? ''),
    detail:
      value === null
        ? `is missing${other}: this conflict was listed with one`
        : `is not what this conflict was listed with${other}`,
    remedy: 'send line and groupBy as in the request that listed the conflict',
  });
}

function scopeTag(kind: ConflictKind, { line, groupBy }: ConflictScope): string {
  return tagOf(JSON.stringify([line, kind === 'split-group' ? groupBy : null]));
}

function tagOf(text: string): string {
  const bits = Number.parseInt(quickDigest(text).slice(0, 8), 16);
  return base32(Uint8Array.from([24, 16, 8, 0], (shift) => (bits >>> shift) & 255)).slice(0, TAG_DIGITS);
}
