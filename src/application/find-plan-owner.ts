import { placeAt } from '../domain/account-place.ts';
import type { Cell } from '../domain/cell.ts';
import { ancestorAt, cellNumber, cellText } from '../domain/cell-number.ts';
import { Failure } from '../domain/failure.ts';
import type { Layout, LayoutId } from '../domain/layout.ts';
import { type LeafTable, leafOf } from '../domain/leaf-table.ts';
import { type OwnedAccount, type Ownership, settleOwner } from '../domain/ownership.ts';
import { common, type Span } from '../domain/span.ts';
import { stretchAt, stretchesOf } from '../domain/timeline.ts';
import type { AsOf } from './as-of.ts';
import { finestCellOf, outsideCover, type Place } from './find-owner.ts';
import {
  findInForce,
  groundOf,
  momentsOf,
  type OpenedGround,
  type OwnershipMoment,
  openGround,
} from './open-ground.ts';
import type { AccountOwnership } from './ownership-store.ts';
import type { Ports } from './ports.ts';

/** A place, or an account, which is somewhere. */
export type OwnedThing = Place | { readonly accountId: string };

/** Who owns a place or an account, when, and why. */
export interface PlanOwner extends Ownership {
  readonly planId: string;
  readonly line: string | null;
  readonly atMs: number;
  readonly knownMs: number;
  readonly layoutId: LayoutId;
  readonly publicationId: string;
  readonly accountId: string | null;
  /** The leaf that holds the place; null outside of the cover. */
  readonly cell: Cell | null;
  readonly logSeq: number;
}

/** The owner of a place or an account. Throws `not-found`, `nothing-in-force`, `outside-cover`. */
export async function findPlanOwner(
  ports: Ports,
  workspaceId: string,
  moment: OwnershipMoment,
  thing: OwnedThing,
  asOf: AsOf,
): Promise<PlanOwner> {
  const { planId } = moment;
  const [recent, account] = await Promise.all([
    ports.ownership.load(workspaceId, planId, asOf),
    // A plan that is not there says so itself.
    'accountId' in thing ? findAccount(ports, workspaceId, planId, thing.accountId, asOf) : null,
  ]);
  const isNamedSince = account?.named.some(({ recordedMs }) => recordedMs > recent.governance.end.recordedMs);
  const ownership = isNamedSince ? await ports.ownership.load(workspaceId, planId, 'now') : recent;
  const opened = await openGround(ports, workspaceId, moment, ownership);
  const located = locate(opened, moment, thing, account);
  const leaf = await findLeafAt(ports, workspaceId, opened.layout, located.cell);
  const owner = answerOwner(opened, moment.planId, located, leaf);
  if (owner === null) throw await outsideCover(ports, workspaceId, opened.layout, located.cell);
  return owner;
}

function findAccount({ ownership }: Ports, workspaceId: string, planId: string, accountId: string, asOf: AsOf) {
  const known = asOf === 'now' ? null : ownership.recallAccount(workspaceId, planId, accountId);
  return known ?? ownership.account(workspaceId, planId, accountId);
}

/**
 * Who owns a thing now, where this isolate has in memory all that decides it, as of a moment ago. Null where something has to be read, and for what
 * nobody owns: why is told by who reads.
 */
export function recallPlanOwner(
  ports: Ports,
  workspaceId: string,
  planId: string,
  thing: OwnedThing,
): PlanOwner | null {
  const ownership = ports.ownership.recall(workspaceId, planId);
  if (ownership === null) return null;
  const account = 'accountId' in thing ? ports.ownership.recallAccount(workspaceId, planId, thing.accountId) : null;
  if ('accountId' in thing && account === null) return null;
  const moment = { planId, line: null, atMs: null, knownMs: null };
  const found = findInForce(momentsOf(moment, ownership), ownership);
  const held = found && ports.layouts.recallInForce(workspaceId, found.publication.layoutId);
  if (found === null || held === null) return null;
  const opened = groundOf(found, ownership, held.layout);
  const located = locate(opened, moment, thing, account);
  return answerOwner(opened, planId, located, leafIn(held.layout, held.leaves, located.cell));
}

