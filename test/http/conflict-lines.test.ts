import { expect, test } from 'vitest';
import {
  ACCOUNTS,
  accountsOf,
  box,
  conflictsOf,
  drawn,
  fix,
  imported,
  planOf,
  REPS,
  workspace,
} from '../conflict-plan.ts';
import { send } from '../post-json.ts';
import { publish } from '../put-in-force.ts';

const PLACES = Array.from({ length: 60 }, (_, i) => ({
  ...{ id: `p${i}`, lat: 50 + (i % 10) * 0.02, lng: 10 + Math.floor(i / 10) * 0.03 },
  segment: i % 3 === 0 ? 'retail' : 'food',
}));
/** A customer in each segment, so near and alike that they may be one. */
const TWINS = [
  { id: 'twin-food', name: 'Baker and Sons', lat: 50.05, lng: 10.05, segment: 'food' },
  { id: 'twin-retail', name: 'Baker and Sons', lat: 50.05, lng: 10.05, segment: 'retail' },
];

async function planWithLine(accounts = [...PLACES, ...TWINS]): Promise<string> {
  const planId = await planOf(accounts, REPS);
  const path = `/v1/plans/${planId}/lines/retail`;
  const { status } = await send(workspace, 'PUT', path, { name: 'Retail', filter: { segments: ['retail'] } });
  expect([200, 201]).toContain(status);
  return planId;
}

async function solved(planId: string, line?: string): Promise<string> {
  const body = { territories: 2, effort: 'fast', ...(line !== undefined && { line }) };
  const { status, answer } = await send<{ layoutId: string }>(workspace, 'POST', `/v1/plans/${planId}/layouts`, body);
  expect(status).toBe(201);
  return answer.layoutId;
}

const kindsOf = async (at: string, query = '') =>
  Object.entries((await conflictsOf(at, query)).counts.byKind).flatMap(([kind, found]) => (found > 0 ? [kind] : []));

test('the accounts of its line count for a layout, whether the line is named or not', async () => {
  const layoutId = await solved(await planWithLine(), 'retail');
  for (const query of ['', '&line=retail']) {
    const kinds = await kindsOf(`layouts/${layoutId}`, query);
    // Neither accounts of others nor their sums.
    for (const kind of ['stale-cell', 'orphan-account', 'duplicate-account']) expect(kinds).not.toContain(kind);
  }
  const all = await solved(await planWithLine());
  expect(await kindsOf(`layouts/${all}`)).toContain('duplicate-account');
});

test('a layout is of its line also where the plan lists it no more', async () => {
  const planId = await planWithLine();
  const layoutId = await solved(planId, 'retail');
  const listed = await conflictsOf(`layouts/${layoutId}`);
  expect((await send(workspace, 'DELETE', `/v1/plans/${planId}/layouts/${layoutId}`)).status).toBe(204);
  const unlisted = await conflictsOf(`layouts/${layoutId}`, `&planId=${planId}`);
  expect([unlisted.counts, unlisted.items]).toEqual([listed.counts, listed.items]);
});

test('the layout of a line that was deleted is refused for the layout, not for what was asked', async () => {
  const planId = await planWithLine();
  const layoutId = await solved(planId, 'retail');
  const { conflictId } = (await conflictsOf(`layouts/${layoutId}`)).items[0] ?? {
    conflictId: `cft_gap_${'a'.repeat(26)}`,
  };
  expect((await send(workspace, 'DELETE', `/v1/plans/${planId}/lines/retail`)).status).toBe(204);
  type Refusal = { type: string; violations: { field: string; value: string; detail: string }[] };
  const path = `/v1/layouts/${layoutId}/conflicts`;
  const blamed = { field: 'line', value: 'retail', detail: expect.stringContaining('is the line of this layout') };
  for (const sent of [
    await send<Refusal>(workspace, 'GET', path),
    await send<Refusal>(workspace, 'POST', `${path}/${conflictId}/fix`, {}),
  ]) {
    expect([sent.status, sent.answer]).toMatchObject([
      422,
      { type: '/problems/invalid-problem', violations: [blamed] },
    ]);
  }
  // A line that is asked for is the request's.
  const asked = await send<Refusal>(workspace, 'GET', `${path}?line=retail`);
  expect([asked.status, asked.answer.violations]).toMatchObject([400, [{ field: 'line', value: 'retail' }]]);
});

test('the layout of a line that is published for all accounts has the owners of that publication', async () => {
  const planId = await planWithLine();
  const layoutId = await solved(planId, 'retail');
  const at = `layouts/${layoutId}`;
  const { answer } = await send<{ territories: { id: string }[] }>(workspace, 'GET', `/v1/${at}`);
  const [first = '', second = ''] = answer.territories.map(({ id }) => id);
  await publish({ workspace, planId }, { layoutId, reps: { [first]: 'r-gone', [second]: 'r-east' } });
  const found = async (query = '') => (await conflictsOf(at, query)).items.filter(({ kind }) => kind === 'owner-gone');
  const [conflict] = await found();
  expect(conflict?.where.territoryIds).toEqual([first]);
  // Nor do the accounts of others count.
  expect(await kindsOf(at)).not.toContain('stale-cell');
  const fixed = await fix(at, conflict?.conflictId ?? '', { repId: 'r-west' });
  expect([fixed.status, fixed.answer.state, fixed.answer.did?.action]).toEqual([200, 'gone', 'replace-rep']);
  expect(await found()).toEqual([]);
  // One of its own line counts before.
  await publish({ workspace, planId }, { layoutId, line: 'retail', reps: { [second]: 'r-lost' } });
  expect((await found()).map(({ where }) => where.territoryIds)).toEqual([[second]]);
});

