import { z } from '@hono/zod-openapi';
import type { Context, TypedResponse } from 'hono';
import { streamText } from './stream-text.ts';

/** A GeoJSON FeatureCollection (RFC 7946). */
export const featureCollectionSchema = z
  .object({
    type: z.literal('FeatureCollection'),
    features: z.array(
      z.object({
        type: z.literal('Feature'),
        id: z.string(),
        geometry: z.looseObject({ type: z.string() }).nullable(),
        properties: z.looseObject({}),
      }),
    ),
  })
  .openapi('FeatureCollection');

/** GeoJSON is JSON to the types of routes. */
type GeojsonResponse = Response & TypedResponse<never, 200, 'json'>;

/** Answers GeoJSON piece by piece: the whole is never held. */
export function geojsonResponse(c: Context, pieces: Iterable<string>): GeojsonResponse {
  return c.body(streamText(pieces), 200, { 'Content-Type': 'application/geo+json' }) as Response as GeojsonResponse;
}
