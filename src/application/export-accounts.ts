import { accountsReplaced } from '../domain/accounts-replaced.ts';
import type { BinnedAccount } from './account-store.ts';
import type { AccountReading } from './open-accounts.ts';

/** Accounts of one page: a million are 200 of them. */
const PAGE_ACCOUNTS = 5_000;

/** All accounts of a reading, a page at a time. Throws `accounts-replaced` where an upload replaces them meanwhile: half of one set and half of another is neither. */
export async function* exportAccounts(reading: AccountReading): AsyncGenerator<readonly BinnedAccount[]> {
  let setNumber: number | null | undefined;
  let cursor: string | null = null;
  do {
    const page = await reading.next({ cursor, limit: PAGE_ACCOUNTS });
    if (setNumber !== undefined && page.setNumber !== setNumber) throw accountsReplaced();
    setNumber = page.setNumber;
    yield page.items;
    cursor = page.next;
  } while (cursor !== null);
}
