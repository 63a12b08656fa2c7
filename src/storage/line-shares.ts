import type { CellShares, SharedAccount } from '../application/account-store.ts';
import type { Page, PageRequest } from '../application/page.ts';
import { accountsReplaced } from '../domain/accounts-replaced.ts';
import type { Cell } from '../domain/cell.ts';
import { cellNumber } from '../domain/cell-number.ts';
import type { LineFilter } from '../domain/line.ts';
import type { Plan } from '../domain/plan.ts';
import type { Condition } from './account-conditions.ts';
import { lineCondition } from './line-condition.ts';
import { IN_FORCE, IN_FORCE_NEXT } from './plan-selects.ts';

/** Accounts of one query, or as many as one cell has. */
const ACCOUNTS_PER_PAGE = 20_000;

/** Which of some lines an account is in, as a number whose bits they are. */
function lineBits(lines: readonly (LineFilter | null)[]): Condition {
  const conditions = lines.map((line) => (line === null ? { sql: '1', values: [] } : lineCondition(line)));
  const sql = conditions.map((condition, bit) => `(((${condition.sql}) IS TRUE) << ${bit})`).join(' | ');
  return { sql, values: conditions.flatMap(({ values }) => values) };
}

/** See `AccountStore.sharePages`. Cost: the accounts are read once. */
export async function* sharePages(
  db: D1Database,
  workspaceId: string,
  plan: Plan,
  lines: readonly (LineFilter | null)[],
): AsyncGenerator<CellShares> {
  const findSet = () => db.prepare(IN_FORCE).bind(workspaceId, plan.planId).first<number>('set_number');
  const setNumber = await findSet();
  const bits = lineBits(lines);
  const within = `set_number = (${IN_FORCE_NEXT} AND set_number = ?) AND cell > ?`;
  // A page ends with a whole cell: the one of the account that is so many further on.
  const last = db.prepare(
    `SELECT cell FROM accounts WHERE ${within} ORDER BY cell LIMIT 1 OFFSET ${ACCOUNTS_PER_PAGE - 1}`,
  );
  const counted = db.prepare(
    `SELECT cell, bits, COUNT(*) FROM (SELECT cell, ${bits.sql} AS bits FROM accounts
       WHERE ${within} AND cell <= ?) WHERE bits > 0 GROUP BY cell, bits ORDER BY cell, bits`,
  );
  for (let from = ''; ; ) {
    const until = await last.bind(workspaceId, plan.planId, setNumber, from).first<string>('cell');
    const rows = await counted
      .bind(...bits.values, workspaceId, plan.planId, setNumber, from, until ?? 'g')
      .raw<[string, number, number]>();
    if (until === null && setNumber !== (await findSet())) throw accountsReplaced();
    yield {
      cells: BigUint64Array.from(rows, ([cell]) => cellNumber(cell as Cell)),
      lines: Uint32Array.from(rows, ([, own]) => own),
      counts: Float64Array.from(rows, ([, , count]) => count),
    };
    if (until === null) return;
    from = until;
  }
}

/** See `AccountStore.listShared`. */
export async function listShared(
  db: D1Database,
  workspaceId: string,
  plan: Plan,
  lines: readonly (LineFilter | null)[],
  { cursor, limit }: PageRequest,
): Promise<Page<SharedAccount>> {
  const bits = lineBits(lines);
  const { results } = await db
    .prepare(
      `SELECT * FROM (SELECT account_id AS accountId, name, cell, ${bits.sql} AS lines FROM accounts
         WHERE set_number = (${IN_FORCE_NEXT}) AND account_id > ?)
       WHERE lines & (lines - 1) ORDER BY accountId LIMIT ?`,
    )
    .bind(...bits.values, workspaceId, plan.planId, cursor ?? '', limit)
    .all<SharedAccount>();
  return { items: results, next: results.length === limit ? (results.at(-1)?.accountId ?? null) : null };
}
