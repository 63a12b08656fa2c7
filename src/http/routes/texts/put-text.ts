import { createRoute } from '@hono/zod-openapi';
import { putText } from '../../../application/plan-texts.ts';
import type { PlanText } from '../../../domain/plan-text.ts';
import type { App } from '../../app.ts';
import { closedObject } from '../../closed-object.ts';
import { answerVersion, expectMatch } from '../../entity-tag.ts';
import { answerJson } from '../../middleware/answer-json.ts';
import { guardJson } from '../../middleware/guard-json.ts';
import { needsScope } from '../../needs-scope.ts';
import { OF_BODY, OF_READING, problemAnswers } from '../../problem-answers.ts';
import { givenText, territoryQuery, textBody, textParams, textSchema, textSubject } from './text-schema.ts';

const bodySchema = closedObject({ text: givenText }).openapi('NewPlanText');
const headers = { ETag: { $ref: '#/components/headers/ETag' } };
const content = { 'application/json': { schema: textSchema } };

const route = createRoute({
  method: 'put',
  path: '/v1/plans/{planId}/texts/{kind}',
  operationId: 'putText',
  tags: ['Profiles'],
  security: needsScope('plans:write'),
  summary: 'Write the strategy, the tactics or notes of a plan or a territory',
  description:
    'Adds a version; those before are kept and can be read. The same text again adds none. With `If-Match` only where the latest version is the one that was read. ' +
    'A territory keeps its texts over all layouts of the plan that have its id.',
  middleware: [answerJson(), guardJson()],
  request: {
    params: textParams,
    query: closedObject({ territory: territoryQuery }),
    body: {
      required: true,
      content: {
        'application/json': { schema: bodySchema, example: { text: 'Win the hotels along the coast first.' } },
      },
    },
  },
  responses: {
    200: { description: 'It says so already.', headers, content },
    201: {
      description: 'The new version.',
      headers: { ...headers, Location: { schema: { type: 'string' }, description: 'Address of the version.' } },
      content,
    },
    ...problemAnswers(...OF_BODY, ...OF_READING, 'precondition-failed'),
  },
});

/** `PUT /v1/plans/{planId}/texts/{kind}`. */
export function registerPutText(app: App): void {
  app.openapi(route, async (c) => {
    const { ports, workspaceId, key } = c.var;
    const { planId, kind } = c.req.valid('param');
    const subject = textSubject(kind, c.req.valid('query').territory);
    const read = () => ports.texts.find(workspaceId, planId, subject, null);
    const expected = await expectMatch(c, read, (text) => text && textBody(text));
    const writer = { workspaceId, planId, keyId: key.keyId };
    const { text, isNew } = await putText(ports, writer, subject, c.req.valid('json').text, expected);
    if (isNew) c.header('Location', addressOf(planId, text));
    return answerVersion(c, textBody(text), isNew ? 201 : 200);
  });
}

function addressOf(planId: string, { kind, territoryId, version }: PlanText): string {
  const territory = territoryId === null ? '' : `territory=${encodeURIComponent(territoryId)}&`;
  return `/v1/plans/${planId}/texts/${kind}?${territory}version=${version}`;
}
