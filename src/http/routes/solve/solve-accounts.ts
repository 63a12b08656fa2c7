import { createRoute, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { drawTerritories } from '../../../application/draw-territories.ts';
import { cellsByTerritory } from '../../../application/list-leaves.ts';
import { type SolvedAccounts, solveAccounts } from '../../../application/solve-accounts.ts';
import type { ColumnUse } from '../../../domain/column-map.ts';
import { Failure } from '../../../domain/failure.ts';
import type { App } from '../../app.ts';
import { featureCollectionSchema, geojsonResponse } from '../../geojson-response.ts';
import type { HttpEnv } from '../../http-env.ts';
import { needsScope } from '../../needs-scope.ts';
import { negotiate } from '../../negotiate.ts';
import { OF_BODY, problemAnswers } from '../../problem-answers.ts';
import { rateLimitedAs } from '../../rate-limited-as.ts';
import { throwWithRows } from '../../throw-violations.ts';
import { uploadBody } from '../../upload-body.ts';
import { accountBodies } from '../accounts/account-bodies.ts';
import { columnsSchema, findMappedColumns, mappedColumns } from '../accounts/column-pairs.ts';
import { layoutSchema } from '../layouts/layout-schema.ts';
import { outlineResolution } from '../layouts/outline-resolution.ts';
import { readMembers, readSolveRequest, solveQuery } from './solve-options.ts';

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
    'column is a metric; `accounts` counts rows. Columns are found as `putAccounts` finds them, also those of Salesforce, HubSpot and ' +
    'Dynamics exports, or as `map` says. When a row is bad nothing is solved and every bad row is named. The accounts are not ' +
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
              columns: columnsSchema.optional(),
            })
            .openapi('SolvedLayout'),
        },
        'application/geo+json': { schema: featureCollectionSchema },
      },
    },
    ...problemAnswers(
      ...OF_BODY,
      'invalid-parameter',
      'unauthorized',
      'not-acceptable',
      'invalid-rows',
      'invalid-problem',
      'solve-too-long',
      'solve-out-of-memory',
    ),
  },
});

/** `POST /v1/solve`. */
export function registerSolveAccounts(app: App): void {
  app.openapi(
    route,
    async (c) => {
      const mediaType = negotiate(c.req.header('accept'), ['application/json', 'application/geo+json']);
      const { map, ...query } = c.req.valid('query');
      const { upload, hasMembers } = openUpload(c, mappedColumns(map));
      const readRequest = (members: Readonly<Record<string, unknown>>, whole: boolean) =>
        readSolveRequest(query, hasMembers ? members : {}, whole || !hasMembers);
      const solved = await solveAccounts(c.var.ports, c.var.workspaceId, upload, readRequest);
      const asked = readRequest(upload.members(), true);
      const wanted = mediaType === 'application/json' ? null : asked.outlineResolution;
      const resolution = outlineResolution(solved.layout, wanted, 'outlineResolution');
      c.header('X-Hexalign-Cache', solved.recorded ? 'hit' : 'miss');
      c.header('Vary', 'Accept');
      if (mediaType === 'application/json')
        return c.json(solvedBody(solved, asked.columns ? upload.columns() : null) as never, 200);
      const drawn = drawTerritories(c.var.ports.optimizer, solved.layout, solved.leaves, resolution);
      return geojsonResponse(c, c.var.ports.maps.featureCollection(drawn));
    },
    throwWithRows(app, refuseSolve),
  );
}

function openUpload(c: Context<HttpEnv>, columns: ReadonlyMap<string, string>) {
  const contentType = c.req.header('content-type');
  const upload = c.var.ports.accountReader.read(contentType, uploadBody(c), { declaredMetrics: null, columns });
  return { upload, hasMembers: contentType?.toLowerCase().startsWith('application/json') ?? false };
}

/** The failure of a query, with what is wrong with the options and the rows of the body. */
async function refuseSolve(c: Context<HttpEnv>, refused: Failure): Promise<Failure> {
  const columns = findMappedColumns(c);
  if (columns === null) return refused;
  try {
    const { upload, hasMembers } = openUpload(c, columns);
    await solveAccounts(c.var.ports, c.var.workspaceId, upload, (members) => {
      throw hasMembers ? withMembers(refused, members) : refused;
    });
    return refused;
  } catch (error) {
    if (error instanceof Failure) return error.kind === refused.kind ? error : refused;
    throw error;
  }
}

function withMembers(refused: Failure, members: Readonly<Record<string, unknown>>): Failure {
  try {
    readMembers(members);
    return refused;
  } catch (error) {
    if (error instanceof Failure) return refused.and(error);
    throw error;
  }
}

function solvedBody({ layout, leaves, assignments }: SolvedAccounts, columns: readonly ColumnUse[] | null) {
  const cells = cellsByTerritory(layout, leaves);
  const territories = layout.territories.map(({ id, name, ...measures }, at) => ({
    id,
    name,
    cells: cells[at],
    ...measures,
  }));
  return { ...layout, territories, ...(columns !== null && { columns }), ...(assignments !== null && { assignments }) };
}
