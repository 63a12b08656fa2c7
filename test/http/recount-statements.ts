import { cellToParent, latLngToCell } from 'h3-js';
import { quantileOf, type Row, total } from './recount-profile.ts';

/** What of a territory's rep and work its statements follow from. */
export interface ServedRows {
  readonly rows: readonly Row[];
  readonly hours: number;
  readonly travel: number;
  readonly capacity: number | null;
}

const sum = (rows: readonly Row[], of: 'revenue' | 'potential') => total(rows.map((row) => row[of]));
const cellOf = ({ lat, lng }: Row) => cellToParent(latLngToCell(lat, lng, 9), 7);
export const buys = ({ status, revenue }: Row) => status === 'customer' || (status === '' && revenue > 0);

/** The figure of each rule, with plain loops; null: not known. */
const FIGURES = {
  potentialPerHour: ({ rows, hours }: ServedRows) => sum(rows, 'potential') / hours,
  penetration: ({ rows }: ServedRows) => sum(rows, 'revenue') / sum(rows, 'potential'),
  travelShare: ({ travel, hours }: ServedRows) => travel / hours,
  load: ({ hours, capacity }: ServedRows) => (capacity === null ? null : hours / capacity),
  room: ({ rows }: ServedRows) => sum(rows, 'potential') - sum(rows, 'revenue'),
  nearby: ({ rows }: ServedRows) => {
    const buying = new Set(rows.filter(buys).map(cellOf));
    return sum(
      rows.filter((row) => row.status === 'prospect' && buying.has(cellOf(row))),
      'potential',
    );
  },
  dormantPotential: ({ rows }: ServedRows) =>
    sum(
      rows.filter(({ status }) => status === 'dormant'),
      'potential',
    ),
  dormantShare: ({ rows }: ServedRows) => rows.filter(({ status }) => status === 'dormant').length / rows.length,
  concentration: ({ rows }: ServedRows) => {
    const largest = rows
      .map(({ revenue }) => revenue)
      .sort((a, b) => b - a)
      .slice(0, 10);
    return total(largest) / sum(rows, 'revenue');
  },
  withoutRep: ({ rows }: ServedRows) =>
    sum(
      rows.filter(({ repId }) => repId === ''),
      'revenue',
    ) / sum(rows, 'revenue'),
} as const satisfies Record<string, (served: ServedRows) => number | null>;

type Holds = 'top' | 'bottom' | { readonly above: number } | { readonly below: number };
type Quadrant = 'strengths' | 'weaknesses' | 'opportunities' | 'threats';

/** The rules as they are documented, in their order. */
const RULES: readonly (readonly [id: string, Quadrant, keyof typeof FIGURES, Holds])[] = [
  ['potential-per-hour-high', 'strengths', 'potentialPerHour', 'top'],
  ['penetration-high', 'strengths', 'penetration', 'top'],
  ['travel-low', 'strengths', 'travelShare', 'bottom'],
  ['potential-per-hour-low', 'weaknesses', 'potentialPerHour', 'bottom'],
  ['penetration-low', 'weaknesses', 'penetration', 'bottom'],
  ['travel-high', 'weaknesses', 'travelShare', 'top'],
  ['overload', 'weaknesses', 'load', { above: 1 }],
  ['room-high', 'opportunities', 'room', 'top'],
  ['prospects-nearby', 'opportunities', 'nearby', 'top'],
  ['dormant-potential', 'opportunities', 'dormantPotential', 'top'],
  ['spare-capacity', 'opportunities', 'load', { below: 0.8 }],
  ['concentration', 'threats', 'concentration', 'top'],
  ['dormant-share', 'threats', 'dormantShare', 'top'],
  ['value-without-rep', 'threats', 'withoutRep', 'top'],
];
const SHARES = ['penetration', 'travelShare', 'load', 'dormantShare', 'concentration', 'withoutRep'];

/** What is to be said of one of some territories, by quadrant. Each has at least 20 accounts, is worked in, and there are four at least. */
export function statementsOf(all: readonly ServedRows[], territory: number) {
  const told: Record<Quadrant, object[]> = { strengths: [], weaknesses: [], opportunities: [], threats: [] };
  for (const [rule, quadrant, name, holds] of RULES) {
    const figures = all.map((served) => FIGURES[name](served));
    const figure = figures[territory] ?? null;
    if (figure === null) continue;
    const digits = (value: number) => String(Number((SHARES.includes(name) ? value * 100 : value).toPrecision(4)));
    if (typeof holds === 'object') {
      const bound = 'above' in holds ? holds.above : holds.below;
      const isTold = 'above' in holds ? figure > bound : figure < bound;
      if (isTold)
        told[quadrant].push({
          ...{ rule, figure, bound, median: null, territories: 1 },
          sentence: { says: [digits(bound), digits(figure)] },
        });
      continue;
    }
    const known = figures.filter((one) => one !== null);
    const [bound, median] = [quantileOf(known, holds === 'top' ? 0.75 : 0.25), quantileOf(known, 0.5)];
    const nearly = 1e-9 * Math.abs(bound);
    const isTold =
      holds === 'top' ? figure >= bound - nearly && figure > median : figure <= bound + nearly && figure < median;
    const sentence = { says: [`${known.length} territories`, digits(figure), `median of ${digits(median)}`] };
    if (isTold) told[quadrant].push({ rule, figure, bound, median, territories: known.length, sentence });
  }
  return told;
}
