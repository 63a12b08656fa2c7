import { type Amounts, amountsOf } from '../domain/amounts.ts';
import type { Resolution } from '../domain/cell.ts';
import type { ComparisonInput } from '../domain/comparison-input.ts';
import { type MovedPlaces, movedPlaces } from '../domain/moved-places.ts';
import { sharedMetrics } from '../domain/overlaps.ts';
import { drawVisible } from './draw-territories.ts';
import type { MapLayer } from './map-encoder.ts';
import type { ComparedPair } from './open-comparison.ts';
import type { Optimizer } from './optimizer.ts';

/** The resolutions of the places that two layouts have in common. */
export function comparedResolutions({ a, b }: Pick<ComparedPair, 'a' | 'b'>): { base: Resolution; finest: Resolution } {
  return {
    base: Math.max(a.resolution.base, b.resolution.base) as Resolution,
    finest: Math.max(a.resolution.finest, b.resolution.finest) as Resolution,
  };
}

/**
 * The places that differ between two layouts at one resolution: an outline for every two territories, the one that they left and the one that they joined.
 *
 * @param resolution null: the coarsest at which no such two are too small to be seen
 */
export function drawDifferences(optimizer: Optimizer, input: ComparisonInput, resolution: Resolution | null): MapLayer {
  const moved = movedPlaces(input);
  const leaves = { cells: moved.cells, territories: moved.pair };
  const { outlines, drawnAt } = drawVisible(
    optimizer,
    leaves,
    comparedResolutions({ a: input.a.layout, b: input.b.layout }),
    resolution,
  );
  return {
    name: 'differences',
    outlines,
    feature: (pair) => {
      const { from, to, sums } = differenceOf(input, moved, pair);
      return { id: `${from}>${to}`, properties: { from, to, sums, outlineResolution: drawnAt } };
    },
  };
}

/** What one territory hands to another: both by id, and the sums by metric. */
export function differenceOf(
  { a, b, overlaps }: ComparisonInput,
  { pairs }: MovedPlaces,
  pair: number,
): { from: string; to: string; sums: Amounts } {
  const { from, to } = pairs[pair] as { from: number; to: number };
  const own = overlaps.filter((one) => one.from === from && one.to === to);
  return {
    from: a.layout.territories[from]?.id ?? '',
    to: b.layout.territories[to]?.id ?? '',
    sums: amountsOf(b.layout.metrics, sharedMetrics(a.layout, b.layout), own),
  };
}
