import { beforeEach, describe, expect, test } from 'vitest';
import { exportPlan, importPlan } from '../exported-plan.ts';
import { openWorkspace } from '../open-workspace.ts';
import { type PublicationAnswer, type PublishingPlan, publishingPlan } from '../publish.ts';

let plan: PublishingPlan;
beforeEach(async () => {
  plan = await publishingPlan({ timeZone: 'America/New_York' });
});

async function listed(query = ''): Promise<PublicationAnswer[]> {
  const { status, body } = await plan.send<{ items: PublicationAnswer[] }>(
    'GET',
    `/v1/plans/${plan.planId}/publications${query}`,
  );
  expect([query, status]).toEqual([query, 200]);
  return body.items;
}

const get = async (id: string) => (await plan.send('GET', `/v1/publications/${id}`)).body;

describe('a publication', () => {
  test('comes in force at once, and the one before it is archived at that very moment', async () => {
    const [one, two] = [await plan.draft({ reps: { t1: 'rep-1' } }), await plan.draft({ layoutId: plan.layoutIds[1] })];
    const first = await plan.act(one, 'publish');
    expect(first).toMatchObject({ state: 'in-force', reps: { t1: 'rep-1' }, until: null, replaces: null });
    const second = await plan.act(two, 'publish');
    expect(second).toMatchObject({ state: 'in-force', replaces: one, replacedBy: null, until: null });
    const before = await get(one);
    expect(before).toMatchObject({ state: 'archived', replacedBy: two, possible: [] });
    expect(before.until).toEqual(second.since);
    expect(Date.parse(second.since?.local ?? '')).toBe(Date.parse(second.since?.at ?? 'x'));
    expect(second.since?.local).toMatch(/-0[45]:00$/);
  });

  test('is scheduled for the first moment of a day where the plan is, and the one in force ends then', async () => {
    const [one, two] = [await plan.draft(), await plan.draft()];
    await plan.act(one, 'publish');
    const scheduled = await plan.act(two, 'publish', { effectiveFrom: '2099-07-01' });
    expect(scheduled).toMatchObject({ state: 'scheduled', replaces: one, possible: ['withdraw'] });
    expect(scheduled.since).toEqual({ at: '2099-07-01T04:00:00.000Z', local: '2099-07-01T00:00:00-04:00' });
    expect(await get(one)).toMatchObject({ state: 'in-force', until: scheduled.since, replacedBy: two });
    const statesAt = async (at: string) =>
      Object.fromEntries((await listed(`?at=${at}`)).map((p) => [p.publicationId, p.state]));
    expect(await statesAt('2099-07-01T03:59:59.999Z')).toEqual({ [one]: 'in-force', [two]: 'scheduled' });
    expect(await statesAt('2099-07-01T04:00:00.000Z')).toEqual({ [one]: 'archived', [two]: 'in-force' });
    expect(await statesAt('2099-07-01')).toEqual({ [one]: 'archived', [two]: 'in-force' });
  });

  test('is listed the latest first, by state and line, in pages', async () => {
    const ids = [await plan.draft(), await plan.draft({ line: 'ovens' }), await plan.draft({ line: 'ovens' })];
    await plan.act(ids[1] ?? '', 'publish');
    const idsOf = async (query: string) => (await listed(query)).map(({ publicationId }) => publicationId);
    expect(await idsOf('')).toEqual([...ids].reverse());
    expect(await idsOf('?line=')).toEqual([ids[0]]);
    expect(await idsOf('?line=ovens')).toEqual([ids[2], ids[1]]);
    expect(await idsOf('?state=draft')).toEqual([ids[2], ids[0]]);
    expect(await idsOf('?state=in-force&line=ovens')).toEqual([ids[1]]);
    const paged: string[] = [];
    for (let path = `/v1/plans/${plan.planId}/publications?limit=1`; path !== ''; ) {
      const { body, headers } = await plan.send<{ items: PublicationAnswer[] }>('GET', path);
      paged.push(...body.items.map(({ publicationId }) => publicationId));
      path = /<(.*)>/.exec(headers.get('link') ?? '')?.[1] ?? '';
    }
    expect(paged).toEqual([...ids].reverse());
  });

  test('is of a line by an id of any length that lines have, also in another workspace', async () => {
    const line = 'ö'.repeat(200);
    const filter = { name: 'long', filter: { segments: ['x'] } };
    await plan.send('PUT', `/v1/plans/${plan.planId}/lines/${encodeURIComponent(line)}`, filter);
    const id = await plan.draft({ line });
    expect((await listed(`?line=${encodeURIComponent(line)}`)).map(({ publicationId }) => publicationId)).toEqual([id]);
    const taken = await importPlan(await openWorkspace(), await exportPlan(plan.workspace, plan.planId));
    expect([taken.status, await taken.json()]).toMatchObject([201, {}]);
  });

  test('has been what it was: states as known at a moment', async () => {
    const id = await plan.draft();
    const drafted = (await get(id)).drafted as { at: string };
    const published = await plan.act(id, 'publish');
    expect(await listed(`?asKnownAt=${drafted.at}`)).toMatchObject([{ state: 'draft', published: null, since: null }]);
    expect(await listed(`?asKnownAt=${(published.published as { at: string }).at}`)).toMatchObject([
      { state: 'in-force' },
    ]);
    expect(await listed('?asKnownAt=2020-01-01')).toEqual([]);
  });

  test('is changed as a draft by who has read it', async () => {
    const id = await plan.draft({ reps: { t1: 'rep-1' }, note: 'first' });
    const { headers } = await plan.send('GET', `/v1/publications/${id}`);
    const tag = headers.get('etag') ?? '';
    const change = (body: unknown, match: string) =>
      plan.send('PATCH', `/v1/publications/${id}`, body, { 'if-match': match });
    const changed = await change({ reps: { t2: 'rep-2' } }, tag);
    expect([changed.status, changed.body]).toMatchObject([200, { reps: { t2: 'rep-2' }, note: 'first' }]);
    expect(changed.body.reps).toEqual({ t2: 'rep-2' });
    expect((await change({ note: 'late' }, tag)).status).toBe(412);
    expect((await change({ note: 'in time' }, changed.headers.get('etag') ?? '')).status).toBe(200);
    await plan.act(id, 'publish');
    const refused = await change({ note: 'too late' }, '*');
    expect([refused.status, refused.body]).toMatchObject([
      409,
      { type: '/problems/wrong-state', state: 'in-force', possible: ['withdraw'] },
    ]);
  });

  test('names only what its plan has: everything else is told at once', async () => {
    const other = await publishingPlan();
    const asked = {
      layoutId: plan.layoutIds[0],
      reps: { t1: 'rep-1', t2: 'nobody', 't/9': 'rep-1', t8: null },
      assignmentId: 'asg_1',
    };
    const path = `/v1/plans/${plan.planId}/publications`;
    const refused = await plan.send<{ type: string; violations: { field: string }[] }>('POST', path, asked);
    expect([refused.status, refused.body.type]).toEqual([422, '/problems/invalid-references']);
    expect(refused.body.violations.map(({ field }) => field)).toEqual([
      '/assignmentId',
      '/reps/t~19',
      '/reps/t8',
      '/reps/t2',
    ]);
    const ofBoth = { layoutId: plan.layoutIds[0], reps: { t1: 'rep-1', t2: 'rep-2' } };
    await plan.draft(ofBoth);
    await plan.workspace.fetch(`/v1/plans/${plan.planId}/reps/rep-2`, { method: 'DELETE' });
    const left = await plan.send<{ violations: { field: string }[] }>('POST', path, ofBoth);
    expect([left.status, left.body.violations.map(({ field }) => field)]).toEqual([422, ['/reps/t2']]);
    for (const layoutId of [other.layoutIds[0], 'lay_1', '']) {
      const answer = await plan.send<{ violations: { field: string }[] }>('POST', path, { layoutId });
      if (other.layoutIds[0] === plan.layoutIds[0] && layoutId === other.layoutIds[0]) continue;
      expect([answer.status, answer.body.violations.map(({ field }) => field)]).toEqual([422, ['/layoutId']]);
    }
  });

  test('that a request drafts again with its key is the same draft, also where the answer was lost', async () => {
    const { env } = await import('cloudflare:workers');
    const body = { layoutId: plan.layoutIds[0] };
    const draft = (asked: object) =>
      plan.send('POST', `/v1/plans/${plan.planId}/publications`, asked, { 'idempotency-key': 'draft-once' });
    const first = await draft(body);
    await env.DB.prepare('DELETE FROM idempotency').run();
    const second = await draft(body);
    expect([second.status, second.body.publicationId]).toEqual([201, first.body.publicationId]);
    expect(second.headers.get('idempotency-replayed')).toBeNull();
    await env.DB.prepare('DELETE FROM idempotency').run();
    expect((await draft({ ...body, note: 'another' })).body.publicationId).not.toBe(first.body.publicationId);
    expect(await listed()).toHaveLength(2);
  });
});

