import { env } from 'cloudflare:workers';
import { beforeAll, describe, expect, test } from 'vitest';
import { wirePorts } from '../../src/wiring.ts';
import { Dice } from '../fuzz/dice.ts';
import { createPlan, openWorkspace } from '../open-workspace.ts';
import { accounts, type OwnedPlan, openOwnedPlan } from '../owned-plan.ts';
import { type Send, sendWith } from '../publish.ts';
import { correct, name, publish, record } from '../put-in-force.ts';

type Row = Record<string, string | null> & { change: string; contact: string; repId: string };
interface Answer {
  readonly items: readonly Row[];
  readonly cursor: string;
  readonly counts: Record<string, number>;
  readonly leftOut: readonly Record<string, unknown>[];
}

const workspace = await openWorkspace();
const send: Send = sendWith(workspace.key);
const ports = wirePorts(env);
let plan: OwnedPlan;
beforeAll(async () => {
  plan = await openOwnedPlan(workspace);
});

const outreach = async (query = '') => {
  const path = `/v1/plans/${plan.planId}/outreach${query}`;
  const { status, body } = await send<Answer>('GET', path, undefined, { 'cache-control': 'no-cache' });
  expect([query, status, status === 200 ? '' : body]).toEqual([query, 200, '']);
  return body;
};
const put = (rows: readonly object[], query = '') =>
  send<{ accepted: number; violations: object[] }>('PUT', `/v1/plans/${plan.planId}/contacts${query}`, rows);

const [first, second, third] = accounts.map(({ id }) => id) as [string, string, string];
/** Both reps have two territories each, so that each account has one. */
const BOTH = { t1: 'r1', t2: 'r2', t3: 'r1', t4: 'r2' };

/** A copy as an outreach tool keeps it: rows by contact and rep. */
class Copy {
  readonly rows = new Map<string, Row>();
  cursor = '';
  readonly repId: string | null;
  constructor(repId: string | null) {
    this.repId = repId;
  }

  async catchUp(): Promise<Answer> {
    const rep = this.repId === null ? '' : `&repId=${this.repId}`;
    const since = this.cursor === '' ? '' : `&since=${this.cursor}`;
    const answer = await outreach(`?format=json${rep}${since}`);
    for (const { change, ...row } of answer.items) {
      const key = JSON.stringify([row.contact, row.repId]);
      if (change === 'removed') this.rows.delete(key);
      else this.rows.set(key, row as Row);
    }
    this.cursor = answer.cursor;
    return answer;
  }

  /** Without how they came. */
  sorted(): unknown[] {
    return sorted([...this.rows.values()]);
  }
}

function sorted(rows: readonly object[]): unknown[] {
  return rows
    .map((row) =>
      JSON.stringify(
        row,
        Object.keys(row)
          .filter((key) => key !== 'change')
          .sort(),
      ),
    )
    .sort()
    .map((text) => JSON.parse(text) as unknown);
}

describe('before anything is in force', () => {
  test('the export says so', async () => {
    const planId = await createPlan(workspace);
    expect((await send('GET', `/v1/plans/${planId}/outreach`)).body).toMatchObject({
      type: '/problems/nothing-in-force',
    });
  });
});

