import type { StatusGroup } from './account-status.ts';
import type { LayoutId } from './layout.ts';

/** Who owns accounts: a territory, whoever serves it, or a rep. */
export type NamedOwner = { readonly territoryId: string } | { readonly repId: string };

/** What a publication would put in force. */
export interface PublicationContent {
  /** The line of the plan that it is for; null: all accounts. */
  readonly line: string | null;
  readonly layoutId: LayoutId;
  /** The assignment that `reps` were taken from, where they were. */
  readonly assignmentId: string | null;
  /** Rep by territory; null and absent: vacant. */
  readonly reps: Readonly<Record<string, string | null>>;
  readonly note: string;
}

/** What a rule says of accounts: all members hold; of the values of one any. */
export interface RuleCondition {
  readonly segments?: readonly string[];
  readonly productLines?: readonly string[];
  readonly sizes?: readonly string[];
  /** `unknown`: accounts of which nobody says one. */
  readonly statuses?: readonly StatusGroup[];
  readonly skills?: readonly string[];
  readonly attributes?: Readonly<Record<string, readonly string[]>>;
}

/** Gives accounts an owner by what they are; the first rule that is met counts. */
export interface OwnershipRule {
  readonly ruleId: string;
  readonly name: string;
  readonly when: RuleCondition;
  readonly owner: NamedOwner;
}

/** What may be disputed. */
export type Dispute =
  | { readonly accountId: string }
  | { readonly territories: readonly [string, string]; readonly cells: readonly string[] };

/** What may be decided about a plan. Moments are milliseconds since 1970. */
export type PlanEvent =
  | ({ readonly kind: 'publication-drafted'; readonly publicationId: string } & PublicationContent)
  | ({ readonly kind: 'publication-changed'; readonly publicationId: string } & PublicationContent)
  | { readonly kind: 'publication-submitted'; readonly publicationId: string }
  | { readonly kind: 'publication-approved'; readonly publicationId: string }
  /** Back to draft. */
  | { readonly kind: 'publication-returned'; readonly publicationId: string; readonly reason: string }
  /** The switch: in force from `fromMs` on, which is not before the entry is recorded. */
  | {
      readonly kind: 'publication-published';
      readonly publicationId: string;
      readonly fromMs: number;
      /** What is in force just before, as far as is known. */
      readonly fromLayoutId: LayoutId | null;
      readonly toLayoutId: LayoutId;
    }
  /** Before its time it never comes in force; afterwards what was in force before it is again, from now on: `resumes`. */
  | {
      readonly kind: 'publication-withdrawn';
      readonly publicationId: string;
      readonly reason: string;
      readonly resumes: string | null;
      readonly fromLayoutId: LayoutId | null;
      readonly toLayoutId: LayoutId | null;
    }
  /** What has really been in force in a time that is past: both stay on record, what was believed and what is known now. */
  | {
      readonly kind: 'ownership-corrected';
      readonly publicationId: string;
      readonly fromMs: number;
      readonly untilMs: number;
      readonly reason: string;
      readonly fromLayoutId: LayoutId | null;
      readonly toLayoutId: LayoutId;
      /** Digest of who asked with which request key; absent where without one, and in entries from before it was kept. */
      readonly request?: string;
    }
  /** Accounts get an owner by name for a time; null: they have none any more. A correction lies in the past as a whole. */
  | {
      readonly kind: 'accounts-named';
      readonly line: string | null;
      readonly accountIds: readonly string[];
      readonly owner: NamedOwner | null;
      readonly fromMs: number;
      readonly untilMs: number | null;
      readonly isCorrection: boolean;
      readonly reason: string;
    }
  /** The rules of a line, all of them, from a moment on. */
  | {
      readonly kind: 'rules-changed';
      readonly line: string | null;
      readonly rules: readonly OwnershipRule[];
      readonly fromMs: number;
      readonly reason: string;
    }
  | {
      readonly kind: 'challenge-opened';
      readonly challengeId: string;
      readonly publicationId: string;
      readonly repId: string | null;
      readonly dispute: Dispute;
      readonly reason: string;
    }
  /** `layoutId`: the layout with the edit that settles it, or null where an account was given an owner by name. */
  | {
      readonly kind: 'challenge-accepted';
      readonly challengeId: string;
      readonly reason: string;
      readonly layoutId: LayoutId | null;
    }
  | { readonly kind: 'challenge-refused'; readonly challengeId: string; readonly reason: string };

/** The publication or challenge that an event is about, by which its plan is found. */
export function subjectOf(event: PlanEvent): string | null {
  if ('challengeId' in event) return event.challengeId;
  return 'publicationId' in event ? event.publicationId : null;
}
