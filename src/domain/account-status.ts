import { isEmpty } from './infer-metrics.ts';
import { type Blame, textOf } from './row-values.ts';

/** What an account is to the seller; who does not say counts as `unknown`. */
export const ACCOUNT_STATUSES = ['customer', 'prospect', 'dormant'] as const;

export type AccountStatus = (typeof ACCOUNT_STATUSES)[number];

/** The statuses as counts have them: of those of which nobody says it, too. */
export const STATUS_GROUPS = [...ACCOUNT_STATUSES, 'unknown'] as const;

export type StatusGroup = (typeof STATUS_GROUPS)[number];

/**
 * What other systems write, letters alone; null: something else than the three.
 *
 * Source: default values of HubSpot's lifecycle stage, Salesforce's account type and Dynamics' relationship type (customertypecode).
 */
const FOREIGN: Readonly<Record<string, AccountStatus | null>> = {
  ...{ client: 'customer', active: 'customer', evangelist: 'customer', customerdirect: 'customer' },
  ...{ customerchannel: 'customer', existingcustomer: 'customer', currentcustomer: 'customer' },
  ...{ lead: 'prospect', subscriber: 'prospect', marketingqualifiedlead: 'prospect', salesqualifiedlead: 'prospect' },
  ...{ opportunity: 'prospect', target: 'prospect', prospective: 'prospect' },
  ...{ inactive: 'dormant', former: 'dormant', formercustomer: 'dormant', lapsed: 'dormant', churned: 'dormant' },
  ...{ lost: 'dormant', lostcustomer: 'dormant' },
  ...{ unknown: null, other: null, partner: null, competitor: null, reseller: null, supplier: null, vendor: null },
  ...{ influencer: null, investor: null, consultant: null, press: null, analyst: null, integrator: null },
  ...{ channelpartnerreseller: null, installationpartner: null, technologypartner: null },
};

/** The status that a value of a row says, or null. Blames what nobody knows. */
export function readStatus(value: unknown, blame: Blame): AccountStatus | null {
  if (isEmpty(value)) return null;
  const letters = textOf(value)
    .toLowerCase()
    .replaceAll(/[^a-z]/g, '');
  const own = ACCOUNT_STATUSES.find((status) => status === letters);
  if (own !== undefined) return own;
  if (typeof value === 'string' && Object.hasOwn(FOREIGN, letters)) return FOREIGN[letters] ?? null;
  blame(
    'status',
    value,
    'is no status',
    'send customer, prospect or dormant, or nothing; or map the column to another name',
  );
  return null;
}
