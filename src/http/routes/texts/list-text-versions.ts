import { createRoute } from '@hono/zod-openapi';
import { etag } from 'hono/etag';
import { listTextVersions } from '../../../application/plan-texts.ts';
import type { App } from '../../app.ts';
import { closedObject } from '../../closed-object.ts';
import { answerJson } from '../../middleware/answer-json.ts';
import { needsScope } from '../../needs-scope.ts';
import { linkPage, pageQuery, pageRequest, pageSchema } from '../../page.ts';
import { OF_READING, problemAnswers } from '../../problem-answers.ts';
import { territoryQuery, textBody, textParams, textSchema, textSubject } from './text-schema.ts';

const versionSchema = textSchema.omit({ text: true }).openapi('PlanTextVersion');

const route = createRoute({
  method: 'get',
  path: '/v1/plans/{planId}/texts/{kind}/versions',
  operationId: 'listTextVersions',
  tags: ['Profiles'],
  security: needsScope('plans:read'),
  summary: 'Who wrote the versions of a text, and when, the latest first',
  middleware: [answerJson(), etag()],
  request: { params: textParams, query: closedObject({ ...pageQuery, territory: territoryQuery }) },
  responses: {
    200: {
      description: 'A page of versions, without their texts; none where nobody has written any.',
      content: { 'application/json': { schema: pageSchema(versionSchema).openapi('PlanTextVersionPage') } },
    },
    ...problemAnswers(...OF_READING),
  },
});

/** `GET /v1/plans/{planId}/texts/{kind}/versions`. */
export function registerListTextVersions(app: App): void {
  app.openapi(route, async (c) => {
    const { planId, kind } = c.req.valid('param');
    const { territory, ...query } = c.req.valid('query');
    const subject = textSubject(kind, territory);
    const page = await listTextVersions(c.var.ports, c.var.workspaceId, planId, subject, pageRequest(c, query));
    const { items, next } = linkPage(c, page);
    return c.json({ items: items.map(textBody).map(({ text: _, ...version }) => version), next }, 200);
  });
}
