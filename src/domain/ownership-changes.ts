import type { Governance } from './governance.ts';
import type { LayoutId } from './layout.ts';
import type { NamedOwner } from './plan-event.ts';
import { type Statement, stretchAt, stretchesOf } from './timeline.ts';

/** A moment at which accounts of a plan get other owners. Units: milliseconds since 1970. */
export interface OwnershipChange {
  readonly atMs: number;
  /** The entry of the log that says so. */
  readonly seq: number;
  /** The publication that takes over; null: only owners by name change. */
  readonly publicationId: string | null;
  /** The layout in force from then on. */
  readonly layoutId: LayoutId | null;
}

/** What is known already: changes until `settledMs`, of entries of the log up to `seq`; the layout in force then. */
export interface SettledChanges {
  readonly seq: number;
  readonly settledMs: number;
  readonly layoutId: LayoutId | null;
}

/** What was said of an account's owner by name, or that it has none. */
export type OwnerStatement = Statement<{ readonly owner: NamedOwner | null }>;

/**
 * What of the plan as a whole has come in force since, until now, in the order of time. Corrections are of times that are past, and move nothing.
 *
 * An entry that was on its way when the last changes were settled may have taken effect a little before: what is in force then tells.
 */
export function layoutChanges(governance: Governance, settled: SettledChanges, nowMs: number): OwnershipChange[] {
  const stretches = governance.publishedStretches(null);
  const changes: OwnershipChange[] = [];
  let layoutId = settled.layoutId;
  const since = stretchAt(stretches, settled.settledMs);
  for (const { fromMs, holding } of stretches) {
    if (fromMs < since.fromMs || fromMs > nowMs || holding === null) continue;
    const next = governance.publications.get(holding.subject)?.layoutId ?? null;
    if (next === layoutId) continue;
    changes.push({ atMs: fromMs, seq: holding.seq, publicationId: holding.subject, layoutId: next });
    layoutId = next;
  }
  return changes;
}

/**
 * Moments at which the owner by name of an account changed since, until now, each with the entry of the log that says so, but for
 * corrections.
 */
export function namingMoments(
  statements: readonly OwnerStatement[],
  { seq, settledMs }: Pick<SettledChanges, 'seq' | 'settledMs'>,
  nowMs: number,
): { readonly atMs: number; readonly seq: number }[] {
  const stretches = stretchesOf(plainOf(statements), Infinity);
  return stretches.slice(1).flatMap(({ fromMs, holding }, before) => {
    const by = holding?.seq ?? stretches[before]?.holding?.seq ?? 0;
    const isNew = fromMs > settledMs || (holding !== null && by > seq);
    return fromMs <= nowMs && isNew ? [{ atMs: fromMs, seq: by }] : [];
  });
}

/** The owner by name at a moment, or null. */
export function namedOwnerAt(statements: readonly OwnerStatement[], atMs: number): NamedOwner | null {
  return stretchAt(stretchesOf(plainOf(statements), Infinity), atMs).holding?.subject.owner ?? null;
}

function plainOf(statements: readonly OwnerStatement[]): OwnerStatement[] {
  return statements.filter(({ isCorrection }) => !isCorrection);
}
