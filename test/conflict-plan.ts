import { env } from 'cloudflare:workers';
import { expect } from 'vitest';
import { decide } from '../src/application/decide.ts';
import type { LayoutId } from '../src/domain/layout.ts';
import type { NamedOwner } from '../src/domain/plan-event.ts';
import { wirePorts } from '../src/wiring.ts';
import { createPlan, openWorkspace } from './open-workspace.ts';
import { send } from './post-json.ts';

/** Each plan has a workspace of its own: the same territories in two plans would be one layout. */
export let workspace = await openWorkspace();
export const ports = wirePorts(env);

export interface ConflictAnswer {
  readonly conflictId: string;
  readonly kind: string;
  readonly severity: string;
  readonly where: {
    territoryIds: string[];
    cells: string[];
    accountIds: string[];
    lat: number | null;
    lng: number | null;
  };
  readonly amount: number | null;
  readonly detail: string;
  readonly fix: { action: string; choices: string[] } | null;
}

export interface PageAnswer {
  readonly layoutId: string;
  readonly inForce: boolean | null;
  readonly counts: { byKind: Record<string, number>; bySeverity: Record<string, number> };
  readonly items: ConflictAnswer[];
  readonly next: string | null;
}

export interface FixAnswer {
  readonly state: 'gone' | 'remains';
  readonly did: { action: string; layoutId: string | null; publicationId: string | null; accountIds: string[] } | null;
  readonly layoutId: string;
  readonly violations?: { field: string }[];
  readonly detail?: string;
}

export interface AccountRow {
  readonly id: string;
  readonly lat: number;
  readonly lng: number;
  readonly [field: string]: unknown;
}

export type Ring = readonly (readonly [number, number])[];

export const box = (west: number, south: number, east: number, north: number): Ring => [
  [west, south],
  [east, south],
  [east, north],
  [west, north],
  [west, south],
];

export const drawn = (id: string, polygons: readonly (readonly Ring[])[], properties: object = {}) => ({
  type: 'Feature',
  id,
  properties,
  geometry: { type: 'MultiPolygon', coordinates: polygons },
});

export const WEST = box(10, 50, 10.1, 50.1);
export const EAST = box(10.1, 50, 10.2, 50.1);
/** Two squares side by side, each with its rep. */
export const SQUARES = [
  drawn('west', [[WEST]], { name: 'West', rep: 'r-west' }),
  drawn('east', [[EAST]], { name: 'East', rep: 'r-east' }),
];
export const ACCOUNTS: readonly AccountRow[] = [
  { id: 'w1', lat: 50.02, lng: 10.02 },
  { id: 'w2', lat: 50.08, lng: 10.05 },
  { id: 'e1', lat: 50.03, lng: 10.15 },
  { id: 'e2', lat: 50.08, lng: 10.18 },
];
export const REPS = [
  { id: 'r-west', name: 'Wes' },
  { id: 'r-east', name: 'Eve' },
];

export async function put(planId: string, of: 'accounts' | 'reps', rows: readonly object[]): Promise<void> {
  const { status, answer } = await send(workspace, 'PUT', `/v1/plans/${planId}/${of}`, rows);
  expect([status, status === 200 ? '' : answer]).toEqual([200, '']);
}

export async function planOf(
  accounts: readonly AccountRow[] = ACCOUNTS,
  reps: readonly object[] = REPS,
): Promise<string> {
  workspace = await openWorkspace();
  const planId = await createPlan(workspace, { defaults: { tolerance: 0.3 } });
  await put(planId, 'accounts', accounts);
  if (reps.length > 0) await put(planId, 'reps', reps);
  return planId;
}

export async function imported(
  planId: string,
  file: readonly object[] | string = SQUARES,
  query = '',
): Promise<string> {
  const isCsv = typeof file === 'string';
  const body = isCsv ? file : { type: 'FeatureCollection', features: file };
  const type = isCsv ? 'text/csv' : 'application/geo+json';
  const path = `/v1/plans/${planId}/layouts/import${query}`;
  const { status, answer } = await send<{ layoutId: string; detail?: string }>(workspace, 'POST', path, body, type);
  expect([status, answer.detail]).toEqual([201, undefined]);
  return answer.layoutId;
}

