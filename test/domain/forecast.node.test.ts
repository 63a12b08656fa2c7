import { describe, expect, test } from 'vitest';
import { forecast } from '../../src/domain/forecast.ts';
import { measureGoal } from '../../src/domain/goal-progress.ts';
import { rankByPotential } from '../../src/domain/potential-ranking.ts';
import { LINEAR, learnSeason, plusMonth, type Season, weighMonths, weightOf } from '../../src/domain/season.ts';

/** Numbers about 0 with a standard deviation of 1, from a seed (Box and Muller, 1958). */
function normals(seed: number): () => number {
  let state = seed;
  const uniform = () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
  return () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
}

const SHARES = [0.04, 0.05, 0.07, 0.08, 0.09, 0.1, 0.06, 0.05, 0.09, 0.11, 0.12, 0.14];
/** As if it were known exactly. */
const KNOWN: Season = { kind: 'learned', years: 0, shares: SHARES, unsmoothed: SHARES };

/** Share of simulated years whose end lies in the range that is told at the end of a month. `learned`: so many years, with a season that was learned. */
function coverage(season: Season, atMonth: number, monthsOfHistory: number, spread: number, learned = 0): number {
  const random = normals(atMonth * 100 + monthsOfHistory);
  const runs = learned || 2_500;
  let covered = 0;
  for (let run = 0; run < runs; run++) {
    const last = `2026-${String(atMonth).padStart(2, '0')}`;
    const first = plusMonth(last, 1 - monthsOfHistory);
    const values = new Map<string, number>();
    for (let month = first < '2026-01' ? first : '2026-01'; month <= '2026-12'; month = plusMonth(month, 1)) {
      const whole = weighMonths(season, `${month}-01`, `${month}-01`)[0]?.whole ?? 0;
      values.set(month, 12_000 * whole * (1 + spread * random()));
    }
    const sum = (until: string) =>
      [...values].reduce((total, [month, value]) => total + (month >= '2026-01' && month <= until ? value : 0), 0);
    const at = new Date(Date.UTC(2026, atMonth, 0)).toISOString().slice(0, 10);
    const history = [...values].filter(([month]) => month >= first && month <= last);
    const told = learned > 0 ? learnSeason(new Map(history), at) : season;
    const made = forecast({
      ...{ season: told ?? LINEAR, start: '2026-01-01', due: '2026-12-31', at, achieved: sum(last) },
      history: history.slice(-24),
    });
    const end = sum('2026-12');
    if (made?.low !== null && made !== null && made.low <= end && end <= (made.high ?? 0)) covered++;
  }
  return covered / runs;
}

describe('eight of ten outcomes lie in the range', () => {
  test.each([
    [3, 24, 0.2],
    [6, 24, 0.2],
    [6, 12, 0.1],
    [6, 6, 0.1],
    [9, 24, 0.3],
    [11, 18, 0.2],
  ])('at the end of month %i with %i months known that scatter by %d', (atMonth, months, spread) => {
    for (const season of [LINEAR, KNOWN]) {
      const share = coverage(season, atMonth, months, spread);
      expect(share).toBeGreaterThan(0.77);
      expect(share).toBeLessThan(0.84);
    }
  });

  test.each([
    [12, 1],
    [24, 0.97],
    [36, 0.95],
  ])('or more, where the season had to be learned of %i months that scatter', (months, most) => {
    for (const atMonth of [4, 8]) {
      const share = coverage(KNOWN, atMonth, months, 0.2, 800);
      expect(share).toBeGreaterThan(0.77);
      expect(share).toBeLessThanOrEqual(most);
    }
  });
});

describe('a season', () => {
  test('is learned of full years alone, moved toward linear by one year, and has no month below 0', () => {
    const months = new Map<string, number>();
    for (let at = 0; at < 25; at++)
      months.set(plusMonth('2024-10', at), at % 12 === 2 ? 1_200 : at % 12 === 3 ? -50 : 0);
    const season = learnSeason(months, '2026-10-31');
    expect(season?.years).toBe(2);
    // November 2024 to October 2025 and the year after: all of it in December.
    season?.shares.forEach((share, month) => {
      const linear = LINEAR.shares[month] as number;
      expect(share).toBeCloseTo(((month === 11 ? 2 : 0) + linear) / 3, 12);
    });
    expect(season?.shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12);
    expect(learnSeason(months, '2025-09-29')).toBeNull();
    expect(learnSeason(months, '2025-09-30')?.years).toBe(1);
    expect(learnSeason(new Map(), '2025-09-30')).toBeNull();
  });

  test('gives each day of a month the same weight, also in a leap year', () => {
    expect(weightOf(LINEAR, '2026-01-01', '2026-12-31')).toBeCloseTo(1, 12);
    expect(weightOf(LINEAR, '2028-02-01', '2028-02-29')).toBeCloseTo(29 / 365, 12);
    expect(weightOf(KNOWN, '2026-11-16', '2027-01-15')).toBeCloseTo((0.12 * 15) / 30 + 0.14 + (0.04 * 15) / 31, 12);
    expect(weightOf(KNOWN, '2026-11-16', '2026-11-15')).toBe(0);
  });
});

describe('a goal', () => {
  const basis = { season: LINEAR, start: '2026-01-01', due: '2026-12-31', history: [] };
  const at = (day: string, achieved: number, target = 365) => measureGoal(target, { ...basis, at: day, achieved });

  test('is on track from a pace of 0.95 on, at risk from 0.8 on, and behind below', () => {
    const day = '2026-04-10'; // The hundredth.
    expect([95, 94.9, 80, 79.9].map((achieved) => at(day, achieved).status)).toEqual([
      ...['on-track', 'at-risk', 'at-risk', 'behind'],
    ]);
    expect(at(day, 94.9)).toMatchObject({ because: 'pace 0.949 is from 0.8 to below 0.95', gap: 270.1 });
  });

  test('is measured before it begins, when it is over, and without a target', () => {
    expect(at('2025-12-31', 0)).toMatchObject({ status: 'not-begun', elapsed: 0, pace: null, forecast: null });
    expect(at('2026-12-31', 364)).toMatchObject({ status: 'behind', elapsed: 1, forecast: { value: 364, low: 364 } });
    expect(at('2027-05-01', 365).status).toBe('on-track');
    expect(at('2026-03-01', 0, 0)).toMatchObject({ attainment: null, pace: null, status: 'on-track' });
    expect(at('2026-03-01', -5)).toMatchObject({ status: 'behind', gap: 370 });
  });
});

test('ranks are by value per unit of potential, and ties share one', () => {
  const achievers = [
    { achieved: 30, potential: 10 },
    { achieved: 10, potential: 20 },
    { achieved: 0.1 + 0.2, potential: 0.1 },
    { achieved: 5, potential: 0 },
    { achieved: 2, potential: 8 },
  ];
  const ranks = rankByPotential(achievers, { achieved: 50, potential: 50 });
  expect(ranks.map(({ rank }) => rank)).toEqual([1, 3, 1, null, 4]);
  expect(ranks[1]).toEqual({ potential: 20, perPotential: 0.5, ofPlan: 1, index: 0.5, rank: 3, of: 4 });
  expect(rankByPotential(achievers, { achieved: 0, potential: 0 })[0]).toMatchObject({
    index: null,
    rank: null,
    of: 0,
  });
});
