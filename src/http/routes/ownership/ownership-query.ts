import { z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import type { OwnershipMoment } from '../../../application/open-ground.ts';
import { zoneOf } from '../../../application/zone-of.ts';
import { parseMoment } from '../../../domain/moment.ts';
import { blamedBy } from '../../blamed-by.ts';
import type { HttpEnv } from '../../http-env.ts';

/** A line of a plan. */
export const lineSchema = z.string().min(1).max(200).openapi({
  description: 'Line of the plan; left out: all accounts.',
  example: 'line-hardware',
});

/** A moment in a query or a body. */
export const momentSchema = z
  .string()
  .max(40)
  .check(blamedBy((text) => parseMoment(text, 'UTC', '')));

/** Members of a query or a body that say in which line, when, and as known when. */
export const momentQuery = {
  line: lineSchema.optional().openapi({ description: 'Line of the plan; left out: all accounts.', example: undefined }),
  at: momentSchema.optional().openapi({
    description:
      'The moment asked for: a day or a time in the zone of the plan, or a time with an offset (RFC 3339); left out: now. It may lie in the past or in the future.',
  }),
  asKnownAt: momentSchema.optional().openapi({
    description:
      'As far as was known at this moment: what was decided or corrected later is left out of account. Left out: now.',
  }),
};

/** The moment that is asked about. Throws `invalid-parameter` for one that the zone of the plan skips or has twice. */
export async function momentOf(
  c: Context<HttpEnv>,
  planId: string,
  { line, at, asKnownAt }: { line?: string | undefined; at?: string | undefined; asKnownAt?: string | undefined },
): Promise<OwnershipMoment> {
  const zone = await zoneOf(c.get('ports'), c.get('workspaceId'), planId, [at, asKnownAt]);
  return {
    planId,
    line: line ?? null,
    atMs: at === undefined ? null : parseMoment(at, zone, 'at'),
    knownMs: asKnownAt === undefined ? null : parseMoment(asKnownAt, zone, 'asKnownAt'),
  };
}
