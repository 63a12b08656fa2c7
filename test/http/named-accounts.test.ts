import { describe, expect, test } from 'vitest';
import { openWorkspace } from '../open-workspace.ts';
import { askOwner, iso, later, openOwnedPlan } from '../owned-plan.ts';
import { publish } from '../put-in-force.ts';
import { post, upload } from '../solve-by-job.ts';

interface Stretch {
  readonly from: string;
  readonly until: string | null;
  readonly by: string;
  readonly territory: { readonly id: string } | null;
  readonly rep: { readonly id: string } | null;
}
interface Answer {
  readonly from: string;
  readonly violations?: readonly { readonly field: string; readonly detail: string }[];
  readonly type?: string;
}

const workspace = await openWorkspace();

async function open() {
  const plan = await openOwnedPlan(workspace);
  const put = async (body: unknown, headers: Record<string, string> = {}) => {
    const init = {
      method: 'PUT',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    };
    const response = await workspace.fetch(`/v1/plans/${plan.planId}/rules`, init);
    return { status: response.status, headers: response.headers, answer: (await response.json()) as Answer };
  };
  const name = (body: Record<string, unknown>) =>
    post<Answer>(workspace, `/v1/plans/${plan.planId}/named-accounts`, { reason: 'agreed', ...body });
  const get = async <T>(path: string) => {
    const response = await workspace.fetch(`/v1/plans/${plan.planId}/${path}`);
    return { status: response.status, headers: response.headers, body: (await response.json()) as T };
  };
  const by = async (account: string, more: Record<string, string> = {}) =>
    (await askOwner(plan, { account, ...more })).body;
  return { plan, put, name, get, by };
}

describe('accounts with an owner by name', () => {
  test('have it from a moment on, for a time, and lose it again', async () => {
    const { plan, name, get, by } = await open();
    await publish(plan, { layoutId: plan.four, reps: { t1: 'r1' } });
    const until = iso(Date.now() + 60_000);
    const named = await name({ accounts: ['a1', 'a2', 'a3'], owner: { repId: 'r2' }, until });
    expect(named).toMatchObject({ status: 200, answer: { accounts: 3, until } });
    expect(await by('a1')).toMatchObject({ by: 'named-account', rep: { id: 'r2' }, until });
    expect(await by('a1', { at: until })).toMatchObject({ by: 'geography' });
    await name({ accounts: ['a2'], owner: null });
    expect(await by('a2')).toMatchObject({ by: 'geography' });
    const page = await get<{ items: { account: string }[]; next: string | null }>('named-accounts?limit=1');
    expect(page.body).toMatchObject({
      items: [{ account: 'a1', owner: { repId: 'r2' }, until }],
      next: expect.any(String),
    });
    const rest = await get<{ items: unknown[]; next: null }>(`named-accounts?cursor=${page.body.next}`);
    expect(rest.body).toMatchObject({ items: [{ account: 'a3' }], next: null });
    const before = await get<{ items: unknown[] }>(
      `named-accounts?asKnownAt=${iso(Date.parse(named.answer.from) - 1)}`,
    );
    expect(before.body.items).toEqual([]);
  });

  test('are refused with everything that is wrong', async () => {
    const { plan, name } = await open();
    await publish(plan, { layoutId: plan.two });
    const past = iso(Date.now() - 60_000);
    const fields = async (body: Record<string, unknown>) => {
      const { status, answer } = await name(body);
      return [status, ...(answer.violations ?? []).map(({ field }) => field)];
    };
    const owner = { territoryId: 't1' };
    expect(await fields({ accounts: ['a1', 'no', 'nil'], owner: { territoryId: 't4' }, from: past })).toEqual([
      ...[400, '/accounts/1', '/accounts/2', '/owner/territoryId', '/from'],
    ]);
    expect(await fields({ accounts: ['a1'], owner: { repId: 'r9' } })).toEqual([400, '/owner/repId']);
    expect(await fields({ accounts: ['a1'], owner, correction: true })).toEqual([400, '/from', '/until']);
    expect(await fields({ accounts: ['a1'], owner, until: past })).toEqual([400, '/until']);
    expect(await fields({ accounts: ['a1'], owner: {} })).toEqual([400, '/owner']);
    expect(await fields({ accounts: ['a1'], owner: { territoryId: 't1', repId: 'r1' } })).toEqual([400, '/owner']);
    expect(await fields({ accounts: ['a1'], owner: null, line: 'no line' })).toEqual([400, '/line']);
    for (const strange of ['\0', '\ud800']) {
      const text = `so${strange}so`;
      expect(await fields({ accounts: [text], owner: { repId: text }, reason: text })).toEqual([
        ...[400, '/accounts/0', '/owner/repId', '/reason'],
      ]);
    }
    expect((await name({ accounts: ['a1'], owner, reason: 'é\n'.repeat(1_000).trim() })).status).toBe(200);
    expect(await fields({ accounts: [], owner, extra: 1, reason: '' })).toEqual(
      expect.arrayContaining([400, '/accounts', '/extra', '/reason']),
    );
  });

  test('can be corrected for a time that is past; what was believed stays on record', async () => {
    const { plan, name, get, by } = await open();
    const { fromMs } = await publish(plan, { layoutId: plan.two, reps: { t1: 'r1', t2: 'r1' } });
    await later(40);
    const [from, until] = [iso(fromMs + 10), iso(fromMs + 30)];
    const corrected = await name({ accounts: ['a1'], owner: { repId: 'r3' }, from, until, correction: true });
    expect(corrected.status).toBe(200);
    const home = (await by('a1')).territory?.id;
    expect(await by('a1', { at: from })).toMatchObject({ by: 'named-account', rep: { id: 'r3' } });
    expect(await by('a1', { at: until })).toMatchObject({ by: 'geography' });
    const { body } = await get<{ items: Stretch[]; beliefs: (Stretch & { recorded: string; replaced: string })[] }>(
      'history?account=a1&beliefs=true',
    );
    const geography = { by: 'geography', territory: { id: home }, rep: { id: 'r1' } };
    expect(body.items).toMatchObject([
      { from: iso(fromMs), until: from, ...geography },
      { from, until, by: 'named-account', rep: { id: 'r3' } },
      { from: until, until: null, ...geography },
    ]);
    expect(body.beliefs).toMatchObject([{ from, until, ...geography, recorded: iso(fromMs) }]);
    const [belief] = body.beliefs;
    const asKnownAt = iso(Date.parse(belief?.replaced ?? '') - 1);
    const then = await get<{ items: Stretch[]; beliefs: unknown[] }>(
      `history?account=a1&beliefs=true&asKnownAt=${asKnownAt}`,
    );
    expect(then.body).toMatchObject({ items: [{ from: iso(fromMs), until: null, ...geography }], beliefs: [] });
    expect(then.body.items).toHaveLength(1);
  });
});

