import type { Layout, Territory } from '../../domain/layout.ts';
import { balancedMetrics, signedDeviation } from './measures.ts';
import { deviationFill, NO_FILL, STATUS_FILLS, stepFill } from './palette.ts';
import type { Standings } from './standings.ts';

/** What the colours of the map say; null: that neighbours differ. `metric` is that of a deviation. */
export type Coloring = null | { readonly by: 'deviation'; readonly metric: string } | { readonly by: StandingColoring };

/** What of the standings colours can say. */
export type StandingColoring = 'quality' | 'attainment' | 'status';

/** A choice of the legend. */
export interface ColoringChoice {
  readonly coloring: Coloring;
  readonly label: string;
}

/** All that can be chosen for a layout: what is known of none of its territories is left out. */
export function coloringChoices(layout: Layout, { scores, goals }: Standings): ColoringChoice[] {
  return [
    { coloring: null, label: 'Territory' },
    ...balancedMetrics(layout).map((metric) => ({
      ...{ coloring: { by: 'deviation', metric } as const, label: `Deviation of ${metric}` },
    })),
    ...(scores.size === 0 ? [] : [{ coloring: { by: 'quality' } as const, label: 'Quality score' }]),
    ...(goals.size === 0
      ? []
      : [
          { coloring: { by: 'attainment' } as const, label: 'Attainment of goals' },
          { coloring: { by: 'status' } as const, label: 'Status of goals' },
        ]),
  ];
}

/** Whether two say the same. */
export function isSameColoring(one: Coloring, other: Coloring): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** The least and the most that is known of what is coloured by steps; null where nothing is known. */
export function rangeOf(by: StandingColoring, standings: Standings): readonly [least: number, most: number] | null {
  const values = by === 'quality' ? [...standings.scores.values()].map(({ score }) => score) : attainments(standings);
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : [Math.min(...known), Math.max(...known)];
}

/** The fill of a territory, where it is not that of its place in the palette. */
export function fillOf(
  coloring: Exclude<Coloring, null>,
  { balance }: Layout,
  standings: Standings,
  territory: Territory,
): string {
  if (coloring.by === 'deviation') {
    return deviationFill(signedDeviation(territory, coloring.metric), balance[coloring.metric] ?? 0);
  }
  const goal = standings.goals.get(territory.id);
  if (coloring.by === 'status') return STATUS_FILLS[goal?.status ?? 'not-begun'];
  const value = coloring.by === 'quality' ? standings.scores.get(territory.id)?.score : goal?.attainment;
  const range = rangeOf(coloring.by, standings);
  return value === undefined || value === null || range === null ? NO_FILL : stepFill(value, range);
}

function attainments({ goals }: Standings): (number | null)[] {
  return [...goals.values()].map(({ attainment }) => attainment);
}
