import type { AccountOwnership, OwnershipStore, PlanOwnership } from '../application/ownership-store.ts';
import type { GovernanceStore } from '../application/plan-log.ts';
import type { EarlierPlace } from '../domain/account-place.ts';
import type { AccountStatus } from '../domain/account-status.ts';
import { type Cell, parseResolution } from '../domain/cell.ts';
import type { Governance } from '../domain/governance.ts';
import type { KnownRep } from '../domain/ownership.ts';
import { planNotFound } from '../domain/plan.ts';
import type { NamedOwner } from '../domain/plan-event.ts';
import { ByteBoundedCache } from './byte-bounded-cache.ts';
import { type NamedRow, toStatement } from './plan-log.d1.ts';
import { RecentReads, type WriteOrder } from './recent-reads.ts';
import type { SharedRead, SharedReads } from './shared-reads.ts';

/** Plans of which an isolate keeps the head that it read a moment ago. */
const MAX_HEADS = 1_000;
/** Bytes of what an isolate keeps of plans. */
const CAPACITY_BYTES = 12_000_000;
const PLAN_BYTES = 1_000;
const REP_BYTES = 200;
/** Bytes of accounts that an isolate keeps, and about what one takes beside its texts. */
const ACCOUNTS_BYTES = 16_000_000;
const ACCOUNT_BYTES = 500;

interface HeadRow {
  readonly workspace_id: string;
  readonly plan_id: string;
  readonly plan_number: number;
  readonly finest_resolution: number;
  readonly catch_all: string | null;
  readonly reps_version: number;
  readonly set_number: number;
  /** Of the accounts of the set. */
  readonly version: number;
  readonly seq: number | null;
  readonly digest: string | null;
}

interface Head extends HeadRow {
  readonly readMs: number;
}

interface AccountRow {
  readonly at: number;
  readonly account_id: string;
  readonly cell: string;
  readonly segment: string | null;
  readonly product_lines: string;
  readonly size: string | null;
  readonly status: AccountStatus | null;
  readonly required_skills: string;
  readonly attributes: string;
}

type AskedAccount = readonly [workspaceId: string, planId: string, accountId: string];

/** What an isolate has read of a plan, and of which version. */
interface Held {
  readonly head: HeadRow;
  readonly ownership: Omit<PlanOwnership, 'asOfMs'>;
}

interface HeldAccount {
  readonly head: HeadRow;
  readonly account: AccountOwnership;
}

/** Accounts of one statement: with the longest ids there may be, what is bound stays below the 2 MB of D1. */
const MAX_ASKED = 1_000;

/** By workspace and plan. */
const held = new ByteBoundedCache<Held>(CAPACITY_BYTES);

/** By set and account: no two plans share a set. */
const heldAccounts = new ByteBoundedCache<HeldAccount>(ACCOUNTS_BYTES);

const HEADS = `SELECT workspace_id, plan_id, plans.plan_number, finest_resolution, catch_all, reps_version, set_number, version, log.seq, log.digest
  FROM plans JOIN account_sets USING (set_number) LEFT JOIN plan_log AS log ON log.plan_number = plans.plan_number
    AND log.seq = (SELECT max(seq) FROM plan_log WHERE plan_log.plan_number = plans.plan_number)
  WHERE (workspace_id, plan_id) IN (SELECT value ->> 0, value ->> 1 FROM json_each(?))`;

const REPS = `SELECT rep_id, name, NULL AS left_ms FROM reps WHERE plan_number = ?1
  UNION ALL SELECT rep_id, name, left_ms FROM departed_reps WHERE plan_number = ?1`;

const PLAN = 'SELECT plan_number FROM plans WHERE workspace_id = ?1 AND plan_id = ?2';
/** Accounts that are asked for, with the place in the list at which each is. */
const ASKED = `json_each(?) AS asked JOIN plans ON plans.workspace_id = asked.value ->> 0 AND plans.plan_id = asked.value ->> 1`;
const ACCOUNTS = `SELECT asked.key AS at, account_id, cell, segment, product_lines, size, status, required_skills, attributes
  FROM ${ASKED} JOIN accounts ON accounts.set_number = plans.set_number AND accounts.account_id = asked.value ->> 2`;
