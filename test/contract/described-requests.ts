import { exports } from 'cloudflare:workers';
import openapi from '../../openapi/openapi.json';
import { EXAMPLE_LAYOUT_ID } from '../../src/http/routes/layouts/layout-schema.ts';
import type { OpenedWorkspace } from '../open-workspace.ts';
import { sendWith } from '../publish.ts';
import { until, webhookOf } from '../webhook-of.ts';

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
  findPlanOwner: '?account=a1',
  getOwnerHistory: '?account=a1',
  sumActuals: '?groupBy=period',
};

/** The address of an operation with ids in it; ids that are not given are `missing`. */
export function addressOf({ path, operationId }: Operation, ids: Readonly<Record<string, string>>): string {
  return (
    path.replaceAll(/\{(\w+)\}/g, (_, name: string) => idFor(ids, operationId, name) ?? 'missing') +
    (QUERIES[operationId] ?? '')
  );
}

/** The id that a path of an operation names: one of its own where it needs one in a state of its own. */
export function idFor(ids: Readonly<Record<string, string>>, operationId: string, name: string): string | undefined {
  return ids[`${operationId}.${name}`] ?? ids[name];
}

/** A body in which the layout of examples is one that there is, made from that of the path. */
export function withLayout(body: string, { editedLayoutId }: Readonly<Record<string, string>>): string {
  return editedLayoutId === undefined ? body : body.replaceAll(EXAMPLE_LAYOUT_ID, editedLayoutId);
}

/** Fills a workspace with a plan, accounts, a rep, a line, a layout in force, an assignment and a hierarchy of it, a job, a key and a webhook that was told of a layout, and answers their ids by the names that paths give them. */
export async function fillWorkspace(workspace: OpenedWorkspace, csv: string): Promise<Record<string, string>> {
  const post = async (path: string, body: unknown, given: Record<string, string> = {}) => {
    const headers = { 'content-type': 'application/json', ...given };
    const answer = await workspace.fetch(path, { method: 'POST', headers, body: JSON.stringify(body) });
    return (await answer.json()) as Record<string, string>;
  };
  const { planId = '' } = await post('/v1/plans', { name: 'Field sales' });
  const webhook = await webhookOf(workspace, ['layout.created'], '', [planId]);
  const headers = { 'content-type': 'text/csv' };
  await workspace.fetch(`/v1/plans/${planId}/accounts`, { method: 'PUT', headers, body: csv });
  const page = await workspace.fetch(`/v1/plans/${planId}/accounts?limit=1`);
  const { items } = (await page.json()) as { items: { id: string }[] };
  const { layoutId = '' } = await post(`/v1/plans/${planId}/layouts`, { territories: 2, effort: 'fast' });
  const { hierarchyId = '' } = await post(`/v1/layouts/${layoutId}/hierarchies`, {
    levels: ['district'],
    nodes: [{ id: 'd1', name: 'Coast', level: 'district' }],
    territories: { t1: 'd1', t2: 'd1' },
  });
  const { layoutId: otherLayoutId = '' } = await post(`/v1/plans/${planId}/layouts`, {
    territories: 3,
    effort: 'fast',
  });
  const edits = [{ kind: 'rename', territory: 't1', name: 'Edited' }];
  const { layoutId: editedLayoutId = '' } = await post(`/v1/layouts/${layoutId}/edits`, { edits });
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
  for (const query of ['', '?territory=t1']) {
    await workspace.fetch(`/v1/plans/${planId}/texts/strategy${query}`, {
      method: 'PUT',
      headers: json,
      body: '{"text":"Hotels first"}',
    });
  }
  await workspace.fetch(`/v1/plans/${planId}/contacts`, {
    method: 'PUT',
    headers: json,
    body: JSON.stringify([{ id: 'con-1', account: items[0]?.id, email: 'kim@example.com' }]),
  });
  const { assignmentId = '' } = await post(`/v1/layouts/${layoutId}/assignments`, { planId });
  // What stays as it is.
  const told = await until(
    webhook.deliveries,
    (all) => all.length > 0 && all.every(({ state }) => state === 'delivered'),
  );
  const { goalId = '' } = await post(`/v1/plans/${planId}/goals`, {
    ...{ subject: { territoryId: 't1' }, metric: 'revenue', target: 120_000, unit: 'EUR', step: 1000 },
    ...{ start: '2027-01-01', due: '2027-12-31' },
  });
  await workspace.fetch(`/v1/plans/${planId}/stages/t1`, {
    method: 'PUT',
    headers: json,
    body: JSON.stringify({ stage: 'new', since: '2027-01-01' }),
  });
  const publications = await fillPublications(workspace, planId, layoutId, items[0]?.id ?? '');
  await workspace.fetch(`/v1/plans/${planId}/review-settings`, {
    method: 'PUT',
    headers: json,
    body: JSON.stringify({ rhythm: 'yearly', firstDay: '2027-01-01' }),
  });
  const { reviewId = '' } = await post(`/v1/plans/${planId}/reviews`, undefined);
  return {
    webhookId: webhook.webhookId,
    eventId: told[0]?.eventId ?? '',
    ...publications,
    reviewId,
    planId,
    assignmentId,
    accountId: items[0]?.id ?? '',
    repId: 'rep-1',
    contactId: 'con-1',
    lineId: 'line-1',
    territoryId: 't1',
    kind: 'strategy',
    layoutId,
    hierarchyId,
    goalId,
    otherLayoutId,
    // Nothing of the plan refers to it.
    'deleteLayoutEntry.layoutId': otherLayoutId,
    editedLayoutId,
    jobId,
    keyId,
    conflictId: `cft_gap_${'a'.repeat(21)}wmtm4`,
    z: '0',
    x: '0',
    tile: '0.mvt',
  };
}