test('a draft is the same where its rep was deleted before its request was repeated, and another where it is', async () => {
  const { env } = await import('cloudflare:workers');
  const draft = async (reps: object | undefined) => {
    await env.DB.prepare('DELETE FROM idempotency').run();
    const asked = { layoutId: plan.layoutIds[0], ...(reps && { reps }) };
    return plan.send('POST', `/v1/plans/${plan.planId}/publications`, asked, { 'idempotency-key': 'draft-once' });
  };
  const first = await draft({ t1: 'rep-1', t2: 'rep-2' });
  await plan.send('DELETE', `/v1/plans/${plan.planId}/reps/rep-1`);
  const second = await draft({ t2: 'rep-2', t1: 'rep-1' });
  expect([first.status, second.status, second.body.publicationId]).toEqual([201, 201, first.body.publicationId]);
  for (const reps of [{ t2: 'rep-2' }, { t2: 'rep-2', t1: null }]) {
    const other = await draft(reps);
    expect([other.status, other.body.publicationId === first.body.publicationId]).toEqual([201, false]);
  }
});

describe('publishing', () => {
  test('is refused for the past, for no moment, and for the moment of another', async () => {
    const [one, two] = [await plan.draft(), await plan.draft()];
    const publish = (effectiveFrom: string, id = two) =>
      plan.send<Record<string, unknown>>('POST', `/v1/publications/${id}/publish`, { effectiveFrom });
    await plan.act(one, 'publish', { effectiveFrom: '2099-07-01' });
    for (const past of ['2020-01-01', new Date(Date.now() - 1_000).toISOString()]) {
      const { status, body } = await publish(past);
      expect([status, JSON.stringify(body)]).toEqual([400, expect.stringContaining('is past: it is ')]);
    }
    expect((await publish('soon')).body).toMatchObject({ violations: [{ field: '/effectiveFrom', value: 'soon' }] });
    const twice = await publish('2099-11-01T01:30');
    expect(JSON.stringify(twice.body)).toContain('send 2099-11-01T01:30:00-04:00 or 2099-11-01T01:30:00-05:00');
    const taken = await publish('2099-07-01T00:00:00-04:00');
    expect([taken.status, taken.body]).toMatchObject([409, { type: '/problems/moment-taken', publicationId: one }]);
    expect((await get(two)).state).toBe('draft');
    await plan.act(one, 'withdraw');
    expect((await publish('2099-07-01')).status).toBe(200);
  });

  test('of another line takes nothing over', async () => {
    const [whole, ovens] = [await plan.draft(), await plan.draft({ line: 'ovens' })];
    await plan.act(whole, 'publish');
    await plan.act(ovens, 'publish');
    expect([(await get(whole)).state, (await get(ovens)).state]).toEqual(['in-force', 'in-force']);
  });
});

