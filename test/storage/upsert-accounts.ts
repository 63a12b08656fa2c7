import type { AccountSet, AccountSets } from '../../src/application/account-sets.ts';
import type { BinnedAccount } from '../../src/application/account-store.ts';
import type { Plan } from '../../src/domain/plan.ts';

/** Encodes accounts and upserts them, as an upload does. */
export function upsertAccounts(
  sets: AccountSets,
  set: AccountSet,
  plan: Plan,
  uploadId: string,
  rows: readonly BinnedAccount[],
): Promise<number[]> {
  const encoded = rows.map((row) => sets.encode(row, plan));
  return sets.upsert(set, plan, uploadId, encoded);
}
