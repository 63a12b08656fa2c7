import { z } from '@hono/zod-openapi';
import type { LayoutId } from '../../../domain/layout.ts';
import type { RepairTold } from '../../../domain/repair-told.ts';
import { shorten } from '../../../domain/shorten.ts';

const layoutIdSchema = z.string().openapi({ example: `lay_${'7b2c3g6vhzq4n5wqk2m6t3x4y5z'.padEnd(52, 'a')}` });
const territoryId = z.string().openapi({ description: 'Id of the territory.', example: 't1' });
const metric = z.string().openapi({ example: 'establishments' });
const amount = (description: string, example: number) => z.number().openapi({ description, example });
const sums = z.record(z.string(), z.number()).openapi({ example: { accounts: 3, establishments: 410 } });

/** A repair as answers tell it. */
export const repairSchema = z
  .object({
    from: layoutIdSchema.openapi({ description: 'The layout that was looked at.' }),
    countedLayoutId: layoutIdSchema.openapi({ description: "The same borders with today's numbers." }),
    repairedLayoutId: layoutIdSchema
      .nullable()
      .openapi({ description: 'The layout that mends it; null where there is nothing to do, or nothing that helps.' }),
    isInside: z.boolean().openapi({ description: 'Whether all territories are inside their limits afterwards.' }),
    accounts: amount('Accounts that move.', 12),
    atLeast: amount('No repair that brings all inside moves fewer accounts; 0 where no bound is known.', 12),
    breaches: z
      .array(
        z.object({
          territoryId,
          metric,
          sum: amount('What the territory holds today.', 5210),
          target: amount('What it should hold.', 4600),
          least: amount('The least that it may hold.', 4140),
          most: amount('The most that it may hold.', 5060),
          repaired: amount('What it holds after the repair.', 5032),
        }),
      )
      .max(100_000)
      .openapi({ description: 'What is outside today.' }),
    moves: z
      .array(
        z.object({
          cell: z.string().openapi({ description: 'The cell of the layout.', example: '842a107ffffffff' }),
          from: territoryId,
          to: territoryId,
          sums,
          reason: z.string().openapi({
            description: 'What would be wrong without this move, if all others were made.',
            example: 'without it t1 would hold 5210 of establishments, above 5060',
          }),
          without: z.object({
            breaches: z
              .array(
                z.object({
                  territoryId,
                  metric,
                  sum: amount('What the territory would hold.', 5210),
                  bound: amount('The limit that it would be outside of.', 5060),
                }),
              )
              .max(1_000),
            apart: z
              .array(z.object({ territoryId, pieces: z.number().int().openapi({ example: 2 }) }))
              .max(2)
              .openapi({ description: 'Territories that would fall apart.', example: [] }),
          }),
        }),
      )
      .max(100_000),
  })
  .openapi('LayoutRepair');

/** A repair as JSON holds it. */
export function repairBody(from: LayoutId, repair: RepairTold): z.infer<typeof repairSchema> {
  const { counted, repaired, isInside, accounts, atLeast, breaches, moves } = repair;
  return {
    from,
    countedLayoutId: counted.layoutId,
    repairedLayoutId: repaired?.layoutId ?? null,
    ...{ isInside, accounts, atLeast, breaches: [...breaches] },
    moves: moves.map(({ without, ...move }) => ({
      ...move,
      reason: reasonOf(without),
      without: { breaches: without.breaches.slice(0, 1_000), apart: [...without.apart] },
    })),
  };
}

function reasonOf({ breaches, apart }: RepairTold['moves'][number]['without']): string {
  const told = [
    ...breaches.map(({ territoryId, metric, sum, bound }) => {
      const side = sum > bound ? 'above' : 'below';
      return `${territoryId} would hold ${rounded(sum)} of ${metric}, ${side} ${rounded(bound)}`;
    }),
    ...apart.map(({ territoryId, pieces }) => `${territoryId} would be in ${pieces} pieces`),
  ];
  return told.length === 0 ? 'it goes with the others' : shorten(`without it ${told.join('; ')}`);
}

function rounded(amount: number): number {
  return Number(amount.toPrecision(6));
}
