import { z } from '@hono/zod-openapi';
import { editKinds, MAX_BROKE, MAX_EDITS } from '../../../domain/edit.ts';
import { MAX_LEVELS } from '../../../domain/hierarchy.ts';
import { violationKinds } from '../../../domain/layout.ts';
import { importedSchema, importedSummarySchema } from './imported-schema.ts';

const byMetric = z.record(z.string(), z.number());
const territoryId = z.string().openapi({ description: 'Id of a territory.', example: 't1' });
const metric = z.string().openapi({ description: 'Name of a metric.', example: 'establishments' });
const SUMS = { accounts: 640, establishments: 150300, employees: 2510000 };
const cell = z.string().openapi({ description: 'An H3 cell.', example: '842a107ffffffff' });
/** The id of a layout in examples. */
export const EXAMPLE_LAYOUT_ID = `lay_${'k4x7q2mz5tq6hc3n'.repeat(4).slice(0, 52)}`;
const layoutId = z.string().openapi({ description: 'Content address of the layout.', example: EXAMPLE_LAYOUT_ID });

/** Path parameter of every route of one layout. */
export const layoutParams = z.object({ layoutId: layoutId.openapi({ param: { name: 'layoutId', in: 'path' } }) });

/** A territory with its measures. */
export const territorySchema = z
  .object({
    id: territoryId,
    name: z.string().openapi({ description: 'A name for people; survives a rebalance.', example: 'Territory 1' }),
    cells: z.array(cell).optional().openapi({ description: 'Its cells, of mixed resolution.' }),
    accounts: z.number().openapi({ description: 'How many accounts it holds.', example: 640 }),
    sums: byMetric.openapi({ description: 'Sum of each metric over its accounts.', example: SUMS }),
    targets: byMetric.openapi({ description: 'What an equal share would be.', example: SUMS }),
    deviations: byMetric.openapi({
      description: '`abs(sum - target) / target` by metric.',
      example: { accounts: 0, establishments: 0.02, employees: 0.11 },
    }),
    compactness: z
      .object({
        momentOfInertia: z
          .number()
          .openapi({ description: 'Weight times km2 about the weighted center.', example: 84210 }),
        polsbyPopper: z
          .number()
          .openapi({ description: '`4 pi A / P2` of the outline: 1 for a circle.', example: 0.41 }),
      })
      .openapi({
        description:
          'How compact it is, by two measures: of accounts in their finest cells, and for territories that an edit or a merge touched of what each cell holds, at its center.',
      }),
    areaKm2: z.number().openapi({ description: 'Surface of its cells.', example: 18240 }),
    neighbors: z.array(territoryId).max(1000).openapi({ description: 'Ids of the territories that it touches.' }),
    color: z.number().int().openapi({ description: 'Position in a palette of eight; differs from every neighbour.' }),
  })
  .openapi('Territory');

const violationSchema = z
  .object({
    kind: z.enum(violationKinds).openapi({ description: 'What does not hold.' }),
    territoryId: territoryId.optional(),
    metric: metric.optional(),
    cell: cell.optional(),
    amount: z.number().optional().openapi({ description: 'By how much, in the unit of the kind.', example: 0.07 }),
    detail: z.string().openapi({
      description: 'What does not hold, in a sentence.',
      example: 'Territory 1 has 7 % more establishments than its target; 5 % are allowed',
    }),
    remedy: z.string().openapi({ description: 'What would help.', example: 'allow a tolerance of 0.07' }),
  })
  .openapi('LayoutViolation');

const headMembers = {
  layoutId,
  feasible: z.boolean().openapi({ description: 'Contiguous, and every balanced metric within its tolerance.' }),
  violationCount: z.number().int().openapi({ description: 'How many things do not hold.' }),
  islandCount: z.number().int().openapi({ description: 'Pieces of the cover that touch no other.', example: 1 }),
  resolution: z
    .object({
      base: z.number().int().openapi({ description: 'Of the coarsest cells.', example: 4 }),
      finest: z.number().int().openapi({ description: 'Of the finest cells.', example: 7 }),
      why: z.string().openapi({
        description: 'Why this base.',
        example: 'resolution 4 gives about 300 cells to a territory',
      }),
    })
    .openapi({ description: 'H3 resolutions of its cells.' }),
  seed: z.number().int().openapi({ description: 'As the request said; 1 where it did not.', example: 1 }),
  effort: z.enum(['fast', 'normal', 'best']).openapi({ description: 'How long was searched.', example: 'normal' }),
  steps: z.number().int().openapi({ description: 'Steps of the optimizer.', example: 400000 }),
  engine: z
    .string()
    .openapi({ description: 'Version of the optimizer.', example: 'hexalign-optimizer 0.1.0+a03dd145f20a' }),
  metrics: z
    .array(metric)
    .max(20)
    .openapi({ description: 'All metrics that are summed.', example: ['accounts', 'establishments'] }),
  balance: byMetric.openapi({ description: 'Tolerance by balanced metric.', example: { establishments: 0.05 } }),
  cover: z
    .object({
      resolution: z.number().int().nullable(),
      baseResolution: z.number().int().nullable(),
      splitShare: z.number(),
      fillDistanceKm: z.number().nullable(),
    })
    .openapi({
      description: 'As the request said; null where it left the choice.',
      example: { resolution: null, baseResolution: null, splitShare: 0.02, fillDistanceKm: null },
    }),
  totals: z
    .object({
      sums: byMetric.openapi({ description: 'Sum of each metric.', example: SUMS }),
      leaves: z.number().int().openapi({ description: 'Cells in all.' }),
      occupiedLeaves: z.number().int().openapi({ description: 'Cells that hold accounts.' }),
      momentOfInertia: z.number().openapi({ description: 'Of all territories together.', example: 4210000 }),
    })
    .openapi({ description: 'Over all territories.' }),
  follow: z
    .object({
      layoutId,
      weight: z.number().openapi({ description: 'How much following counted.', example: 0.5 }),
      shared: z.number().openapi({
        description: 'Share of the pairs of touching cells on borders that are on borders of the followed layout, too.',
        example: 0.92,
      }),
      kept: z.number().openapi({
        description:
          'Share of the pairs of touching cells in one territory of the followed layout that are in one here.',
        example: 0.98,
      }),
    })
    .optional()
    .openapi({
      description:
        'How far borders follow those of another layout, if they do. Places that it does not cover do not count.',
    }),
  topDown: z
    .object({
      levels: z
        .array(
          z.object({
            name: z.string().openapi({ description: 'Name of a level.', example: 'district' }),
            count: z.number().int().openapi({ description: 'How many, under each of the level above.', example: 4 }),
          }),
        )
        .max(MAX_LEVELS)
        .openapi({ description: 'The top first; the last one are the territories.' }),
    })
    .optional()
    .openapi({ description: 'Into what the plan was divided level by level, if it was solved from the top down.' }),
};

