import type { SettledOutreach } from '../../../application/settle-outreach.ts';
import type { OutreachRow } from '../../../domain/outreach-row.ts';
import { csvLine } from '../../csv-line.ts';

type Pages = AsyncIterable<readonly OutreachRow[]>;

/** Columns of the export as CSV: what outreach tools map by itself comes first. */
export const OUTREACH_COLUMNS = [
  ...['email', 'firstName', 'lastName', 'name', 'language', 'consent', 'account', 'accountName'],
  ...['repId', 'repName', 'contact', 'change'],
] as const satisfies readonly (keyof OutreachRow)[];

/** The export as CSV. */
export async function* outreachCsv(pages: Pages): AsyncGenerator<string> {
  yield csvLine(OUTREACH_COLUMNS);
  for await (const rows of pages) {
    for (const row of rows) yield csvLine(OUTREACH_COLUMNS.map((column) => row[column]));
  }
}

/** The same as NDJSON. */
export async function* outreachNdjson(pages: Pages): AsyncGenerator<string> {
  for await (const rows of pages) for (const row of rows) yield `${JSON.stringify(row)}\n`;
}

/** The same as one JSON document, with the cursor, and with who is left out. */
export async function* outreachJson(
  pages: Pages,
  { counts, leftOut }: SettledOutreach,
  cursor: string,
): AsyncGenerator<string> {
  yield '{"items":[';
  let mark = '';
  for await (const rows of pages) {
    for (const row of rows) {
      yield mark + JSON.stringify(row);
      mark = ',';
    }
  }
  yield `],${JSON.stringify({ cursor, counts: countsBody(counts), leftOut }).slice(1)}`;
}

/** Counts as JSON has them. */
export function countsBody(counts: SettledOutreach['counts']) {
  return {
    ...{ told: counts.told, optedOut: counts['opted-out'], noRep: counts['no-rep'] },
    sameAddress: counts['same-address'],
  };
}