test('without a line the conflicts of a plan are those of a layout of all accounts', async () => {
  const planId = await planWithLine();
  const all = await solved(planId);
  const retail = await solved(planId, 'retail');
  expect((await conflictsOf(`plans/${planId}`)).layoutId).toBe(all);
  expect((await conflictsOf(`plans/${planId}`, '&line=retail')).layoutId).toBe(retail);
});

test('where there are layouts of lines alone, a plan has no conflicts without a line', async () => {
  const planId = await planWithLine();
  await solved(planId, 'retail');
  const { status, answer } = await send<{ detail: string }>(workspace, 'GET', `/v1/plans/${planId}/conflicts`);
  expect([status, answer.detail]).toEqual([404, expect.stringContaining('line')]);
});

test('a line that the plan does not have is refused wherever conflicts are asked for', async () => {
  const planId = await planWithLine([...ACCOUNTS.map((one) => ({ ...one, segment: 'retail' })), ...PLACES]);
  const layoutId = await solved(planId);
  for (const at of [`plans/${planId}`, `layouts/${layoutId}`]) {
    type Refusal = { violations: { field: string; remedy: string }[] };
    const listed = await send<Refusal>(workspace, 'GET', `/v1/${at}/conflicts?line=none`);
    const blamed = { field: 'line', value: 'none', remedy: 'send one of: retail' };
    expect([listed.status, listed.answer.violations]).toMatchObject([400, [blamed]]);
    const fixed = await fix(at, `cft_gap_${'a'.repeat(26)}`, { line: 'none' });
    expect([fixed.status, fixed.answer.violations]).toMatchObject([400, [{ ...blamed, field: '/line' }]]);
  }
});

test('a fix says line and groupBy as the list did: a conflict is not gone because they are missing', async () => {
  const planId = await planWithLine([
    ...PLACES.map((one, i) => ({ ...one, attributes: { parent: i % 6 === 0 ? 'Acme' : '' } })),
    ...TWINS.map((one) => ({ ...one, segment: 'retail' })),
  ]);
  await solved(planId);
  const at = `layouts/${await solved(planId, 'retail')}`;
  const { items } = await conflictsOf(`plans/${planId}`, '&line=retail&groupBy=parent');
  const group = items.find(({ kind }) => kind === 'split-group');
  const other = items.find(({ kind }) => kind === 'duplicate-account');
  expect(group).toBeDefined();
  expect(other).toBeDefined();
  const blamedBy = async (path: string, conflict: typeof group, body: object) => {
    const { status, answer } = await fix(path, conflict?.conflictId ?? '', body);
    return [status, answer.violations?.map(({ field }) => field)];
  };
  expect(await blamedBy(`plans/${planId}`, other, {})).toEqual([400, ['/line']]);
  expect(await blamedBy(`plans/${planId}`, group, { line: 'retail' })).toEqual([400, ['/groupBy']]);
  expect(await blamedBy(at, group, {})).toEqual([400, ['/groupBy']]);
  // The line of a layout need not be said.
  const settled = await fix(at, group?.conflictId ?? '', { groupBy: 'parent' });
  expect([settled.status, settled.answer.state, settled.answer.did?.action]).toEqual([200, 'gone', 'name-owner']);
  const again = await fix(at, group?.conflictId ?? '', { groupBy: 'parent' });
  expect([again.status, again.answer.state, again.answer.did]).toEqual([200, 'gone', null]);
});

test('an id of no conflict that there is now is gone, whatever it was listed with', async () => {
  const at = `layouts/${await solved(await planWithLine())}`;
  for (const kind of ['duplicate-account', 'orphan-account', 'owner-gone']) {
    const { status, answer } = await fix(at, `cft_${kind}_${'a'.repeat(26)}`);
    expect([kind, status, answer.state, answer.did]).toEqual([kind, 200, 'gone', null]);
  }
  // A group is always listed with an attribute.
  const group = await fix(at, `cft_split-group_${'a'.repeat(26)}`);
  expect([group.status, group.answer.violations]).toMatchObject([400, [{ field: '/groupBy' }]]);
});

test('territories of a line are imported with its accounts alone, and listed as what they are', async () => {
  const planId = await planWithLine();
  const squares = [drawn('one', [[box(9.9, 49.9, 10.3, 50.3)]], {})];
  const remarks = 'name=Retail%20today&note=From%20the%20CRM&labels=draft&labels=spring';
  const layoutId = await imported(planId, squares, `?line=retail&${remarks}`);
  expect(await accountsOf(layoutId)).toEqual({ one: 21 });
  type Entry = { layoutId: string; line: string; name: string; note: string; labels: string[] };
  const path = `/v1/plans/${planId}/layouts?line=retail`;
  const { answer } = await send<{ items: Entry[] }>(workspace, 'GET', path);
  expect(answer.items).toMatchObject([
    { layoutId, line: 'retail', name: 'Retail today', note: 'From the CRM', labels: ['draft', 'spring'] },
  ]);
  expect(await kindsOf(`layouts/${layoutId}`)).not.toContain('stale-cell');
  const refused = await send<{ violations: { field: string }[] }>(
    workspace,
    'POST',
    `/v1/plans/${planId}/layouts/import?line=none`,
    { type: 'FeatureCollection', features: squares },
    'application/geo+json',
  );
  expect([refused.status, refused.answer.violations]).toMatchObject([400, [{ field: 'line', value: 'none' }]]);
});
