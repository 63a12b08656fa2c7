import { z } from '@hono/zod-openapi';
import { measureParents } from '../../../application/describe-hierarchy.ts';
import type { HierarchyOfLayout } from '../../../application/get-hierarchy.ts';
import { MAX_LEVELS, MAX_NAMED, MAX_PARENTS, type Manager } from '../../../domain/hierarchy.ts';
import { violationKinds } from '../../../domain/layout.ts';
import { closedObject } from '../../closed-object.ts';
import { nameSchema } from '../../name-schema.ts';
import { layoutParams } from '../layouts/layout-schema.ts';

const MAX_TERRITORIES = 10_000;
const byMetric = z.record(z.string(), z.number());
const SUMS = { accounts: 1280, revenue: 300600 };
const nodeId = z.string().openapi({ description: 'Id of a node.', example: 'd1' });
const territoryId = z.string().openapi({ description: 'Id of a territory.', example: 't1' });
const { layoutId } = layoutParams.shape;
const hierarchyId = z.string().openapi({ description: 'Id of the hierarchy.', example: 'hie_2Yq8HkLr0sVbN3xTzWcJ5m' });

/** Path parameter of every route of one hierarchy. */
export const hierarchyParams = z.object({
  hierarchyId: hierarchyId.max(100).openapi({ param: { name: 'hierarchyId', in: 'path' } }),
});

/** Printable text that names something within a request. */
export const phrase = (longest: number) =>
  z
    .string()
    .min(1)
    .max(longest)
    .refine((text) => !/[\p{Cc}\p{Cs}]/u.test(text), { error: 'holds a control character; send printable text' });

/** Name of a level. */
export const levelName = phrase(50).openapi({ description: 'Name of a level.', example: 'district' });

/** Who leads a node. */
export const managerSchema = closedObject({
  name: nameSchema.optional().openapi({ description: 'Anybody, by name.', example: 'Kim Park' }),
  repId: phrase(200).optional().openapi({ description: 'A rep of the plan, in place of a name.' }),
})
  .refine(({ name, repId }) => (name === undefined) !== (repId === undefined), {
    error: 'is not one of a name and a rep; send name or repId',
  })
  .openapi('Manager', { description: 'Who leads a node: anybody by name, or a rep of the plan.' });

/** A manager as a body gives it. */
export function managerOf(given: z.infer<typeof managerSchema> | null | undefined): Manager | null {
  const { name, repId } = given ?? {};
  if (repId !== undefined) return { repId };
  return name === undefined ? null : { name };
}

/** A node with what it adds up to. */
export const nodeSchema = z
  .object({
    id: nodeId,
    name: z.string().openapi({ description: 'A name for people.', example: 'Coast' }),
    level: z.string().openapi({ description: 'Its level.', example: 'district' }),
    parent: nodeId.nullable().openapi({ description: 'Id of the node above; null at the top.', example: 'r1' }),
    manager: managerSchema.nullable().openapi({ description: 'Who leads it.', example: { name: 'Kim Park' } }),
    children: z
      .array(z.string())
      .max(MAX_TERRITORIES)
      .openapi({
        description: 'Ids of what is next below: nodes, at the lowest level territories.',
        example: ['t1', 't2'],
      }),
    territories: z
      .array(territoryId)
      .max(MAX_TERRITORIES)
      .openapi({ description: 'All territories below.', example: ['t1', 't2'] }),
    sums: byMetric.openapi({ description: 'Sum of each metric over its territories.', example: SUMS }),
    targets: byMetric.openapi({
      description: "The layout's totals, shared by number of territories.",
      example: SUMS,
    }),
    deviations: byMetric.openapi({
      description: '`abs(sum - target) / target` by metric.',
      example: { accounts: 0, revenue: 0.02 },
    }),
    areaKm2: z.number().openapi({ description: 'Surface of its territories.', example: 36480 }),
    pieces: z.number().int().openapi({ description: 'In how many pieces it is: 1 is connected.', example: 1 }),
    neighbors: z
      .array(nodeId)
      .max(MAX_PARENTS)
      .openapi({
        description: 'Ids of nodes of the same level that it touches.',
        example: ['d2'],
      }),
  })
  .openapi('HierarchyNode');

