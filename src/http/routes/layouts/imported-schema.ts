import { z } from '@hono/zod-openapi';
import { GAP_CHOICES } from '../../../domain/imported.ts';

const count = (description: string) => z.number().int().min(0).openapi({ description, example: 3 });
const accountIds = z
  .array(z.string())
  .max(100)
  .openapi({ description: 'The first 100 of them.', example: ['acc-1001'] });
const cells = (max: number, description: string) =>
  z
    .array(z.string())
    .max(max)
    .openapi({ description, example: ['892a1072c0fffff'] });
const share = (description: string) => z.number().min(0).max(1).openapi({ description, example: 0.98 });

/** Where territories came from, and how well cells represent them. */
export const importedSchema = z
  .object({
    from: z.enum(['geojson', 'csv', 'json']).openapi({ description: 'The format of the file.', example: 'geojson' }),
    by: z.enum(['polygon', 'account', 'key']).openapi({
      description: 'What says whose an account is: the polygon around it, its own row, or its value of `key`.',
      example: 'polygon',
    }),
    key: z.string().nullable().openapi({ description: 'The attribute of `by: key`.', example: null }),
    gaps: z.enum(GAP_CHOICES).openapi({ description: 'As the request said.', example: 'nearest' }),
    territories: count('Territories of the file.'),
    reps: z
      .record(z.string(), z.string())
      .openapi({ description: 'Rep by territory, as the file says.', example: { north: 'rep-7' } }),
    representation: z
      .object({
        accountsExact: count('Accounts whose cell is in a territory that the file gives them.'),
        accountsElsewhere: count(
          'Accounts that share a cell of the finest resolution with more accounts of another territory, which has the cell.',
        ),
        choices: z
          .object({ count: count('How many there are.'), cells: cells(100, 'The first 100.') })
          .openapi({ description: 'Cells of the finest resolution with accounts of several territories.' }),
        gap: z
          .object({ accounts: count('How many there are.'), accountIds })
          .openapi({ description: 'Accounts of no territory of the file.' }),
        overlap: z.object({ accounts: count('How many there are.'), accountIds }).openapi({
          description: 'Accounts of several territories of the file; the one that it names first has them.',
        }),
        unknown: z
          .object({
            rows: count('How many there are.'),
            values: z
              .array(z.string())
              .max(100)
              .openapi({ description: 'The first 100.', example: ['acc-9'] }),
          })
          .openapi({ description: 'Accounts or values of the file that no account of the plan has.' }),
        shareOfSurface: share("Share of the polygons' surface that is in cells of their territories.").nullable(),
        worst: z
          .array(
            z.object({
              territoryId: z.string().openapi({ description: 'Id of the territory.', example: 'north' }),
              share: share('Share of its polygon that is in its cells.'),
            }),
          )
          .max(10)
          .openapi({ description: 'The territories that are represented worst; empty without polygons.' }),
      })
      .openapi({ description: 'How well the cells represent the territories of the file.' }),
    disputes: z
      .array(
        z.object({
          kind: z.enum(['gap', 'overlap']).openapi({ description: 'Whether nobody has them, or several.' }),
          territoryIds: z
            .array(z.string())
            .max(1000)
            .openapi({
              description:
                'Of an overlap the territories that have them, the first 20; of a gap those that they were given to.',
              example: ['north', 'south'],
            }),
          accounts: count('Accounts in all.'),
          accountIds,
          cells: cells(1000, 'Their cells, the first 1,000.'),
          moreCells: count('How many more there are; left out where there are none.').optional(),
        }),
      )
      .max(200)
      .openapi({ description: 'What of the file is not settled yet: see `listLayoutConflicts`.' }),
    untold: z
      .object({ disputes: count('How many there are.'), accounts: count('Accounts in all.') })
      .optional()
      .openapi({ description: 'Disputes beyond those that are told; left out where there are none.' }),
  })
  .openapi('Imported');

/** The same as lists have it: without what is disputed. */
export const importedSummarySchema = importedSchema.omit({ disputes: true }).openapi('ImportedSummary');
