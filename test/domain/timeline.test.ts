import { expect, test } from 'vitest';
import { holdingAt, type Statement, stretchAt, stretchesOf } from '../../src/domain/timeline.ts';
import { Dice } from '../fuzz/dice.ts';

const END = 40;

/** A history in which what is published begins no sooner than it is said, and corrections are of the past. */
function history(dice: Dice): Statement<string>[] {
  const statements: Statement<string>[] = [];
  for (let now = 1, seq = 1; now < 20; now += dice.whole(1, 3), seq++) {
    const told = { seq, recordedMs: now, voidedMs: null, subject: `p${seq}` };
    if (dice.chance(0.3) && now > 2) {
      const fromMs = dice.whole(0, now - 2);
      statements.push({ ...told, fromMs, untilMs: dice.whole(fromMs + 1, now - 1), isCorrection: true });
    } else {
      const fromMs = now + dice.whole(0, 8);
      const untilMs = dice.chance(0.2) ? fromMs + dice.whole(1, 9) : null;
      statements.push({ ...told, fromMs, untilMs, isCorrection: false });
    }
    const at = dice.whole(0, statements.length - 1);
    const other = statements[at] as Statement<string>;
    if (dice.chance(0.15) && other.voidedMs === null && other.recordedMs < now) {
      statements[at] = { ...other, voidedMs: now };
    }
  }
  return statements;
}

/** The same by painting moments one statement over the other, as somebody would on paper. */
function paint(statements: readonly Statement<string>[], known: number): (string | null)[] {
  const moments: (string | null)[] = Array(END).fill(null);
  const said = statements.filter(({ recordedMs, voidedMs }) => recordedMs <= known && !(voidedMs && voidedMs <= known));
  const put = ({ fromMs, untilMs, subject }: Statement<string>) => moments.fill(subject, fromMs, untilMs ?? END);
  said
    .filter(({ isCorrection }) => !isCorrection)
    .sort((a, b) => a.fromMs - b.fromMs)
    .forEach(put);
  said.filter(({ isCorrection }) => isCorrection).forEach(put);
  return moments;
}

test('what holds at any moment, as known at any other, is what painting the record by hand gives: 10,000 histories', () => {
  const dice = new Dice(61);
  for (let run = 0; run < 10_000; run++) {
    const statements = history(dice);
    const known = dice.whole(0, 22);
    const painted = paint(statements, known);
    const stretches = stretchesOf(statements, known);
    for (let at = 0; at < END; at++) {
      const holding = holdingAt(statements, at, known)?.subject ?? null;
      if (holding !== painted[at]) expect.fail(`run ${run}, at ${at}, known ${known}: ${holding}, not ${painted[at]}`);
      const { fromMs, untilMs, holding: inStretch } = stretchAt(stretches, at);
      if (inStretch?.subject !== holdingAt(statements, at, known)?.subject || at < fromMs || at >= untilMs) {
        expect.fail(`run ${run}: the stretch at ${at}`);
      }
    }
  }
});

test('stretches are all of time without gap, and neighbours differ', () => {
  const dice = new Dice(62);
  for (let run = 0; run < 1_000; run++) {
    const stretches = stretchesOf(history(dice), dice.whole(0, 22));
    expect(stretches[0]?.fromMs).toBe(-Infinity);
    expect(stretches.at(-1)?.untilMs).toBe(Infinity);
    for (let at = 1; at < stretches.length; at++) {
      expect(stretches[at]?.fromMs).toBe(stretches[at - 1]?.untilMs);
      expect(stretches[at]?.holding).not.toBe(stretches[at - 1]?.holding);
    }
  }
});

test('what is scheduled takes over at its very moment, also where something was published meanwhile', () => {
  const told = { untilMs: null, isCorrection: false, voidedMs: null };
  const statements = [
    { ...told, seq: 1, recordedMs: 10, fromMs: 10, subject: 'first' },
    { ...told, seq: 2, recordedMs: 11, fromMs: 100, subject: 'scheduled' },
    { ...told, seq: 3, recordedMs: 50, fromMs: 50, subject: 'meanwhile' },
  ];
  const at = (moment: number) => holdingAt(statements, moment, Infinity)?.subject;
  expect([9, 10, 49, 50, 99, 100].map(at)).toEqual([
    undefined,
    'first',
    'first',
    'meanwhile',
    'meanwhile',
    'scheduled',
  ]);
});
