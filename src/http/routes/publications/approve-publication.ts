import { createRoute } from '@hono/zod-openapi';
import { approvePublication } from '../../../application/approve-publication.ts';
import type { App } from '../../app.ts';
import { needsScope } from '../../needs-scope.ts';
import { answerPublication, deedOf } from './answer-publication.ts';
import { publicationAct } from './publication-act.ts';

const route = createRoute({
  path: '/v1/publications/{publicationId}/approve',
  operationId: 'approvePublication',
  tags: ['Publications'],
  security: needsScope('layouts:publish'),
  summary: 'Approve what was submitted',
  description: 'By another key than the one that submitted it, and than the one that changed it last.',
  ...publicationAct('second-key-needed'),
});

/** `POST /v1/publications/{publicationId}/approve`. */
export function registerApprovePublication(app: App): void {
  app.openapi(route, async (c) => {
    const deed = await deedOf(c, c.req.valid('param').publicationId);
    return answerPublication(c, await approvePublication(c.var.ports, deed));
  });
}
