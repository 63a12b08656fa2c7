import type { Context } from 'hono';
import type { BinnedAccount } from '../../../application/account-store.ts';
import { exportAccounts } from '../../../application/export-accounts.ts';
import type { AccountReading } from '../../../application/open-accounts.ts';
import { Failure } from '../../../domain/failure.ts';
import type { HttpEnv } from '../../http-env.ts';
import { streamText } from '../../stream-text.ts';
import { accountCsv } from './account-csv.ts';
import { accountGeojson, accountNdjson } from './account-lines.ts';

/** Forms in which a whole set of accounts is to be had. */
export const EXPORT_TYPES = ['application/geo+json', 'application/x-ndjson', 'text/csv'] as const;

type ExportType = (typeof EXPORT_TYPES)[number];

/** Columns that attributes take in CSV at most. */
const MAX_ATTRIBUTE_COLUMNS = 400;
const FILES: Readonly<Record<ExportType, string>> = {
  'application/geo+json': 'accounts.geojson',
  'application/x-ndjson': 'accounts.ndjson',
  'text/csv': 'accounts.csv',
};

/**
 * Answers all accounts of a reading, written while they are read. Should they be replaced meanwhile, the answer breaks off.
 *
 * Errors: `not-acceptable` for CSV of accounts with more attributes than it has columns for.
 */
export async function exportResponse(
  c: Context<HttpEnv>,
  reading: AccountReading,
  mediaType: ExportType,
): Promise<Response> {
  const pieces = await piecesOf(c, reading, mediaType);
  return c.body(streamText(pieces), 200, {
    'Content-Type': mediaType === 'text/csv' ? 'text/csv; charset=utf-8; header=present' : mediaType,
    'Content-Disposition': `attachment; filename="${FILES[mediaType]}"`,
  });
}

async function piecesOf(c: Context<HttpEnv>, reading: AccountReading, mediaType: ExportType) {
  const pages = await started(exportAccounts(reading));
  if (mediaType === 'application/geo+json') return accountGeojson(pages);
  if (mediaType === 'application/x-ndjson') return accountNdjson(pages);
  const { ports, workspaceId } = c.var;
  const { planId, metrics } = reading.plan;
  const names = await ports.accounts.attributeNames(workspaceId, planId, MAX_ATTRIBUTE_COLUMNS + 1);
  if (names.length > MAX_ATTRIBUTE_COLUMNS) {
    const detail = `the accounts have more than ${MAX_ATTRIBUTE_COLUMNS} attributes, too many for columns`;
    throw new Failure('not-acceptable', `${detail}: ask for application/x-ndjson`);
  }
  return accountCsv(pages, metrics, names);
}

/** With the first page read, so that what fails at once is an answer and no broken file. */
async function started(pages: AsyncGenerator<readonly BinnedAccount[]>) {
  const first = await pages.next();
  async function* all() {
    try {
      for (let next = first; !next.done; next = await pages.next()) yield next.value;
    } finally {
      await pages.return(undefined);
    }
  }
  return all();
}
