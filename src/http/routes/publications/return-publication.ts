import { createRoute } from '@hono/zod-openapi';
import { returnPublication } from '../../../application/return-publication.ts';
import type { App } from '../../app.ts';
import { needsScope } from '../../needs-scope.ts';
import { answerPublication, deedOf } from './answer-publication.ts';
import { REASONED_ACT } from './publication-act.ts';

const route = createRoute({
  path: '/v1/publications/{publicationId}/return',
  operationId: 'returnPublication',
  tags: ['Publications'],
  security: needsScope('layouts:publish'),
  summary: 'Return what was submitted or approved: it is a draft again',
  description: 'The reason is on record, and on the publication.',
  ...REASONED_ACT,
});

/** `POST /v1/publications/{publicationId}/return`. */
export function registerReturnPublication(app: App): void {
  app.openapi(route, async (c) => {
    const deed = await deedOf(c, c.req.valid('param').publicationId);
    return answerPublication(c, await returnPublication(c.var.ports, deed, c.req.valid('json').reason));
  });
}
