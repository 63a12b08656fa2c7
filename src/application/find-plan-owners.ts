import type { Cell } from '../domain/cell.ts';
import { Failure, type FailureKind } from '../domain/failure.ts';
import type { AsOf } from './as-of.ts';
import { outsideCoverOf } from './find-owner.ts';
import { answerOwner, leafIn, locate, type OwnedThing, type PlanOwner, type TerritoryLeaf } from './find-plan-owner.ts';
import { type OpenedGround, type OwnershipMoment, openGround } from './open-ground.ts';
import type { Ports } from './ports.ts';

/** Places of a batch for which the nearest territory is looked for: it takes some milliseconds. */
const MAX_SEARCHES = 50;

/** Why there is no owner. */
export interface OwnerFailure {
  readonly kind: FailureKind;
  readonly detail: string;
  /** What else the failure tells. */
  readonly members: Readonly<Record<string, unknown>>;
}

/** Owners of many things of a plan at one moment. */
export interface OwnersBatch {
  readonly opened: OpenedGround;
  /** In the order of the things. */
  find(things: readonly OwnedThing[]): Promise<(PlanOwner | OwnerFailure)[]>;
}

/** Makes a plan ready to be asked for many owners at one moment: all answers are of the same state. Throws `not-found`, `nothing-in-force`. */
export async function openOwners(
  ports: Ports,
  workspaceId: string,
  moment: OwnershipMoment,
  asOf: AsOf,
): Promise<OwnersBatch> {
  const { planId } = moment;
  const ownership = await ports.ownership.load(workspaceId, planId, asOf);
  const opened = await openGround(ports, workspaceId, moment, ownership);
  const { layout } = opened;
  const leaves = await ports.layouts.leaves(workspaceId, layout);
  if (leaves === null)
    throw new Failure('not-found', `the layout ${layout.layoutId} that is in force then was deleted`);

  /** Batches are of neighbours. */
  const known = new Map<Cell, TerritoryLeaf | null>();
  const leafAt = (cell: Cell) => {
    let leaf = known.get(cell);
    if (leaf === undefined) {
      leaf = leafIn(layout, leaves, cell);
      known.set(cell, leaf);
    }
    return leaf;
  };

  let searches = 0;
  const outside = (cell: Cell) =>
    ++searches > MAX_SEARCHES
      ? new Failure('outside-cover', 'no territory of the layout holds this place')
      : outsideCoverOf(layout, leaves, cell);

  // What becomes of accounts while a stream goes on is not of the state that was opened.
  const { atMs, knownMs } = opened;
  const settled = { opened: { ...opened, ground: { ...opened.ground, knownMs } }, moment: { ...moment, atMs } };

  return {
    opened,
    async find(things) {
      const ids = [...new Set(things.flatMap((thing) => ('accountId' in thing ? [thing.accountId] : [])))];
      const accounts = ids.length === 0 ? new Map() : await ports.ownership.accounts(workspaceId, planId, ids);
      return things.map((thing) => {
        try {
          const account = 'accountId' in thing ? (accounts.get(thing.accountId) ?? null) : null;
          const located = locate(settled.opened, settled.moment, thing, account);
          return answerOwner(opened, planId, located, leafAt(located.cell)) ?? toFailure(outside(located.cell));
        } catch (error) {
          if (!(error instanceof Failure)) throw error;
          return toFailure(error);
        }
      });
    },
  };
}

/** A failure as an answer of a batch tells it. */
export function toFailure({ kind, message, members }: Failure): OwnerFailure {
  return { kind, detail: message, members };
}
