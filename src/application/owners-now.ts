import type { LeafTable } from '../domain/leaf-table.ts';
import type { Line } from '../domain/line.ts';
import { meetsCondition, NO_TRAITS } from '../domain/rule-condition.ts';
import type { OwnableAccount } from './actual-store.ts';
import { answerOwner, leafIn, locate, type PlanOwner } from './find-plan-owner.ts';
import { findInForce, groundOf, momentsOf, nothingInForce, type OpenedGround } from './open-ground.ts';
import type { AccountOwnership, PlanOwnership } from './ownership-store.ts';
import type { Ports } from './ports.ts';

/** What decides in the plan as a whole, or in one of its lines. */
export interface GroundNow {
  /** Null: all accounts. */
  readonly line: Line | null;
  readonly opened: OpenedGround;
  readonly leaves: LeafTable;
}

/** Who owns the accounts of a plan now. */
export interface OwnersNow {
  /** The plan as a whole first, then its lines by id: those in which something is in force, one at least. */
  readonly grounds: readonly GroundNow[];
  readonly ownership: PlanOwnership;
  /** Whether it matters what accounts are, beside where. */
  readonly withTraits: boolean;
  /** Owners of some accounts, by id, in the order of the grounds. */
  of(accounts: readonly OwnableAccount[]): Promise<ReadonlyMap<string, readonly PlanOwner[]>>;
}

/** Makes a plan ready to be asked for the owners of its accounts, in all its lines. Throws `not-found`; `nothing-in-force` where nothing is, in no line either. */
export async function openOwnersNow(ports: Ports, workspaceId: string, planId: string): Promise<OwnersNow> {
  const ownership = await ports.ownership.load(workspaceId, planId, 'now');
  const lines: (Line | null)[] = [null];
  for (let cursor: string | null = null; ; ) {
    const page: Awaited<ReturnType<Ports['lines']['list']>> = await ports.lines.list(workspaceId, planId, {
      cursor,
      limit: 100,
    });
    lines.push(...page.items);
    cursor = page.next;
    if (cursor === null) break;
  }
  const grounds: GroundNow[] = [];
  for (const line of lines) {
    const moment = { planId, line: line?.lineId ?? null, atMs: null, knownMs: null };
    const found = findInForce(momentsOf(moment, ownership), ownership);
    const layout = found && (await ports.layouts.findInForce(workspaceId, found.publication.layoutId));
    const leaves = layout && (await ports.layouts.leaves(workspaceId, layout));
    if (found && layout && leaves) grounds.push({ line, opened: groundOf(found, ownership, layout), leaves });
  }
  if (grounds.length === 0) {
    throw nothingInForce(ownership, momentsOf({ planId, line: null, atMs: null, knownMs: null }, ownership));
  }
  return {
    grounds,
    ownership,
    withTraits: grounds.some(
      ({ line, opened }) => line !== null || (opened.ground.rules.holding?.subject.length ?? 0) > 0,
    ),

    async of(accounts) {
      const special = accounts.filter(({ isSpecial }) => isSpecial).map(({ account }) => account);
      const histories = special.length === 0 ? new Map() : await ports.ownership.accounts(workspaceId, planId, special);
      return new Map(
        accounts.map((one) => {
          const traits = one.traits ?? NO_TRAITS;
          const plain = { accountId: one.account, cell: one.cell, traits, earlier: [], named: [] };
          const known: AccountOwnership = histories.get(one.account) ?? plain;
          return [one.account, grounds.flatMap((ground) => ownerIn(ground, planId, known) ?? [])] as const;
        }),
      );
    },
  };
}

function ownerIn({ line, opened, leaves }: GroundNow, planId: string, account: AccountOwnership): PlanOwner | null {
  if (line !== null && !meetsCondition(account.traits, line.filter)) return null;
  const moment = { planId, line: opened.line, atMs: null, knownMs: null };
  const located = locate(opened, moment, { accountId: account.accountId }, account);
  return answerOwner(opened, planId, located, leafIn(opened.layout, leaves, located.cell));
}
