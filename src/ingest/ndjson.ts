import { ColumnMap } from '../domain/column-map.ts';
import { decodeText } from '../domain/decode-text.ts';
import { Failure } from '../domain/failure.ts';
import { parseJson } from '../domain/parse-json.ts';
import { faultyRow, type RawRow } from '../domain/raw-row.ts';
import { shorten } from '../domain/shorten.ts';
import { objectRow } from './object-row.ts';
import { rechunk } from './rechunk.ts';
import { MAX_ROW_LENGTH, type RowReader } from './row-reader.ts';

/** Reads newline-delimited JSON: an object per line. A line that is not one is a faulty row; the rest is read on. Throws `malformed-body` for text that is not UTF-8, `payload-too-large` for a line above 1 MB. */
export function readNdjson(stream: AsyncIterable<Uint8Array>, map: ColumnMap = new ColumnMap()): RowReader {
  return { rows: rows(stream, map), columns: () => null, members: () => ({}) };
}

async function* rows(stream: AsyncIterable<Uint8Array>, map: ColumnMap): AsyncGenerator<RawRow> {
  let line = 0;
  let rest = '';
  for await (const chunk of decodeText(rechunk(stream))) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const text of lines) {
      line++;
      if (text.trim() !== '') yield readLine(text, line, map);
    }
    if (rest.length > MAX_ROW_LENGTH) {
      throw new Failure('payload-too-large', `line ${line + 1} is longer than 1 MB: send one object per line`);
    }
  }
  if (rest.trim() !== '') yield readLine(rest, line + 1, map);
}

function readLine(text: string, line: number, map: ColumnMap): RawRow {
  try {
    return objectRow(parseJson(text), line, map);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const remedy = 'send one JSON object per line';
    return faultyRow(line, { field: '', value: shorten(text), detail: 'is not a JSON object', remedy });
  }
}