describe('withdrawing', () => {
  test('brings back what was in force before, past what was withdrawn itself', async () => {
    const ids = [await plan.draft(), await plan.draft(), await plan.draft()];
    for (const id of ids) await plan.act(id, 'publish');
    const [a = '', b = '', c = ''] = ids;
    const states = async () => Promise.all(ids.map(async (id) => (await get(id)).state));
    expect(await plan.act(c, 'withdraw')).toMatchObject({ state: 'archived', reason: 'a mistake', replacedBy: b });
    expect(await states()).toEqual(['archived', 'in-force', 'archived']);
    await plan.act(b, 'withdraw');
    expect(await states()).toEqual(['in-force', 'archived', 'archived']);
    const last = await plan.send('POST', `/v1/publications/${a}/withdraw`, { reason: 'all wrong' });
    expect([last.status, last.body]).toMatchObject([409, { type: '/problems/wrong-state', state: 'in-force' }]);
    expect(last.body.detail).toContain('nothing was in force before');
    expect((await get(a)).state).toBe('in-force');
  });

  test('before its time it never comes in force', async () => {
    const [a, b] = [await plan.draft(), await plan.draft()];
    await plan.act(a, 'publish');
    await plan.act(b, 'publish', { effectiveFrom: '2099-01-01' });
    expect(await plan.act(b, 'withdraw')).toMatchObject({ state: 'archived', since: null, until: null });
    expect(await get(a)).toMatchObject({ state: 'in-force', until: null, replacedBy: null });
  });
});

describe('a plan that wants approval', () => {
  test('publishes only what another key has approved', async () => {
    const path = `/v1/plans/${plan.planId}`;
    expect((await plan.send('PATCH', path, { approvalRequired: true })).body.approvalRequired).toBe(true);
    const id = await plan.draft();
    const attempt = (action: string, send = plan.send) =>
      send('POST', `/v1/publications/${id}/${action}`, action === 'publish' ? {} : undefined);
    expect((await attempt('publish')).body).toMatchObject({
      state: 'draft',
      possible: ['change', 'submit', 'withdraw'],
    });
    await plan.act(id, 'submit', undefined, plan.sendAsOther);
    expect((await attempt('publish')).status).toBe(409);
    expect((await attempt('approve', plan.sendAsOther)).body).toMatchObject({
      type: '/problems/second-key-needed',
      status: 403,
    });
    // The one that drafted it is no other pair of eyes either.
    expect((await attempt('approve')).body).toMatchObject({ type: '/problems/second-key-needed', status: 403 });
    await plan.act(id, 'return');
    expect((await get(id)).reason).toBe('not yet');
    await plan.act(id, 'submit');
    expect(await plan.act(id, 'approve', undefined, await third())).toMatchObject({ state: 'approved' });
    expect(await plan.act(id, 'publish')).toMatchObject({ state: 'in-force', possible: ['withdraw'] });
  });

  async function third() {
    const { sendWith } = await import('../publish.ts');
    const scopes = ['layouts:publish'];
    return sendWith((await plan.send<{ key: string }>('POST', '/v1/keys', { name: 'third', scopes })).body.key);
  }
});
