import type { Account } from '../domain/account.ts';
import { cellText } from '../domain/cell-number.ts';
import { Failure } from '../domain/failure.ts';
import { leafRange } from '../domain/leaf-range.ts';
import { localDay } from '../domain/moment.ts';
import { nextVisit } from '../domain/next-visit.ts';
import type { Plan } from '../domain/plan.ts';
import type { NamedOwner } from '../domain/plan-event.ts';
import type { Rep } from '../domain/rep.ts';
import { greatCircleKm, unitVector } from '../domain/unit-vector.ts';
import { visitingTour } from '../domain/visiting-tour.ts';
import type { PlanOwner } from './find-plan-owner.ts';
import { getPlan } from './get-plan.ts';
import { noRep } from './get-rep.ts';
import { type GroundNow, type OwnersNow, openOwnersNow } from './owners-now.ts';
import type { Ports } from './ports.ts';

/** Accounts of one rep that are listed: their tour is found anew for each answer. */
const MAX_ACCOUNTS = 20_000;
/** Accounts that a tour visits. */
const MAX_STOPS = 5_000;
/** Accounts read at once. */
const [IDS_AT_ONCE, ACCOUNTS_AT_ONCE] = [20_000, 5_000];

/** How a rep visits. */
export interface VisitSettings {
  /** Of visits and travel. */
  readonly hoursPerDay: number;
  /** Days of the period that `visitsPerPeriod` counts in. */
  readonly periodDays: number;
  /** How long a visit takes where the account does not say. */
  readonly visitMinutes: number;
}

/** An account of a rep. */
export interface RepAccount {
  readonly account: Account;
  /** Why it is the rep's: in the plan as a whole, else in the first line in which it is. */
  readonly owner: PlanOwner;
  /** Ids of the lines in which it is the rep's; null: the plan as a whole. */
  readonly lines: readonly (string | null)[];
  /** YYYY-MM-DD, which may be past; null: it is not visited regularly. */
  readonly nextVisit: string | null;
  /** From the rep's home along a great circle; null without one. */
  readonly distanceKm: number | null;
  /** The day of the tour and the place in it, from 1; null: not visited. */
  readonly tour: { readonly day: number; readonly stop: number } | null;
}

/** A day of a rep's tour. */
export interface RepDay {
  readonly day: number;
  readonly stops: number;
  readonly visitMinutes: number;
  readonly travelMinutes: number;
}

/** All accounts of a rep now, in the order of the tour, those that are not visited last, by id. */
export interface RepAccounts {
  readonly rep: Rep;
  readonly accounts: readonly RepAccount[];
  readonly days: readonly RepDay[];
}

/**
 * Lists the accounts that a rep owns now: in the plan as a whole and in each of its lines in which something is in force.
 *
 * Cost: accounts in the rep's territories and those that ever had an owner by name are looked at; where a rule or the catch-all could give the rep any account, all of the plan's are.
 * Errors: `not-found`, `nothing-in-force`; `payload-too-large` for a rep with more than 20,000 accounts.
 */
export async function listRepAccounts(
  ports: Ports,
  workspaceId: string,
  planId: string,
  repId: string,
  settings: VisitSettings,
): Promise<RepAccounts> {
  const plan = await getPlan(ports, workspaceId, planId);
  const rep = await ports.reps.find(workspaceId, planId, repId);
  if (rep === null) throw noRep();
  const owners = await openOwnersNow(ports, workspaceId, planId);
  const owned = new Map<string, readonly PlanOwner[]>();
  const question = { potential: -1, withTraits: owners.withTraits };
  const keep = async (some: Parameters<OwnersNow['of']>[0]) => {
    for (const [account, all] of await owners.of(some)) {
      const own = all.filter((owner) => owner.rep?.id === repId);
      if (own.length > 0) owned.set(account, own);
    }
    if (owned.size > MAX_ACCOUNTS) {
      const detail = `the rep has more than ${MAX_ACCOUNTS} accounts`;
      throw new Failure('payload-too-large', `${detail}: list them by territory (GET /v1/plans/{planId}/accounts)`);
    }
  };
  if (owners.grounds.some((ground) => mayOwnAnything(ground, owners, repId))) {
    for (let cursor: string | null = null; ; ) {
      const request = { cursor, limit: ACCOUNTS_AT_ONCE };
      const page: Awaited<ReturnType<Ports['actuals']['allAccounts']>> = await ports.actuals.allAccounts(
        ...([workspaceId, planId, question, request] as const),
      );
      await keep(page.items);
      cursor = page.next;
      if (cursor === null) break;
    }
  } else {
    for await (const ids of candidates(ports, workspaceId, plan, owners, repId)) {
      await keep(await ports.actuals.accounts(workspaceId, planId, ids, question));
    }
  }
  const accounts = await readAccounts(ports, workspaceId, plan, [...owned.keys()].sort());
  return planVisits(plan, rep, accounts, owned, settings);
}

