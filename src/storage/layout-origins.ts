import type { LayoutId } from '../domain/layout.ts';
import type { LayoutOrigin } from '../domain/layout-origins.ts';

/** Layouts that a layout was made from, over and over, of which the latest so many are looked at. */
const MAX_ANCESTORS = 10_000;

/** A layout and those that it was made from, the nearest first. What a merge calls its base came before ours and theirs: it is found by them. CROSS JOIN keeps the order of the two, so that each ancestor is looked up, not all origins gone through for each. */
const ANCESTORS = `WITH RECURSIVE ancestors (layout_id) AS (
  SELECT ?2
  UNION
  SELECT origin_id FROM ancestors CROSS JOIN layout_origins USING (layout_id) WHERE workspace_id = ?1 AND role <> 'base'
  LIMIT ${MAX_ANCESTORS})`;

/** The statement that records what a layout was made from; none where it was made from no other. */
export function originStatements(
  db: D1Database,
  workspaceId: string,
  layoutId: LayoutId,
  origins: readonly LayoutOrigin[],
): D1PreparedStatement[] {
  if (origins.length === 0) return [];
  const rows = JSON.stringify(origins.map(({ role, layoutId: origin }) => [role, origin]));
  return [
    db
      .prepare(
        `INSERT INTO layout_origins (workspace_id, layout_id, role, origin_id)
         SELECT ?1, ?2, value ->> 0, value ->> 1 FROM json_each(?3) WHERE true ON CONFLICT DO NOTHING`,
      )
      .bind(workspaceId, layoutId, rows),
  ];
}

/** The largest number of a territory `t<number>` of a layout and of those that it was made from; 0 where there is none. */
export async function largestNumber(db: D1Database, workspaceId: string, layoutId: LayoutId): Promise<number> {
  const number = await db
    .prepare(
      `${ANCESTORS} SELECT max(CAST(substr(territory ->> 'id', 2) AS INTEGER)) AS number
       FROM ancestors CROSS JOIN layout_territories USING (layout_id)
       WHERE workspace_id = ?1 AND territory ->> 'id' GLOB 't[0-9]*' AND length(territory ->> 'id') <= 16`,
    )
    .bind(workspaceId, layoutId)
    .first<number>('number');
  return number ?? 0;
}

/** From which layouts each of some layouts, and each that they were made from, was made. */
export async function originEdges(
  db: D1Database,
  workspaceId: string,
  layoutId: LayoutId,
): Promise<{ layoutId: LayoutId; originId: LayoutId }[]> {
  const { results } = await db
    .prepare(
      `${ANCESTORS} SELECT layout_id AS layoutId, origin_id AS originId FROM ancestors CROSS JOIN layout_origins USING (layout_id)
       WHERE workspace_id = ?1 AND role <> 'base'`,
    )
    .bind(workspaceId, layoutId)
    .all<{ layoutId: LayoutId; originId: LayoutId }>();
  return results;
}
