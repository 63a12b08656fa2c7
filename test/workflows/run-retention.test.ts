import { createScheduledController, introspectWorkflow } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import type { Ports } from '../../src/application/ports.ts';
import { SWEEP_CALLS, sweepRecord } from '../../src/application/sweep-record.ts';
import type { Layout } from '../../src/domain/layout.ts';
import { wirePorts } from '../../src/wiring.ts';
import worker from '../../src/worker.ts';
import { retentionOf } from '../../src/workflows/run-retention.ts';
import { scatterAccounts, toCsv } from '../fixtures/scatter-accounts.ts';
import { createPlan, type OpenedWorkspace, openWorkspace } from '../open-workspace.ts';
import { solve } from '../solve-accounts.ts';
import { ASKED, askWith, ended, filledPlan, growth, type JobAnswer, jobOf, post, upload } from '../solve-by-job.ts';

const DAY_MS = 86_400_000;
const KEPT_DAYS = 30;
const RETENTION = { jobDays: KEPT_DAYS, layoutDays: KEPT_DAYS };
const ports = wirePorts(env);
/** Jobs are started by nobody but who is asked to. */
const idle: Ports = { ...ports, jobRunner: { start: async () => {} } };
let workspace: OpenedWorkspace;
beforeAll(async () => {
  workspace = await openWorkspace();
});

/** One run as if so many days had passed. */
const runIn = (days: number, calls?: number) => sweepRecord(idle, RETENTION, Date.now() + days * DAY_MS, calls);

async function count(sql: string, ...values: (string | number)[]): Promise<number> {
  return (
    (await env.DB.prepare(`SELECT count(*) AS n FROM ${sql}`)
      .bind(...values)
      .first<number>('n')) ?? -1
  );
}

let seed = 100;
/** Solves accounts that nobody has solved before, for no plan. */
async function looseLayout(of = workspace): Promise<string> {
  const accounts = scatterAccounts({ count: 40, seed: seed++, west: 2, south: 46, widthDeg: 2, heightDeg: 2 });
  return (await solve(of, 'territories=2&effort=fast', toCsv(accounts))).answer.layoutId;
}

async function copies(layoutId: string): Promise<number> {
  const { keys } = await env.CACHE.list({ prefix: `layout/${workspace.workspaceId}/${layoutId}/` });
  return keys.length;
}

const isThere = async (layoutId: string) => (await workspace.fetch(`/v1/layouts/${layoutId}`)).status === 200;

describe('an answer to an idempotency key', () => {
  const send = () => {
    const headers = { 'content-type': 'application/json', 'idempotency-key': 'kept' };
    return workspace.fetch('/v1/plans', { method: 'POST', headers, body: '{"name":"Once"}' });
  };
  test('is kept for a day and no longer', async () => {
    await send();
    expect((await runIn(0.9)).removed.answers).toBe(0);
    expect((await send()).headers.get('idempotency-replayed')).toBe('true');
    expect((await runIn(1.1)).removed.answers).toBe(1);
    expect(await count('idempotency')).toBe(0);
  });
});

describe('a job', () => {
  test('is kept for its days after its end, and its layout stays with the plan', async () => {
    const planId = await filledPlan(workspace);
    const { answer } = await post<JobAnswer>(workspace, `/v1/plans/${planId}/layouts`, ASKED, {
      prefer: 'respond-async',
    });
    const { layoutId } = await ended(workspace, answer.jobId);
    await runIn(KEPT_DAYS - 0.1);
    expect((await jobOf(workspace, answer.jobId)).state).toBe('succeeded');
    expect((await runIn(KEPT_DAYS + 0.1)).removed.jobs).toBeGreaterThan(0);
    expect((await workspace.fetch(`/v1/jobs/${answer.jobId}`)).status).toBe(404);
    expect(await isThere(layoutId ?? '')).toBe(true);
  });

  test('that is under way is kept, however old it is', async () => {
    const own = await openWorkspace();
    const answer = await askWith(() => idle, own, await filledPlan(own), { prefer: 'respond-async' });
    const { jobId } = (await answer.json()) as JobAnswer;
    await runIn(1_000);
    expect(await count('jobs WHERE job_id = ?', jobId)).toBe(1);
    await own.fetch(`/v1/jobs/${jobId}/cancel`, { method: 'POST' });
  });

  test('whose Workflow is gone is started again, from where it was', async () => {
    await using workflows = await introspectWorkflow(env.SOLVES);
    const own = await openWorkspace();
    const answer = await askWith(() => idle, own, await filledPlan(own), { prefer: 'respond-async' });
    const { jobId } = (await answer.json()) as JobAnswer;
    expect((await sweepRecord(ports, RETENTION, Date.now() + 60_000)).restarted).toBe(0);
    expect((await sweepRecord(ports, RETENTION, Date.now() + 180_000)).restarted).toBeGreaterThan(0);
    expect((await workflows.get()).length).toBeGreaterThan(0);
    expect(await ended(own, jobId)).toMatchObject({ state: 'succeeded' });
  });
});

