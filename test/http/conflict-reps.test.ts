import { describe, expect, test } from 'vitest';
import { decide } from '../../src/application/decide.ts';
import type { LayoutId } from '../../src/domain/layout.ts';
import type { PlanEvent } from '../../src/domain/plan-event.ts';
import { ACCOUNTS, conflictsOf, fix, imported, planOf, ports, publish, workspace } from '../conflict-plan.ts';
import { send } from '../post-json.ts';

const AWAY = [{ from: '2000-01-01', to: '2100-01-01' }];
/** Both reps of the squares are on leave. */
const REPS = [{ id: 'r-1', leave: AWAY }, { id: 'r-2', leave: AWAY }, { id: 'r-3' }, { id: 'r-4' }];

const ownPlan = () => planOf(ACCOUNTS, REPS);
const governanceOf = (planId: string) => ports.governance.load(workspace.workspaceId, planId);
const tell = (planId: string, event: PlanEvent) =>
  decide(ports, { workspaceId: workspace.workspaceId, planId, keyId: 'key_test' }, () => event);

/** Conflicts of reps on leave, by territory. */
async function onLeave(at: string): Promise<Record<string, string>> {
  const { items } = await conflictsOf(at, '&kind=owner-on-leave');
  return Object.fromEntries(items.map(({ where, conflictId }) => [where.territoryIds[0], conflictId]));
}

async function inForceIn(planId: string) {
  const governance = await governanceOf(planId);
  const holding = governance.inForce(null, Date.now() + 10).holding?.subject ?? '';
  return governance.publications.get(holding);
}

const draft = (publicationId: string, layoutId: string): PlanEvent => ({
  ...{ kind: 'publication-drafted', publicationId, line: null, layoutId: layoutId as LayoutId },
  ...{ assignmentId: null, reps: { west: 'r-1', east: 'r-2' }, note: '' },
});

