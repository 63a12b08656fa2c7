import { env } from 'cloudflare:workers';
import { createHash } from 'node:crypto';
import { beforeEach, describe, expect, test } from 'vitest';
import { sweepRecord } from '../../src/application/sweep-record.ts';
import { wirePorts } from '../../src/wiring.ts';
import { replayInForce } from '../bench/kill/publishing.ts';
import { exportPlan, importPlan, withoutLog } from '../exported-plan.ts';
import { Dice } from '../fuzz/dice.ts';
import { type PublicationAnswer, type PublishingPlan, publishingPlan, sendWith } from '../publish.ts';

interface Entry {
  readonly seq: number;
  readonly recordedMs: number;
  readonly keyId: string;
  readonly key: { readonly name: string } | null;
  readonly action: string;
  readonly subject: string | null;
  readonly fromLayoutId: string | null;
  readonly toLayoutId: string | null;
  readonly reason: string | null;
  readonly previous: string;
  readonly digest: string;
  readonly event: { readonly kind: string; readonly publicationId: string } & Record<string, unknown>;
}

let plan: PublishingPlan;
beforeEach(async () => {
  plan = await publishingPlan();
});

const entryCount = async () =>
  (await plan.send<{ entries: number }>('GET', `/v1/plans/${plan.planId}/audit/verify`)).body.entries;
const get = async (id: string) => (await plan.send('GET', `/v1/publications/${id}`)).body;

async function auditOf(planId = plan.planId, send = plan.send): Promise<Entry[]> {
  const items: Entry[] = [];
  for (let path = `/v1/plans/${planId}/audit?limit=7`; path !== ''; ) {
    const { body, headers } = await send<{ items: Entry[] }>('GET', path);
    items.push(...body.items);
    path = /<(.*)>/.exec(headers.get('link') ?? '')?.[1] ?? '';
  }
  return items;
}

/** The chain as anybody works it out from the answer alone. */
function expectWhole(entries: readonly Entry[]): void {
  let previous = '0'.repeat(64);
  for (const [at, { seq, recordedMs, keyId, event, ...told }] of entries.entries()) {
    const text = JSON.stringify([seq, recordedMs, keyId, event, previous]);
    expect([seq, told.previous, told.digest]).toEqual([
      at + 1,
      previous,
      createHash('sha256').update(text).digest('hex'),
    ]);
    previous = told.digest;
  }
}

describe('every action in every state', () => {
  const ACTIONS = ['submit', 'approve', 'return', 'publish', 'withdraw', 'change'];
  /** How to come into a state, and what goes from there, with approval and without. */
  const STATES: [string, [string, unknown?][], string[], string[]][] = [
    ['draft', [], ['submit', 'withdraw', 'change'], ['submit', 'publish', 'withdraw', 'change']],
    ['submitted', [['submit']], ['approve', 'return', 'withdraw'], ['approve', 'return', 'publish', 'withdraw']],
    ['approved', [['submit'], ['approve']], ['return', 'publish', 'withdraw'], ['return', 'publish', 'withdraw']],
    ['scheduled', [['submit'], ['approve'], ['publish', '2098']], ['withdraw'], ['withdraw']],
    ['in-force', [['submit'], ['approve'], ['publish']], ['withdraw'], ['withdraw']],
    ['archived', [['submit'], ['approve'], ['publish', '2098'], ['withdraw']], [], []],
  ];

  test.each(STATES)('%s', async (state, way, withApproval, without) => {
    const settle = (approvalRequired: boolean) => plan.send('PATCH', `/v1/plans/${plan.planId}`, { approvalRequired });
    await settle(false);
    // What is withdrawn in force needs something that comes back.
    await plan.act(await plan.draft({ line: 'x' }), 'publish');
    let day = 1;
    for (const [approvalRequired, allowed] of [
      [true, withApproval],
      [false, without],
    ] as const) {
      await settle(approvalRequired);
      for (const action of ACTIONS) {
        const id = await plan.draft({ line: 'x' });
        for (const [step, when] of way) {
          const body =
            step === 'publish' && when ? { effectiveFrom: `2098-01-${String(day++).padStart(2, '0')}` } : undefined;
          await plan.act(id, step, body, step === 'approve' ? plan.sendAsOther : plan.send);
        }
        const before = await get(id);
        expect([before.state, [...before.possible].sort()]).toEqual([state, [...allowed].sort()]);
        const entries = await entryCount();
        const bodies: Record<string, unknown> = { return: { reason: 'r' }, withdraw: { reason: 'r' }, publish: {} };
        const { status, body } =
          action === 'change'
            ? await plan.send('PATCH', `/v1/publications/${id}`, { note: 'n' })
            : await plan.sendAsOther('POST', `/v1/publications/${id}/${action}`, bodies[action]);
        expect([action, approvalRequired, status]).toEqual([
          action,
          approvalRequired,
          allowed.includes(action) ? 200 : 409,
        ]);
        if (status === 409)
          expect(body).toMatchObject({ type: '/problems/wrong-state', state, possible: before.possible });
        expect(await entryCount()).toBe(entries + (status === 200 ? 1 : 0));
      }
    }
  });
});

