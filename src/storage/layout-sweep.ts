import type { Sweep } from '../application/sweep.ts';
import type { LayoutId } from '../domain/layout.ts';
import { KvLayoutCopies } from './layouts.kv.ts';

/** Layouts of one step: a layout may have hundreds of rows of up to 1 MB. */
const LAYOUTS = 20;

/** What refers to the layout `held`: the list of a plan, a publication, a review, an assignment, a hierarchy, a job that made it or starts from it, a layout that was made from it. The plus lets the index be used: an expression has no affinity. */
const IS_REFERRED_TO = `(
  EXISTS (SELECT 1 FROM plan_layouts WHERE workspace_id = held.workspace_id AND layout_id = held.layout_id)
  OR EXISTS (SELECT 1 FROM plan_log JOIN plans USING (plan_number)
    WHERE json_extract(event, '$.layoutId') = +held.layout_id AND plans.workspace_id = held.workspace_id)
  OR EXISTS (SELECT 1 FROM review_layouts JOIN plans USING (plan_number)
    WHERE review_layouts.layout_id = held.layout_id AND plans.workspace_id = held.workspace_id)
  OR EXISTS (SELECT 1 FROM assignments WHERE workspace_id = held.workspace_id AND layout_id = held.layout_id)
  OR EXISTS (SELECT 1 FROM jobs WHERE workspace_id = held.workspace_id AND layout_id = held.layout_id)
  OR EXISTS (SELECT 1 FROM jobs WHERE workspace_id = held.workspace_id AND rebalances = held.layout_id)
  OR EXISTS (SELECT 1 FROM hierarchies WHERE workspace_id = held.workspace_id AND layout_id = held.layout_id)
  OR EXISTS (SELECT 1 FROM layout_origins WHERE workspace_id = held.workspace_id AND origin_id = held.layout_id))`;

/** The next layouts to be looked at, as a table of their row ids. */
const NEXT = `SELECT rowid FROM layouts WHERE touched_at < ?1 ORDER BY touched_at LIMIT ${LAYOUTS}`;

/** Deletes layouts that were not touched since a moment, and that nothing refers to, with their copies. Others are touched, so that no step looks at them again. */
export function layoutSweep(db: D1Database, kv: KVNamespace, touchedBefore: string, now: string): Sweep {
  const copies = new KvLayoutCopies(kv);
  return {
    calls: 2 + 2 * LAYOUTS,
    async step() {
      // One batch is one transaction: what is found in use cannot be let go before the deletion.
      const [kept, gone] = await db.batch<{ workspace_id: string; layout_id: LayoutId }>([
        db
          .prepare(`UPDATE layouts AS held SET touched_at = ?2 WHERE rowid IN (${NEXT}) AND ${IS_REFERRED_TO}`)
          .bind(touchedBefore, now),
        db
          .prepare(
            `DELETE FROM layouts AS held WHERE rowid IN (${NEXT}) AND NOT ${IS_REFERRED_TO}
             RETURNING workspace_id, layout_id`,
          )
          .bind(touchedBefore),
      ]);
      const removed = gone?.results ?? [];
      for (const { workspace_id, layout_id } of removed) await copies.drop(workspace_id, layout_id);
      const more = removed.length + (kept?.meta.changes ?? 0) > 0;
      return { removed: removed.length, calls: 2 + 2 * removed.length, more };
    },
  };
}
