import { createRoute } from '@hono/zod-openapi';
import { submitPublication } from '../../../application/submit-publication.ts';
import type { App } from '../../app.ts';
import { needsScope } from '../../needs-scope.ts';
import { answerPublication, deedOf } from './answer-publication.ts';
import { publicationAct } from './publication-act.ts';

const route = createRoute({
  path: '/v1/publications/{publicationId}/submit',
  operationId: 'submitPublication',
  tags: ['Publications'],
  security: needsScope('layouts:write'),
  summary: 'Submit a draft for approval',
  description: 'From then on its content stays as it is, until it is returned.',
  ...publicationAct(),
});

/** `POST /v1/publications/{publicationId}/submit`. */
export function registerSubmitPublication(app: App): void {
  app.openapi(route, async (c) => {
    const deed = await deedOf(c, c.req.valid('param').publicationId);
    return answerPublication(c, await submitPublication(c.var.ports, deed));
  });
}
