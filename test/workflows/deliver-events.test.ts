import { createScheduledController } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { Webhook } from 'standardwebhooks';
import { beforeAll, describe, expect, test } from 'vitest';
import { sweepRecord } from '../../src/application/sweep-record.ts';
import type { LayoutId } from '../../src/domain/layout.ts';
import { wirePorts } from '../../src/wiring.ts';
import worker from '../../src/worker.ts';
import { runDeliveries } from '../../src/workflows/run-deliveries.ts';
import { exportPlan, importPlan } from '../exported-plan.ts';
import { createPlan, type OpenedWorkspace, openWorkspace } from '../open-workspace.ts';
import { type OwnedPlan, openOwnedPlan } from '../owned-plan.ts';
import { publish, record } from '../put-in-force.ts';
import { jobOf, submit } from '../solve-by-job.ts';
import { call, until, webhookOf } from '../webhook-of.ts';

const DAY_MS = 86_400_000;
let workspace: OpenedWorkspace;
let plan: OwnedPlan;
beforeAll(async () => {
  workspace = await openWorkspace();
  plan = await openOwnedPlan(workspace);
});

/** What an event holds that the clock of this test has not come to. */
async function dataOf(eventId: string | undefined): Promise<unknown> {
  const data = await env.DB.prepare('SELECT data FROM events WHERE event_id = ?')
    .bind(eventId ?? '')
    .first<string>('data');
  return JSON.parse(data ?? 'null');
}

test('a layout is told of once, signed, to whoever wants to know of its plan', async () => {
  const { planId } = plan;
  const [told, other, others] = await Promise.all([
    webhookOf(workspace, ['layout.created', 'job.finished']),
    webhookOf(workspace, ['publication.in_force']),
    webhookOf(workspace, ['layout.created'], '', [await createPlan(workspace)]),
  ]);
  const asked = { territories: 3, effort: 'fast' };
  const { body } = await call<{ layoutId: string }>(workspace, 'POST', `/v1/plans/${planId}/layouts`, asked);
  // The same once more is the same layout, and nothing new.
  await call(workspace, 'POST', `/v1/plans/${planId}/layouts`, asked);
  const [event] = await told.events(1);
  expect(event).toMatchObject({ type: 'layout.created', data: { planId, layoutId: body.layoutId, line: null } });
  const [delivery] = await until(told.deliveries, ([first]) => first?.state === 'delivered');
  expect(await told.deliveries()).toEqual([delivery]);
  expect(delivery).toMatchObject({
    eventId: event?.id,
    attempts: 1,
    lastStatus: 204,
    lastError: null,
    nextAttemptAt: null,
  });
  expect(await other.deliveries()).toEqual([]);
  expect(await others.deliveries()).toEqual([]);
});

test('a job tells of its layout and of its end, also where there was nothing to solve', async () => {
  const { planId } = plan;
  const told = await webhookOf(workspace, ['job.finished', 'layout.created'], '', [planId]);
  const asked = { territories: 5, effort: 'fast' };
  const first = (await submit(workspace, planId, asked)).answer.jobId;
  const { layoutId } = await until(
    () => jobOf(workspace, first),
    ({ state }) => state === 'succeeded',
  );
  expect((await told.events(2)).map(({ type, data }) => [type, data])).toEqual([
    ['layout.created', { planId, layoutId, line: null }],
    ['job.finished', { planId, jobId: first, state: 'succeeded', layoutId, failure: null }],
  ]);
  const second = (await submit(workspace, planId, asked)).answer.jobId;
  expect((await told.events(3)).at(-1)?.data).toMatchObject({ jobId: second, state: 'succeeded' });
  expect(await told.deliveries()).toHaveLength(3);
});

