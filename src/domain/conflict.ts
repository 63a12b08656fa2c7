import type { Cell } from './cell.ts';
import type { Edit } from './edit.ts';

/** What may be disputed, doubled or missing, in the order in which it is listed. */
export const CONFLICT_KINDS = [
  'gap',
  'overlap',
  'orphan-account',
  'owner-gone',
  'owner-on-leave',
  'skill-missing',
  'two-owners',
  'account-outside-territory',
  'duplicate-account',
  'split-group',
  'not-in-one-piece',
  'hole',
  'empty-territory',
  'over-limit',
  'under-limit',
  'duplicate-name',
  'stale-cell',
] as const;
export type ConflictKind = (typeof CONFLICT_KINDS)[number];

/** `error`: somebody or something has no owner, or not one; `warning`: it has, and should not have it so; `info`: worth to know. */
export const SEVERITIES = ['error', 'warning', 'info'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** What a fix does. */
export const FIX_ACTIONS = [
  'edit-layout',
  'add-places',
  'count-again',
  'rebalance',
  'set-rep',
  'replace-rep',
  'name-owner',
  'end-named-owner',
  'delete-account',
] as const;
export type FixAction = (typeof FIX_ACTIONS)[number];

/** What a fix is about, as far as nobody chooses otherwise. */
export type Deed =
  | { readonly action: 'edit-layout'; readonly edits: readonly Edit[] }
  | { readonly action: 'add-places'; readonly cells: readonly Cell[]; readonly territoryId: string }
  | { readonly action: 'count-again' }
  | { readonly action: 'rebalance'; readonly metric: string; readonly share: number }
  | { readonly action: 'set-rep'; readonly accountId: string; readonly repId: string }
  | { readonly action: 'replace-rep'; readonly territoryId: string; readonly repId: string | null }
  | { readonly action: 'name-owner'; readonly key: string; readonly value: string; readonly territoryId: string }
  | { readonly action: 'end-named-owner'; readonly accountId: string }
  | { readonly action: 'delete-account'; readonly keep: string; readonly drop: string };

/** How a conflict can be settled by one call. */
export interface Fix {
  readonly description: string;
  /** What will change. */
  readonly preview: string;
  /** Members of the body by which it can be done otherwise. */
  readonly choices: readonly ('territoryId' | 'repId' | 'accountId' | 'name' | 'share')[];
  readonly deed: Deed;
}

/** An account or place whose ownership is disputed, doubled or missing, or a territory that is not as it should be. */
export interface Conflict {
  readonly kind: ConflictKind;
  /** What it is about: with the kind it is the same conflict as long as this stays. */
  readonly subject: string;
  readonly severity: Severity;
  readonly territoryIds: readonly string[];
  /** The first 100. */
  readonly cells: readonly Cell[];
  /** The first 100. */
  readonly accountIds: readonly string[];
  readonly place: { readonly lat: number; readonly lng: number } | null;
  /** By how much, in the unit that `detail` names. */
  readonly amount: number | null;
  readonly detail: string;
  readonly remedy: string;
  readonly fix: Fix | null;
}

/** Accounts and cells that a conflict names. */
export const NAMED_IN_CONFLICT = 100;