describe('accounts that were staged', () => {
  const rows = (planId: string) =>
    count('accounts JOIN account_sets USING (set_number) JOIN plans USING (plan_number) WHERE plan_id = ?', planId);
  const sets = (planId: string) => count('account_sets JOIN plans USING (plan_number) WHERE plan_id = ?', planId);

  async function abandoned(planId: string): Promise<void> {
    const plan = await ports.plans.find(workspace.workspaceId, planId);
    const set = await ports.accountSets.stage(workspace.workspaceId, planId, true);
    const page = await workspace.fetch(`/v1/plans/${planId}/accounts?limit=5`);
    const { items } = (await page.json()) as { items: { id: string }[] };
    const found = await ports.accounts.find(workspace.workspaceId, plan as never, items[0]?.id ?? '');
    const row = ports.accountSets.encode(found as never, plan as never);
    await ports.accountSets.upsert(set, plan as never, 'upl_gone', [row]);
  }

  test('by an upload that never came to its end are deleted, and those in force are kept', async () => {
    const planId = await createPlan(workspace);
    await upload(workspace, planId, growth);
    await abandoned(planId);
    expect([await rows(planId), await sets(planId)]).toEqual([31, 2]);
    expect((await runIn(10 / 1440)).removed.accountSets).toBe(0);
    expect((await runIn(20 / 1440)).removed.accountSets).toBe(1);
    expect([await rows(planId), await sets(planId)]).toEqual([30, 1]);
    await runIn(1_000);
    expect([await rows(planId), await sets(planId)]).toEqual([30, 1]);
  });
});

