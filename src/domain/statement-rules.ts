import type { TerritoryFacts } from './territory-facts.ts';

export const QUADRANTS = ['strength', 'weakness', 'opportunity', 'threat'] as const;
export type Quadrant = (typeof QUADRANTS)[number];

/** What a figure is in: a share is told in percent, an amount in the unit of its metric. */
export type FigureUnit = 'share' | 'value' | 'potential' | 'potentialPerHour';

/** A rule that says something of a territory. */
export interface StatementRule {
  readonly id: string;
  readonly quadrant: Quadrant;
  /** What the figure is, as a sentence begins. */
  readonly subject: string;
  readonly formula: string;
  readonly unit: FigureUnit;
  /** In which quarter of the layout's territories the figure must be, beyond their median; or what it must be above or below. */
  readonly holds: 'top-quarter' | 'bottom-quarter' | { readonly above: number } | { readonly below: number };
  /** Null: not known of this territory. */
  readonly measure: (facts: TerritoryFacts) => number | null;
}

const ratio = (part: number | null, whole: number | null) => (part === null || !whole ? null : part / whole);

const potentialPerHour = {
  subject: 'Potential per workload hour',
  formula: 'potential / workload hours',
  unit: 'potentialPerHour',
  measure: ({ potential, workload }: TerritoryFacts) => ratio(potential, workload.hours),
} as const;
const penetration = {
  subject: 'Penetration',
  formula: 'value / potential',
  unit: 'share',
  measure: ({ value, potential }: TerritoryFacts) => ratio(value, potential),
} as const;
const travelShare = {
  subject: "Travel's share of the workload",
  formula: 'travel hours / workload hours',
  unit: 'share',
  measure: ({ workload }: TerritoryFacts) => ratio(workload.travel, workload.hours),
} as const;
const load = {
  subject: "Workload against the rep's capacity",
  formula: 'workload hours / capacity hours of the rep',
  unit: 'share',
  measure: ({ workload, rep }: TerritoryFacts) => ratio(workload.hours, rep?.capacityHours ?? null),
} as const;

/** Accounts below which a share of them, or of the ten largest, says nothing. */
const [FEW_ACCOUNTS, FEW_FOR_LARGEST] = [5, 20];

/** All rules, in the order in which statements are told. */
export const STATEMENT_RULES: readonly StatementRule[] = [
  { id: 'potential-per-hour-high', quadrant: 'strength', holds: 'top-quarter', ...potentialPerHour },
  { id: 'penetration-high', quadrant: 'strength', holds: 'top-quarter', ...penetration },
  { id: 'travel-low', quadrant: 'strength', holds: 'bottom-quarter', ...travelShare },
  { id: 'potential-per-hour-low', quadrant: 'weakness', holds: 'bottom-quarter', ...potentialPerHour },
  { id: 'penetration-low', quadrant: 'weakness', holds: 'bottom-quarter', ...penetration },
  { id: 'travel-high', quadrant: 'weakness', holds: 'top-quarter', ...travelShare },
  { id: 'overload', quadrant: 'weakness', holds: { above: 1 }, ...load },
  {
    id: 'room-high',
    quadrant: 'opportunity',
    subject: 'Room',
    formula: 'potential - value',
    unit: 'potential',
    holds: 'top-quarter',
    measure: ({ value, potential }) => (value === null || potential === null ? null : potential - value),
  },
  {
    id: 'prospects-nearby',
    quadrant: 'opportunity',
    subject: 'Potential of prospects near customers',
    formula:
      'sum of the potential of prospects in cells of about 5 km2 in which there is a current customer of the territory',
    unit: 'potential',
    holds: 'top-quarter',
    measure: ({ potential, prospectsNearby }) => (potential === null ? null : prospectsNearby),
  },
  {
    id: 'dormant-potential',
    quadrant: 'opportunity',
    subject: 'Potential of dormant accounts',
    formula: 'sum of the potential of dormant accounts',
    unit: 'potential',
    holds: 'top-quarter',
    measure: ({ potential, dormantPotential }) => (potential === null ? null : dormantPotential),
  },
  { id: 'spare-capacity', quadrant: 'opportunity', holds: { below: 0.8 }, ...load },
  {
    id: 'concentration',
    quadrant: 'threat',
    subject: 'The share of the ten largest accounts in the value',
    formula: 'sum of the ten largest values / value, of territories with at least 20 accounts',
    unit: 'share',
    holds: 'top-quarter',
    measure: ({ accounts, value, largestValues }) => (accounts < FEW_FOR_LARGEST ? null : ratio(largestValues, value)),
  },
  {
    id: 'dormant-share',
    quadrant: 'threat',
    subject: 'The share of dormant accounts',
    formula: 'dormant accounts / accounts, of territories with at least 5 accounts',
    unit: 'share',
    holds: 'top-quarter',
    measure: ({ accounts, statuses }) => (accounts < FEW_ACCOUNTS ? null : statuses.dormant / accounts),
  },
  {
    id: 'value-without-rep',
    quadrant: 'threat',
    subject: 'The share of the value that no rep serves',
    formula: 'value of accounts without a rep / value',
    unit: 'share',
    holds: 'top-quarter',
    measure: ({ value, valueWithoutRep }) => ratio(valueWithoutRep, value),
  },
];
