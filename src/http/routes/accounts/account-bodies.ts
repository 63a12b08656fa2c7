import { type RouteConfig, z } from '@hono/zod-openapi';

/** The largest upload, in bytes and so in characters. */
const MAX_UPLOAD_BYTES = 100_000_000;

const labels = z.array(z.string().max(200)).max(50).nullish();

/** A row of accounts in JSON, described and not enforced: rows are checked one by one while they stream. */
export const accountRowSchema = z
  .looseObject({
    id: z
      .string()
      .min(1)
      .max(200)
      .openapi({ description: '1 to 200 characters, unique in the plan.', example: 'acc-1001' }),
    name: z.string().max(1000).optional().openapi({ description: 'What people call it.', example: 'Corner Bakery' }),
    lat: z.number().min(-90).max(90).openapi({ description: 'Latitude in decimal degrees, WGS 84.', example: 40.7128 }),
    lng: z
      .number()
      .min(-180)
      .max(180)
      .openapi({ description: 'Longitude in decimal degrees, WGS 84.', example: -74.006 }),
    segment: z.string().max(200).nullish().openapi({ description: 'A label to filter by.', example: 'retail' }),
    productLines: labels.openapi({ description: 'What it buys.', example: ['ovens', 'mixers'] }),
    size: z.string().max(200).nullish().openapi({ description: 'A label for its size.', example: 'small' }),
    requiredSkills: labels.openapi({ description: 'What its rep must be able to do.', example: ['gas'] }),
    visitMinutes: z.number().min(0).max(10_000).nullish().openapi({ description: 'Of one visit.', example: 45 }),
    visitsPerPeriod: z
      .number()
      .min(0)
      .max(10_000)
      .nullish()
      .openapi({ description: 'Visits in a period.', example: 6 }),
    lastVisit: z.string().max(200).nullish().openapi({
      description: 'Day of the last visit, YYYY-MM-DD; of a time the day counts.',
      example: '2026-10-05',
    }),
    repId: z.string().max(200).nullish().openapi({ description: 'The rep who serves it now.', example: 'rep-7' }),
    status: z.string().max(200).nullish().openapi({
      description: 'customer, prospect or dormant, or what HubSpot, Salesforce and Dynamics call these.',
      example: 'customer',
    }),
    metrics: z
      .record(z.string(), z.number())
      .optional()
      .openapi({
        description: 'Metrics may also be members of the row itself, as columns are in CSV.',
        example: { revenue: 12000 },
      }),
    attributes: z
      .record(z.string(), z.string())
      .optional()
      .openapi({
        description: 'Anything else, as text; members that are no field and no metric are kept here, too.',
        example: { phone: '212-555-0100' },
      }),
  })
  .openapi('AccountRow');

const ROW = { $ref: '#/components/schemas/AccountRow' };

/** Four accounts: enough for two territories. */
const ROWS = [
  { id: 'acc-1001', name: 'Corner Bakery', lat: 40.7128, lng: -74.006, revenue: 12000 },
  { id: 'acc-1002', name: 'Bridge Cafe', lat: 40.6782, lng: -73.9442, revenue: 9000 },
  { id: 'acc-1003', name: 'Hill Hotel', lat: 40.9312, lng: -73.8988, revenue: 11000 },
  { id: 'acc-1004', name: 'Market Hall', lat: 40.8448, lng: -73.8648, revenue: 10000 },
];

/** The bodies in which accounts are sent, by media type. */
export const accountBodies: NonNullable<NonNullable<RouteConfig['request']>['body']>['content'] = {
  'text/csv': {
    schema: { type: 'string', maxLength: MAX_UPLOAD_BYTES },
    example:
      'id,name,lat,lng,segment,productLines,visitMinutes,visitsPerPeriod,repId,status,revenue\n' +
      'acc-1001,Corner Bakery,40.7128,-74.006,retail,ovens;mixers,45,6,rep-7,customer,12000\n' +
      'acc-1002,Bridge Cafe,40.6782,-73.9442,retail,mixers,30,6,rep-7,prospect,9000\n' +
      'acc-1003,Hill Hotel,40.9312,-73.8988,hotels,ovens,60,4,rep-8,dormant,11000\n' +
      'acc-1004,Market Hall,40.8448,-73.8648,retail,,45,6,rep-8,,10000\n',
  },
  'application/x-ndjson': {
    schema: { type: 'string', maxLength: MAX_UPLOAD_BYTES },
    example: ROWS.map((row) => `${JSON.stringify(row)}\n`).join(''),
  },
  'application/json': {
    schema: {
      oneOf: [
        { type: 'array', items: ROW },
        { type: 'object', properties: { accounts: { type: 'array', items: ROW } }, required: ['accounts'] },
      ],
    },
    example: ROWS,
  },
  'application/geo+json': {
    schema: { type: 'object', description: 'A FeatureCollection of Points (RFC 7946).' },
    example: {
      type: 'FeatureCollection',
      features: ROWS.map(({ id, lat, lng, ...properties }) => ({
        type: 'Feature',
        id,
        geometry: { type: 'Point', coordinates: [lng, lat] },
        properties,
      })),
    },
  },
};