export async function conflictsOf(at: string, query = ''): Promise<PageAnswer> {
  const { status, answer } = await send<PageAnswer>(workspace, 'GET', `/v1/${at}/conflicts?limit=1000${query}`);
  expect(status).toBe(200);
  return answer;
}

export const fix = (at: string, conflictId: string, body: object = {}) =>
  send<FixAnswer>(workspace, 'POST', `/v1/${at}/conflicts/${conflictId}/fix`, body);

/** Sees a conflict of a kind, settles it by one call, and sees that it is gone and that no other error came of it. */
export async function settle(layoutId: string, kind: string, { choices = {}, query = '', pick = 0 } = {}) {
  const at = `layouts/${layoutId}`;
  const before = await conflictsOf(at, query);
  const found = before.items.filter((one) => one.kind === kind);
  const conflict = found[pick] as ConflictAnswer;
  expect([kind, conflict?.kind]).toEqual([kind, kind]);
  expect(before.counts.byKind[kind]).toBe(found.length);
  const { status, answer } = await fix(at, conflict.conflictId, choices);
  expect([status, answer.detail, answer.state]).toEqual([200, undefined, 'gone']);
  expect(answer.did?.action).toBe(conflict.fix?.action);
  const after = await conflictsOf(`layouts/${answer.layoutId}`, query);
  expect(after.items.map(({ conflictId }) => conflictId)).not.toContain(conflict.conflictId);
  const errorsOf = ({ items }: PageAnswer) => items.filter(({ severity }) => severity === 'error');
  const known = new Set(errorsOf(before).map(({ conflictId }) => conflictId));
  expect(errorsOf(after).filter(({ conflictId }) => !known.has(conflictId))).toEqual([]);
  // The same again does nothing more.
  const again = await fix(`layouts/${answer.layoutId}`, conflict.conflictId, choices);
  expect([again.status, again.answer.state, again.answer.did]).toEqual([200, 'gone', null]);
  return { conflict, before, after, answer, planConflicts: after.items };
}

export async function accountsOf(layoutId: string): Promise<Record<string, number>> {
  const { answer } = await send<{ territories: { id: string; accounts: number }[] }>(
    workspace,
    'GET',
    `/v1/layouts/${layoutId}`,
  );
  return Object.fromEntries(answer.territories.map(({ id, accounts }) => [id, accounts]));
}

export async function ownerAt(layoutId: string, { lat, lng }: { lat: number; lng: number }): Promise<string | null> {
  const path = `/v1/layouts/${layoutId}/owner?lat=${lat}&lng=${lng}`;
  const { answer } = await send<{ territory?: { id: string } }>(workspace, 'GET', path);
  return answer.territory?.id ?? null;
}

export function nameOwner(planId: string, accountIds: string[], owner: NamedOwner | null) {
  return decide(ports, { workspaceId: workspace.workspaceId, planId, keyId: 'key_test' }, (_, nowMs) => ({
    ...{ kind: 'accounts-named', line: null, accountIds, owner, fromMs: nowMs, untilMs: null },
    ...{ isCorrection: false, reason: 'a test' },
  }));
}

export async function publish(planId: string, layoutId: string, reps: Record<string, string>): Promise<void> {
  const decider = { workspaceId: workspace.workspaceId, planId, keyId: 'key_test' };
  const publicationId = 'pub_test';
  await decide(ports, decider, () => ({
    ...{ kind: 'publication-drafted', publicationId, line: null, layoutId: layoutId as LayoutId },
    ...{ assignmentId: null, reps, note: '' },
  }));
  await decide(ports, decider, (_, nowMs) => ({
    ...{ kind: 'publication-published', publicationId, fromMs: nowMs, fromLayoutId: null },
    toLayoutId: layoutId as LayoutId,
  }));
}