/** Publications by the operations that need them: each in a state in which the operation is possible. */
async function fillPublications(workspace: OpenedWorkspace, planId: string, layoutId: string, accountId: string) {
  const send = sendWith(workspace.key);
  const scopes = ['layouts:write', 'layouts:publish'];
  const { body } = await send<{ key: string }>('POST', '/v1/keys', { name: 'drafts', scopes });
  const sendAsOther = sendWith(body.key);
  const path = `/v1/plans/${planId}/publications`;
  const inForce = (await send('POST', path, { layoutId, reps: { t1: 'rep-1' } })).body.publicationId;
  await send('POST', `/v1/publications/${inForce}/publish`, {});
  const publicationIn = async (...actions: readonly string[]) => {
    const { publicationId } = (await sendAsOther('POST', path, { layoutId, line: 'line-1' })).body;
    for (const action of actions) await sendAsOther('POST', `/v1/publications/${publicationId}/${action}`, {});
    return publicationId;
  };
  const challenge = async () => {
    const path = `/v1/publications/${inForce}/challenges`;
    return (await send<{ challengeId: string }>('POST', path, { accountId, reason: 'mine' })).body.challengeId;
  };
  const made: readonly (readonly [string, Promise<string>])[] = [
    ['challengeId', challenge()],
    ['acceptChallenge.challengeId', challenge()],
    ['refuseChallenge.challengeId', challenge()],
    ['openChallenge.publicationId', publicationIn()],
    ['changePublication.publicationId', publicationIn()],
    ['submitPublication.publicationId', publicationIn()],
    ['approvePublication.publicationId', publicationIn('submit')],
    ['returnPublication.publicationId', publicationIn('submit')],
    ['publishPublication.publicationId', publicationIn()],
    ['withdrawPublication.publicationId', publicationIn()],
  ];
  const ids = await Promise.all(made.map(async ([name, id]) => [name, await id] as const));
  return { publicationId: inForce, ...Object.fromEntries(ids) };
}

/** Sends a request without a key. */
export function ask(path: string, init: RequestInit = {}): Promise<Response> {
  return exports.default.fetch(`http://hexalign.test${path}`, init);
}
