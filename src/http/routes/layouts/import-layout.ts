import { createRoute, z } from '@hono/zod-openapi';
import { importLayout } from '../../../application/import-layout.ts';
import { parseBalance } from '../../../domain/balance.ts';
import type { Resolution } from '../../../domain/cell.ts';
import { Failure } from '../../../domain/failure.ts';
import { GAP_CHOICES } from '../../../domain/imported.ts';
import type { App } from '../../app.ts';
import { blamedBy } from '../../blamed-by.ts';
import { closedObject } from '../../closed-object.ts';
import { decodeBody } from '../../decode-body.ts';
import { answerJson } from '../../middleware/answer-json.ts';
import { needsScope } from '../../needs-scope.ts';
import { OF_BODY, OF_READING, problemAnswers } from '../../problem-answers.ts';
import { queryInteger } from '../../query-number.ts';
import { rateLimitedAs } from '../../rate-limited-as.ts';
import { lineMember } from '../lines/line-schema.ts';
import { planParams } from '../plans/plan-schema.ts';
import { givenRemarks, labelSchema } from './layout-entry-schema.ts';
import { layoutSchema, MADE_HEADERS } from './layout-schema.ts';

/** Polygons of a thousand territories, or whose half a million accounts are. */
const MAX_IMPORT_BYTES = 10_000_000;

const property = (of: string, otherwise: string) =>
  z
    .string()
    .min(1)
    .max(200)
    .optional()
    .openapi({ description: `GeoJSON: the property of a feature that is ${of}. ${otherwise}` });

const importQuery = closedObject({
  key: z.string().min(1).max(200).optional().openapi({
    description:
      'CSV and JSON: the attribute of accounts, or `segment`, `size`, `repId`, `name`, whose values the rows have; each has a column of this name in place of `account`.',
  }),
  gaps: z.enum(GAP_CHOICES).default('nearest').openapi({
    description:
      'What becomes of accounts that no territory of the file has: the nearest takes them, they get the territory `unassigned`, or the import is refused (422).',
  }),
  balance: z
    .string()
    .max(5000)
    .check(blamedBy((text) => parseBalance(text, '')))
    .optional()
    .openapi({
      description:
        'By which the layout is judged, as `metric:tolerance,...`. The accounts within the tolerance of the plan when left out.',
      example: 'accounts:0.5',
    }),
  baseResolution: queryInteger({ minimum: 0, maximum: 15 })
    .optional()
    .openapi({ description: 'H3 resolution of the coarsest cells. Chosen when left out.' }),
  line: lineMember.optional().openapi({
    description: 'The line of the plan that the territories are of: its accounts count. All accounts when left out.',
  }),
  name: givenRemarks.name,
  note: givenRemarks.note,
  labels: z
    .union([labelSchema, givenRemarks.labels.unwrap()])
    .optional()
    .openapi({ description: 'Labels of the layout in the list of the plan, each as a parameter `labels` of its own.' }),
  idProperty: property('the id of its territory', "The feature's `id`, else `id`, else `name` when left out."),
  nameProperty: property('the name of its territory', '`name` when left out.'),
  repProperty: property('the id of its rep', '`rep`, else `repId` when left out.'),
});

const square = (west: number, east: number) => ({
  type: 'Polygon',
  coordinates: [
    [
      [west, 40],
      [east, 40],
      [east, 41.3],
      [west, 41.3],
      [west, 40],
    ].map(([lng, lat]) => [lng, lat]),
  ],
});
const ROWS = [
  { account: 'acc-1001', territory: 'north', rep: 'rep-7' },
  { account: 'acc-1004', territory: 'south', rep: 'rep-8' },
];

