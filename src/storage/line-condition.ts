import { STATUS_GROUPS } from '../domain/account-status.ts';
import type { LineFilter } from '../domain/line.ts';
import type { Condition } from './account-conditions.ts';

/** The condition on rows of accounts that they are in a line. It may be null where it does not hold, and has five parameters at most. */
export function lineCondition({ segments, productLines, sizes, statuses, skills, attributes }: LineFilter): Condition {
  const conditions: Condition[] = [];
  const listed = 'IN (SELECT value FROM json_each(?))';
  const among = (sql: string, values: readonly string[] | undefined) => {
    if (values !== undefined) conditions.push({ sql, values: [JSON.stringify(values)] });
  };
  among(`segment ${listed}`, segments);
  among(`size ${listed}`, sizes);
  if (statuses !== undefined) {
    const named = STATUS_GROUPS.filter((status) => statuses.includes(status)).map((status) => `'${status}'`);
    conditions.push({ sql: `COALESCE(status, 'unknown') IN (${named.join(', ')})`, values: [] });
  }
  among(`EXISTS (SELECT 1 FROM json_each(product_lines) WHERE value ${listed})`, productLines);
  among(`EXISTS (SELECT 1 FROM json_each(required_skills) WHERE value ${listed})`, skills);
  // Every attribute that is named is there with one of its values.
  const held = `SELECT 1 FROM json_each(attributes) AS held WHERE held.key = named.key
    AND held.value IN (SELECT value FROM json_each(named.value))`;
  if (attributes !== undefined) {
    const sql = `NOT EXISTS (SELECT 1 FROM json_each(?) AS named WHERE NOT EXISTS (${held}))`;
    conditions.push({ sql, values: [JSON.stringify(attributes)] });
  }
  return {
    sql: `(${conditions.map(({ sql }) => sql).join(' AND ')})`,
    values: conditions.flatMap((one) => one.values),
  };
}

/** What is added to a condition so that it holds for accounts of a line alone; its parameters come after all others. */
export function andLine(line: LineFilter | null): Condition {
  if (line === null) return { sql: '', values: [] };
  const { sql, values } = lineCondition(line);
  return { sql: ` AND ${sql}`, values };
}
