import { parse } from 'csv-parse/stream';
import { ColumnMap } from '../domain/column-map.ts';
import { Failure } from '../domain/failure.ts';
import { unguardFormula } from '../domain/formula-safe.ts';
import { faultyRow, type RawRow } from '../domain/raw-row.ts';
import { shorten } from '../domain/shorten.ts';
import { checkUtf8 } from './check-utf8.ts';
import { detectDelimiter, readHeader } from './csv-header.ts';
import { rechunk } from './rechunk.ts';
import { MAX_ROW_LENGTH, type RowReader } from './row-reader.ts';

/**
 * Reads CSV with a header line: commas, semicolons or tabs, quotes with line breaks and doubled quotes inside, any line ends, a byte order mark.
 *
 * An apostrophe that keeps a text from being a formula, as our exports write it, is taken away.
 *
 * Errors: `invalid-rows` for a header without the `needed` columns; `malformed-body` for text that is not UTF-8; `payload-too-large` for a
 * row above 1 MB. A row with more values than the header has names is a faulty row.
 */
export function readCsv(
  stream: AsyncIterable<Uint8Array>,
  map: ColumnMap = new ColumnMap(),
  needed = ['id', 'lat', 'lng'],
): RowReader {
  let columns: readonly string[] | null = null;
  async function* rows(): AsyncGenerator<RawRow> {
    let nextLine = 1;
    try {
      for await (const batch of recordBatches(stream)) {
        for (const record of batch) {
          const line = nextLine;
          nextLine += 1 + record.reduce((breaks, value) => breaks + lineBreaks(value), 0);
          if (record.length === 1 && record[0]?.trim() === '') continue;
          if (columns === null) columns = readHeader(record, line, map, needed);
          else yield toRow(line, columns, record);
        }
      }
    } catch (error) {
      const { code } = error as { code?: string };
      if (code === 'CSV_MAX_RECORD_SIZE') {
        const detail = `the row that starts on line ${nextLine} is longer than 1 MB: is a quote never closed?`;
        throw new Failure('payload-too-large', detail);
      }
      if (code !== 'CSV_QUOTE_NOT_CLOSED') throw error;
      const fault = { field: '', value: '', detail: 'has a quote that is never closed', remedy: 'close or double it' };
      yield faultyRow(nextLine, fault);
    }
  }
  return { rows: rows(), columns: () => columns, members: () => ({}) };
}

/** The records of each chunk. Taken from the callback, because an error empties the parser's own queue. */
async function* recordBatches(stream: AsyncIterable<Uint8Array>): AsyncGenerator<string[][]> {
  const chunks = checkUtf8(rechunk(stream));
  const first = await chunks.next();
  if (first.done) return;
  let batch: string[][] = [];
  const parser = parse({
    bom: true,
    delimiter: detectDelimiter(first.value),
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    relax_quotes: true,
    max_record_size: MAX_ROW_LENGTH,
    on_record(record: string[]) {
      batch.push(record);
      return null;
    },
  });
  const writer: WritableStreamDefaultWriter<Uint8Array> = parser.writable.getWriter();
  // An error of the last step shows on the readable side alone.
  const { closed } = parser.readable.getReader();
  writer.closed.catch(() => {});
  closed.catch(() => {});
  try {
    let chunk: IteratorResult<Uint8Array, undefined> = first;
    for (; !chunk.done; chunk = await chunks.next()) {
      await writer.write(chunk.value);
      yield batch;
      batch = [];
    }
    await writer.close();
    await closed;
  } catch (error) {
    yield batch;
    throw error;
  }
  yield batch;
}

function toRow(line: number, columns: readonly string[], record: readonly string[]): RawRow {
  if (record.length > columns.length && record.slice(columns.length).some((value) => value.trim() !== '')) {
    return faultyRow(line, {
      field: '',
      value: shorten(record.join(',')),
      detail: `has ${record.length} values where the header has ${columns.length} names`,
      remedy: 'put values that hold the delimiter or a quote in quotes',
    });
  }
  const fields = new Map<string, unknown>();
  for (let i = 0; i < columns.length; i++) {
    const column = columns[i] as string;
    const value = record[i];
    if (column !== '') fields.set(column, value === undefined ? value : unguardFormula(value));
  }
  return { line, fields };
}

function lineBreaks(value: string): number {
  return value.includes('\n') || value.includes('\r') ? (value.match(/\r\n|\n|\r/g)?.length ?? 0) : 0;
}
