import { expect, test } from 'vitest';
import { ownershipChanges } from '../../src/domain/ownership-changes.ts';
import type { Statement } from '../../src/domain/timeline.ts';

const DAY = 86_400_000;
const dayOf = (atMs: number) => String(Math.floor(atMs / DAY));
const SETTLED = { seq: 2, settledMs: 10 * DAY, placesMs: 9 * DAY };
const NOW = 20 * DAY;
const NOTHING = { layouts: [], rules: [], named: [], movedMs: [] };

function said<T>(seq: number, subject: T, fromDay: number, more: Partial<Statement<T>> = {}): Statement<T> {
  const plain = { untilMs: null, isCorrection: false, voidedMs: null };
  return { seq, recordedMs: seq, fromMs: fromDay * DAY, ...plain, subject, ...more };
}

const brief = (changes: ReturnType<typeof ownershipChanges>) =>
  changes.map(({ atMs, seq, cause, from, to, untilMs }) =>
    [
      atMs / DAY,
      seq,
      cause.kind,
      `${from.isOld ? 'thought' : 'known'} ${to.atMs >= atMs}`,
      untilMs && untilMs / DAY,
    ].join(' '),
  );

test('what takes effect since goes from just before to then, what is known to goals or yet to come makes no change', () => {
  const layouts = [said(1, 'a', 1), said(2, 'b', 12), said(3, 'c', 15), said(4, 'd', 25)];
  const changes = ownershipChanges({ ...NOTHING, layouts }, SETTLED, NOW, dayOf);
  expect(brief(changes)).toEqual(['12 2 publication known true ', '15 3 publication known true ']);
  expect(changes.map(({ from }) => from.atMs)).toEqual([12 * DAY - 1, 15 * DAY - 1]);
});

test('what was put right counts from each moment at which it or what was thought changes until the next', () => {
  const layouts = [said(1, 'a', 1), said(2, 'b', 5), said(3, 'c', 3, { untilMs: 8 * DAY, isCorrection: true })];
  expect(brief(ownershipChanges({ ...NOTHING, layouts }, SETTLED, NOW, dayOf))).toEqual([
    '3 3 ownership-corrected thought true 5',
    '5 2 publication thought true 8',
    '8 3 ownership-corrected thought true ',
  ]);
  // One that goals know makes none.
  expect(ownershipChanges({ ...NOTHING, layouts }, { ...SETTLED, seq: 3 }, NOW, dayOf)).toEqual([]);
});

test('an entry that was on its way counts from when it took effect on', () => {
  const layouts = [said(1, 'a', 1), said(3, 'b', 9)];
  expect(brief(ownershipChanges({ ...NOTHING, layouts }, SETTLED, NOW, dayOf))).toEqual([
    '9 3 publication thought true ',
  ]);
});

test('moves of accounts of a day are one change, unless something else is between them; more at one moment is one, too', () => {
  const movedMs = [11.1, 11.2, 11.6, 12.1, 13].map((day) => day * DAY);
  const rules = [said(5, [], 11.5)];
  const named = [[said(6, { owner: null }, 13)]];
  const changes = ownershipChanges({ ...NOTHING, rules, named, movedMs }, SETTLED, NOW, dayOf);
  expect(brief(changes)).toEqual([
    '11.2  accounts-moved known true ',
    '11.5 5 rules-changed known true ',
    '11.6  accounts-moved known true ',
    '12.1  accounts-moved known true ',
    '13 6 accounts-named known true ',
  ]);
  expect(changes[0]?.from.atMs).toBe(Math.round(11.1 * DAY) - 1);
});
