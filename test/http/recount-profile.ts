import { cellToParent, getHexagonAreaAvg, latLngToCell } from 'h3-js';
import { seededRandom } from '../fixtures/scatter-accounts.ts';

/** An account as the test uploads it. */
export interface Row {
  readonly id: string;
  readonly lat: number;
  readonly lng: number;
  readonly status: 'customer' | 'prospect' | 'dormant' | '';
  readonly segment: string;
  readonly size: string;
  readonly productLines: readonly string[];
  readonly requiredSkills: readonly string[];
  readonly visitMinutes: number;
  readonly visitsPerPeriod: number;
  readonly repId: string;
  readonly revenue: number;
  readonly potential: number;
}

/** Accounts about five towns in France, from a seed: customers, prospects and others, some without a value, some never visited. */
export function makeRows(count: number, seed: number): Row[] {
  const next = seededRandom(seed);
  const pick = <T>(from: readonly T[]) => from[Math.floor(next() * from.length)] as T;
  const towns = [
    [47, 2],
    [47.6, 3.1],
    [46.4, 3.4],
    [46.9, 4.2],
    [47.9, 4.4],
  ] as const;
  return Array.from({ length: count }, (_, i) => {
    const [lat, lng] = pick(towns);
    const status = pick(['customer', 'customer', 'prospect', 'dormant', ''] as const);
    const potential = Math.round(next() ** 3 * 100_000) / 100;
    return {
      id: `a${String(i).padStart(4, '0')}`,
      lat: Number((lat + (next() - 0.5) * 0.6).toFixed(5)),
      lng: Number((lng + (next() - 0.5) * 0.8).toFixed(5)),
      status,
      segment: pick(['retail', 'hotels', '']),
      size: pick(['small', 'large', '']),
      productLines: pick([[], ['ovens'], ['ovens', 'mixers']]),
      requiredSkills: pick([[], [], ['gas'], ['gas', 'cooling']]),
      visitMinutes: pick([30, 45, 60]),
      visitsPerPeriod: pick([0, 1, 4]),
      repId: pick(['', 'rep-1', 'rep-2']),
      revenue: status === 'prospect' ? 0 : Math.round(potential * next() * 100) / 100,
      potential,
    };
  });
}

/** The territory whose cells hold a row, by the list of each. */
export function territoryAt(row: Row, cellsOf: ReadonlyMap<string, readonly string[]>): string | null {
  const finest = latLngToCell(row.lat, row.lng, 9);
  const chain = new Set(Array.from({ length: 10 }, (_, resolution) => cellToParent(finest, resolution)));
  for (const [territory, cells] of cellsOf) if (cells.some((cell) => chain.has(cell))) return territory;
  return null;
}

/** Hours of travel of each row: as the estimate is documented, from all rows that are visited. */
export function travelHours(rows: readonly Row[]): number[] {
  const visited = rows.filter((row) => row.visitsPerPeriod > 0);
  const cellOf = (row: Row, resolution: number) => cellToParent(latLngToCell(row.lat, row.lng, 9), resolution);
  return rows.map((row) => {
    if (row.visitsPerPeriod === 0) return 0;
    for (let resolution = 9; resolution >= 0; resolution--) {
      const own = cellOf(row, resolution);
      const near = visited.filter((other) => cellOf(other, resolution) === own).length;
      if (near < Math.min(8, visited.length)) continue;
      const km = 0.7124 * 1.3 * Math.sqrt(getHexagonAreaAvg(resolution, 'km2') / near);
      return (row.visitsPerPeriod * Math.min(60, (km / 40) * 60)) / 60;
    }
    return row.visitsPerPeriod;
  });
}

/** Hours of visits in a period. */
export function visitsOf(of: readonly Row[]): number {
  return total(of.map((row) => (row.visitsPerPeriod * row.visitMinutes) / 60));
}

/** How the values of a metric are spread. */
export function distributionOf(values: readonly number[]) {
  const ten = [...values].sort((a, b) => b - a).slice(0, 10);
  const all = total(values);
  return {
    ...{ total: all, min: Math.min(...values), max: Math.max(...values) },
    ...{
      lowerQuartile: quantileOf(values, 0.25),
      median: quantileOf(values, 0.5),
      upperQuartile: quantileOf(values, 0.75),
    },
    gini: all === 0 ? null : giniByPairs(values),
    largest: { accounts: ten.length, sum: total(ten), share: all === 0 ? null : total(ten) / all },
  };
}

const LABELS = {
  byStatus: (row: Row) => [row.status || 'unknown'],
  bySegment: (row: Row) => [row.segment || null],
  bySize: (row: Row) => [row.size || null],
  byProductLine: (row: Row) => (row.productLines.length === 0 ? [null] : row.productLines),
} as const;

/** A profile of some rows by metrics of theirs, of which `revenue` is the value and `potential` the potential; `travel` is theirs, in hours. */
export function profileOf(of: readonly Row[], metrics: readonly string[], travel: number) {
  const valuesOf = (metric: string, rows: readonly Row[]) => rows.map((row) => row[metric as 'revenue']);
  const sumsOf = (rows: readonly Row[]) =>
    Object.fromEntries(metrics.map((metric) => [metric, total(valuesOf(metric, rows))]));
  const grouped = Object.entries(LABELS).map(([name, labelsOf]) => {
    const labels =
      name === 'byStatus' ? ['customer', 'prospect', 'dormant', 'unknown'] : [...new Set(of.flatMap(labelsOf))];
    const groups = labels.map((label) => {
      const held = of.filter((row) => (labelsOf(row) as (string | null)[]).includes(label));
      return { label, accounts: held.length, sums: sumsOf(held) };
    });
    const order = ({ label }: { label: string | null }) => label ?? '\uffff';
    if (name !== 'byStatus') groups.sort((a, b) => b.accounts - a.accounts || (order(a) < order(b) ? -1 : 1));
    return [name, { groups, others: null }] as const;
  });
  const { revenue = 0, potential = 0 } = sumsOf(of);
  const visits = visitsOf(of);
  return {
    ...{ accounts: of.length, ...Object.fromEntries(grouped) },
    metrics: Object.fromEntries(metrics.map((metric) => [metric, distributionOf(valuesOf(metric, of))])),
    penetration: { value: revenue, potential, penetration: revenue / potential, room: potential - revenue },
    workload: { hours: visits + travel, visits, travel },
  };
}

/** A quantile by sorting, and going that far between two neighbours. */
export function quantileOf(values: readonly number[], p: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const place = p * (sorted.length - 1);
  const [low, high] = [sorted[Math.floor(place)] ?? 0, sorted[Math.ceil(place)] ?? 0];
  return low + (high - low) * (place % 1);
}

/** The Gini coefficient by its other definition: the mean difference of all pairs over twice the mean. */
export function giniByPairs(values: readonly number[]): number {
  let differences = 0;
  for (const a of values) for (const b of values) differences += Math.abs(a - b);
  const total = values.reduce((sum, value) => sum + value, 0);
  return differences / (2 * values.length * total);
}

export function total(values: readonly number[]): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum;
}
