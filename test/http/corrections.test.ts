import { env } from 'cloudflare:workers';
import { beforeEach, describe, expect, test } from 'vitest';
import { type AuditEntry, auditOf, countEntries, expectWhole } from '../audit-entries.ts';
import { exportPlan, importPlan } from '../exported-plan.ts';
import { type PublicationAnswer, type PublishingPlan, publishingPlan } from '../publish.ts';

let plan: PublishingPlan;
beforeEach(async () => {
  plan = await publishingPlan();
});

const get = async (id: string) => (await plan.send('GET', `/v1/publications/${id}`)).body;

describe('a correction', () => {
  const correct = (body: Record<string, unknown>) =>
    plan.send<Record<string, never>>('POST', `/v1/plans/${plan.planId}/corrections`, { reason: 'found out', ...body });

  test('says what has really been in force, and both beliefs stay', async () => {
    const one = await plan.draft();
    const published = await plan.act(one, 'publish');
    const sinceMs = Date.parse(published.since?.at ?? '');
    await new Promise((resolve) => setTimeout(resolve, 60));
    const [from, until] = [sinceMs - 10, sinceMs + 20].map((ms) => new Date(ms).toISOString());
    const knownAt = (await auditOf(plan)).at(-1)?.recordedMs ?? 0;
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
    expectWhole(await auditOf(plan));
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
      const before = await countEntries(plan);
      expect(await made(body)).toEqual(first);
      expect(await countEntries(plan)).toBe(before);
      expect((await made({ ...body, until: '2026-01-03' })).seq).not.toBe(first.seq);
      expect(await made({ ...body, until: '2026-01-03', reason: 'again' }, 'other')).toMatchObject({ reason: 'again' });
    }
  });

  test('is another with another request key, whoever says the same, and goes with its plan', async () => {
    const id = await plan.draft();
    const path = `/v1/plans/${plan.planId}/corrections`;
    const made = async (key: string, send = plan.send) => {
      await env.DB.prepare('DELETE FROM idempotency').run();
      const asked = { publicationId: id, from: '2026-01-01', until: '2026-01-02', reason: 'found out' };
      const { status, body } = await send('POST', path, asked, { 'idempotency-key': key });
      expect(status).toBe(201);
      return Number(body.seq);
    };
    const first = await made('key-one-1');
    expect(await made('key-two-2')).toBe(first + 1);
    // What others put on record meanwhile does not hide it.
    expect(await made('key-one-1')).toBe(first);
    expect(await made('key-one-1', plan.sendAsOther)).toBe(first + 2);
    expectWhole(await auditOf(plan));
    const stranger = await publishingPlan();
    const came = await importPlan(stranger.workspace, await exportPlan(plan.workspace, plan.planId));
    const { planId } = (await came.json()) as { planId: string };
    const requests = (entries: readonly AuditEntry[]) => entries.map(({ event }) => event.request ?? null);
    const there = requests(await auditOf(stranger, planId));
    expect(there).toEqual(requests(await auditOf(plan)));
    expect(new Set(there.slice(-3)).size).toBe(3);
    expect(there.slice(-3)).not.toContain(null);
  });

  test('without a request key is recorded without a trace of one', async () => {
    await correct({ layoutId: plan.layoutIds[1], from: '2026-01-01', until: '2026-01-02' });
    expect((await auditOf(plan)).at(-1)?.event).not.toHaveProperty('request');
  });

  test('is one also where its rep was deleted before its request was repeated', async () => {
    const made = async () => {
      await env.DB.prepare('DELETE FROM idempotency').run();
      const body = { layoutId: plan.layoutIds[1], reps: { t1: 'rep-1' }, from: '2026-01-01', until: '2026-01-02' };
      const asked = { ...body, reason: 'found out' };
      return plan.send('POST', `/v1/plans/${plan.planId}/corrections`, asked, { 'idempotency-key': 'once' });
    };
    const first = await made();
    await plan.send('DELETE', `/v1/plans/${plan.planId}/reps/rep-1`);
    const second = await made();
    expect([first.status, second.status, second.body]).toEqual([201, 201, first.body]);
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
