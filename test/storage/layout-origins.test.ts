import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import { nearestCommonOrigin } from '../../src/domain/common-origin.ts';
import type { LayoutId } from '../../src/domain/layout.ts';
import { RecordedLayouts } from '../../src/storage/layout-store.ts';

const store = new RecordedLayouts(env.DB, env.CACHE);
const idOf = (name: string) => `lay_${name}` as LayoutId;

/** Each layout was made from the one before it. */
async function chain(workspaceId: string, name: string, length: number): Promise<void> {
  const pairs = Array.from({ length }, (_, at) => [idOf(`${name}${at + 1}`), idOf(`${name}${at}`)]);
  const layouts = `INSERT INTO layouts (workspace_id, layout_id, head, territory_count, created_at, touched_at)
    SELECT ?1, value, '{}', 0, '', '' FROM json_each(?2)`;
  const ids = Array.from({ length: length + 1 }, (_, at) => idOf(`${name}${at}`));
  await env.DB.prepare(layouts).bind(workspaceId, JSON.stringify(ids)).run();
  const insert = `INSERT INTO layout_origins (workspace_id, layout_id, role, origin_id)
    SELECT ?1, value ->> 0, 'edited', value ->> 1 FROM json_each(?2)`;
  await env.DB.prepare(insert).bind(workspaceId, JSON.stringify(pairs)).run();
}

test('a layout goes back to the first of some thousand that it was made from, one after the other', async () => {
  await chain('w-long', 'a', 3_000);
  const territory = `INSERT INTO layout_territories (workspace_id, layout_id, position, territory) VALUES (?, ?, 0, ?)`;
  await env.DB.prepare(territory).bind('w-long', idOf('a0'), '{"id":"t77"}').run();
  expect(await store.largestTerritoryNumber('w-long', idOf('a3000'))).toBe(77);
  const edges = await store.origins('w-long', idOf('a3000'));
  expect(edges).toHaveLength(3_000);
  expect(edges).toContainEqual({ layoutId: idOf('a1'), originId: idOf('a0') });
});

test('two long branches of one layout have it as their nearest common origin', async () => {
  const trunk = Array.from({ length: 4_000 }, (_, at) => ({
    layoutId: idOf(`t${at + 1}`),
    originId: idOf(`t${at}`),
  }));
  const branch = (name: string) => [
    { layoutId: idOf(`${name}0`), originId: idOf('t4000') },
    ...Array.from({ length: 4_000 }, (_, at) => ({
      layoutId: idOf(`${name}${at + 1}`),
      originId: idOf(`${name}${at}`),
    })),
  ];
  const edges = [...trunk, ...branch('x'), ...branch('y')];
  expect(nearestCommonOrigin(idOf('x4000'), idOf('y4000'), edges)).toBe(idOf('t4000'));
  expect(nearestCommonOrigin(idOf('x4000'), idOf('t3'), edges)).toBe(idOf('t3'));
});
