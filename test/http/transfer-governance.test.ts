import { createExecutionContext } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { beforeEach, expect, test } from 'vitest';
import type { Ports } from '../../src/application/ports.ts';
import { createApp } from '../../src/http/app.ts';
import { PROBLEM_PAGES } from '../../src/problem-pages.ts';
import { wirePorts } from '../../src/wiring.ts';
import { exportPlan, importPlan, withoutLog } from '../exported-plan.ts';
import { openWorkspace } from '../open-workspace.ts';
import { type PublicationAnswer, type PublishingPlan, publishingPlan, sendWith } from '../publish.ts';
import type { ProblemAnswer } from '../solve-accounts.ts';

let plan: PublishingPlan;
beforeEach(async () => {
  plan = await publishingPlan();
});

test('a plan that is published to while it is exported is a file that comes in', async () => {
  await plan.act(await plan.draft(), 'publish');
  let wasPublished = false;
  const app = createApp({
    wire(bindings): Ports {
      const ports = wirePorts(bindings);
      const listed: Ports['transfers']['listed'] = async (...given) => {
        const before = await ports.transfers.listed(...given);
        const asked = { territories: 2, effort: 'fast', seed: 7 };
        const { body } = await plan.send('POST', `/v1/plans/${plan.planId}/layouts`, asked);
        await plan.act(await plan.draft({ layoutId: body.layoutId }), 'publish');
        wasPublished = true;
        return before;
      };
      return { ...ports, transfers: { ...ports.transfers, listed } };
    },
    problemPages: PROBLEM_PAGES,
  });
  const request = new Request(`http://hexalign.test/v1/plans/${plan.planId}/export`, {
    headers: { authorization: `Bearer ${plan.workspace.key}` },
  });
  const file = await (await app.fetch(request, env, createExecutionContext())).text();
  expect(wasPublished).toBe(true);
  const answer = await importPlan(await openWorkspace(), file);
  expect([answer.status, await answer.json()]).toMatchObject([201, { layouts: 2 }]);
});

test('a draft that names its assignment is changed where the plan came in from a file, and keeps its reps', async () => {
  const assigned = await plan.send<{ assignmentId: string }>(
    'POST',
    `/v1/layouts/${plan.layoutIds[0]}/assignments`,
    {},
  );
  const id = await plan.draft({ assignmentId: assigned.body.assignmentId });
  const there = await openWorkspace();
  expect((await importPlan(there, await exportPlan(plan.workspace, plan.planId))).status).toBe(201);
  const send = sendWith(there.key);
  const path = `/v1/publications/${id}`;
  const { body: before } = await send('GET', path);
  expect(before.assignmentId).toBe(assigned.body.assignmentId);
  expect(
    Object.values(before.reps)
      .filter((rep) => rep !== null)
      .sort(),
  ).toEqual(['rep-1', 'rep-2']);
  const change = (body: unknown) => send<PublicationAnswer & ProblemAnswer>('PATCH', path, body, { 'if-match': '*' });
  const noted = await change({ note: 'as agreed' });
  expect([noted.status, noted.body]).toMatchObject([200, { note: 'as agreed', reps: before.reps }]);
  const vacant = await change({ reps: { t1: null }, assignmentId: assigned.body.assignmentId });
  expect([vacant.status, vacant.body.reps]).toEqual([200, { ...before.reps, t1: null }]);
  const moved = await change({ layoutId: plan.layoutIds[1] });
  expect([moved.status, moved.body.violations]).toMatchObject([422, [{ field: '/assignmentId' }]]);
  expect((await change({ layoutId: plan.layoutIds[1], assignmentId: null })).status).toBe(200);
});

test('a plan comes in beside the one that has its publications without its log alone', async () => {
  const id = await plan.draft();
  const file = await exportPlan(plan.workspace, plan.planId);
  const refused = await importPlan(plan.workspace, file);
  const line = file.split('\n').findIndex((text) => text.includes(id)) + 1;
  expect([refused.status, await refused.json()]).toMatchObject([
    422,
    {
      type: '/problems/invalid-rows',
      violations: [{ line, field: 'event/publicationId', value: id, remedy: expect.stringContaining('"entries":0') }],
    },
  ]);
  const copy = await importPlan(plan.workspace, withoutLog(file));
  expect(copy.status).toBe(201);
  const { planId: twin } = (await copy.json()) as { planId: string };
  expect((await plan.send('GET', `/v1/publications/${id}`)).body.planId).toBe(plan.planId);
  expect((await plan.send<{ items: [] }>('GET', `/v1/plans/${twin}/publications`)).body.items).toEqual([]);
  expect((await plan.send('DELETE', `/v1/plans/${plan.planId}`)).status).toBe(204);
  const back = await importPlan(plan.workspace, file);
  expect(back.status).toBe(201);
  const { planId: restored } = (await back.json()) as { planId: string };
  expect((await plan.send('GET', `/v1/publications/${id}`)).body.planId).toBe(restored);
});
