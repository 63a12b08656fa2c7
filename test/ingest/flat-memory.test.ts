import { expect, test } from 'vitest';
import { NotedReps } from '../../src/application/noted-reps.ts';
import type { Ports } from '../../src/application/ports.ts';
import { uploadAccounts } from '../../src/application/upload-accounts.ts';
import { parseResolution } from '../../src/domain/cell.ts';
import type { Plan } from '../../src/domain/plan.ts';
import { DEFAULT_QUALITY_WEIGHTS } from '../../src/domain/quality-weights.ts';
import { accountReader } from '../../src/ingest/account-reader.ts';
import { encodeAccount } from '../../src/storage/account-row.ts';

interface Format {
  readonly mediaType: string;
  readonly open: string;
  readonly row: (i: number) => string;
  readonly close: string;
}

const JSON_ROW = (i: number) => `{"id":"a${i}","lat":${i % 80},"lng":${i % 170},"revenue":${i % 9}}`;
const FEATURE = (i: number) =>
  `{"type":"Feature","id":"a${i}","geometry":{"type":"Point","coordinates":[${i % 170},${i % 80}]},"properties":{"revenue":1}}`;

const FORMATS: readonly Format[] = [
  {
    mediaType: 'text/csv',
    open: 'id,lat,lng,revenue\n',
    row: (i) => `a${i},${i % 80},${i % 170},${i % 9}\n`,
    close: '',
  },
  { mediaType: 'application/x-ndjson', open: '', row: (i) => `${JSON_ROW(i)}\n`, close: '' },
  { mediaType: 'application/json', open: '[', row: (i) => `${i === 0 ? '' : ','}${JSON_ROW(i)}`, close: ']' },
  {
    mediaType: 'application/geo+json',
    open: '{"type":"FeatureCollection","features":[',
    row: (i) => `${i === 0 ? '' : ','}${FEATURE(i)}`,
    close: ']}',
  },
];

/** Rows made only when they are asked for, a thousand at a time. */
function generate({ open, row, close }: Format, rows: number) {
  const encoder = new TextEncoder();
  const made = { rows: 0 };
  const body = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        if (made.rows === rows) return controller.close();
        let text = made.rows === 0 ? open : '';
        for (const end = Math.min(rows, made.rows + 1_000); made.rows < end; made.rows++) text += row(made.rows);
        controller.enqueue(encoder.encode(made.rows === rows ? text + close : text));
      },
    },
    { highWaterMark: 0 },
  );
  return { body, made };
}

/** Uploads generated rows into a store that counts; answers the most rows that were made and not yet stored. */
async function mostRowsHeld(format: Format, rows: number, mode: 'merge' | 'replace' = 'merge'): Promise<number> {
  const { body, made } = generate(format, rows);
  let stored = 0;
  let most = 0;
  const plan: Plan = {
    planId: 'pln_1',
    name: 'Generated',
    metrics: [],
    metricDetails: [],
    finestResolution: parseResolution(9),
    catchAll: null,
    tolerance: 0.1,
    timeZone: 'UTC',
    approvalRequired: false,
    valueMetric: null,
    potentialMetric: null,
    quality: { weights: DEFAULT_QUALITY_WEIGHTS },
    createdAt: '2027-01-01T00:00:00.000Z',
  };
  const ports = {
    accountReader,
    plans: {
      find: async () => plan,
      declareMetrics: async (_: string, __: string, metrics: readonly string[]) => metrics,
    },
    accountSets: {
      sweep: async () => {},
      stage: async () => ({ setNumber: 1 }),
      openInForce: async () => ({ setNumber: 1 }),
      putInForce: async () => {},
      encode: encodeAccount,
      async upsert(_: unknown, __: Plan, ___: string, chunk: readonly unknown[]) {
        most = Math.max(most, made.rows - stored);
        stored += chunk.length;
        return [];
      },
    },
  } as unknown as Ports;
  const file = { mediaType: format.mediaType, body, columns: new Map<string, string>() };
  const options = { mode, onError: 'skip', dryRun: false } as const;
  const report = await uploadAccounts(ports, 'wsp_1', plan.planId, file, options, new NotedReps());
  expect(report).toMatchObject({ accepted: rows, rejected: 0, metrics: ['revenue'] });
  return most;
}

test.each(FORMATS.map((format) => [format.mediaType, format] as const))(
  'an upload of %s holds as many rows of a long file as of a short one',
  async (_, format) => {
    const short = await mostRowsHeld(format, 20_000);
    expect(short).toBeLessThan(12_000);
    expect(await mostRowsHeld(format, 120_000)).toBeLessThanOrEqual(short + 1_000);
  },
);

test('an upload that replaces holds no more than one that merges', async () => {
  const [csv] = FORMATS as [Format];
  expect(await mostRowsHeld(csv, 120_000, 'replace')).toBe(await mostRowsHeld(csv, 120_000));
});
