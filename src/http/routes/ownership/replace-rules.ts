import { createRoute } from '@hono/zod-openapi';
import { getRules, replaceRules } from '../../../application/plan-rules.ts';
import { zoneOf } from '../../../application/zone-of.ts';
import { parseMoment } from '../../../domain/moment.ts';
import type { App } from '../../app.ts';
import { closedObject } from '../../closed-object.ts';
import { entityTag, expectMatch } from '../../entity-tag.ts';
import { answerJson } from '../../middleware/answer-json.ts';
import { guardJson } from '../../middleware/guard-json.ts';
import { needsScope } from '../../needs-scope.ts';
import { OF_BODY, OF_READING, problemAnswers } from '../../problem-answers.ts';
import { reasonSchema } from '../../reason-schema.ts';
import { planParams } from '../plans/plan-schema.ts';
import { lineSchema, momentSchema } from './ownership-query.ts';
import { rulesBody, rulesInput, rulesSchema, toRules } from './rules-schema.ts';

const bodySchema = closedObject({
  line: lineSchema.optional().openapi({ description: 'In this line of the plan; left out: all accounts.' }),
  rules: rulesInput,
  from: momentSchema.optional().openapi({ description: 'From when on, not in the past; left out: now.' }),
  reason: reasonSchema,
}).openapi('RulesReplacement');

const route = createRoute({
  method: 'put',
  path: '/v1/plans/{planId}/rules',
  operationId: 'replaceRules',
  tags: ['Ownership'],
  security: needsScope('layouts:publish'),
  summary: 'Replace the rules that give accounts their owners',
  description:
    'A rule says of accounts by what they are, as they are now: `segments`, `productLines`, `sizes`, `statuses`, `skills`, `attributes`. It comes after owners by name and before territories. ' +
    'The answer has the rules as they hold from `from` on; the `ETag` is that of those that hold now, as GET gives it for `If-Match`.',
  middleware: [answerJson(), guardJson()],
  request: {
    params: planParams,
    query: closedObject({}),
    body: {
      required: true,
      content: {
        'application/json': {
          schema: bodySchema,
          example: {
            rules: [
              {
                id: 'key-accounts',
                name: 'Key accounts',
                when: { segments: ['enterprise'] },
                owner: { territoryId: 't1' },
              },
            ],
            reason: 'Key accounts have their own team',
          },
        },
      },
    },
  },
  responses: {
    200: {
      description: 'The rules are replaced.',
      headers: { ETag: { $ref: '#/components/headers/ETag' } },
      content: { 'application/json': { schema: rulesSchema } },
    },
    ...problemAnswers(...OF_BODY, ...OF_READING, 'precondition-failed'),
  },
});

/** `PUT /v1/plans/{planId}/rules`. */
export function registerReplaceRules(app: App): void {
  app.openapi(route, async (c) => {
    const { ports, workspaceId, key } = c.var;
    const { planId } = c.req.valid('param');
    const { line = null, rules, from, reason } = c.req.valid('json');
    const read = () => getRules(ports, workspaceId, { planId, line, atMs: null, knownMs: null });
    const expected = await expectMatch(c, read, rulesBody);
    const zone = await zoneOf(ports, workspaceId, planId, [from]);
    const fromMs = from === undefined ? null : parseMoment(from, zone, '/from');
    const decider = { workspaceId, planId, keyId: key.keyId };
    const asked = { line, rules: toRules(rules), fromMs, reason };
    const { current, made } = await replaceRules(ports, decider, asked, expected?.version ?? null);
    c.header('ETag', await entityTag(rulesBody(current)));
    return c.json(rulesBody(made), 200);
  });
}
