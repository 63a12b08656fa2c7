import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { latLngToCell } from 'h3-js';
import { describe, expect, test } from 'vitest';
import { readMarket } from '../../src/local/sample/market-places.ts';
import { makeAccounts } from '../../src/local/sample/sample-accounts.ts';
import { makeBusiness } from '../../src/local/sample/sample-business.ts';
import { sampleCalendar } from '../../src/local/sample/sample-calendar.ts';

const csv = gunzipSync(readFileSync('src/local/sample/us_zip_business_2016.csv.gz')).toString();
const places = readMarket(csv).filter(({ name }) => /, (OH|IN|MI)$/.test(name));
const market = makeAccounts(places);

/** Large cells for territories, as what is tested does not depend on how they are drawn. */
const cells = [...new Set(places.map(({ lat, lng }) => latLngToCell(lat, lng, 2)))].sort();
const territories = cells.map((cell, at) => ({
  ...{ id: `t${at + 1}`, name: `Territory ${at + 1}`, cells: [cell] },
  neighbors: [`t${at === 0 ? cells.length : at}`],
}));
const business = (today: string, accounts = market) => makeBusiness(accounts, { territories, finest: 9 }, today);

test('the market is read whole, names with commas in them too', () => {
  const all = readMarket(csv);
  expect(all).toHaveLength(32_391);
  expect(all[0]).toEqual({
    ...{ id: '01001', name: 'Agawam, MA', lat: 42.0623, lng: -72.6283 },
    ...{ establishments: 472, employees: 9127 },
  });
  expect(all.every(({ lat, lng, establishments }) => [lat, lng, establishments].every(Number.isFinite))).toBe(true);
});

describe('the business', () => {
  test('is the same on the same day, and of the same form on any other', () => {
    const one = business('2026-11-30');
    expect(business('2026-11-30')).toEqual(one);
    for (const today of ['2026-12-01', '2028-02-29', '2027-01-01']) {
      const other = business(today);
      expect([other.reps.length, other.deals.length]).toEqual([one.reps.length, one.deals.length]);
      expect(other.special).toEqual(one.special);
      expect(new Set(other.actuals.map(({ period }) => period)).size).toBe(32);
      expect(other.deals.every(({ expectedClose }) => expectedClose > other.calendar.historyFrom)).toBe(true);
    }
  });

  test('of an account does not depend on which others there are', () => {
    const some = market.filter((_, at) => at % 3 === 0);
    const ids = new Set(some.map(({ id }) => id));
    expect(makeAccounts(places.filter(({ id }) => ids.has(id)))).toEqual(some);
    const [all, few] = [business('2026-11-30'), business('2026-11-30', some)];
    expect(few.actuals).toEqual(all.actuals.filter(({ account }) => ids.has(account)));
  });

  test('is coherent: customers bought, dormant ones did once, and what is known of accounts is what they brought', () => {
    const { actuals, accounts, calendar, reps, serving, special, servedBefore } = business('2026-11-30');
    const lastOf = new Map(actuals.map(({ account, period }) => [account, period]));
    for (const { id, status, revenue, requiredSkills } of accounts) {
      const last = lastOf.get(id);
      expect([id, last !== undefined]).toEqual([id, status === 'customer' || status === 'dormant']);
      if (status === 'dormant') expect((last ?? '') < calendar.start.slice(0, 7)).toBe(true);
      expect([id, revenue > 0]).toEqual([id, status === 'customer']);
      expect(Array.isArray(requiredSkills)).toBe(true);
    }
    const names = Object.values(serving);
    expect(names.filter((rep) => rep !== null).sort()).toEqual(reps.map(({ id }) => id).sort());
    expect(serving[special.vacant]).toBe(null);
    expect(Object.keys(servedBefore)).not.toContain(special.opened.id);
    expect(JSON.stringify(reps)).not.toContain('@');
  });
});

test('the fiscal year has seven full months behind it on every day, and two full years before it', () => {
  expect(sampleCalendar('2026-11-30')).toMatchObject({
    ...{ historyFrom: '2024-04-01', changedOn: '2026-01-01', start: '2026-04-01', due: '2027-03-31' },
    months: expect.arrayContaining(['2024-04', '2026-11']),
  });
  expect(sampleCalendar('2028-02-29')).toMatchObject({ start: '2027-07-01', due: '2028-06-30' });
  expect(sampleCalendar('2027-01-01').months).toHaveLength(32);
});