const EARLIER = `SELECT asked.key AS at, until_ms, cell
  FROM ${ASKED} JOIN account_places AS place ON place.plan_number = plans.plan_number AND place.account_id = asked.value ->> 2
  ORDER BY at, until_ms`;
const NAMED = `SELECT asked.key AS at, named.*
  FROM ${ASKED} JOIN named_accounts AS named ON named.plan_number = plans.plan_number AND named.account_id = asked.value ->> 2
  ORDER BY at, seq`;

/**
 * What decides who owns what, in D1. Each load reads one row, which says whether anything of what an isolate has read has changed since.
 */
export function ownershipStoreD1(
  db: D1Database,
  reads: SharedReads,
  order: WriteOrder,
  governances: GovernanceStore,
): OwnershipStore {
  async function readReps(planNumber: number): Promise<Map<string, KnownRep>> {
    const { results } = await db
      .prepare(REPS)
      .bind(planNumber)
      .all<{ rep_id: string; name: string; left_ms: number | null }>();
    return new Map(results.map((row) => [row.rep_id, { name: row.name, leftMs: row.left_ms }]));
  }

  const heads: SharedRead<readonly [workspaceId: string, planId: string], HeadRow | null> = {
    statements: (asked) => {
      const distinct = new Map(asked.map((pair) => [pair.join('/'), pair]));
      return [db.prepare(HEADS).bind(JSON.stringify([...distinct.values()]))];
    },
    pick: (asked, [rows = []]) => {
      const found = new Map((rows as HeadRow[]).map((row) => [`${row.workspace_id}/${row.plan_id}`, row]));
      return asked.map((pair) => found.get(pair.join('/')) ?? null);
    },
  };

  const accounts: SharedRead<AskedAccount, HeldAccount | null> = {
    statements: (asked) => {
      const list = JSON.stringify(asked);
      return [
        ...heads.statements(asked.map(planOf)),
        ...[ACCOUNTS, EARLIER, NAMED].map((sql) => db.prepare(sql).bind(list)),
      ];
    },
    pick: (asked, [plans = [], found = [], places = [], names = []]) => {
      const headAt = heads.pick(asked.map(planOf), [plans]);
      const byAt = new Map((found as AccountRow[]).map((row) => [row.at, row]));
      const earlier = Map.groupBy(places as PlaceRow[], (row) => row.at);
      const named = Map.groupBy(names as (NamedRow & { at: number })[], (row) => row.at);
      return asked.map((_, at) => {
        const [row, head] = [byAt.get(at), headAt[at]];
        if (row === undefined || !head) return null;
        return { head, account: toAccount(row, earlier.get(at) ?? [], named.get(at) ?? []) };
      });
    },
  };

  const recentHeads = new RecentReads<readonly [workspaceId: string, planId: string], Head>(order, {
    read: async (pair) => {
      const readMs = Date.now();
      const row = await reads.ask(heads, pair);
      return row && { ...row, readMs };
    },
    keyOf: (pair) => pair.join('/'),
    workspaceOf: ({ workspace_id }) => workspace_id,
    capacity: MAX_HEADS,
  });

  function keepAccount({ head, account }: HeldAccount): AccountOwnership {
    const bytes = ACCOUNT_BYTES + JSON.stringify(account).length;
    heldAccounts.keep(`${head.set_number}/${account.accountId}`, { head, account }, bytes);
    return account;
  }

  /** An account that was read before, where nothing of what decides about it has changed until the head was read. */
  function heldAccount(head: HeadRow | null, accountId: string): AccountOwnership | null {
    const known = head && heldAccounts.find(`${head.set_number}/${accountId}`);
    return known && isSameVersion(known.head, head) ? known.account : null;
  }

  return {
    recall(workspaceId, planId) {
      const head = recentHeads.recall([workspaceId, planId]);
      const known = head && held.find(`${workspaceId}/${planId}`);
      return head && known && isAt(known, head) ? { ...known.ownership, asOfMs: head.readMs } : null;
    },

    async load(workspaceId, planId, asOf) {
      const key = `${workspaceId}/${planId}`;
      const pair = [workspaceId, planId] as const;
      const head = asOf === 'now' ? await recentHeads.askNow(pair) : await recentHeads.ask(pair);
      if (head === null) throw planNotFound();
      const before = held.find(key);
      const isSamePlan = before !== null && before.head.plan_number === head.plan_number;
      const asOfMs = head.readMs;
      if (before !== null && isAt(before, head)) return { ...before.ownership, asOfMs };
      const governance =
        isSamePlan && isLogAt(before.ownership.governance, head)
          ? before.ownership.governance
          : await governances.load(workspaceId, planId);
      const hasSameReps = isSamePlan && before.head.reps_version === head.reps_version;
      const ownership = {
        governance,
        reps: hasSameReps ? before.ownership.reps : await readReps(head.plan_number),
        catchAll: head.catch_all === null ? null : (JSON.parse(head.catch_all) as NamedOwner),
        finestResolution: parseResolution(head.finest_resolution),
      };
      const bytes = PLAN_BYTES + governance.characters + REP_BYTES * ownership.reps.size;
      held.keep(key, { head, ownership }, Math.min(bytes, CAPACITY_BYTES));
      return { ...ownership, asOfMs };
    },

    recallAccount: (workspaceId, planId, accountId) =>
      heldAccount(recentHeads.recall([workspaceId, planId]), accountId),

    async account(workspaceId, planId, accountId) {
      const found = await reads.ask(accounts, [workspaceId, planId, accountId]);
      return found && keepAccount(found);
    },

    async accounts(workspaceId, planId, accountIds) {
      const head = recentHeads.recall([workspaceId, planId]);
      const found = accountIds.map((accountId) => heldAccount(head, accountId)).filter((account) => account !== null);
      const known = new Set(found.map(({ accountId }) => accountId));
      const unknown = accountIds.filter((accountId) => !known.has(accountId));
      for (let from = 0; from < unknown.length; from += MAX_ASKED) {
        const asked = unknown
          .slice(from, from + MAX_ASKED)
          .map((accountId): AskedAccount => [workspaceId, planId, accountId]);
        const answers = await db.batch<unknown>([...accounts.statements(asked)]);
        const rows = answers.map(({ results }) => results);
        found.push(...accounts.pick(asked, rows).flatMap((one) => (one === null ? [] : [keepAccount(one)])));
      }
      return new Map(found.map((account) => [account.accountId, account]));
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
  readonly at: number;
  readonly until_ms: number;
  readonly cell: string;
}

/** Whether nothing of what was read has changed since. */
function isAt({ head: before, ownership }: Held, head: HeadRow): boolean {
  return (
    before.plan_number === head.plan_number &&
    before.reps_version === head.reps_version &&
    before.catch_all === head.catch_all &&
    isLogAt(ownership.governance, head)
  );
}

function isSameVersion(before: HeadRow, head: HeadRow): boolean {
  return before.version === head.version && before.seq === head.seq && before.digest === head.digest;
}

function isLogAt({ end }: Governance, { seq, digest }: HeadRow): boolean {
  return end.seq === (seq ?? 0) && (seq === null || end.digest === digest);
}

function planOf([workspaceId, planId]: AskedAccount): readonly [workspaceId: string, planId: string] {
  return [workspaceId, planId];
}

function toAccount(row: AccountRow, places: readonly PlaceRow[], names: readonly NamedRow[]): AccountOwnership {
  return {
    accountId: row.account_id,
    cell: row.cell as Cell,
    traits: {
      segment: row.segment,
      productLines: JSON.parse(row.product_lines) as string[],
      size: row.size,
      status: row.status,
      requiredSkills: JSON.parse(row.required_skills) as string[],
      attributes: JSON.parse(row.attributes) as Record<string, string>,
    },
    earlier: places.map((place): EarlierPlace => ({ untilMs: place.until_ms, cell: place.cell as Cell })),
    named: names.map(toStatement),
  };
}
