import { expect, test } from 'vitest';
import { createPlan, openWorkspace } from '../open-workspace.ts';

const workspace = await openWorkspace();

interface Answer {
  readonly type?: string;
  readonly detail?: string;
  readonly accepted: number;
  readonly rejected: number;
  readonly metrics: string[];
  readonly violations: { line?: number; field: string; value: string; detail: string; remedy: string }[];
  readonly violationCount: number;
}

async function put(planId: string, body: BodyInit, type = 'text/csv', headers: Record<string, string> = {}) {
  const response = await workspace.fetch(`/v1/plans/${planId}/accounts`, {
    method: 'PUT',
    headers: { 'content-type': type, ...headers },
    body,
  });
  return { status: response.status, answer: (await response.json()) as Answer };
}

async function accountsOf(planId: string) {
  const response = await workspace.fetch(`/v1/plans/${planId}/accounts`);
  return ((await response.json()) as { items: Record<string, unknown>[] }).items;
}

test('stores the rows of a CSV and takes its numeric columns as metrics', async () => {
  const planId = await createPlan(workspace);
  const csv =
    'ID,Name,Lat,LNG,revenue,zip,segment\na1,"Smith, ""Sons""",40.7,-74,1200.5,01001,retail\na2,,41,-75,,90210,\n';
  const { status, answer } = await put(planId, csv);
  expect(status).toBe(200);
  expect(answer).toMatchObject({ accepted: 2, rejected: 0, metrics: ['revenue'], violations: [], violationCount: 0 });
  expect(await accountsOf(planId)).toEqual([
    {
      id: 'a1',
      name: 'Smith, "Sons"',
      lat: 40.7,
      lng: -74,
      cell: '892a1072d6bffff',
      metrics: { revenue: 1200.5 },
      attributes: { zip: '01001', segment: 'retail' },
    },
    {
      id: 'a2',
      name: '',
      lat: 41,
      lng: -75,
      cell: expect.any(String),
      metrics: { revenue: 0 },
      attributes: { zip: '90210' },
    },
  ]);
});
