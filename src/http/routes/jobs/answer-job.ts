import type { Context } from 'hono';
import type { Job } from '../../../domain/job.ts';
import type { HttpEnv } from '../../http-env.ts';
import { jobBody, jobSchema, retryAfter } from './job-schema.ts';

/** Answers with the job that was asked for instead of its result. */
export function answerJob(c: Context<HttpEnv>, job: Job) {
  c.header('Location', `/v1/jobs/${job.jobId}`);
  c.header('Preference-Applied', 'respond-async');
  c.header('Retry-After', retryAfter(job));
  return c.json(jobBody(job), 202);
}

/** The description of the answer to a request that prefers a job. */
export const acceptedAnswer = {
  202: {
    description:
      'With `Prefer: respond-async`: the job that does it. Ask for it until it has ended, or follow `/v1/jobs/{jobId}/events`.',
    headers: {
      Location: { schema: { type: 'string' }, description: 'Address of the job.' },
      'Preference-Applied': { schema: { type: 'string' }, description: '`respond-async`.' },
      'Retry-After': { schema: { type: 'integer' }, description: 'Seconds after which to ask for the job.' },
    },
    content: { 'application/json': { schema: jobSchema } },
  },
} as const;
