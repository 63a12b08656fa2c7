import { z } from '@hono/zod-openapi';
import { JOB_STATES } from '../../../domain/job.ts';
import { ACCOUNTS_PER_EVENT, type EventType, TEST_EVENT } from '../../../domain/webhook-event.ts';
import type { App } from '../../app.ts';
import { ownerInput } from '../ownership/owner-input.ts';
import { describeRunEvents } from '../reviews/describe-run-events.ts';

const TIME = z.iso.datetime();
const PLAN_ID = z.string().openapi({ description: 'The plan it happened to.', example: 'pln_4tJw0ZbYkQ9mC1nRf8XsLp' });
const LAYOUT_ID = z.string().openapi({
  description: 'The layout.',
  example: 'lay_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa',
});
const LINE = z
  .string()
  .nullable()
  .openapi({ description: 'The line of the plan that it is about; null: all accounts.', example: null });

/** What an event is, and the members of its data. */
export interface DescribedEvent {
  readonly summary: string;
  readonly data: z.ZodRawShape;
}

/** What each event is and holds. Where those that record events of a type add a member, it is described here. */
const EVENTS: Readonly<Record<EventType | typeof TEST_EVENT, DescribedEvent>> = {
  'layout.created': {
    summary: 'A plan got a layout',
    data: { planId: PLAN_ID, layoutId: LAYOUT_ID, line: LINE },
  },
  'publication.in_force': {
    summary: 'A layout came into force: one event for each switch, also of what was scheduled',
    data: {
      planId: PLAN_ID,
      publicationId: z
        .string()
        .openapi({ description: 'The publication in force from now on.', example: 'pub_4tJw0ZbYkQ9mC1nRf8XsLp' }),
      layoutId: LAYOUT_ID,
      from: TIME.openapi({ description: 'Since when.', example: '2027-01-04T09:00:00.000Z' }),
      line: LINE,
    },
  },
  'account.owner_changed': {
    summary: `Accounts were given an owner by name, or have none any more: at most ${ACCOUNTS_PER_EVENT.toLocaleString('en')} in one event`,
    data: {
      planId: PLAN_ID,
      line: LINE,
      owner: ownerInput.nullable().openapi({ description: 'Who owns them; null: nobody by name any more.' }),
      from: TIME.openapi({ description: 'Since when.', example: '2027-01-04T09:00:00.000Z' }),
      until: TIME.nullable().openapi({ description: 'Until when; null: until another is named.', example: null }),
      correction: z.boolean().openapi({ description: 'Whether it is about a time that is past.', example: false }),
      page: z.number().int().openapi({ description: 'Which of the events that tell it this is, from 1.', example: 1 }),
      pages: z.number().int().openapi({ description: 'How many events tell it.', example: 1 }),
      accountIds: z
        .array(z.string())
        .max(ACCOUNTS_PER_EVENT)
        .openapi({ description: 'The accounts.', example: ['acc-17'] }),
    },
  },
  ...describeRunEvents({ planId: PLAN_ID, layoutId: LAYOUT_ID, line: LINE }),
  'job.finished': {
    summary: 'A job has ended',
    data: {
      planId: PLAN_ID,
      jobId: z.string().openapi({ description: 'The job.', example: 'job_4tJw0ZbYkQ9mC1nRf8XsLp' }),
      state: z.enum(JOB_STATES).openapi({ description: 'What became of it.', example: 'succeeded' }),
      layoutId: LAYOUT_ID.nullable().openapi({ description: 'What came of it; null: nothing.' }),
      failure: z.string().nullable().openapi({ description: 'The kind of its failure; null: none.', example: null }),
    },
  },
  [TEST_EVENT]: {
    summary: 'Somebody tries the receiver',
    data: {
      webhookId: z.string().openapi({ description: 'The webhook.', example: 'whk_4tJw0ZbYkQ9mC1nRf8XsLp' }),
    },
  },
};

const HEADERS = z.object({
  'webhook-id': z.string().openapi({
    description: 'Id of the event: the same in each try. What has this id already was told already.',
    example: 'evt_6e0c4c5a8f0b4d2c9f7e1a3b5c7d9e0f',
  }),
  'webhook-timestamp': z.string().openapi({
    description: 'When this try was made, in seconds since 1970. Refuse what is old.',
    example: '1798995600',
  }),
  'webhook-signature': z.string().openapi({
    description:
      '`v1,` and the HMAC-SHA-256 in base64 of `webhook-id.webhook-timestamp.body` under the secret; one more after a space while an old secret is valid.',
    example: 'v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4=',
  }),
});

/** Describes what webhooks are told, as `webhooks` of the document. */
export function describeEvents(app: App): void {
  for (const [type, { summary, data }] of Object.entries(EVENTS)) {
    const name = type.replaceAll(/(^|[._])(\w)/g, (_, _before, letter: string) => letter.toUpperCase());
    const body = z
      .object({
        type: z.literal(type).openapi({ description: 'What happened.' }),
        timestamp: TIME.openapi({ description: 'When it happened.', example: '2027-01-04T09:00:00.000Z' }),
        data: z.looseObject(data).openapi({ description: 'What it happened to. Members may be added.' }),
      })
      .openapi(`${name}Event`);
    app.openAPIRegistry.registerWebhook({
      method: 'post',
      path: type,
      operationId: `on${name}`,
      tags: ['Webhooks'],
      security: [],
      summary,
      description: 'Posted to webhooks that name this type, signed as Standard Webhooks 1.0 says.',
      request: { headers: HEADERS, body: { required: true, content: { 'application/json': { schema: body } } } },
      responses: {
        204: { description: 'Any status of 200 to 299: it has arrived.' },
        410: { description: 'The receiver is gone for ever: the webhook is disabled.' },
      },
    });
  }
}
