import type { GoalTransfer } from './goal-revision.ts';
import { type Statement, type Stretch, stretchAt, stretchesOf } from './timeline.ts';

/** Who owns what at a moment: as it was known when goals followed it last, or as it is known now. Units: milliseconds since 1970. */
export interface OwnershipView {
  readonly atMs: number;
  readonly isOld: boolean;
}

/** A moment at which accounts of a plan get other owners, and between which views they do. */
export interface OwnershipChange {
  readonly atMs: number;
  /** The entry of the log that says so; null: an upload. */
  readonly seq: number | null;
  readonly cause: GoalTransfer['cause'];
  readonly from: OwnershipView;
  readonly to: OwnershipView;
  /** Of what was said afterwards of a time that is past: until when it makes a difference; null: from the moment on. */
  readonly untilMs: number | null;
}

/** What goals have followed already: entries of the log up to `seq`, changes until `settledMs`, and moves of accounts until `placesMs`. */
export interface SettledChanges {
  readonly seq: number;
  readonly settledMs: number;
  readonly placesMs: number;
}

/** What is on record of owners: statements in the order of the log, and moments at which accounts moved. */
export interface OwnershipRecord {
  readonly layouts: readonly Statement<string>[];
  readonly rules: readonly Statement<unknown>[];
  /** By account. */
  readonly named: readonly (readonly Statement<unknown>[])[];
  readonly movedMs: readonly number[];
}

interface Moment {
  readonly atMs: number;
  readonly seq: number | null;
  readonly cause: GoalTransfer['cause'];
}

/**
 * All changes that goals have not followed, until now, in the order of time.
 *
 * What takes effect after the last ones were followed goes from what is so just before to what is so then. What was said since of the time before, a correction,
 * or an entry that was on its way, makes a difference between what was thought and what is known, from each moment at which one of them changes until the next.
 *
 * Moves of accounts of one day, with nothing between them, are one change. `dayOf` gives the day of a moment.
 */
export function ownershipChanges(
  { layouts, rules, named, movedMs }: OwnershipRecord,
  settled: SettledChanges,
  nowMs: number,
  dayOf: (atMs: number) => string,
): OwnershipChange[] {
  const window = { ...settled, lateFrom: lateFrom([layouts, rules, ...named], settled), nowMs };
  const moments = new Map<number, Moment>();
  // What comes first names the cause of a moment at which much changes.
  for (const one of [
    ...momentsOf(layouts, window, ({ subject, isCorrection }) =>
      isCorrection ? { kind: 'ownership-corrected' } : { kind: 'publication', publicationId: subject },
    ),
    ...momentsOf(rules, window, () => ({ kind: 'rules-changed' })),
    ...named.flatMap((own) => momentsOf(own, window, () => ({ kind: 'accounts-named' }))),
    ...movedMs
      .filter((atMs) => atMs <= nowMs)
      .map((atMs) => ({ atMs, seq: null, cause: { kind: 'accounts-moved' } as const })),
  ]) {
    if (!moments.has(one.atMs)) moments.set(one.atMs, one);
  }
  const changes: OwnershipChange[] = [];
  const inOrder = [...moments.values()].sort((a, b) => a.atMs - b.atMs);
  for (const [place, { atMs, ...moment }] of inOrder.entries()) {
    const [before, now] = [at(atMs - 1), at(atMs)];
    const last = changes.at(-1);
    if (atMs <= settled.settledMs) {
      const nextMs = inOrder[place + 1]?.atMs ?? Infinity;
      const untilMs = nextMs <= settled.settledMs ? nextMs : null;
      changes.push({ atMs, ...moment, from: { ...now, isOld: true }, to: now, untilMs });
    } else if (last !== undefined && isSameMove(last, moment) && dayOf(last.atMs) === dayOf(atMs)) {
      changes[changes.length - 1] = { ...last, atMs, to: now };
    } else changes.push({ atMs, ...moment, from: before, to: now, untilMs: null });
  }
  return changes;
}

/** What of statements was known when goals followed them last. */
export function knownThen<T>(
  statements: readonly Statement<T>[],
  { seq }: Pick<SettledChanges, 'seq'>,
): Statement<T>[] {
  return statements.filter((one) => one.seq <= seq);
}

function at(atMs: number): OwnershipView {
  return { atMs, isOld: false };
}

function isSameMove({ cause, from }: OwnershipChange, next: Pick<Moment, 'cause'>): boolean {
  return !from.isOld && cause.kind === 'accounts-moved' && next.cause.kind === 'accounts-moved';
}

/** From when on anything is new of the time that goals have followed; Infinity: nothing is. */
export function lateFrom(
  records: readonly (readonly Statement<unknown>[])[],
  { seq, settledMs }: Pick<SettledChanges, 'seq' | 'settledMs'>,
): number {
  let earliestMs = Infinity;
  for (const one of records.flat()) {
    if (one.seq > seq && one.fromMs <= settledMs) earliestMs = Math.min(earliestMs, one.fromMs);
  }
  return earliestMs;
}

/** Moments at which what statements say changes: those since, and of the time before all from the first on of which anything new was said. */
function momentsOf<T>(
  statements: readonly Statement<T>[],
  window: SettledChanges & { readonly lateFrom: number; readonly nowMs: number },
  causeOf: (statement: Statement<T>) => GoalTransfer['cause'],
): Moment[] {
  const { settledMs, lateFrom, nowMs } = window;
  const known = stretchesOf(statements, Infinity);
  const thought = lateFrom <= settledMs ? stretchesOf(knownThen(statements, window), Infinity) : [];
  return [...bounds(known), ...bounds(thought).filter(({ atMs }) => atMs <= settledMs)].flatMap(({ atMs, by }) => {
    if (by === null || atMs > nowMs || (atMs <= settledMs && atMs < lateFrom)) return [];
    return [{ atMs, seq: by.seq, cause: causeOf(by) }];
  });
}

/** Where stretches begin, and by what: by what holds from then on, or by the end of what held before. */
function bounds<T>(stretches: readonly Stretch<T>[]) {
  return stretches.slice(1).map(({ fromMs, holding }, before) => {
    const ended = stretches[before]?.holding ?? null;
    return { atMs: fromMs, by: holding === null || holding.fromMs < fromMs ? (ended ?? holding) : holding };
  });
}

/** The statement that holds at a moment, as one of two views has it, or null. */
export function heldAt<T>(
  stretches: { readonly old: readonly Stretch<T>[]; readonly now: readonly Stretch<T>[] },
  { atMs, isOld }: OwnershipView,
): T | null {
  return stretchAt(isOld ? stretches.old : stretches.now, atMs).holding?.subject ?? null;
}
