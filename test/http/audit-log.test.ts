import { env } from 'cloudflare:workers';
import { createHash } from 'node:crypto';
import { beforeEach, describe, expect, test } from 'vitest';
import { type AuditEntry, auditOf, expectWhole } from '../audit-entries.ts';
import { exportPlan, importPlan } from '../exported-plan.ts';
import { type PublishingPlan, publishingPlan } from '../publish.ts';

let plan: PublishingPlan;
beforeEach(async () => {
  plan = await publishingPlan();
});

describe('the audit log', () => {
  test('says who did what, from which layout to which and why, and anybody can work its digests out', async () => {
    const one = await plan.draft({ reps: { t2: 'rep-1', t1: null } });
    const two = await plan.draft({ layoutId: plan.layoutIds[1], note: 'Größe „1"\nand \t more' });
    await plan.act(one, 'publish');
    await plan.act(two, 'publish', {}, plan.sendAsOther);
    await plan.act(two, 'withdraw', { reason: 'zu früh' });
    const entries = await auditOf(plan);
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
    const came = await auditOf(there, planId);
    expect(came).toEqual((await auditOf(plan)).map((entry) => ({ ...entry, key: null })));
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

  test.each([
    [30_000, 201, undefined],
    [120_000, 422, [{ detail: 'is yet to come' }]],
  ])('comes in where its end is %i ms ahead of the clock: %i', async (aheadMs, status, violations) => {
    await plan.draft();
    const file = (await exportPlan(plan.workspace, plan.planId)).split('\n').map((line) => {
      if (!line.startsWith('{"type":"entry"')) return line;
      const { type, ...entry } = JSON.parse(line) as AuditEntry & { type: string };
      const recordedMs = Date.now() + aheadMs;
      const text = JSON.stringify([entry.seq, recordedMs, entry.keyId, entry.event, entry.previous]);
      return JSON.stringify({ type, ...entry, recordedMs, digest: createHash('sha256').update(text).digest('hex') });
    });
    const there = await publishingPlan();
    const answer = await importPlan(there.workspace, file.join('\n'));
    const body = (await answer.json()) as { planId: string; violations?: unknown };
    expect([answer.status, body.violations]).toMatchObject([status, violations]);
    if (status !== 201) return;
    const path = `/v1/plans/${body.planId}/publications`;
    expect((await there.send('POST', path, { layoutId: plan.layoutIds[0] })).status).toBe(201);
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
