import { exports } from 'cloudflare:workers';
import { expect } from 'vitest';
import { scatterAccounts, toCsv } from './fixtures/scatter-accounts.ts';
import { createPlan, type OpenedWorkspace, openWorkspace } from './open-workspace.ts';

/** A publication as the API answers it, or a problem document. */
export interface PublicationAnswer {
  readonly publicationId: string;
  readonly planId: string;
  readonly line: string | null;
  readonly layoutId: string;
  readonly reps: Readonly<Record<string, string | null>>;
  readonly note: string;
  readonly state: string;
  readonly possible: readonly string[];
  readonly since: MomentAnswer | null;
  readonly until: MomentAnswer | null;
  readonly replaces: string | null;
  readonly replacedBy: string | null;
  readonly reason: string | null;
  readonly [other: string]: unknown;
}

export interface MomentAnswer {
  readonly at: string;
  readonly local: string;
}

export interface Sent<T> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: T;
}

/** Sends JSON and reads JSON. */
export type Send = <T = PublicationAnswer>(
  method: string,
  path: string,
  body?: unknown,
  headers?: Record<string, string>,
) => Promise<Sent<T>>;

/** Sends with a key. */
export function sendWith(key: string): Send {
  return async (method, path, body, given = {}) => {
    const headers: Record<string, string> = { authorization: `Bearer ${key}`, ...given };
    if (body !== undefined) headers['content-type'] = 'application/json';
    const init = { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) };
    const answer = await exports.default.fetch(`http://hexalign.test${path}`, init);
    const text = await answer.text();
    return { status: answer.status, headers: answer.headers, body: (text === '' ? null : JSON.parse(text)) as never };
  };
}

/** A plan with two layouts, two reps and two keys. */
export interface PublishingPlan {
  readonly workspace: OpenedWorkspace;
  readonly planId: string;
  readonly layoutIds: readonly [string, string];
  readonly send: Send;
  /** With another key of the workspace. */
  readonly sendAsOther: Send;
  /** Drafts a publication and answers its id. */
  draft(body?: Record<string, unknown>): Promise<string>;
  /** Does something with a publication and expects that it is done. */
  act(publicationId: string, action: string, body?: unknown, send?: Send): Promise<PublicationAnswer>;
}

/** Lines that such a plan has. */
const LINES = ['ovens', 'x'];

/** Makes such a plan in a workspace of its own. */
export async function publishingPlan(settings: Record<string, unknown> = {}): Promise<PublishingPlan> {
  const workspace = await openWorkspace();
  const planId = await createPlan(workspace, settings);
  const send = sendWith(workspace.key);
  const csv = toCsv(scatterAccounts({ count: 40, seed: 3, west: 2, south: 46, widthDeg: 2, heightDeg: 2 }));
  const headers = { 'content-type': 'text/csv' };
  await workspace.fetch(`/v1/plans/${planId}/accounts`, { method: 'PUT', headers, body: csv });
  await send('PUT', `/v1/plans/${planId}/reps`, [{ id: 'rep-1' }, { id: 'rep-2' }]);
  for (const line of LINES) {
    await send('PUT', `/v1/plans/${planId}/lines/${line}`, { name: line, filter: { segments: [line] } });
  }
  const layoutIds: string[] = [];
  for (const seed of [1, 2]) {
    const asked = { territories: 2, effort: 'fast', seed };
    const { status, body } = await send('POST', `/v1/plans/${planId}/layouts`, asked);
    expect(status).toBe(201);
    layoutIds.push(body.layoutId);
  }
  const scopes = ['plans:read', 'layouts:write', 'layouts:publish'];
  const other = await send<{ key: string }>('POST', '/v1/keys', { name: 'the other', scopes });
  return {
    ...{ workspace, planId, send, sendAsOther: sendWith(other.body.key) },
    layoutIds: layoutIds as [string, string],
    async draft(body = {}) {
      const asked = { layoutId: layoutIds[0], ...body };
      const drafted = await send('POST', `/v1/plans/${planId}/publications`, asked);
      expect([drafted.status, drafted.body]).toMatchObject([201, { state: 'draft' }]);
      return drafted.body.publicationId;
    },
    async act(publicationId, action, body, by = send) {
      const wanted = { publish: {}, return: { reason: 'not yet' }, withdraw: { reason: 'a mistake' } }[action];
      const done = await by('POST', `/v1/publications/${publicationId}/${action}`, body ?? wanted);
      expect([action, done.status, done.status === 200 ? '' : done.body]).toEqual([action, 200, '']);
      return done.body;
    },
  };
}
