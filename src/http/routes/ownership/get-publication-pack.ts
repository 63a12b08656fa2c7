import { createRoute, z } from '@hono/zod-openapi';
import { packPublication } from '../../../application/pack-publication.ts';
import { answerImmutable, IMMUTABLE_HEADERS } from '../../answer-immutable.ts';
import type { App } from '../../app.ts';
import { closedObject } from '../../closed-object.ts';
import { needsScope } from '../../needs-scope.ts';
import { negotiate } from '../../negotiate.ts';
import { OF_READING, problemAnswers } from '../../problem-answers.ts';

const MEDIA_TYPE = 'application/octet-stream';

const route = createRoute({
  method: 'get',
  path: '/v1/publications/{publicationId}/pack',
  operationId: 'getPublicationPack',
  tags: ['Ownership'],
  security: needsScope('plans:read'),
  summary: 'The territories of a publication, to look places up without a connection',
  description:
    'A small file, some tenths of a byte for each cell of the layout. It has geography alone: no owners by name, no rules, no catch-all; a publication never changes, so neither does its pack.\n\n' +
    'Bytes: `HXP` and the version, 1; all that follows is gzip. Inside: the length of the header (u32, little-endian); the header, JSON in UTF-8 `{publicationId, planId, line, layoutId, ' +
    'territories: [{id, name, rep}], pointResolution, resolution, leaves, runs}`; then three columns of `runs` LEB128 numbers each: gaps, lengths, territories. A gap or a length `n` stands for ' +
    '`floor(n / 16) * 7^(n mod 16)`. A territory is the zigzag difference (`n / 2` for even `n`, `-(n + 1) / 2` for odd `n`) to the one before, the first to 0; it is a position in `territories`.\n\n' +
    'To look a point up: take its H3 cell at `pointResolution` (`latLngToCell`); read base cell and digits down to `resolution` as a number to base 7, `p = p * 7 + digit` beginning with ' +
    'the base cell. Runs lie one after the other: each begins a gap after the end of the one before, the first one a gap after 0. The run that holds `p` has the territory; where none does, the ' +
    'point is outside of the cover. For a cell that is coarser than `pointResolution`, the center child counts.',
  request: {
    params: z.object({
      publicationId: z
        .string()
        .max(100)
        .openapi({
          param: { name: 'publicationId', in: 'path' },
          description: 'Id of a publication that was published.',
          example: 'pub_2Yq8HkLr0sVbN3xTzWcJ5m',
        }),
    }),
    query: closedObject({}),
  },
  responses: {
    200: {
      description: 'The pack.',
      headers: IMMUTABLE_HEADERS,
      content: { [MEDIA_TYPE]: { schema: { type: 'string', format: 'binary' } } },
    },
    304: { description: 'The client has it already.' },
    ...problemAnswers(...OF_READING),
  },
});

/** `GET /v1/publications/{publicationId}/pack`. */
export function registerGetPublicationPack(app: App): void {
  app.openapi(route, async (c) => {
    negotiate(c.req.header('accept'), [MEDIA_TYPE]);
    const { ports, workspaceId } = c.var;
    const pack = await packPublication(ports, workspaceId, c.req.valid('param').publicationId);
    return answerImmutable(c, `${pack.publicationId}-pack`, async () =>
      c.body(await pack.bytes(), 200, { 'Content-Type': MEDIA_TYPE }),
    );
  });
}