describe('rules', () => {
  test('give accounts their owner by what they are, the first that is met, after names and before territories', async () => {
    const { plan, put, name, by } = await open();
    const row = (id: string, more: string) => `${id},50.5,16,1,1,${more}\n`;
    const rows = row('x1', 'enterprise,ovens;grills,gas,vip') + row('x2', 'enterprise,,,') + row('x3', 'retail,,,no');
    const head = 'id,lat,lng,revenue,visits,segment,productLines,requiredSkills,tier\n';
    await upload(workspace, plan.planId, head + rows);
    await publish(plan, { layoutId: plan.four, reps: { t2: 'r2' } });
    const rules = [
      {
        id: 'vip',
        when: { segments: ['enterprise', 'public'], attributes: { tier: ['vip'] } },
        owner: { repId: 'r1' },
      },
      { id: 'big', name: 'Big ones', when: { segments: ['enterprise'] }, owner: { territoryId: 't2' } },
      { id: 'gas', when: { skills: ['gas'], productLines: ['grills'] }, owner: { repId: 'r3' } },
    ];
    const made = await put({ rules, reason: 'teams' });
    expect(made).toMatchObject({
      status: 200,
      answer: { rules: [{ id: 'vip', name: 'vip' }, { name: 'Big ones' }, {}] },
    });
    expect(await by('x1')).toMatchObject({ by: 'rule', rule: { id: 'vip' }, rep: { id: 'r1' }, territory: null });
    expect(await by('x2')).toMatchObject({
      by: 'rule',
      rule: { id: 'big' },
      rep: { id: 'r2' },
      territory: { id: 't2' },
    });
    expect(await by('x3')).toMatchObject({ by: 'geography' });
    await workspace.fetch(`/v1/plans/${plan.planId}/reps/r1`, { method: 'DELETE' });
    expect(await by('x1')).toMatchObject({
      ...{ by: 'rule', rule: { id: 'big' } },
      passedOver: [{ by: 'rule', why: 'rule vip: the plan has no rep r1' }],
    });
    await name({ accounts: ['x1'], owner: { territoryId: 't4' } });
    expect(await by('x1')).toMatchObject({ by: 'named-account', territory: { id: 't4' } });
    const from = iso(Date.now() + 60_000);
    expect((await put({ rules: [], from, reason: 'none later' })).status).toBe(200);
    expect(await by('x2')).toMatchObject({ by: 'rule', until: from, nextChange: from });
    expect(await by('x2', { at: from })).toMatchObject({ by: 'geography', since: from });
  });

  test('look at the status, and at what it is now', async () => {
    const { plan, put, by } = await open();
    const send = (status: string) =>
      upload(workspace, plan.planId, `id,lat,lng,revenue,visits,status\nx1,50.5,16,1,1,${status}\nx2,50.5,16,1,1,\n`);
    await send('prospect');
    await publish(plan, { layoutId: plan.four });
    const rules = [
      { id: 'hunt', when: { statuses: ['prospect', 'dormant'] }, owner: { repId: 'r1' } },
      { id: 'ask', when: { statuses: ['unknown'], segments: ['none'] }, owner: { repId: 'r2' } },
      { id: 'all', when: { statuses: ['unknown'] }, owner: { repId: 'r3' } },
    ];
    expect((await put({ rules, reason: 'teams' })).status).toBe(200);
    expect(await by('x1')).toMatchObject({ by: 'rule', rule: { id: 'hunt' } });
    expect(await by('x2')).toMatchObject({ by: 'rule', rule: { id: 'all' } });
    await send('customer');
    expect(await by('x1')).toMatchObject({ by: 'geography' });
    await send('dormant');
    expect(await by('x1')).toMatchObject({ by: 'rule', rule: { id: 'hunt' } });
    const wrong = await put({ rules: [{ ...rules[0], when: { statuses: ['lead'] } }], reason: 'x' });
    expect([wrong.status, wrong.answer.violations?.map(({ field }) => field)]).toEqual([
      400,
      ['/rules/0/when/statuses/0'],
    ]);
  });

  test('are replaced by who has read them, and refused with everything that is wrong', async () => {
    const { plan, put, get } = await open();
    await publish(plan, { layoutId: plan.four });
    const read = await get<{ version: number; rules: unknown[] }>('rules');
    expect(read.body).toMatchObject({ version: 0, rules: [], from: null, until: null });
    const tag = read.headers.get('etag') ?? '';
    const rule = { id: 'a', when: { sizes: ['big'] }, owner: { territoryId: 't1' } };
    const first = await put({ rules: [rule], reason: 'x' }, { 'if-match': tag });
    expect(first.status).toBe(200);
    expect(first.headers.get('etag')).toBe((await get('rules')).headers.get('etag'));
    const again = await put({ rules: [], reason: 'x' }, { 'if-match': tag });
    expect(again).toMatchObject({ status: 412, answer: { type: '/problems/precondition-failed' } });
    const wrong = await put({
      rules: [
        { ...rule, when: {} },
        { ...rule, when: { color: ['red'] } },
      ],
      reason: 'x',
    });
    expect(wrong.answer.violations?.map(({ field }) => field)).toEqual(
      expect.arrayContaining(['/rules/0/when', '/rules/1/when/color']),
    );
    const missing = await put({
      rules: [
        { ...rule, owner: { territoryId: 't9' } },
        { ...rule, id: 'b', owner: { repId: 'r9' } },
      ],
      reason: 'x',
    });
    expect(missing.answer.violations?.map(({ field }) => field)).toEqual([
      ...['/rules/0/owner/territoryId', '/rules/1/owner/repId'],
    ]);
    const nowhere = await put({ line: 'no line', rules: [], reason: 'x' });
    expect([nowhere.status, nowhere.answer.violations?.map(({ field }) => field)]).toEqual([400, ['/line']]);
    const unprintable = { ...rule, id: 'x\0', when: { segments: ['\ud800'], attributes: { a: ['\0'], '\0': ['b'] } } };
    const strange = await put({ rules: [unprintable], reason: 'x' });
    expect(strange.answer.violations?.map(({ field }) => field)).toEqual([
      ...['/rules/0/id', '/rules/0/when/segments/0', '/rules/0/when/attributes/a/0', '/rules/0/when/attributes/\0'],
    ]);
    const lines = { ...rule, when: { attributes: { note: ['two\nlines'] } } };
    expect((await put({ rules: [lines], reason: 'x' })).status).toBe(200);
    const twice = await put({ rules: [rule, rule], reason: 'x' });
    expect(twice.answer.violations?.map(({ field }) => field)).toEqual(['/rules/1/id']);
    expect((await get<{ rules: unknown[] }>('rules')).body.rules).toEqual([{ ...lines, name: 'a' }]);
  });
});

describe('what no territory holds', () => {
  test('belongs to who takes what is left, where the plan says so', async () => {
    const { plan } = await open();
    await publish(plan, { layoutId: plan.four });
    const change = (body: unknown) => {
      const init = { method: 'PATCH', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
      return workspace.fetch(`/v1/plans/${plan.planId}`, init);
    };
    const far = { lat: -30, lng: -60 };
    expect((await askOwner(plan, far)).status).toBe(404);
    expect((await change({ catchAll: { repId: 'r9' } })).status).toBe(400);
    const changed = await change({ catchAll: { repId: 'r3' } });
    expect([changed.status, await changed.json()]).toMatchObject([200, { catchAll: { repId: 'r3' } }]);
    expect(await askOwner(plan, far)).toMatchObject({
      status: 200,
      body: { by: 'catch-all', rep: { id: 'r3' }, cell: null, passedOver: [{ by: 'geography' }] },
    });
    expect((await change({ name: 'Other' })).status).toBe(200);
    expect((await askOwner(plan, far)).status).toBe(200);
    await change({ catchAll: null });
    expect((await askOwner(plan, far)).status).toBe(404);
  });
});
