import { createRoute } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { getJob } from '../../../application/get-job.ts';
import { watchJob } from '../../../application/watch-job.ts';
import { isUnderWay, type Job } from '../../../domain/job.ts';
import type { App } from '../../app.ts';
import { closedObject } from '../../closed-object.ts';
import { entityTag, holdsTag } from '../../entity-tag.ts';
import type { HttpEnv } from '../../http-env.ts';
import { needsScope } from '../../needs-scope.ts';
import { negotiate } from '../../negotiate.ts';
import { OF_READING, problemAnswers } from '../../problem-answers.ts';
import { answerError } from '../../problem-response.ts';
import { jobBody, jobParams } from './job-schema.ts';

/** After how many looks without news a comment is sent: what is between may close a connection that says nothing. */
const SILENT_LOOKS = 15;
/** When a client whose connection ended asks again. */
const RETRY_MS = 2_000;

const route = createRoute({
  method: 'get',
  path: '/v1/jobs/{jobId}/events',
  operationId: 'watchJob',
  tags: ['Jobs'],
  security: needsScope('plans:read'),
  summary: 'Follow a job in server-sent events',
  description:
    'An event `job` with the job as `getJob` gives it, at once and whenever its state or its progress has changed, at most one a second. The ' +
    'stream ends with the job, or after five minutes: ask again with the `id` of the last event in `Last-Event-ID`, and it goes on with what is ' +
    'new. Where that is nothing, for the job has ended, the answer is 204, at which an `EventSource` stops asking.',
  request: { params: jobParams, query: closedObject({}) },
  parameters: [{ $ref: '#/components/parameters/LastEventID' }],
  responses: {
    200: {
      description: 'The events.',
      content: {
        'text/event-stream': {
          schema: { type: 'string' },
          example:
            'retry: 2000\n\nevent: job\nid: running-0.4\ndata: {"jobId":"job_...","state":"running","progress":0.4, ...}\n\n' +
            'event: job\nid: succeeded-1\ndata: {"jobId":"job_...","state":"succeeded","progress":1, ...}\n\n',
        },
      },
    },
    204: { description: 'The job has ended, and the client has its last event.' },
    ...problemAnswers(...OF_READING),
  },
});

/** `GET /v1/jobs/{jobId}/events`. */
export function registerWatchJob(app: App): void {
  app.openapi(route, async (c) => {
    negotiate(c.req.header('accept'), ['text/event-stream']);
    const { ports, workspaceId } = c.var;
    const ref = { workspaceId, jobId: c.req.valid('param').jobId };
    const job = await getJob(ports, ref);
    const lastId = c.req.header('last-event-id') ?? null;
    const tag = await entityTag(jobBody(job));
    c.header('ETag', tag);
    if (holdsTag(c, tag)) return c.body(null, 304) as never;
    if (lastId === eventId(job) && !isUnderWay(job)) return c.body(null, 204);
    c.header('Content-Type', 'text/event-stream');
    c.header('Cache-Control', 'no-store');
    // The body of an answer to HEAD is dropped: nobody would read the events.
    if (c.req.method === 'HEAD') return c.body(null, 200) as never;
    return c.body(eventsOf(c, watchJob(ports, ref, job), lastId), 200) as never;
  });
}

/** Reads the jobs as the client reads the events: nothing is asked for who has left. */
function eventsOf(c: Context<HttpEnv>, jobs: AsyncGenerator<Job>, lastId: string | null): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let toldId = lastId;
  let silent = 0;
  return new ReadableStream<Uint8Array>(
    {
      start: (controller) => controller.enqueue(encoder.encode(`retry: ${RETRY_MS}\n\n`)),
      async pull(controller) {
        const send = (text: string) => controller.enqueue(encoder.encode(text));
        try {
          for (;;) {
            const { done, value: job } = await jobs.next();
            if (done) return controller.close();
            if (eventId(job) !== toldId) {
              toldId = eventId(job);
              silent = 0;
              return send(`event: job\nid: ${toldId}\ndata: ${JSON.stringify(jobBody(job))}\n\n`);
            }
            silent = (silent + 1) % SILENT_LOOKS;
            if (silent === 0) return send(': still under way\n\n');
          }
        } catch (error) {
          send(`event: problem\ndata: ${await answerError(error as Error, c).text()}\n\n`);
          controller.close();
        }
      },
      async cancel() {
        await jobs.return(undefined);
      },
    },
    { highWaterMark: 1 },
  );
}

function eventId({ state, progress }: Job): string {
  return `${state}-${progress}`;
}
