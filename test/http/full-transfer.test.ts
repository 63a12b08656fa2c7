import { createExecutionContext } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import type { Ports } from '../../src/application/ports.ts';
import { layoutsThatFit, MAX_ASSIGNMENTS } from '../../src/domain/plan-file.ts';
import { createApp } from '../../src/http/app.ts';
import { PROBLEM_PAGES } from '../../src/problem-pages.ts';
import { wirePorts } from '../../src/wiring.ts';
import { exportPlan } from '../exported-plan.ts';
import { countedDatabase } from '../metered/counted-database.ts';
import { createPlan, openWorkspace } from '../open-workspace.ts';
import type { SolvedAnswer } from '../solve-accounts.ts';
import { post } from '../solve-by-job.ts';

const ACCOUNTS = 40;
const LINES = 100;
/** What D1 allows a request. */
const MOST_QUERIES = 1_000;

const workspace = await openWorkspace();
const queries = { queries: 0, boundBytes: 0 };
const app = createApp({
  wire: (bindings): Ports => wirePorts({ ...bindings, DB: countedDatabase(bindings.DB, queries) } as never),
  problemPages: PROBLEM_PAGES,
});

function ask(path: string, init: RequestInit = {}) {
  queries.queries = 0;
  const headers = { authorization: `Bearer ${workspace.key}`, 'content-type': 'application/x-ndjson' };
  return app.fetch(new Request(`http://hexalign.test${path}`, { ...init, headers }), env, createExecutionContext());
}

/** The lines of a small plan, by their types. */
async function smallPlan(): Promise<Readonly<Record<string, string[]>>> {
  const planId = await createPlan(workspace, { name: 'Small' });
  const accounts = Array.from({ length: ACCOUNTS }, (_, at) => ({
    ...{ id: `a${at}`, lat: 46 + (at % 8) / 10, lng: 2 + Math.floor(at / 8) / 10 },
  }));
  for (const [path, rows] of Object.entries({ accounts, reps: [{ id: 'r1' }, { id: 'r2' }] })) {
    const headers = { 'content-type': 'application/json' };
    const init = { method: 'PUT', headers, body: JSON.stringify(rows) };
    expect((await workspace.fetch(`/v1/plans/${planId}/${path}`, init)).status).toBe(200);
  }
  const asked = { territories: 2, effort: 'fast' };
  const { answer } = await post<SolvedAnswer>(workspace, `/v1/plans/${planId}/layouts`, asked);
  const tree = {
    ...{ levels: ['district'], nodes: [{ id: 'd1', name: 'All', level: 'district' }] },
    territories: Object.fromEntries(answer.territories.map(({ id }) => [id, 'd1'])),
  };
  expect((await post(workspace, `/v1/layouts/${answer.layoutId}/hierarchies`, tree)).status).toBe(201);
  expect((await post(workspace, `/v1/layouts/${answer.layoutId}/assignments`, { on: '2027-07-01' })).status).toBe(201);
  const lines = (await exportPlan(workspace, planId)).trim().split('\n');
  return Object.groupBy(lines, (line) => (JSON.parse(line) as { type: string }).type) as Record<string, string[]>;
}

/** A file of a plan with so many layouts, some with a hierarchy each, and as many lines and assignments as can be. */
function fullFile(of: Readonly<Record<string, string[]>>, layouts: number, hierarchies: number): string {
  const all = (...types: string[]) => types.flatMap((type) => of[type] ?? []).join('\n');
  const layoutId = /lay_\w+/.exec(all('layout'))?.[0] ?? '';
  const idOf = (at: number) =>
    `lay_${'a'.repeat(50)}${[...String(100 + at).slice(-2)].map((digit) => 'abcdefghij'[Number(digit)]).join('')}`;
  const lines = Array.from({ length: LINES }, (_, at) =>
    JSON.stringify({ type: 'line', id: `line-${at}`, name: `Line ${at}`, filter: { segments: [`s${at}`] } }),
  );
  const whole = Array.from({ length: layouts }, (_, at) => {
    const id = at < 100 ? idOf(at) : idOf(at - 100).replace('lay_a', 'lay_b');
    const layout = all('layout', 'territory', 'leaves').replaceAll(layoutId, id);
    const tree = all('hierarchy', 'node').replace(/hie_\w{22}/, `hie_${String(at).padStart(22, '0')}`);
    return at < hierarchies ? `${layout}\n${tree}` : layout;
  });
  const assignments = Array.from({ length: MAX_ASSIGNMENTS }, () =>
    all('assignment', 'assigned').replaceAll(layoutId, idOf(0)),
  );
  const counts = {
    reps: 2,
    accounts: ACCOUNTS,
    layouts,
    lines: LINES,
    hierarchies,
    assignments: MAX_ASSIGNMENTS,
    entries: 0,
  };
  const end = JSON.stringify({ type: 'end', ...counts });
  return [all('header', 'plan'), ...lines, all('rep', 'account'), ...whole, ...assignments, end, ''].join('\n');
}

test('a file with as much of everything as fits comes in and goes out within the queries of a request, and one with more is refused', async () => {
  const of = await smallPlan();
  const fitting = layoutsThatFit({ accounts: ACCOUNTS }) ?? 0;
  const hierarchies = 40;
  const file = fullFile(of, fitting - hierarchies, hierarchies);
  const answer = await ask('/v1/plans/import', { method: 'POST', body: file });
  const made = (await answer.json()) as { planId: string };
  expect([answer.status, made]).toMatchObject([
    201,
    { accounts: ACCOUNTS, layouts: fitting - hierarchies, hierarchies, assignments: MAX_ASSIGNMENTS },
  ]);
  expect(queries.queries).toBeLessThan(MOST_QUERIES);

  const exported = await ask(`/v1/plans/${made.planId}/export`);
  const settled = (text: string) =>
    text
      .replace(/("type":"plan".*)"createdAt":"[^"]+"/, '$1')
      .split('\n')
      .sort();
  expect(settled(await exported.text())).toEqual(settled(file));
  expect(queries.queries).toBeLessThan(MOST_QUERIES);

  const more = await ask('/v1/plans/import', { method: 'POST', body: fullFile(of, 170, hierarchies) });
  expect([more.status, await more.json()]).toMatchObject([
    413,
    { type: '/problems/payload-too-large', detail: expect.stringContaining('fewer layouts') },
  ]);
  expect(queries.queries).toBeLessThan(MOST_QUERIES);
}, 120_000);
