import { createRoute, z } from '@hono/zod-openapi';
import { editLayout } from '../../../application/edit-layout.ts';
import { parseLayoutId } from '../../../domain/layout-id.ts';
import type { App } from '../../app.ts';
import { closedObject } from '../../closed-object.ts';
import { answerJson } from '../../middleware/answer-json.ts';
import { guardJson } from '../../middleware/guard-json.ts';
import { needsScope } from '../../needs-scope.ts';
import { OF_BODY, OF_READING, problemAnswers } from '../../problem-answers.ts';
import { rateLimitedAs } from '../../rate-limited-as.ts';
import { editsSchema, givenEdits } from './edit-schema.ts';
import { givenRemarks } from './layout-entry-schema.ts';
import { layoutParams, layoutSchema, MADE_HEADERS } from './layout-schema.ts';

const EXAMPLE = {
  edits: [
    { kind: 'rename', territory: 't1', name: 'North' },
    { kind: 'add', name: 'Around New York', polygon: squareAround(-74, 40.7) },
  ],
  name: 'New York on its own',
};

const bodySchema = closedObject({
  planId: z.string().max(100).optional().openapi({
    description:
      'Whose list gets the layout, and whose accounts are read where a cell must be split. Needed when several plans list the layout.',
  }),
  edits: editsSchema.openapi({ description: 'Carried out in this order.' }),
  contiguity: z.enum(['report', 'refuse']).optional().openapi({
    description: 'Whether a territory that falls apart is reported, as when this is left out, or refused.',
  }),
  ...givenRemarks,
}).openapi('NewEdits');

const route = createRoute({
  method: 'post',
  path: '/v1/layouts/{layoutId}/edits',
  operationId: 'editLayout',
  tags: ['Layouts'],
  security: needsScope('layouts:write'),
  ...rateLimitedAs('solves'),
  summary: 'Make a new layout from this one by hand',
  description:
    'Moves cells, accounts or what lies in a polygon to a territory; merges, splits, adds, drops and renames territories. The numbers are those of this layout: an edit ' +
    'changes borders, not the accounts of then. Only where a cell must be split are accounts of the plan read, inside that cell alone, and where they do not add up to ' +
    'it any more the edit is refused. Territories that gained or lost nothing keep cells, sums and measures. Targets stay unless territories come or go: then each ' +
    'is an equal share.',
  middleware: [answerJson(), guardJson()],
  request: {
    params: layoutParams,
    query: closedObject({}),
    body: { required: true, content: { 'application/json': { schema: bodySchema, example: EXAMPLE } } },
  },
  responses: {
    200: {
      description: 'The same edits were made before: the recorded layout.',
      headers: MADE_HEADERS,
      content: { 'application/json': { schema: layoutSchema } },
    },
    201: {
      description: 'The new layout; `edit` tells what came of it.',
      headers: MADE_HEADERS,
      content: { 'application/json': { schema: layoutSchema } },
    },
    ...problemAnswers(
      ...OF_BODY,
      ...OF_READING,
      'plan-required',
      'accounts-replaced',
      'invalid-problem',
      'solve-too-long',
      'solve-out-of-memory',
    ),
  },
});

/** `POST /v1/layouts/{layoutId}/edits`. */
export function registerEditLayout(app: App): void {
  app.openapi(route, async (c) => {
    const { ports, workspaceId } = c.var;
    const layoutId = parseLayoutId(c.req.valid('param').layoutId);
    const { planId, edits, contiguity, name, note, labels } = c.req.valid('json');
    const { layout, recorded } = await editLayout(ports, workspaceId, layoutId, {
      planId: planId ?? null,
      edits: givenEdits(edits),
      contiguity: contiguity ?? 'report',
      remarks: { name, note, labels },
    });
    c.header('Location', `/v1/layouts/${layout.layoutId}`);
    c.header('X-Hexalign-Cache', recorded ? 'hit' : 'miss');
    return c.json(layout as never, recorded ? 200 : 201);
  });
}

/** A square of half a degree as GeoJSON. */
function squareAround(lng: number, lat: number) {
  const [west, south, east, north] = [lng - 0.25, lat - 0.25, lng + 0.25, lat + 0.25];
  const ring = [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
    [west, south],
  ];
  return { type: 'Polygon', coordinates: [ring] };
}
