import { z } from '@hono/zod-openapi';
import type { AccountsRequest } from '../../../application/solve-accounts.ts';
import { parseResolution, type Resolution } from '../../../domain/cell.ts';
import { closedObject } from '../../closed-object.ts';
import { queryInteger } from '../../query-number.ts';
import { throwViolations } from '../../throw-violations.ts';
import { layoutMembers, layoutQuery, layoutRequest } from '../layouts/layout-options.ts';

/** Accounts are binned at this resolution where the caller does not say: cells of about 0.1 km2. */
const FINEST_RESOLUTION = 9;

const FINEST =
  'H3 resolution at which accounts are binned; no cell is finer. 9 when left out, or `resolution` where that is finer.';
const include = z.enum(['assignments']).optional();

/** Options of a one-shot solve as query parameters. */
export const solveQuery = closedObject({
  ...layoutQuery,
  finestResolution: queryInteger({ minimum: 0, maximum: 15 }).optional().openapi({ description: FINEST }),
  include: include.openapi({ description: "`assignments` adds each account's territory, in the order of the file." }),
  outlineResolution: queryInteger({ minimum: 0, maximum: 15 }).optional().openapi({
    description:
      'H3 resolution of outlines in GeoJSON, at most the finest. When left out the base, or a finer one where a territory would be too small to be seen.',
  }),
});

const solveMembers = closedObject({
  ...layoutMembers,
  territories: layoutMembers.territories.optional(),
  finestResolution: z.number().int().min(0).max(15).optional(),
  include,
  outlineResolution: z.number().int().min(0).max(15).optional(),
});

type SolveQuery = z.infer<typeof solveQuery>;

/** What is asked of a one-shot solve, and at which resolution its outlines are drawn. */
export interface SolveRequest extends AccountsRequest {
  readonly outlineResolution: Resolution | null;
}

/**
 * Options of the query and of a JSON document put together; the query wins. Throws `invalid-parameter` with every violation.
 *
 * @param whole whether the document was read to its end; until then a missing option may still come
 */
export function readSolveRequest(
  query: SolveQuery,
  members: Readonly<Record<string, unknown>>,
  whole: boolean,
): SolveRequest {
  const parsed = solveMembers.safeParse(members);
  throwViolations({ ...parsed, target: 'json', data: members });
  const given = { ...parsed.data, ...query };
  if (!whole && given.territories === undefined) given.territories = 1;
  const layout = layoutRequest(given);
  return {
    layout,
    finestResolution: parseResolution(
      given.finestResolution ??
        Math.max(FINEST_RESOLUTION, layout.cover.resolution ?? layout.cover.baseResolution ?? 0),
    ),
    assignments: given.include === 'assignments',
    outlineResolution: given.outlineResolution === undefined ? null : parseResolution(given.outlineResolution),
  };
}
