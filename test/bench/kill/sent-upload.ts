import { type MadeAccount, madeAccount, madeCsv } from '../scale/made-accounts.ts';

/** Rows of one upload: three chunks, so that a kill finds it half-way. */
export const ROWS = 15_000;

/** An upload of made-up accounts, and what is known of it. */
export interface SentUpload {
  readonly planId: string;
  /** `merge` as rows come, `staged` all at once at the end, `replace` in place of all others. */
  readonly kind: 'merge' | 'staged' | 'replace';
  readonly from: number;
  readonly version: number;
  readonly idempotencyKey: string;
  /** Whether it was answered with success. */
  acknowledged: boolean;
}

const QUERIES = { merge: '', staged: '?onError=reject', replace: '?mode=replace' } as const;

/** Sends an upload, or sends it again. Throws where the connection breaks. */
export function sendUpload(origin: string, key: string, upload: SentUpload): Promise<Response> {
  return fetch(`${origin}/v1/plans/${upload.planId}/accounts${QUERIES[upload.kind]}`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'text/csv', 'idempotency-key': upload.idempotencyKey },
    body: madeCsv(upload.from, upload.from + ROWS, upload.version),
  });
}

/** An account as an export writes it. */
type Exported = Omit<MadeAccount, 'revenue' | 'visits'> & { readonly metrics: Readonly<Record<string, number>> };

/** How many of a plan's accounts an upload has written. */
export function countRows(lines: readonly string[], { version }: SentUpload): number {
  return lines.filter((line) => (JSON.parse(line) as Exported).name.endsWith(` of version ${version}`)).length;
}

/** What is wrong with the accounts that a plan has, by the uploads to it in their order; null where nothing is. */
export function findLoss(lines: readonly string[], uploads: readonly SentUpload[]): string | null {
  const versions = new Map<string, number>();
  for (const line of lines) {
    const row = JSON.parse(line) as Exported;
    const number = Number(row.id.slice('acc-'.length));
    const version = uploads.map((upload) => upload.version).find((one) => isWhole(row, madeAccount(number, one)));
    if (version === undefined) return `a row that nobody sent: ${line}`;
    if (versions.has(row.id)) return `two rows of ${row.id}`;
    versions.set(row.id, version);
  }
  return uploads[0]?.kind === 'replace' ? lossOfReplaced(versions, uploads) : lossOfMerged(versions, uploads);
}

function isWhole(row: Exported, made: MadeAccount): boolean {
  const { name, lat, lng, segment, metrics } = row;
  const isPlace = lat === made.lat && lng === made.lng;
  return isPlace && name === made.name && segment === made.segment && sameMetrics(metrics, made);
}

function sameMetrics({ revenue, visits }: Exported['metrics'], made: MadeAccount): boolean {
  return revenue === made.revenue && visits === made.visits;
}

function lossOfMerged(versions: ReadonlyMap<string, number>, uploads: readonly SentUpload[]): string | null {
  let expected = 0;
  const owners = new Map<number, SentUpload>();
  for (const upload of uploads) if (upload.acknowledged) owners.set(upload.from, upload);
  for (const { from, version } of owners.values()) {
    const later = uploads.find((one) => one.from === from && !one.acknowledged)?.version;
    expected += ROWS;
    for (let number = from; number < from + ROWS; number++) {
      const found = versions.get(`acc-${number}`);
      if (found !== version && (found === undefined || found !== later)) {
        return `acc-${number} is ${found === undefined ? 'missing' : `of version ${found}`}, version ${version} was acknowledged`;
      }
    }
  }
  for (const { from, version, kind } of uploads.filter((one) => !one.acknowledged)) {
    let stored = 0;
    for (let number = from; number < from + ROWS; number++) {
      if (versions.get(`acc-${number}`) === version) stored++;
    }
    if (kind === 'staged' && stored !== 0 && stored !== ROWS) return `${stored} rows of an upload that is all or none`;
    if (!owners.has(from)) expected += stored;
  }
  return versions.size === expected ? null : `${versions.size} rows where ${expected} were sent`;
}

function lossOfReplaced(versions: ReadonlyMap<string, number>, uploads: readonly SentUpload[]): string | null {
  const last = uploads.findLast((upload) => upload.acknowledged);
  const broken = uploads.find((upload) => !upload.acknowledged);
  const found = new Set(versions.values());
  if (found.size > 1) return `rows of the versions ${[...found].join(' and ')} together`;
  const [version] = found;
  if (version === undefined) return last === undefined ? null : 'no rows where a replacement was acknowledged';
  const isExpected = version === last?.version || version === broken?.version;
  return isExpected && versions.size === ROWS ? null : `${versions.size} rows of version ${version}`;
}
