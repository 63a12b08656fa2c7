import type { App } from '../app.ts';
import { registerDeleteContact } from './contacts/delete-contact.ts';
import { registerGetContact } from './contacts/get-contact.ts';
import { registerGetOutreach } from './contacts/get-outreach.ts';
import { registerListContacts } from './contacts/list-contacts.ts';
import { registerPutContacts } from './contacts/put-contacts.ts';

/** Routes of people at accounts, and of who writes to them. */
export function registerContactRoutes(app: App): void {
  registerPutContacts(app);
  registerListContacts(app);
  registerGetContact(app);
  registerDeleteContact(app);
  registerGetOutreach(app);
}
