import type { WebhookChange, WebhookStore, WebhookTarget } from '../application/webhook-store.ts';
import { readNumberCursor } from '../domain/number-cursor.ts';
import { openSealedText, sealText } from '../domain/sealed-text.ts';
import type { DisabledReason, Webhook, WebhookState } from '../domain/webhook.ts';
import type { EventType } from '../domain/webhook-event.ts';
import { pageOf } from './page-of.ts';

/** A row of `webhooks`. */
export interface WebhookRow {
  readonly webhook_number: number;
  readonly webhook_id: string;
  readonly url: string;
  readonly events: string;
  readonly plan_ids: string | null;
  readonly description: string;
  readonly state: WebhookState;
  readonly reason: DisabledReason | null;
  readonly failing_since_ms: number | null;
  readonly secret: string;
  readonly secret_before: string | null;
  readonly before_until_ms: number | null;
  readonly version: number;
  readonly created_at: string;
}

const OWN = 'workspace_id = ?1 AND webhook_id = ?2';
/** What a sealed secret begins with: what was kept before there was a key to seal with stays readable. */
const SEALED = 'sealed:';

/** Webhooks in D1. `sealingKey` seals their secrets; without one they are kept as they are. */
export function webhookStoreD1(db: D1Database, sealingKey: string | undefined): WebhookStore {
  const seal = async (secret: string) =>
    sealingKey === undefined ? secret : SEALED + (await sealText(secret, sealingKey));

  return {
    async add(workspaceId, webhook, secret, most) {
      const { webhookId, url, events, planIds, description, state, createdAt } = webhook;
      const { meta } = await db
        .prepare(
          `INSERT INTO webhooks (workspace_id, webhook_id, url, events, plan_ids, description, state, secret, created_at)
           SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9 WHERE (SELECT count(*) FROM webhooks WHERE workspace_id = ?1) < ?10`,
        )
        .bind(
          ...[workspaceId, webhookId, url, JSON.stringify(events), planIds && JSON.stringify(planIds), description],
          ...[state, await seal(secret), createdAt, most],
        )
        .run();
      return meta.changes > 0;
    },

    async find(workspaceId, webhookId) {
      const row = await db
        .prepare(`SELECT * FROM webhooks WHERE ${OWN}`)
        .bind(workspaceId, webhookId)
        .first<WebhookRow>();
      return row && toWebhook(row);
    },

    async list(workspaceId, { cursor, limit }) {
      const { results } = await db
        .prepare('SELECT * FROM webhooks WHERE workspace_id = ? AND webhook_number > ? ORDER BY webhook_number LIMIT ?')
        .bind(workspaceId, readNumberCursor(cursor, 0), limit + 1)
        .all<WebhookRow>();
      return pageOf(results, limit, toWebhook, (row) => row.webhook_number);
    },

    async change(workspaceId, webhookId, change, expected) {
      const { url, events, description, state } = change;
      const { meta } = await db
        .prepare(
          `UPDATE webhooks SET url = coalesce(?3, url), events = coalesce(?4, events), description = coalesce(?5, description),
             plan_ids = iif(?6, ?7, plan_ids), reason = CASE ?8 WHEN 'enabled' THEN NULL WHEN 'disabled' THEN iif(state = 'disabled', reason, ?9)
               ELSE reason END,
             failing_since_ms = iif(?8 = 'enabled' AND state = 'disabled', NULL, failing_since_ms), state = coalesce(?8, state),
             version = version + 1
           WHERE ${OWN} AND version = coalesce(?10, version)`,
        )
        .bind(
          ...[workspaceId, webhookId, url ?? null, events === undefined ? null : JSON.stringify(events)],
          ...[description ?? null, ...plansOf(change), state ?? null, change.reason ?? null, expected],
        )
        .run();
      return meta.changes > 0;
    },

    async remove(workspaceId, webhookId, expected) {
      const { meta } = await db
        .prepare(`DELETE FROM webhooks WHERE ${OWN} AND version = coalesce(?3, version)`)
        .bind(workspaceId, webhookId, expected)
        .run();
      return meta.changes > 0;
    },

    async replaceSecret(workspaceId, webhookId, secret, oldUntilMs) {
      const { meta } = await db
        .prepare(
          `UPDATE webhooks SET secret_before = secret, before_until_ms = ?4, secret = ?3, version = version + 1 WHERE ${OWN}`,
        )
        .bind(workspaceId, webhookId, await seal(secret), oldUntilMs)
        .run();
      return meta.changes > 0;
    },

    async findTarget(workspaceId, webhookId, nowMs) {
      const row = await db
        .prepare(`SELECT * FROM webhooks WHERE ${OWN}`)
        .bind(workspaceId, webhookId)
        .first<WebhookRow>();
      return row && toTarget(row, sealingKey, nowMs);
    },
  };
}

function plansOf({ planIds }: WebhookChange): [isGiven: number, text: string | null] {
  return [planIds === undefined ? 0 : 1, planIds ? JSON.stringify(planIds) : null];
}

/** What is needed to tell a webhook. A secret that cannot be opened, as its key is another now, is left out. */
export async function toTarget(row: WebhookRow, sealingKey: string | undefined, nowMs: number): Promise<WebhookTarget> {
  const isOldValid = row.secret_before !== null && (row.before_until_ms ?? 0) > nowMs;
  const kept = isOldValid ? [row.secret, row.secret_before ?? ''] : [row.secret];
  const opened = await Promise.all(kept.map((secret) => open(secret, sealingKey)));
  const secrets = opened.filter((secret) => secret !== null);
  return { webhookId: row.webhook_id, url: row.url, state: row.state, secrets, version: row.version };
}

async function open(kept: string, sealingKey: string | undefined): Promise<string | null> {
  if (!kept.startsWith(SEALED)) return kept;
  return sealingKey === undefined ? null : openSealedText(kept.slice(SEALED.length), sealingKey);
}

function toWebhook(row: WebhookRow): Webhook {
  return {
    webhookId: row.webhook_id,
    url: row.url,
    events: JSON.parse(row.events) as EventType[],
    planIds: row.plan_ids === null ? null : (JSON.parse(row.plan_ids) as string[]),
    description: row.description,
    state: row.state,
    reason: row.reason,
    failingSince: isoOf(row.failing_since_ms),
    oldSecretUntil: isoOf(row.before_until_ms),
    createdAt: row.created_at,
    version: row.version,
  };
}

/** A moment in milliseconds since 1970 as ISO 8601. */
export function isoOf(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString();
}
