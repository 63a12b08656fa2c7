import { z } from '@hono/zod-openapi';
import type { Context, TypedResponse } from 'hono';

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
  const encoder = new TextEncoder();
  const rest = pieces[Symbol.iterator]();
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      const { done, value } = rest.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
  });
  return c.body(body, 200, { 'Content-Type': 'application/geo+json' }) as Response as GeojsonResponse;
}
