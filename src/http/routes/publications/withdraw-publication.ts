import { createRoute } from '@hono/zod-openapi';
import { withdrawPublication } from '../../../application/withdraw-publication.ts';
import type { App } from '../../app.ts';
import { needsScope } from '../../needs-scope.ts';
import { answerPublication, deedOf } from './answer-publication.ts';
import { REASONED_ACT } from './publication-act.ts';

const route = createRoute({
  path: '/v1/publications/{publicationId}/withdraw',
  operationId: 'withdrawPublication',
  tags: ['Publications'],
  security: needsScope('layouts:publish'),
  summary: 'Withdraw a publication',
  description:
    'Before its time it never comes in force. In force, what was in force before it is again from now on; where there is nothing that could be, it stays.',
  ...REASONED_ACT,
});

/** `POST /v1/publications/{publicationId}/withdraw`. */
export function registerWithdrawPublication(app: App): void {
  app.openapi(route, async (c) => {
    const deed = await deedOf(c, c.req.valid('param').publicationId);
    return answerPublication(c, await withdrawPublication(c.var.ports, deed, c.req.valid('json').reason));
  });
}