describe('the export', () => {
  beforeAll(async () => {
    await publish(plan, { layoutId: plan.four, reps: BOTH });
    await name(plan, [first], { repId: 'r1' });
    await name(plan, [second], { repId: 'r2' });
    await name(plan, [third], { repId: 'r3' });
  });

  test('has one row an address, by one rep, and names who is left out and why', async () => {
    const { body } = await put([
      { id: 'one', account: first, email: 'Same@example.com', firstName: 'Kim', lastName: 'Park', language: 'de' },
      { id: 'two', account: second, email: 'same@Example.com', consent: 'granted', consentOn: '2026-01-01' },
      { id: 'three', account: third, email: 'same@example.com', consent: 'granted', consentOn: '2025-12-31' },
      { id: 'four', account: first, email: 'out@example.com', consent: 'granted' },
      { id: 'five', account: second, email: 'OUT@example.com', consent: 'refused' },
      { id: 'six', account: second, email: 'never@example.com', consent: 'granted', doNotContact: true },
      { id: 'seven', account: third, email: '=sum@example.com', name: '+49' },
    ]);
    expect(body).toMatchObject({ accepted: 7, violations: [] });
    const { items, counts, leftOut } = await outreach();
    expect(items).toEqual([
      {
        ...{ change: 'added', contact: 'seven', email: '=sum@example.com', name: '+49', firstName: '', lastName: '' },
        ...{ language: null, consent: 'unknown', account: third, accountName: expect.any(String) },
        ...{ repId: 'r3', repName: '' },
      },
      expect.objectContaining({ contact: 'two', repId: 'r2', repName: 'Bo', consent: 'granted' }),
    ]);
    expect(counts).toEqual({ told: 2, optedOut: 3, noRep: 0, sameAddress: 2 });
    const instead = { contact: 'two', repId: 'r2' };
    expect(leftOut).toEqual([
      { contact: 'six', account: second, repId: 'r2', reason: 'opted-out', instead: null },
      { contact: 'five', account: second, repId: 'r2', reason: 'opted-out', instead: null },
      { contact: 'four', account: first, repId: 'r1', reason: 'opted-out', instead: null },
      { contact: 'three', account: third, repId: 'r3', reason: 'same-address', instead },
      { contact: 'one', account: first, repId: 'r1', reason: 'same-address', instead },
    ]);
    expect((await outreach('?repId=r3')).items.map(({ contact }) => contact)).toEqual(['seven']);
  });

  test('comes as CSV that is safe from formulas, and as NDJSON, with cursor, tag and counts in headers', async () => {
    const csv = await workspace.fetch(`/v1/plans/${plan.planId}/outreach`, { headers: { accept: 'text/csv' } });
    const [head, ...lines] = (await csv.text()).trimEnd().split('\r\n');
    expect(head).toBe(
      'email,firstName,lastName,name,language,consent,account,accountName,repId,repName,contact,change',
    );
    expect(lines).toHaveLength(2);
    expect(lines[0]).toMatch(/^'=sum@example\.com,,,'\+49,,unknown,/);
    expect(csv.headers.get('outreach-left-out')).toBe('opted-out=3, no-rep=0, same-address=2');
    const cursor = csv.headers.get('outreach-cursor') ?? '';
    expect(csv.headers.get('link')).toBe(`</v1/plans/${plan.planId}/outreach?since=${cursor}>; rel="next"`);
    const again = await workspace.fetch(`/v1/plans/${plan.planId}/outreach`, {
      headers: { accept: 'text/csv', 'if-none-match': csv.headers.get('etag') ?? '' },
    });
    expect([again.status, again.headers.get('outreach-cursor')]).toEqual([304, cursor]);
    const ndjson = await workspace.fetch(`/v1/plans/${plan.planId}/outreach?format=ndjson&since=${cursor}`);
    expect([ndjson.status, await ndjson.text()]).toEqual([200, '']);
  });

  test('tells a move as removed for the one and added for the other, an opt-out and a deletion by ids alone', async () => {
    const all = new Copy(null);
    const ofTwo = new Copy('r2');
    for (const copy of [all, ofTwo]) await copy.catchUp();
    await name(plan, [second], { repId: 'r1' });
    expect((await all.catchUp()).items).toEqual([
      expect.objectContaining({ change: 'removed', contact: 'two', repId: 'r2', email: null, name: null }),
      expect.objectContaining({ change: 'added', contact: 'two', repId: 'r1', email: 'same@Example.com' }),
    ]);
    expect((await ofTwo.catchUp()).items).toMatchObject([{ change: 'removed', contact: 'two' }]);
    await put([{ id: 'seven', account: third, email: '=sum@example.com', consent: 'refused' }]);
    expect((await all.catchUp()).items).toMatchObject([{ change: 'removed', contact: 'seven', email: null }]);
    await send('DELETE', `/v1/plans/${plan.planId}/contacts/two`);
    expect((await all.catchUp()).items).toMatchObject([
      { change: 'removed', contact: 'two', repId: 'r1', email: null, account: null },
      { change: 'added', contact: 'three', repId: 'r3' },
    ]);
    expect((await all.catchUp()).items).toEqual([]);
  });

  test('what it keeps of contacts that are gone is their ids alone', async () => {
    await put([{ id: 'brief', account: first, email: 'brief@example.com' }]);
    const copy = new Copy(null);
    await copy.catchUp();
    await put([], '?mode=replace');
    const digests = `SELECT count(*) AS n FROM outreach_entries JOIN plans USING (plan_number) WHERE plan_id = ? AND digest <> ''`;
    expect(await env.DB.prepare(digests).bind(plan.planId).first('n')).toBe(0);
    await copy.catchUp();
    expect(copy.sorted()).toEqual([]);
  });

  test.each([
    ['no cursor', 'x', 'is not a cursor of this export'],
    ['a cursor of another rep', null, 'is not a cursor of this export and rep'],
  ])('%s is refused with what to do', async (_, cursor, detail) => {
    const since = cursor ?? (await outreach()).cursor;
    const query = cursor === null ? '&repId=r1' : '';
    const { status, body } = await send<{ violations: object[] }>(
      'GET',
      `/v1/plans/${plan.planId}/outreach?since=${since}${query}`,
    );
    expect([status, body.violations]).toMatchObject([400, [{ field: 'since', detail }]]);
  });

  test('a cursor that is older than what went is remembered is refused; one that is not still does', async () => {
    await put([{ id: 'old', account: first, email: 'old@example.com' }]);
    const { cursor } = await outreach();
    await put([], '?mode=replace');
    const { cursor: later } = await outreach();
    await env.DB.prepare(
      'UPDATE outreach_entries SET gone_ms = gone_ms - 91 * 86400000 WHERE gone_ms IS NOT NULL',
    ).run();
    const refused = await send('GET', `/v1/plans/${plan.planId}/outreach?since=${cursor}`);
    expect([refused.status, refused.body]).toMatchObject([
      400,
      { violations: [{ field: 'since', detail: 'is older than what went is remembered' }] },
    ]);
    expect((await outreach(`?since=${later}`)).items).toEqual([]);
    const left = await env.DB.prepare('SELECT count(*) AS n FROM outreach_entries WHERE gone_ms IS NOT NULL').first(
      'n',
    );
    expect(left).toBe(0);
  });

  test('a run that breaks off, or that another overtakes, loses no change', async () => {
    await put([{ id: 'a', account: first, email: 'a@example.com' }]);
    const copy = new Copy(null);
    await copy.catchUp();
    const { workspaceId } = workspace;
    const { planId } = plan;
    const nowMs = Date.now();
    const { seq = 0 } = (await ports.outreach.begin(workspaceId, planId, 'one', nowMs)) ?? {};
    expect(await ports.outreach.begin(workspaceId, planId, 'two', nowMs)).toBeNull();
    const other = [{ contactId: 'a', repId: 'r9', digest: 'd' }];
    expect(await ports.outreach.put(workspaceId, planId, 'one', seq + 1, other)).toHaveLength(1);
    const [entry] = await ports.outreach.live(workspaceId, planId, { after: 0, limit: 1 });
    expect(await ports.outreach.drop(workspaceId, planId, 'one', seq + 1, [entry ?? 0], Date.now())).toBe(true);
    expect(await ports.outreach.begin(workspaceId, planId, 'two', nowMs + 61_000)).toMatchObject({
      seq,
      isDirty: true,
    });
    expect(await ports.outreach.put(workspaceId, planId, 'one', seq + 1, other)).toBeNull();
    expect(await ports.outreach.drop(workspaceId, planId, 'one', seq + 1, [entry ?? 0], Date.now())).toBe(false);
    expect(await ports.outreach.commit(workspaceId, planId, 'one', seq)).toBe(false);
    await ports.outreach.release(workspaceId, planId, 'two');
    await copy.catchUp();
    expect(copy.sorted()).toEqual(sorted((await outreach()).items));
    expect(copy.sorted()).toMatchObject([{ contact: 'a', repId: 'r1' }]);
    // All at once: each answers a state, and the last one is whole.
    await put([{ id: 'b', account: second, email: 'b@example.com' }]);
    await Promise.all([outreach(), outreach(), outreach()]);
    await copy.catchUp();
    expect(copy.sorted()).toEqual(sorted((await outreach()).items));
  });
});