test('of two keys that publish at once both are on record, one after the other, and one is in force', async () => {
  const ids = await Promise.all(Array.from({ length: 6 }, () => plan.draft()));
  const answers = await Promise.all(
    ids.map((id, at) => plan.act(id, 'publish', {}, at % 2 ? plan.send : plan.sendAsOther)),
  );
  const since = answers.map((answer) => answer.since?.at);
  expect(new Set(since).size).toBe(6);
  const states = await Promise.all(ids.map(async (id) => (await get(id)).state));
  expect(states.filter((state) => state === 'in-force')).toHaveLength(1);
  // The same one by many at once is published once.
  const once = await plan.draft();
  const tries = await Promise.all(
    [plan.send, plan.sendAsOther, plan.send].map((send) => send('POST', `/v1/publications/${once}/publish`, {})),
  );
  expect(tries.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
  expectWhole(await auditOf());
});

test('the switch is at the very millisecond: one in force before it, the other from it on', async () => {
  const [one, two] = [await plan.draft(), await plan.draft()];
  await plan.act(one, 'publish');
  const fromMs = Date.now() + 700;
  await plan.act(two, 'publish', { effectiveFrom: new Date(fromMs).toISOString() });
  const inForceAt = async (ms: number) => {
    const at = new Date(ms).toISOString();
    const path = `/v1/plans/${plan.planId}/publications?state=in-force&at=${at}`;
    return (await plan.send<{ items: PublicationAnswer[] }>('GET', path)).body.items.map(
      ({ publicationId }) => publicationId,
    );
  };
  expect([await inForceAt(fromMs - 1), await inForceAt(fromMs), await inForceAt(fromMs + 1)]).toEqual([
    [one],
    [two],
    [two],
  ]);
  let changes = 0;
  let last = one;
  while (Date.now() < fromMs + 100) {
    const { body } = await plan.send<{ items: PublicationAnswer[] }>(
      'GET',
      `/v1/plans/${plan.planId}/publications?state=in-force`,
    );
    expect(body.items).toHaveLength(1);
    const now = body.items[0]?.publicationId ?? '';
    if (now !== last) changes++;
    last = now;
  }
  expect([last, changes]).toEqual([two, 1]);
});

test('random sequences: the states that the API tells are those that its log replays to', async () => {
  const dice = new Dice(17);
  const ids: string[] = [];
  for (let step = 0; step < 100; step++) {
    const action = dice.pick([
      'draft',
      'draft',
      'submit',
      'approve',
      'return',
      'publish',
      'publish',
      'schedule',
      'withdraw',
    ]);
    if (action === 'draft' || ids.length === 0) {
      ids.push(await plan.draft());
      continue;
    }
    const send = dice.pick([plan.send, plan.sendAsOther]);
    const soon = new Date(Date.now() + dice.whole(20, 400)).toISOString();
    const body = { publish: {}, schedule: { effectiveFrom: soon }, return: { reason: 'r' }, withdraw: { reason: 'r' } }[
      action
    ];
    const path = `/v1/publications/${dice.pick(ids.slice(-5))}/${action === 'schedule' ? 'publish' : action}`;
    // A moment that is close may be past by the time it is read.
    expect((await send('POST', path, body)).status).toBeOneOf([200, 400, 403, 409]);
  }
  const entries = await auditOf();
  expectWhole(entries);
  expect(entries.length).toBeGreaterThan(30);
  const last = entries.at(-1)?.recordedMs ?? 0;
  const moments = entries.flatMap(({ recordedMs, event }) => [recordedMs, Number(event.fromMs ?? recordedMs)]);
  for (const atMs of moments.filter((ms) => ms >= last)) {
    const path = `/v1/plans/${plan.planId}/publications?limit=1000&at=${new Date(atMs).toISOString()}`;
    const { body } = await plan.send<{ items: PublicationAnswer[] }>('GET', path);
    const told = Object.fromEntries(body.items.map(({ publicationId, state }) => [publicationId, state]));
    expect(told).toEqual(replayStates(entries, atMs));
  }
});

/** States by the entries alone. */
function replayStates(entries: readonly Entry[], atMs: number): Record<string, string> {
  const steps: Record<string, string> = {
    'publication-drafted': 'draft',
    'publication-submitted': 'submitted',
    'publication-approved': 'approved',
    'publication-returned': 'draft',
    'publication-withdrawn': 'archived',
  };
  const inForce = replayInForce(entries, atMs);
  const states: Record<string, string> = {};
  for (const { event } of entries) {
    const { kind, publicationId, fromMs } = event;
    states[publicationId] = steps[kind] ?? (Number(fromMs) > atMs ? 'scheduled' : 'archived');
  }
  if (inForce !== null) states[inForce] = 'in-force';
  return states;
}

describe('the audit log', () => {
  test('says who did what, from which layout to which and why, and anybody can work its digests out', async () => {
    const one = await plan.draft({ reps: { t2: 'rep-1', t1: null } });
    const two = await plan.draft({ layoutId: plan.layoutIds[1], note: 'Größe „1"\nand \t more' });
    await plan.act(one, 'publish');
    await plan.act(two, 'publish', {}, plan.sendAsOther);
    await plan.act(two, 'withdraw', { reason: 'zu früh' });
    const entries = await auditOf();
    expectWhole(entries);
    expect(
      entries.map(({ action, key, fromLayoutId, toLayoutId, reason }) => [
        action,
        key?.name,
        fromLayoutId,
        toLayoutId,
        reason,
      ]),
    ).toEqual([
      ['publication-drafted', 'first key', null, null, null],
      ['publication-drafted', 'first key', null, null, null],
      ['publication-published', 'first key', null, plan.layoutIds[0], null],
      ['publication-published', 'the other', plan.layoutIds[0], plan.layoutIds[1], null],
      ['publication-withdrawn', 'first key', plan.layoutIds[1], plan.layoutIds[0], 'zu früh'],
    ]);
    const verdict = await plan.send('GET', `/v1/plans/${plan.planId}/audit/verify`);
    expect(verdict.body).toEqual({ entries: 5, intact: true, brokenAt: null, head: entries.at(-1)?.digest });
    const file = await plan.workspace.fetch(`/v1/plans/${plan.planId}/audit`, {
      headers: { accept: 'application/x-ndjson' },
    });
    const lines = (await file.text()).trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line))).toEqual(entries);
  });

  test('says where it was tampered with', async () => {
    for (let at = 0; at < 3; at++) await plan.draft();
    await env.DB.prepare('DROP TRIGGER plan_log_is_only_added_to').run();
    await env.DB.prepare(`UPDATE plan_log SET event = replace(event, '"note":""', '"note":"x"') WHERE seq = 2`).run();
    const { body } = await plan.send('GET', `/v1/plans/${plan.planId}/audit/verify`);
    expect(body).toMatchObject({ entries: 3, intact: false, brokenAt: 2 });
  });

  test('goes with the plan, unchanged, and what was in force is in force there', async () => {
    const one = await plan.draft({ layoutId: plan.layoutIds[0] });
    await plan.act(one, 'publish');
    await plan.act(await plan.draft({ layoutId: plan.layoutIds[1] }), 'publish', { effectiveFrom: '2098-01-01' });
    const there = await publishingPlan();
    const file = await exportPlan(plan.workspace, plan.planId, '?layouts=0');
    expect(file.match(/"type":"layout"/g)).toHaveLength(2);
    const answer = await importPlan(there.workspace, file);
    const { planId } = (await answer.json()) as { planId: string };
    expect(answer.status).toBe(201);
    const came = await auditOf(planId, there.send);
    expect(came).toEqual((await auditOf()).map((entry) => ({ ...entry, key: null })));
    expect((await there.send('GET', `/v1/publications/${one}`)).body).toMatchObject({ state: 'in-force', planId });
    const back = await exportPlan(there.workspace, planId, '?layouts=0');
    expect(back.split('\n').filter((line) => line.includes('"entry"'))).toEqual(
      file.split('\n').filter((line) => line.includes('"entry"')),
    );
    expect((await there.send('POST', `/v1/publications/${one}/withdraw`, { reason: 'r' })).status).toBe(409);
  });

  test.each([
    ['changed', (line: string) => line.replace('"note":""', '"note":"mine"'), 'does not follow on the entry before it'],
    ['taken out', () => null, 'does not follow on the entry before it'],
    ['without sense', (line: string) => line.replace('publication-drafted', 'publication-dreamt'), 'is no event'],
    ['with a member too many', (line: string) => line.replace('"note":""', '"note":"","x":1'), 'is not known here'],
  ])('of which an entry is %s is refused with its line', async (_, change, detail) => {
    await plan.draft();
    await plan.draft();
    const lines = (await exportPlan(plan.workspace, plan.planId)).split('\n');
    const first = lines.findIndex((line) => line.startsWith('{"type":"entry"'));
    const changed = lines.flatMap((line, at) => (at === first ? (change(line) ?? []) : line)).join('\n');
    const answer = await importPlan(plan.workspace, changed);
    const { violations } = (await answer.json()) as { violations: { line: number; detail: string }[] };
    expect([answer.status, violations[0]]).toMatchObject([
      422,
      { line: first + 1, detail: expect.stringContaining(detail) },
    ]);
    const { body } = await plan.send<{ items: unknown[] }>('GET', '/v1/plans');
    expect(body.items).toHaveLength(1);
  });

  test('needs a key that may publish to come in', async () => {
    await plan.draft();
    const file = await exportPlan(plan.workspace, plan.planId);
    const scopes = ['plans:write', 'layouts:write'];
    const { body } = await plan.send<{ key: string }>('POST', '/v1/keys', { name: 'k', scopes });
    const headers = { 'content-type': 'application/x-ndjson' };
    const { exports } = await import('cloudflare:workers');
    const init = { method: 'POST', headers: { ...headers, authorization: `Bearer ${body.key}` }, body: file };
    const answer = await exports.default.fetch('http://hexalign.test/v1/plans/import', init);
    expect([answer.status, await answer.json()]).toMatchObject([403, { type: '/problems/insufficient-scope' }]);
  });
});

