import { createExecutionContext } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { beforeEach, expect, test } from 'vitest';
import { exportPlan as readyPlan } from '../../src/application/export-plan.ts';
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

/** Puts copies of a layout into the list of the plan, of which the log refers to the first so many. */
async function listMore(count: number, referred: number): Promise<void> {
  const more = `WITH RECURSIVE more (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM more WHERE n < ?3)`;
  const id = "'lay_copy' || n";
  const values = [plan.planId, plan.layoutIds[0], count];
  for (const sql of [
    `${more} INSERT INTO layouts (workspace_id, layout_id, head, territory_count, created_at, touched_at)
     SELECT workspace_id, ${id}, head, territory_count, created_at, touched_at FROM more, layouts WHERE layout_id = ?2
       AND workspace_id = (SELECT workspace_id FROM plans WHERE plan_id = ?1)`,
    `${more} INSERT INTO plan_layouts (workspace_id, plan_id, layout_id, created_at)
     SELECT workspace_id, plan_id, ${id}, created_at FROM more, plan_layouts WHERE layout_id = ?2 AND plan_id = ?1`,
  ]) {
    await env.DB.prepare(sql)
      .bind(...values)
      .run();
  }
  await env.DB.prepare(
    `${more} INSERT INTO plan_log (plan_number, seq, recorded_at, key_id, kind, subject, event, previous, digest)
     SELECT plan_number, n, n, 'k', 'x', NULL, json_object('layoutId', ${id}), '', '' FROM more, plans WHERE plan_id = ?1 AND ?2 <> ''`,
  )
    .bind(plan.planId, plan.layoutIds[0], referred)
    .run();
}

async function askExport(query: string): Promise<{ status: number; remedy: string; detail: string }> {
  const answer = await plan.workspace.fetch(`/v1/plans/${plan.planId}/export${query}`);
  if (answer.status === 200) await answer.body?.cancel();
  const { violations } = answer.status === 200 ? { violations: [] } : ((await answer.json()) as ProblemAnswer);
  return { status: answer.status, remedy: violations[0]?.remedy ?? '', detail: violations[0]?.detail ?? '' };
}

test.each([
  ['some layouts', 1],
  ['very many layouts', 100],
])(
  'a plan with more layouts than fit, whose publications refer to %s, is exported with as many as its refusal names',
  async (_, referred) => {
    await listMore(170, referred);
    const refused = await askExport('');
    expect(refused).toMatchObject({ status: 400, remedy: expect.stringMatching(/^send layouts=\d+ for the latest/) });
    const most = Number(/\d+/.exec(refused.remedy)?.[0]);
    expect((await askExport(`?layouts=${most + 1}`)).status).toBe(400);
    expect((await askExport(`?layouts=${most}`)).status).toBe(200);
  },
);

test('a plan whose publications refer to more layouts than fit is told so, and not to ask for fewer', async () => {
  await listMore(170, 160);
  const refused = await askExport('?layouts=0');
  expect([refused.status, refused.detail]).toEqual([400, expect.stringContaining('refer to 160 layouts')]);
  expect(refused.remedy).not.toContain('layouts=');
});

test('a plan whose log is too long to come in is not exported, with however few layouts', async () => {
  const id = await plan.draft({ note: 'für später' });
  await plan.act(id, 'publish');
  const ports = wirePorts(env);
  const { workspaceId } = plan.workspace;
  const history = await ports.transfers.countHistory(workspaceId, plan.planId);
  const events = (await ports.planLog.read(workspaceId, plan.planId, 0, 100)).map(({ event }) => JSON.stringify(event));
  expect(history).toEqual({
    layouts: 2,
    entries: 2,
    entryBytes: Buffer.byteLength(events.join('')),
    places: 0,
    ...{ texts: 0, goals: 0, revisions: 0, actuals: 0, deals: 0, rowBytes: 0 },
  });
  const withLog = (more: object) =>
    readyPlan(
      { ...ports, transfers: { ...ports.transfers, countHistory: async () => ({ ...history, ...more }) } },
      ...([workspaceId, plan.planId, 0] as const),
    );
  await withLog({ entries: 4_000, entryBytes: 4_000 * 10_000 });
  await expect(withLog({ entries: 4_000, entryBytes: 4_000 * 100_000 })).rejects.toMatchObject({
    kind: 'invalid-parameter',
    violations: [{ field: 'layouts', value: '0', detail: expect.stringContaining('4000 entries with 400 MB') }],
  });
});
