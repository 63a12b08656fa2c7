import type { Violation } from '../domain/failure.ts';
import { shorten } from '../domain/shorten.ts';
import type { Ports } from './ports.ts';
import type { SentFile } from './refuse-upload.ts';
import type { OpenUpload } from './row-upload.ts';
import type { UploadOptions } from './upload-accounts.ts';
import { type RowReport, uploadRows, warnOfAccounts } from './upload-rows.ts';

/** Stores a file of open deals in a plan; `replace` leaves no others. Warns of stages that the pipeline does not have. Errors: as `uploadRows`. */
export function uploadDeals(
  ports: Ports,
  workspaceId: string,
  planId: string,
  file: SentFile & { readonly columns: ReadonlyMap<string, string> },
  options: UploadOptions,
): Promise<RowReport> {
  const { dealReader: reader, deals } = ports;
  const upload = {
    ...file,
    reader,
    store: deals.uploads,
    replaced: 'all' as const,
    words: { rows: 'deals', key: 'id', field: 'id' },
    refuse: () => null,
    warn: async (open: OpenUpload) => [
      ...warnOfAccounts(await deals.uploads.unknownAccounts(open)),
      ...(await warnOfStages(ports, open)),
    ],
  };
  return uploadRows(ports, workspaceId, planId, upload, options);
}

async function warnOfStages({ deals }: Ports, upload: OpenUpload): Promise<Violation[]> {
  const { names, nameCount, rowCount } = await deals.unknownStages(upload);
  if (nameCount === 0) return [];
  return [
    {
      field: 'stage',
      value: shorten(names.join(', ')),
      detail: `is no stage of the pipeline: ${rowCount === 1 ? '1 deal is at one' : `${rowCount} deals are at such`} without a probability of its own, and counts 0 in weighted sums`,
      remedy: 'describe the stages (PUT /v1/plans/{planId}/pipeline-stages), or correct the names',
    },
  ];
}
