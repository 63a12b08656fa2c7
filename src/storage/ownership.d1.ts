import type { AccountOwnership, OwnershipStore, PlanOwnership } from '../application/ownership-store.ts';
import type { GovernanceStore } from '../application/plan-log.ts';
import type { EarlierPlace } from '../domain/account-place.ts';
import { type Cell, parseResolution } from '../domain/cell.ts';
import type { Governance } from '../domain/governance.ts';
import type { KnownRep } from '../domain/ownership.ts';
import { planNotFound } from '../domain/plan.ts';
import type { NamedOwner } from '../domain/plan-event.ts';
import { ByteBoundedCache } from './byte-bounded-cache.ts';
import { chunkJson } from './chunk-json.ts';
import { type NamedRow, toStatement } from './plan-log.d1.ts';
import { SharedCalls } from './shared-calls.ts';

/** Bytes of what an isolate keeps of plans. */
const CAPACITY_BYTES = 12_000_000;
const PLAN_BYTES = 1_000;
const REP_BYTES = 200;

interface HeadRow {
  readonly workspace_id: string;
  readonly plan_id: string;
  readonly plan_number: number;
  readonly finest_resolution: number;
  readonly catch_all: string | null;
  readonly reps_version: number;
  readonly seq: number | null;
  readonly digest: string | null;
}

interface AccountRow {
  readonly account_id: string;
  readonly cell: string;
  readonly segment: string | null;
  readonly product_lines: string;
  readonly size: string | null;
  readonly required_skills: string;
  readonly attributes: string;
}

/** What an isolate has read of a plan, and of which version. */
interface Held {
  readonly head: HeadRow;
  readonly ownership: PlanOwnership;
}

/** By workspace and plan. */
const held = new ByteBoundedCache<Held>(CAPACITY_BYTES);

const HEADS = `SELECT workspace_id, plan_id, plans.plan_number, finest_resolution, catch_all, reps_version, log.seq, log.digest
  FROM plans LEFT JOIN plan_log AS log ON log.plan_number = plans.plan_number
    AND log.seq = (SELECT max(seq) FROM plan_log WHERE plan_log.plan_number = plans.plan_number)
  WHERE (workspace_id, plan_id) IN (SELECT value ->> 0, value ->> 1 FROM json_each(?))`;

const REPS = `SELECT rep_id, name, NULL AS left_ms FROM reps WHERE plan_number = ?1
  UNION ALL SELECT rep_id, name, left_ms FROM departed_reps WHERE plan_number = ?1`;

const PLAN = 'SELECT plan_number FROM plans WHERE workspace_id = ?1 AND plan_id = ?2';
const SET = 'SELECT set_number FROM plans WHERE workspace_id = ?1 AND plan_id = ?2';
const IDS = 'account_id IN (SELECT value FROM json_each(?3))';
const ACCOUNTS = `SELECT account_id, cell, segment, product_lines, size, required_skills, attributes FROM accounts
  WHERE set_number = (${SET}) AND ${IDS}`;
const EARLIER = `SELECT account_id, until_ms, cell FROM account_places WHERE plan_number = (${PLAN}) AND ${IDS}
  ORDER BY account_id, until_ms`;
const NAMED = `SELECT * FROM named_accounts WHERE plan_number = (${PLAN}) AND ${IDS} ORDER BY seq`;

/**
 * What decides who owns what, in D1. Each load reads one row, which says whether anything of what an isolate has read has changed since.
 */
