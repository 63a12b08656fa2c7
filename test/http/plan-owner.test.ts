import { cellToLatLng } from 'h3-js';
import { beforeAll, describe, expect, test } from 'vitest';
import { toCsv } from '../fixtures/scatter-accounts.ts';
import { openWorkspace } from '../open-workspace.ts';
import { accounts, askOwner, cellsOf, iso, later, type OwnedPlan, openOwnedPlan } from '../owned-plan.ts';
import { correct, name, publish, record } from '../put-in-force.ts';
import { upload } from '../solve-by-job.ts';

const workspace = await openWorkspace();
const openPlan = () => openOwnedPlan(workspace);
const ask = askOwner;

let plan: OwnedPlan;
beforeAll(async () => {
  plan = await openPlan();
});

describe('the owner of a place in a plan', () => {
  test('is nobody before anything is in force, and the first switch is told', async () => {
    const open = await openPlan();
    const [some] = accounts;
    const query = { account: some?.id ?? '' };
    expect(await ask(open, query)).toMatchObject({
      status: 404,
      body: { type: '/problems/nothing-in-force', next: null },
    });
    const fromMs = Date.now() + 3_600_000;
    const { publicationId } = await publish(open, { layoutId: open.four, fromMs });
    expect(await ask(open, query)).toMatchObject({
      status: 404,
      body: { type: '/problems/nothing-in-force', next: { publicationId, from: iso(fromMs) } },
    });
    expect((await ask(open, { ...query, at: iso(fromMs - 1) })).status).toBe(404);
    const then = await ask(open, { ...query, at: iso(fromMs) });
    expect(then).toMatchObject({ status: 200, body: { publicationId, since: iso(fromMs), until: null } });
  });

  test('is the territory that holds it and the rep of the publication, from the very millisecond of a switch', async () => {
    const cells = await cellsOf(plan, plan.four);
    const first = await publish(plan, { layoutId: plan.four, reps: { t1: 'r1', t2: 'r2', t3: null } });
    for (const [id, rep] of [
      ['t1', { id: 'r1', name: 'Ada' }],
      ['t2', { id: 'r2', name: 'Bo' }],
      ['t3', null],
      ['t4', null],
    ] as const) {
      const cell = cells.get(id)?.[0] ?? '';
      const [lat, lng] = cellToLatLng(cell);
      for (const query of [{ cell }, { lat, lng }]) {
        expect(await ask(plan, query)).toMatchObject({
          status: 200,
          body: {
            ...{ planId: plan.planId, line: null, by: 'geography', rule: null, territory: { id }, rep, cell },
            ...{ layoutId: plan.four, publicationId: first.publicationId, account: null, passedOver: [] },
            ...{ since: iso(first.fromMs), until: null, nextChange: null },
          },
        });
      }
    }
    const cell = cells.get('t1')?.[0] ?? '';
    const switchMs = Date.now() + 60_000;
    const second = await publish(plan, { layoutId: plan.two, reps: { t1: 'r3', t2: 'r3' }, fromMs: switchMs });
    const before = await ask(plan, { cell, at: iso(switchMs - 1) });
    expect(before.body).toMatchObject({ layoutId: plan.four, until: iso(switchMs), nextChange: iso(switchMs) });
    const after = await ask(plan, { cell, at: iso(switchMs) });
    expect(after.body).toMatchObject({ layoutId: plan.two, publicationId: second.publicationId, since: iso(switchMs) });
    expect(after.body).toMatchObject({ rep: { id: 'r3' } });
    const unaware = await ask(plan, { cell, at: iso(switchMs), asKnownAt: iso(first.fromMs) });
    expect(unaware.body).toMatchObject({ layoutId: plan.four, nextChange: null });
    await record(plan, () => ({
      ...{ kind: 'publication-withdrawn', publicationId: second.publicationId, reason: '', resumes: null },
      ...{ fromLayoutId: null, toLayoutId: null },
    }));
    expect((await ask(plan, { cell, at: iso(switchMs) })).body).toMatchObject({ layoutId: plan.four });
  });

  test('is another after a correction, and what was believed can still be asked for', async () => {
    const open = await openPlan();
    const cell = [...(await cellsOf(open, open.four)).values()][0]?.[0] ?? '';
    const first = await publish(open, { layoutId: open.four });
    await later(20);
    const [from, until] = [first.fromMs - 5, first.fromMs + 5];
    const other = await publish(open, { layoutId: open.two, fromMs: Date.now() + 9_999_999 });
    const correction = await correct(open, other.publicationId, open.two, from, until);
    const asked = { cell, at: iso(until - 1) };
    expect((await ask(open, asked)).body).toMatchObject({ layoutId: open.two, since: iso(from), until: iso(until) });
    expect((await ask(open, { cell, at: iso(until) })).body).toMatchObject({ layoutId: open.four, since: iso(until) });
    const known = { asKnownAt: iso(correction.recordedMs - 1) };
    expect((await ask(open, { ...asked, ...known })).body).toMatchObject({ layoutId: open.four });
    expect((await ask(open, { cell, at: iso(from - 1) })).status).toBe(404);
  });

  test('outside of the cover is nobody, and the nearest territory is named', async () => {
    await publish(plan, { layoutId: plan.four });
    const near = await ask(plan, { lat: 49.6, lng: 16 });
    expect(near).toMatchObject({
      status: 404,
      body: { type: '/problems/outside-cover', nearest: { territory: { id: expect.stringMatching(/^t\d$/) } } },
    });
  });

  test.each([
    ['', 'lat'],
    ['lat=5', 'lng'],
    ['lat=91&lng=0', 'lat'],
    ['cell=zz', 'cell'],
    ['account=a1&cell=8a2a1072b59ffff', 'account'],
    ['account=', 'account'],
    ['account=a1&at=yesterday', 'at'],
    ['account=a1&at=2027-02-30T00:00:00Z', 'at'],
    ['account=a1&at=2027-02-30', 'at'],
    ['account=a1&asKnownAt=2027-02-03T25:00:00Z', 'asKnownAt'],
    ['account=a1&known=2027-02-03T05:00:00Z', 'known'],
  ])('is not asked for with %j', async (query, field) => {
    const response = await workspace.fetch(`/v1/plans/${plan.planId}/owner?${query}`);
    expect(response.status).toBe(400);
    const { violations } = (await response.json()) as { violations: unknown[] };
    expect(violations).toContainEqual(expect.objectContaining({ field }));
  });

  test('of another workspace is not to be had', async () => {
    const other = await openWorkspace();
    const response = await other.fetch(`/v1/plans/${plan.planId}/owner?lat=50&lng=15`);
    expect([response.status, await response.json()]).toMatchObject([404, { type: '/problems/not-found' }]);
  });

  test('is 304 for who has it, until something is decided', async () => {
    const path = `/v1/plans/${plan.planId}/owner?account=a1`;
    await publish(plan, { layoutId: plan.four });
    const tag = (await workspace.fetch(path)).headers.get('etag') ?? '';
    expect((await workspace.fetch(path, { headers: { 'if-none-match': tag } })).status).toBe(304);
    await publish(plan, { layoutId: plan.two });
    expect((await workspace.fetch(path, { headers: { 'if-none-match': tag } })).status).toBe(200);
  });
});

