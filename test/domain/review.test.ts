import { describe, expect, test } from 'vitest';
import type { LayoutId } from '../../src/domain/layout.ts';
import { excessAt, type LineReading, withSince } from '../../src/domain/line-reading.ts';
import { lineStanding } from '../../src/domain/line-standing.ts';
import { linearTrend } from '../../src/domain/linear-trend.ts';
import { answerOf, outcomeOf } from '../../src/domain/review.ts';
import { driftEvents } from '../../src/domain/review-events.ts';
import { conflictMark, isNowAtRisk, newConflicts, rememberConflicts } from '../../src/domain/review-marks.ts';
import { nextReviewMs, type Rhythm } from '../../src/domain/review-settings.ts';

const DAY_MS = 86_400_000;

/** The next days of a rhythm in a time zone, as texts in UTC. */
function next(rhythm: Rhythm, firstDay: string, timeZone: string, after: string, count: number): string[] {
  let atMs = Date.parse(after);
  return Array.from({ length: count }, () => {
    atMs = nextReviewMs({ rhythm, firstDay }, timeZone, atMs);
    return new Date(atMs).toISOString().slice(0, 16);
  });
}

describe('the next review', () => {
  test('is on the first day, and then in the rhythm, counted from the first day', () => {
    expect(next('monthly', '2027-01-31', 'UTC', '2026-05-01T00:00Z', 4)).toEqual([
      ...['2027-01-31T00:00', '2027-02-28T00:00', '2027-03-31T00:00', '2027-04-30T00:00'],
    ]);
    expect(next('quarterly', '2026-11-30', 'UTC', '2027-01-01T00:00Z', 2)).toEqual([
      ...['2027-02-28T00:00', '2027-05-30T00:00'],
    ]);
    expect(next('half-yearly', '2027-01-01', 'UTC', '2027-01-01T00:00Z', 1)).toEqual(['2027-07-01T00:00']);
    expect(next('yearly', '2024-02-29', 'UTC', '2026-12-01T00:00Z', 2)).toEqual([
      ...['2027-02-28T00:00', '2028-02-29T00:00'],
    ]);
  });

  test('begins with the day in the zone of the plan, also over a change of its clocks', () => {
    expect(next('weekly', '2027-03-07', 'America/New_York', '2027-03-01T00:00Z', 2)).toEqual([
      ...['2027-03-07T05:00', '2027-03-14T05:00'],
    ]);
    expect(next('weekly', '2027-03-07', 'America/New_York', '2027-03-14T05:00Z', 1)).toEqual(['2027-03-21T04:00']);
  });

  test('after a long time is the first one to come', () => {
    for (const rhythm of ['weekly', 'monthly', 'quarterly', 'half-yearly', 'yearly'] as const) {
      for (let day = 0; day < 400; day += 7) {
        const afterMs = Date.parse('2055-03-01T12:00Z') + day * DAY_MS;
        const nextMs = nextReviewMs({ rhythm, firstDay: '2000-01-31' }, 'UTC', afterMs);
        const longest = { weekly: 7, monthly: 31, quarterly: 92, 'half-yearly': 184, yearly: 366 }[rhythm];
        expect(nextMs).toBeGreaterThan(afterMs);
        expect(nextMs - afterMs).toBeLessThanOrEqual(longest * DAY_MS);
      }
    }
  });
});

/** A reading of one limit. */
function reading(values: readonly (number | null)[], day = 0, most = 100, layout = 'a'): LineReading {
  return {
    ...{
      line: null,
      publicationId: 'pub_1',
      layoutId: layout as LayoutId,
      inForceMs: 0,
      readMs: day * DAY_MS,
      beforeMs: null,
      outside: 0,
    },
    territories: values.map((_, at) => ({ id: `t${at + 1}`, name: `T${at + 1}`, accounts: 1 })),
    limits: [
      {
        ...{ kind: 'deviation', metric: 'revenue', values },
        ...{ least: values.map(() => 50), most: values.map(() => most), since: values.map(() => null) },
      },
    ],
  };
}

describe('since when a territory is outside', () => {
  test('is the first reading of the unbroken run, of the same layout', () => {
    let before: LineReading | null = null;
    const since = [90, 110, 120, 95, 105, 130].map((value, day) => {
      before = withSince(reading([value], day), before);
      return before.limits[0]?.since[0] ?? null;
    });
    expect(since).toEqual([null, DAY_MS, DAY_MS, null, 4 * DAY_MS, 4 * DAY_MS]);
    expect(withSince(reading([130], 9, 100, 'b'), before).limits[0]?.since).toEqual([9 * DAY_MS]);
  });

  test('is told at the first reading of a run alone', () => {
    const first = withSince(reading([110, 60, 40], 1), null);
    expect(driftEvents('pln_1', first).map(({ data }) => [data.territoryId, data.since])).toEqual([
      ['t1', '1970-01-02T00:00:00.000Z'],
      ['t3', '1970-01-02T00:00:00.000Z'],
    ]);
    expect(driftEvents('pln_1', withSince(reading([120, 60, 40], 2), first))).toEqual([]);
    const facts = driftEvents('pln_1', withSince(reading([120, 110, 60], 2), first)).map(({ fact }) => fact);
    expect(facts).toHaveLength(1);
    expect(facts).not.toContain(driftEvents('pln_1', first)[0]?.fact);
  });

  test('needs a value that is known, and takes no rounding for an excess', () => {
    const { limits } = reading([null, 100 * (1 + 1e-12), 50 * (1 - 1e-12), 100.1, 49.9]);
    const excesses = [0, 1, 2, 3, 4].map((at) => excessAt(limits[0] as LineReading['limits'][number], at));
    expect(excesses.slice(0, 3)).toEqual([0, 0, 0]);
    expect(excesses[3]).toBeCloseTo(0.1, 9);
    expect(excesses[4]).toBeCloseTo(-0.1, 9);
  });
});

