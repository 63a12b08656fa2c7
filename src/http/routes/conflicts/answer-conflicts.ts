import type { z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { listConflicts } from '../../../application/list-conflicts.ts';
import type { LayoutId } from '../../../domain/layout.ts';
import { geojsonResponse } from '../../geojson-response.ts';
import type { HttpEnv } from '../../http-env.ts';
import { negotiate } from '../../negotiate.ts';
import { linkPage, pageRequest } from '../../page.ts';
import { conflictBody, type conflictQuery } from './conflict-schema.ts';

type Query = { readonly [name in keyof typeof conflictQuery]?: z.output<(typeof conflictQuery)[name]> | undefined };

/** Whose conflicts. */
interface Asked {
  readonly planId: string;
  readonly layoutId: LayoutId;
  readonly isInForce: boolean | null;
}

/** Answers a page of conflicts as JSON, or as GeoJSON: a point for each. */
export async function answerConflicts(c: Context<HttpEnv>, asked: Asked, query: Query) {
  const mediaType = negotiate(c.req.header('accept'), ['application/json', 'application/geo+json']);
  const { ports, workspaceId } = c.var;
  const { planId, layoutId, isInForce } = asked;
  const { line, groupBy, kind, severity } = query;
  const filter = { kinds: kind === undefined ? null : new Set([kind].flat()), severity: severity ?? null };
  const page = pageRequest(c, { cursor: query.cursor, limit: query.limit ?? 100 });
  const of = { line: ofLine(line, isInForce !== null), lineField: 'line', groupBy: groupBy ?? null };
  const question = { planId, layoutId, ...of, nowMs: Date.now() };
  const found = await listConflicts(ports, workspaceId, question, filter, page);
  const items = await Promise.all(found.items.map((one) => conflictBody(one, found.scope)));
  const linked = linkPage(c, { items, next: found.next });
  if (mediaType === 'application/geo+json') return geojsonResponse(c, featuresOf(linked.items));
  return c.json({ ...{ layoutId, planId, inForce: isInForce, counts: found.counts }, ...linked } as never, 200);
}

/** Of a plan all accounts count where no line is named, of a layout those of its line. */
export function ofLine(line: string | undefined, isOfPlan: boolean): string | null | undefined {
  return line ?? (isOfPlan ? null : undefined);
}

function* featuresOf(items: readonly Awaited<ReturnType<typeof conflictBody>>[]): Iterable<string> {
  yield '{"type":"FeatureCollection","features":[';
  for (const [at, { conflictId, where, ...said }] of items.entries()) {
    const { lat, lng, ...named } = where;
    const geometry = lat === null || lng === null ? null : { type: 'Point', coordinates: [lng, lat] };
    const feature = { type: 'Feature', id: conflictId, geometry, properties: { ...said, ...named } };
    yield `${at === 0 ? '' : ','}${JSON.stringify(feature)}`;
  }
  yield ']}';
}
