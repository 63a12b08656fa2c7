import type { TerritoryFile, TerritoryFileOptions, TerritoryFileReader } from '../application/territory-file.ts';
import { ColumnMap } from '../domain/column-map.ts';
import { decodeText } from '../domain/decode-text.ts';
import { Failure } from '../domain/failure.ts';
import { parseJson } from '../domain/parse-json.ts';
import { readTerritoryShapes } from '../domain/read-territory-shapes.ts';
import { TerritoryTable } from '../domain/territory-table.ts';
import { readCsv } from './csv.ts';
import { readJsonRows } from './json.ts';
import { objectRow } from './object-row.ts';
import { pickReader } from './pick-reader.ts';
import type { RowReader } from './row-reader.ts';

type Reader = (body: ReadableStream<Uint8Array>, options: TerritoryFileOptions) => Promise<TerritoryFile>;

const READERS: Readonly<Record<string, Reader>> = {
  async 'application/geo+json'(body, { properties }) {
    let text = '';
    for await (const part of decodeText(body)) text += part;
    return { by: 'polygon', from: 'geojson', shapes: readTerritoryShapes(parseJson(text), properties) };
  },
  async 'text/csv'(body, { key }) {
    const rows = readCsv(body, columnsOf(key), [key ?? 'account', 'territory']);
    return tableOf('csv', rows, key);
  },
  async 'application/json'(body, { key }) {
    const map = columnsOf(key);
    const toRow = (value: unknown, line: number) => objectRow(value, line, map);
    return tableOf('json', readJsonRows(body, { rowsMember: 'rows', bareArray: true, toRow }), key);
  },
};

/** Reads territories as GeoJSON, CSV or JSON, by media type. */
export const territoryFileReader: TerritoryFileReader = {
  read: (mediaType, body, options) => pickReader(READERS, mediaType)(body, options),
};

/** Columns by our names in any case; the attribute's by its own. */
function columnsOf(key: string | null): ColumnMap {
  const known = ['account', 'territory', 'name', 'rep', 'repId'];
  return new ColumnMap(new Map(), key === null ? [] : [key], (column) => {
    const name = known.find((one) => one.toLowerCase() === column.toLowerCase());
    return name === undefined ? null : { name, rank: -1 };
  });
}

async function tableOf(from: 'csv' | 'json', { rows }: RowReader, key: string | null): Promise<TerritoryFile> {
  const table = new TerritoryTable(key ?? 'account');
  for await (const row of rows) table.add(row);
  if (table.violationCount > 0 || table.size === 0) {
    const detail = table.size === 0 && table.violationCount === 0 ? 'the file has no row' : 'rows are bad';
    throw new Failure('invalid-rows', `${detail}: nothing is imported`, table.violations, table.violationCount);
  }
  return { by: key === null ? 'account' : 'key', from, table };
}
