import { type GeoPolygon, polygonHolds } from '../domain/geo-polygon.ts';
import type { Plan } from '../domain/plan.ts';
import type { AccountFilter, StoredFilter } from './account-filter.ts';
import type { BinnedAccount } from './account-store.ts';
import { getPlan } from './get-plan.ts';
import { namedLine } from './named-line.ts';
import type { Page, PageRequest } from './page.ts';
import type { Ports } from './ports.ts';
import { territoryRanges } from './territory-ranges.ts';

/** Places that one query reads to be held against a polygon. */
const CANDIDATES = 20_000;

/** A page of accounts, and the set that they are of. */
export interface AccountPage extends Page<BinnedAccount> {
  readonly setNumber: number | null;
}

/** Reads the accounts of a plan that a filter lets through, a page at a time, by id, ascending. */
export interface AccountReading {
  readonly plan: Plan;
  next(page: PageRequest): Promise<AccountPage>;
}

/** Makes a plan's accounts ready to be read by a filter. Throws `not-found`, `invalid-parameter` for a territory or a line that is none. */
export async function openAccounts(
  ports: Ports,
  workspaceId: string,
  planId: string,
  filter: AccountFilter,
): Promise<AccountReading> {
  const plan = await getPlan(ports, workspaceId, planId);
  const { box, polygon, segment, repId, status = null, text, territory, lineId = null } = filter;
  const line = await namedLine(ports, workspaceId, planId, lineId, 'line');
  const stored: StoredFilter = {
    boxes: [box, polygon?.box ?? null].filter((one) => one !== null),
    segment,
    repId,
    status,
    text,
    cellRanges: territory && (await territoryRanges(ports, workspaceId, territory, plan.finestResolution)),
    line: line?.filter ?? null,
  };
  return {
    plan,
    next: (page) =>
      polygon === null
        ? ports.accounts.list(workspaceId, plan, stored, page)
        : pageInside(ports, workspaceId, plan, stored, polygon, page),
  };
}

/** Looks through places until a page of them is inside, then reads their accounts. */
async function pageInside(
  ports: Ports,
  workspaceId: string,
  plan: Plan,
  filter: StoredFilter,
  polygon: GeoPolygon,
  { cursor, limit }: PageRequest,
): Promise<AccountPage> {
  const ids: string[] = [];
  let after = cursor;
  while (ids.length <= limit) {
    const places = await ports.accounts.listPlaces(workspaceId, plan, filter, { cursor: after, limit: CANDIDATES });
    for (const { id, lat, lng } of places.items) if (polygonHolds(polygon, lat, lng)) ids.push(id);
    after = places.next;
    if (after === null) break;
  }
  const page = await ports.accounts.listByIds(workspaceId, plan, ids.slice(0, limit));
  return { ...page, next: page.next ?? (ids.length > limit ? (ids[limit - 1] ?? null) : null) };
}
