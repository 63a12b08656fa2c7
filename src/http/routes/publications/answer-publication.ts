import type { Context } from 'hono';
import { getPublication } from '../../../application/get-publication.ts';
import type { FoundPublication, PublicationDeed } from '../../../application/publication-ref.ts';
import { answerVersion, expectMatch } from '../../entity-tag.ts';
import type { HttpEnv } from '../../http-env.ts';
import { publicationBody, publicationSchema } from './publication-schema.ts';

/** Answers with a publication as it is now, with its tag. */
export async function answerPublication(c: Context<HttpEnv>, found: FoundPublication): Promise<never> {
  const body = publicationBody(found);
  // The answers of a route are put together of spreads, in which the compiler loses sight of this one.
  return answerVersion(c, body, 200) as never;
}

/** Says that an answer has the tag of what it holds. */
export const TAG_HEADER = { ETag: { $ref: '#/components/headers/ETag' } };

/** The description of that answer. */
export const publicationAnswer = {
  200: {
    description: 'The publication as it is now.',
    headers: TAG_HEADER,
    content: { 'application/json': { schema: publicationSchema } },
  },
} as const;

/** What a request does with a publication: by which key, and with which version. Throws `precondition-failed`. */
export async function deedOf(c: Context<HttpEnv>, publicationId: string): Promise<PublicationDeed> {
  const { ports, workspaceId, key } = c.var;
  const ref = { workspaceId, publicationId };
  return {
    ...ref,
    keyId: key.keyId,
    expected: await expectMatch(c, () => getPublication(ports, ref), publicationBody),
  };
}
