import type { RepReader } from '../application/rep-store.ts';
import { ColumnMap } from '../domain/column-map.ts';
import { readRep } from '../domain/read-rep.ts';
import { findRepField } from '../domain/rep.ts';
import { readCsv } from './csv.ts';
import { readJsonRows } from './json.ts';
import { readNdjson } from './ndjson.ts';
import { objectRow } from './object-row.ts';
import { pickReader } from './pick-reader.ts';
import type { RowReader } from './row-reader.ts';

const READERS: Readonly<Record<string, (stream: AsyncIterable<Uint8Array>, map: ColumnMap) => RowReader>> = {
  'application/json': (stream, map) =>
    readJsonRows(stream, {
      rowsMember: 'reps',
      bareArray: true,
      toRow: (value, line) => objectRow(value, line, map),
    }),
  'text/csv': (stream, map) => readCsv(stream, map, ['id']),
  'application/x-ndjson': readNdjson,
};

/** Reads reps as JSON, CSV or NDJSON, by media type. */
export const repReader: RepReader = {
  read(mediaType, body) {
    const map = new ColumnMap(new Map(), [], (column) => {
      const name = findRepField(column);
      return name === null ? null : { name, rank: -1 };
    });
    const { rows } = pickReader(READERS, mediaType)(body, map);
    return readRows(rows);
  },
};

async function* readRows(rows: RowReader['rows']) {
  for await (const row of rows) yield readRep(row);
}