describe('a layout', () => {
  test('that nothing refers to is kept for its days, then gone with its copies', async () => {
    const layoutId = await looseLayout();
    expect(await copies(layoutId)).toBe(2);
    await runIn(KEPT_DAYS - 0.1);
    expect(await isThere(layoutId)).toBe(true);
    expect((await runIn(KEPT_DAYS + 0.1)).removed.layouts).toBeGreaterThan(0);
    expect(await isThere(layoutId)).toBe(false);
    expect(await copies(layoutId)).toBe(0);
    for (const table of ['layouts', 'layout_territories', 'layout_leaves']) {
      expect(await count(`${table} WHERE layout_id = ?`, layoutId), table).toBe(0);
    }
  });

  test('that was asked for again is kept from then on', async () => {
    const layoutId = await looseLayout();
    await env.DB.prepare("UPDATE layouts SET touched_at = '2020-01-01T00:00:00.000Z'").run();
    seed--;
    expect(await looseLayout()).toBe(layoutId);
    await runIn(KEPT_DAYS - 0.1);
    expect(await isThere(layoutId)).toBe(true);
  });

  /** Names a layout as a reference of a kind would, and answers how to let it go. */
  type Refer = (layoutId: string) => Promise<void>;
  const job =
    (state: string, column: 'layout_id' | 'rebalances'): Refer =>
    async (layoutId) => {
      const planId = await createPlan(workspace);
      const finished = state === 'succeeded' ? new Date(Date.now() + 1_000 * DAY_MS).toISOString() : null;
      await env.DB.prepare(
        `INSERT INTO jobs (workspace_id, job_id, plan_id, ${column}, state, progress, created_at, touched_at, finished_at)
       VALUES (?, ?, ?, ?, ?, 0, '2020', '2020', ?)`,
      )
        .bind(workspace.workspaceId, `job_${layoutId}`, planId, layoutId, state, finished)
        .run();
    };
  const REFERENCES: Readonly<Record<string, Refer>> = {
    'the list of a plan': async (layoutId) => {
      await ports.layouts.attach(workspace.workspaceId, layoutId as never, await createPlan(workspace));
    },
    'a job that made it': job('succeeded', 'layout_id'),
    'a job under way that starts from it': job('running', 'rebalances'),
    'a job that has started from it': job('succeeded', 'rebalances'),
    'an assignment of it': async (layoutId) => {
      const planId = await createPlan(workspace);
      await env.DB.prepare(
        'INSERT INTO assignments (workspace_id, assignment_id, plan_id, layout_id, summary, created_at) VALUES (?, ?, ?, ?, ?, ?)',
      )
        .bind(workspace.workspaceId, `asg_${layoutId}`, planId, layoutId, '{}', '2027-01-01T00:00:00.000Z')
        .run();
    },
    'a review that names it': async (layoutId) => {
      const planId = await createPlan(workspace);
      await env.DB.prepare(
        'INSERT INTO review_layouts (plan_number, review_id, layout_id) SELECT plan_number, ?, ? FROM plans WHERE plan_id = ?',
      )
        .bind('rev_1', layoutId, planId)
        .run();
    },
    'a hierarchy of it': async (layoutId) => {
      const layout = await (await workspace.fetch(`/v1/layouts/${layoutId}`)).json<Layout>();
      const answer = await post(workspace, `/v1/layouts/${layoutId}/hierarchies`, {
        levels: ['district'],
        nodes: [{ id: 'd1', name: 'All', level: 'district' }],
        territories: Object.fromEntries(layout.territories.map(({ id }) => [id, 'd1'])),
      });
      expect(answer.status).toBe(201);
    },
    ...Object.fromEntries(
      (['rebalanced', 'edited', 'base', 'ours', 'theirs'] as const).map((role): [string, Refer] => [
        `a layout that was made from it (${role})`,
        async (layoutId) => {
          const later = await looseLayout();
          await env.DB.batch([
            env.DB.prepare("UPDATE layouts SET touched_at = '2999-01-01T00:00:00.000Z' WHERE layout_id = ?").bind(
              later,
            ),
            env.DB.prepare(
              'INSERT INTO layout_origins (workspace_id, layout_id, role, origin_id) VALUES (?, ?, ?, ?)',
            ).bind(workspace.workspaceId, later, role, layoutId),
          ]);
        },
      ]),
    ),
  };

  test.each(Object.keys(REFERENCES))('that %s refers to is kept for ever', async (kind) => {
    const layoutId = await looseLayout();
    await REFERENCES[kind]?.(layoutId);
    for (const days of [31, 62, 400]) await runIn(days);
    expect(await isThere(layoutId)).toBe(true);
    await env.DB.prepare('DELETE FROM jobs WHERE job_id = ?').bind(`job_${layoutId}`).run();
  });

  test('is referred to by nothing that the references above do not know', async () => {
    // A new table or column that names layouts belongs into `layout-sweep.ts` and into `REFERENCES`.
    const { results } = await env.DB.prepare(
      `SELECT tables.name || '.' || columns.name AS place FROM sqlite_master AS tables, pragma_table_info(tables.name) AS columns
       WHERE tables.type = 'table' AND tables.name NOT GLOB '_cf_*' AND (columns.name LIKE '%layout%' OR columns.name IN ('rebalances', 'origin_id')) ORDER BY place`,
    ).all<{ place: string }>();
    expect(results.map(({ place }) => place)).toEqual([
      'assignments.layout_id',
      // It was in force: the log of the plan refers to it, too.
      'goal_clocks.layout_id',
      'hierarchies.layout_id',
      'jobs.layout_id',
      'jobs.rebalances',
      'layout_leaves.layout_id',
      'layout_origins.layout_id',
      'layout_origins.origin_id',
      'layout_territories.layout_id',
      'layouts.layout_id',
      'plan_layouts.layout_id',
      'review_layouts.layout_id',
    ]);
  });

  test('of one workspace is not kept by what another refers to', async () => {
    const other = await openWorkspace();
    const layoutId = await looseLayout();
    seed--;
    expect(await looseLayout(other)).toBe(layoutId);
    await ports.layouts.attach(other.workspaceId, layoutId as never, await createPlan(other));
    await runIn(31);
    expect([await isThere(layoutId), (await other.fetch(`/v1/layouts/${layoutId}`)).status]).toEqual([false, 200]);
  });
});

