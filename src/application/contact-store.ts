import type { Contact, ContactFilter } from '../domain/contact.ts';
import type { Page, PageRequest } from './page.ts';
import type { RowUploads } from './row-upload.ts';

/** People at the accounts of a plan. They go with these, whichever way these go. */
export interface ContactStore {
  /** A row whose account the plan does not have (any more) is let fall. */
  readonly uploads: RowUploads<Contact, 'all'>;
  /** Those of some accounts that the plan has. */
  knownAccounts(workspaceId: string, planId: string, accountIds: readonly string[]): Promise<ReadonlySet<string>>;
  /** By id. */
  list(workspaceId: string, planId: string, filter: ContactFilter, page: PageRequest): Promise<Page<Contact>>;
  find(workspaceId: string, planId: string, contactId: string): Promise<Contact | null>;
  /** False where there is no such contact. */
  delete(workspaceId: string, planId: string, contactId: string): Promise<boolean>;
}