describe('copies that are kept by cursors alone', () => {
  const dice = new Dice(7);
  const pool = accounts.slice(10, 40).map(({ id }) => id);
  const contactOf = () => ({
    id: `c${dice.whole(0, 25)}`,
    account: dice.pick(pool),
    email: `${dice.pick(['a', 'A', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k'])}@example.com`,
    consent: dice.pick(['granted', 'granted', 'unknown', 'unknown', 'refused']),
    consentOn: dice.pick([null, '2026-01-01', '2026-02-01']),
    doNotContact: dice.chance(0.05),
  });
  const someReps = () =>
    Object.fromEntries(['t1', 't2', 't3', 't4'].map((id) => [id, dice.pick(['r1', 'r2', 'r3', null])]));
  let last = { publicationId: '', layoutId: '' };

  const deeds: readonly (() => Promise<unknown>)[] = [
    () => put(Array.from({ length: dice.whole(1, 6) }, contactOf)),
    () => put(Array.from({ length: dice.whole(1, 6) }, contactOf)),
    () => put(Array.from({ length: dice.whole(4, 14) }, contactOf), '?mode=replace'),
    () => put([{ ...contactOf(), consent: 'refused' }]),
    () => send('DELETE', `/v1/plans/${plan.planId}/contacts/c${dice.whole(0, 25)}`),
    () => send('DELETE', `/v1/plans/${plan.planId}/accounts/${dice.pick(pool)}`),
    () =>
      send('PUT', `/v1/plans/${plan.planId}/accounts`, accounts.filter(({ id }) => pool.includes(id)).map(segmented)),
    async () => {
      const layoutId = dice.pick([plan.four, plan.two]);
      last = { layoutId, publicationId: (await publish(plan, { layoutId, reps: someReps() })).publicationId };
    },
    async () => {
      if (last.publicationId === '') return;
      const nowMs = Date.now();
      await correct(plan, last.publicationId, last.layoutId, nowMs - 60_000, nowMs - dice.whole(0, 50_000));
    },
    () => name(plan, [dice.pick(pool), dice.pick(pool)], dice.pick([{ repId: 'r1' }, { repId: 'r3' }, null])),
    () =>
      record(plan, (nowMs) => ({
        ...{ kind: 'rules-changed', line: null, fromMs: nowMs, reason: '' },
        rules: dice.chance(0.3)
          ? []
          : [{ ruleId: 'q', name: 'q', when: { segments: [dice.pick(['x', 'y'])] }, owner: { repId: 'r2' } }],
      })),
    () => send('PUT', `/v1/plans/${plan.planId}/reps`, [{ id: 'r1', name: dice.pick(['Ada', 'Ida']) }]),
    () => send('DELETE', `/v1/plans/${plan.planId}/reps/r3`),
    () => send('PUT', `/v1/plans/${plan.planId}/reps`, [{ id: 'r3', name: 'Cy' }]),
  ];
  const segmented = ({ id, lat, lng }: (typeof accounts)[number]) => ({
    id,
    lat,
    lng,
    segment: dice.pick(['x', 'y', '']),
  });

  /** Who should be told, from what other routes say. */
  async function expected(): Promise<string[]> {
    const { body } = await send<{
      items: {
        id: string;
        account: string;
        email: string;
        consent: string;
        consentOn: string | null;
        doNotContact: boolean;
      }[];
    }>('GET', `/v1/plans/${plan.planId}/contacts?limit=1000`);
    const places = [...new Set(body.items.map(({ account }) => account))].map((account) => ({ account }));
    if (places.length === 0) return [];
    const owners = await send<{ owners: { rep?: { id: string } | null }[] }>(
      'POST',
      `/v1/plans/${plan.planId}/owners`,
      { places },
      { 'cache-control': 'no-cache' },
    );
    const listed = owners.body.owners;
    expect(listed).toHaveLength(places.length);
    const repOf = new Map(places.map(({ account }, at) => [account, listed[at]?.rep?.id ?? null]));
    return Object.values(Object.groupBy(body.items, ({ email }) => email.toLowerCase())).flatMap((group = []) => {
      if (group.some(({ consent, doNotContact }) => consent === 'refused' || doNotContact)) return [];
      const rank = ({ consent, consentOn }: (typeof group)[number]) =>
        `${consent === 'granted' ? 1 : 0}${consentOn ?? ''}`;
      const able = group.filter(({ account }) => (repOf.get(account) ?? null) !== null);
      const best = able.map(rank).sort().at(-1);
      const [winner] = able.filter((one) => rank(one) === best).sort((a, b) => (a.id < b.id ? -1 : 1));
      return winner === undefined ? [] : [`${winner.id} ${repOf.get(winner.account)}`];
    });
  }

  test('equal the whole export after any history, and no address has two reps', async () => {
    await publish(plan, { layoutId: plan.four, reps: BOTH });
    const copies = [new Copy(null), new Copy(null), new Copy('r1'), new Copy('r3')];
    let told = 0;
    for (let steps = 0; steps < 25; steps++) {
      for (let count = dice.whole(1, 3); count > 0; count--) await dice.pick(deeds)();
      const { items } = await outreach();
      told += items.length;
      expect(items.map(({ contact, repId }) => `${contact} ${repId}`).sort()).toEqual((await expected()).sort());
      const addresses = items.map(({ email }) => (email ?? '').toLowerCase());
      expect(new Set(addresses).size).toBe(addresses.length);
      for (const copy of copies) {
        if (!dice.chance(copy === copies[0] ? 1 : 0.3)) continue;
        await copy.catchUp();
        expect(copy.sorted()).toEqual(sorted(items.filter(({ repId }) => copy.repId === null || repId === copy.repId)));
      }
    }
    expect(told).toBeGreaterThan(25);
  });
});
