import { scatterAccounts, toCsv } from './fixtures/scatter-accounts.ts';
import { createPlan, type OpenedWorkspace } from './open-workspace.ts';
import type { OpenedPlan } from './put-in-force.ts';
import { post, upload } from './solve-by-job.ts';

/** The accounts of a plan that is ready to be published. */
export const accounts = scatterAccounts({ count: 300, seed: 4, west: 15, south: 50, widthDeg: 2, heightDeg: 1 });

/** A plan with the reps r1 (Ada), r2 (Bo) and r3, and with layouts of four and of two territories. */
export interface OwnedPlan extends OpenedPlan {
  readonly four: string;
  readonly two: string;
}

/** Makes such a plan. */
export async function openOwnedPlan(workspace: OpenedWorkspace): Promise<OwnedPlan> {
  const planId = await createPlan(workspace);
  await upload(workspace, planId, toCsv(accounts));
  const reps = { method: 'PUT', headers: { 'content-type': 'application/json' } };
  const body = JSON.stringify([{ id: 'r1', name: 'Ada' }, { id: 'r2', name: 'Bo' }, { id: 'r3' }]);
  await workspace.fetch(`/v1/plans/${planId}/reps`, { ...reps, body });
  const layoutOf = async (territories: number) => {
    const asked = { territories, effort: 'fast' };
    return (await post<{ layoutId: string }>(workspace, `/v1/plans/${planId}/layouts`, asked)).answer.layoutId;
  };
  return { workspace, planId, four: await layoutOf(4), two: await layoutOf(2) };
}

/** The cells of a layout's territories. */
export async function cellsOf({ workspace }: OpenedPlan, layoutId: string): Promise<Map<string, string[]>> {
  const answer = await workspace.fetch(`/v1/layouts/${layoutId}/territories?include=cells`);
  const { territories } = (await answer.json()) as { territories: { id: string; cells: string[] }[] };
  return new Map(territories.map(({ id, cells }) => [id, cells]));
}

/** What a lookup answers. */
export interface OwnerAnswer {
  readonly status: number;
  readonly body: Record<string, unknown> & { territory?: { id: string } | null };
}

/** Asks for an owner as of now: what tests record past the application counts at once. */
export async function askOwner(
  { workspace, planId }: OpenedPlan,
  query: Record<string, string | number>,
): Promise<OwnerAnswer> {
  const text = new URLSearchParams(Object.entries(query).map(([key, value]) => [key, String(value)]));
  const headers = { 'cache-control': 'no-cache' };
  const response = await workspace.fetch(`/v1/plans/${planId}/owner?${text}`, { headers });
  return { status: response.status, body: (await response.json()) as OwnerAnswer['body'] };
}

/** A moment as answers have it. */
export function iso(ms: number): string {
  return new Date(ms).toISOString();
}

/** Lets the clock go on. */
export function later(ms = 5): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
