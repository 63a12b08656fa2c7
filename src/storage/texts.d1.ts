import type { TextStore } from '../application/text-store.ts';
import { invalidCursor } from '../domain/invalid-cursor.ts';
import { readNumberCursor } from '../domain/number-cursor.ts';
import type { PlanText, TextKind } from '../domain/plan-text.ts';
import { chunkJson } from './chunk-json.ts';
import { pageOf } from './page-of.ts';
import { PLAN } from './plan-selects.ts';

interface TextRow {
  readonly territory_id: string;
  readonly kind: TextKind;
  readonly version: number;
  readonly text: string;
  readonly key_id: string;
  readonly created_at: string;
}

const TEXT = `plan_number = (${PLAN}) AND territory_id = ?3 AND kind = ?4`;

/** Texts in D1. */
export function textStoreD1(db: D1Database): TextStore {
  return {
    async find(workspaceId, planId, { kind, territoryId }, version) {
      const row = await db
        .prepare(
          `SELECT * FROM plan_texts WHERE ${TEXT} AND version = COALESCE(?5, version) ORDER BY version DESC LIMIT 1`,
        )
        .bind(workspaceId, planId, territoryId ?? '', kind, version)
        .first<TextRow>();
      return row && toText(row);
    },

    async add(workspaceId, planId, { territoryId, kind, version, text, keyId, createdAt }) {
      const { meta } = await db
        .prepare(
          `INSERT INTO plan_texts (plan_number, territory_id, kind, version, text, key_id, created_at)
           SELECT plan_number, ?3, ?4, ?5, ?6, ?7, ?8 FROM plans WHERE workspace_id = ?1 AND plan_id = ?2
             AND ?5 = 1 + (SELECT COALESCE(MAX(version), 0) FROM plan_texts WHERE ${TEXT})`,
        )
        .bind(workspaceId, planId, territoryId ?? '', kind, version, text, keyId, createdAt)
        .run();
      return meta.changes > 0;
    },

    async versions(workspaceId, planId, { kind, territoryId }, { cursor, limit }) {
      const { results } = await db
        .prepare(`SELECT * FROM plan_texts WHERE ${TEXT} AND version < ?5 ORDER BY version DESC LIMIT ?6`)
        .bind(
          workspaceId,
          planId,
          territoryId ?? '',
          kind,
          readNumberCursor(cursor, Number.MAX_SAFE_INTEGER),
          limit + 1,
        )
        .all<TextRow>();
      return pageOf(results, limit, toText, (row) => row.version);
    },

    async all(workspaceId, planId, after, limit) {
      const { territoryId, kind, version } = after ?? { territoryId: null, kind: '', version: 0 };
      const { results } = await db
        .prepare(
          `SELECT * FROM plan_texts WHERE plan_number = (${PLAN}) AND (territory_id, kind, version) > (?3, ?4, ?5)
           ORDER BY territory_id, kind, version LIMIT ?6`,
        )
        .bind(workspaceId, planId, territoryId ?? '', kind, version, limit)
        .all<TextRow>();
      return results.map(toText);
    },

    async restore(workspaceId, planId, texts) {
      const statement = db.prepare(
        `INSERT INTO plan_texts (plan_number, territory_id, kind, version, text, key_id, created_at)
         SELECT plan_number, row.value ->> 0, row.value ->> 1, row.value ->> 2, row.value ->> 3, row.value ->> 4, row.value ->> 5
         FROM plans, json_each(?3) AS row WHERE workspace_id = ?1 AND plan_id = ?2`,
      );
      const rows = texts.map(({ territoryId, kind, version, text, keyId, createdAt }) =>
        JSON.stringify([territoryId ?? '', kind, version, text, keyId, createdAt]),
      );
      await db.batch(chunkJson(rows).map((chunk) => statement.bind(workspaceId, planId, chunk)));
    },

    async latest(workspaceId, planId, { cursor, limit }) {
      const [territory, kind] = cursor === null ? ['', ''] : readPlace(cursor);
      const { results } = await db
        .prepare(
          `SELECT * FROM plan_texts AS latest WHERE plan_number = (${PLAN}) AND (territory_id, kind) > (?3, ?4)
             AND version = (SELECT MAX(version) FROM plan_texts WHERE plan_number = latest.plan_number
               AND territory_id = latest.territory_id AND kind = latest.kind)
           ORDER BY territory_id, kind LIMIT ?5`,
        )
        .bind(workspaceId, planId, territory, kind, limit + 1)
        .all<TextRow>();
      return pageOf(results, limit, toText, (row) => JSON.stringify([row.territory_id, row.kind]));
    },
  };
}

function readPlace(cursor: string): [string, string] {
  if (!/^\["(?:[^"\\]|\\.)*","[a-z]+"\]$/.test(cursor)) throw invalidCursor(cursor);
  return JSON.parse(cursor) as [string, string];
}

function toText({ territory_id, kind, version, text, key_id, created_at }: TextRow): PlanText {
  const territoryId = territory_id === '' ? null : territory_id;
  return { territoryId, kind, version, text, keyId: key_id, createdAt: created_at };
}
