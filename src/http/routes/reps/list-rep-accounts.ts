import { createRoute, z } from '@hono/zod-openapi';
import { etag } from 'hono/etag';
import { listRepAccounts } from '../../../application/list-rep-accounts.ts';
import { readNumberCursor } from '../../../domain/number-cursor.ts';
import type { App } from '../../app.ts';
import { closedObject } from '../../closed-object.ts';
import { featureCollectionSchema } from '../../geojson-response.ts';
import { needsScope } from '../../needs-scope.ts';
import { negotiate } from '../../negotiate.ts';
import { linkPage, pageQuery, pageRequest, pageSchema } from '../../page.ts';
import { OF_READING, problemAnswers } from '../../problem-answers.ts';
import { queryInteger, queryNumber } from '../../query-number.ts';
import { refusePaging } from '../../refuse-paging.ts';
import { streamText } from '../../stream-text.ts';
import { repAccountBody, repAccountSchema, repDayBody, repDaySchema } from './rep-account-schema.ts';
import { repParams } from './rep-schema.ts';
import { tourCsv, tourGeojson, tourGpx } from './tour-files.ts';

const TYPES = ['application/json', 'text/csv', 'application/gpx+xml', 'application/geo+json'] as const;
const FORMATS = { json: TYPES[0], csv: TYPES[1], gpx: TYPES[2], geojson: TYPES[3] } as const;
const FILES = {
  'text/csv': { name: 'accounts.csv', write: tourCsv },
  'application/gpx+xml': { name: 'accounts.gpx', write: tourGpx },
  'application/geo+json': { name: 'accounts.geojson', write: tourGeojson },
} as const;
const MAX_TEXT = 2 ** 31 - 1;

const route = createRoute({
  method: 'get',
  path: '/v1/plans/{planId}/reps/{repId}/accounts',
  operationId: 'listRepAccounts',
  tags: ['Reps'],
  security: needsScope('plans:read'),
  summary: 'The accounts of a rep, in the order of a visiting tour',
  description:
    'What the rep owns now, in the plan as a whole and in its lines, by publication, correction, rule, owner by name or as the one who takes what is left: with the reason, since when, the next visit and how far it is from home. ' +
    'Ids of reps are unique within a plan alone, so the address begins with the plan.\n\nEach account that is visited has a place in a tour that visits all of them once: a day holds `hoursPerDay` of visits and ' +
    'travel, from home and back, and forty visits at most; days come in the order of the earliest visit due in each. Travel is the great circle times 1.3 at 40 km/h. A tour through all places along a Hilbert curve ' +
    'is improved among neighbours (2-opt, Or-opt) and cut into as few days as its order allows, with the least travel of those; each day is then ordered by itself. Measured against exact optima on random days of 4 to 11 ' +
    'visits, the order of a day takes below 0.1 % more travel on average and below 8 % at worst; on random rounds of 8 visits the division takes one day more than needed in less than 12 %, and with as many days below 1 % more travel on average, below 15 % at worst. ' +
    'Of longer rounds the error is not known; traffic and opening hours are not in it.\n\nAn account with `visitsPerPeriod` 0 is not visited; one that does not say is visited and never due. The tour visits 5,000 accounts at most, ' +
    'those first that are due first; a rep with more than 20,000 accounts is refused. As JSON in pages, each computed from what holds then; as CSV (safe from spreadsheet formulas), GPX 1.1 (waypoints, and a route for each day) and GeoJSON ' +
    '(points, and a line for each day) all at once, without `cursor` and `limit`.',
  middleware: [etag()],
  request: {
    params: repParams,
    query: closedObject({
      ...pageQuery,
      hoursPerDay: queryNumber({ minimum: 0.5, maximum: 24 })
        .default(8)
        .openapi({ description: 'Hours of visits and travel in a day.', default: 8 }),
      periodDays: queryInteger({ minimum: 1, maximum: 366 })
        .default(28)
        .openapi({ description: 'Days of the period that `visitsPerPeriod` counts in.', default: 28 }),
      visitMinutes: queryNumber({ minimum: 0, maximum: 1440 })
        .default(30)
        .openapi({ description: 'How long a visit takes where the account does not say.', default: 30 }),
      format: z.enum(['json', 'csv', 'gpx', 'geojson']).optional().openapi({
        description: 'Which of the four, whatever `Accept` says.',
      }),
    }),
  },
  responses: {
    200: {
      description: 'A page of accounts with the days that they are in, or all of them.',
      headers: {
        'Content-Disposition': {
          schema: { type: 'string', example: 'attachment; filename="accounts.gpx"' },
          description: 'A name for the file, where it is no page.',
        },
      },
      content: {
        'application/json': {
          schema: pageSchema(repAccountSchema)
            .extend({
              days: z.array(repDaySchema).max(1000).openapi({ description: 'Days that the page has accounts of.' }),
            })
            .openapi('RepAccountPage'),
        },
        'text/csv': {
          schema: { type: 'string', maxLength: MAX_TEXT },
          example: 'day,stop,id,name,lat,lng\r\n1,1,acc-1001,Corner Bakery,40.7128,-74.006\r\n',
        },
        'application/gpx+xml': {
          schema: { type: 'string', maxLength: MAX_TEXT },
          example:
            '<?xml version="1.0" encoding="UTF-8"?>\n<gpx version="1.1" creator="Hexalign" xmlns="http://www.topografix.com/GPX/1/1"></gpx>\n',
        },
        'application/geo+json': { schema: featureCollectionSchema },
      },
    },
    ...problemAnswers(...OF_READING, 'nothing-in-force', 'accounts-replaced', 'payload-too-large'),
  },
});

/** `GET /v1/plans/{planId}/reps/{repId}/accounts`. */
export function registerListRepAccounts(app: App): void {
  app.openapi(route, async (c) => {
    const { planId, repId } = c.req.valid('param');
    const { cursor, limit, format, ...settings } = c.req.valid('query');
    const mediaType = format === undefined ? negotiate(c.req.header('accept'), TYPES) : FORMATS[format];
    c.header('Vary', 'Accept');
    if (mediaType !== 'application/json') refusePaging(c.req.query(), 'accounts');
    const request = pageRequest(c, { cursor, limit });
    const listed = await listRepAccounts(c.var.ports, c.var.workspaceId, planId, repId, settings);
    if (mediaType !== 'application/json') {
      const { name, write } = FILES[mediaType];
      return c.body(streamText(write(listed)), 200, {
        'Content-Type': mediaType === 'text/csv' ? 'text/csv; charset=utf-8; header=present' : mediaType,
        'Content-Disposition': `attachment; filename="${name}"`,
      }) as never;
    }
    const from = readNumberCursor(request.cursor, 0);
    const items = listed.accounts.slice(from, from + limit);
    const next = from + limit < listed.accounts.length ? String(from + limit) : null;
    const own = new Set(items.map(({ tour }) => tour?.day));
    const days = listed.days.filter(({ day }) => own.has(day)).map(repDayBody);
    return c.json({ ...linkPage(c, { items: items.map(repAccountBody), next }), days }, 200);
  });
}
