import { ColumnMap } from '../domain/column-map.ts';
import type { RawRow } from '../domain/raw-row.ts';
import { objectRow } from './object-row.ts';
import type { RowReader } from './row-reader.ts';
import { splitJson } from './split-json.ts';

/** Reads a JSON array of accounts, or an object with the array in its member `accounts`. Throws `malformed-body` for anything else, `payload-too-large` for an account above 1 MB. */
export function readJson(stream: AsyncIterable<Uint8Array>, map: ColumnMap = new ColumnMap()): RowReader {
  const toRow = (value: unknown, line: number) => objectRow(value, line, map);
  return readJsonRows(stream, { rowsMember: 'accounts', bareArray: true, toRow });
}

interface JsonForm {
  /** Member that holds the rows. */
  readonly rowsMember: string;
  /** Whether the document may be the array itself. */
  readonly bareArray: boolean;
  readonly toRow: (value: unknown, line: number) => RawRow;
}

/** Reads a JSON document whose rows are the elements of one array. */
export function readJsonRows(stream: AsyncIterable<Uint8Array>, form: JsonForm): RowReader {
  const members = new Map<string, unknown>();
  async function* rows(): AsyncGenerator<RawRow> {
    for await (const { value, line } of splitJson(stream, { ...form, members })) yield form.toRow(value, line);
  }
  return { rows: rows(), columns: () => null, members: () => Object.fromEntries(members) };
}
