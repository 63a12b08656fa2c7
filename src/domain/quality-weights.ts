import { Failure } from './failure.ts';

/** What the parts of a territory's score are weighed with: 0 or more, not all 0; only their ratios matter. */
export interface QualityWeights {
  readonly potential: number;
  readonly customers: number;
  readonly room: number;
  readonly service: number;
}

/** The parts of a score, in the order in which ties are settled. */
export const QUALITY_PARTS = [
  'potential',
  'customers',
  'room',
  'service',
] as const satisfies readonly (keyof QualityWeights)[];

export type QualityPart = (typeof QUALITY_PARTS)[number];

export const DEFAULT_QUALITY_WEIGHTS: QualityWeights = { potential: 1, customers: 1, room: 1, service: 1 };

/** Largest weight: above it the others would not count. */
export const MAX_QUALITY_WEIGHT = 1_000_000;

/** Throws `invalid-parameter` where all weights are 0. */
export function checkQualityWeights(weights: QualityWeights, field: string): void {
  if (QUALITY_PARTS.some((part) => weights[part] > 0)) return;
  throw Failure.invalid('invalid-parameter', {
    field,
    value: JSON.stringify(weights),
    detail: 'are all 0, so that nothing would count',
    remedy: 'send at least one weight above 0',
  });
}