/** Where a thing is at a moment, as a cell at the finest resolution of the layout, and what of an account decides. */
export interface Located {
  readonly cell: Cell;
  readonly accountId: string | null;
  readonly account: OwnedAccount | null;
  /** The time in which it is there. */
  readonly there: Span | null;
}

/** Throws `not-found` for an account that there is not. */
export function locate(
  { ground, layout, line }: OpenedGround,
  moment: OwnershipMoment,
  thing: OwnedThing,
  found: AccountOwnership | null,
): Located {
  const { finest } = layout.resolution;
  if (!('accountId' in thing))
    return { cell: finestCellOf(thing, finest), accountId: null, account: null, there: null };
  if (found === null) throw new Failure('not-found', 'no account of this plan has this id');
  // What was written before the question is where it is now, whatever the clocks say.
  const there = placeAt(found.cell, found.earlier, moment.atMs ?? Infinity, ground.knownMs);
  return {
    cell: finestCellOf({ cell: there.cell }, finest),
    accountId: thing.accountId,
    account: ownedAccount(found, line, ground.atMs, ground.knownMs),
    there,
  };
}

function ownedAccount({ traits, named }: AccountOwnership, line: string | null, atMs: number, knownMs: number) {
  const own = named.filter(({ subject }) => subject.line === line);
  const stretch = stretchAt(stretchesOf(own, knownMs), atMs);
  const { holding } = stretch;
  return {
    traits,
    named: { ...stretch, holding: holding && { ...holding, subject: holding.subject.owner } },
  };
}

/** A leaf of a layout, and whose it is. */
export interface TerritoryLeaf {
  readonly cell: Cell;
  readonly territoryId: string;
}

/** The owner of what lies somewhere, by the leaf that holds it; null where nobody owns it. */
export function answerOwner(
  opened: OpenedGround,
  planId: string,
  { accountId, account, there }: Located,
  leaf: TerritoryLeaf | null,
): PlanOwner | null {
  const { ground, layoutId, publicationId, line, atMs, knownMs, logSeq } = opened;
  const owner = settleOwner(ground, leaf?.territoryId ?? null, account);
  if (owner === null) return null;
  const unchanged = there === null ? owner.unchanged : common(owner.unchanged, there);
  const cell = leaf?.cell ?? null;
  return { ...owner, unchanged, planId, line, atMs, knownMs, layoutId, publicationId, accountId, cell, logSeq };
}

/** The leaf of a layout that holds a cell at its finest resolution, or null. */
export async function findLeafAt(
  ports: Ports,
  workspaceId: string,
  layout: Layout,
  cell: Cell,
): Promise<TerritoryLeaf | null> {
  const leaves = await ports.layouts.leavesToHold(workspaceId, layout);
  if (leaves !== null) return leafIn(layout, leaves, cell);
  const { finest } = layout.resolution;
  const chain = Array.from({ length: finest + 1 }, (_, steps) =>
    cellText(ancestorAt(cellNumber(cell), finest - steps)),
  );
  const leaf = await ports.layouts.findLeaf(workspaceId, layout.layoutId, chain);
  return leaf && toLeaf(layout, cellNumber(leaf.cell), leaf.territory);
}

/** The leaf of a table that holds a cell at the finest resolution, or null. */
export function leafIn(layout: Layout, leaves: LeafTable, cell: Cell): TerritoryLeaf | null {
  const at = leafOf(leaves.cells, cellNumber(cell));
  return toLeaf(layout, leaves.cells[at], leaves.territories[at]);
}

/** The leaf with a number and a territory's position, as answers name it. */
export function toLeaf(layout: Layout, cell: bigint | undefined, position: number | undefined): TerritoryLeaf | null {
  const territory = layout.territories[position ?? -1];
  return cell === undefined || territory === undefined ? null : { cell: cellText(cell), territoryId: territory.id };
}
