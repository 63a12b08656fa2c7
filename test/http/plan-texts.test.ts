import { describe, expect, test } from 'vitest';
import { createPlan, openWorkspace } from '../open-workspace.ts';

const workspace = await openWorkspace();

async function put(planId: string, at: string, text: string, ifMatch?: string) {
  const headers = { 'content-type': 'application/json', ...(ifMatch && { 'if-match': ifMatch }) };
  const init = { method: 'PUT', headers, body: JSON.stringify({ text }) };
  const answer = await workspace.fetch(`/v1/plans/${planId}/texts/${at}`, init);
  const location = answer.headers.get('location');
  return { status: answer.status, tag: answer.headers.get('etag') ?? '', location, body: await answer.json() };
}

async function get(planId: string, at: string) {
  const answer = await workspace.fetch(`/v1/plans/${planId}/texts${at}`);
  return { status: answer.status, tag: answer.headers.get('etag') ?? '', body: (await answer.json()) as object };
}

describe('texts of managers', () => {
  test('keep every version, with who wrote it and when', async () => {
    const planId = await createPlan(workspace);
    const { items } = (await (await workspace.fetch('/v1/keys')).json()) as { items: { keyId: string }[] };
    expect((await get(planId, '/strategy')).status).toBe(404);
    for (const text of ['first', 'second\nline', '']) expect((await put(planId, 'strategy', text)).status).toBe(201);
    expect(await put(planId, 'strategy', '')).toMatchObject({ status: 200, body: { version: 3 } });
    expect((await get(planId, '/strategy')).body).toMatchObject({ version: 3, text: '', territoryId: null });
    expect((await get(planId, '/strategy?version=2')).body).toMatchObject({ version: 2, text: 'second\nline' });
    expect((await get(planId, '/strategy?version=4')).status).toBe(404);
    const first = await get(planId, '/strategy/versions?limit=2');
    expect(first.body).toEqual({
      items: [3, 2].map((version) => ({
        ...{ kind: 'strategy', territoryId: null, version, keyId: items[0]?.keyId },
        createdAt: expect.stringMatching(/^\d{4}-.*Z$/),
      })),
      next: expect.any(String),
    });
    const { next } = first.body as { next: string };
    const rest = await get(planId, `/strategy/versions?limit=2&cursor=${next}`);
    expect(rest.body).toMatchObject({ items: [{ version: 1 }], next: null });
  });

  test('are of the plan and of each territory, and listed together', async () => {
    const planId = await createPlan(workspace);
    await put(planId, 'notes?territory=t2', 'of t2');
    await put(planId, 'tactics?territory=Küste "1"', 'of the coast');
    await put(planId, 'notes', 'of all');
    await put(planId, 'notes', 'of all, again');
    const seen: unknown[] = [];
    for (let cursor = ''; ; ) {
      const { body } = await get(planId, `?limit=1${cursor && `&cursor=${cursor}`}`);
      const { items, next } = body as { items: { territoryId: string | null; text: string }[]; next: string | null };
      seen.push(...items.map(({ territoryId, text }) => [territoryId, text]));
      if (next === null) break;
      cursor = next;
    }
    expect(seen).toEqual([
      [null, 'of all, again'],
      ['Küste "1"', 'of the coast'],
      ['t2', 'of t2'],
    ]);
  });

  test('do not overwrite what the writer has not read', async () => {
    const planId = await createPlan(workspace);
    const first = await put(planId, 'notes', 'one');
    expect((await get(planId, '/notes')).tag).toBe(first.tag);
    expect((await put(planId, 'notes', 'two', first.tag)).status).toBe(201);
    expect(first.location).toBe(`/v1/plans/${planId}/texts/notes?version=1`);
    expect(await put(planId, 'notes', 'three', first.tag)).toMatchObject({
      status: 412,
      body: { type: '/problems/precondition-failed' },
    });
    expect((await put(planId, 'tactics', 'x', first.tag)).status).toBe(412);
    const writers = await Promise.all(['a', 'b', 'c', 'd'].map((text) => put(planId, 'strategy', text)));
    const written = writers.filter(({ status }) => status === 201);
    const { body } = await get(planId, '/strategy/versions');
    expect((body as { items: unknown[] }).items).toHaveLength(written.length);
    expect(writers.every(({ status }) => [201, 412].includes(status))).toBe(true);
  });

  test('go with their plan, and are nobody else’s', async () => {
    const planId = await createPlan(workspace);
    await put(planId, 'notes', 'one');
    const stranger = await openWorkspace();
    expect((await stranger.fetch(`/v1/plans/${planId}/texts/notes`)).status).toBe(404);
    expect((await stranger.fetch(`/v1/plans/${planId}/texts`)).status).toBe(404);
    expect((await workspace.fetch(`/v1/plans/${planId}`, { method: 'DELETE' })).status).toBe(204);
    expect((await get(planId, '/notes')).status).toBe(404);
  });

  test.each([
    ['an unknown kind', 'plans', { text: 'x' }],
    ['no text', 'notes', {}],
    ['a text that is too long', 'notes', { text: 'x'.repeat(20_001) }],
    ['half a character', 'notes', { text: '\ud800' }],
  ])('refuse %s', async (_, kind, body) => {
    const planId = await createPlan(workspace);
    const init = { method: 'PUT', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
    expect((await workspace.fetch(`/v1/plans/${planId}/texts/${kind}`, init)).status).toBe(400);
  });
});
