import type { NamedOwner, OwnershipRule, PlanEvent } from '../src/domain/plan-event.ts';
import type { Dice } from './fuzz/dice.ts';

/** A decision, or a move of the account, and when it was recorded. Times are small numbers. */
export type Recorded =
  | { readonly seq: number; readonly ms: number; readonly event: PlanEvent }
  | { readonly ms: number; readonly movedTo: number };

/** What a made-up plan has: publications p0 to p3 of the layouts 0 to 3. In layout n the place c is of the territory `t${(c + n) % (n + 1)}`, and the last place of none. */
export const PLACES = 4;
export const END = 60;
export const LAYOUTS = 4;

/** The territory of a place in a layout, by its number. */
export function territoryOf(layout: number, place: number): string | null {
  return place === PLACES - 1 ? null : `t${(place + layout) % (layout + 1)}`;
}

/** Reps of a publication: every other territory is vacant. */
export function repsOf(layout: number): Record<string, string | null> {
  return Object.fromEntries(
    Array.from({ length: layout + 1 }, (_, at) => [`t${at}`, at % 2 === layout % 2 ? `r${at}` : null]),
  );
}

/** A random history of publications, corrections, withdrawals, names, rules and moves. */
export function madeHistory(dice: Dice): Recorded[] {
  const recorded: Recorded[] = [];
  let seq = 0;
  let ms = 1;
  const decide = (event: PlanEvent) => recorded.push({ seq: ++seq, ms: ms++, event });
  for (let at = 0; at < LAYOUTS; at++) {
    const content = { line: null, layoutId: `lay_${at}` as never, assignmentId: null, reps: repsOf(at), note: '' };
    decide({ kind: 'publication-drafted', publicationId: `p${at}`, ...content });
  }
  const scheduled = new Map<string, number>();
  const withdrawn = new Set<string>();
  const beside = { fromLayoutId: null, toLayoutId: 'lay_0' as never, reason: '' };
  const owner = (): NamedOwner =>
    dice.chance(0.5) ? { territoryId: `t${dice.whole(0, 3)}` } : { repId: `r${dice.whole(0, 4)}` };
  const past = () => {
    const fromMs = dice.whole(0, ms - 2);
    return { fromMs, untilMs: dice.whole(fromMs + 1, ms - 1) };
  };
  for (let left = dice.whole(2, 12); left > 0; left--) {
    ms += dice.whole(0, 3);
    const kind = dice.whole(0, 6);
    const publicationId = `p${dice.whole(0, 3)}`;
    const fromMs = ms + dice.pick([0, 0, dice.whole(0, 10)]);
    if (kind <= 1 && !scheduled.has(publicationId)) {
      scheduled.set(publicationId, fromMs);
      decide({
        kind: 'publication-published',
        publicationId,
        fromMs,
        fromLayoutId: null,
        toLayoutId: 'lay_0' as never,
      });
    } else if (kind === 2 && scheduled.has(publicationId) && !withdrawn.has(publicationId)) {
      const begun = [...scheduled].filter(([id, from]) => id !== publicationId && from <= ms && !withdrawn.has(id));
      const isBegun = (scheduled.get(publicationId) ?? 0) <= ms;
      // Nothing is in force again where nothing was before.
      if (isBegun && begun.length === 0) continue;
      withdrawn.add(publicationId);
      const resumes = isBegun ? (dice.pick(begun)[0] ?? null) : null;
      decide({ kind: 'publication-withdrawn', publicationId, resumes, ...beside });
    } else if (kind === 3) {
      decide({ kind: 'ownership-corrected', publicationId, ...past(), ...beside });
    } else if (kind === 4) {
      const isCorrection = dice.chance(0.3);
      const when = isCorrection ? past() : { fromMs, untilMs: dice.chance(0.5) ? fromMs + dice.whole(1, 9) : null };
      const named = { line: null, accountIds: ['a'], owner: dice.chance(0.2) ? null : owner(), reason: '' };
      decide({ kind: 'accounts-named', ...named, ...when, isCorrection });
    } else if (kind === 5) {
      const rule = (at: number): OwnershipRule => ({
        ...{ ruleId: `q${at}`, name: `q${at}`, when: { segments: [dice.pick(['x', 'y'])] }, owner: owner() },
      });
      const rules = Array.from({ length: dice.whole(0, 2) }, (_, at) => rule(at));
      decide({ kind: 'rules-changed', line: null, rules, fromMs, reason: '' });
    } else {
      recorded.push({ ms: ms++, movedTo: dice.whole(0, PLACES - 1) });
    }
  }
  return recorded;
}