describe('the owner of an account', () => {
  test('is who is named for it, while that lasts; else its territory', async () => {
    const open = await openPlan();
    await publish(open, { layoutId: open.four, reps: { t1: 'r1' } });
    const home = (await ask(open, { account: 'a7' })).body.territory?.id ?? '';
    const other = home === 't1' ? 't2' : 't1';
    const untilMs = Date.now() + 50_000;
    const { event } = await name(open, ['a7', 'a8'], { territoryId: other }, { untilMs });
    const fromMs = 'fromMs' in event ? event.fromMs : 0;
    expect((await ask(open, { account: 'a7' })).body).toMatchObject({
      ...{ by: 'named-account', account: 'a7', territory: { id: other }, rep: other === 't1' ? { id: 'r1' } : null },
      ...{ since: iso(fromMs), until: iso(untilMs), nextChange: iso(untilMs) },
    });
    expect((await ask(open, { account: 'a7', at: iso(untilMs) })).body).toMatchObject({
      ...{ by: 'geography', territory: { id: home }, since: iso(untilMs), until: null },
    });
    await name(open, ['a7'], { repId: 'r2' });
    expect((await ask(open, { account: 'a7' })).body).toMatchObject({
      ...{ by: 'named-account', territory: null, rep: { id: 'r2', name: 'Bo' } },
    });
    expect((await ask(open, { account: 'nobody' })).status).toBe(404);
  });

  test('passes over a territory that the layout does not have and a rep that is gone, and says so', async () => {
    const open = await openPlan();
    await publish(open, { layoutId: open.four });
    await name(open, ['a7'], { territoryId: 't4' });
    await name(open, ['a8'], { repId: 'r2' });
    await publish(open, { layoutId: open.two });
    const beforeMs = Date.now();
    await later();
    await workspace.fetch(`/v1/plans/${open.planId}/reps/r2`, { method: 'DELETE' });
    expect((await ask(open, { account: 'a7' })).body).toMatchObject({
      ...{ by: 'geography', layoutId: open.two },
      passedOver: [{ by: 'named-account', why: 'the layout in force has no territory t4' }],
    });
    const gone = await ask(open, { account: 'a8' });
    expect(gone.body).toMatchObject({
      by: 'geography',
      passedOver: [{ by: 'named-account', why: 'the plan has no rep r2' }],
    });
    // The rep was there until then.
    expect((await ask(open, { account: 'a8', at: iso(beforeMs) })).body).toMatchObject({
      ...{ by: 'named-account', rep: { id: 'r2', name: 'Bo' }, nextChange: gone.body.since },
    });
  });

  test('at a moment, as known at one, is that of the place that it had then', async () => {
    const open = await openPlan();
    await publish(open, { layoutId: open.four });
    const cells = await cellsOf(open, open.four);
    const move = async (id: string, territory: string) => {
      const [lat, lng] = cellToLatLng(cells.get(territory)?.[0] ?? '');
      await later();
      await upload(open.workspace, open.planId, `id,lat,lng,revenue,visits\n${id},${lat},${lng},1,1\n`);
      await later();
    };
    await move('a7', 't1');
    const first = Date.now();
    await move('a7', 't2');
    const second = Date.now();
    const at = async (query: Record<string, string>) =>
      (await ask(open, { account: 'a7', ...query })).body.territory?.id;
    expect(await at({})).toBe('t2');
    expect(await at({ at: iso(first) })).toBe('t1');
    expect(await at({ at: iso(second) })).toBe('t2');
    expect(await at({ asKnownAt: iso(first) })).toBe('t1');
    expect(await at({ at: iso(second + 99_999) })).toBe('t2');
    const [lat, lng] = cellToLatLng(cells.get('t3')?.[0] ?? '');
    const all = accounts.map((one) => (one.id === 'a7' ? { ...one, lat, lng } : one));
    await upload(open.workspace, open.planId, toCsv(all), '?mode=replace');
    expect(await at({})).toBe('t3');
    expect(await at({ at: iso(second) })).toBe('t2');
    expect(await at({ asKnownAt: iso(second) })).toBe('t2');
    expect((await ask(open, { account: 'a7', at: iso(first) })).body.territory?.id).toBe('t1');
  });
});