describe('a publication', () => {
  test('is told of when it comes into force, at once or by the cron, and never where it was withdrawn before', async () => {
    const { planId, four, two } = plan;
    const told = await webhookOf(workspace, ['publication.in_force'], '', [planId]);
    const now = await publish(plan, { layoutId: four });
    const [event] = await told.events(1);
    expect(event?.data).toEqual({
      planId,
      publicationId: now.publicationId,
      layoutId: four,
      from: expect.any(String),
      line: null,
    });
    const fromMs = Date.now() + 20 * DAY_MS;
    const doomed = await publish(plan, { layoutId: two, fromMs: fromMs - DAY_MS });
    const scheduled = await publish(plan, { layoutId: two, fromMs });
    await record(plan, () => ({
      ...{ kind: 'publication-withdrawn', publicationId: doomed.publicationId, reason: '', resumes: null },
      ...{ fromLayoutId: two as LayoutId, toLayoutId: four as LayoutId },
    }));
    await runDeliveries(env, Date.now());
    expect(await told.deliveries()).toHaveLength(1);
    // One who asks to be told after it was scheduled is told, too.
    const later = await webhookOf(workspace, ['publication.in_force'], '', [planId]);
    await worker.scheduled(createScheduledController({ scheduledTime: new Date(fromMs), cron: '* * * * *' }), env);
    await runDeliveries(env, fromMs + 60_000);
    const [, last, ...more] = await told.deliveries().then((all) => all.reverse());
    expect([last?.type, more]).toEqual(['publication.in_force', []]);
    expect(await later.deliveries()).toMatchObject([{ eventId: last?.eventId }]);
    expect(await dataOf(last?.eventId)).toEqual({
      planId,
      publicationId: scheduled.publicationId,
      layoutId: two,
      from: new Date(fromMs).toISOString(),
      line: null,
    });
  });

  test('that is withdrawn in force tells which is in force again', async () => {
    const { planId, four, two } = plan;
    const before = await publish(plan, { layoutId: four });
    const told = await webhookOf(workspace, ['publication.in_force'], '', [planId]);
    const { publicationId } = await publish(plan, { layoutId: two });
    const withdrawn = await call(workspace, 'POST', `/v1/publications/${publicationId}/withdraw`, {
      reason: 'a mistake',
    });
    expect(withdrawn.status).toBe(200);
    expect((await told.events(2)).map(({ data }) => data)).toEqual([
      { planId, publicationId, layoutId: two, from: expect.any(String), line: null },
      { planId, publicationId: before.publicationId, layoutId: four, from: expect.any(String), line: null },
    ]);
  });

  test('that comes in from a file is told of only where it is to come', async () => {
    const source = await openOwnedPlan(await openWorkspace());
    await publish(source, { layoutId: source.four });
    const fromMs = Date.now() + 10 * DAY_MS;
    const { publicationId } = await publish(source, { layoutId: source.two, fromMs });
    const target = await openWorkspace();
    const told = await webhookOf(target, ['publication.in_force', 'layout.created', 'account.owner_changed']);
    await importPlan(target, await exportPlan(source.workspace, source.planId));
    await runDeliveries(env, Date.now());
    expect(await told.deliveries()).toEqual([]);
    await runDeliveries(env, fromMs);
    const [event, ...more] = await told.deliveries();
    expect(more).toEqual([]);
    // It has another id here.
    const { body } = await call<{ items: { planId: string }[] }>(target, 'GET', '/v1/plans');
    const planId = body.items[0]?.planId;
    expect(await dataOf(event?.eventId)).toEqual({
      planId,
      publicationId,
      layoutId: source.two,
      from: new Date(fromMs).toISOString(),
      line: null,
    });
  });
});

test('accounts that get an owner by name are told of by the thousand, when it is so', async () => {
  const { planId } = plan;
  const told = await webhookOf(workspace, ['account.owner_changed'], '', [planId]);
  const accountIds = Array.from({ length: 2_500 }, (_, at) => `a${at}`);
  const naming = { kind: 'accounts-named', line: null, accountIds, owner: { repId: 'r1' }, untilMs: null } as const;
  await record(plan, (fromMs) => ({ ...naming, fromMs, isCorrection: false, reason: '' }));
  const events = await told.events(3);
  expect(events.map(({ data }) => [data.page, data.pages, (data.accountIds as string[]).length])).toEqual([
    [1, 3, 1000],
    [2, 3, 1000],
    [3, 3, 500],
  ]);
  expect(events.flatMap(({ data }) => data.accountIds)).toEqual(accountIds);
  expect(events[0]?.data).toMatchObject({ planId, line: null, owner: { repId: 'r1' }, until: null, correction: false });
  await record(plan, (nowMs) => ({ ...naming, fromMs: nowMs + DAY_MS, isCorrection: false, reason: '' }));
  expect(await told.deliveries()).toHaveLength(3);
});

test('both secrets sign for the overlap, and a secret is shown once', async () => {
  const told = await webhookOf(workspace, ['layout.created']);
  const { body: rotated, headers } = await call<{ secret: string }>(workspace, 'POST', `${told.path}/rotate`, {
    overlapHours: 1,
  });
  expect(headers.get('cache-control')).toBe('no-store');
  const trial = await call(workspace, 'POST', `${told.path}/test`);
  expect(trial.body).toMatchObject({ delivered: true, status: 204, error: null, answer: '' });
  const [received] = await told.received();
  for (const secret of [told.secret, rotated.secret]) {
    expect(new Webhook(secret).verify(received?.body ?? '', received?.headers ?? {})).toMatchObject({
      type: 'webhook.test',
      data: { webhookId: told.webhookId },
    });
  }
  await call(workspace, 'POST', `${told.path}/rotate`, { overlapHours: 0 });
  await call(workspace, 'POST', `${told.path}/test`);
  const last = (await told.received()).at(-1);
  expect(() => new Webhook(rotated.secret).verify(last?.body ?? '', last?.headers ?? {})).toThrow('signature');
  const kept = await env.DB.prepare('SELECT * FROM webhooks WHERE webhook_id = ?').bind(told.webhookId).first();
  const shown = JSON.stringify([
    kept,
    (await call(workspace, 'GET', told.path)).body,
    (await call(workspace, 'GET', '/v1/webhooks')).body,
  ]);
  for (const secret of [told.secret, rotated.secret]) expect(shown).not.toContain(secret.slice(6));
});

