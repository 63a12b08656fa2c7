import { createRoute, z } from '@hono/zod-openapi';
import { drawTerritories } from '../../../application/draw-territories.ts';
import { cellsByTerritory } from '../../../application/list-leaves.ts';
import { solveAccounts } from '../../../application/solve-accounts.ts';
import type { App } from '../../app.ts';
import { featureCollectionSchema, geojsonResponse } from '../../geojson-response.ts';
import { needsScope } from '../../needs-scope.ts';
import { negotiate } from '../../negotiate.ts';
import { problemAnswers } from '../../problem-answers.ts';
import { rateLimitedAs } from '../../rate-limited-as.ts';
import { uploadBody } from '../../upload-body.ts';
import { accountBodies } from '../accounts/account-bodies.ts';
import { layoutSchema } from '../layouts/layout-schema.ts';
import { outlineResolution } from '../layouts/outline-resolution.ts';
import { readSolveRequest, solveQuery } from './solve-options.ts';

const route = createRoute({
  method: 'post',
  path: '/v1/solve',
  operationId: 'solveAccounts',
  tags: ['Layouts'],
  security: needsScope('layouts:write'),
  ...rateLimitedAs('solves'),
  summary: 'Divide accounts into territories in one request',
  description:
    'Send accounts in the body (at most 100 MB) and options in the query, or in the JSON document beside `accounts`. Any numeric ' +
    'column is a metric; `accounts` counts rows. When a row is bad nothing is solved and every bad row is named. The accounts are not ' +
    'kept; the layout is, under its id, which follows from the accounts and the options alone: the same request gives the same layout, ' +
    'from the record (`X-Hexalign-Cache: hit`).',
  request: { query: solveQuery, body: { required: true, content: accountBodies } },
  responses: {
    200: {
      description: 'The layout. As GeoJSON a MultiPolygon per territory, with its measures.',
      headers: { 'X-Hexalign-Cache': { $ref: '#/components/headers/HexalignCache' } },
      content: {
        'application/json': {
          schema: layoutSchema
            .extend({
              assignments: z
                .array(
                  z.object({
                    accountId: z.string().openapi({ example: 'acc-1001' }),
                    territoryId: z.string().openapi({ example: 't1' }),
                  }),
                )
                .optional()
                .openapi({ description: 'In the order of the file.' }),
            })
            .openapi('SolvedLayout'),
        },
        'application/geo+json': { schema: featureCollectionSchema },
      },
    },
    ...problemAnswers(
      'malformed-body',
      'invalid-parameter',
      'unauthorized',
      'not-acceptable',
      'payload-too-large',
      'unsupported-media-type',
      'invalid-rows',
      'invalid-problem',
      'solve-too-long',
      'solve-out-of-memory',
    ),
  },
});

/** `POST /v1/solve`. */
export function registerSolveAccounts(app: App): void {
  app.openapi(route, async (c) => {
    const mediaType = negotiate(c.req.header('accept'), ['application/json', 'application/geo+json']);
    const { ports, workspaceId } = c.var;
    const query = c.req.valid('query');
    const contentType = c.req.header('content-type');
    const upload = ports.accountReader.read(contentType, uploadBody(c), { declaredMetrics: null });
    const hasMembers = contentType?.toLowerCase().startsWith('application/json') ?? false;
    const readRequest = (members: Readonly<Record<string, unknown>>, whole: boolean) =>
      readSolveRequest(query, hasMembers ? members : {}, whole || !hasMembers);
    const solved = await solveAccounts(ports, workspaceId, upload, readRequest);
    const { layout, leaves, recorded, assignments } = solved;
    const isDrawn = mediaType === 'application/geo+json';
    const wanted = isDrawn ? readRequest(upload.members(), true).outlineResolution : null;
    const resolution = outlineResolution(layout, wanted, 'outlineResolution');
    c.header('X-Hexalign-Cache', recorded ? 'hit' : 'miss');
    c.header('Vary', 'Accept');
    if (isDrawn) {
      const drawn = drawTerritories(ports.optimizer, layout, leaves, resolution);
      return geojsonResponse(c, ports.maps.featureCollection(drawn));
    }
    const cells = cellsByTerritory(layout, leaves);
    const territories = layout.territories.map(({ id, name, ...measures }, at) => ({
      id,
      name,
      cells: cells[at],
      ...measures,
    }));
    return c.json({ ...layout, territories, ...(assignments === null ? {} : { assignments }) } as never, 200);
  });
}
