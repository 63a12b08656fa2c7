import { env } from 'cloudflare:workers';
import { decide } from '../src/application/decide.ts';
import type { LayoutId } from '../src/domain/layout.ts';
import type { NamedOwner, PlanEvent } from '../src/domain/plan-event.ts';
import { randomBase62 } from '../src/domain/random-base62.ts';
import { wirePorts } from '../src/wiring.ts';
import type { OpenedWorkspace } from './open-workspace.ts';

const ports = wirePorts(env);

/** Whose plan. */
export interface OpenedPlan {
  readonly workspace: OpenedWorkspace;
  readonly planId: string;
}

/** Records a decision about a plan, and answers its entry. */
export async function record({ workspace, planId }: OpenedPlan, make: (nowMs: number) => PlanEvent) {
  const decider = { workspaceId: workspace.workspaceId, planId, keyId: 'key_1' };
  const { entry } = await decide(ports, decider, (_, nowMs) => make(nowMs));
  return entry;
}

/** What is to be put in force. */
export interface Published {
  readonly layoutId: string;
  readonly reps?: Readonly<Record<string, string | null>>;
  readonly line?: string | null;
  /** From when on; now when left out. */
  readonly fromMs?: number;
}

/** Puts a layout in force, now or later, and answers the publication's id and since when it is. */
export async function publish(plan: OpenedPlan, { layoutId, reps = {}, line = null, fromMs }: Published) {
  const publicationId = `pub_${randomBase62(22)}`;
  const content = { line, layoutId: layoutId as LayoutId, assignmentId: null, reps, note: '' };
  await record(plan, () => ({ kind: 'publication-drafted', publicationId, ...content }));
  const { event } = await record(plan, (nowMs) => ({
    ...{ kind: 'publication-published', publicationId, fromMs: fromMs ?? nowMs },
    ...{ fromLayoutId: null, toLayoutId: layoutId as LayoutId },
  }));
  return { publicationId, fromMs: event.kind === 'publication-published' ? event.fromMs : 0 };
}

/** Says what has really been in force. */
export function correct(plan: OpenedPlan, publicationId: string, layoutId: string, fromMs: number, untilMs: number) {
  return record(plan, () => ({
    ...{ kind: 'ownership-corrected', publicationId, fromMs, untilMs, reason: 'as it was' },
    ...{ fromLayoutId: null, toLayoutId: layoutId as LayoutId },
  }));
}

/** Gives accounts an owner by name. */
export function name(
  plan: OpenedPlan,
  accountIds: readonly string[],
  owner: NamedOwner | null,
  when: { fromMs?: number; untilMs?: number | null; line?: string | null; isCorrection?: boolean } = {},
) {
  const { fromMs, untilMs = null, line = null, isCorrection = false } = when;
  return record(plan, (nowMs) => ({
    ...{ kind: 'accounts-named', line, accountIds, owner, fromMs: fromMs ?? nowMs, untilMs },
    ...{ isCorrection, reason: '' },
  }));
}
