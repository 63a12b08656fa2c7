/** The fields of an upload, each with what its column may be called beside its own name: lower-case letters and digits alone. */
export type UploadFields = Readonly<Record<string, readonly string[]>>;

/**
 * Columns of an upload of actuals.
 *
 * Source: names of the columns of Salesforce's and HubSpot's exports, as far as they say the same.
 */
export const ACTUAL_FIELDS = {
  account: ['accountid', 'customerid', 'customer'],
  metric: ['measure'],
  period: ['date', 'day', 'month'],
  value: ['amount', 'actual'],
} as const satisfies UploadFields;

/** Columns of an upload of deals. */
export const DEAL_FIELDS = {
  id: ['dealid', 'opportunityid', 'recordid'],
  account: ['accountid', 'companyid', 'associatedcompanyid'],
  name: ['dealname', 'opportunityname'],
  stage: ['stagename', 'dealstage'],
  metric: ['measure'],
  amount: ['value'],
  expectedClose: ['closedate', 'expectedclosedate'],
  probability: ['chance'],
} as const satisfies UploadFields;

/** The field that a column is, in any case, with any spaces, hyphens and underscores, and how far down the list of its names: -1 for our own. */
export function findUploadField(fields: UploadFields, column: string): { name: string; rank: number } | null {
  const letters = column.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '');
  for (const [name, others] of Object.entries(fields)) {
    if (name.toLowerCase() === letters) return { name, rank: -1 };
    const rank = others.indexOf(letters);
    if (rank >= 0) return { name, rank };
  }
  return null;
}
