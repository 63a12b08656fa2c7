import { z } from '@hono/zod-openapi';
import { DEFAULT_RAMPS, MAX_RAMP_MONTHS, STAGES, type TerritoryStage } from '../../../domain/territory-stage.ts';
import { closedObject } from '../../closed-object.ts';
import { idText } from '../../id-text.ts';
import { planParams } from '../plans/plan-schema.ts';

const share = z.number().min(0).max(1);
const stage = z.enum(STAGES).openapi({
  description: 'How far the territory is built up.',
  example: 'new',
});
const since = z.iso.date().openapi({ description: 'First day of the stage.', example: '2027-01-01' });
const ramp = z.array(share).max(MAX_RAMP_MONTHS);
const defaults = Object.entries(DEFAULT_RAMPS)
  .map(([name, shares]) => `${name} ${JSON.stringify(shares)}`)
  .join(', ');

const given = {
  stage,
  since,
  ramp: ramp.optional().openapi({
    description: `Share of the full target in each month since, at most ${MAX_RAMP_MONTHS}; afterwards it is full. Left out, by the stage: ${defaults}.`,
    example: [0.25, 0.5, 0.75],
  }),
};

/** The body of a stage of one territory. */
export const newStageSchema = closedObject(given).openapi('NewTerritoryStage');

/** The same among others. */
export const listedStageSchema = closedObject({
  territoryId: idText(800).openapi({ description: 'Id of the territory.', example: 't1' }),
  ...given,
}).openapi('ListedTerritoryStage');

/** A stage on the wire. */
export const stageSchema = z
  .object({
    territoryId: z.string().openapi({ description: 'Id of the territory.', example: 't1' }),
    ...{ stage, since },
    ramp: ramp.openapi({ description: 'Share of the full target in each month since.', example: [0.25, 0.5, 0.75] }),
    isNew: z.boolean().openapi({
      description: 'Whether the territory is new today: the stage says so and has begun, and the ramp is not over.',
      example: true,
    }),
  })
  .openapi('TerritoryStage');

/** Path parameters of every route of one stage. */
export const stageParams = planParams.extend({
  territoryId: z
    .string()
    .min(1)
    .max(800)
    .refine((id) => !/[\p{Cc}\p{Cs}]/u.test(id), { error: 'holds a control character; send an id without' })
    .openapi({ param: { name: 'territoryId', in: 'path' }, description: 'Id of the territory.', example: 't1' }),
});

/** The stage that a body gives a territory. */
export function stageOf(territoryId: string, given: z.infer<typeof newStageSchema>): TerritoryStage {
  return { territoryId, stage: given.stage, since: given.since, ramp: given.ramp ?? DEFAULT_RAMPS[given.stage] };
}

/** A stage as JSON holds it. */
export function stageBody(one: TerritoryStage, isNew: boolean): z.infer<typeof stageSchema> {
  return { ...one, ramp: [...one.ramp], isNew };
}
