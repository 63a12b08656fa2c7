import { z } from '@hono/zod-openapi';
import type { Context, TypedResponse } from 'hono';
import { streamText } from './stream-text.ts';

const FEATURE = {
  type: 'Feature',
  id: 't1',
  geometry: {
    type: 'Polygon',
    coordinates: [
      [
        [-74.3, 40.4],
        [-73.6, 40.4],
        [-73.6, 41],
        [-74.3, 40.4],
      ],
    ],
  },
  properties: { name: 'Territory 1', accounts: 640 },
};

/** A GeoJSON FeatureCollection (RFC 7946). */
export const featureCollectionSchema = z
  .object({
    type: z.literal('FeatureCollection').openapi({ description: 'As RFC 7946 wants it.' }),
    features: z
      .array(
        z.object({
          type: z.literal('Feature'),
          id: z.string(),
          geometry: z.looseObject({ type: z.string() }).nullable(),
          properties: z.looseObject({}),
        }),
      )
      .openapi({
        description: 'Territories, cells or accounts, with their measures as properties.',
        example: [FEATURE],
      }),
  })
  .openapi('FeatureCollection');

/** GeoJSON is JSON to the types of routes. */
type GeojsonResponse = Response & TypedResponse<never, 200, 'json'>;

/** Answers GeoJSON piece by piece: the whole is never held. */
export function geojsonResponse(c: Context, pieces: Iterable<string>): GeojsonResponse {
  return c.body(streamText(pieces), 200, { 'Content-Type': 'application/geo+json' }) as Response as GeojsonResponse;
}
