import { expect } from 'vitest';
import { createPlan, type OpenedWorkspace, openWorkspace } from './open-workspace.ts';
import type { SolvedAnswer } from './solve-accounts.ts';
import { ASKED, csv, growth, post, upload } from './solve-by-job.ts';

const NDJSON = { 'content-type': 'application/x-ndjson' };
const TRICKY = {
  id: '=1+1 "quoted" 東京',
  name: 'Bäckerei \\ "Eck"\nand more',
  lat: 33.12345678901234,
  lng: -83.5,
  segment: 'retail',
  productLines: ['ovens', 'mixers'],
  size: 'small',
  requiredSkills: ['gas'],
  visitMinutes: 45.5,
  visitsPerPeriod: 6,
  lastVisit: '2026-02-28',
  repId: 'rep-7',
  status: 'dormant',
  metrics: { revenue: 0.1 + 0.2, visits: 3 },
  attributes: { type: 'shadow', __proto__x: '1', phone: '+49 30 1', '2024': 'x' },
};
const REP = {
  id: 'rep-7',
  name: 'Kim Park',
  home: { lat: 33.5, lng: -83.25 },
  capacityHours: 120,
  skills: ['gas'],
  tenureSince: '2020-02-29',
  leave: [{ from: '2027-07-01', to: '2027-07-14' }],
};

/** A plan with everything that files hold: a line, accounts, one of which has moved, reps, one of whom is gone, a layout and one that was rebalanced from it, a hierarchy, an assignment and a log, and the file that its export gives. */
export interface ExportedPlan {
  readonly workspace: OpenedWorkspace;
  readonly planId: string;
  readonly layoutIds: readonly string[];
  /** Of the second layout. */
  readonly hierarchyId: string;
  readonly file: string;
}

/** Makes a plan in a workspace of its own and exports it. */
export async function makeExportedPlan(): Promise<ExportedPlan> {
  const here = await openWorkspace();
  const planId = await createPlan(here, {
    name: 'Außendienst',
    metrics: [
      { name: 'revenue', unit: 'USD' },
      { name: 'visits', kind: 'count' },
    ],
    defaults: { tolerance: 0.25, finestResolution: 8 },
    timeZone: 'Europe/Berlin',
    approvalRequired: true,
  });
  await upload(here, planId, csv);
  const headers = { 'content-type': 'application/json' };
  for (const [path, body] of [
    ['accounts', [TRICKY]],
    ['reps', [REP, { id: 'rep-8' }, { id: 'rep-9', name: 'Sam' }]],
  ] as const) {
    const init = { method: 'PUT', headers, body: JSON.stringify(body) };
    expect((await here.fetch(`/v1/plans/${planId}/${path}`, init)).status).toBe(200);
  }
  // One who is gone, and an account that was elsewhere before.
  expect((await here.fetch(`/v1/plans/${planId}/reps/rep-9`, { method: 'DELETE' })).status).toBe(204);
  const moved = { method: 'PUT', headers, body: JSON.stringify([{ ...TRICKY, lat: 33.75 }]) };
  expect((await here.fetch(`/v1/plans/${planId}/accounts`, moved)).status).toBe(200);
  const first = await post<SolvedAnswer>(here, `/v1/plans/${planId}/layouts`, ASKED);
  await upload(here, planId, growth.replaceAll('\na', '\nb'));
  const path = `/v1/layouts/${first.answer.layoutId}/rebalance`;
  const second = await post<SolvedAnswer>(here, path, { budget: { metric: 'accounts', share: 0.1 } });
  const layoutIds = [first.answer.layoutId, second.answer.layoutId];
  const tree = await post<{ hierarchyId: string }>(here, `/v1/layouts/${layoutIds[1]}/hierarchies`, {
    levels: ['district', 'region'],
    nodes: [
      { id: 'd1', name: 'Küste „West"', level: 'district', parent: 'r1', manager: { repId: 'rep-7' } },
      { id: 'd2', name: 'Hills', level: 'district', parent: 'r1', manager: { name: 'Alex Roe' } },
      { id: 'r1', name: 'East', level: 'region' },
    ],
    territories: Object.fromEntries(second.answer.territories.map(({ id }, at) => [id, at % 2 === 0 ? 'd1' : 'd2'])),
  });
  expect(tree.status).toBe(201);
  const { hierarchyId } = tree.answer;
  const assignments = `/v1/layouts/${layoutIds[1]}/assignments`;
  expect((await post(here, assignments, { on: '2027-07-01' })).status).toBe(201);
  const named = { accounts: [TRICKY.id], owner: { repId: 'rep-7' }, reason: 'Abgesprochen' };
  expect((await post(here, `/v1/plans/${planId}/named-accounts`, named)).status).toBe(200);
  for (const [method, path, body] of [
    ['PUT', '/lines/=ofen "1"', { name: 'Öfen', filter: { segments: ['retail'], attributes: { type: ['shadow'] } } }],
    ['PATCH', '', { catchAll: { repId: 'rep-8' } }],
    [
      'PATCH',
      '',
      { valueMetric: 'revenue', quality: { weights: { potential: 2, customers: 1, room: 0.5, service: 0 } } },
    ],
    ['PUT', '/texts/strategy', { text: 'Küche zuerst' }],
    ['PUT', '/texts/strategy', { text: 'Küche zuletzt' }],
    ['PUT', '/texts/notes?territory=t1', { text: 'Line 1\nline 2 "quoted"' }],
  ] as const) {
    const init = { method, headers, body: JSON.stringify(body) };
    expect((await here.fetch(`/v1/plans/${planId}${encodeURI(path)}`, init)).ok).toBe(true);
  }
  return { workspace: here, planId, layoutIds, hierarchyId, file: await exportPlan(here, planId) };
}

/** The file that an export gives. */
export async function exportPlan(workspace: OpenedWorkspace, planId: string, query = ''): Promise<string> {
  const answer = await workspace.fetch(`/v1/plans/${planId}/export${query}`);
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/x-ndjson']);
  return answer.text();
}

/** The file without the plan's log. */
export function withoutLog(file: string): string {
  const kept = file.split('\n').filter((line) => !line.startsWith('{"type":"entry"'));
  return kept.join('\n').replace(/"entries":\d+/, '"entries":0');
}

/** Sends a file to be imported. */
export function importPlan(workspace: OpenedWorkspace, body: BodyInit, headers: Record<string, string> = {}) {
  return workspace.fetch('/v1/plans/import', { method: 'POST', headers: { ...NDJSON, ...headers }, body });
}
