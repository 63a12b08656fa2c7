import { createRoute, z } from '@hono/zod-openapi';
import { etag } from 'hono/etag';
import { getLineMatrix } from '../../../application/get-line-matrix.ts';
import { MAX_LINE_LAYOUTS } from '../../../application/line-layouts.ts';
import type { App } from '../../app.ts';
import { closedObject } from '../../closed-object.ts';
import { answerJson } from '../../middleware/answer-json.ts';
import { needsScope } from '../../needs-scope.ts';
import { OF_READING, problemAnswers } from '../../problem-answers.ts';
import { EXAMPLE_LAYOUT_ID } from '../layouts/layout-schema.ts';
import { planParams } from '../plans/plan-schema.ts';
import { layoutsAsked, layoutsQuery, lineOfLayout } from './line-layouts-query.ts';

const count = (description: string, example: number) => z.number().int().openapi({ description, example });
/** Named, so that the description holds its example once: an `id` in two examples is two schemas of one id to a reader of 3.0. */
const territory = z.object({ id: z.string(), name: z.string() }).openapi('MatrixTerritory', {
  description: 'A territory of the layout.',
  example: { id: 't1', name: 'Territory 1' },
});

const matrixSchema = z
  .object({
    layouts: z
      .array(z.object({ line: lineOfLayout, layoutId: z.string() }))
      .max(MAX_LINE_LAYOUTS)
      .openapi({
        description: 'The layouts that are held against each other.',
        example: [{ line: 'line-1', layoutId: EXAMPLE_LAYOUT_ID }],
      }),
    accounts: count('Accounts in any of the lines.', 640),
    distribution: z
      .array(
        z.object({
          territories: count('So many of other owners, 0 where no layout covers the place.', 2),
          accounts: count('Accounts that see so many.', 120),
        }),
      )
      .max(MAX_LINE_LAYOUTS + 1)
      .openapi({ description: 'How many territories accounts see.' }),
    pairs: z
      .array(
        z.object({
          a: lineOfLayout,
          b: lineOfLayout,
          accounts: count('Accounts in both lines.', 210),
          same: count('Of those: in territories of the same owner.', 90),
          different: count('Of those: in territories of two owners.', 118),
          outside: count('Of those: at places that one of the layouts does not cover.', 2),
          territories: z
            .array(
              z.object({ a: territory, b: territory, same: z.boolean(), accounts: count('Accounts in both.', 41) }),
            )
            .max(100)
            .openapi({ description: 'Two territories that share accounts, the most first, the first 100.' }),
          territoryPairCount: count('How many such two there are.', 12),
        }),
      )
      .max(100)
      .openapi({ description: 'Each two lines.' }),
  })
  .openapi('LineMatrix');

const route = createRoute({
  method: 'get',
  path: '/v1/plans/{planId}/line-matrix',
  operationId: 'getLineMatrix',
  tags: ['Lines'],
  security: needsScope('plans:read'),
  summary: 'Where the layouts of lines agree, and where they do not',
  description:
    'For each two lines: how many accounts are in both, and how many of those have territories of the same owner in both layouts. And for all of them: how many ' +
    'accounts see one owner, two, and so on. The accounts count as they are now. The owner of a territory is its rep: by the publication of its layout in its line ' +
    'that is in force, or else by the last one, or by the file that the layout was imported from. Where none of these says, it is the name of the territory, also one ' +
    'that nobody gave, as `Territory 1`.',
  middleware: [answerJson(), etag()],
  request: { params: planParams, query: closedObject({ layouts: layoutsQuery }) },
  responses: {
    200: { description: 'The matrix.', content: { 'application/json': { schema: matrixSchema } } },
    ...problemAnswers(...OF_READING, 'accounts-replaced'),
  },
});

/** `GET /v1/plans/{planId}/line-matrix`. */
export function registerGetLineMatrix(app: App): void {
  app.openapi(route, async (c) => {
    const { planId } = c.req.valid('param');
    const asked = layoutsAsked(c.req.valid('query').layouts);
    const { layouts, ...matrix } = await getLineMatrix(c.var.ports, c.var.workspaceId, planId, asked);
    const body = { layouts: layouts.map(({ line, layoutId }) => ({ line, layoutId })), ...matrix };
    return c.json(body as never, 200);
  });
}
