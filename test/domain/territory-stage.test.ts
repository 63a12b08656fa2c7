import { describe, expect, test } from 'vitest';
import { DEFAULT_RAMPS, isNewOn, rampShare } from '../../src/domain/territory-stage.ts';

describe('a ramp', () => {
  const stage = { since: '2027-01-01', ramp: [0.25, 0.5] };
  test('is the mean over the days of the period', () => {
    expect(rampShare(stage, { start: '2027-01-01', due: '2027-01-31' })).toBe(0.25);
    expect(rampShare(stage, { start: '2027-01-31', due: '2027-02-01' })).toBe(0.375);
    expect(rampShare(stage, { start: '2027-01-01', due: '2027-03-31' })).toBeCloseTo(
      (31 * 0.25 + 28 * 0.5 + 31) / 90,
      12,
    );
  });
  test('is 0 before the stage began and 1 once it is over', () => {
    expect(rampShare(stage, { start: '2026-12-01', due: '2026-12-31' })).toBe(0);
    expect(rampShare(stage, { start: '2026-12-31', due: '2027-01-01' })).toBe(0.125);
    expect(rampShare(stage, { start: '2027-03-01', due: '2029-03-31' })).toBe(1);
    expect(rampShare({ since: '2027-06-01', ramp: [] }, { start: '2027-06-01', due: '2027-06-30' })).toBe(1);
  });
  test('has months that begin on the last day of a shorter month', () => {
    const late = { since: '2027-01-31', ramp: [0.5] };
    expect(rampShare(late, { start: '2027-02-27', due: '2027-02-28' })).toBe(0.75);
  });
  test('has a default for each stage that never falls', () => {
    for (const ramp of Object.values(DEFAULT_RAMPS)) {
      expect([...ramp].sort((a, b) => a - b)).toEqual(ramp);
      expect(ramp.every((share) => share > 0 && share <= 1)).toBe(true);
    }
  });
});

test('a territory is new from the first day of the stage until its ramp is over', () => {
  const stage = { territoryId: 't1', stage: 'new', since: '2027-01-15', ramp: [0.5, 0.5] } as const;
  const days = ['2027-01-14', '2027-01-15', '2027-03-14', '2027-03-15'];
  expect(days.map((day) => isNewOn(stage, day))).toEqual([false, true, true, false]);
  expect(isNewOn({ ...stage, stage: 'growing' }, '2027-02-01')).toBe(false);
});
