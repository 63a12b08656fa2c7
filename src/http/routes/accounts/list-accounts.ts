import { createRoute } from '@hono/zod-openapi';
import { etag } from 'hono/etag';
import { createMiddleware } from 'hono/factory';
import { openAccounts } from '../../../application/open-accounts.ts';
import type { App } from '../../app.ts';
import { closedObject } from '../../closed-object.ts';
import { featureCollectionSchema } from '../../geojson-response.ts';
import type { HttpEnv } from '../../http-env.ts';
import { needsScope } from '../../needs-scope.ts';
import { negotiate } from '../../negotiate.ts';
import { linkPage, pageQuery, pageRequest, pageSchema } from '../../page.ts';
import { OF_READING, problemAnswers } from '../../problem-answers.ts';
import { refusePaging } from '../../refuse-paging.ts';
import { planParams } from '../plans/plan-schema.ts';
import { accountFilter, accountFilterQuery, territoryOfLayout } from './account-filter-query.ts';
import { accountBody, accountSchema } from './account-schema.ts';
import { EXPORT_TYPES, exportResponse } from './export-response.ts';

const MEDIA_TYPES = ['application/json', ...EXPORT_TYPES] as const;

/** An export is streamed: nothing bounds it but what a signed number counts. */
const MAX_TEXT = 2 ** 31 - 1;

/** A page has a tag; an export is never held whole, as a tag of it would need. */
const pageTag = createMiddleware<HttpEnv>(async (c, next) => {
  const mediaType = negotiate(c.req.header('accept'), MEDIA_TYPES);
  return mediaType === 'application/json' ? etag()(c, next) : next();
});

const route = createRoute({
  method: 'get',
  path: '/v1/plans/{planId}/accounts',
  operationId: 'listAccounts',
  tags: ['Accounts'],
  security: needsScope('plans:read'),
  summary: 'The accounts of a plan, by id, filtered',
  description:
    'As JSON in pages. As CSV, NDJSON or GeoJSON all of them, streamed, without `cursor` and `limit`: files that an upload takes back. In ' +
    'CSV a text that would be a formula begins with an apostrophe, which uploads take away.',
  middleware: [pageTag],
  request: { params: planParams, query: territoryOfLayout(closedObject({ ...pageQuery, ...accountFilterQuery })) },
  responses: {
    200: {
      description: 'A page of accounts, or all of them.',
      headers: {
        'Content-Disposition': {
          schema: { type: 'string', example: 'attachment; filename="accounts.csv"' },
          description: 'A name for the file, where it is no page.',
        },
      },
      content: {
        'application/json': { schema: pageSchema(accountSchema).openapi('AccountPage') },
        'application/geo+json': { schema: featureCollectionSchema },
        'application/x-ndjson': {
          schema: { type: 'string', maxLength: MAX_TEXT },
          example: '{"id":"acc-1001","name":"Corner Bakery","lat":40.7128,"lng":-74.006,"metrics":{"revenue":12000}}\n',
        },
        'text/csv': {
          schema: { type: 'string', maxLength: MAX_TEXT },
          example: 'id,name,lat,lng,revenue\r\nacc-1001,Corner Bakery,40.7128,-74.006,12000\r\n',
        },
      },
    },
    ...problemAnswers(...OF_READING, 'accounts-replaced'),
  },
});

/** `GET /v1/plans/{planId}/accounts`. */
export function registerListAccounts(app: App): void {
  app.openapi(route, async (c) => {
    const mediaType = negotiate(c.req.header('accept'), MEDIA_TYPES);
    const { cursor, limit, ...filter } = c.req.valid('query');
    const { planId } = c.req.valid('param');
    const reading = await openAccounts(c.var.ports, c.var.workspaceId, planId, accountFilter(filter));
    c.header('Vary', 'Accept');
    if (mediaType !== 'application/json') {
      refusePaging(c.req.query(), 'accounts');
      return (await exportResponse(c, reading, mediaType)) as never;
    }
    const { items, next } = await reading.next(pageRequest(c, { cursor, limit }));
    return c.json(linkPage(c, { items: items.map(accountBody), next }), 200);
  });
}
