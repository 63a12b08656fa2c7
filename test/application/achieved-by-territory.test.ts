import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import type { LayoutId } from '../../src/domain/layout.ts';
import { wirePorts } from '../../src/wiring.ts';
import { openWorkspace } from '../open-workspace.ts';
import { accounts, openOwnedPlan } from '../owned-plan.ts';
import { sendWith } from '../publish.ts';

test('what was achieved is summed by the territory of a layout that holds the account, and null where nothing is known', async () => {
  const workspace = await openWorkspace();
  const plan = await openOwnedPlan(workspace);
  const send = sendWith(workspace.key);
  const some = accounts.slice(0, 20);
  const rows = some.flatMap(({ id }, at) => [
    { account: id, metric: 'revenue', period: '2026-10', value: at + 1 },
    { account: id, metric: 'revenue', period: '2026-11-01', value: 1_000 },
    { account: id, metric: 'orders', period: '2026-10-05', value: 500 },
  ]);
  rows.push({ account: 'gone', metric: 'revenue', period: '2026-10', value: 7_000 });
  await send('PUT', `/v1/plans/${plan.planId}/actuals`, rows);
  const expected = new Map(['t1', 't2', 't3', 't4'].map((id) => [id, 0]));
  for (const [at, { lat, lng }] of some.entries()) {
    const path = `/v1/layouts/${plan.four}/owner?lat=${lat}&lng=${lng}`;
    const { id } = (await send<{ territory: { id: string } }>('GET', path)).body.territory;
    expected.set(id, (expected.get(id) ?? 0) + at + 1);
  }
  const { goalHistory } = wirePorts(env);
  const asked = { metric: 'revenue', start: '2026-10-01', due: '2026-10-31', layoutId: plan.four as LayoutId };
  const achieved = (more: object) => goalHistory.achieved(workspace.workspaceId, plan.planId, { ...asked, ...more });
  expect(await achieved({})).toEqual(expected);
  expect(await achieved({ start: '2026-10-02' })).toBeNull();
  expect(await achieved({ metric: 'visits' })).toBeNull();
});