/** Something that is so for a time; `fixed`: whatever else was said. */
interface Said<T> {
  readonly fromMs: number;
  readonly untilMs: number | null;
  readonly seq: number;
  readonly fixed: boolean;
  readonly what: T;
}

/** What holds at each moment, by painting one statement over the other. */
function paint<T>(statements: readonly Said<T>[]): (T | undefined)[] {
  const moments: (T | undefined)[] = Array(END).fill(undefined);
  const put = (one: (typeof statements)[number]) => moments.fill(one.what, one.fromMs, one.untilMs ?? END);
  statements
    .filter(({ fixed }) => !fixed)
    .sort((a, b) => a.fromMs - b.fromMs || a.seq - b.seq)
    .forEach(put);
  statements
    .filter(({ fixed }) => fixed)
    .sort((a, b) => a.seq - b.seq)
    .forEach(put);
  return moments;
}

/**
 * Who owns the account, or a place, at a moment as known at another, by replaying the log on paper: `by owner rep publication`, or why nobody does. The rep
 * r1 left at `leftMs`.
 */
export function replay(
  history: readonly Recorded[],
  thing: number | 'a',
  atMs: number,
  knownMs: number,
  { segment, leftMs, start }: { segment: string; leftMs: number; start: number },
): string {
  const known = history.filter(({ ms }) => ms <= knownMs);
  const events = known.flatMap((one) => ('event' in one ? [one] : []));
  const isTakenBack = (id: string) =>
    events.some(
      ({ event }) => event.kind === 'publication-withdrawn' && event.publicationId === id && event.resumes === null,
    );
  const inForce = paint<string>(
    events.flatMap(({ event, seq, ms }): Said<string>[] => {
      if (event.kind === 'publication-published' && !isTakenBack(event.publicationId)) {
        return [{ fromMs: event.fromMs, untilMs: null, seq, fixed: false, what: event.publicationId }];
      }
      if (event.kind === 'publication-withdrawn' && event.resumes !== null && !isTakenBack(event.resumes)) {
        return [{ fromMs: ms, untilMs: null, seq, fixed: false, what: event.resumes }];
      }
      if (event.kind !== 'ownership-corrected') return [];
      return [{ fromMs: event.fromMs, untilMs: event.untilMs, seq, fixed: true, what: event.publicationId }];
    }),
  )[atMs];
  if (inForce === undefined) return 'nothing-in-force';
  const layout = Number(inForce.slice(1));
  const hasRep = (id: string) =>
    ['r0', 'r1', 'r2'].includes(id) && !(id === 'r1' && leftMs <= knownMs && atMs >= leftMs);
  const settle = (by: string, owner: NamedOwner): string | null => {
    if ('repId' in owner) return hasRep(owner.repId) ? `${by} null ${owner.repId} ${inForce}` : null;
    if (Number(owner.territoryId.slice(1)) > layout) return null;
    const rep = repsOf(layout)[owner.territoryId] ?? null;
    return `${by} ${owner.territoryId} ${rep !== null && hasRep(rep) ? rep : null} ${inForce}`;
  };
  let place = thing === 'a' ? start : thing;
  if (thing === 'a') {
    for (const one of known) if ('movedTo' in one && one.ms <= atMs) place = one.movedTo;
    const names = events.flatMap(({ event, seq }) =>
      event.kind === 'accounts-named'
        ? [{ fromMs: event.fromMs, untilMs: event.untilMs, seq, fixed: event.isCorrection, what: event.owner }]
        : [],
    );
    const name = paint(names)[atMs] ?? null;
    const named = name && settle('named-account', name);
    if (named !== null) return named;
    const rules = events.flatMap(({ event, seq }) =>
      event.kind === 'rules-changed'
        ? [{ fromMs: event.fromMs, untilMs: null, seq, fixed: false, what: event.rules }]
        : [],
    );
    for (const { when, owner } of paint(rules)[atMs] ?? []) {
      const ruled = when.segments?.includes(segment) ? settle('rule', owner) : null;
      if (ruled !== null) return ruled;
    }
  }
  const territoryId = territoryOf(layout, place);
  return territoryId === null ? 'outside-cover' : (settle('geography', { territoryId }) ?? '');
}