export function ownershipStoreD1(db: D1Database, governances: GovernanceStore): OwnershipStore {
  async function readReps(planNumber: number): Promise<Map<string, KnownRep>> {
    const { results } = await db
      .prepare(REPS)
      .bind(planNumber)
      .all<{ rep_id: string; name: string; left_ms: number | null }>();
    return new Map(results.map((row) => [row.rep_id, { name: row.name, leftMs: row.left_ms }]));
  }

  /** Reads the heads of all plans that are asked for at once. */
  const heads = new SharedCalls<readonly [workspaceId: string, planId: string], HeadRow | null>(async (asked) => {
    const distinct = new Map(asked.map((pair) => [pair.join('/'), pair]));
    const { results } = await db
      .prepare(HEADS)
      .bind(JSON.stringify([...distinct.values()]))
      .all<HeadRow>();
    const found = new Map(results.map((row) => [`${row.workspace_id}/${row.plan_id}`, row]));
    return asked.map((pair) => found.get(pair.join('/')) ?? null);
  });

  async function readAccounts(workspaceId: string, planId: string, accountIds: readonly string[]) {
    const found = new Map<string, AccountOwnership>();
    for (const chunk of chunkJson(accountIds.map((id) => JSON.stringify(id)))) {
      const [accounts, places, names] = await db.batch(
        [ACCOUNTS, EARLIER, NAMED].map((sql) => db.prepare(sql).bind(workspaceId, planId, chunk)),
      );
      const earlier = Map.groupBy((places?.results ?? []) as unknown as PlaceRow[], (row) => row.account_id);
      const named = Map.groupBy((names?.results ?? []) as unknown as NamedRow[], (row) => row.account_id);
      for (const row of (accounts?.results ?? []) as unknown as AccountRow[]) {
        const id = row.account_id;
        found.set(id, toAccount(row, earlier.get(id) ?? [], named.get(id) ?? []));
      }
    }
    return found;
  }

  /** Reads all accounts that are asked for one by one at once, plan by plan. */
  const singles = new SharedCalls<readonly [workspaceId: string, planId: string, id: string], AccountOwnership | null>(
    async (asked) => {
      const byPlan = Map.groupBy(asked, ([workspaceId, planId]) => `${workspaceId}/${planId}`);
      const read = [...byPlan].map(async ([plan, items]) => {
        const [workspaceId = '', planId = ''] = items[0] ?? [];
        return [plan, await readAccounts(workspaceId, planId, [...new Set(items.map(([, , id]) => id))])] as const;
      });
      const found = new Map(await Promise.all(read));
      return asked.map(([workspaceId, planId, id]) => found.get(`${workspaceId}/${planId}`)?.get(id) ?? null);
    },
  );

  return {
    async load(workspaceId, planId) {
      const key = `${workspaceId}/${planId}`;
      const head = await heads.ask([workspaceId, planId]);
      if (head === null) throw planNotFound();
      const before = held.find(key);
      const isSamePlan = before !== null && before.head.plan_number === head.plan_number;
      const governance =
        isSamePlan && isAt(before.ownership.governance, head)
          ? before.ownership.governance
          : await governances.load(workspaceId, planId);
      const hasSameReps = isSamePlan && before.head.reps_version === head.reps_version;
      if (hasSameReps && before.head.catch_all === head.catch_all && before.ownership.governance === governance) {
        return before.ownership;
      }
      const ownership = {
        governance,
        reps: hasSameReps ? before.ownership.reps : await readReps(head.plan_number),
        catchAll: head.catch_all === null ? null : (JSON.parse(head.catch_all) as NamedOwner),
        finestResolution: parseResolution(head.finest_resolution),
      };
      const bytes = PLAN_BYTES + governance.characters + REP_BYTES * ownership.reps.size;
      held.keep(key, { head, ownership }, Math.min(bytes, CAPACITY_BYTES));
      return ownership;
    },

    async accounts(workspaceId, planId, accountIds) {
      const [only] = accountIds;
      if (only === undefined || accountIds.length > 1) return readAccounts(workspaceId, planId, accountIds);
      const account = await singles.ask([workspaceId, planId, only]);
      return new Map(account === null ? [] : [[only, account]]);
    },

    async named(workspaceId, planId, line, { cursor, limit }) {
      const { results } = await db
        .prepare(
          `SELECT * FROM named_accounts WHERE plan_number = (${PLAN}) AND line = ?3 AND account_id IN (
             SELECT DISTINCT account_id FROM named_accounts WHERE plan_number = (${PLAN}) AND line = ?3 AND account_id > ?4
             ORDER BY account_id LIMIT ?5)
           ORDER BY account_id, seq`,
        )
        .bind(workspaceId, planId, line ?? '', cursor ?? '', limit)
        .all<NamedRow>();
      const isMore = new Set(results.map((row) => row.account_id)).size === limit;
      return { items: results.map(toStatement), next: isMore ? (results.at(-1)?.account_id ?? null) : null };
    },
  };
}

interface PlaceRow {
  readonly account_id: string;
  readonly until_ms: number;
  readonly cell: string;
}

function isAt({ end }: Governance, { seq, digest }: HeadRow): boolean {
  return end.seq === (seq ?? 0) && (seq === null || end.digest === digest);
}

function toAccount(row: AccountRow, places: readonly PlaceRow[], names: readonly NamedRow[]): AccountOwnership {
  return {
    accountId: row.account_id,
    cell: row.cell as Cell,
    traits: {
      segment: row.segment,
      productLines: JSON.parse(row.product_lines) as string[],
      size: row.size,
      requiredSkills: JSON.parse(row.required_skills) as string[],
      attributes: JSON.parse(row.attributes) as Record<string, string>,
    },
    earlier: places.map((place): EarlierPlace => ({ untilMs: place.until_ms, cell: place.cell as Cell })),
    named: names.map(toStatement),
  };
}
