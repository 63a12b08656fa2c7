import { z } from '@hono/zod-openapi';
import { parseCell } from '../../../domain/cell.ts';
import { type Edit, MAX_EDIT_ITEMS, MAX_EDITS, MAX_PARTS } from '../../../domain/edit.ts';
import { parsePolygon } from '../../../domain/geo-polygon.ts';
import { blamedBy } from '../../blamed-by.ts';
import { closedObject } from '../../closed-object.ts';
import { nameSchema } from '../../name-schema.ts';

const territory = z.string().min(1).max(200).openapi({ description: 'Id of a territory.', example: 't1' });
const name = nameSchema.openapi({ description: 'A name for people.', example: 'North' });

const polygon = z
  .object({ type: z.enum(['Polygon', 'MultiPolygon']), coordinates: z.array(z.unknown()) })
  .check(blamedBy((given) => parsePolygon(JSON.stringify(given), '')))
  .openapi({
    description: 'GeoJSON. Cells whose centers lie inside.',
    example: {
      type: 'Polygon',
      coordinates: [
        [
          [-74.3, 40.4],
          [-73.7, 40.4],
          [-73.7, 41],
          [-74.3, 41],
          [-74.3, 40.4],
        ],
      ],
    },
  });

const places = {
  cells: z
    .array(
      z
        .string()
        .max(100)
        .check(blamedBy((cell) => parseCell(cell, ''))),
    )
    .min(1)
    .max(MAX_EDIT_ITEMS)
    .optional()
    .openapi({
      description:
        'H3 cells of any resolution. A coarse one stands for all cells of the layout inside it; where one is finer than its cell of the layout, that is split.',
      example: ['842a107ffffffff'],
    }),
  accounts: z
    .array(z.string().min(1).max(1_000))
    .min(1)
    .max(MAX_EDIT_ITEMS)
    .optional()
    .openapi({ description: 'Ids of accounts of the plan: the finest cell of each.', example: ['acc-17'] }),
  polygon: polygon.optional(),
};

const ONE_PLACE = {
  path: ['cells'],
  error: 'is needed, and one alone of cells, accounts and polygon; send one of them',
};

function hasOnePlace(given: { readonly [Place in keyof typeof places]?: unknown }): boolean {
  return [given.cells, given.accounts, given.polygon].filter((place) => place !== undefined).length === 1;
}

/** One edit as JSON. */
export const editSchema = z.discriminatedUnion('kind', [
  closedObject({ kind: z.literal('assign'), to: territory, ...places }).refine(hasOnePlace, ONE_PLACE),
  closedObject({
    kind: z.literal('merge'),
    territories: z.array(territory).min(2).max(1_000),
    into: territory,
    name: name.optional(),
  }),
  closedObject({ kind: z.literal('split'), territory, into: z.number().int().min(2).max(MAX_PARTS) }),
  closedObject({
    kind: z.literal('add'),
    id: z
      .string()
      .regex(/^(?!t\d{7,}$)[A-Za-z0-9][A-Za-z0-9._~-]{0,99}$/)
      .optional()
      .openapi({
        description:
          'The next free `t<number>` when left out. Numbers of seven digits and more cannot be given: others follow them.',
        example: 'north',
      }),
    name: name.optional(),
    ...places,
  }).refine(hasOnePlace, ONE_PLACE),
  closedObject({ kind: z.literal('drop'), territory }),
  closedObject({ kind: z.literal('rename'), territory, name }),
]);

/** Edits of one request. */
export const editsSchema = z.array(editSchema).min(1).max(MAX_EDITS);

/** Edits as the domain has them. */
export function givenEdits(edits: z.infer<typeof editsSchema>): readonly Edit[] {
  return edits as unknown as readonly Edit[];
}
