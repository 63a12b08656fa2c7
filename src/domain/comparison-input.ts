import type { Refinement } from './common-refinement.ts';
import type { TerritoryMatching } from './match-territories.ts';
import type { ComparedLayout, Overlap } from './overlaps.ts';

/** What a comparison follows from. */
export interface ComparisonInput {
  readonly a: ComparedLayout;
  readonly b: ComparedLayout;
  readonly derived: boolean;
  readonly places: Refinement;
  readonly overlaps: readonly Overlap[];
  readonly matching: TerritoryMatching;
}