describe('another rep serves a territory', () => {
  test('whose layout is not in force any more: in a draft, and what is in force stays', async () => {
    const planId = await ownPlan();
    const old = await imported(planId);
    await publish(planId, old, { west: 'r-1', east: 'r-2' });
    const now = await imported(planId, undefined, '?balance=accounts:0.4');
    expect(now).not.toBe(old);
    await tell(planId, draft('pub_now', now));
    await tell(planId, {
      ...{ kind: 'publication-published', publicationId: 'pub_now', fromMs: Date.now() },
      ...{ fromLayoutId: old as LayoutId, toLayoutId: now as LayoutId },
    });
    const { west = '' } = await onLeave(`layouts/${old}`);
    const { status, answer } = await fix(`layouts/${old}`, west, { repId: 'r-3' });
    expect([status, answer.state]).toEqual([200, 'gone']);
    expect((await inForceIn(planId))?.publicationId).toBe('pub_now');
    const made = (await governanceOf(planId)).publications.get(answer.did?.publicationId ?? '');
    expect(made).toMatchObject({ stage: 'draft', layoutId: old, reps: { west: 'r-3', east: 'r-2' } });
  });

  test('whose layout is scheduled: in a draft, and the schedule stays', async () => {
    const planId = await ownPlan();
    const layoutId = await imported(planId);
    const fromMs = Date.now() + 3_600_000;
    await tell(planId, draft('pub_next', layoutId));
    await tell(planId, {
      ...{ kind: 'publication-published', publicationId: 'pub_next', fromMs },
      ...{ fromLayoutId: null, toLayoutId: layoutId as LayoutId },
    });
    const { west = '' } = await onLeave(`layouts/${layoutId}`);
    const { answer } = await fix(`layouts/${layoutId}`, west, { repId: 'r-3' });
    expect(answer.state).toBe('gone');
    const governance = await governanceOf(planId);
    expect(governance.inForce(null, Date.now() + 1_000).holding).toBe(null);
    expect(governance.inForce(null, fromMs).holding?.subject).toBe('pub_next');
    expect(governance.publications.get(answer.did?.publicationId ?? '')?.stage).toBe('draft');
  });

  test('where the plan wants approval: submitted once, however often it is asked', async () => {
    const planId = await ownPlan();
    const layoutId = await imported(planId);
    await publish(planId, layoutId, { west: 'r-1', east: 'r-2' });
    const { status } = await send(workspace, 'PATCH', `/v1/plans/${planId}`, { approvalRequired: true });
    expect(status).toBe(200);
    const { west = '', east = '' } = await onLeave(`plans/${planId}`);
    const first = await fix(`plans/${planId}`, west, { repId: 'r-3' });
    const again = await fix(`plans/${planId}`, west, { repId: 'r-3' });
    expect([first.answer.state, again.answer.state]).toEqual(['remains', 'remains']);
    expect(again.answer.did?.publicationId).toBe(first.answer.did?.publicationId);
    const other = await fix(`plans/${planId}`, east, { repId: 'r-4' });
    expect(other.answer.did?.publicationId).not.toBe(first.answer.did?.publicationId);
    const all = [...(await governanceOf(planId)).publications.values()];
    expect(all.map(({ stage }) => stage)).toEqual(['published', 'submitted', 'submitted']);
  });

  test('at the same time as another: both serve, and the log tells what was in force before', async () => {
    const planId = await ownPlan();
    const layoutId = await imported(planId);
    await publish(planId, layoutId, { west: 'r-1', east: 'r-2' });
    const { west = '', east = '' } = await onLeave(`plans/${planId}`);
    const answers = await Promise.all([
      fix(`plans/${planId}`, west, { repId: 'r-3' }),
      fix(`plans/${planId}`, east, { repId: 'r-4' }),
    ]);
    expect(answers.map(({ answer }) => answer.state)).toEqual(['gone', 'gone']);
    expect((await inForceIn(planId))?.reps).toEqual({ west: 'r-3', east: 'r-4' });
  });

  test('in what was submitted: it is sent back and changed at once', async () => {
    const planId = await ownPlan();
    const layoutId = await imported(planId);
    await tell(planId, draft('pub_sent', layoutId));
    await tell(planId, { kind: 'publication-submitted', publicationId: 'pub_sent' });
    const { west = '', east = '' } = await onLeave(`layouts/${layoutId}`);
    const answers = await Promise.all([
      fix(`layouts/${layoutId}`, west, { repId: 'r-3' }),
      fix(`layouts/${layoutId}`, east, { repId: 'r-4' }),
    ]);
    expect(answers.map(({ answer }) => answer.state)).toEqual(['gone', 'gone']);
    const { publications } = await governanceOf(planId);
    expect([...publications.values()]).toMatchObject([
      { publicationId: 'pub_sent', stage: 'draft', reps: { west: 'r-3', east: 'r-4' } },
    ]);
  });
});

test('where a layout was published its publication alone says who serves, also that nobody does', async () => {
  const planId = await planOf();
  const layoutId = await imported(planId);
  await publish(planId, layoutId, {});
  const { items } = await conflictsOf(`plans/${planId}`, '&kind=orphan-account');
  expect(items.map(({ where }) => where.territoryIds)).toEqual([['east'], ['west']]);
});

test('a draft of an imported layout has the reps of the file who are reps of the plan, unless it says who serves', async () => {
  const planId = await planOf(ACCOUNTS, [{ id: 'r-west', name: 'Wes' }]);
  const layoutId = await imported(planId);
  const drafted = (body: object) =>
    send<{ publicationId: string; reps: object }>(workspace, 'POST', `/v1/plans/${planId}/publications`, body);
  const { status, answer } = await drafted({ layoutId });
  expect([status, answer.reps]).toEqual([201, { west: 'r-west' }]);
  expect((await drafted({ layoutId, reps: {} })).answer.reps).toEqual({});
  const path = `/v1/publications/${answer.publicationId}`;
  const changed = await send<{ reps: object }>(workspace, 'PATCH', path, { reps: null });
  expect([changed.status, changed.answer.reps]).toEqual([200, {}]);
});
