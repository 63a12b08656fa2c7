import type { Actual, DaySpan } from '../domain/actual.ts';
import type { Ports } from './ports.ts';
import type { SentFile } from './refuse-upload.ts';
import type { UploadOptions } from './upload-accounts.ts';
import { type RowReport, uploadRows, warnOfAccounts } from './upload-rows.ts';

/** Stores a file of actuals of a span in a plan; `replace` leaves no others within it. Errors: as `uploadRows`. */
export function uploadActuals(
  ports: Ports,
  workspaceId: string,
  planId: string,
  file: SentFile & { readonly columns: ReadonlyMap<string, string> },
  options: UploadOptions,
  span: DaySpan,
): Promise<RowReport> {
  const { actualReader: reader, actuals } = ports;
  const upload = {
    ...file,
    reader,
    store: actuals.uploads,
    replaced: span,
    words: { rows: 'actuals', key: 'account, metric and period', field: 'period' },
    refuse: ({ period }: Actual) => outsideOf(span, period),
    warn: async (open: Parameters<typeof actuals.uploads.unknownAccounts>[0]) =>
      warnOfAccounts(await actuals.uploads.unknownAccounts(open)),
  };
  return uploadRows(ports, workspaceId, planId, upload, options);
}

/** A row outside of the span would overwrite what the file was not to touch. */
function outsideOf({ from, until }: DaySpan, period: string) {
  const day = period.length === 7 ? `${period}-01` : period;
  if ((from === null || day >= from) && (until === null || day <= until)) return null;
  return {
    field: 'period',
    value: period,
    detail: `is outside of the span, ${from ?? 'the beginning'} to ${until ?? 'the end'}`,
    remedy: 'send other from and until, or leave the row out',
  };
}
