import { noContact } from './get-contact.ts';
import { getPlan } from './get-plan.ts';
import type { Ports } from './ports.ts';

/** Deletes a contact of a plan. Throws `not-found`. */
export async function deleteContact(
  ports: Ports,
  workspaceId: string,
  planId: string,
  contactId: string,
): Promise<void> {
  await getPlan(ports, workspaceId, planId);
  if (!(await ports.contacts.delete(workspaceId, planId, contactId))) throw noContact();
}
