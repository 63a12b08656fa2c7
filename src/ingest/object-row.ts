import type { ColumnMap } from '../domain/column-map.ts';
import { faultyRow, type RawRow } from '../domain/raw-row.ts';
import { shorten } from '../domain/shorten.ts';

type JsonObject = Readonly<Record<string, unknown>>;

/** Whether a JSON value is an object, not an array or null. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A JSON object as a row: its members are columns, but for `metrics` and `attributes` where they are objects themselves. */
export function objectRow(value: unknown, line: number, map: ColumnMap): RawRow {
  if (!isObject(value)) {
    const remedy = 'send an object such as {"id": "a1", "lat": 40.7, "lng": -74.0}';
    return faultyRow(line, { field: '', value: shorten(JSON.stringify(value)), detail: 'is not an object', remedy });
  }
  const columns: [string, unknown][] = [];
  let metrics: ReadonlyMap<string, unknown> | undefined;
  let attributes: ReadonlyMap<string, unknown> | undefined;
  for (const [name, member] of Object.entries(value)) {
    if (name === 'metrics' && isObject(member)) metrics = new Map(Object.entries(member));
    else if (name === 'attributes' && isObject(member)) attributes = new Map(Object.entries(member));
    else columns.push([name, member]);
  }
  const fields = new Map(map.rename(columns));
  return { line, fields, ...(metrics && { metrics }), ...(attributes && { attributes }) };
}
