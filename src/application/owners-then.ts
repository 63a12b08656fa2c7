import type { LeafTable } from '../domain/leaf-table.ts';
import { dayStartMs, localDay } from '../domain/moment.ts';
import type { OwnerThen } from '../domain/owned-sum.ts';
import type { Plan } from '../domain/plan.ts';
import { NO_TRAITS } from '../domain/rule-condition.ts';
import type { OwnableAccount } from './actual-store.ts';
import { answerOwner, leafIn, locate } from './find-plan-owner.ts';
import { findInForce, groundOf, momentsOf, type OpenedGround } from './open-ground.ts';
import type { AccountOwnership } from './ownership-store.ts';
import type { Ports } from './ports.ts';

const NOBODY: OwnerThen = { territoryId: null, repId: null };

/** Who owned the accounts of a plan, day by day, and who owns them now. */
export interface OwnersThen {
  /** Months, YYYY-MM, in which an owner may have changed: in all others it is the same on each day. */
  readonly changingMonths: readonly string[];
  /** Whether rules look at what accounts are. */
  readonly withTraits: boolean;
  /** Makes some accounts ready to be asked for. */
  of(accounts: readonly OwnableAccount[]): Promise<OwnersOf>;
}

/** Who owned some accounts. */
export interface OwnersOf {
  /** At the beginning of a day in the plan's time zone; who owns it now where nothing was in force then. */
  on(account: string, day: string): OwnerThen;
  now(account: string): OwnerThen;
  /** The same for accounts that have had the same owners all the time. */
  history(account: string): string;
}

/** What decides in a stretch of time. */
interface Ground {
  readonly opened: OpenedGround;
  readonly leaves: LeafTable;
}

/**
 * Opens the record of who owned the accounts of a plan. What is said of single lines does not count.
 *
 * Where nothing is in force now, nobody has a territory, and the rep is the one that the account names. Throws `not-found`.
 */
export async function openOwnersThen(ports: Ports, workspaceId: string, plan: Plan): Promise<OwnersThen> {
  const { planId, timeZone } = plan;
  const ownership = await ports.ownership.load(workspaceId, planId, 'now');
  const { governance, reps } = ownership;
  const ruleStretches = governance.ruleStretches(null);
  const bounds = [
    ...governance.stretches(null).map(({ fromMs }) => fromMs),
    ...ruleStretches.map(({ fromMs }) => fromMs),
    ...[...reps.values()].flatMap(({ leftMs }) => (leftMs === null ? [] : [leftMs])),
  ].filter(Number.isFinite);
  const boundaries = [...new Set(bounds)].sort((a, b) => a - b);

  const layouts = new Map<string, Promise<{ layout: OpenedGround['layout']; leaves: LeafTable } | null>>();
  const open = async (layoutId: OpenedGround['layoutId']) => {
    const layout = await ports.layouts.findInForce(workspaceId, layoutId);
    const leaves = layout && (await ports.layouts.leaves(workspaceId, layout));
    return layout && leaves && { layout, leaves };
  };
  /** What decides at a moment; null: nothing is in force, or its layout was deleted. */
  const groundAt = async (atMs: number | null): Promise<Ground | null> => {
    const found = findInForce(momentsOf({ planId, line: null, atMs, knownMs: null }, ownership), ownership);
    if (found === null) return null;
    const { layoutId } = found.publication;
    if (!layouts.has(layoutId)) layouts.set(layoutId, open(layoutId));
    const held = await layouts.get(layoutId);
    return held ? { opened: groundOf(found, ownership, held.layout), leaves: held.leaves } : null;
  };
  const groundNow = await groundAt(null);
  const grounds = await Promise.all([-Infinity, ...boundaries].map((fromMs) => groundAt(fromMs)));

  const starts = new Map<string, number>();
  const startOf = (day: string) => {
    let ms = starts.get(day);
    if (ms === undefined) {
      ms = dayStartMs(day, timeZone);
      starts.set(day, ms);
    }
    return ms;
  };
  const days = (await ports.actuals.changeDays(workspaceId, planId)).flatMap((day) =>
    // A moment of a day in UTC may be on the day before or after in the zone.
    [day - 1, day, day + 1].map((one) => new Date(one * 86_400_000).toISOString()),
  );
  const changes = [...boundaries.map((boundary) => localDay(boundary, timeZone)), ...days];

  function ownerAt(account: AccountOwnership, repId: string | null, atMs: number | null): OwnerThen {
    const ground = atMs === null ? groundNow : (grounds[lastBefore(boundaries, atMs)] ?? null);
    if (ground === null) return atMs === null ? { ...NOBODY, repId } : ownerAt(account, repId, null);
    const { opened, leaves } = ground;
    const then = { ...opened, ground: { ...opened.ground, atMs: atMs ?? opened.ground.atMs } };
    const { accountId } = account;
    const located = locate(then, { planId, line: null, atMs, knownMs: null }, { accountId }, account);
    const owner = answerOwner(then, planId, located, leafIn(opened.layout, leaves, located.cell));
    return { territoryId: owner?.territory?.id ?? null, repId: owner?.rep?.id ?? null };
  }

  return {
    changingMonths: [...new Set(changes.map((day) => day.slice(0, 7)))],
    withTraits: ruleStretches.some(({ holding }) => (holding?.subject.length ?? 0) > 0),

    async of(accounts) {
      const special = accounts.filter(({ isSpecial }) => isSpecial).map(({ account }) => account);
      const histories = special.length === 0 ? new Map() : await ports.ownership.accounts(workspaceId, planId, special);
      const byId = new Map(accounts.map((one) => [one.account, one]));
      const known = new Map<string, Map<number | null, OwnerThen>>();

      const find = (account: string, atMs: number | null): OwnerThen => {
        const one = byId.get(account);
        if (one === undefined) return NOBODY;
        const history: AccountOwnership | undefined = histories.get(account);
        // Of accounts without a history of their own all that lies between two boundaries is the same.
        const when = atMs === null || history !== undefined ? atMs : lastBefore(boundaries, atMs);
        let owners = known.get(account);
        if (owners === undefined) {
          owners = new Map();
          known.set(account, owners);
        }
        let owner = owners.get(when);
        if (owner === undefined) {
          const { cell, traits, repId } = one;
          const plain = { accountId: account, cell, traits: traits ?? NO_TRAITS, earlier: [], named: [] };
          owner = ownerAt(history ?? plain, repId, atMs);
          owners.set(when, owner);
        }
        return owner;
      };
      const history = (account: string): string => {
        const one = byId.get(account);
        if (one === undefined) return '';
        if (one.isSpecial) return `account ${account}`;
        const times = [null, -Infinity, ...boundaries];
        return JSON.stringify(times.map((atMs) => ownersOf(find(account, atMs))));
      };
      return { history, on: (account, day) => find(account, startOf(day)), now: (account) => find(account, null) };
    },
  };
}

function ownersOf({ territoryId, repId }: OwnerThen) {
  return [territoryId, repId];
}

/** How many of ascending boundaries are not after a moment. */
function lastBefore(boundaries: readonly number[], atMs: number): number {
  let [low, high] = [0, boundaries.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((boundaries[middle] as number) <= atMs) low = middle + 1;
    else high = middle;
  }
  return low;
}