const violationSchema = z
  .object({
    kind: z.enum(violationKinds).openapi({ description: 'What does not hold.', example: 'outside-tolerance' }),
    level: z.string().openapi({ description: 'At which level.', example: 'district' }),
    nodeId: nodeId.optional().openapi({ description: 'Of which node, where it is of one.' }),
    metric: z.string().optional().openapi({ description: 'In which metric.', example: 'revenue' }),
    detail: z.string().openapi({
      description: 'What does not hold, in a sentence.',
      example: 'revenue of d1: 300,600 against an equal share of 250,000, 20.2 % off where 10 % is allowed',
    }),
    remedy: z.string().openapi({ description: 'What would help.', example: 'widen the tolerance of revenue' }),
  })
  .openapi('HierarchyViolation');

const originSchema = z
  .object({
    kind: z.enum(['given', 'solved', 'solved-top-down', 'carried']).openapi({
      description: 'How it came to be: `solved` from the territories up, `solved-top-down` together with them.',
    }),
    counts: z
      .array(z.number().int())
      .max(MAX_LEVELS)
      .optional()
      .openapi({
        description:
          'How many nodes of each level were asked for, the lowest first; `solved-top-down`: into how many each was divided, the top first and the territories last.',
        example: [4, 2],
      }),
    balance: byMetric.optional().openapi({ description: 'Tolerance by metric.', example: { revenue: 0.1 } }),
    seed: z.number().int().optional().openapi({ description: 'As the request said.', example: 1 }),
    effort: z.enum(['fast', 'normal', 'best']).optional().openapi({ description: 'How long was searched.' }),
    engine: z
      .string()
      .optional()
      .openapi({ description: 'Version of the optimizer.', example: 'hexalign-optimizer 0.1.0' }),
    from: hierarchyId.optional().openapi({ description: 'The hierarchy that was carried.' }),
    fromLayout: layoutId.optional().openapi({ description: 'The layout that it is of.' }),
    decided: z
      .object({
        kept: z.number().int().openapi({ description: 'Territories of both layouts.', example: 48 }),
        added: z
          .array(z.object({ territoryId, nodeId, by: z.enum(['overlap', 'neighbors']) }))
          .max(MAX_NAMED)
          .openapi({
            description: 'New territories and the nodes that they were put under; the first 1,000.',
            example: [{ territoryId: 't51', nodeId: 'd1', by: 'overlap' }],
          }),
        addedCount: z.number().int().openapi({ description: 'All of them.', example: 1 }),
        dropped: z
          .array(territoryId)
          .max(MAX_NAMED)
          .openapi({
            description: 'Territories that are not there any more; the first 1,000.',
            example: ['t7'],
          }),
        droppedCount: z.number().int().openapi({ description: 'All of them.', example: 1 }),
      })
      .optional()
      .openapi({ description: 'What was decided for the other layout.' }),
  })
  .openapi('HierarchyOrigin', { example: { kind: 'given' } });

const headMembers = {
  hierarchyId,
  layoutId,
  levels: z
    .array(z.string())
    .max(MAX_LEVELS)
    .openapi({ description: 'Levels, the one next to the territories first.', example: ['district', 'region'] }),
  connected: z
    .array(z.string())
    .max(MAX_LEVELS)
    .openapi({ description: 'Levels whose nodes are to be in one piece.', example: ['district'] }),
  origin: originSchema,
  violationCount: z.number().int().openapi({ description: 'How many things do not hold.', example: 0 }),
  createdAt: z.iso.datetime().openapi({ description: 'When it was made.', example: '2027-01-04T09:00:00.000Z' }),
};

/** A hierarchy with its nodes. */
export const hierarchySchema = z
  .object({
    ...headMembers,
    feasible: z.boolean().openapi({ description: 'All that was asked for holds.' }),
    violations: z.array(violationSchema).max(MAX_NAMED).openapi({ description: 'What does not; the first 1,000.' }),
    nodes: z.array(nodeSchema).max(MAX_PARENTS).openapi({ description: 'Level by level, the lowest first.' }),
  })
  .openapi('Hierarchy');

/** A hierarchy in a list. */
export const hierarchySummarySchema = z
  .object({
    ...headMembers,
    nodeCount: z.number().int().openapi({ description: 'How many nodes it has.', example: 3 }),
  })
  .openapi('HierarchySummary');

/** A hierarchy as JSON holds it. */
export function hierarchyBody({ hierarchy, layout }: HierarchyOfLayout) {
  const { hierarchyId, layoutId, levels, connected, origin, violations, violationCount, createdAt } = hierarchy;
  return {
    ...{ hierarchyId, layoutId, levels, connected, origin, createdAt },
    feasible: violationCount === 0,
    ...{ violationCount, violations },
    nodes: measureParents(hierarchy, layout),
  };
}
