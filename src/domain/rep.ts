/** A person who serves accounts. */
export interface Rep {
  /** The caller's own id, unique within a plan. Accounts name it as `repId`. */
  readonly id: string;
  readonly name: string;
  readonly home: { readonly lat: number; readonly lng: number } | null;
  /** Hours that the rep can work in a period. */
  readonly capacityHours: number | null;
  readonly skills: readonly string[];
  /** Day since which the rep serves, YYYY-MM-DD. */
  readonly tenureSince: string | null;
  /** Absences, first and last day. */
  readonly leave: readonly Leave[];
}

export interface Leave {
  readonly from: string;
  readonly to: string;
}

/** Columns of an upload of reps. In CSV `homeLat` and `homeLng` stand for `home`, and `leave` is `from/to` with `;` between. */
export const REP_FIELDS = [
  'id',
  'name',
  'home',
  'homeLat',
  'homeLng',
  'capacityHours',
  'skills',
  'tenureSince',
  'leave',
];

const OWN = new Map(REP_FIELDS.map((field) => [field.toLowerCase(), field]));

/** The field that a column of this name is, in any case, with any spaces, hyphens and underscores. */
export function findRepField(column: string): string | null {
  return OWN.get(column.toLowerCase().replaceAll(/[\s_-]/g, '')) ?? null;
}
