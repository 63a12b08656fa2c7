import type { AccountReader, AccountUpload, ReadOptions } from '../application/account-reader.ts';
import { ColumnMap, type ColumnUse } from '../domain/column-map.ts';
import { Failure } from '../domain/failure.ts';
import { inferMetrics } from '../domain/infer-metrics.ts';
import type { RawRow } from '../domain/raw-row.ts';
import { readAccount, type UploadRow } from '../domain/read-account.ts';
import { shorten } from '../domain/shorten.ts';
import { readCsv } from './csv.ts';
import { readGeojson } from './geojson.ts';
import { readJson } from './json.ts';
import { readNdjson } from './ndjson.ts';
import { pickReader } from './pick-reader.ts';
import type { RowReader } from './row-reader.ts';

/** Rows from which metrics are inferred where none are declared. */
const INFERENCE_ROWS = 1_000;

const READERS: Readonly<Record<string, (stream: AsyncIterable<Uint8Array>, map: ColumnMap) => RowReader>> = {
  'text/csv': readCsv,
  'text/tab-separated-values': readCsv,
  'application/x-ndjson': readNdjson,
  'application/ndjson': readNdjson,
  'application/jsonl': readNdjson,
  'application/json': readJson,
  'application/geo+json': readGeojson,
};

/** Reads accounts as CSV, NDJSON, JSON or GeoJSON, by media type. */
export const accountReader: AccountReader = {
  read(mediaType, body, options) {
    const map = new ColumnMap(options.columns, options.declaredMetrics ?? []);
    return new Upload(pickReader(READERS, mediaType)(body, map), map, options);
  },
};

class Upload implements AccountUpload {
  readonly rows: AsyncIterable<UploadRow>;
  readonly #reader: RowReader;
  readonly #map: ColumnMap;
  #metrics: readonly string[];

  constructor(reader: RowReader, map: ColumnMap, { declaredMetrics, countMetrics }: ReadOptions) {
    this.#reader = reader;
    this.#map = map;
    this.#metrics = declaredMetrics ?? [];
    this.rows = this.#read(declaredMetrics, countMetrics ?? new Set());
  }

  metrics(): readonly string[] {
    return this.#metrics;
  }

  members(): Readonly<Record<string, unknown>> {
    return this.#reader.members();
  }

  columns(): readonly ColumnUse[] {
    return this.#map.uses();
  }

  async *#read(declaredMetrics: readonly string[] | null, counts: ReadonlySet<string>): AsyncGenerator<UploadRow> {
    const rows = this.#reader.rows[Symbol.asyncIterator]();
    const head = await takeRows(rows, declaredMetrics === null ? INFERENCE_ROWS : 1);
    if (head.length === 0) throw emptyFile(this.#reader.columns());
    if (declaredMetrics === null) this.#metrics = inferMetrics(head);
    else checkColumns(declaredMetrics, this.#reader.columns());
    const metricNames = new Set(this.#metrics);
    for (const row of head.splice(0)) yield readAccount(row, metricNames, counts);
    for (let next = await rows.next(); !next.done; next = await rows.next())
      yield readAccount(next.value, metricNames, counts);
  }
}

async function takeRows(rows: AsyncIterator<RawRow>, limit: number): Promise<RawRow[]> {
  const taken: RawRow[] = [];
  while (taken.length < limit) {
    const { done, value } = await rows.next();
    if (done) break;
    taken.push(value);
  }
  return taken;
}

function emptyFile(columns: readonly string[] | null): Failure {
  return new Failure('invalid-rows', 'the file holds no accounts', [
    {
      field: '',
      value: '',
      detail: columns === null ? 'is empty' : 'has a header and no rows',
      remedy: 'send a header line such as id,name,lat,lng,revenue and one line per account',
    },
  ]);
}

function checkColumns(declared: readonly string[], columns: readonly string[] | null): void {
  const missing = columns === null ? [] : declared.filter((metric) => !columns.includes(metric));
  if (missing.length === 0) return;
  throw new Failure(
    'invalid-rows',
    `the metric ${missing.join(', ')} is no column of the file`,
    missing.map((metric) => ({
      field: metric,
      value: '',
      detail: `is missing: the file has the columns ${shorten((columns ?? []).join(', '))}`,
      remedy: 'add the column, or declare other metrics',
    })),
  );
}
