import { z } from '@hono/zod-openapi';
import type { AccountsRequest } from '../../../application/solve-accounts.ts';
import { parseResolution, type Resolution } from '../../../domain/cell.ts';
import { closedObject } from '../../closed-object.ts';
import { queryInteger } from '../../query-number.ts';
import { throwViolations } from '../../throw-violations.ts';
import { mapQuery } from '../accounts/column-pairs.ts';
import { layoutMembers, layoutQuery, layoutRequest, oneResolution } from '../layouts/layout-options.ts';

/** Accounts are binned at this resolution where the caller does not say: cells of about 0.1 km2. */
const FINEST_RESOLUTION = 9;

const FINEST =
  'H3 resolution at which accounts are binned; no cell is finer. 9 when left out, or `resolution` where that is finer.';
const include = z.enum(['assignments', 'columns']).optional();

/** Options of a one-shot solve as query parameters. */
export const solveQuery = oneResolution(
  closedObject({
    ...layoutQuery,
    ...mapQuery,
    finestResolution: queryInteger({ minimum: 0, maximum: 15 }).optional().openapi({ description: FINEST }),
    include: include.openapi({
      description:
        "`assignments` adds each account's territory, in the order of the file; `columns` what each column of the file was taken for.",
    }),
    outlineResolution: queryInteger({ minimum: 0, maximum: 15 }).optional().openapi({
      description:
        'H3 resolution of outlines in GeoJSON, at most the finest. When left out the base, or a finer one where a territory would be too small to be seen.',
    }),
  }),
);

const solveMembers = oneResolution(
  closedObject({
    ...layoutMembers,
    territories: layoutMembers.territories.optional(),
    finestResolution: z.number().int().min(0).max(15).optional(),
    include,
    outlineResolution: z.number().int().min(0).max(15).optional(),
  }),
);

type SolveQuery = Omit<z.infer<typeof solveQuery>, 'map'>;

/** What is asked of a one-shot solve, and at which resolution its outlines are drawn. */
export interface SolveRequest extends AccountsRequest {
  readonly outlineResolution: Resolution | null;
  /** Whether the answer says what columns were taken for. */
  readonly columns: boolean;
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
  const given = { ...readMembers(members), ...query };
  if (!whole && given.territories === undefined) given.territories = 1;
  const layout = layoutRequest(given);
  return {
    layout,
    finestResolution: parseResolution(
      given.finestResolution ??
        Math.max(FINEST_RESOLUTION, layout.cover.resolution ?? layout.cover.baseResolution ?? 0),
    ),
    assignments: given.include === 'assignments',
    columns: given.include === 'columns',
    outlineResolution: given.outlineResolution === undefined ? null : parseResolution(given.outlineResolution),
  };
}

/** Options of a JSON document. Throws `invalid-parameter` with every violation. */
export function readMembers(members: Readonly<Record<string, unknown>>) {
  const parsed = solveMembers.safeParse(members);
  throwViolations({ ...parsed, target: 'json', data: members });
  return parsed.data;
}
