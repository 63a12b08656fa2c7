import type { RowFileReader } from '../application/row-upload.ts';
import type { Actual } from '../domain/actual.ts';
import { ColumnMap } from '../domain/column-map.ts';
import { CONTACT_FIELDS, type Contact } from '../domain/contact.ts';
import type { Deal } from '../domain/deal.ts';
import type { RawRow } from '../domain/raw-row.ts';
import { type CheckedRow, readActual } from '../domain/read-actual.ts';
import { readContact } from '../domain/read-contact.ts';
import { readDeal } from '../domain/read-deal.ts';
import { ACTUAL_FIELDS, DEAL_FIELDS, findUploadField, type UploadFields } from '../domain/upload-field.ts';
import { readCsv } from './csv.ts';
import { readJsonRows } from './json.ts';
import { readNdjson } from './ndjson.ts';
import { objectRow } from './object-row.ts';
import { pickReader } from './pick-reader.ts';
import type { RowReader } from './row-reader.ts';

/** Reads actuals as CSV, NDJSON or JSON, by media type. */
export const actualReader = rowFileReader<Actual>({
  rowsMember: 'actuals',
  fields: ACTUAL_FIELDS,
  needed: ['account', 'metric', 'period', 'value'],
  read: readActual,
});

/** Reads deals, likewise. */
export const dealReader = rowFileReader<Deal>({
  rowsMember: 'deals',
  fields: DEAL_FIELDS,
  needed: ['id', 'account', 'stage', 'amount', 'expectedClose'],
  read: readDeal,
});

/** Reads contacts, likewise. */
export const contactReader = rowFileReader<Contact>({
  rowsMember: 'contacts',
  fields: CONTACT_FIELDS,
  needed: ['id', 'account', 'email'],
  read: readContact,
});

interface RowFile<Item> {
  /** Member of a JSON document that holds the rows. */
  readonly rowsMember: string;
  readonly fields: UploadFields;
  /** Columns that a CSV must have. */
  readonly needed: string[];
  readonly read: (row: RawRow) => CheckedRow<Item>;
}

function rowFileReader<Item>({ rowsMember, fields, needed, read }: RowFile<Item>): RowFileReader<Item> {
  const csv = (stream: AsyncIterable<Uint8Array>, map: ColumnMap) => readCsv(stream, map, needed);
  const readers: Readonly<Record<string, typeof csv>> = {
    'text/csv': csv,
    'text/tab-separated-values': csv,
    'application/x-ndjson': readNdjson,
    'application/ndjson': readNdjson,
    'application/jsonl': readNdjson,
    'application/json': (stream, map) =>
      readJsonRows(stream, { rowsMember, bareArray: true, toRow: (value, line) => objectRow(value, line, map) }),
  };
  return {
    read(mediaType, body, columns) {
      const map = new ColumnMap(columns, [], (column) => findUploadField(fields, column));
      const reader = pickReader(readers, mediaType)(body, map);
      return { rows: checkedRows(reader, read), columns: () => map.uses() };
    },
  };
}

async function* checkedRows<Item>({ rows }: RowReader, read: RowFile<Item>['read']): AsyncGenerator<CheckedRow<Item>> {
  for await (const row of rows) yield read(row);
}
