import type { Governance } from '../domain/governance.ts';
import { blameOwner, refuseAll } from '../domain/owner-named.ts';
import type { OwnershipRule } from '../domain/plan-event.ts';
import { blameLine } from './blame-line.ts';
import { type Decider, decide } from './decide.ts';
import { changedMeanwhile } from './name-accounts.ts';
import { nameableOwners } from './nameable-owners.ts';
import type { OwnershipMoment } from './open-ground.ts';
import type { Ports } from './ports.ts';

/** The rules of a line at a moment. */
export interface PlanRules {
  readonly line: string | null;
  readonly rules: readonly OwnershipRule[];
  readonly fromMs: number;
  readonly untilMs: number;
  /** The log's last entry that changed rules of the line; 0 where none did. */
  readonly version: number;
}

/** The rules of a line of a plan at a moment, as known at another. Throws `not-found`. */
export async function getRules(
  ports: Ports,
  workspaceId: string,
  { planId, line, atMs, knownMs }: OwnershipMoment,
): Promise<PlanRules> {
  const { governance } = await ports.ownership.load(workspaceId, planId, 'now');
  return rulesAt(governance, line, atMs, knownMs);
}

function rulesAt(governance: Governance, line: string | null, atMs: number | null, knownMs: number | null): PlanRules {
  const moment = atMs ?? Math.max(Date.now(), governance.end.recordedMs);
  const { holding, fromMs, untilMs } = governance.rules(line, moment, knownMs ?? Infinity);
  return { line, rules: holding?.subject ?? [], fromMs, untilMs, version: governance.rulesVersion(line) };
}

/** Rules that are to take the place of all of a line. */
export interface NewRules {
  readonly line: string | null;
  readonly rules: readonly OwnershipRule[];
  /** Null: now. */
  readonly fromMs: number | null;
  readonly reason: string;
}

/**
 * Replaces the rules of a line, from a moment on. Answers them.
 *
 * Errors: `not-found`; `invalid-parameter` with every owner, line and time that cannot be; `precondition-failed` where another version than `expected` is on record.
 */
export async function replaceRules(
  ports: Ports,
  decider: Decider,
  { line, rules, fromMs: asked, reason }: NewRules,
  expected: number | null,
): Promise<{ readonly current: PlanRules; readonly made: PlanRules }> {
  const { workspaceId, planId } = decider;
  const { reps } = await ports.ownership.load(workspaceId, planId, 'now');
  const strange = await blameLine(ports, workspaceId, planId, line);
  const { governance, entry } = await decide(ports, decider, async (governance, nowMs) => {
    if (expected !== null && governance.rulesVersion(line) !== expected) throw changedMeanwhile();
    const fromMs = asked ?? nowMs;
    const nameable = await nameableOwners(ports, workspaceId, governance, reps, line, fromMs);
    const isPast = {
      ...{ field: '/from', value: new Date(fromMs).toISOString(), detail: 'is in the past' },
      remedy: 'leave it out for now, or send a later moment',
    };
    refuseAll([
      ...rules.map(({ owner }, at) => blameOwner(owner, nameable, `/rules/${at}/owner`)),
      ...strange,
      fromMs < nowMs ? isPast : null,
    ]);
    return { kind: 'rules-changed', line, rules, fromMs, reason };
  });
  const fromMs = entry.event.kind === 'rules-changed' ? entry.event.fromMs : null;
  return { current: rulesAt(governance, line, null, null), made: rulesAt(governance, line, fromMs, null) };
}