describe('a trend', () => {
  test('is the slope by least squares, whatever the gaps', () => {
    const days = [0, 1, 2, 5, 9, 10];
    const line = days.map((day) => ({ atMs: day * DAY_MS, value: 7 + 2.5 * day }));
    expect(linearTrend(line)).toEqual({ perDay: expect.closeTo(2.5, 9), readings: 6 });
    const values = [3, 1, 4, 1, 5, 9];
    const bent = days.map((day, at) => ({ atMs: day * DAY_MS, value: values[at] ?? 0 }));
    const errorOf = (slope: number) => {
      const mean = values.reduce((sum, value, at) => sum + value - slope * (days[at] ?? 0), 0) / values.length;
      return values.reduce((sum, value, at) => sum + (value - mean - slope * (days[at] ?? 0)) ** 2, 0);
    };
    const slope = linearTrend(bent)?.perDay ?? Number.NaN;
    for (const off of [-0.01, 0.01]) expect(errorOf(slope)).toBeLessThan(errorOf(slope + off));
  });

  test('needs five readings over a day', () => {
    const points = (count: number, apartMs: number) =>
      Array.from({ length: count }, (_, at) => ({ atMs: at * apartMs, value: at }));
    expect(linearTrend(points(4, DAY_MS))).toBeNull();
    expect(linearTrend(points(5, 1_000))).toBeNull();
    expect(linearTrend(points(5, DAY_MS))?.readings).toBe(5);
  });

  test('tells how a territory would stand at the next review', () => {
    const before = [60, 70, 80, 90].map((value, day) => reading([value], day));
    const now = withSince(reading([100], 4), before.at(-1) ?? null);
    const [territory] = lineStanding(now, before, 7 * DAY_MS).territories;
    expect(territory?.limits[0]).toMatchObject({
      ...{ value: 100, excess: 0, sinceMs: null, trend: { perDay: 10, readings: 5 } },
      next: { value: 130, excess: 30 },
    });
    // Those of another layout are others, and without a next review nothing is foretold.
    const others = before.map((one) => ({ ...one, layoutId: 'b' as LayoutId }));
    expect(lineStanding(now, others, 7 * DAY_MS).territories[0]?.limits[0]).toMatchObject({ trend: null, next: null });
    expect(lineStanding(now, before, null).territories[0]?.limits[0]?.next).toBeNull();
  });
});

describe('what is to be done', () => {
  test('is a rebalance where most territories are outside, with the least that must change hands', () => {
    const values = Array.from({ length: 26 }, (_, at) => (at < 7 ? 120 : at < 14 ? 30 : 80));
    expect(answerOf(reading(values))).toEqual({
      answer: 'rebalance',
      rebalance: {
        ...{ outside: 14, territories: 26 },
        leastShare: { revenue: expect.closeTo((7 * 20) / values.reduce((sum, value) => sum + value, 0), 9) },
      },
    });
    expect(answerOf(reading(values.map((value, at) => (at < 13 ? value : 80)))).answer).toBe('repair');
    expect(answerOf(reading([120, 30])).answer).toBe('repair');
    expect(answerOf(reading([100, 50])).answer).toBe('inside');
  });

  test('is no repair where it is not the deviation that is outside', () => {
    const { limits, ...rest } = reading([120, 60]);
    const score = {
      ...rest,
      limits: limits.map((limited) => ({ ...limited, kind: 'quality' as const, metric: null })),
    };
    expect(answerOf(score).answer).toBe('outside');
  });

  test('of a plan is the gravest of its lines', () => {
    expect(outcomeOf([])).toBe('nothing-in-force');
    expect(outcomeOf([{ answer: 'inside' }, { answer: 'rebalance' }, { answer: 'repair' }])).toBe('rebalance');
    expect(outcomeOf([{ answer: 'inside' }, { answer: 'outside' }])).toBe('outside');
  });
});

describe('what is new', () => {
  const marks = (count: number, from = 0) =>
    Array.from({ length: count }, (_, at) => conflictMark('gap', `subject ${at + from}`));

  test('among conflicts is what was not there, as far as is remembered', () => {
    const isNew = newConflicts(rememberConflicts(null, marks(100), 1));
    expect(marks(110).filter(isNew)).toEqual(marks(10, 100));
    // Of ten lines each has a tenth of what is remembered.
    const many = rememberConflicts(null, marks(1_500), 10);
    expect(many.known).toHaveLength(1_000);
    // Of those that nobody remembers none is taken for new.
    expect(marks(1_500).filter(newConflicts(many))).toEqual([]);
    expect(marks(1_000, 1_000_000).filter(newConflicts(many)).length).toBeGreaterThan(500);
  });

  test('among goals is what was on track and is not any more', () => {
    expect(isNowAtRisk('on-track', 'at-risk')).toBe(true);
    expect(isNowAtRisk('on-track', 'behind')).toBe(true);
    expect([undefined, 'not-begun', 'at-risk', 'behind'].map((one) => isNowAtRisk(one as never, 'behind'))).toEqual([
      ...[false, false, false, false],
    ]);
    expect(isNowAtRisk('on-track', 'on-track')).toBe(false);
  });
});