describe('a correction', () => {
  const correct = (body: Record<string, unknown>) =>
    plan.send<Record<string, never>>('POST', `/v1/plans/${plan.planId}/corrections`, { reason: 'found out', ...body });

  test('says what has really been in force, and both beliefs stay', async () => {
    const one = await plan.draft();
    const published = await plan.act(one, 'publish');
    const sinceMs = Date.parse(published.since?.at ?? '');
    await new Promise((resolve) => setTimeout(resolve, 60));
    const [from, until] = [sinceMs - 10, sinceMs + 20].map((ms) => new Date(ms).toISOString());
    const knownAt = (await auditOf()).at(-1)?.recordedMs ?? 0;
    const { status, body } = await correct({ layoutId: plan.layoutIds[1], from, until });
    expect([status, body]).toMatchObject([
      201,
      {
        layoutId: plan.layoutIds[1],
        believed: [
          { from: { at: from }, until: { at: published.since?.at }, publicationId: null, layoutId: null },
          { from: { at: published.since?.at }, until: { at: until }, publicationId: one, layoutId: plan.layoutIds[0] },
        ],
      },
    ]);
    const at = new Date(sinceMs + 5).toISOString();
    const inForce = async (query: string) => {
      const path = `/v1/plans/${plan.planId}/publications?state=in-force&at=${at}${query}`;
      return (await plan.send<{ items: PublicationAnswer[] }>('GET', path)).body.items.map(({ layoutId }) => layoutId);
    };
    expect(await inForce('')).toEqual([plan.layoutIds[1]]);
    expect(await inForce(`&asKnownAt=${new Date(knownAt).toISOString()}`)).toEqual([plan.layoutIds[0]]);
    expect((await get(one)).state).toBe('in-force');
    expect((await get(String(body.publicationId))).state).toBe('archived');
    expectWhole(await auditOf());
  });

  test('is one also where its request is repeated after its answer was lost', async () => {
    const id = await plan.draft();
    const made = async (body: Record<string, unknown>, key = 'once') => {
      await env.DB.prepare('DELETE FROM idempotency').run();
      const asked = { from: '2026-01-01', until: '2026-01-02', reason: 'found out', ...body };
      const path = `/v1/plans/${plan.planId}/corrections`;
      return (await plan.send('POST', path, asked, { 'idempotency-key': key })).body;
    };
    for (const body of [{ layoutId: plan.layoutIds[1] }, { publicationId: id }]) {
      const first = await made(body);
      expect(first).toMatchObject({ believed: expect.any(Array) });
      const before = await entryCount();
      expect(await made(body)).toEqual(first);
      expect(await entryCount()).toBe(before);
      expect((await made({ ...body, until: '2026-01-03' })).seq).not.toBe(first.seq);
      expect(await made({ ...body, until: '2026-01-03', reason: 'again' }, 'other')).toMatchObject({ reason: 'again' });
    }
  });

  test('is of a time that is past, and begins before it ends', async () => {
    const id = await plan.draft();
    for (const [from, until, fields] of [
      ['2026-01-01', '2098-01-01', ['/until']],
      ['2026-01-02', '2026-01-01', ['/from']],
      ['x', '2098-01-01', ['/from', '/until']],
    ] as const) {
      const { status, body } = await correct({ publicationId: id, from, until });
      expect([status, (body.violations as unknown as { field: string }[]).map(({ field }) => field)]).toEqual([
        400,
        fields,
      ]);
    }
    expect((await correct({ publicationId: 'pub_1', from: '2026-01-01', until: '2026-01-02' })).status).toBe(422);
    expect((await correct({ from: '2026-01-01', until: '2026-01-02' })).status).toBe(400);
  });

  test('puts nothing on record that was never approved where that is wanted', async () => {
    const id = await plan.draft();
    await plan.send('PATCH', `/v1/plans/${plan.planId}`, { approvalRequired: true });
    const time = { from: '2026-01-01', until: '2026-01-02' };
    expect((await correct({ publicationId: id, ...time })).status).toBe(409);
    expect((await correct({ layoutId: plan.layoutIds[0], ...time })).status).toBe(409);
    await plan.act(id, 'submit');
    await plan.act(id, 'approve', undefined, plan.sendAsOther);
    expect((await correct({ publicationId: id, ...time })).status).toBe(201);
  });
});