const rebalance = z
  .object({
    from: layoutId,
    budget: z.object({ metric, share: z.number() }).openapi({
      description: 'How much might move.',
      example: { metric: 'establishments', share: 0.02 },
    }),
    moved: byMetric.openapi({
      description: 'Share of each metric that changed its territory; where a part was rebalanced, of what that holds.',
      example: { establishments: 0.017 },
    }),
    territories: z
      .array(territoryId)
      .max(1000)
      .optional()
      .openapi({ description: 'Those that were rebalanced, where not all were.' }),
  })
  .optional()
  .openapi({ description: 'Where it came from, if it is a rebalance.' });

const editHead = z.object({
  from: layoutId,
  name: z.string().optional().openapi({ description: 'As the request said.', example: 'Without Boston' }),
  moved: byMetric.openapi({
    description: 'Share of each metric that changed its territory.',
    example: { establishments: 0.017 },
  }),
  touched: z.array(territoryId).max(2000).openapi({ description: 'Territories that gained or lost something.' }),
});

const merge = z
  .object({
    base: layoutId,
    ours: layoutId,
    theirs: layoutId,
    prefer: z.enum(['ours', 'theirs']).nullable().openapi({ description: 'Whose word counted in clashes.' }),
    clashes: z.number().int().openapi({ description: 'How often it counted.', example: 0 }),
  })
  .optional()
  .openapi({ description: 'Which layouts it was made of, if it is a merge.' });

/** A layout with its measures. */
export const layoutSchema = z
  .object({
    ...headMembers,
    line: z.string().optional().openapi({
      description: 'The line of the plan whose accounts were counted, where not all were.',
      example: 'hospitals',
    }),
    violations: z.array(violationSchema).max(1000).openapi({ description: 'What does not hold, the first 1,000.' }),
    islands: z
      .array(z.object({ from: cell, to: cell, distanceKm: z.number(), units: z.number().int() }))
      .max(1000)
      .openapi({ description: 'Pieces that touch nothing, and where they were joined to the rest; the first 1,000.' }),
    territories: z.array(territorySchema).max(1000).openapi({ description: 'Its territories with their measures.' }),
    rebalance,
    edit: editHead
      .extend({
        edits: z
          .array(z.looseObject({ kind: z.enum(editKinds) }))
          .max(MAX_EDITS)
          .openapi({
            description: 'As they were sent.',
            example: [{ kind: 'rename', territory: 't1', name: 'North' }],
          }),
        broke: z
          .array(violationSchema)
          .max(MAX_BROKE)
          .openapi({ description: `What does not hold and did before; the first ${MAX_BROKE}.`, example: [] }),
      })
      .optional()
      .openapi({ description: 'Where it came from, if it was edited by hand.' }),
    merge,
    imported: importedSchema.optional(),
  })
  .openapi('Layout');

/** A layout in a plan's list. */
export const layoutSummarySchema = z
  .object({
    ...headMembers,
    territoryCount: z.number().int().openapi({ description: 'How many territories it has.', example: 50 }),
    rebalance,
    edit: editHead.optional().openapi({ description: 'Where it came from, if it was edited by hand.' }),
    merge,
    imported: importedSummarySchema.optional(),
    createdAt: z.iso
      .datetime()
      .openapi({ description: 'When it was first solved.', example: '2027-01-04T09:00:00.000Z' }),
    line: z.string().nullable().openapi({
      description: 'The line whose accounts were solved, also where it was deleted since; null: all accounts.',
      example: null,
    }),
  })
  .openapi('LayoutSummary');

/** A move of a cell with accounts from one territory to another. */
export const moveSchema = z
  .object({
    cell,
    from: territoryId.openapi({ description: 'Id of the territory that it leaves.' }),
    to: territoryId.openapi({ description: 'Id of the territory that it joins.', example: 't2' }),
    sums: byMetric.openapi({ description: 'What moves with it.', example: { accounts: 3, establishments: 812 } }),
  })
  .openapi('Move');

/** Headers of an answer that made a layout, or found it made. */
export const MADE_HEADERS = {
  Location: { schema: { type: 'string' as const }, description: 'Address of the layout.' },
  'X-Hexalign-Cache': { $ref: '#/components/headers/HexalignCache' },
};
