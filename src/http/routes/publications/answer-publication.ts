import type { Context } from 'hono';
import type { FoundPublication } from '../../../application/publication-ref.ts';
import { entityTag } from '../../entity-tag.ts';
import type { HttpEnv } from '../../http-env.ts';
import { publicationBody, publicationSchema } from './publication-schema.ts';

/** Answers with a publication as it is now, with its tag. */
export async function answerPublication(c: Context<HttpEnv>, found: FoundPublication): Promise<never> {
  const body = publicationBody(found);
  c.header('ETag', await entityTag(body));
  // The answers of a route are put together of spreads, in which the compiler loses sight of this one.
  return c.json(body, 200) as never;
}

/** The description of that answer. */
export const publicationAnswer = {
  200: {
    description: 'The publication as it is now.',
    content: { 'application/json': { schema: publicationSchema } },
  },
} as const;

/** What a request does with a publication, and by which key. */
export function deedOf(c: Context<HttpEnv>, publicationId: string) {
  return { workspaceId: c.var.workspaceId, publicationId, keyId: c.var.key.keyId };
}
