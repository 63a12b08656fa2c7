/** What every account may have beside metrics and attributes. A column of one of these names is this, and nothing else. */
export const ACCOUNT_FIELDS = [
  'id',
  'name',
  'lat',
  'lng',
  'segment',
  'productLines',
  'size',
  'requiredSkills',
  'visitMinutes',
  'visitsPerPeriod',
  'lastVisit',
  'repId',
  'status',
] as const;

export type AccountField = (typeof ACCOUNT_FIELDS)[number];

/**
 * What the columns of other systems are, the first that a file has; letters and digits alone count.
 *
 * Source: field names and labels of Salesforce's Account, HubSpot's Company and Dynamics' account, as their exports have them.
 */
const FOREIGN: Readonly<Partial<Record<AccountField, readonly string[]>>> = {
  // Salesforce and Dynamics: "Account ID", accountid; Dynamics: "(Do Not Modify) Account"; HubSpot: hs_object_id, "Record ID".
  id: ['accountid', 'accountid18', 'donotmodifyaccount', 'hsobjectid', 'recordid'],
  name: ['accountname', 'companyname'],
  // Salesforce: BillingLatitude, else ShippingLatitude; Dynamics: address1_latitude, "Address 1: Latitude"; HubSpot: hs_latitude.
  lat: ['billinglatitude', 'address1latitude', 'hslatitude', 'latitude', 'shippinglatitude', 'address2latitude'],
  lng: [
    ...['billinglongitude', 'address1longitude', 'hslongitude', 'longitude', 'lon', 'long'],
    ...['shippinglongitude', 'address2longitude'],
  ],
  lastVisit: ['lastvisitdate', 'lastvisited', 'dateoflastvisit', 'lastvisiton'],
  // The owner's id, never the name: Salesforce OwnerId, Dynamics ownerid and _ownerid_value, HubSpot hubspot_owner_id.
  repId: ['ownerid', 'accountownerid', 'owneridvalue', 'hubspotownerid', 'companyownerid'],
  // HubSpot: lifecyclestage, "Lifecycle Stage"; Dynamics: customertypecode, "Relationship Type". Salesforce's is called Type, as anything could be.
  status: ['accountstatus', 'customerstatus', 'lifecyclestage', 'customertypecode', 'relationshiptype', 'accounttype'],
};

const OWN = new Map<string, AccountField>(ACCOUNT_FIELDS.map((field) => [letters(field), field]));
const FOREIGN_RANKS = new Map<string, { readonly field: AccountField; readonly rank: number }>(
  Object.entries(FOREIGN).flatMap(([field, names]) =>
    names.map((name, rank) => [name, { field: field as AccountField, rank }] as const),
  ),
);

/** The field that a column of this name is, in any case, with any spaces, hyphens and underscores: `Product lines`, `product_lines`. */
export function findField(column: string): AccountField | null {
  return OWN.get(letters(column)) ?? null;
}

/** The field that a column of another system's export is, and how far down the list of its names. */
export function findForeignField(column: string): { readonly field: AccountField; readonly rank: number } | null {
  return FOREIGN_RANKS.get(letters(column)) ?? null;
}

function letters(name: string): string {
  return name.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '');
}
