import type { Violation } from '../domain/failure.ts';
import { shorten } from '../domain/shorten.ts';
import { allReps } from './all-reps.ts';
import { NotedReps } from './noted-reps.ts';
import type { Ports } from './ports.ts';
import { type UploadOptions, type UploadReport, uploadAccounts } from './upload-accounts.ts';

/** Reps that a warning names. */
const NAMED = 5;

/** What became of an upload, and what of it is stored as it is but may be a mistake. */
export interface CheckedUploadReport extends UploadReport {
  readonly warnings: readonly Violation[];
}

/** Stores a file of accounts in a plan, and warns of reps that the plan does not have: they may come later. Errors: as `uploadAccounts`. */
export async function putAccounts(
  ports: Ports,
  workspaceId: string,
  planId: string,
  file: Parameters<typeof uploadAccounts>[3],
  options: UploadOptions,
): Promise<CheckedUploadReport> {
  const reps = new NotedReps();
  const report = await uploadAccounts(ports, workspaceId, planId, file, options, reps);
  return { ...report, warnings: await unknownReps(ports, workspaceId, planId, reps.rows) };
}

async function unknownReps(
  ports: Ports,
  workspaceId: string,
  planId: string,
  rows: ReadonlyMap<string, number>,
): Promise<Violation[]> {
  const unknown = new Map(rows);
  if (unknown.size === 0) return [];
  for await (const { id } of allReps(ports, workspaceId, planId)) {
    unknown.delete(id);
    if (unknown.size === 0) return [];
  }
  const count = [...unknown.values()].reduce((sum, one) => sum + one, 0);
  const reps =
    unknown.size === 1 ? 'a rep that the plan does not have' : `${unknown.size} reps that the plan does not have`;
  return [
    {
      field: 'repId',
      value: shorten([...unknown.keys()].slice(0, NAMED).join(', ')),
      detail: `is no rep of the plan: ${count === 1 ? '1 row names' : `${count} rows name`} ${reps}`,
      remedy: 'send the reps, too (PUT /v1/plans/{planId}/reps), or correct repId',
    },
  ];
}
