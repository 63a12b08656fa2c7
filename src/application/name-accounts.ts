import { Failure, type Violation } from '../domain/failure.ts';
import type { Layout } from '../domain/layout.ts';
import { blameOwner, refuseAll } from '../domain/owner-named.ts';
import type { NamedOwner } from '../domain/plan-event.ts';
import type { LogEntry } from '../domain/plan-log.ts';
import { shorten } from '../domain/shorten.ts';
import { blameLine } from './blame-line.ts';
import { type Decider, decide } from './decide.ts';
import { nameableOwners } from './nameable-owners.ts';
import type { Ports } from './ports.ts';

/** Accounts that are to get an owner by name. */
export interface Naming {
  readonly accountIds: readonly string[];
  /** Null: they have none by name any more. */
  readonly owner: NamedOwner | null;
  readonly line: string | null;
  /** Null: now. */
  readonly fromMs: number | null;
  /** Null: until another is named. */
  readonly untilMs: number | null;
  readonly isCorrection: boolean;
  readonly reason: string;
  /** Beside the one in force: a layout that is to be, whose territories may be named, too. */
  readonly layout?: Layout;
}

/**
 * Gives accounts an owner by name, from a moment on or for a time; as a correction, for a time that is past.
 *
 * Errors: `not-found`; `invalid-parameter` with every account, owner, line and time that cannot be.
 */
export async function nameAccounts(ports: Ports, decider: Decider, naming: Naming): Promise<LogEntry> {
  const { workspaceId, planId } = decider;
  const { accountIds, owner, line, untilMs, isCorrection, reason } = naming;
  const { reps } = await ports.ownership.load(workspaceId, planId, 'now');
  const strange = await blameLine(ports, workspaceId, planId, line);
  const found = await ports.ownership.accounts(workspaceId, planId, accountIds);
  const { entry } = await decide(ports, decider, async (governance, nowMs) => {
    const fromMs = naming.fromMs ?? nowMs;
    const nameable = await nameableOwners(ports, workspaceId, governance, reps, line, fromMs, naming.layout);
    refuseAll([
      ...accountIds.map((id, at) => (found.has(id) ? null : noAccount(id, at))),
      blameOwner(owner, nameable, '/owner'),
      ...strange,
      ...blameTimes(naming, fromMs, nowMs),
    ]);
    return { kind: 'accounts-named', line, accountIds, owner, fromMs, untilMs, isCorrection, reason };
  });
  return entry;
}

function noAccount(id: string, at: number): Violation {
  const remedy = 'send ids of accounts of the plan';
  return { field: `/accounts/${at}`, value: shorten(id), detail: 'is no account of the plan', remedy };
}

function blameTimes({ fromMs: asked, untilMs, isCorrection }: Naming, fromMs: number, nowMs: number): Violation[] {
  const blame = (field: string, ms: number | null, detail: string, remedy: string): Violation => ({
    ...{ field, value: ms === null ? '' : new Date(ms).toISOString(), detail, remedy },
  });
  const wrong: Violation[] = [];
  if (untilMs !== null && untilMs <= fromMs)
    wrong.push(blame('/until', untilMs, 'is not after `from`', 'send a later moment'));
  if (!isCorrection) {
    const remedy = 'leave it out for now, send a later moment, or send "correction": true';
    if (asked !== null && asked < nowMs) wrong.push(blame('/from', asked, 'is in the past', remedy));
    return wrong;
  }
  const remedy = 'a correction is of a time that is past: send both its ends';
  if (asked === null) wrong.push(blame('/from', null, 'is missing', remedy));
  if (untilMs === null) wrong.push(blame('/until', null, 'is missing', remedy));
  else if (untilMs > nowMs) wrong.push(blame('/until', untilMs, 'is in the future', remedy));
  return wrong;
}

/** The failure of a decision that was made from another version than the one on record. */
export function changedMeanwhile(): Failure {
  return new Failure('precondition-failed', 'it has changed since you read it: read it again and decide anew');
}
