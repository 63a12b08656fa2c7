import { env } from 'cloudflare:workers';

/** All rows of all tables by table, and the keys and values of all copies in KV under `kv`: whatever there is, also in tables to come. */
export async function everythingKept(): Promise<Record<string, string[]>> {
  const { results: tables } = await env.DB.prepare(
    `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT GLOB 'sqlite_*' AND name NOT GLOB '_cf_*'`,
  ).all<{ name: string }>();
  const kept: Record<string, string[]> = {};
  for (const { name } of tables) {
    const { results } = await env.DB.prepare(`SELECT * FROM "${name}"`).all();
    kept[name] = results.map((row) => JSON.stringify(row)).sort();
  }
  const { keys } = await env.CACHE.list();
  kept.kv = await Promise.all(keys.map(async ({ name }) => `${name} ${await env.CACHE.get(name)}`));
  return kept;
}
