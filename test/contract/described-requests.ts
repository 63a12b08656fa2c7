import { exports } from 'cloudflare:workers';
import openapi from '../../openapi/openapi.json';
import type { OpenedWorkspace } from '../open-workspace.ts';

/** An operation of the description, as far as tests read it. */
export interface Operation {
  readonly operationId: string;
  readonly method: string;
  readonly path: string;
  readonly security: readonly Record<string, string[]>[] | undefined;
  readonly hasBody: boolean;
  /** Media types of the body. */
  readonly takes: readonly string[];
  readonly responses: Readonly<Record<string, { readonly description?: string; readonly content?: object }>>;
}

/** Every operation of `openapi/openapi.json`. */
export const OPERATIONS: readonly Operation[] = Object.entries(openapi.paths).flatMap(([path, item]) =>
  Object.entries(item as unknown as Record<string, Record<string, unknown>>).map(([method, operation]) => ({
    operationId: operation.operationId as string,
    method: method.toUpperCase(),
    path,
    security: operation.security as Operation['security'],
    hasBody: operation.requestBody !== undefined,
    takes: Object.keys((operation.requestBody as { content?: object } | undefined)?.content ?? {}),
    responses: operation.responses as Operation['responses'],
  })),
);

/** Queries without which an operation refuses. */
export const QUERIES: Readonly<Record<string, string>> = {
  solveAccounts: '?territories=2',
  findOwner: '?lat=47&lng=3',
};

/** The address of an operation with ids in it; ids that are not given are `missing`. */
export function addressOf({ path, operationId }: Operation, ids: Readonly<Record<string, string>>): string {
  return path.replaceAll(/\{(\w+)\}/g, (_, name: string) => ids[name] ?? 'missing') + (QUERIES[operationId] ?? '');
}

/** Fills a workspace with a plan, accounts, a rep, a line, a layout, a job and a key, and answers their ids by the names that paths give them. */
export async function fillWorkspace(workspace: OpenedWorkspace, csv: string): Promise<Record<string, string>> {
  const post = async (path: string, body: unknown, given: Record<string, string> = {}) => {
    const headers = { 'content-type': 'application/json', ...given };
    const answer = await workspace.fetch(path, { method: 'POST', headers, body: JSON.stringify(body) });
    return (await answer.json()) as Record<string, string>;
  };
  const { planId = '' } = await post('/v1/plans', { name: 'Field sales' });
  const headers = { 'content-type': 'text/csv' };
  await workspace.fetch(`/v1/plans/${planId}/accounts`, { method: 'PUT', headers, body: csv });
  const page = await workspace.fetch(`/v1/plans/${planId}/accounts?limit=1`);
  const { items } = (await page.json()) as { items: { id: string }[] };
  const { layoutId = '' } = await post(`/v1/plans/${planId}/layouts`, { territories: 2, effort: 'fast' });
  const prefer = { prefer: 'respond-async' };
  const { jobId = '' } = await post(`/v1/plans/${planId}/layouts`, { territories: 2, effort: 'fast' }, prefer);
  const { keyId = '' } = await post('/v1/keys', { name: 'spare', scopes: ['plans:read'] });
  const reps = { method: 'PUT', headers: { 'content-type': 'application/json' }, body: '[{"id":"rep-1"}]' };
  await workspace.fetch(`/v1/plans/${planId}/reps`, reps);
  const line = { name: 'Everything small', filter: { sizes: ['small'] } };
  const json = { 'content-type': 'application/json' };
  await workspace.fetch(`/v1/plans/${planId}/lines/line-1`, {
    method: 'PUT',
    headers: json,
    body: JSON.stringify(line),
  });
  return {
    planId,
    accountId: items[0]?.id ?? '',
    repId: 'rep-1',
    lineId: 'line-1',
    layoutId,
    jobId,
    keyId,
    z: '0',
    x: '0',
    tile: '0.mvt',
  };
}

/** Sends a request without a key. */
export function ask(path: string, init: RequestInit = {}): Promise<Response> {
  return exports.default.fetch(`http://hexalign.test${path}`, init);
}
