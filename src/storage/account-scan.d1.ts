import type { AccountScan } from '../application/account-scan.ts';
import type { AccountStatus } from '../domain/account-status.ts';
import { accountsReplaced } from '../domain/accounts-replaced.ts';
import type { Cell } from '../domain/cell.ts';
import type { AccountTraits } from '../domain/rule-condition.ts';
import { andLine } from './line-condition.ts';
import { IN_FORCE, PLAN } from './plan-selects.ts';

/** Few enough to be garbage at once; a million accounts are 200 queries. */
const ACCOUNTS_PER_PAGE = 5_000;

/** Of rows without names, places and attributes: a million accounts are 100 queries. */
const PROFILES_PER_PAGE = 10_000;

/** Fields by which accounts can be told apart, and their columns. */
const COLUMNS: Readonly<Record<string, string>> = { segment: 'segment', size: 'size', repId: 'rep_id', name: 'name' };

/** What rules look at, beside skills: columns, and their values. */
export const TRAITS = 'segment, product_lines, size, attributes, status';

export type TraitValues = [
  ...[segment: string | null, productLines: string, size: string | null, attributes: string],
  status: AccountStatus | null,
];

type Row = [...[string, string, number, number, Cell, string | null, string, string | null], ...Partial<TraitValues>];

type ProfileRow = [
  ...[id: string, cell: Cell, status: AccountStatus | null, repId: string | null, skills: string],
  ...[segment: string | null, size: string | null, productLines: string, ...values: number[]],
];

/** Scans accounts in D1. */
export function accountScanD1(db: D1Database): AccountScan {
  return {
    async *pages(workspaceId, plan, { key, line, withTraits }) {
      const within = andLine(line);
      const findSet = () => db.prepare(IN_FORCE).bind(workspaceId, plan.planId).first<number>('set_number');
      const column = key === null ? undefined : Object.hasOwn(COLUMNS, key) ? COLUMNS[key] : undefined;
      const setNumber = await findSet();
      // A label on the right of ->> is a member's name, unless it starts with a dollar.
      const statement = db.prepare(
        `SELECT account_id, name, lat, lng, cell, rep_id, required_skills, ${column ?? 'attributes ->> ?5'}${withTraits ? `, ${TRAITS}` : ''}
         FROM accounts
         WHERE set_number = (${IN_FORCE} AND set_number = ?3) AND account_id > ?4${within.sql}
         ORDER BY account_id LIMIT ${ACCOUNTS_PER_PAGE}`,
      );
      const label =
        key === null || column !== undefined ? [] : [key.startsWith('$') ? `$.${JSON.stringify(key)}` : key];
      const value = column === undefined ? [label[0] ?? null] : [];
      for (let after = ''; ; ) {
        const rows = await statement
          .bind(workspaceId, plan.planId, setNumber, after, ...value, ...within.values)
          .raw<Row>();
        // A set that is no longer in force gives nothing: what came before must not be taken for all of it.
        if (rows.length < ACCOUNTS_PER_PAGE && setNumber !== (await findSet())) throw accountsReplaced();
        yield rows.map(([id, name, lat, lng, cell, repId, skills, value, ...traits]) => {
          const requiredSkills = labels(skills);
          return {
            ...{ id, name, lat, lng, cell, repId, key: value, requiredSkills },
            traits: withTraits ? traitsOf(requiredSkills, ...traits) : null,
          };
        });
        const last = rows.at(-1);
        if (last === undefined || rows.length < ACCOUNTS_PER_PAGE) return;
        [after] = last;
      }
    },

    async *profiles(workspaceId, plan, line, metrics) {
      const within = andLine(line);
      const findSet = () => db.prepare(IN_FORCE).bind(workspaceId, plan.planId).first<number>('set_number');
      const setNumber = await findSet();
      const statement = db.prepare(
        `SELECT account_id, cell, status, rep_id, required_skills, segment, size, product_lines${metrics.map((at) => `, metric_${at + 1}`).join('')}
         FROM accounts
         WHERE set_number = (${IN_FORCE} AND set_number = ?3) AND account_id > ?4${within.sql}
         ORDER BY account_id LIMIT ${PROFILES_PER_PAGE}`,
      );
      for (let after = ''; ; ) {
        const rows = await statement
          .bind(workspaceId, plan.planId, setNumber, after, ...within.values)
          .raw<ProfileRow>();
        if (rows.length < PROFILES_PER_PAGE && setNumber !== (await findSet())) throw accountsReplaced();
        yield rows.map(([, cell, status, repId, skills, segment, size, productLines, ...values]) => ({
          ...{ cell, status: status ?? 'unknown', repId, segment, size, values },
          requiredSkills: labels(skills),
          productLines: labels(productLines),
        }));
        const last = rows.at(-1);
        if (last === undefined || rows.length < PROFILES_PER_PAGE) return;
        [after] = last;
      }
    },

    async everNamed(workspaceId, planId, after, limit) {
      const { results } = await db
        .prepare(
          `SELECT DISTINCT account_id FROM named_accounts
           WHERE plan_number = (${PLAN}) AND account_id > ?3
           ORDER BY account_id LIMIT ?4`,
        )
        .bind(workspaceId, planId, after, limit)
        .all<{ account_id: string }>();
      return results.map((row) => row.account_id);
    },
  };
}

function labels(text: string): string[] {
  return text === '[]' ? [] : (JSON.parse(text) as string[]);
}

/** What rules look at, from a row's columns. */
export function traitsOf(
  requiredSkills: readonly string[],
  segment: string | null = null,
  productLines = '[]',
  size: string | null = null,
  attributes = '{}',
  status: AccountStatus | null = null,
): AccountTraits {
  return {
    ...{ segment, size, status, requiredSkills },
    productLines: JSON.parse(productLines) as string[],
    attributes: JSON.parse(attributes) as Record<string, string>,
  };
}