test('a layout that a publication refers to outlives retention and the plan that made it', async () => {
  const [layoutId] = plan.layoutIds;
  await plan.draft();
  const twin = await importPlan(plan.workspace, withoutLog(await exportPlan(plan.workspace, plan.planId)));
  const { planId } = (await twin.json()) as { planId: string };
  expect((await plan.send('POST', `/v1/plans/${planId}/publications`, { layoutId })).status).toBe(201);
  // Nothing else refers to it any more.
  await env.DB.prepare('DELETE FROM plan_layouts').run();
  const sweep = (days: number) =>
    sweepRecord(wirePorts(env), { jobDays: 30, layoutDays: 30 }, Date.now() + days * 86_400_000);
  await sweep(31);
  const there = async (id = layoutId) => (await plan.send('GET', `/v1/layouts/${id}`)).status;
  expect([await there(), await there(plan.layoutIds[1])]).toEqual([200, 404]);
  await env.DB.prepare(
    'INSERT INTO plan_layouts (workspace_id, plan_id, layout_id, created_at) SELECT workspace_id, ?, layout_id, created_at FROM layouts',
  )
    .bind(plan.planId)
    .run();
  expect((await plan.workspace.fetch(`/v1/plans/${plan.planId}`, { method: 'DELETE' })).status).toBe(204);
  expect(await there()).toBe(200);
  expect((await plan.workspace.fetch(`/v1/plans/${planId}`, { method: 'DELETE' })).status).toBe(204);
  await sweep(62);
  expect(await there()).toBe(404);
});

