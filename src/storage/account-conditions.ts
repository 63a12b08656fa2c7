import type { StoredFilter } from '../application/account-filter.ts';
import type { GeoBox } from '../domain/geo-polygon.ts';
import { chunkJson } from './chunk-json.ts';
import { lineCondition } from './line-condition.ts';

/** A condition on rows of accounts, and the values of its parameters in their order. */
export interface Condition {
  readonly sql: string;
  readonly values: readonly (string | number)[];
}

/** The conditions that a filter makes, besides that rows are of one set. `set` is the statement that gives its number, with the values of its own parameters. */
export function accountConditions(filter: StoredFilter, set: Condition): Condition[] {
  const { boxes, segment, repId, status, text, cellRanges, line } = filter;
  const conditions = boxes.map(boxCondition);
  if (segment !== null) conditions.push({ sql: 'segment = ?', values: [segment] });
  if (repId !== null) conditions.push({ sql: 'rep_id = ?', values: [repId] });
  if (status === 'unknown') conditions.push({ sql: 'status IS NULL', values: [] });
  else if (status !== null) conditions.push({ sql: 'status = ?', values: [status] });
  if (text !== null) {
    const sql = '(instr(lower(account_id), lower(?)) > 0 OR instr(lower(name), lower(?)) > 0)';
    conditions.push({ sql, values: [text, text] });
  }
  if (line !== null) conditions.push(lineCondition(line));
  if (cellRanges !== null) conditions.push(rangesCondition(cellRanges, set));
  return conditions;
}

function boxCondition({ west, south, east, north }: GeoBox): Condition {
  const lng = west <= east ? 'lng BETWEEN ? AND ?' : '(lng >= ? OR lng <= ?)';
  return { sql: `lat BETWEEN ? AND ? AND ${lng}`, values: [south, north, west, east] };
}

/** Found by the index of cells, range by range: CROSS JOIN keeps the order of the two. */
function rangesCondition(ranges: NonNullable<StoredFilter['cellRanges']>, set: Condition): Condition {
  const held = accountsInRanges(ranges, set);
  if (held === null) return { sql: '0', values: [] };
  return { sql: `account_id IN (SELECT held.account_id FROM ${held.sql})`, values: held.values };
}

/** What follows FROM to get the rows `held` of accounts in ranges of cells, each with its `range`, a JSON array; null where there is no range. */
export function accountsInRanges(ranges: readonly (readonly unknown[])[], set: Condition): Condition | null {
  const chunks = chunkJson(ranges.map((range) => JSON.stringify(range)));
  if (chunks.length === 0) return null;
  const union = chunks.map(() => 'SELECT value FROM json_each(?)').join(' UNION ALL ');
  const sql = `(${union}) AS range CROSS JOIN accounts AS held
    ON held.set_number = (${set.sql}) AND held.cell BETWEEN range.value ->> 0 AND range.value ->> 1`;
  return { sql, values: [...chunks, ...set.values] };
}