const route = createRoute({
  ...rateLimitedAs('solves'),
  method: 'post',
  path: '/v1/plans/{planId}/layouts/import',
  operationId: 'importLayout',
  tags: ['Layouts'],
  security: needsScope('layouts:write'),
  summary: "Make a layout of today's territories",
  description:
    'Send GeoJSON (a FeatureCollection of Polygons or MultiPolygons in WGS 84, a territory by id, at most 1,000 features with 200,000 positions), or CSV or JSON with ' +
    '`account,territory[,name][,rep]`, or with `key` that attribute in place of `account`, such as `zip,territory`; at most 10 MB, plain or gzip. Ids and names of ' +
    'territories are those of the file. Cells are as coarse as borders allow, and as fine as the plan bins accounts where accounts of several territories meet; ' +
    '`imported` in the answer says how well that represents the file. The layout is in the list of the plan, with `name`, `note` and `labels` there, and the same file again is the same layout.',
  middleware: [answerJson()],
  request: {
    params: planParams,
    query: importQuery,
    body: {
      required: true,
      content: {
        'application/geo+json': {
          schema: { type: 'object', description: 'A FeatureCollection of Polygons and MultiPolygons (RFC 7946).' },
          example: {
            type: 'FeatureCollection',
            features: [
              { type: 'Feature', id: 'west', properties: { name: 'West', rep: 'rep-7' }, geometry: square(-75, -74) },
              { type: 'Feature', id: 'east', properties: { name: 'East', rep: 'rep-8' }, geometry: square(-74, -73) },
            ],
          },
        },
        'text/csv': {
          schema: { type: 'string', maxLength: MAX_IMPORT_BYTES },
          example: 'account,territory,rep\nacc-1001,north,rep-7\nacc-1004,south,rep-8\n',
        },
        'application/json': {
          schema: {
            type: 'array',
            items: {
              type: 'object',
              properties: {
                account: { type: 'string', description: 'Id of an account; with `key` that attribute instead.' },
                territory: { type: 'string', description: 'Id of its territory.' },
                name: { type: 'string', description: 'Name of the territory.' },
                rep: { type: 'string', description: 'Id of the rep of the territory.' },
              },
            },
          },
          example: ROWS,
        },
      },
    },
  },
  responses: {
    200: {
      description: 'The same territories were imported before: the recorded layout.',
      headers: MADE_HEADERS,
      content: { 'application/json': { schema: layoutSchema } },
    },
    201: {
      description: 'The new layout.',
      headers: MADE_HEADERS,
      content: { 'application/json': { schema: layoutSchema } },
    },
    ...problemAnswers(
      ...OF_BODY,
      ...OF_READING,
      'accounts-replaced',
      'invalid-rows',
      'invalid-problem',
      'solve-out-of-memory',
    ),
  },
});

/** `POST /v1/plans/{planId}/layouts/import`. */
export function registerImportLayout(app: App): void {
  app.openapi(route, async (c) => {
    const { ports, workspaceId } = c.var;
    const { planId } = c.req.valid('param');
    const { key, gaps, balance, baseResolution, line, idProperty, nameProperty, repProperty, ...said } =
      c.req.valid('query');
    if (Number(c.req.header('content-length') ?? 0) > MAX_IMPORT_BYTES) {
      throw new Failure(
        'payload-too-large',
        `the body is larger than ${MAX_IMPORT_BYTES} bytes: simplify the polygons`,
      );
    }
    const body = decodeBody(c.req.raw.body, c.req.header('content-encoding'), MAX_IMPORT_BYTES);
    const properties = { id: idProperty ?? null, name: nameProperty ?? null, rep: repProperty ?? null };
    const file = await ports.territoryFileReader.read(c.req.header('content-type'), body, {
      key: key ?? null,
      properties,
    });
    const request = {
      gaps,
      balance: balance === undefined ? null : parseBalance(balance),
      baseResolution: (baseResolution ?? null) as Resolution | null,
      ...{ key: key ?? null, line: line ?? null },
    };
    const { name, note, labels } = said;
    const remarks = { name, note, labels: labels === undefined ? undefined : [labels].flat() };
    const { layout, recorded } = await importLayout(ports, workspaceId, planId, file, request, remarks);
    c.header('Location', `/v1/layouts/${layout.layoutId}`);
    c.header('X-Hexalign-Cache', recorded ? 'hit' : 'miss');
    return c.json(layout as never, recorded ? 200 : 201);
  });
}
