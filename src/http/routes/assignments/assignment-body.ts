import { z } from '@hono/zod-openapi';
import type { AssignmentRequest } from '../../../application/create-assignment.ts';
import { DEFAULT_WEIGHTS, MAX_MATCHED } from '../../../domain/assignment.ts';
import { closedObject } from '../../closed-object.ts';

/** Pairs that a request forbids. */
const MAX_FORBIDDEN = 10_000;

const pair = closedObject({
  territoryId: z.string().max(800).openapi({ description: 'Id of a territory.', example: 't1' }),
  repId: z.string().max(800).openapi({ description: 'Id of a rep.', example: 'rep-7' }),
});
const weight = z.number().min(0).max(1000).optional();
const territoryIds = z.array(z.string().max(800)).max(MAX_MATCHED).optional();

/** What `createAssignment` takes. */
export const assignmentBodySchema = closedObject({
  planId: z
    .string()
    .max(100)
    .optional()
    .openapi({ description: 'Whose reps and accounts count. Needed when not exactly one plan lists the layout.' }),
  weights: closedObject({ distance: weight, capacity: weight, continuity: weight, tenure: weight })
    .optional()
    .openapi({ description: 'From 0 to 1,000; 1 each when left out.', example: { distance: 1, continuity: 2 } }),
  pairs: z
    .array(pair)
    .max(MAX_MATCHED)
    .optional()
    .openapi({ description: 'Pairs that are fixed: refused where a rule forbids one.', example: [] }),
  forbidden: z.array(pair).max(MAX_FORBIDDEN).optional().openapi({
    description: 'Pairs that may not be.',
    example: [],
  }),
  on: z.iso.date().optional().openapi({
    description: 'The day that leave and tenure are about; today in UTC when left out.',
    example: '2027-07-15',
  }),
  newTerritories: territoryIds.openapi({
    description:
      'Territories that are new, which experienced reps are for. Left out: those that are new on the day by their stages in the plan.',
    example: ['t1'],
  }),
  leaveOpen: territoryIds.openapi({ description: 'Territories that stay vacant.', example: [] }),
}).openapi('NewAssignment');

/** The request that a body makes. */
export function assignmentRequest(body: z.infer<typeof assignmentBodySchema>): AssignmentRequest {
  const { distance, capacity, continuity, tenure } = body.weights ?? {};
  return {
    planId: body.planId ?? null,
    weights: {
      distance: distance ?? DEFAULT_WEIGHTS.distance,
      capacity: capacity ?? DEFAULT_WEIGHTS.capacity,
      continuity: continuity ?? DEFAULT_WEIGHTS.continuity,
      tenure: tenure ?? DEFAULT_WEIGHTS.tenure,
    },
    pairs: body.pairs ?? [],
    forbidden: body.forbidden ?? [],
    on: body.on ?? new Date().toISOString().slice(0, 10),
    newTerritories: body.newTerritories ?? null,
    leaveOpen: body.leaveOpen ?? [],
  };
}
