import { z } from '@hono/zod-openapi';
import { violationKinds } from '../../../domain/layout.ts';

const byMetric = z.record(z.string(), z.number());
const cell = z.string().openapi({ description: 'An H3 cell.', example: '842a107ffffffff' });
const layoutId = z.string().openapi({
  description: 'Content address of the layout.',
  example: `lay_${'k4x7q2mz5tq6hc3n'.repeat(4).slice(0, 52)}`,
});

/** Path parameter of every route of one layout. */
export const layoutParams = z.object({ layoutId: layoutId.openapi({ param: { name: 'layoutId', in: 'path' } }) });

/** A territory with its measures. */
export const territorySchema = z
  .object({
    id: z.string().openapi({ example: 't1' }),
    name: z.string().openapi({ example: 'Territory 1' }),
    cells: z.array(cell).optional().openapi({ description: 'Its cells, of mixed resolution.' }),
    accounts: z.number(),
    sums: byMetric.openapi({ example: { accounts: 640, establishments: 150300, employees: 2510000 } }),
    targets: byMetric,
    deviations: byMetric.openapi({ description: '`abs(sum - target) / target` by metric.' }),
    compactness: z.object({
      momentOfInertia: z.number().openapi({ description: 'Weight times km2 about the weighted center.' }),
      polsbyPopper: z.number().openapi({ description: '`4 pi A / P2` of the outline: 1 for a circle.' }),
    }),
    areaKm2: z.number(),
    neighbors: z.array(z.string()).openapi({ description: 'Ids of the territories that it touches.' }),
    color: z.number().int().openapi({ description: 'Position in a palette of eight; differs from every neighbour.' }),
  })
  .openapi('Territory');

const violationSchema = z
  .object({
    kind: z.enum(violationKinds),
    territoryId: z.string().optional(),
    metric: z.string().optional(),
    cell: cell.optional(),
    amount: z.number().optional(),
    detail: z.string(),
    remedy: z.string(),
  })
  .openapi('LayoutViolation');

const headMembers = {
  layoutId,
  feasible: z.boolean().openapi({ description: 'Contiguous, and every balanced metric within its tolerance.' }),
  violationCount: z.number().int().openapi({ description: 'How many things do not hold.' }),
  islandCount: z.number().int(),
  resolution: z.object({
    base: z.number().int(),
    finest: z.number().int(),
    why: z.string().openapi({ description: 'Why this base.' }),
  }),
  seed: z.number().int(),
  effort: z.enum(['fast', 'normal', 'best']),
  steps: z.number().int().openapi({ description: 'Steps of the optimizer.' }),
  engine: z.string().openapi({ example: 'hexalign-optimizer 0.1.0+a03dd145f20a' }),
  metrics: z.array(z.string()),
  balance: byMetric.openapi({ description: 'Tolerance by balanced metric.' }),
  cover: z.object({
    resolution: z.number().int().nullable(),
    baseResolution: z.number().int().nullable(),
    splitShare: z.number(),
    fillDistanceKm: z.number().nullable(),
  }),
  totals: z.object({
    sums: byMetric,
    leaves: z.number().int().openapi({ description: 'Cells in all.' }),
    occupiedLeaves: z.number().int().openapi({ description: 'Cells that hold accounts.' }),
    momentOfInertia: z.number(),
  }),
};

const rebalance = z
  .object({
    from: layoutId,
    budget: z.object({ metric: z.string(), share: z.number() }),
    moved: byMetric.openapi({ description: 'Share of each metric that changed its territory.' }),
  })
  .optional();

/** A layout with its measures. */
export const layoutSchema = z
  .object({
    ...headMembers,
    violations: z.array(violationSchema).openapi({ description: 'What does not hold, the first 1,000.' }),
    islands: z
      .array(z.object({ from: cell, to: cell, distanceKm: z.number(), units: z.number().int() }))
      .openapi({ description: 'Pieces that touch nothing, and where they were joined to the rest; the first 1,000.' }),
    territories: z.array(territorySchema),
    rebalance,
  })
  .openapi('Layout');

/** A layout in a plan's list. */
export const layoutSummarySchema = z
  .object({
    ...headMembers,
    territoryCount: z.number().int(),
    rebalance,
    createdAt: z.iso.datetime(),
  })
  .openapi('LayoutSummary');

/** A move of a cell with accounts from one territory to another. */
export const moveSchema = z.object({ cell, from: z.string(), to: z.string(), sums: byMetric }).openapi('Move');
