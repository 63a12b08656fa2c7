import type { Contact } from './contact.ts';

/** Why a contact is left out of the outreach export. */
export const LEFT_OUT_REASONS = ['opted-out', 'no-rep', 'same-address'] as const;

export type LeftOutReason = (typeof LEFT_OUT_REASONS)[number];

/** A contact, and who would write to it; null: nobody owns its account, or the territory is vacant. */
export interface Candidate {
  readonly contact: Contact;
  readonly repId: string | null;
}

/** Who writes to an address, and the contacts that are left out. */
export interface SettledAddress<C extends Candidate> {
  readonly told: C | null;
  readonly leftOut: readonly { readonly candidate: C; readonly reason: LeftOutReason }[];
}

/**
 * Settles who writes to one address, from all contacts of a plan that have it: one of them is told, or none.
 *
 * Where one of them refused, or nobody may write to it, nobody writes to the address at all. Of those whose account has a rep, consent that was granted comes
 * before unknown, then the latest day of consent, then the least id.
 */
export function settleAddress<C extends Candidate>(candidates: readonly C[]): SettledAddress<C> {
  const without = (reason: LeftOutReason, some: readonly C[]) => some.map((candidate) => ({ candidate, reason }));
  if (candidates.some(({ contact }) => contact.consent === 'refused' || contact.doNotContact)) {
    return { told: null, leftOut: without('opted-out', candidates) };
  }
  const [told = null, ...others] = candidates.filter(({ repId }) => repId !== null).sort(byClaim);
  const vacant = candidates.filter(({ repId }) => repId === null);
  return { told, leftOut: [...without('same-address', others), ...without('no-rep', vacant)] };
}

function byClaim({ contact: a }: Candidate, { contact: b }: Candidate): number {
  const granted = Number(b.consent === 'granted') - Number(a.consent === 'granted');
  const [dayA, dayB] = [a.consentOn ?? '', b.consentOn ?? ''];
  if (granted !== 0) return granted;
  if (dayA !== dayB) return dayA > dayB ? -1 : 1;
  return a.id < b.id ? -1 : 1;
}
