/**
 * `npm run check:memory`: files of 100 MB as CSV, NDJSON, JSON and GeoJSON, plain and gzip, sent to the deployable bundle in workerd. The most
 * memory that the process holds during each, its database included, must stay within 64 MB of what it holds idle. `-- --megabytes 25` sends smaller files,
 * `--only text/csv` those of one media type.
 */
import { rmSync } from 'node:fs';
import { Readable } from 'node:stream';
import { parseArgs } from 'node:util';
import { createGzip } from 'node:zlib';
import { Checklist } from './checklist.ts';
import { createPlan } from './scale/create-plan.ts';
import { CSV_HEADER, csvRow, type MadeAccount, madeAccount } from './scale/made-accounts.ts';
import { bundleWorker, type ServedBundle, serveBundle } from './scale/served-bundle.ts';

const MOST_GROWTH_MB = 64;
const ROWS_PER_PIECE = 500;
const SETTLE_MS = 1_000;

interface Format {
  readonly mediaType: string;
  readonly open: string;
  readonly row: (account: MadeAccount, isFirst: boolean) => string;
  readonly close: string;
}

const FORMATS: readonly Format[] = [
  { mediaType: 'text/csv', open: CSV_HEADER, row: csvRow, close: '' },
  { mediaType: 'application/x-ndjson', open: '', row: (account) => `${JSON.stringify(account)}\n`, close: '' },
  {
    mediaType: 'application/json',
    open: '[',
    row: (account, isFirst) => `${isFirst ? '' : ',\n'}${JSON.stringify(account)}`,
    close: ']',
  },
  {
    mediaType: 'application/geo+json',
    open: '{"type":"FeatureCollection","features":[',
    row: (account, isFirst) => `${isFirst ? '' : ',\n'}${JSON.stringify(feature(account))}`,
    close: ']}',
  },
];

function feature({ id, lat, lng, ...properties }: MadeAccount) {
  return { type: 'Feature', id, geometry: { type: 'Point', coordinates: [lng, lat] }, properties };
}

/** A file of as many whole rows as stay within a size, made as it is read; `sent` counts them. */
function* pieces(format: Format, bytes: number, sent: { rows: number }): Generator<Buffer> {
  let [text, left] = [format.open, bytes - format.open.length - format.close.length];
  for (;;) {
    const row = format.row(madeAccount(sent.rows), sent.rows === 0);
    if (row.length > left) break;
    text += row;
    left -= row.length;
    sent.rows++;
    if (sent.rows % ROWS_PER_PIECE === 0) {
      yield Buffer.from(text);
      text = '';
    }
  }
  yield Buffer.from(text + format.close);
}

async function upload(served: ServedBundle, format: Format, bytes: number, isGzip: boolean): Promise<number> {
  const planId = await createPlan(served);
  const sent = { rows: 0 };
  const plain = Readable.from(pieces(format, bytes, sent));
  const body = Readable.toWeb(isGzip ? plain.pipe(createGzip({ level: 1 })) : plain) as ReadableStream<Uint8Array>;
  const answer = await fetch(`${served.origin}/v1/plans/${planId}/accounts`, {
    method: 'PUT',
    headers: {
      authorization: `Bearer ${served.key}`,
      'content-type': format.mediaType,
      ...(isGzip && { 'content-encoding': 'gzip' }),
    },
    body,
    duplex: 'half',
  } as RequestInit);
  const report = (await answer.json()) as { accepted?: number };
  if (report.accepted !== sent.rows)
    throw new Error(`${sent.rows} rows were sent: ${JSON.stringify(report).slice(0, 500)}`);
  return sent.rows;
}

const { values } = parseArgs({
  options: { megabytes: { type: 'string', default: '100' }, only: { type: 'string' } },
});
const bytes = Number(values.megabytes) * 1_000_000;
const checks = new Checklist();
const bundle = bundleWorker();
try {
  for (const format of FORMATS.filter(({ mediaType }) => mediaType === (values.only ?? mediaType))) {
    for (const isGzip of [false, true]) {
      // Each in a process of its own: what one leaves must not count for the next.
      const served = await serveBundle(bundle);
      try {
        await upload(served, format, 1_000, isGzip);
        await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
        served.workerd.resetPeak();
        const idleMb = served.workerd.heldMb();
        const rows = await upload(served, format, bytes, isGzip);
        const growthMb = served.workerd.peakMb() - idleMb;
        const name = `${rows} accounts in ${values.megabytes} MB of ${format.mediaType}${isGzip ? ', gzip' : ''}`;
        const figure = `${growthMb.toFixed(0)} MB above the ${idleMb.toFixed(0)} MB of idle`;
        checks.holds(`${name}: within ${MOST_GROWTH_MB} MB`, growthMb <= MOST_GROWTH_MB, figure);
      } finally {
        await served.stop();
      }
    }
  }
} finally {
  rmSync(bundle, { recursive: true, force: true });
}
process.exitCode = checks.end() === 0 ? 0 : 1;
