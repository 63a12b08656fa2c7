import { createRoute, z } from '@hono/zod-openapi';
import { createWorkspace } from '../../../application/create-workspace.ts';
import { Failure } from '../../../domain/failure.ts';
import type { App } from '../../app.ts';
import { closedObject } from '../../closed-object.ts';
import { equalSecrets } from '../../equal-secrets.ts';
import { findBearer } from '../../find-bearer.ts';
import { answerJson } from '../../middleware/answer-json.ts';
import { guardJson } from '../../middleware/guard-json.ts';
import { replayAnswers } from '../../middleware/replay-answers.ts';
import { nameSchema } from '../../name-schema.ts';
import { OF_BODY, OF_READING, problemAnswers } from '../../problem-answers.ts';

/** A shorter secret can be guessed: the route stays closed. */
const MIN_SECRET_LENGTH = 32;

const route = createRoute({
  method: 'post',
  path: '/v1/workspaces',
  operationId: 'createWorkspace',
  tags: ['Workspaces'],
  summary: 'Make a workspace and its first key',
  description: 'Opened by the bootstrap secret of the installation instead of a key; closed (404) where none is set.',
  security: [{ bootstrap: [] }],
  middleware: [answerJson(), replayAnswers, guardJson()],
  request: {
    query: closedObject({}),
    body: {
      required: true,
      content: {
        'application/json': {
          schema: closedObject({
            name: nameSchema.openapi({ description: 'What people call the workspace.', example: 'Acme' }),
          }).openapi('NewWorkspace'),
        },
      },
    },
  },
  responses: {
    201: {
      description: 'The workspace and its key. The key is shown this once; only a digest of it is kept.',
      headers: {
        Location: { schema: { type: 'string' }, description: 'Address of the workspace, for the key that opens it.' },
        'Cache-Control': { $ref: '#/components/headers/CacheControlNoStore' },
      },
      content: {
        'application/json': {
          schema: z
            .object({
              workspaceId: z
                .string()
                .openapi({ description: 'Id of the workspace.', example: 'wsp_7Nq2mVxT0sKb4RzLcW9JhY' }),
              key: z.string().openapi({
                description: 'Its first key, with every scope.',
                example: 'hxk_0000000000000000000000000000000000Jk1A',
              }),
            })
            .openapi('WorkspaceKey'),
        },
      },
    },
    ...problemAnswers(...OF_BODY, ...OF_READING),
  },
});

/** `POST /v1/workspaces`. */
export function registerCreateWorkspace(app: App): void {
  app.use(route.getRoutingPath(), async (c, next) => {
    if (c.req.method !== 'POST') return next();
    const secret = c.env.BOOTSTRAP_SECRET;
    if (secret === undefined || secret.length < MIN_SECRET_LENGTH) {
      throw new Failure(
        'not-found',
        'this installation makes no workspaces: no bootstrap secret of 32 characters is set',
      );
    }
    const sent = findBearer(c.req.header('authorization'));
    if (sent === null || !(await equalSecrets(sent, secret))) {
      throw new Failure('unauthorized', 'send the bootstrap secret: "Authorization: Bearer ..."');
    }
    return next();
  });
  app.openapi(route, async (c) => {
    c.header('Location', '/v1/workspace');
    c.header('Cache-Control', 'no-store');
    return c.json(await createWorkspace(c.var.ports, c.req.valid('json').name), 201);
  });
}
