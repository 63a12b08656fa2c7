import { env } from 'cloudflare:workers';
import type { Ports } from '../src/application/ports.ts';
import type { ReviewRef } from '../src/application/review-store.ts';
import { measureReview, recordReview, repairReview, watchReview } from '../src/application/run-review.ts';
import type { ReviewSettings } from '../src/domain/review-settings.ts';
import { wirePorts } from '../src/wiring.ts';
import { scatterAccounts, toCsv } from './fixtures/scatter-accounts.ts';
import { createPlan, type OpenedWorkspace, openWorkspace } from './open-workspace.ts';
import { publish } from './put-in-force.ts';
import { post, upload } from './solve-by-job.ts';
import { webhookOf } from './webhook-of.ts';

export const DAY_MS = 86_400_000;
export const LIMIT = 0.2;
export const ports = wirePorts(env);
export const accounts = scatterAccounts({ count: 90, seed: 51, west: -84, south: 33, widthDeg: 4, heightDeg: 3 });
export const workspace = await openWorkspace();

/** A plan of four territories in force, and nothing outside. */
export async function publishedPlan(of: OpenedWorkspace = workspace) {
  const planId = await createPlan(of);
  await upload(of, planId, toCsv(accounts));
  const asked = { territories: 4, balance: { revenue: LIMIT }, effort: 'normal' };
  const { answer } = await post<{ layoutId: string }>(of, `/v1/plans/${planId}/layouts`, asked);
  await publish({ workspace: of, planId }, { layoutId: answer.layoutId });
  return { planId, layoutId: answer.layoutId };
}

// Events are only kept where somebody wants them.
await webhookOf(workspace, ['review.due', 'territory.drifted', 'conflict.found', 'goal.at_risk']);
const { layoutId } = await publishedPlan();
const places = accounts.map(({ lat, lng }) => ({ lat, lng }));
const { answer } = await post<{ owners: { territoryId: string }[] }>(workspace, `/v1/layouts/${layoutId}/owner`, {
  places,
});
/** The territory of each account. */
export const owners = answer.owners.map(({ territoryId }) => territoryId);
const sums = Map.groupBy(accounts.keys(), (at) => owners[at] ?? '');
const held = [...sums].map(([id, of]) => [id, of.reduce((sum, at) => sum + (accounts[at]?.revenue ?? 0), 0)] as const);
/** The territory that holds most: of more it is outside. */
export const [largest] = held.sort(([, one], [, other]) => other - one)[0] ?? [''];

export const grown = (by: number) =>
  toCsv(accounts.map((one, at) => (owners[at] === largest ? { ...one, revenue: one.revenue * by } : one)));

export const SETTINGS: ReviewSettings = {
  limits: {
    ...{ deviation: null, deviationFrom: 'mean', workload: null },
    ...{ drift: { accounts: null, value: null }, quality: null },
  },
  ...{ rhythm: 'monthly', firstDay: '2026-01-01' },
};

/** Has a review be due since a moment ago. */
export async function due(planId: string, dueMs = Date.now() - 1_000, of = workspace): Promise<ReviewRef> {
  await ports.reviews.put(of.workspaceId, planId, { settings: SETTINGS, dueMs, wakeMs: dueMs }, undefined);
  return { workspaceId: of.workspaceId, planId, wakeMs: dueMs, dueMs, tries: 1 };
}

/** Has a reading be due. */
export async function reading(planId: string, wakeMs: number): Promise<ReviewRef> {
  const dueMs = wakeMs + 30 * DAY_MS;
  await ports.reviews.put(workspace.workspaceId, planId, { settings: SETTINGS, dueMs, wakeMs }, undefined);
  return { workspaceId: workspace.workspaceId, planId, wakeMs, dueMs: null, tries: 1 };
}

/** All steps of a run, one after the other. */
export async function run(ref: ReviewRef, nowMs = Date.now(), by: Ports = ports): Promise<boolean> {
  const work = await measureReview(by, ref, nowMs);
  for (const at of work?.repairs ?? []) await repairReview(by, ref, at);
  await watchReview(by, ref);
  return recordReview(by, ref);
}

export interface EventRow {
  readonly type: string;
  readonly fact: string;
  readonly data: Record<string, unknown>;
}

export async function events(planId: string): Promise<EventRow[]> {
  const { results } = await env.DB.prepare(
    "SELECT type, fact, data FROM events WHERE plan_id = ? AND type NOT IN ('layout.created', 'publication.in_force') ORDER BY event_number",
  )
    .bind(planId)
    .all<{ type: string; fact: string; data: string }>();
  return results.map(({ data, ...row }) => ({ ...row, data: JSON.parse(data) as EventRow['data'] }));
}

export const typesOf = async (planId: string) => (await events(planId)).map(({ type }) => type);
export const reviewsOf = async (planId: string, of = workspace) =>
  (await ports.reviews.list(of.workspaceId, planId, { cursor: null, limit: 100 })).items;

export async function rows(table: string, planId: string): Promise<number> {
  const sql = `SELECT count(*) AS n FROM ${table} JOIN plans USING (plan_number) WHERE plan_id = ?`;
  return (await env.DB.prepare(sql).bind(planId).first<number>('n')) ?? -1;
}