/** Whether a rule, or who takes what is left, could make the rep the owner of an account anywhere. */
function mayOwnAnything({ opened: { ground } }: GroundNow, { ownership }: OwnersNow, repId: string): boolean {
  const leads = (owner: NamedOwner | null) =>
    owner !== null && ('repId' in owner ? owner.repId : ground.publication.reps[owner.territoryId]) === repId;
  return leads(ownership.catchAll) || (ground.rules.holding?.subject ?? []).some(({ owner }) => leads(owner));
}

/** Ids of accounts in the rep's territories, and of those that ever had an owner by name. */
async function* candidates(
  ports: Ports,
  workspaceId: string,
  plan: Plan,
  { grounds }: OwnersNow,
  repId: string,
): AsyncGenerator<string[]> {
  const none = { boxes: [], segment: null, repId: null, status: null, text: null };
  for (const { line, opened, leaves } of grounds) {
    const own = new Set(
      opened.layout.territories.flatMap(({ id }, at) => (opened.ground.publication.reps[id] === repId ? [at] : [])),
    );
    const cellRanges = Array.from(leaves.cells).flatMap((leaf, at) => {
      const range = own.has(leaves.territories[at] as number) ? leafRange(leaf, plan.finestResolution) : null;
      return range === null ? [] : [[cellText(range[0]), cellText(range[1])] as const];
    });
    if (cellRanges.length === 0) continue;
    const filter = { ...none, cellRanges, line: line?.filter ?? null };
    for (let cursor: string | null = null; ; ) {
      const request = { cursor, limit: IDS_AT_ONCE };
      const page = await ports.accounts.listPlaces(workspaceId, plan, filter, request);
      yield page.items.map(({ id }) => id);
      cursor = page.next;
      if (cursor === null) break;
    }
  }
  for (let after = ''; ; ) {
    const ids = await ports.accountScan.everNamed(workspaceId, plan.planId, after, IDS_AT_ONCE);
    yield ids;
    if (ids.length < IDS_AT_ONCE) return;
    after = ids.at(-1) ?? '';
  }
}

async function readAccounts(ports: Ports, workspaceId: string, plan: Plan, ids: readonly string[]) {
  const accounts: Account[] = [];
  for (let at = 0; at < ids.length; at += ACCOUNTS_AT_ONCE) {
    let some = ids.slice(at, at + ACCOUNTS_AT_ONCE);
    while (some.length > 0) {
      const { items, next } = await ports.accounts.listByIds(workspaceId, plan, some);
      accounts.push(...items.map(({ account }) => account));
      some = next === null ? [] : some.filter((id) => id > next);
    }
  }
  return accounts;
}

function planVisits(
  plan: Plan,
  rep: Rep,
  accounts: readonly Account[],
  owned: ReadonlyMap<string, readonly PlanOwner[]>,
  { hoursPerDay, periodDays, visitMinutes }: VisitSettings,
): RepAccounts {
  const today = localDay(Date.now(), plan.timeZone);
  const home = rep.home && unitVector(rep.home.lat, rep.home.lng);
  const listed = accounts.map((account): RepAccount => {
    const all = owned.get(account.id) ?? [];
    return {
      ...{ account, owner: all[0] as PlanOwner, lines: all.map(({ line }) => line) },
      nextVisit: nextVisit(account, periodDays, today),
      distanceKm: home && greatCircleKm(home, unitVector(account.lat, account.lng)),
      tour: null,
    };
  });
  const due = (one: RepAccount) => one.nextVisit ?? '~';
  const visited = listed
    .filter(({ account }) => account.visitsPerPeriod !== 0)
    .sort((a, b) => (due(a) < due(b) ? -1 : due(a) > due(b) ? 1 : a.account.id < b.account.id ? -1 : 1))
    .slice(0, MAX_STOPS);
  const stops = visited.map(({ account, nextVisit: due }) => ({
    ...{ lat: account.lat, lng: account.lng, minutes: account.visitMinutes ?? visitMinutes, due },
  }));
  const days = visitingTour(stops, rep.home, hoursPerDay);
  const onTour = days.flatMap((day, at) =>
    day.stops.map((stop, place) => ({ ...(visited[stop] as RepAccount), tour: { day: at + 1, stop: place + 1 } })),
  );
  const ids = new Set(onTour.map(({ account }) => account.id));
  return {
    rep,
    accounts: [...onTour, ...listed.filter(({ account }) => !ids.has(account.id))],
    days: days.map(({ stops, visitMinutes: visits, travelMinutes }, at) => ({
      ...{ day: at + 1, stops: stops.length, visitMinutes: visits, travelMinutes },
    })),
  };
}