describe('a receiver', () => {
  const trialOf = async (query: string) => {
    const told = await webhookOf(workspace, ['layout.created'], query);
    return { told, trial: (await call<Record<string, unknown>>(workspace, 'POST', `${told.path}/test`)).body };
  };

  test('that redirects is not followed', async () => {
    const target = await webhookOf(workspace, ['layout.created']);
    const { trial } = await trialOf(`?to=${encodeURIComponent(target.address)}`);
    expect(trial).toMatchObject({ delivered: false, status: 307, error: expect.stringContaining('redirect') });
    expect(await target.received()).toEqual([]);
  });

  test('that does not answer within 5 s has failed', async () => {
    const { trial } = await trialOf('?hang');
    expect(trial).toMatchObject({ delivered: false, status: null, error: 'no answer within 5 s' });
    expect(trial.tookMs).toBeGreaterThan(4_900);
    expect(trial.tookMs).toBeLessThan(9_000);
  });

  test('that answers without end is not listened to for long', async () => {
    const { trial } = await trialOf('?endless&status=200');
    expect(trial).toMatchObject({ delivered: true, status: 200 });
    expect((trial.answer as string).length).toBeLessThanOrEqual(1_024);
  });

  test('that fails is told in the list, and gets it again on request', async () => {
    const told = await webhookOf(workspace, ['layout.created'], '?status=500', [plan.planId]);
    await call(workspace, 'POST', `/v1/layouts/${plan.four}/edits`, {
      edits: [{ kind: 'rename', territory: 't1', name: 'Anew' }],
    });
    const [failed] = await until(told.deliveries, ([first]) => (first?.attempts ?? 0) > 0);
    expect(failed).toMatchObject({
      state: 'pending',
      lastStatus: 500,
      lastError: 'status 500',
      nextAttemptAt: expect.any(String),
    });
    await call(workspace, 'PATCH', told.path, { url: told.address });
    const replayed = await call(workspace, 'POST', `${told.path}/deliveries/${failed?.eventId}/replay`);
    expect([replayed.status, replayed.body]).toMatchObject([202, { eventId: failed?.eventId, state: 'pending' }]);
    await until(told.deliveries, ([first]) => first?.state === 'delivered');
    expect(await told.deliveries('?state=dead')).toEqual([]);
    expect(new Set((await told.received()).map(({ headers }) => headers['webhook-id']))).toEqual(
      new Set([failed?.eventId]),
    );
  });

  test('that says 410 is told nothing more until it is enabled and what it missed is replayed', async () => {
    const told = await webhookOf(workspace, ['layout.created'], '?status=410', [plan.planId]);
    const edit = (name: string) =>
      call(workspace, 'POST', `/v1/layouts/${plan.two}/edits`, { edits: [{ kind: 'rename', territory: 't1', name }] });
    await edit('One');
    const webhook = () => call<{ state: string }>(workspace, 'GET', told.path);
    expect((await until(webhook, ({ body }) => body.state === 'disabled')).body).toMatchObject({ reason: 'gone' });
    await edit('Two');
    const dead = await until(
      () => told.deliveries('?state=dead'),
      (all) => all.length === 2,
    );
    const refused = await call<{ type: string }>(workspace, 'POST', `${told.path}/replay`);
    expect([refused.status, refused.body.type]).toEqual([409, '/problems/wrong-state']);
    await call(workspace, 'PATCH', told.path, { state: 'enabled', url: `${told.address}` });
    expect((await call(workspace, 'POST', `${told.path}/replay`)).body).toEqual({ replayed: 2 });
    const events = await until(
      () => told.received(),
      (all) => all.length === 3,
    );
    expect(events.slice(1).map(({ headers }) => headers['webhook-id'])).toEqual(
      dead.map(({ eventId }) => eventId).reverse(),
    );
  });
});

test('events are kept for 30 days, and go with their plan', async () => {
  const passing = await openOwnedPlan(workspace);
  const told = await webhookOf(workspace, ['layout.created', 'publication.in_force'], '', [passing.planId]);
  await publish(passing, { layoutId: passing.four });
  await until(told.deliveries, ([first]) => first?.state === 'delivered');
  const ports = { ...wirePorts(env), jobRunner: { start: async () => {} } };
  const retention = { jobDays: 30, layoutDays: 30 };
  await sweepRecord(ports, retention, Date.now() + 29 * DAY_MS);
  expect(await told.deliveries()).toHaveLength(1);
  await sweepRecord(ports, retention, Date.now() + 31 * DAY_MS);
  expect(await told.deliveries()).toEqual([]);
  await publish(passing, { layoutId: passing.two });
  await publish(passing, { layoutId: passing.four, fromMs: Date.now() + DAY_MS });
  expect(await told.deliveries()).toHaveLength(1);
  await workspace.fetch(`/v1/plans/${passing.planId}`, { method: 'DELETE' });
  expect(await told.deliveries()).toEqual([]);
  const left =
    'SELECT (SELECT count(*) FROM events WHERE plan_id = ?1) + (SELECT count(*) FROM webhook_lanes WHERE plan_id = ?1) AS n';
  expect(await env.DB.prepare(left).bind(passing.planId).first('n')).toBe(0);
});
