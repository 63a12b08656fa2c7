import type { Contact } from '../domain/contact.ts';
import { Failure } from '../domain/failure.ts';
import { getPlan } from './get-plan.ts';
import type { Ports } from './ports.ts';

/** One contact of a plan. Throws `not-found`. */
export async function getContact(
  ports: Ports,
  workspaceId: string,
  planId: string,
  contactId: string,
): Promise<Contact> {
  await getPlan(ports, workspaceId, planId);
  const contact = await ports.contacts.find(workspaceId, planId, contactId);
  if (contact === null) throw noContact();
  return contact;
}

/** The failure of a contact that is not there. */
export function noContact(): Failure {
  return new Failure('not-found', 'no contact of this plan has this id');
}
