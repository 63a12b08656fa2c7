import { Failure } from '../domain/failure.ts';
import type { Layout, LayoutId } from '../domain/layout.ts';
import { momentText } from '../domain/moment.ts';
import type { OwnershipGround } from '../domain/ownership.ts';
import type { Publication } from '../domain/publication.ts';
import type { PlanOwnership } from './ownership-store.ts';
import type { Ports } from './ports.ts';

/** In which line of a plan, when, and as known when. Null: all accounts, now, and now. */
export interface OwnershipMoment {
  readonly planId: string;
  readonly line: string | null;
  readonly atMs: number | null;
  readonly knownMs: number | null;
}

/** What decides who owns what at a moment, and the layout that is in force then. */
export interface OpenedGround {
  readonly ground: OwnershipGround;
  readonly layout: Layout;
  readonly layoutId: LayoutId;
  readonly publicationId: string;
  readonly line: string | null;
  /** The moments that were asked for, or now. */
  readonly atMs: number;
  readonly knownMs: number;
  /** The last entry of the plan's log. */
  readonly logSeq: number;
}

/** Finds what is in force in a line of a plan at a moment, as known at another. Throws `not-found`, `nothing-in-force`. */
export async function openGround(
  ports: Ports,
  workspaceId: string,
  moment: OwnershipMoment,
  ownership: PlanOwnership,
): Promise<OpenedGround> {
  const asked = momentsOf(moment, ownership);
  const found = findInForce(asked, ownership);
  if (found === null) throw nothingInForce(ownership, asked);
  const { layoutId } = found.publication;
  const layout = await ports.layouts.findInForce(workspaceId, layoutId);
  if (layout === null) throw new Failure('not-found', `the layout ${layoutId} that is in force then was deleted`);
  return groundOf(found, ownership, layout);
}

/** A question as it is answered. */
export interface Moments {
  readonly line: string | null;
  readonly atMs: number;
  /** Infinity: all that was read. */
  readonly knownMs: number;
  /** What was recorded until then was read. */
  readonly readMs: number;
}

/** What is in force at a moment, as known at another. */
export interface FoundInForce extends Moments {
  readonly inForce: OwnershipGround['inForce'];
  readonly publication: Publication;
}

/** The moments that are asked for, or now. */
export function momentsOf(moment: OwnershipMoment, { governance, asOfMs }: PlanOwnership): Moments {
  // A decision may be recorded a little after the clock, where many come at once: what is acknowledged is known.
  const { recordedMs } = governance.end;
  const readMs = Math.max(asOfMs, recordedMs);
  const isAllKnown = moment.knownMs === null || moment.knownMs >= readMs;
  return {
    line: moment.line,
    atMs: moment.atMs ?? Math.max(Date.now(), recordedMs),
    knownMs: isAllKnown ? Infinity : (moment.knownMs as number),
    readMs,
  };
}

/** The publication that is in force, or null. */
export function findInForce(moments: Moments, { governance }: PlanOwnership): FoundInForce | null {
  const inForce = governance.inForce(moments.line, moments.atMs, moments.knownMs);
  const publication = governance.publications.get(inForce.holding?.subject ?? '');
  return publication === undefined ? null : { ...moments, inForce, publication };
}

/** All that decides, with the layout in force. */
export function groundOf(
  { line, inForce, publication, atMs, knownMs, readMs }: FoundInForce,
  { governance, reps, catchAll }: PlanOwnership,
  layout: Layout,
): OpenedGround {
  const { publicationId, layoutId } = publication;
  const rules = governance.rules(line, atMs, knownMs);
  const territories = territoryNames(layout);
  return {
    ground: { atMs, knownMs, inForce, publication, territories, reps, rules, catchAll },
    ...{ layout, layoutId, publicationId, line, atMs, knownMs: Number.isFinite(knownMs) ? knownMs : readMs },
    logSeq: governance.end.seq,
  };
}

const names = new WeakMap<Layout, ReadonlyMap<string, string>>();

/** Names of a layout's territories by id. */
export function territoryNames(layout: Layout): ReadonlyMap<string, string> {
  let known = names.get(layout);
  if (known === undefined) {
    known = new Map(layout.territories.map(({ id, name }) => [id, name]));
    names.set(layout, known);
  }
  return known;
}

/** The failure of a moment at which nothing is in force. */
export function nothingInForce({ governance }: PlanOwnership, { line, atMs, knownMs }: Moments): Failure {
  const { untilMs } = governance.inForce(line, atMs, knownMs);
  const next = Number.isFinite(untilMs) ? governance.inForce(line, untilMs, knownMs).holding?.subject : undefined;
  const of = line === null ? 'this plan' : `the line ${line} of this plan`;
  const known = Number.isFinite(knownMs) ? `, as far as was known at ${momentText(knownMs)}` : '';
  const then = next === undefined ? 'nothing will be' : `${next} will be from ${momentText(untilMs)} on`;
  return new Failure(
    'nothing-in-force',
    `nothing is in force for ${of} at ${momentText(atMs)}${known}; ${then}`,
    [],
    0,
    {
      next: next === undefined ? null : { publicationId: next, from: momentText(untilMs) },
    },
  );
}
