import { z } from '@hono/zod-openapi';
import { isUnderWay, JOB_STATES, type Job } from '../../../domain/job.ts';
import { problemSchema } from '../../problem-answers.ts';
import { PROBLEM_TYPES, problemPath } from '../../problem-types.ts';
import { EXAMPLE_LAYOUT_ID } from '../layouts/layout-schema.ts';

/** When to ask again what has become of a job. */
export const RETRY_AFTER_SECONDS = 2;

const TIME = z.iso.datetime();

/** The states of a job on the wire. */
export const jobStateSchema = z.enum(JOB_STATES);

/** A job on the wire. */
export const jobSchema = z
  .object({
    jobId: z.string().openapi({ example: 'job_7cV2mKq9ZbXw4tRyN1LsHd' }),
    kind: z.enum(['layout', 'rebalance']),
    planId: z.string().openapi({ example: 'pln_2Yq8HkLr0sVbN3xTzWcJ5m' }),
    rebalances: z.string().nullable().openapi({ description: 'The layout that is rebalanced.', example: null }),
    line: z
      .string()
      .nullable()
      .openapi({ description: 'The line whose accounts are solved; null: all accounts.', example: null }),
    state: jobStateSchema.openapi({ description: 'The last three are for ever.', example: 'succeeded' }),
    progress: z.number().min(0).max(1).openapi({ description: 'Part of the steps that are done.', example: 1 }),
    layoutId: z.string().nullable().openapi({ description: 'What came of it.', example: EXAMPLE_LAYOUT_ID }),
    result: z
      .string()
      .nullable()
      .openapi({ description: 'Address of the layout.', example: `/v1/layouts/${EXAMPLE_LAYOUT_ID}` }),
    moves: z.string().nullable().openapi({
      description: 'Address of what moved, once a rebalance has succeeded.',
      example: null,
    }),
    problem: problemSchema
      .omit({ requestId: true })
      .nullable()
      .openapi({ description: 'Why it failed, as a problem document.', example: null }),
    createdAt: TIME.openapi({ example: '2027-01-04T09:00:00.000Z' }),
    startedAt: TIME.nullable().openapi({ example: '2027-01-04T09:00:01.000Z' }),
    finishedAt: TIME.nullable().openapi({ example: '2027-01-04T09:00:21.000Z' }),
  })
  .openapi('Job');

/** Path parameter of every route of one job. */
export const jobParams = z.object({
  jobId: z
    .string()
    .max(100)
    .openapi({ param: { name: 'jobId', in: 'path' }, example: 'job_7cV2mKq9ZbXw4tRyN1LsHd' }),
});

/** A job as JSON holds it. */
export function jobBody(job: Job): z.infer<typeof jobSchema> {
  const { jobId, planId, rebalances, line, state, progress, layoutId, failure, createdAt, startedAt, finishedAt } = job;
  return {
    jobId,
    kind: rebalances === null ? 'layout' : 'rebalance',
    planId,
    rebalances,
    line,
    state,
    progress,
    layoutId,
    result: layoutId && `/v1/layouts/${layoutId}`,
    moves: layoutId && rebalances && `/v1/layouts/${layoutId}/moves`,
    problem: failure && {
      type: problemPath(failure.kind),
      ...PROBLEM_TYPES[failure.kind],
      detail: failure.detail,
      ...(failure.violationCount > 0 && {
        violations: failure.violations.map((violation) => ({ ...violation })),
        violationCount: failure.violationCount,
      }),
    },
    createdAt,
    startedAt,
    finishedAt,
  };
}

/** The `Retry-After` of a job: none once it has ended. */
export function retryAfter(job: Job): string | undefined {
  return isUnderWay(job) ? String(RETRY_AFTER_SECONDS) : undefined;
}