describe('a run', () => {
  test('stays within its calls, and the next ones do the rest', async () => {
    const before = await count('layouts');
    for (let i = 0; i < 45; i++) {
      await env.DB.prepare(
        "INSERT INTO layouts (workspace_id, layout_id, head, territory_count, created_at, touched_at) VALUES (?, ?, '{}', 1, '', '2020')",
      )
        .bind(workspace.workspaceId, `lay_${i}`)
        .run();
    }
    let asked = 0;
    const counting = <T extends object>(real: T, names: readonly string[]): T =>
      new Proxy(real, {
        get(target, name) {
          const member = Reflect.get(target, name) as unknown;
          if (typeof member !== 'function') return member;
          return (...given: unknown[]) => {
            if (name === 'batch') asked += (given[0] as unknown[]).length;
            else if (names.includes(name as string)) asked++;
            return Reflect.apply(member, target, given) as unknown;
          };
        },
      });
    // Statements are counted where they are prepared, those of a batch twice: never less than what is asked.
    const counted = wirePorts({
      ...env,
      DB: counting(env.DB, ['prepare']),
      CACHE: counting(env.CACHE, ['delete', 'list']),
    } as never);
    const report = await sweepRecord({ ...counted, jobRunner: idle.jobRunner }, RETENTION, Date.now(), 60);
    expect(report).toMatchObject({ complete: false });
    expect(report.calls).toBeLessThanOrEqual(60);
    expect(asked).toBeLessThanOrEqual(2 * 60);
    expect(report.removed.layouts).toBeLessThan(45);
    while (!(await runIn(0)).complete);
    expect(await count('layouts')).toBe(before);
    expect(SWEEP_CALLS).toBeLessThan(900);
  });

  test('goes on where one part of it fails, and says which', async () => {
    const layoutId = await looseLayout();
    const failing = { calls: 1, step: () => Promise.reject(new Error('no such table')) };
    const sweeper = { ...ports.sweeper, answers: () => failing };
    const report = await sweepRecord({ ...idle, sweeper }, RETENTION, Date.now() + 31 * DAY_MS);
    expect(report).toMatchObject({ complete: false, failed: { answers: 'Error: no such table' } });
    expect(await isThere(layoutId)).toBe(false);
  });

  test('is started by the cron and tells what it removed in one line of the log', async () => {
    const logged = vi.spyOn(console, 'log').mockImplementation(() => {});
    await worker.scheduled(createScheduledController({ scheduledTime: new Date(Date.now() + 31 * DAY_MS) }), env);
    const lines = logged.mock.calls.map(([line]) => String(line)).filter((line) => line.includes('retention'));
    logged.mockRestore();
    expect(lines).toHaveLength(1);
    expect(JSON.parse(lines[0] ?? '')).toEqual({
      retention: {
        removed: expect.objectContaining({ answers: 0, jobs: expect.any(Number), layouts: expect.any(Number) }),
        calls: expect.any(Number),
        complete: true,
        failed: {},
        restarted: expect.any(Number),
      },
    });
  });

  test('keeps for the days that the installation says, a day at least', () => {
    expect(retentionOf(env)).toEqual({ jobDays: 30, layoutDays: 30 });
    const asked = { ...env, KEEP_JOBS_DAYS: '0', KEEP_LAYOUTS_DAYS: 'many' };
    expect(retentionOf(asked)).toEqual({ jobDays: 1, layoutDays: 30 });
  });
});