describe('a challenge', () => {
  interface ChallengeAnswer extends Record<string, unknown> {
    readonly challengeId: string;
    readonly violations: { readonly field: string }[];
  }
  const open = (id: string, body: unknown) =>
    plan.sendAsOther<ChallengeAnswer>('POST', `/v1/publications/${id}/challenges`, body);
  const settle = (id: string, action: string, body: unknown) =>
    plan.send<ChallengeAnswer>('POST', `/v1/challenges/${id}/${action}`, body);

  /** A cell of a territory of the first layout. */
  const cellOf = async (territoryId: string, at = 0) => {
    const { body } = await plan.send<{ territories: { id: string; cells: string[] }[] }>(
      'GET',
      `/v1/layouts/${plan.layoutIds[0]}/territories?include=cells`,
    );
    return body.territories.find(({ id }) => id === territoryId)?.cells[at] ?? '';
  };
  /** The first layout with cells moved. */
  const movedTo = async (to: string, cells: readonly string[]) => {
    const asked = { planId: plan.planId, contiguity: 'report', edits: [{ kind: 'assign', to, cells }] };
    const { status, body } = await plan.send('POST', `/v1/layouts/${plan.layoutIds[0]}/edits`, asked);
    expect(status).toBe(201);
    return body.layoutId;
  };

  test('of an account is accepted with an owner by name, in one decision', async () => {
    const accounts = await plan.send<{ items: { id: string }[] }>('GET', `/v1/plans/${plan.planId}/accounts?limit=1`);
    const accountId = accounts.body.items[0]?.id ?? '';
    const id = await plan.draft();
    const opened = await open(id, { accountId, repId: 'rep-1', reason: 'mine' });
    expect([opened.status, opened.body]).toMatchObject([
      201,
      { state: 'open', accountId, repId: 'rep-1', cells: null },
    ]);
    const { challengeId } = opened.body;
    const strange = await settle(challengeId, 'accept', { reason: 'so', owner: { repId: 'nobody' } });
    expect([strange.status, strange.body.violations]).toMatchObject([422, [{ field: '/owner/repId' }]]);
    const done = await settle(challengeId, 'accept', { reason: 'so', owner: { repId: 'rep-2' } });
    expect([done.status, done.body]).toMatchObject([200, { state: 'accepted', settledReason: 'so', layoutId: null }]);
    const [accepted, named] = (await auditOf()).slice(-2);
    expect([accepted?.action, named?.event]).toMatchObject([
      'challenge-accepted',
      { kind: 'accounts-named', accountIds: [accountId], owner: { repId: 'rep-2' } },
    ]);
    const kept = await wirePorts(env).planLog.named(plan.workspace.workspaceId, plan.planId, [accountId]);
    expect(kept).toMatchObject([{ seq: named?.seq, subject: { owner: { repId: 'rep-2' } } }]);
    expectWhole(await auditOf());
    for (const action of ['accept', 'refuse']) {
      const again = await settle(challengeId, action, {
        reason: 'r',
        ...(action === 'accept' && { layoutId: plan.layoutIds[0] }),
      });
      expect([again.status, again.body]).toMatchObject([409, { state: 'accepted', possible: [] }]);
    }
  });

  test('is accepted with a territory of the layout in force, whichever layout was challenged', async () => {
    const accounts = await plan.send<{ items: { id: string }[] }>('GET', `/v1/plans/${plan.planId}/accounts?limit=1`);
    const accountId = accounts.body.items[0]?.id ?? '';
    const three = await plan.send('POST', `/v1/plans/${plan.planId}/layouts`, { territories: 3, effort: 'fast' });
    const challengeOf = async (id: string) => (await open(id, { accountId, reason: 'mine' })).body.challengeId;
    const [ofTwo, ofThree] = [await plan.draft(), await plan.draft({ layoutId: three.body.layoutId })];
    const named = { reason: 'so', owner: { territoryId: 't3' } };
    const early = await settle(await challengeOf(ofThree), 'accept', named);
    expect([early.status, early.body.violations]).toMatchObject([422, [{ field: '/owner/territoryId' }]]);
    await plan.act(ofTwo, 'publish');
    const strange = await settle(await challengeOf(ofThree), 'accept', named);
    expect([strange.status, strange.body.violations]).toMatchObject([422, [{ field: '/owner/territoryId' }]]);
    await plan.act(ofThree, 'publish');
    expect((await settle(await challengeOf(await plan.draft()), 'accept', named)).body).toMatchObject({
      state: 'accepted',
    });
  });

  test('of cells is accepted with a layout, or refused', async () => {
    const id = await plan.draft();
    const cells = [await cellOf('t1')];
    const asked = { territories: ['t1', 't2'], cells, reason: 'across the river' };
    const ids = [];
    for (let at = 0; at < 2; at++) ids.push((await open(id, asked)).body.challengeId);
    expect((await settle(ids[0] ?? '', 'accept', { reason: 'so', owner: { territoryId: 't1' } })).status).toBe(422);
    expect((await settle(ids[0] ?? '', 'accept', { reason: 'so', layoutId: 'lay_1' })).status).toBe(422);
    // The draft may come to the layout that settles the matter before that is said.
    const settled = await movedTo('t2', cells);
    expect((await plan.send('PATCH', `/v1/publications/${id}`, { layoutId: settled })).status).toBe(200);
    for (const same of [plan.layoutIds[0], await movedTo('t2', [await cellOf('t1', 1)])]) {
      const unsettled = await settle(ids[0] ?? '', 'accept', { reason: 'so', layoutId: same });
      expect([unsettled.status, unsettled.body.violations]).toMatchObject([422, [{ field: '/layoutId', value: same }]]);
    }
    const accepted = await settle(ids[0] ?? '', 'accept', { reason: 'so', layoutId: settled });
    expect(accepted.body).toMatchObject({
      state: 'accepted',
      layoutId: settled,
      cells,
      territories: ['t1', 't2'],
    });
    expect((await settle(ids[1] ?? '', 'refuse', { reason: 'no' })).body).toMatchObject({
      state: 'refused',
      layoutId: null,
    });
    const listed = async (query: string) =>
      (
        await plan.send<{ items: { challengeId: string }[] }>('GET', `/v1/plans/${plan.planId}/challenges${query}`)
      ).body.items.map((one) => one.challengeId);
    expect([await listed(''), await listed('?state=refused'), await listed('?state=open')]).toEqual([
      [ids[1], ids[0]],
      [ids[1]],
      [],
    ]);
  });

  test('of an account is accepted with a layout in which its place is in another territory', async () => {
    const { body } = await plan.send<{ items: { id: string; cell: string }[] }>(
      'GET',
      `/v1/plans/${plan.planId}/accounts?limit=1`,
    );
    const [account] = body.items;
    const { body: leaf } = await plan.send<{ cell: string; territory: { id: string } }>(
      'GET',
      `/v1/layouts/${plan.layoutIds[0]}/owner?cell=${account?.cell}`,
    );
    const [mine, other] = leaf.territory.id === 't1' ? ['t1', 't2'] : ['t2', 't1'];
    const { challengeId } = (await open(await plan.draft(), { accountId: account?.id, reason: 'mine' })).body;
    const elsewhere = await movedTo(mine, [await cellOf(other)]);
    expect((await settle(challengeId, 'accept', { reason: 'so', layoutId: elsewhere })).status).toBe(422);
    const done = await settle(challengeId, 'accept', { reason: 'so', layoutId: await movedTo(other, [leaf.cell]) });
    expect([done.status, done.body]).toMatchObject([200, { state: 'accepted' }]);
  });

  test('is one also where its request is repeated after its answer was lost', async () => {
    const accounts = await plan.send<{ items: { id: string }[] }>('GET', `/v1/plans/${plan.planId}/accounts?limit=1`);
    const [id, accountId] = [await plan.draft(), accounts.body.items[0]?.id];
    const opened = async (reason: string) => {
      await env.DB.prepare('DELETE FROM idempotency').run();
      const path = `/v1/publications/${id}/challenges`;
      return (await plan.send<ChallengeAnswer>('POST', path, { accountId, reason }, { 'idempotency-key': 'once' }))
        .body;
    };
    const first = await opened('mine');
    expect(await opened('mine')).toEqual(first);
    expect((await opened('yours')).challengeId).not.toBe(first.challengeId);
    const { body } = await plan.send<{ items: unknown[] }>('GET', `/v1/plans/${plan.planId}/challenges`);
    expect(body.items).toHaveLength(2);
  });

  test('names what there is: everything else is told at once', async () => {
    const id = await plan.draft();
    const both = await open(id, { accountId: 'nobody', repId: 'no one', reason: 'r' });
    expect([both.status, both.body.violations.map(({ field }) => field)]).toEqual([422, ['/repId', '/accountId']]);
    const far = await open(id, { territories: ['t1', 't2'], cells: ['8928308280fffff'], reason: 'r' });
    expect([far.status, far.body.violations.map(({ field }) => field)]).toEqual([422, ['/cells/0']]);
    expect(
      (await open(id, { territories: ['t1', 't9'], cells: ['8928308280fffff'], reason: 'r' })).body.violations,
    ).toMatchObject([{ field: '/territories/1' }]);
    expect((await open(id, { reason: 'r' })).status).toBe(400);
    await plan.act(id, 'withdraw');
    expect((await open(id, { territories: ['t1', 't2'], cells: [], reason: 'r' })).status).toBe(400);
    const stranger = sendWith((await publishingPlan()).workspace.key);
    expect((await stranger('GET', `/v1/plans/${plan.planId}/audit`)).status).toBe(404);
  });
});
